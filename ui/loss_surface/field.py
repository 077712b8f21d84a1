"""The gradient field: −gradient at every point of a coarse grid, below all that moves."""

import numpy as np

from core.arrays import Array
from core.classifier import with_ones
from core.loss import LOSSES
from core.surface.path_curvature import gradients
from core.surface.planes import gradient_plane
from core.surface.profiles import profile_slice
from ui.loss_surface.case import Case
from ui.timeline.figure import Figure
from ui.timeline.style import GRADIENT

# Arrows a row and a column of the field.
FIELD = (15, 11)


# How long a field's shortest arrow is, as a share of its longest, where the lengths are logarithmic.
SHORTEST = 0.25


# An arrow of the field has a cell of the grid to itself.
ROOM = 0.92


def add_field(case: Case, figure: Figure, loss: str) -> None:
    section, X1 = case.section, with_ones(case.data.X)
    # In the middle of the cells that the picture is cut into.
    u, v = (_middles(ticks, count) for ticks, count in zip((section.u, section.v), FIELD, strict=True))
    if section.choice.held == "re-optimised" and loss == "BCE":
        # At the best choice of the others the gradient along them is zero, so what is left is the picture's own.
        W = profile_slice(X1, case.data.t, section.choice.axes, u, v)[1].reshape(-1, X1.shape[1])
        field = case.flat(gradients(X1, case.data.t, LOSSES[loss](), W)).reshape(len(v), len(u), 2)
    else:
        field = gradient_plane(X1, case.data.t, LOSSES[loss](), section.plane, u, v)
    _draw_field(figure, u, v, field, case.look.field == "log")
    # The arrows lie right above the surface.
    surface, *others = figure.data
    figure.data = [surface, others[-1], *others[:-1]]


def _middles(ticks: Array, count: int) -> Array:
    edges = np.linspace(ticks[0], ticks[-1], count + 1)
    return np.asarray((edges[:-1] + edges[1:]) / 2)


def _draw_field(figure: Figure, u: Array, v: Array, gradient: Array, logarithmic: bool) -> None:
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
