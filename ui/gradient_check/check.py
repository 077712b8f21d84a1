"""The timeline of the page "Gradient check": the errors of one step's gradients over all widths, and the run's steps.
Where no page stands around it, it has the verdicts and the numbers as panels too."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Array, Rows
from core.data.dataset import Dataset
from core.gradient_check import PASS_MARK, Check, check_outputs, check_weights
from core.loss import LOSSES
from core.scenario import Scenario
from core.training import History, moment
from ui.gradient_check.errors import WIDTHS, errors_panel
from ui.panels.names import WRITTEN
from ui.timeline.content import Grid, Line, Text
from ui.timeline.notation import name, translate_panel
from ui.timeline.timeline import Panel, Timeline

# Samples whose dL/dz is checked.
ROWS = 8
# The columns of a table of both values.
HEAD = ("analytic", "central difference", "relative error")


@dataclass(frozen=True)
class Checked:
    """Both gradients of a step, checked at one h.

    rows : the samples of dL/dz, by their rows of X
    course : dW as float64 makes it of the course's formulas, where outputs have rounded so far that it is another one
    """

    weights: Check
    outputs: Check
    rows: Rows
    step: int
    course: Check | None


def check_step(
    scenario: Scenario, data: Dataset, history: History, step: int, h: float, notation: str = "I2DL"
) -> tuple[Checked, Timeline]:
    """Check dW and dL/dz of a step at width h, and draw the errors over all widths."""
    now = moment(scenario, data, history, step)
    batch = None if history.batches is None else history.batches[step]
    loss = LOSSES[scenario.loss]()
    features, rows = now.X1[:, :-1], np.arange(min(ROWS, len(now.t)))
    if batch is not None:
        # In the order of X, as the page Backward pass has them.
        rows = np.argsort(batch)[:ROWS]

    def both(width: float) -> tuple[Check, Check]:
        return check_weights(features, now.t, now.W, loss, width), check_outputs(now.y, now.t, loss, rows, width)

    curve = [both(width) for width in WIDTHS]
    weights, outputs = both(h)
    scalars: dict[str, Array] = {"step": np.arange(history.steps + 1, dtype=np.float32), "loss": history.loss}
    readout = (("step", f"{{step}} of {history.steps}"), (f"L, {scenario.loss}", "{loss:8}"))
    timeline = Timeline(
        history.steps, (translate_panel(errors_panel(curve, h, weights), notation),), scalars, readout, layout="single"
    )
    course = weights.of(now.course.dW) if now.gradient_differs else None
    return Checked(weights, outputs, rows if batch is None else batch[rows], now.step, course), timeline


def verdict(check: Check, what: str) -> str:
    """Whether a gradient, called `what`, agrees with its central differences, in one sentence."""
    said = f"{what}: relative error {_text(check.worst, 2)}, tolerance {_text(PASS_MARK, 2)}"
    bent = check.bend.max() > check.rounding.max()
    cause = "the bend of the curve" if bent else "rounding"
    if check.passes and check.worst < PASS_MARK:
        return f"{said}: the gradients agree."
    if check.passes:
        gap = float(np.abs(check.analytic - check.numerical).max())
        return f"{said}; but they differ by {_text(gap, 2)} only, and {cause} alone can make that: the gradients agree."
    if check.agrees:
        most = float(max(check.bend.max(), check.rounding.max()))
        return (
            f"{said}: at this h they do not agree. It is too {'large' if bent else 'small'}: {cause} alone can make a "
            f"difference of {_text(most, 2)}."
        )
    if check.worst < PASS_MARK:
        return f"{said}, but only because of the 1e−8 in its formula: at this h they do not agree."
    return f"{said}: at this h they do not agree."


def in_float64(checked: Checked, notation: str) -> str:
    """What float64 makes of the course's formulas, where that is no longer dW; "" where it is."""
    if checked.course is None:
        return ""
    entries = [_text(float(entry), 8) for entry in checked.course.analytic[:, 0]]
    if len(entries) > WRITTEN + 1:
        entries = [*entries[:WRITTEN], "…", entries[-1]]
    fails = "" if checked.course.passes else ", which fails the check"
    return (
        f"In float64 the formulas in {name('z', notation)} give dW = ({', '.join(entries)}){fails}: outputs have "
        f"rounded. Training works from the logits, and so does this page."
    )


def rows_of(check: Check, labels: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """A table's rows, an entry each: its label, and what HEAD says."""
    values = zip(labels, check.analytic[:, 0], check.numerical[:, 0], check.error[:, 0], strict=True)
    return tuple((label, _text(a, 10), _text(b, 10), _text(error, 2)) for label, a, b, error in values)


def _text(value: float, digits: int) -> str:
    return f"{value:.{digits}g}".replace("-", "\N{MINUS SIGN}")


def weight_rows(checked: Checked) -> tuple[tuple[str, ...], ...]:
    """The table of dW."""
    names = [*(f"w{i + 1}" for i in range(len(checked.weights.analytic) - 1)), "b"]
    return rows_of(checked.weights, names)


def output_rows(checked: Checked) -> tuple[tuple[str, ...], ...]:
    """The table of dL/dz, a row a sample."""
    return rows_of(checked.outputs, [str(row) for row in checked.rows])


def about(checked: Checked, notation: str) -> str:
    """How the errors are measured, in a line under the tables."""
    dz, z, y = (name(symbol, notation) for symbol in ("dL/dz", "z", "y"))
    return (
        f"Step {checked.step}. Relative error = max |a − b| / max(1e−8, |a| + |b|). "
        f"For {dz} each logit {y} moves by h to both sides, and the difference of L is divided by that of {z}, taken "
        f"from the smaller of {z} and 1 − {z}: so no digits are lost where {z} is near 0 or 1."
    )


def alone(checked: Checked, timeline: Timeline, h: float, notation: str = "I2DL") -> Timeline:
    """The page without a page around it: the curve, and all that is said about the step beside it."""
    dz = name("dL/dz", notation)
    lines: tuple[Line, ...] = tuple(
        ("passed" if check.passes else "failed", verdict(check, what))
        for check, what in ((checked.weights, "dW"), (checked.outputs, dz))
    )
    beside = in_float64(checked, notation)
    if beside:
        lines += (("note", beside),)
    at = f"step {checked.step}, h = {_text(h, 3)}"
    panels = (
        Panel("verdict", f"Is the gradient right? · {at}", None, (), lines[0][1], Text((lines,))),
        Panel("weights", f"dW · {at}", None, (), "dW.", Grid(("dW", *HEAD), weight_rows(checked))),
        Panel(
            "outputs",
            f"{dz} · {at}",
            None,
            (),
            f"{dz}.",
            Grid(("sample", *HEAD), output_rows(checked)),
            caption=about(checked, notation),
        ),
    )
    return replace(timeline, panels=(*timeline.panels, *panels), layout="check")
