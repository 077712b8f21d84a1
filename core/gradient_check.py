"""The gradient checker: compare a derivative worked out on paper with one measured by small steps.
Every gradient that this project shows is held against it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Rows
from core.classifier import Classifier
from core.loss import Loss

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


@dataclass(frozen=True)
class Check:
    """A gradient twice: analytic, as backward() has it, and numerical, by central differences of width h.

    analytic, numerical : of one shape · error : their relative error, entry by entry, of that shape
    """

    analytic: Array
    numerical: Array

    @property
    def error(self) -> Array:
        """|a - b| / max(1e-8, |a| + |b|) of each entry."""
        size = np.maximum(1e-8, np.abs(self.analytic) + np.abs(self.numerical))
        return np.asarray(np.abs(self.analytic - self.numerical) / size)

    @property
    def worst(self) -> float:
        """The relative error of the whole, the course's number."""
        return relative_error(self.analytic, self.numerical)

    @property
    def passes(self) -> bool:
        """Whether it stays below the pass mark, 1e-6."""
        return self.worst < PASS_MARK


def check_weights(X: Array, t: Array, W: Array, loss: Loss, h: float = 1e-5) -> Check:
    """dW: X (N, D), t (N, 1), W (D+1, 1) → the gradient of the mean loss by W, both ways, (D+1, 1)."""
    model = Classifier(X.shape[1])

    def loss_at(weights: Array) -> float:
        model.initialize_weights(weights)
        return float(loss.forward(model.forward(X), t))

    numerical = numerical_gradient(loss_at, W, h)
    model.initialize_weights(W)
    z = model.forward(X)
    return Check(model.backward(loss.backward(z, t)), numerical)


def check_outputs(z: Array, t: Array, loss: Loss, rows: Rows, h: float = 1e-5) -> Check:
    """dL/dz of the samples `rows` (n,): outputs z (N, 1), t (N, 1) → both ways, (n, 1).

    Each z moves by h · z (1 - z) at the most, so that it stays between 0 and 1, where the loss is defined.
    """
    numerical = np.zeros((len(rows), 1))
    for i, row in enumerate(rows):
        width = max(h * float(z[row, 0] * (1 - z[row, 0])), 1e-300)

        def loss_at(value: Array, row: int = int(row)) -> float:
            moved = z.copy()
            moved[row, 0] = value[0]
            return float(loss.forward(moved, t))

        numerical[i] = numerical_gradient(loss_at, z[row], width)
    return Check(np.asarray(loss.backward(z, t))[rows], numerical)
