"""The model's output as bands: each level's own side is shaded, in the colour of the class that it speaks for."""

import numpy as np

from core.arrays import Array
from core.surface.boundary import Box, half_planes, logit
from ui.timeline.figure import Figure
from ui.timeline.style import CLASS_COLOURS
from ui.timeline.timeline import Track

# Where one lies in another it is shaded once more.
LEVELS = (0.4, 0.3, 0.2, 0.1, 0.6, 0.7, 0.8, 0.9)
SHADE = 0.09
# Of each level its logit, and the side that is shaded: where the logit is larger, or smaller.
_LOGITS = np.array([logit(level) for level in LEVELS])
_SIDES = np.array([1.0 if level > 0.5 else -1.0 for level in LEVELS])


def bands(figure: Figure) -> None:
    """Moving polygons, one a level: together they shade the output from class 0's colour to class 1's."""
    for level in LEVELS:
        label = int(level > 0.5)
        red, green, blue = (int(CLASS_COLOURS[label][i : i + 2], 16) for i in (1, 3, 5))
        figure.add_scatter(
            x=[None] * 3,
            y=[None] * 3,
            mode="lines",
            name=band_name(level),
            fill="toself",
            fillcolor=f"rgba({red},{green},{blue},{SHADE})",
            line={"width": 0},
            hoverinfo="skip",
            hoveron="points",
        )


def band_name(level: float) -> str:
    return f"z {'>' if level > 0.5 else '<'} {level:g}"


def band_tracks(w1: Array, w2: Array, rest: Array, box: Box) -> tuple[Track, ...]:
    """The polygons of `bands` where the logit is w1·x + w2·y + rest, each (T+1,)."""
    # All levels in one go: a draft has one step, and eight calls for it would take eight times as long as one.
    levels, side = (values.repeat(len(w1)) for values in (_LOGITS, _SIDES))
    w1, w2, rest = (np.tile(values, len(LEVELS)) for values in (w1, w2, rest))
    x, y = half_planes(side * w1, side * w2, side * (levels - rest), box)
    corners = zip(np.split(x, len(LEVELS)), np.split(y, len(LEVELS)), strict=True)
    return tuple(
        Track(band_name(level), axis, values, bits=16)
        for level, xy in zip(LEVELS, corners, strict=True)
        for axis, values in zip("xy", xy, strict=True)
    )
