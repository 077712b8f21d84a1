"""The data with the model on it: a decision boundary over two features, or the sigmoid curve over one.
Traces that move with the step are named here and empty; the player fills them."""

from collections.abc import Sequence

import numpy as np

from core.arrays import Array, Rows
from core.classifier import sigmoid
from core.data.dataset import Dataset
from core.data.drawings import MOST_POINTS
from core.data.user_data import USER_DATA
from core.scenario import Scenario
from core.surface.boundary import Box, clip_lines, logit, padded_box
from core.training import History
from ui.language.speaking import _, here
from ui.panels.bands import band_tracks, bands
from ui.timeline.content import literal
from ui.timeline.draft import ENDS, MIDDLE, SAMPLE
from ui.timeline.figure import Figure, Verbatim, placed
from ui.timeline.style import CLASS_COLOURS, CLASS_SHAPES, TEXT, arrow, canvas, legend
from ui.timeline.timeline import Panel, Track

CURVE_POINTS = 161
# The levels that have room for their name: one at the upper end of its line, one at the lower.
NAMED = (0.9, 0.1)
# Samples of one feature stand a little above or below their target, each at a height of its own: at the least, and how
# much more at the most.
APART = (0.03, 0.1)
# How far the picture of one feature goes beyond 0 and 1.
CURVE_TOP = 0.16
# How far from its ends the boundary is taken to be turned, as a share of its length.
GRIP = 0.25


def class_labels(class_names: tuple[str, str]) -> tuple[str, str]:
    """What the legend calls the classes."""
    return Verbatim(f"{_(class_names[0])} (t = 0)"), Verbatim(f"{_(class_names[1])} (t = 1)")


def samples(figure: Figure, x: Array, y: Array, t: Array, rows: Rows, class_names: tuple[str, str]) -> None:
    """The samples, one trace a class; hovering names the sample by its row in X."""
    size = 9 if len(x) <= 60 else 7
    for label in (0, 1):
        of_class = t[:, 0] == label
        figure.add_scatter(
            x=placed(x)[of_class],
            y=placed(y)[of_class],
            customdata=rows[of_class],
            mode="markers",
            name=class_labels(class_names)[label],
            marker={
                "color": CLASS_COLOURS[label],
                "symbol": CLASS_SHAPES[label],
                "size": size,
                "opacity": 0.85,
                # It is seen on the bands too.
                "line": {"width": 1},
            },
            meta={"theme": {"marker.line.color": TEXT}},
            hovertemplate=_(
                "sample %{{customdata}}<br>(%{{x:.4g}}, %{{y:.4g}})<br>t = {label}<extra></extra>", label=label
            ),
        )


def ring(figure: Figure, name: str) -> None:
    """A moving trace around one sample, which it names."""
    figure.add_scatter(
        x=[None],
        y=[None],
        text=[""],
        mode="markers+text",
        name=name,
        textposition="top center",
        textfont={"size": 13},
        cliponaxis=False,
        marker={"size": 20, "symbol": "circle-open", "line": {"width": 3}},
        hoverinfo="skip",
        meta={"theme": {"marker.color": TEXT, "textfont.color": TEXT}},
    )


def boundary(
    X: Array,
    t: Array,
    rows: Rows,
    feature_names: Sequence[str],
    class_names: tuple[str, str],
    weights: str,
    box: Box,
) -> Figure:
    """Samples over the first two features, X (n, D), t (n, 1); `rows` (n,) are their rows in the whole of X.

    Moving traces: the `bands`, "level names" (z = 0.1, 0.9), "boundary" (z = 0.5), "direction" (of W), and "lit", a
    ring around the sample below the mouse.
    weights : what the legend calls the arrow · box : (left, right, bottom, top) of the picture
    """
    left, right, bottom, top = box
    figure = canvas()
    figure.update_xaxes(title={"text": Verbatim(feature_names[0])}, range=[left, right])
    figure.update_yaxes(title={"text": Verbatim(feature_names[1])}, range=[bottom, top])
    if 1 / 3 <= (right - left) / (top - bottom) <= 3:
        # Equal units on both axes: only so is the weight vector seen at a right angle to the boundary.
        figure.update_yaxes(scaleanchor="x", scaleratio=1)
    bands(figure)
    samples(figure, X[:, 0], X[:, 1], t, rows, class_names)
    figure.add_scatter(
        x=[None],
        y=[None],
        mode="lines",
        name="boundary",
        line={"width": 3},
        hoverinfo="skip",
        meta={"theme": {"line.color": TEXT}},
    )
    figure.add_scatter(
        x=[None] * len(NAMED),
        y=[None] * len(NAMED),
        text=[f"z = {here(f'{level:g}')}" for level in NAMED],
        mode="text",
        name="level names",
        hoverinfo="skip",
        meta={"theme": {"textfont.color": TEXT}},
        textfont={"size": 12},
    )
    # Where a hand may take the boundary: the page puts handles there.
    figure.add_scatter(
        x=[None], y=[None], mode="markers", name="grips", marker={"size": 1, "opacity": 0}, hoverinfo="skip"
    )
    arrow(figure, "direction")
    ring(figure, "lit")
    # The arrow's own entry would show its invisible tail, and a line in its place the boundary.
    figure.add_scatter(
        x=[None],
        y=[None],
        mode="markers",
        name=weights,
        marker={"symbol": "arrow", "angle": 90, "size": 14, "line": {"width": 0}},
        meta={"theme": {"marker.color": TEXT}},
    )
    legend(figure, *class_labels(class_names), weights)
    return figure


def curve(
    x: Array,
    t: Array,
    rows: Rows,
    feature_name: str,
    class_names: tuple[str, str],
    grid: Array,
) -> Figure:
    """Samples of one feature, x (n,), t (n, 1), beside the height of their target, with the sigmoid over them.

    Moving traces: the `bands`, "curve" (z over `grid`), "boundary" (where z = 0.5), "lit" (a ring around a sample).
    """
    figure = canvas()
    figure.update_xaxes(title={"text": Verbatim(feature_name)}, range=[grid[0], grid[-1]])
    figure.update_yaxes(
        title={"text": _("output z, target t")}, range=[-CURVE_TOP, 1 + CURVE_TOP], tickvals=[0, 0.5, 1]
    )
    bands(figure)
    samples_at_targets(figure, x, t, rows, class_names)
    figure.add_scatter(
        x=[None, None],
        y=[-CURVE_TOP, 1 + CURVE_TOP],
        mode="lines",
        name="boundary",
        line={"width": 2, "dash": "dash"},
        hoverinfo="skip",
        meta={"theme": {"line.color": TEXT}},
    )
    figure.add_scatter(
        x=grid.tolist(),
        y=[None] * len(grid),
        mode="lines",
        name="curve",
        line={"width": 3},
        hovertemplate="x = %{x:.4g}<br>z = %{y:.4g}<extra></extra>",
        meta={"theme": {"line.color": TEXT}},
    )
    ring(figure, "lit")
    legend(figure, *class_labels(class_names))
    return figure


def samples_at_targets(figure: Figure, x: Array, t: Array, rows: Rows, class_names: tuple[str, str]) -> None:
    """The samples of one feature, beside their targets t (n, 1)."""
    samples(figure, x, apart(t[:, 0], rows), t, rows, class_names)
    for label in (0, 1):
        figure.trace(class_labels(class_names)[label]).change(
            hovertemplate=_("sample %{{customdata}}<br>x = %{{x:.4g}}, t = {label}<extra></extra>", label=label)
        )


def apart(t: Array, rows: Rows) -> Array:
    """Where samples of one feature stand: beside their target t (n,), so that those of one size are all seen."""
    # Multiples of the golden section lie as far from each other as can be.
    height = APART[0] + APART[1] * (rows * 0.618034 % 1.0)
    return t + np.where(t > 0.5, height, -height)


def data_panel(scenario: Scenario, data: Dataset, history: History, rows: Rows, names: tuple[str, ...]) -> Panel:
    X, t = data.X[rows], data.t[rows]
    whole = len(rows) == len(data.X)
    part = "" if whole else " " + _("({drawn} of {all:,} samples drawn)", drawn=len(rows), all=len(data.X))
    if X.shape[1] == 1:
        return _curve_panel(data, history, rows, part)
    others = ", ".join(map(literal, data.feature_names[2:]))
    others = " · " + _("{features} at the mean", features=others) if others else ""
    features = " + ".join(f"{{{names[i]}:4}}·{literal(data.feature_names[i])}" for i in range(X.shape[1]))
    return Panel(
        name="data",
        title=_("Data and decision boundary") + part + others,
        figure=boundary(
            X, t, rows, data.feature_names, data.class_names, f"({names[0]}, {names[1]})", data_box(data, rows)
        ),
        tracks=data_tracks(data, history.W, rows),
        board=drawable(scenario),
        lights="lit",
        handles={SAMPLE: ("lit", 0)} | {hold: ("grips", place) for place, hold in enumerate((MIDDLE, *ENDS))},
        sentence=_(
            "Step {{step}}: the boundary z = 0.5 is where {features} + {{b:4}} = 0; {{accuracy:%1}}% of the training "
            "samples lie on the correct side.",
            features=features,
        ),
    )


def data_tracks(data: Dataset, W: Array, rows: Rows, box: Box | None = None) -> tuple[Track, ...]:
    """What moves over the samples with the weights W (M, D+1), at each of M moments; `rows` of X are drawn.

    box : of the picture, where it is not the samples' own
    """
    if data.X.shape[1] == 1:
        return _curve_tracks(data, W, rows)
    box = box or data_box(data, rows)
    # What the features that are not on the axes add to the logit, at their mean.
    rest = W[:, -1] + W[:, 2:-1] @ data.X[:, 2:].mean(axis=0)
    # The boundary, and the levels that are named, in one go.
    count = 1 + len(NAMED)
    heights = np.concatenate([-rest, *(logit(level) - rest for level in NAMED)])
    lines_x, lines_y = (
        np.split(ends, count) for ends in clip_lines(np.tile(W[:, 0], count), np.tile(W[:, 1], count), heights, box)
    )
    x, y = lines_x[0], lines_y[0]
    name_x: list[Array] = []
    name_y: list[Array] = []
    for level, line_x, line_y in zip(NAMED, lines_x[1:], lines_y[1:], strict=True):
        # A level's name stands a little inside an end of its line.
        swap = (line_y[:, 1] >= line_y[:, 0]) == (level > 0.5)
        near, far = np.where(swap, 1, 0), np.where(swap, 0, 1)
        for line, names_there in ((line_x, name_x), (line_y, name_y)):
            ends = np.take_along_axis(line, np.column_stack([near, far]), axis=1)
            names_there.append(0.9 * ends[:, 0] + 0.1 * ends[:, 1])
    arrow_x, arrow_y = _direction(W, rest, box)
    lines = {
        "boundary": (x, y),
        "grips": grips(x, y),
        "level names": (np.column_stack(name_x), np.column_stack(name_y)),
        "direction": (arrow_x, arrow_y),
    }
    return (
        *band_tracks(W[:, 0], W[:, 1], rest, box),
        *(
            Track(name, axis, values, bits=16)
            for name, xy in lines.items()
            for axis, values in zip("xy", xy, strict=True)
        ),
    )


def data_box(data: Dataset, rows: Rows) -> Box:
    """The picture of the samples over the first two features."""
    return padded_box(data.X[rows, 0], data.X[rows, 1])


def sample_tracks(data: Dataset, rows: Rows, label: int) -> tuple[Track, ...]:
    """Where the samples of a class stand, which stand still in a timeline."""
    X = data.X[rows][data.t[rows, 0] == label]
    name = class_labels(data.class_names)[label]
    return tuple(Track(name, axis, X[np.newaxis, :, column]) for column, axis in enumerate("xy"))


def grips(x: Array, y: Array) -> tuple[Array, Array]:
    """Where a boundary with the ends x and y, (M, 2) each, can be taken: its middle, and near either end, (M, 3)."""
    near = np.array([[0.5, 1 - GRIP, GRIP], [0.5, GRIP, 1 - GRIP]])
    return x @ near, y @ near


def _grid(data: Dataset, rows: Rows) -> Array:
    """Where the curve over one feature is drawn."""
    x = data.X[rows, 0]
    left, right, _, _ = padded_box(x, x)
    return np.linspace(left, right, CURVE_POINTS)


def _curve_panel(data: Dataset, history: History, rows: Rows, part: str) -> Panel:
    return Panel(
        name="data",
        title=_("Data and model output") + part,
        figure=curve(data.X[rows, 0], data.t[rows], rows, data.feature_names[0], data.class_names, _grid(data, rows)),
        tracks=data_tracks(data, history.W, rows),
        lights="lit",
        sentence=_(
            "Step {{step}}: the output is z = sigmoid({{w1:4}}·{feature} + {{b:4}}); {{accuracy:%1}}% of the training "
            "samples lie on the correct side of z = 0.5.",
            feature=literal(data.feature_names[0]),
        ),
    )


def _curve_tracks(data: Dataset, W: Array, rows: Rows) -> tuple[Track, ...]:
    grid = _grid(data, rows)
    left, right = grid[0], grid[-1]
    w, b = W[:, :1], W[:, 1:]
    z = sigmoid(w * grid + b)
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = -b / w
    crossing[~((crossing >= left) & (crossing <= right))] = np.nan
    return (
        *band_tracks(w[:, 0], np.zeros(len(w)), b[:, 0], (left, right, -CURVE_TOP, 1 + CURVE_TOP)),
        Track("curve", "y", z, bits=16),
        Track("boundary", "x", np.repeat(crossing, 2, axis=1)),
    )


def drawable(scenario: Scenario) -> bool:
    """Whether these may be points that somebody draws: then clicks on them are reported, for a pen."""
    users = scenario.user_data if scenario.data == USER_DATA else None
    return users is not None and len(users.X) <= MOST_POINTS and not scenario.features and scenario.scaling == "as is"


def _direction(W: Array, rest: Array, box: Box) -> tuple[Array, Array]:
    """The direction of the weight vector, as an arrow from the boundary's point nearest to the picture's middle."""
    left, right, bottom, top = box
    middle = np.array([(left + right) / 2, (bottom + top) / 2])
    square = (W[:, :2] ** 2).sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        foot = middle - (W[:, :2] @ middle + rest)[:, np.newaxis] * W[:, :2] / square
        tip = foot + 0.16 * min(right - left, top - bottom) * W[:, :2] / np.sqrt(square)
    outside = ~((foot > [left, bottom]) & (foot < [right, top])).all(axis=1)
    foot[outside], tip[outside] = np.nan, np.nan
    return np.column_stack([foot[:, 0], tip[:, 0]]), np.column_stack([foot[:, 1], tip[:, 1]])
