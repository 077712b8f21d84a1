"""The gradient checker: compare a derivative worked out on paper with one measured by small steps.
Every gradient that this project shows is held against it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core.arrays import Array, Rows
from core.classifier import with_ones
from core.loss import LARGEST_LOGIT, Loss, output_difference

TOLERANCE = 1e-6
# The gap between 1 and the next float.
EPSILON = float(np.finfo(float).eps)
# Squares of smaller numbers are 0.
SMALLEST = 1e-140


def numerical_gradient(
    f: Callable[[Array], Any], x: Array, h: float = 1e-5, difference: Callable[[Any, Any], Any] = np.subtract
) -> Array:
    """The central difference (f(x + h) - f(x - h)) / 2h, one entry of x at a time.

    Parameters
    ----------
    f : takes an array of x's shape, returns a number
    x : the point, any shape; it is not changed
    h : the finite-difference step. Too large: the curve bends (error ~ h²).
        Too small: f(x + h) and f(x - h) agree in all their digits (error ~ 1e-16 / h).
    difference : how f(x + h) - f(x - h) is taken, a number; then f may return anything

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
        # 2h, as far as x + h and x - h are floats.
        width = ((middle + h) - (middle - h)) or 2 * h
        gradient[i] = difference(above, below) / width
    return gradient


def relative_error(a: Array, b: Array) -> float:
    """max |a - b| / max(1e-8, |a| + |b|), the course's definition: below 1e-6 the gradients agree.

    Raises ValueError where the shapes differ.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape:
        raise ValueError(f"Gradients of shapes {a.shape} and {b.shape} cannot be compared.")
    return float(np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))))


@dataclass(frozen=True)
class Check:
    """A gradient twice: analytic, as the chain rule has it, and numerical, by central differences of width h.

    Both and all the others are columns (n, 1).
    rounding, bend : by how much the numerical one may be off at this h, at the most: because floats have 16 digits, and
        because the curve is no straight line between its two points
    size : how large the gradient's terms are, which may cancel in it
    """

    analytic: Array
    numerical: Array
    rounding: Array
    bend: Array
    size: Array

    @property
    def error(self) -> Array:
        """|a - b| / max(1e-8, |a| + |b|) of each entry."""
        total = np.maximum(1e-8, np.abs(self.analytic) + np.abs(self.numerical))
        return np.asarray(np.abs(self.analytic - self.numerical) / total)

    @property
    def worst(self) -> float:
        """The relative error of the whole, the course's number."""
        return relative_error(self.analytic, self.numerical)

    @property
    def agrees(self) -> bool:
        """Whether |a - b| is at most 1e-6 (|a| + |b|), and what rounding and bend make."""
        total = np.abs(self.analytic) + np.abs(self.numerical)
        gap = np.abs(self.analytic - self.numerical)
        return bool(np.all(gap <= TOLERANCE * total + self.rounding + self.bend))

    @property
    def can_tell(self) -> bool:
        """Whether at this h rounding and bend are below the tolerance."""
        return bool(np.all(self.rounding + self.bend <= TOLERANCE * self.size))

    @property
    def passes(self) -> bool:
        """Whether the two agree, at an h that can tell."""
        return self.agrees and (self.can_tell or self.worst < TOLERANCE)

    def of(self, gradient: Array) -> "Check":
        """The same check of another analytic gradient (n, 1)."""
        return replace(self, analytic=gradient)


def check_weights(X: Array, t: Array, W: Array, loss: Loss, h: float = 1e-5) -> Check:
    """dW: X (N, D), t (N, 1), W (D+1, 1) → the gradient of the mean loss by W, both ways, (D+1, 1).

    The difference is taken sample by sample and from the logits, where it loses no digits.
    """
    X1 = with_ones(X)
    numerical = numerical_gradient(
        lambda W: X1 @ W, W, h, lambda above, below: float(loss.difference_from_logit(above, below, t).mean())
    )
    slope = loss.slope_from_logit(X1 @ W, t)
    analytic = X1.T @ slope / len(X1)
    # A logit is a sum of D+1 products, each rounded to EPSILON of itself; its loss moves as its slope says, and log1p
    # and exp round a few times more.
    slope, distance = np.abs(slope), np.abs(X1)
    reach = distance @ np.abs(W) + h * distance.max(axis=1, keepdims=True)
    rounding = EPSILON * float((slope * ((len(W) + 3) * reach + 8.0)).mean()) / h
    # The next term of the Taylor series: h²/6 times the third derivative, which of both losses is below 4 times the
    # first, anywhere, and grows by e^h at the most on the way.
    growth = np.exp(min(h * float(distance.max()), 50.0))
    bend = 4.0 * growth * h**2 / 6.0 * (distance**3 * slope).mean(axis=0)[:, np.newaxis]
    size = (distance * slope).mean(axis=0).max()
    return Check(analytic, numerical, np.full_like(analytic, rounding), bend, np.full_like(analytic, size))


def check_outputs(y: Array, t: Array, loss: Loss, rows: Rows, h: float = 1e-5) -> Check:
    """dL/dz of the samples `rows` (n,): logits y (N, 1), t (N, 1) → both ways, (n, 1).

    Each logit moves by h to both sides, and with it its z: the difference of L is divided by that of z, which is taken
    from the smaller of z and 1 - z. So z stays between 0 and 1, and no digits are lost near them.
    Beyond |y| = 690 no float holds dL/dz; there both are taken at 690.
    """
    n, t = len(t), t[rows]
    y = np.clip(y[rows], -LARGEST_LOGIT, LARGEST_LOGIT)
    above, below = y + h, y - h
    numerical = loss.difference_from_logit(above, below, t) / output_difference(above, below) / n
    analytic = loss.output_slope_from_logit(y, t) / n
    size = np.abs(analytic)
    # L and z both round, each as its logit does; and neither bends by more than e^y does.
    rounding = EPSILON * size * (8.0 * (np.abs(y) + h) + 16.0) / h + SMALLEST
    bend = size * h**2 * np.exp(2.0 * h)
    return Check(analytic, numerical, rounding, bend, size)
