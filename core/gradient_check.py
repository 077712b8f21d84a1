"""The gradient checker: compare a derivative worked out on paper with one measured by small steps.
Every gradient that this project shows is held against it."""

from collections.abc import Callable

import numpy as np

from core.arrays import Array

PASS_MARK = 1e-6


def numerical_gradient(f: Callable[[Array], float], x: Array, h: float = 1e-5) -> Array:
    """The central difference (f(x + h) - f(x - h)) / 2h, one entry of x at a time.

    Parameters
    ----------
    f : takes an array of x's shape, returns a number
    x : the point, any shape; it is not changed
    h : half the width of the difference. Too large: the curve bends (error ~ h²).
        Too small: f(x + h) and f(x - h) agree in all their digits (error ~ 1e-16 / h).

    Returns
    -------
    array of x's shape
    """
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        middle = x[i]
        x[i] = middle + h
        above = f(x)
        x[i] = middle - h
        below = f(x)
        x[i] = middle
        gradient[i] = (above - below) / (2 * h)
    return gradient


def relative_error(a: Array, b: Array) -> float:
    """max |a - b| / max(1e-8, |a| + |b|), the course's definition: below 1e-6 the gradients agree.

    Raises ValueError where the shapes differ.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape:
        raise ValueError(f"Gradients of shapes {a.shape} and {b.shape} cannot be compared.")
    return float(np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))))
