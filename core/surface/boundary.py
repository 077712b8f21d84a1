"""Where the model's levels cross the picture: straight lines, because the logit is linear.
Over two features, z = p is the line w1·x1 + w2·x2 + rest = log(p / (1 - p))."""

import numpy as np

from core.arrays import Array

Box = tuple[float, float, float, float]


def logit(p: float) -> float:
    """The y for which sigmoid(y) = p, 0 < p < 1."""
    return float(np.log(p / (1.0 - p)))


def clip_lines(a: Array, b: Array, c: Array, box: Box) -> tuple[Array, Array]:
    """The ends of the lines a·x + b·y = c inside a box (left, right, bottom, top).

    a, b, c (M,) → x (M, 2), y (M, 2), NaN where a line misses the box or a = b = 0.
    """
    left, right, bottom, top = box
    # A line is walked as point + s · direction, with s cut to the part inside the box, one side pair after the other.
    norm = np.hypot(a, b)
    # Weights too small to divide by have their line beyond all pictures, like those that are zero.
    norm = np.where(norm < 1e-150, np.nan, norm)
    a, b, c = a / norm, b / norm, c / norm
    # Start from the foot of the box's middle: near the box even where the line's own nearest point to 0 is far off.
    middle_x, middle_y = (left + right) / 2, (bottom + top) / 2
    away = a * middle_x + b * middle_y - c
    x0, y0 = middle_x - away * a, middle_y - away * b
    first, last = np.full_like(x0, -np.inf), np.full_like(x0, np.inf)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        for start, step, low, high in ((x0, -b, left, right), (y0, a, bottom, top)):
            s = np.sort(np.stack([(low - start) / step, (high - start) / step]), axis=0)
            # A line along this pair of sides is inside it for every s, or for none.
            along = step == 0
            inside = (start >= low) & (start <= high)
            first = np.maximum(first, np.where(along, np.where(inside, -np.inf, np.nan), s[0]))
            last = np.minimum(last, np.where(along, np.where(inside, np.inf, np.nan), s[1]))
        missed = ~(first <= last)
        s = np.stack([first, last], axis=1)
        s[missed] = np.nan
        return x0[:, np.newaxis] - s * b[:, np.newaxis], y0[:, np.newaxis] + s * a[:, np.newaxis]


def padded_box(x: Array, y: Array, share: float = 0.12) -> Box:
    """A box around the points x (n,), y (n,), with `share` of its size as margin; never of size 0."""
    spans = []
    for values in (x, y):
        low, high = float(values.min()), float(values.max())
        margin = share * (high - low) or max(1.0, 1e-6 * abs(high))
        spans += [low - margin, high + margin]
    return spans[0], spans[1], spans[2], spans[3]
