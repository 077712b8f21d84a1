"""Where the model's levels cross the picture: straight lines, because the logit is linear.
Over two features, z = p is the line w1·x1 + w2·x2 + rest = log(p / (1 - p))."""

import numpy as np

from core.arrays import Array

Box = tuple[float, float, float, float]

# How far from the box's middle a picture can show anything, in halves of the box: equal units widen one of its axes.
REACH = 6.0


def logit(p: float) -> float:
    """The y for which sigmoid(y) = p, 0 < p < 1."""
    return float(np.log(p / (1.0 - p)))


def shifted(W: Array, others: float, point: Array) -> Array:
    """Weights W (D+1,) whose boundary is moved, without being turned, through a point (2,) of the first two features.

    others : what the other features add to the logit. The logit w1·x1 + w2·x2 + others + b is 0 there: b follows.
    """
    return np.append(W[:-1], -(W[:2] @ point + others))


def turned(W: Array, others: float, pivot: Array, point: Array) -> Array:
    """The same, turned about one of its points, the pivot (2,), through another point (2,).

    (w1, w2) stands at a right angle to the boundary; it keeps its length and its side, so that the bands keep their
    width. Where both points are one, nothing is turned.
    """
    along = point - pivot
    length = np.hypot(*along)
    if length == 0.0:
        return W
    across = np.hypot(*W[:2]) / length * np.array([-along[1], along[0]])
    side = 1.0 if across @ W[:2] >= 0 else -1.0
    return shifted(np.concatenate([side * across, W[2:]]), others, pivot)


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
            # A line parallel to this pair of sides is inside it for every s, or for none.
            parallel = step == 0
            inside = (start >= low) & (start <= high)
            first = np.maximum(first, np.where(parallel, np.where(inside, -np.inf, np.nan), s[0]))
            last = np.minimum(last, np.where(parallel, np.where(inside, np.inf, np.nan), s[1]))
        missed = ~(first <= last)
        s = np.stack([first, last], axis=1)
        s[missed] = np.nan
        return x0[:, np.newaxis] - s * b[:, np.newaxis], y0[:, np.newaxis] + s * a[:, np.newaxis]


def half_planes(a: Array, b: Array, c: Array, box: Box) -> tuple[Array, Array]:
    """The half-planes a·x + b·y > c, each as a triangle that covers it wherever a picture of the box can reach.

    a, b, c (M,) → x (M, 3), y (M, 3): two corners on the line a·x + b·y = c, the third beyond the picture. Where the
    line is beyond it too, the triangle covers all of the picture, or is NaN where nothing of it lies in the half-plane.
    """
    left, right, bottom, top = box
    half = np.array([(right - left) / 2, (top - bottom) / 2])
    middle = np.array([left, bottom]) + half
    # In units of half the box, so that it is as wide as high.
    normal = np.column_stack([a, b]) * half
    norm = np.hypot(normal[:, 0], normal[:, 1])
    above = c - a * middle[0] - b * middle[1]
    nowhere = norm < 1e-150
    normal = np.where(nowhere[:, np.newaxis], [1.0, 0.0], normal / np.where(nowhere, 1.0, norm)[:, np.newaxis])
    with np.errstate(over="ignore"):
        away = np.where(nowhere, np.where(above < 0, -REACH, REACH), above / np.where(nowhere, 1.0, norm))
    away = np.where(away >= REACH, np.nan, np.maximum(away, -REACH))[:, np.newaxis]
    along = np.column_stack([-normal[:, 1], normal[:, 0]])
    # At twice the reach above its base, a triangle four times as high is still half as wide as there.
    foot = away * normal
    corners = np.stack([foot - 2 * REACH * along, foot + 2 * REACH * along, foot + 4 * REACH * normal], axis=1)
    corners = middle + corners * half
    return corners[..., 0], corners[..., 1]


def padded_box(x: Array, y: Array, share: float = 0.12) -> Box:
    """A box around the points x (n,), y (n,), with `share` of its size as margin; never of size 0."""
    spans = []
    for values in (x, y):
        low, high = float(values.min()), float(values.max())
        margin = share * (high - low) or max(1.0, 1e-6 * abs(high))
        spans += [low - margin, high + margin]
    return spans[0], spans[1], spans[2], spans[3]
