"""The direction in which the loss falls for ever, where it has no minimum."""

import numpy as np

from core.arrays import Array
from core.classifier import with_ones
from core.surface.minimum import separates
from ui.language.speaking import _
from ui.loss_surface.case import Case
from ui.timeline.figure import Figure
from ui.timeline.style import arrow


def add_way_down(case: Case, figure: Figure) -> None:
    """The direction in which the loss falls for ever, where it does so within the picture too: the rest is held."""
    if case.way_down is None:
        return
    way = case.flat(case.way_down.T)[0]
    within = case.section.plane.directions @ way[:, np.newaxis]
    if case.data.lowest.kind == "separable":
        words, falls = "L → 0", separates(with_ones(case.data.X), case.data.t, within)
    else:
        words, falls = _("L falls"), bool(np.abs(within - case.way_down).max() < 1e-9)
    if falls:
        start, way = case.at[0], 0.3 * case.width * way / float(np.linalg.norm(way))
        x, y = np.array([start, start + way]).T
        _draw_way_down(figure, x, y, words)


def _draw_way_down(figure: Figure, x: Array, y: Array, text: str) -> None:
    """An arrow along which the loss falls for ever, from (x[0], y[0]) to (x[1], y[1]), with a text at its head."""
    arrow(figure, "way down", None, width=2)
    figure.data[-1].change(x=x, y=y, line={"dash": "dot"}, showlegend=False)
    words = {"text": text, "showarrow": False, "yshift": 14, "font": {"size": 13}, "name": "way down"}
    figure.update_layout(annotations=[{"x": float(x[1]), "y": float(y[1]), **words}])
