"""Two runs from one start, the correct one and a buggy one: their paths over the loss surface, and their losses.
Each has a colour and a dash of its own, and the legend names both."""

import numpy as np

from core.arrays import Array
from ui.panels.surface import contours
from ui.timeline.figure import Figure
from ui.timeline.style import PATH, TEXT, canvas, legend, log_axis, now_line

RIGHT, MISTAKEN = "correct", "buggy"
MISTAKE = "#e5383b"
# (name, colour, dash, marker, its size) of each run. Where the two are at one place, the larger frames the smaller.
RUNS = ((RIGHT, PATH, "solid", "circle", 17), (MISTAKEN, MISTAKE, "dash", "square", 8))
# Where the buggy loss grows beyond so many times the correct run's largest, the axis becomes logarithmic;
# and beyond so many times it leaves the picture.
ROOM, LOG_ROOM = 3.0, 1e4
# What a float in the browser can hold, by far.
FARTHEST = 1e30


def over_surface(
    u: Array, v: Array, heights: Array, axes: tuple[str, str], minimum: tuple[float, float] | None, both: bool
) -> Figure:
    """The surface from above (see `ui.panels.surface.contours`), heights (B, A) over u (A,) and v (B,).

    Moving traces: "correct" and, for `both`, "buggy" (the paths so far), "correct now", "buggy now" (their ends).
    """
    figure = contours(u, v, heights, axes, minimum, gradient_scale=1.0)
    figure.data = [trace for trace in figure.data if trace.name in ("surface", "minimum")]
    hover = f"{axes[0]} = %{{x:.3g}}<br>{axes[1]} = %{{y:.3g}}<extra></extra>"
    figure.trace("surface").change(hovertemplate=hover)
    for name, colour, dash, *_ in RUNS[: 1 + both]:
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="lines",
            name=name,
            line={"width": 3, "color": colour, "dash": dash},
            hovertemplate=f"{name}, step %{{pointNumber}}<br>(%{{x:.5g}}, %{{y:.5g}})<extra>click: go there</extra>",
        )
    _ends(figure, both)
    legend(figure, RIGHT, MISTAKEN)
    return figure


def losses(right: Array, mistaken: Array | None, logarithmic: bool) -> Figure:
    """Both losses over the steps, (T+1,) and, for a run that ended early, fewer.

    Moving traces: "correct now", "buggy now" (a point on each curve), "now line" (a vertical line at the step).
    """
    figure = canvas()
    steps = len(right) - 1
    figure.update_xaxes(title={"text": "step"}, range=[-0.02 * len(right), 1.02 * steps + 1e-9])
    curves = [np.maximum(right, 1e-16)] + ([] if mistaken is None else [np.clip(mistaken, 1e-16, FARTHEST)])
    high = max(float(curve.max()) for curve in curves)
    if logarithmic or high > ROOM * float(right.max()):
        high = min(high, LOG_ROOM * float(right.max()))
        ends = log_axis(figure, min(float(curve.min()) for curve in curves), high)
    else:
        ends = [0.0, 1.06 * high]
        figure.update_yaxes(range=ends, rangemode="tozero")
    figure.update_yaxes(title={"text": "BCE loss", "standoff": 4})
    now_line(figure, ends)
    for curve, (name, colour, dash, *_) in zip(curves, RUNS, strict=False):
        figure.add_scatter(
            y=curve.astype(np.float32),
            mode="lines",
            name=name,
            line={"width": 2.5, "color": colour, "dash": dash},
            hovertemplate=f"{name}, step %{{x}}<br>loss %{{y:.6g}}<extra>click: go there</extra>",
        )
    _ends(figure, mistaken is not None)
    legend(figure, RIGHT, MISTAKEN)
    return figure


def _ends(figure: Figure, both: bool) -> None:
    """Where each run is now: a marker of its own."""
    for name, colour, _, symbol, size in RUNS[: 1 + both]:
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="markers",
            name=f"{name} now",
            marker={"size": size, "symbol": symbol, "color": colour, "line": {"width": 1.5}},
            hoverinfo="skip",
            meta={"theme": {"marker.line.color": TEXT}},
        )
