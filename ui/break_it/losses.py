"""Both losses over the steps, each as its own code reports it."""

import numpy as np

from core.arrays import Array
from core.mistakes.effects import Path
from core.training import History
from ui.break_it.styles import LOSSES, MISTAKEN, RIGHT
from ui.language.speaking import _
from ui.panels.paths import at_steps, draw_ends
from ui.timeline.figure import Figure
from ui.timeline.style import LARGEST, SMALLEST, canvas, log_axis, now_line
from ui.timeline.timeline import Panel, Track

# Where the buggy loss grows beyond so many times the correct run's largest, the axis becomes logarithmic;
# and beyond so many times it leaves the picture.
ROOM, LOG_ROOM = 3.0, 1e4


def figure(right: Array, mistaken: Array | None, logarithmic: bool) -> Figure:
    """Both losses over the steps, (T+1,) and, for a run that ended early, fewer.

    Moving traces: "correct now", "buggy now" (a point on each curve), "now line" (a vertical line at the step).
    """
    chart = canvas()
    steps = len(right) - 1
    chart.update_xaxes(
        title={"text": _("step")}, range=[-0.02 * len(right), 1.02 * steps + 1e-9], separatethousands=True
    )
    curves = [np.maximum(right, SMALLEST)] + ([] if mistaken is None else [np.clip(mistaken, SMALLEST, LARGEST)])
    high = max(float(curve.max()) for curve in curves)
    if logarithmic or high > ROOM * float(right.max()):
        high = min(high, LOG_ROOM * float(right.max()))
        ends = log_axis(chart, min(float(curve.min()) for curve in curves), high)
    else:
        ends = [0.0, 1.06 * high]
        chart.update_yaxes(range=ends, rangemode="tozero")
    chart.update_yaxes(title={"text": _("{loss} loss", loss="BCE"), "standoff": 4})
    now_line(chart, ends)
    runs = LOSSES[: len(curves)]
    for curve, run in zip(curves, runs, strict=True):
        chart.add_scatter(
            y=curve.astype(np.float32),
            mode="lines",
            name=run.name,
            line={"width": 2.5, "color": run.colour, "dash": run.dash},
            hovertemplate=_("{run}, step %{{x}}<br>loss %{{y:.6g}}<extra>click: go there</extra>", run=_(run.name)),
            meta=run.theme("line.color"),
        )
    draw_ends(chart, runs, whole=True)
    return chart


def losses_panel(history: History, path: Path | None, logarithmic: bool) -> Panel:
    """Both losses, and where each run is now."""
    steps = np.arange(history.steps + 1, dtype=float)
    losses = [history.loss] if path is None else [history.loss, path.loss]
    tracks = [Track("now line", "x", np.repeat(steps[:, np.newaxis], 2, axis=1))]
    for run, loss in zip(LOSSES, losses, strict=False):
        x, y = at_steps(steps[: len(loss)], history.steps), at_steps(loss, history.steps)
        tracks.append(Track(f"{run.name} now", "x", x[:, np.newaxis]))
        tracks.append(Track(f"{run.name} now", "y", np.clip(y, SMALLEST, LARGEST)[:, np.newaxis]))
    return Panel(
        name="loss",
        title=_("Loss over the steps"),
        figure=figure(history.loss, None if path is None else path.loss, logarithmic),
        tracks=tuple(tracks),
        sentence=_("Step {step}: the correct loss is {loss:6}.")
        if path is None
        else _("Step {step}: the correct loss is {loss:6}, the buggy one {mloss:6}."),
        goes_to_step=(RIGHT, MISTAKEN),
    )
