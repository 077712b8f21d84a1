"""The paths of all runs over one surface, that of the unscaled data."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.arrays import Array
from core.loss import LOSSES
from core.scenario import Scenario
from core.surface.sections import Choice, choose_cut
from ui.compare.compared import Run, of_different_losses
from ui.compare.styles import FARTHEST, STYLES, draw_ends
from ui.panels.names import slice_at, weight_names
from ui.panels.surface import contours
from ui.timeline.figure import Figure
from ui.timeline.style import number
from ui.timeline.timeline import Panel, Track


def figure(
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
    draw_ends(figure, len(names))
    figure.update_layout(showlegend=False, margin={"t": 8})
    return figure


def surface_panel(runs: Sequence[Run], base: Scenario, steps: int) -> Panel:
    """All paths on the surface of the unscaled data; its height is the first run's loss."""
    plain = replace(base, scaling="as is")
    data, names = plain.dataset(), weight_names(runs[0].data)
    loss = runs[0].scenario.loss
    # One path behind the other: the window is to hold them all.
    merged = replace(runs[0].history, W=np.vstack([runs[0].path[:1], *(run.path for run in runs)]))
    cut = choose_cut(plain, data, merged, Choice(), LOSSES[loss]())
    i, j = cut.choice.axes
    held = [k for k in range(len(names)) if k not in (i, j)]
    title = f"{loss} loss over {names[i]} and {names[j]}"
    if held:
        values = [f"{names[k]} = {number(cut.plane.origin[k, 0])}" for k in held]
        title += f" · {slice_at(values, cut.choice.held)}"
    if len({run.scenario.scaling for run in runs}) > 1:
        title += " · in the units of the unscaled features"
    if of_different_losses(runs):
        title += f" · each run goes down its own loss, this is {loss}"
    lowest = None if cut.minimum is None or loss != "BCE" else cut.plane.coordinates(cut.minimum.T)[0]
    tracks = []
    for k, run in enumerate(runs):
        places = np.clip(cut.plane.coordinates(np.clip(run.path, -FARTHEST, FARTHEST)), -FARTHEST, FARTHEST)
        now = run.at(places, steps)
        for axis, column in (("x", 0), ("y", 1)):
            tracks.append(Track(f"run {k}", axis, places[:, column], prefix=True))
            tracks.append(Track(f"run {k} now", axis, now[:, [column]]))
    return Panel(
        name="surface",
        title=title,
        figure=figure(
            cut.u,
            cut.v,
            cut.heights(LOSSES[loss](), data),
            (names[i], names[j]),
            None if lowest is None else (float(lowest[0]), float(lowest[1])),
            [run.name for run in runs],
        ),
        tracks=tuple(tracks),
        sentence="Step {step}: " + "; ".join(f"{run.name}: loss {{loss{k}:5}}" for k, run in enumerate(runs)) + ".",
        goes_to_step=tuple(f"run {k}" for k in range(len(runs))),
    )
