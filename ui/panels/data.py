"""The data with the model on it: a decision boundary over two features, or the sigmoid curve over one.
Traces that move with the step are named here and empty; the player fills them."""

from collections.abc import Sequence

import numpy as np

from core.arrays import Array, Rows
from core.classifier import sigmoid
from core.data.dataset import Dataset
from core.data.drawings import MOST
from core.data.own_data import OWN
from core.scenario import Scenario
from core.surface.boundary import clip_lines, logit, padded_box
from core.training import History
from ui.timeline.content import literal
from ui.timeline.figure import Figure, Verbatim
from ui.timeline.style import CLASS_COLOURS, CLASS_SHAPES, FAINT, TEXT, arrow, canvas, legend
from ui.timeline.timeline import Panel, Track

CURVE_POINTS = 161
LEVELS = (0.1, 0.25, 0.75, 0.9)
# Those that have room for their name.
NAMED = (0.1, 0.9)


def class_labels(class_names: tuple[str, str]) -> tuple[str, str]:
    """What the legend calls the classes."""
    return Verbatim(f"{class_names[0]} (t = 0)"), Verbatim(f"{class_names[1]} (t = 1)")


def samples(figure: Figure, x: Array, y: Array, t: Array, rows: Rows, class_names: tuple[str, str]) -> None:
    """The samples, one trace a class; hovering names the sample by its row in X."""
    size = 9 if len(x) <= 60 else 7
    for label in (0, 1):
        of_class = t[:, 0] == label
        figure.add_scatter(
            x=x[of_class],
            y=y[of_class],
            customdata=rows[of_class],
            mode="markers",
            name=class_labels(class_names)[label],
            marker={
                "color": CLASS_COLOURS[label],
                "symbol": CLASS_SHAPES[label],
                "size": size,
                "opacity": 0.75,
                "line": {"width": 0},
            },
            hovertemplate=f"sample %{{customdata}}<br>(%{{x:.4g}}, %{{y:.4g}})<br>t = {label}<extra></extra>",
        )


def ring(figure: Figure, name: str) -> None:
    """A moving trace around one sample."""
    figure.add_scatter(
        x=[None],
        y=[None],
        mode="markers",
        name=name,
        marker={"size": 20, "symbol": "circle-open", "line": {"width": 3}},
        hoverinfo="skip",
        meta={"theme": {"marker.color": TEXT}},
    )


def boundary(
    X: Array,
    t: Array,
    rows: Rows,
    feature_names: Sequence[str],
    class_names: tuple[str, str],
    box: tuple[float, float, float, float],
) -> Figure:
    """Samples over the first two features, X (n, D), t (n, 1); `rows` (n,) are their rows in the whole of X.

    Moving traces: "levels" and "level names" (z = 0.1, 0.25, 0.75, 0.9), "boundary" (z = 0.5), "direction" (of W), and
    "lit", a ring around the sample below the mouse.
    box : (left, right, bottom, top) of the picture
    """
    left, right, bottom, top = box
    figure = canvas()
    figure.update_xaxes(title={"text": Verbatim(feature_names[0])}, range=[left, right])
    figure.update_yaxes(title={"text": Verbatim(feature_names[1])}, range=[bottom, top])
    if 1 / 3 <= (right - left) / (top - bottom) <= 3:
        # Equal units on both axes: only so is the weight vector seen at a right angle to the boundary.
        figure.update_yaxes(scaleanchor="x", scaleratio=1)
    figure.add_scatter(
        x=[None],
        y=[None],
        mode="lines",
        name="levels",
        line={"width": 1.2, "dash": "dot"},
        hoverinfo="skip",
        meta={"theme": {"line.color": FAINT}},
    )
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
        text=[f"{level:g}" for level in NAMED],
        mode="text",
        name="level names",
        hoverinfo="skip",
        meta={"theme": {"textfont.color": FAINT}},
        textfont={"size": 12},
    )
    arrow(figure, "direction")
    ring(figure, "lit")
    legend(figure, *class_labels(class_names))
    return figure


def curve(
    x: Array,
    t: Array,
    rows: Rows,
    feature_name: str,
    class_names: tuple[str, str],
    grid: Array,
) -> Figure:
    """Samples of one feature, x (n,), t (n, 1), at the height of their class, with the sigmoid over them.

    Moving traces: "curve" (z over `grid`), "boundary" (where z = 0.5), "lit" (a ring around a sample).
    """
    figure = canvas()
    figure.update_xaxes(title={"text": Verbatim(feature_name)}, range=[grid[0], grid[-1]])
    figure.update_yaxes(title={"text": "output z, target t"}, range=[-0.08, 1.08])
    samples(figure, x, t[:, 0], t, rows, class_names)
    figure.add_scatter(
        x=[None, None],
        y=[-0.08, 1.08],
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


def data_panel(scenario: Scenario, data: Dataset, history: History, rows: Rows, names: tuple[str, ...]) -> Panel:
    X, t = data.X[rows], data.t[rows]
    drawn = f" ({len(rows)} of {len(data.X):,} samples drawn)" if len(rows) < len(data.X) else ""
    if X.shape[1] == 1:
        return _curve_panel(data, history, rows, drawn)
    box = padded_box(X[:, 0], X[:, 1])
    W = history.W
    # What the features that are not on the axes add to the logit, at their mean.
    rest = W[:, -1] + W[:, 2:-1] @ data.X[:, 2:].mean(axis=0)
    others = f" · {', '.join(map(literal, data.feature_names[2:]))} at the mean" if X.shape[1] > 2 else ""
    x, y = clip_lines(W[:, 0], W[:, 1], -rest, box)
    level_x, level_y, name_x, name_y = [], [], [], []
    gap = np.full((len(W), 1), np.nan)
    for level in LEVELS:
        line_x, line_y = clip_lines(W[:, 0], W[:, 1], logit(level) - rest, box)
        level_x += [line_x, gap]
        level_y += [line_y, gap]
        if level not in NAMED:
            continue
        # A level's name stands a little inside the upper end of its line.
        upper = line_y[:, 1] >= line_y[:, 0]
        name_x.append(
            np.where(upper, 0.06 * line_x[:, 0] + 0.94 * line_x[:, 1], 0.94 * line_x[:, 0] + 0.06 * line_x[:, 1])
        )
        name_y.append(
            np.where(upper, 0.06 * line_y[:, 0] + 0.94 * line_y[:, 1], 0.94 * line_y[:, 0] + 0.06 * line_y[:, 1])
        )
    arrow_x, arrow_y = _direction(W, rest, box)
    lines = {
        "boundary": (x, y),
        "levels": (np.hstack(level_x), np.hstack(level_y)),
        "level names": (np.column_stack(name_x), np.column_stack(name_y)),
        "direction": (arrow_x, arrow_y),
    }
    features = " + ".join(f"{{{names[i]}:4}}·{literal(data.feature_names[i])}" for i in range(X.shape[1]))
    return Panel(
        name="data",
        title=f"Data and decision boundary{drawn}{others}",
        figure=boundary(X, t, rows, data.feature_names, data.class_names, box),
        tracks=tuple(
            Track(name, axis, values, bits=16)
            for name, xy in lines.items()
            for axis, values in zip("xy", xy, strict=True)
        ),
        board=drawable(scenario),
        lights="lit",
        sentence=f"Step {{step}}: the boundary z = 0.5 is where {features} + {{b:4}} = 0; "
        "{accuracy:%1} % of the training samples lie on their own side.",
    )


def _curve_panel(data: Dataset, history: History, rows: Rows, drawn: str) -> Panel:
    x = data.X[rows, 0]
    left, right, _, _ = padded_box(x, x)
    grid = np.linspace(left, right, CURVE_POINTS)
    w, b = history.W[:, :1], history.W[:, 1:]
    z = sigmoid(w * grid + b)
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = -b / w
    crossing[~((crossing >= left) & (crossing <= right))] = np.nan
    return Panel(
        name="data",
        title=f"Data and the sigmoid over it{drawn}",
        figure=curve(x, data.t[rows], rows, data.feature_names[0], data.class_names, grid),
        tracks=(Track("curve", "y", z, bits=16), Track("boundary", "x", np.repeat(crossing, 2, axis=1))),
        lights="lit",
        sentence="Step {step}: the output is z = sigmoid({w1:4}·"
        + literal(data.feature_names[0])
        + " + {b:4}); {accuracy:%1} % of the training samples lie on their own side of z = 0.5.",
    )


def drawable(scenario: Scenario) -> bool:
    """Whether these may be points that somebody draws: then clicks on them are reported, for a pen."""
    own = scenario.own if scenario.data == OWN else None
    return own is not None and len(own.X) <= MOST and not scenario.features and scenario.scaling == "as is"


def _direction(W: Array, rest: Array, box: tuple[float, float, float, float]) -> tuple[Array, Array]:
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
