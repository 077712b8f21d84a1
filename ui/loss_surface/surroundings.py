"""What holds around the run's point: the level line, the ellipse of the Hessian with its axes, Newton's step."""

import numpy as np

from core.surface.path_curvature import ellipses
from ui.language.speaking import _
from ui.loss_surface.case import Case
from ui.panels.arrow_lengths import visible
from ui.timeline.figure import Figure
from ui.timeline.style import TEXT, arrow, key, legend
from ui.timeline.timeline import Track

NEWTON = "#8b5cf6"


# The longer half axis of the ellipse, as a share of the picture's width.
ELLIPSE = 0.09


# An arrow that is longer than so many pictures leaves it whatever its length.
FARTHEST = 20.0


def draw_surroundings(figure: Figure, gradient_name: str, newton: bool) -> None:
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
    labels = [gradient_name, _("next step")]
    if newton:
        arrow(figure, "newton", NEWTON, width=2)
        key(figure, _("Newton's step"), NEWTON)
        labels.append(_("Newton's step"))
    legend(figure, *labels)


def named_lines(newton: bool) -> str:
    """What the lines are that have no room for a name: they move with the point."""
    if newton:
        return _("Thick line: the same loss as here. Dotted: the ellipse of the Hessian, with its axes.")
    return _("Thick line: the same loss as here.")


def surroundings_tracks(case: Case, newton: bool) -> list[Track]:
    """The level line (drawn at rest), the ellipse of the Hessian with its axes, and Newton's step."""
    count = len(case.at)
    nothing = np.full((count, 1), np.nan)
    tracks = [Track("level", axis, nothing) for axis in "xy"]
    directions = case.section.plane.directions
    within = np.einsum("ia,mij,jb->mab", directions, case.here.hessian, directions)
    curves, axes = ellipses(within, case.at, ELLIPSE * case.width)
    if not newton:
        curves, axes = nothing[:, :, np.newaxis] * np.ones(2), nothing[:, :, np.newaxis] * np.ones(2)
    for k, axis in enumerate("xy"):
        tracks += [Track("ellipse", axis, curves[:, :, k], bits=16), Track("axes", axis, axes[:, :, k], bits=16)]
    if newton:
        move = case.flat(case.here.newton)
        most = FARTHEST * case.width
        # Where hardly anything bends it is so long that its square overflows: first shortened by its longest part.
        for measure in (np.inf, None):
            length = np.linalg.norm(move, measure, axis=1, keepdims=True)
            move = move * np.minimum(most / np.maximum(length, 1e-300), 1.0)
        head = case.at + visible(move, case.width)
        for k, axis in enumerate("xy"):
            tracks.append(Track("newton", axis, np.column_stack([case.at[:, k], head[:, k]])))
    return tracks
