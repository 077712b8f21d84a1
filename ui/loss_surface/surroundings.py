"""What can be drawn on a loss surface besides the run: the gradient field, and what holds around one point.
Each function adds traces to a figure of `ui.panels.surface`."""

import numpy as np

from core.arrays import Array
from ui.timeline.figure import Figure
from ui.timeline.style import BACKGROUND, GRADIENT, TEXT, arrow, key, legend

NEWTON = "#8b5cf6"
# How long a field's shortest arrow is, as a share of its longest, where the lengths are logarithmic.
SHORTEST = 0.25
# An arrow of the field has a cell of the grid to itself.
ROOM = 0.92


def add_field(figure: Figure, u: Array, v: Array, gradient: Array, logarithmic: bool) -> None:
    """−gradient at every point of a coarse grid, `gradient` (B, A, 2) over u (A,) and v (B,), below all other traces.

    The longest arrow fills its cell; the others are as long as their gradients say, or as the logarithms of them.
    """
    length = np.hypot(gradient[..., 0], gradient[..., 1])
    seen = length > 0
    if not seen.any():
        return
    share = length / length.max()
    if logarithmic:
        logs = np.log10(np.where(seen, length, 1.0))
        low, high = float(logs[seen].min()), float(logs[seen].max())
        share = SHORTEST + (1 - SHORTEST) * (logs - low) / max(high - low, 1e-9)
    with np.errstate(divide="ignore", invalid="ignore"):
        direction = -gradient / length[..., np.newaxis]
    cell = min(u[1] - u[0], v[1] - v[0])
    arrows = (ROOM * cell * share[..., np.newaxis] * direction)[seen]
    tails = np.stack(np.meshgrid(u, v), axis=-1)[seen]
    heads = tails + arrows
    gap = np.full(len(tails), np.nan)
    figure.add_scatter(
        x=np.column_stack([tails[:, 0], heads[:, 0], gap]).ravel().astype(np.float32),
        y=np.column_stack([tails[:, 1], heads[:, 1], gap]).ravel().astype(np.float32),
        mode="lines+markers",
        name="field",
        line={"width": 1.2, "color": GRADIENT},
        marker={
            "symbol": "arrow",
            "angleref": "previous",
            "size": np.tile([0, 7, 0], len(tails)).tolist(),
            "color": GRADIENT,
            "line": {"width": 0},
        },
        opacity=0.55,
        hoverinfo="skip",
        showlegend=False,
    )


def add_surroundings(figure: Figure, gradient_name: str, newton: bool) -> None:
    """What holds around the run's point, for a figure of `contours`.

    Moving traces: "level" (a line of equal loss through the point), "ellipse", "axes" (of the Hessian), and, where
    `newton` says so, "newton" (Newton's step).
    """
    for name, width, dash in (("level", 2.0, "solid"), ("ellipse", 1.6, "dot"), ("axes", 1.2, "dot")):
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="lines",
            name=name,
            line={"width": width, "dash": dash, "color": None if name == "level" else NEWTON},
            hoverinfo="skip",
            meta={"theme": {"line.color": TEXT}} if name == "level" else None,
        )
    labels = [gradient_name, "next step"]
    if newton:
        arrow(figure, "newton", NEWTON, width=2)
        key(figure, "Newton's step", NEWTON)
        labels.append("Newton's step")
    legend(figure, *labels)


def add_point(figure: Figure) -> None:
    """The point that the visitor asks about, and −gradient there. Moving traces: "asked", "asked gradient"."""
    arrow(figure, "asked gradient", GRADIENT, width=2)
    figure.data[-1].change(showlegend=False)
    figure.add_scatter(
        x=[None],
        y=[None],
        mode="markers",
        name="asked",
        marker={"size": 13, "symbol": "cross", "line": {"width": 1.5}},
        showlegend=False,
        hovertemplate="asked: (%{x:.6g}, %{y:.6g})<extra></extra>",
        meta={"theme": {"marker.color": TEXT, "marker.line.color": BACKGROUND}},
    )


def add_way_down(figure: Figure, x: Array, y: Array, text: str) -> None:
    """An arrow along which the loss falls for ever, from (x[0], y[0]) to (x[1], y[1]), with a text at its head."""
    arrow(figure, "way down", None, width=2)
    figure.data[-1].change(x=x, y=y, line={"dash": "dot"}, showlegend=False)
    words = {"text": text, "showarrow": False, "yshift": 14, "font": {"size": 13}, "name": "way down"}
    figure.update_layout(annotations=[{"x": float(x[1]), "y": float(y[1]), **words}])


def add_tangent_plane(figure: Figure) -> None:
    """The plane that touches the surface at the run's point, for a figure of `landscape`. Moving trace: "tangent"."""
    figure.add(
        "mesh3d",
        x=[0.0] * 4,
        y=[0.0] * 4,
        z=[0.0] * 4,
        i=[0, 0],
        j=[1, 2],
        k=[2, 3],
        name="tangent",
        color=GRADIENT,
        opacity=0.45,
        hoverinfo="skip",
    )
