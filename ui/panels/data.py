"""The data with the model on it: a decision boundary over two features, or the sigmoid curve over one.
Traces that move with the step are named here and empty; the player fills them."""

from collections.abc import Sequence

from core.arrays import Array, Rows
from ui.timeline.figure import Figure, Verbatim
from ui.timeline.style import CLASS_COLOURS, CLASS_SHAPES, FAINT, TEXT, arrow, canvas, legend

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
