"""The same surface in space, with the run and the plane that touches it."""

import numpy as np

from core.classifier import with_ones
from core.loss import LOSSES
from ui.language.speaking import _
from ui.loss_surface.case import Case, is_inside
from ui.panels import surface as surface_figure
from ui.timeline.figure import Figure
from ui.timeline.style import GRADIENT
from ui.timeline.timeline import Panel, Track

# A side of the tangent plane, as a share of the picture's width.
TANGENT = 0.28


def relief_panel(case: Case, loss: str) -> Panel:
    """The same surface in space, with the path, the point, and the plane that touches it there."""
    section, here = case.section, case.here
    lowest = None
    if section.minimum is not None and loss == "BCE":
        a, b = section.plane.coordinates(section.minimum.T)[0]
        value = float(LOSSES[loss]().each_from_logit(with_ones(case.data.X) @ section.minimum, case.data.t).mean())
        lowest = (float(a), float(b), value)
    inside = is_inside(case)
    moving = {
        "x": np.where(inside, case.at[:, 0], np.nan),
        "y": np.where(inside, case.at[:, 1], np.nan),
        "z": np.where(inside, here.loss, np.nan),
    }
    figure = surface_figure.landscape(section.u, section.v, case.heights[loss], case.axes, lowest)
    _draw_tangent_plane(figure)
    # Corners around the point, in the order of a square; each as high as the gradient says.
    half = TANGENT * case.width / 2
    corners = half * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    gradient = case.flat(here.dW)
    rises = gradient @ corners.T  # (T+1, 4)
    shown = inside[:, np.newaxis]
    square = {
        "x": np.where(shown, case.at[:, :1] + corners[:, 0], np.nan),
        "y": np.where(shown, case.at[:, 1:] + corners[:, 1], np.nan),
        "z": np.where(shown, here.loss[:, np.newaxis] + rises, np.nan),
    }
    return Panel(
        name="relief",
        title=_("{loss} in 3-D with tangent plane", loss=loss),
        figure=figure,
        tracks=(
            *(Track("path", axis, values, prefix=True) for axis, values in moving.items()),
            *(Track("point", axis, values[:, np.newaxis]) for axis, values in moving.items()),
            *(Track("tangent", axis, values, bits=16) for axis, values in square.items()),
        ),
        sentence=_("Step {step}: the run is at height {height:6}. The plane has the gradient's slope."),
        redraw=True,
    )


def _draw_tangent_plane(figure: Figure) -> None:
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
