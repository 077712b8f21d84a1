"""The point that the visitor asks about: its marker and −gradient on the map, and what holds there in numbers."""

import numpy as np

from core.classifier import with_ones
from core.loss import LOSSES
from core.surface.curvature import curvature_at, restricted
from core.surface.path_curvature import gradients
from ui.language.speaking import _, here, listed, number
from ui.loss_surface.case import Case
from ui.panels.arrow_lengths import visible
from ui.timeline.content import Line, Text
from ui.timeline.figure import Figure
from ui.timeline.style import BACKGROUND, GRADIENT, TEXT, arrow
from ui.timeline.timeline import Panel, Track


def draw_point(figure: Figure) -> None:
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
        hovertemplate=_("asked: (%{x:.6g}, %{y:.6g})<extra></extra>"),
        meta={"theme": {"marker.color": TEXT, "marker.line.color": BACKGROUND}},
    )


def point_tracks(case: Case, point: tuple[float, float] | None, scale: float) -> list[Track]:
    """The asked point's marker and −gradient: the same at every step, and moved without drawing the picture anew."""
    rows = len(case.at)
    place, head = np.full(2, np.nan), np.full(2, np.nan)
    if point is not None:
        place = np.array(point)
        W = case.section.weights(*point, case.data)
        loss = LOSSES[case.look.loss(case.scenario)]()
        dW = gradients(with_ones(case.data.X), case.data.t, loss, W.T)
        head = place + visible(-scale * case.flat(dW), case.width)[0]
    tracks = []
    for k, axis in enumerate("xy"):
        tracks.append(Track("asked", axis, np.full((rows, 1), place[k])))
        tracks.append(Track("asked gradient", axis, np.tile([place[k], head[k]], (rows, 1))))
    return tracks


def point_panel(case: Case, point: tuple[float, float] | None) -> Panel:
    """What holds at the asked point: loss, gradient, Hessian."""
    if point is None:
        lines: tuple[Line, ...] = (("note", _("Click the map to see a point's loss, gradient and curvature here.")),)
    else:
        loss = LOSSES[case.look.loss(case.scenario)]()
        X1, t = with_ones(case.data.X), case.data.t
        W = case.section.weights(*point, case.data)
        height = float(loss.each_from_logit(X1 @ W, t).mean())
        dW = gradients(X1, t, loss, W.T)[0]
        curvature = curvature_at(X1, t, loss, W)
        flat = restricted(curvature.hessian, case.section.plane.directions)
        row = "; ".join(" ".join(number(value) for value in line) for line in flat)
        bends = listed(number(value) for value in curvature.eigenvalues)
        lines = (
            ("numbers", f"W = ({listed(number(w) for w in W[:, 0])}): L = {here(f'{height:.6g}')}"),
            ("numbers", f"dW = ({listed(number(w) for w in dW)})"),
            (
                "numbers",
                _("H over {u}, {v} = [{rows}], λ = ({bends})", u=case.axes[0], v=case.axes[1], rows=row, bends=bends),
            ),
        )
    said = ". ".join(line[1] for line in lines)
    return Panel("asked", _("Selected point"), None, (), said, Text((lines,)))
