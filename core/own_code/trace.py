"""`trace(Classifier, BCE, X, y, lr, steps)`: a run of somebody's own code as a table, to be looked at on the page
Compare; and `read_data`, which reads the data that the page Export gives."""

import csv
import json
from typing import Any

import numpy as np

from core.arrays import Array
from core.own_code.calls import NoNumbersError
from core.own_code.check import in_words, spoken, tell
from core.own_code.finding import without_numbers
from core.own_code.here import BASE, LANGUAGE, RUN_LINK
from core.own_code.their_loss import TheirLoss
from core.own_code.their_model import TheirModel
from core.own_code.words import say

# What the first line of a run begins with; behind it stands what the run was made of, as JSON.
MARK = "# Gradient Explorer run "
MOST_STEPS = 5_000
# What is not finite where an output has been rounded to 0 or 1, although all that it is made of still is.
LOGARITHMS = ("L", "dL/dz")


def read_data(file: str = "data.csv") -> "tuple[Array, Array]":
    """The training samples of a data.csv from the page Export: X (N, D), y (N, 1)."""
    with open(file, encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    table = np.array([[float(number) for number in row] for row in rows[1:] if row])
    table = table[table[:, -1] == 0]
    return table[:, :-2], table[:, -2:-1]


def trace(
    Classifier: Any,
    BCE: Any,
    X: Any,
    y: Any,
    lr: float,
    steps: int,
    file: str = "run.csv",
    Optimizer: Any = None,
    language: str = LANGUAGE,
    ones: bool = False,
) -> None:
    """Train your own classes by W ← W - lr · dW over all samples, and write each step into a file for Compare.

    X (N, D), without a column of ones · y : N targets, 0 or 1
    Optimizer : the class to take the steps with instead; Optimizer(model, lr).step(dW)
    ones : True where X gets its column of ones before it is given to the model
    """
    try:
        features, targets = _samples(X, y)
    except (TypeError, ValueError):
        tell(say(language, "not X"))
        return
    if type(steps) is not int or not 1 <= steps <= MOST_STEPS or not isinstance(lr, (int, float)) or not lr > 0:
        tell(say(language, "not steps"))
        return
    rows: list[list[float]] = []
    try:
        model = TheirModel(Classifier, features.shape[1], ones)
        ended = _run(rows, model, BCE, features, targets, lr, steps, Optimizer)
        if ended:
            tell(say(language, "ends", array=ended, step=len(rows)))
        if ended in LOGARITHMS:
            tell(say(language, "rounded"))
    except NoNumbersError as error:
        for line in in_words(without_numbers(error), language):
            tell(line)
        if rows:
            tell(say(language, "ends early", step=len(rows) - 1))
    except Exception as error:
        tell(say(language, "stopped", error=type(error).__name__))
    # The first row alone is no step.
    if len(rows) < 2:
        tell(say(language, "not traced"))
        return
    try:
        with open(file, "w", encoding="utf-8", newline="\n") as out:
            out.write(run_csv(rows, features, targets, lr))
    except OSError as error:
        tell(say(language, "not written", file=file, error=error.strerror))
        return
    tell(say(language, "traced", file=file, steps=len(rows) - 1))
    if BASE:
        tell(say(language, "see", link=f"{BASE}compare?{RUN_LINK}{spoken(language)}"))


def run_csv(rows: "list[list[float]]", X: Array, t: Array, lr: float) -> str:
    """A run on X (N, D), t (N, 1) as a table: a row a step, with W, dW and L. Its first line says of which data."""
    names = [*(f"x{i + 1}" for i in range(X.shape[1])), "bias"]
    about = {
        "lr": float(lr),
        "samples": len(X),
        "means": [*X.mean(axis=0).tolist(), float(t.mean())],
        "link": RUN_LINK,
    }
    header = ["step", *(f"W {name}" for name in names), *(f"dW {name}" for name in names), "loss"]
    lines = [MARK + json.dumps(about), ",".join(header)]
    # A float is written in as few digits as say it exactly.
    lines += [",".join([str(step), *(repr(float(number)) for number in row)]) for step, row in enumerate(rows)]
    return "\n".join(lines) + "\n"


def _samples(X: Any, y: Any) -> "tuple[Array, Array]":
    features, targets = np.array(X, dtype=float), np.array(y, dtype=float).reshape(-1, 1)
    if features.ndim == 1:
        features = features.reshape(-1, 1)
    if features.ndim != 2 or len(features) != len(targets) or not len(features) or not np.isfinite(features).all():
        raise ValueError
    return features, targets


def _run(
    rows: "list[list[float]]", model: TheirModel, bce: Any, X: Array, t: Array, lr: float, steps: int, optimizer: Any
) -> str:
    """One step after the other, until W or dW is finite no more: W, dW and L of each go into `rows`.

    Returns which array was the first that was not finite, "" where all steps were made. Raises NoNumbersError.
    """
    model.begin()
    model.forward(X)
    loss = TheirLoss(bce, model.form)
    made = model.optimized_by(optimizer, lr) if optimizer is not None else None
    for step in range(steps + 1):
        W = model.weights()
        z = model.forward(X)
        value = loss.forward(z, t)
        dz = loss.backward(z, t)
        dW = model.backward(dz)
        whole = np.zeros_like(W)
        whole[: len(dW)] = dW
        if not (np.isfinite(W).all() and np.isfinite(whole).all()):
            arrays = {"W": W, "z": z, "L": value, "dL/dz": dz, "dW": whole}
            return next(name for name, array in arrays.items() if not np.isfinite(array).all())
        rows.append([*W[:, 0].tolist(), *whole[:, 0].tolist(), float(value[0, 0])])
        if step < steps and made is None:
            model.step(dW, lr)
        elif step < steps:
            model.step_by(made, dW)
    return ""
