"""Up to four runs beside each other: their paths over one surface, their curves, and a sweep of learning rates.
Each run has a colour and a dash of its own, the same in every picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from ui.panels.surface import contours
from ui.timeline.figure import Figure
from ui.timeline.style import FAINT, PATH, TEXT, canvas, legend, log_axis, round_ticks

# (colour, dash, size of the marker): where runs are at one place, the larger frames the smaller.
STYLES = ((PATH, "solid", 18), ("#e5383b", "dash", 14), ("#8b5cf6", "dot", 11), ("#b7791f", "dashdot", 8))
# How a run ends, in the sweep: its colour and marker.
KINDS = {
    "at its lowest": (PATH, "circle"),
    "under way": ("#2f7fd1", "circle-open"),
    "parted": ("#8b5cf6", "diamond"),
    "flat": ("#b7791f", "square"),
    "above its start": ("#e5383b", "x"),
    "overflow": ("#e5383b", "cross"),
}
# What a float in the browser can hold, by far.
FARTHEST = 1e30
# A loss beyond so many times the first one leaves the picture.
ROOM = 30.0


@dataclass(frozen=True)
class Curve:
    """One run's numbers over the steps: its name, x (T+1,), y (T+1,)."""

    name: str
    x: Array
    y: Array


def over_surface(
    u: Array, v: Array, heights: Array, axes: tuple[str, str], minimum: tuple[float, float] | None, names: Sequence[str]
) -> Figure:
    """The surface from above, heights (B, A) over u (A,) and v (B,), with a path for each of the named runs.

    Moving traces: "run 0", "run 1", … (the paths so far), and "run 0 now", … (their ends).
    """
    figure = contours(u, v, heights, axes, minimum, gradient_scale=1.0)
    figure.data = [trace for trace in figure.data if trace.name in ("surface", "minimum")]
    hover = f"{axes[0]} = %{{x:.3g}}<br>{axes[1]} = %{{y:.3g}}<extra></extra>"
    figure.trace("surface").change(hovertemplate=hover)
    for i, name in enumerate(names):
        colour, dash, _ = STYLES[i]
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="lines",
            name=f"run {i}",
            line={"width": 3, "color": colour, "dash": dash},
            hovertemplate=f"{name}, step %{{pointNumber}}<br>(%{{x:.5g}}, %{{y:.5g}})<extra>click: go there</extra>",
        )
    _ends(figure, len(names))
    figure.update_layout(showlegend=False, margin={"t": 8})
    return figure


def curves(runs: Sequence[Curve], x_name: str, y_name: str, logarithmic: bool) -> Figure:
    """A curve for each run. Moving traces: "run 0 now", … (a point on each curve)."""
    figure = canvas()
    last = max(float(run.x[-1]) for run in runs)
    figure.update_xaxes(title={"text": x_name}, range=[-0.02 * last, 1.02 * last + 1e-9])
    high = max(min(float(run.y.max()), ROOM * float(run.y[0])) for run in runs)
    if logarithmic:
        low = min(float(np.maximum(run.y, 1e-16).min()) for run in runs)
        log_axis(figure, min(low, high), max(high, 1e-15))
    else:
        figure.update_yaxes(range=[0.0, 1.06 * high + 1e-300], rangemode="tozero")
    figure.update_yaxes(title={"text": y_name, "standoff": 4})
    for i, run in enumerate(runs):
        colour, dash, _ = STYLES[i]
        figure.add_scatter(
            x=run.x.astype(np.float32),
            y=np.clip(run.y, 1e-16, FARTHEST).astype(np.float32),
            mode="lines",
            name=f"run {i}",
            line={"width": 2.5, "color": colour, "dash": dash},
            hovertemplate=f"{run.name}<br>{x_name} %{{x}}<br>{y_name} %{{y:.6g}}<extra>click: go there</extra>",
        )
    _ends(figure, len(runs))
    return figure


def _ends(figure: Figure, count: int) -> None:
    """Where each run is now: a marker of its own."""
    for i, (colour, _, size) in enumerate(STYLES[:count]):
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="markers",
            name=f"run {i} now",
            marker={"size": size, "color": colour, "line": {"width": 1.5}},
            hoverinfo="skip",
            meta={"theme": {"marker.line.color": TEXT}},
        )


def sweep(
    rates: Array, losses: Array, kinds: Sequence[str], first: float, limit: tuple[str, float] | None, now: float
) -> Figure:
    """The final loss over the learning rate, both logarithmic: rates (M,), losses (M,), how each run ends.

    first : the loss before the first step · limit : a rate to compare with, a line, and its name, or None
    now : the chosen rate
    """
    figure = canvas()
    shown = np.clip(losses, 1e-16, ROOM * first)
    ends = log_axis(figure, float(shown.min()), float(max(shown.max(), first)))
    low, high = float(np.log10(rates[0])), float(np.log10(rates[-1]))
    ticks, texts = round_ticks(10**low, 10**high)
    figure.update_xaxes(
        title={"text": "learning rate"}, type="log", range=[low - 0.1, high + 0.1], tickvals=ticks, ticktext=texts
    )
    figure.update_yaxes(title={"text": "final loss", "standoff": 4})
    for name, x, dash in ((*limit, "dash") if limit else ("", 0.0, ""), ("chosen", now, "dot")):
        if rates[0] <= x <= rates[-1]:
            figure.add_scatter(
                x=[x, x],
                y=ends,
                mode="lines",
                name=name,
                line={"width": 1.5, "dash": dash},
                hoverinfo="skip",
                meta={"theme": {"line.color": TEXT if name == "chosen" else FAINT}},
            )
    kinds_here = np.array(kinds)
    for kind, (colour, symbol) in KINDS.items():
        of_kind = kinds_here == kind
        if of_kind.any():
            figure.add_scatter(
                x=rates[of_kind],
                y=shown[of_kind],
                customdata=losses[of_kind],
                mode="markers",
                name=kind,
                marker={"size": 8, "color": colour, "symbol": symbol},
                hovertemplate=f"lr %{{x:.4g}}<br>final loss %{{customdata:.6g}}<br>{kind}<extra>click: take it</extra>",
            )
    legend(figure, *(name for name in KINDS if name in kinds), *(limit[:1] if limit else ()))
    return figure
