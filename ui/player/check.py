"""The timeline of the page "Gradient check": the errors of one step's gradients over all widths, and the run's steps.
Where no page stands around it, it has the verdicts and the numbers as panels too."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Array, Rows
from core.datasets import Dataset
from core.gradient_check import PASS_MARK, Check, check_outputs, check_weights
from core.loss import LOSSES
from core.scenario import Scenario
from core.training import History, moment
from ui.figures.check import error_over_width
from ui.player.content import Grid, Line, Text
from ui.player.notation import name, translate_panel
from ui.player.timeline import Panel, Timeline

# Samples whose dL/dz is checked: each costs two forward passes of the loss.
ROWS = 8
# Two widths a decade, from 1e-12 to 1.
# The columns of a table of both values.
HEAD = ("analytic", "central difference", "relative error")
WIDTHS = (*(float(f"{digit}e{power}") for power in range(-12, 0) for digit in (1, 3)), 1.0)


@dataclass(frozen=True)
class Checked:
    """Both gradients of a step, checked at one h. `rows` are the samples of dL/dz, by their rows of X."""

    weights: Check
    outputs: Check
    rows: Rows
    step: int


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
        return check_weights(features, now.t, now.W, loss, width), check_outputs(now.z, now.t, loss, rows, width)

    curve = [both(width) for width in WIDTHS]
    weights, outputs = both(h)
    figure = error_over_width(
        np.array(WIDTHS),
        np.array([weights.worst for weights, _ in curve]),
        np.array([outputs.worst for _, outputs in curve]),
        h,
        weights.worst,
    )
    best = min(range(len(WIDTHS)), key=lambda i: curve[i][0].worst)
    panel = Panel(
        name="errors",
        title="The error over h: too large, the curve bends; too small, the digits run out",
        figure=figure,
        tracks=(),
        sentence=f"Relative error over h from 1e-12 to 1: a V, lowest for dW near h = {WIDTHS[best]:.0e}. "
        f"At h = {h:.0e} dW has {weights.worst:.1e}.",
    )
    scalars: dict[str, Array] = {"step": np.arange(history.steps + 1, dtype=np.float32), "loss": history.loss}
    readout = (("step", f"{{step}} of {history.steps}"), (f"L, {scenario.loss}", "{loss:8}"))
    timeline = Timeline(history.steps, (translate_panel(panel, notation),), scalars, readout, layout="single")
    return Checked(weights, outputs, rows if batch is None else batch[rows], now.step), timeline


def verdict(check: Check, what: str) -> str:
    """Whether a gradient, called `what`, agrees with its central differences, in one sentence."""
    said = "the gradients agree" if check.passes else "at this h they do not agree"
    return f"{what}: relative error {_text(check.worst, 2)}, pass mark {_text(PASS_MARK, 2)}: {said}."


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
    dz, z = name("dL/dz", notation), name("z", notation)
    return (
        f"Step {checked.step}. Relative error = max |a − b| / max(1e-8, |a| + |b|). For {dz} each output moves by "
        f"h · {z} (1 − {z}), so that it stays between 0 and 1."
    )


def alone(checked: Checked, timeline: Timeline, h: float, notation: str = "I2DL") -> Timeline:
    """The page without a page around it: the curve, and all that is said about the step beside it."""
    dz = name("dL/dz", notation)
    lines: tuple[Line, ...] = tuple(
        ("passed" if check.passes else "failed", verdict(check, what))
        for check, what in ((checked.weights, "dW"), (checked.outputs, dz))
    )
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
