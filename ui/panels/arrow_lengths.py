"""How long the arrows on a loss surface are drawn, so that all of a run can be seen."""

import numpy as np

from core.arrays import Array

# Arrows shorter than this share of the picture's width are not drawn.
SHORTEST = 0.015
# Length of the run's longest −gradient arrow, as a share of the picture's width.
ARROW_SHARE = 0.22


def visible(arrows: Array, width: float) -> Array:
    """Arrows (M, 2), with NaN for those too short to be seen: their heads alone would point anywhere."""
    length = np.hypot(arrows[:, 0], arrows[:, 1])
    return np.where((length < SHORTEST * width)[:, np.newaxis], np.nan, arrows)


def arrow_scale(gradient: Array, width: float) -> float:
    """A round factor (1, 2 or 5 times a power of ten) that makes the run's longest −gradient a fifth of the picture."""
    longest = float(np.hypot(gradient[:, 0], gradient[:, 1]).max())
    if longest == 0.0:
        return 1.0
    wanted = ARROW_SHARE * width / longest
    power = 10.0 ** np.floor(np.log10(wanted))
    return float(max(digit * power for digit in (1, 2, 5) if digit * power <= wanted))
