"""The numbers as tables: the samples of a run, all its steps, and the arrays of a single one, as CSV.
Every number is written so that reading it gives back the same float."""

import csv
import io
from collections.abc import Iterable, Sequence

import numpy as np

from core.data.dataset import Dataset
from core.training import History, Moment

# Numbers that are farther apart than this share of them are not the same but for rounding: an output has been rounded.
ROUNDED = 1e-5


def data_csv(data: Dataset) -> str:
    """A row a sample as the run sees it: its features (scaled, where the scenario says so), t, and test (0 or 1)."""
    X, t = np.vstack([data.X, data.X_test]), np.vstack([data.t, data.t_test])
    test = np.repeat([0, 1], [len(data.X), len(data.X_test)])
    rows = ([*x, int(label), part] for x, label, part in zip(X.tolist(), t[:, 0], test.tolist(), strict=True))
    return _csv([*map(_name, data.feature_names), "t", "test"], rows)


def steps_csv(data: Dataset, history: History) -> str:
    """A row a step, 0 … T: W, dW, loss and accuracy, and the loss and accuracy over the test set if there is one."""
    weights = [*data.feature_names, "bias"]
    header = ["step", *(f"W {name}" for name in weights), *(f"dW {name}" for name in weights), "loss", "accuracy"]
    columns = [history.W, history.dW, history.loss, history.accuracy]
    if len(history.test_loss):
        header += ["test loss", "test accuracy"]
        columns += [history.test_loss, history.test_accuracy]
    return _csv(header, ([step, *row] for step, row in enumerate(np.column_stack(columns).tolist())))


def moment_csv(now: Moment, feature_names: Sequence[str] = ()) -> str:
    """A row a sample of the step's batch: its features (x1 …, or the names given), t, and every stage up to dL/dy.

    Where an output has been rounded, three more columns say what float64 makes of the course's formulas from it.
    """
    X = now.X1[:, :-1]
    names = [*map(_name, feature_names)] or [f"x{i + 1}" for i in range(X.shape[1])]
    stages = {"dL/dz": now.dz, "dz/dy": now.dz_dy, "dL/dy": now.dy}
    header = ["sample", *names, "t", "y", "z", *stages]
    arrays = [X, now.t, now.y, now.z, *stages.values()]
    computed = [now.course.dz, now.course.dz_dy, now.course.dy]
    if not all(np.allclose(a, b, rtol=ROUNDED, atol=0.0) for a, b in zip(stages.values(), computed, strict=True)):
        header += [f"{stage} from z in float64" for stage in stages]
        arrays += computed
    return _csv(header, ([sample, *row] for sample, row in enumerate(np.hstack(arrays).tolist())))


def _csv(header: Sequence[str], rows: Iterable[Sequence[float]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    # It writes a float as repr does: in as few digits as say it exactly.
    writer.writerows(rows)
    return out.getvalue()


def _name(name: str) -> str:
    """A visitor's column name, so that no spreadsheet takes it for a formula."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@")) else name
