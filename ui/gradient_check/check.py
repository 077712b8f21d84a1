"""The timeline of the page "Gradient check": the errors of one step's gradients over all widths, and the run's steps.
Where no page stands around it, it has the verdicts and the numbers as panels too."""

from dataclasses import replace

import numpy as np

from core.arrays import Array
from core.data.dataset import Dataset
from core.gradient_check import Check, check_outputs, check_weights
from core.loss import LOSSES
from core.scenario import Scenario
from core.training import History, moment
from ui.gradient_check.case import Case
from ui.gradient_check.errors import WIDTHS, errors_panel
from ui.gradient_check.tables import outputs_panel, weights_panel
from ui.gradient_check.verdict import verdict_panel
from ui.language.speaking import _, number
from ui.timeline.notation import translate_panel
from ui.timeline.timeline import Timeline

# Samples whose dL/dz is checked.
ROWS = 8


def check_step(
    scenario: Scenario, data: Dataset, history: History, step: int, h: float, notation: str = "I2DL"
) -> tuple[Case, Timeline]:
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
    readout = ((_("step"), _("{{step}} of {last}", last=history.steps)), (f"L, {scenario.loss}", "{loss:8}"))
    panel = translate_panel(errors_panel(curve, h, weights, at_zero=not now.W.any()), notation)
    timeline = Timeline(history.steps, (panel,), scalars, readout, layout="single")
    course = weights.of(now.course.dW) if now.gradient_differs else None
    return Case(weights, outputs, rows if batch is None else batch[rows], now.step, course), timeline


def check_alone(case: Case, timeline: Timeline, h: float, notation: str = "I2DL") -> Timeline:
    """The page without a page around it: the curve, and all that is said about the step beside it."""
    at = _("step {step}, h = {h}", step=case.step, h=number(h, 3))
    panels = (verdict_panel(case, at, notation), weights_panel(case, at), outputs_panel(case, at, notation))
    return replace(timeline, panels=(*timeline.panels, *panels), layout="check")
