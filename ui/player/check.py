"""The timeline of the page "Gradient check": one chart that stands still, so that it comes through the same player."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Rows
from core.gradient_check import Check, check_outputs, check_weights
from core.loss import LOSSES
from core.scenario import Scenario
from core.training import Moment
from ui.figures.check import error_over_width
from ui.player.notation import translate_panel
from ui.player.timeline import Panel, Timeline

# Samples whose dL/dz is checked: each costs two forward passes of the loss.
ROWS = 8
# Two widths a decade, from 1e-12 to 1.
WIDTHS = (*(float(f"{digit}e{power}") for power in range(-12, 0) for digit in (1, 3)), 1.0)


@dataclass(frozen=True)
class Checked:
    """Both gradients of a step, checked at one h. `rows` are the samples of dL/dz, by their rows of X."""

    weights: Check
    outputs: Check
    rows: Rows
    step: int


def check_step(
    scenario: Scenario, now: Moment, batch: Rows | None, h: float, notation: str = "I2DL"
) -> tuple[Checked, Timeline]:
    """Check dW and dL/dz of a step at width h, and draw the errors over all widths.

    batch : the step's rows of X, or None where it takes all of them
    """
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
    return Checked(weights, outputs, rows if batch is None else batch[rows], now.step), Timeline(
        0, (translate_panel(panel, notation),), {}, (), layout="single"
    )
