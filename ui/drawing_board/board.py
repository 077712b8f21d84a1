"""The drawing board: the drawn points, and the boundary that a run on them has learnt.
A timeline of one picture; a click or a drag on it is reported, and whoever shows it decides what that means."""

import numpy as np

from core.arrays import Array
from core.data.drawings import Points, to_user_data
from core.data.user_data import USER_DATA
from core.scenario import Scenario
from core.surface.boundary import clip_lines
from ui.language.speaking import N_, _, ngettext
from ui.timeline.figure import Figure
from ui.timeline.style import CLASS_COLOURS, CLASS_SHAPES, TEXT, canvas, legend
from ui.timeline.timeline import Panel, Timeline

# The board without points, and how much larger it is where they need it. Doublings, so that it seldom moves.
HALF = (4.0, 3.0)


def learns(scenario: Scenario, points: Points) -> bool:
    """Whether the runs of a scenario learn from these very points, on the board's own axes: then it has a boundary."""
    if scenario.data != USER_DATA or scenario.features not in ((), ("x1", "x2")) or scenario.scaling != "as is":
        return False
    try:
        return scenario.user_data == to_user_data(points)
    except ValueError:
        # Nothing can learn from them yet.
        return False


def counts_of(points: Points) -> tuple[int, int]:
    """How many points there are of class 0, and of class 1."""
    return sum(label == 0 for *_place, label in points), sum(label == 1 for *_place, label in points)


def counted(points: Points) -> str:
    """The same in words."""
    zeros, ones = counts_of(points)
    return ngettext(
        "{n} point of class 0, {others} of class 1", "{n} points of class 0, {others} of class 1", zeros, others=ones
    )


def board(points: Points, W: Array | None, pens: bool = True) -> Timeline:
    """The points, and the line z = 0.5 of the weights W (3,) over x1, x2 and the bias, where there are any.

    pens : a click draws; else the board is only looked at
    """
    labels = np.array([label for _, _, label in points], dtype=float)
    X = np.array([point[:2] for point in points], dtype=float).reshape(-1, 2)
    reach = float(np.max(np.abs(X) / HALF, initial=1.0))
    half = np.array(HALF) * 2.0 ** np.ceil(np.log2(reach))
    box = (-half[0], half[0], -half[1], half[1])
    line = None
    if W is not None:
        x, y = clip_lines(W[:1], W[1:2], -W[2:3], box)
        line = (x[0], y[0])
    title = _("Click to draw, drag to move") if points else _("Click to add the first point")
    if not pens:
        title = counted(points) if points else _("Nothing is drawn here")
    panel = Panel(
        name="board",
        title=title,
        figure=figure(X, labels, box, line),
        tracks=(),
        sentence=f"{counted(points)}.",
        board=pens,
    )
    return Timeline(0, (panel,), {}, (), layout="board")


def figure(X: Array, labels: Array, box: tuple[float, float, float, float], line: tuple[Array, Array] | None) -> Figure:
    """Points X (N, 2) with labels (N,), 0 or 1, in a box (left, right, bottom, top); and a line (2,), (2,), if any."""
    chart = canvas()
    chart.update_xaxes(title={"text": "x1"}, range=[box[0], box[1]], zeroline=True)
    # In the corner two numbers would lie on each other: x has its own there.
    heights = np.linspace(box[2], box[3], 7)[1:]
    chart.update_yaxes(title={"text": "x2"}, range=[box[2], box[3]], zeroline=True, tickvals=heights.tolist())
    names = []
    for label, (colour, shape) in enumerate(zip(CLASS_COLOURS, CLASS_SHAPES, strict=True)):
        own = labels == label
        names.append(f"class {label}")
        chart.add_scatter(
            x=X[own, 0] if own.any() else np.array([None]),
            y=X[own, 1] if own.any() else np.array([None]),
            mode="markers",
            name=names[-1],
            marker={"size": 12, "color": colour, "symbol": shape, "opacity": 0.85, "line": {"width": 1}},
            meta={"theme": {"marker.line.color": TEXT}},
            hovertemplate="(%{x:.3f}, %{y:.3f})<extra></extra>",
        )
    if line is not None:
        chart.add_scatter(
            x=line[0],
            y=line[1],
            mode="lines",
            name=N_("boundary z = 0.5"),
            line={"width": 3},
            hoverinfo="skip",
            meta={"theme": {"line.color": TEXT}},
        )
        names.append("boundary z = 0.5")
    legend(chart, *names)
    return chart
