"""The loss surface over two weights, from above and in space, with the path of the run on it.
The landscape is drawn once; only the path, the point and the arrows move."""

import numpy as np

from core.arrays import Array
from core.scenario import Scenario
from core.surface.windows import Slice
from core.training import History
from ui.language.speaking import _, listed, number
from ui.panels.arrow_lengths import arrow_scale, visible
from ui.panels.names import slice_at
from ui.panels.view import View
from ui.timeline.draft import START, WEIGHTS
from ui.timeline.figure import Figure, in_steps, placed
from ui.timeline.style import (
    BACKGROUND,
    FAINT,
    GRADIENT,
    HEIGHT,
    PATH,
    TEXT,
    arrow,
    canvas,
    key,
    legend,
    round_ticks,
    ticks_in_space,
)
from ui.timeline.timeline import Panel, Track

# One grey for the height, from the page's background upwards: the colours are left to what moves, and are seen at any
# height (tests/ui/test_contrast.py). In the dark the page has others.
HEIGHTS = [[0.0, "#ffffff"], [1.0, "#dfe2e8"]]
LEVELS = 16
# As much of the map's width as a word beside a point may need.
ROOM_FOR_A_WORD = 0.3
# Below it no logarithm is taken.
LOWEST = 1e-300
ALL = slice(None)


def contours(
    u: Array,
    v: Array,
    heights: Array,
    axes: tuple[str, str],
    minimum: tuple[float, float] | None,
    gradient_scale: float,
) -> Figure:
    """The surface from above: heights (B, A) over u (A,) and v (B,), coloured by the logarithm of the loss.

    Moving traces: "path", "gradient" (−dW, drawn `gradient_scale` times as long), "update" (the step to take), "point".
    """
    figure = canvas()
    # Hovering tells no height here. Between two level lines there are 500 steps at least, which is finer than a pixel.
    logs = in_steps(np.log10(np.maximum(heights, LOWEST)), 14)
    values, texts = round_ticks(float(heights.min()), float(heights.max()))
    figure.update_xaxes(title={"text": axes[0]}, range=[u[0], u[-1]], showgrid=False, constrain="domain")
    # Set off from the plot: at its corner the first number of the other axis stands below the lowest of this one.
    figure.update_yaxes(
        ticklabelstandoff=6,
        title={"text": axes[1]},
        range=[v[0], v[-1]],
        showgrid=False,
        # Equal units on both axes: only so does −gradient stand at a right angle to the level lines.
        scaleanchor="x",
        scaleratio=1,
        constrain="domain",
    )
    low, high = float(logs.min()), float(logs.max())
    size = max((high - low) / LEVELS, 1e-9)
    figure.add(
        "contour",
        x=placed(u),
        y=placed(v),
        z=logs,
        name="surface",
        colorscale=HEIGHTS,
        autocontour=False,
        contours={"start": low, "end": high, "size": size, "coloring": "fill"},
        line={"width": 0.8},
        colorbar={
            "tickvals": [float(np.log10(value)) for value in values],
            "ticktext": texts,
            "thickness": 8,
            "len": 0.9,
            "outlinewidth": 0,
            "x": 1.0,
            "xpad": 14,
        },
        hovertemplate=_("{u} = %{{x:.3g}}<br>{v} = %{{y:.3g}}<extra>click: start here</extra>", u=axes[0], v=axes[1]),
        meta={"theme": {"line.color": FAINT, "colorscale.0.1": BACKGROUND, "colorscale.1.1": HEIGHT}},
    )
    if minimum is not None:
        figure.add_scatter(
            x=[minimum[0]],
            y=[minimum[1]],
            mode="markers",
            name="minimum",
            marker={"symbol": "x-thin", "size": 11, "line": {"width": 2}},
            hovertemplate=_("minimum (%{x:.5g}, %{y:.5g})<extra></extra>"),
            meta={"theme": {"marker.line.color": TEXT}},
        )
    figure.add_scatter(
        x=[None],
        y=[None],
        mode="lines",
        name="path",
        line={"width": 2.5, "color": PATH},
        hovertemplate=_("step %{pointNumber:,}<br>(%{x:.5g}, %{y:.5g})<extra>click: go there</extra>"),
    )
    # The two may lie on one line: the wide one stays visible below the narrow one.
    arrow(figure, "gradient", GRADIENT, width=5)
    arrow(figure, "update", PATH, width=2)
    figure.add_scatter(
        x=[None],
        y=[None],
        mode="markers",
        name="point",
        marker={"size": 11, "line": {"width": 2, "color": PATH}},
        hovertemplate=_("now: (%{x:.6g}, %{y:.6g})<extra></extra>"),
        meta={"theme": {"marker.color": TEXT}},
    )
    names = (_("\N{MINUS SIGN}gradient × {scale}", scale=number(gradient_scale)), _("next step"))
    key(figure, names[0], GRADIENT)
    key(figure, names[1], PATH)
    legend(figure, *names)
    figure.update_layout(margin={"r": 62})
    return figure


def name_ends(figure: Figure, start: tuple[float, float], minimum: tuple[float, float] | None) -> None:
    """Mark where the path starts, and write "start" and "minimum" there, each on a side away from the other."""
    start_below = minimum is not None and minimum[1] > start[1]
    figure.add_scatter(
        x=[start[0]],
        y=[start[1]],
        text=[_("start")],
        mode="markers+text",
        name="start",
        textposition="bottom center" if start_below else "top center",
        textfont={"size": 13},
        cliponaxis=False,
        marker={"symbol": "circle-open", "size": 9, "color": PATH, "line": {"width": 2.5}},
        hoverinfo="skip",
        showlegend=False,
        meta={"theme": {"textfont.color": TEXT}},
    )
    if minimum is not None:
        figure.trace("minimum").change(
            mode="markers+text",
            text=[_("minimum")],
            textposition=_beside(minimum, start, figure.layout.xaxis["range"]),
            textfont={"size": 13},
            cliponaxis=False,
            meta={"theme": {"textfont.color": TEXT}},
        )


def _beside(minimum: tuple[float, float], start: tuple[float, float], ends: list[float]) -> str:
    """Where "minimum" stands: beside it, as a path ends there from above and below; or away from the start, where the
    picture ends before the word does."""
    share = (minimum[0] - ends[0]) / (ends[1] - ends[0])
    if share > 1.0 - ROOM_FOR_A_WORD or share < ROOM_FOR_A_WORD:
        return "top center" if minimum[1] > start[1] else "bottom center"
    return "middle right" if minimum[0] > start[0] else "middle left"


def landscape(
    u: Array, v: Array, heights: Array, axes: tuple[str, str], minimum: tuple[float, float, float] | None
) -> Figure:
    """The same surface in space, the loss upwards; `minimum` adds its loss as the third number.

    Moving traces: "path" and "point", at their own loss.
    """
    figure = canvas()
    figure.add(
        "surface",
        x=u,
        y=v,
        z=heights.astype(np.float32),
        name="surface",
        colorscale=[[0.0, "#d3dbe8"], [1.0, "#56637c"]],
        opacity=0.8,
        showscale=False,
        contours={"z": {"show": True, "usecolormap": False, "color": "rgba(128,128,128,0.6)", "width": 1}},
        hovertemplate=f"{axes[0]} = %{{x:.3g}}<br>{axes[1]} = %{{y:.3g}}<br>L = %{{z:.4g}}<extra></extra>",
    )
    if minimum is not None:
        figure.add(
            "scatter3d",
            x=[minimum[0]],
            y=[minimum[1]],
            z=[minimum[2]],
            mode="markers",
            name="minimum",
            # Its cross is a letter that many systems have no font for.
            marker={"symbol": "diamond", "size": 5},
            hovertemplate=_("minimum, L = %{z:.6g}<extra></extra>"),
            meta={"theme": {"marker.color": TEXT}},
        )
    figure.add(
        "scatter3d",
        x=[None],
        y=[None],
        z=[None],
        mode="lines",
        name="path",
        line={"width": 6, "color": PATH},
        hovertemplate=_("step %{pointNumber:,}<br>L = %{z:.6g}<extra></extra>"),
    )
    figure.add(
        "scatter3d",
        x=[None],
        y=[None],
        z=[None],
        mode="markers",
        name="point",
        marker={"size": 6},
        hovertemplate=_("now, L = %{z:.6g}<extra></extra>"),
        meta={"theme": {"marker.color": TEXT}},
    )
    # A few numbers: more would lie on each other where two axes meet.
    usual = {"showbackground": False, "showspikes": False, "nticks": 4}
    names = dict(zip("xyz", (*axes, "L"), strict=True))
    ends = {axis: (float(along.min()), float(along.max())) for axis, along in zip("xyz", (u, v, heights), strict=True)}
    figure.update_layout(
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        scene={
            **{
                f"{axis}axis": {"title": {"text": names[axis]}, **usual, **ticks_in_space(*ends[axis])}
                for axis in "xyz"
            },
            # Its middle a little above that of the picture: below it stand the numbers of two axes.
            "camera": {"eye": {"x": 1.5, "y": -1.5, "z": 1.0}, "center": {"x": 0, "y": 0, "z": -0.15}},
            "aspectmode": "manual",
            "aspectratio": {"x": 1.2, "y": 1.0, "z": 0.7},
            "dragmode": "orbit",
        },
    )
    return figure


def surface_panel(
    scenario: Scenario, history: History, slice_: Slice, heights: Array, names: tuple[str, ...], view: View
) -> Panel:
    """The map of a window with the path of the run, as a panel."""
    i, j = slice_.axes
    axes = (names[i], names[j])
    held = [f"{name} = {number(slice_.held[k, 0])}" for k, name in enumerate(names) if k not in slice_.axes]
    title = _("{loss} loss over {u} and {v}", loss=scenario.loss, u=axes[0], v=axes[1])
    if held:
        title += f" · {slice_at(held, slice_.held_at)}"
    moved = [
        _("{weight} ends at {value}", weight=name, value=number(history.W[-1, k]))
        for k, name in enumerate(names)
        if k not in slice_.axes and abs(history.W[-1, k] - slice_.held[k, 0]) > 0.05 * (1 + abs(slice_.held[k, 0]))
    ]
    if moved:
        title += f"; {listed(moved)}"
    outside = int((~slice_.contains(history.W)).sum())
    where = {"u": axes[0], "v": axes[1]}
    if history.batches is None:
        sentence = _(
            "Step {{step}}: at {u} = {{{u}:5}}, {v} = {{{v}:5}} the loss is {{loss:6}}; the gradient there is "
            "({{d{u}:4}}, {{d{v}:4}}), and the next step is ({{step_{u}:4}}, {{step_{v}:4}}).",
            **where,
        )
    else:
        sentence = _(
            "Step {{step}}: at {u} = {{{u}:5}}, {v} = {{{v}:5}} the loss over all samples is {{loss:6}}; the batch's "
            "gradient there is ({{d{u}:4}}, {{d{v}:4}}), and the next step is ({{step_{u}:4}}, {{step_{v}:4}}).",
            **where,
        )
    if outside:
        sentence += " " + _(
            "At {outside} of {all} steps the path is outside the picture.", outside=outside, all=history.steps + 1
        )
    u, v = history.W[:, i], history.W[:, j]
    lowest = None if slice_.minimum is None or scenario.loss != "BCE" else slice_.minimum
    scale = gradient_scale(history, slice_)
    tracks = surface_tracks(history, slice_, scale, view)
    if view.surface == "3-D":
        point = None if lowest is None else (float(lowest[i, 0]), float(lowest[j, 0]), float(heights.min()))
        return Panel(
            name="surface",
            title=title,
            figure=landscape(slice_.u, slice_.v, heights, axes, point),
            tracks=tracks,
            sentence=sentence,
            redraw=True,
        )
    minimum = None if lowest is None else (float(lowest[i, 0]), float(lowest[j, 0]))
    figure = contours(slice_.u, slice_.v, heights, axes, minimum, scale)
    name_ends(figure, (float(u[0]), float(v[0])), minimum)
    return Panel(
        name="surface",
        title=title,
        figure=figure,
        tracks=tracks,
        sentence=sentence,
        goes_to_step=("path",),
        sets_start=True,
        handles={START: ("start", 0), WEIGHTS: ("point", 0)},
    )


def gradient_scale(history: History, slice_: Slice) -> float:
    """How many times as long as it is −gradient is drawn over a window, at all steps of a run."""
    return arrow_scale(history.dW[:, list(slice_.axes)], float(slice_.u[-1] - slice_.u[0]))


def heights_tracks(u: Array, v: Array, heights: Array, view: View) -> tuple[Track, ...]:
    """Another landscape, heights (B, A) over u (A,) and v (B,): in a timeline it stands still."""
    z = heights if view.surface == "3-D" else np.log10(np.maximum(heights, LOWEST))
    values = {"x": u, "y": v, "z": z.ravel()}
    return tuple(Track("surface", axis, each[np.newaxis]) for axis, each in values.items())


def surface_tracks(
    history: History, slice_: Slice, scale: float, view: View, moments: slice = ALL
) -> tuple[Track, ...]:
    """What moves over a window at some moments of a run, its arrows `scale` times as long; with one moment, the path
    that leads to it."""
    i, j = slice_.axes
    path, W = history.W[: moments.stop], history.W[moments]
    if view.surface == "3-D":
        # Far outside, the path would stretch the axes of the whole scene: it ends at the window's edge.
        inside = slice_.contains(path)
        values = {"x": path[:, i], "y": path[:, j], "z": history.loss[: moments.stop]}
        shown = {axis: np.where(inside, each, np.nan) for axis, each in values.items()}
        return (
            *(Track("path", axis, each, prefix=True) for axis, each in shown.items()),
            *(Track("point", axis, each[moments, np.newaxis]) for axis, each in shown.items()),
        )
    width = float(slice_.u[-1] - slice_.u[0])
    here = W[:, [i, j]]
    tip = here + visible(-scale * history.dW[moments][:, [i, j]], width)
    after = here + visible(history.update[moments][:, [i, j]], width)
    return (
        Track("path", "x", path[:, i], prefix=True),
        Track("path", "y", path[:, j], prefix=True),
        Track("gradient", "x", np.column_stack([here[:, 0], tip[:, 0]])),
        Track("gradient", "y", np.column_stack([here[:, 1], tip[:, 1]])),
        Track("update", "x", np.column_stack([here[:, 0], after[:, 0]])),
        Track("update", "y", np.column_stack([here[:, 1], after[:, 1]])),
        Track("point", "x", here[:, :1]),
        Track("point", "y", here[:, 1:]),
    )
