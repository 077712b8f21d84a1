"""dW of a whole batch, taken from the logits: the plain form, and one for a training loop.
The plain form is three operations; the other does the same, bit for bit, in less time."""

from collections.abc import Callable

import numpy as np

from core.arrays import Array
from core.loss import BCE, Loss


def gradient_from_logit(X1: Array, t: Array, y: Array, loss: Loss) -> Array:
    """X1 (N, D+1) with ones, targets t and logits y (N, 1) → dW (D+1, 1).

    The same as Classifier.backward(loss.backward(z, t)), taken from the logit at once: where z has been rounded to 0
    or 1 the factors fail, and this form does not.
    """
    # The 1/N comes last: D+1 divisions instead of N.
    gradient: Array = X1.T @ loss.slope_from_logit(y, t) / len(X1)
    return gradient


def gradient_at(X1: Array, t: Array, loss: Loss) -> Callable[[Array], Array]:
    """X1 (N, D+1) with ones and targets t (N, 1) → a function from weights W (D+1, 1) to dW (D+1, 1).

    For what is asked for it at every step of a run. With BCE and targets that are 0 or 1 it makes no array of N numbers
    anew, and takes one exponential a sample where z and 1 - z take two; with all else it is the plain form.
    """
    if not isinstance(loss, BCE) or not np.isin(t, (0.0, 1.0)).all():
        return lambda W: gradient_from_logit(X1, t, X1 @ W, loss)

    # dL/dy is z where t is 0, and -(1 - z) = -sigmoid(-y) where t is 1. With the sign s = 1 - 2t, both are
    #   dL/dy = s · sigmoid(s·y),   and so   dW = Xᵀ · dL/dy / N = (s·X)ᵀ · sigmoid(s·y) / N.
    # A sign moves no digit: this is the plain form bit for bit.
    signed = (1.0 - 2.0 * t) * X1
    # What does not change from step to step is made here, once: also views, and numbers as the arrays that numpy wants.
    negative, transposed = -signed, signed.T
    values = np.empty_like(t)
    one, count = np.array(1.0), np.array(float(len(X1)))

    def gradient(W: Array) -> Array:
        negative.dot(W, out=values)  # -s·y
        np.exp(values, out=values)  # e^(-s·y)
        np.add(values, one, out=values)  # 1 + e^(-s·y)
        np.reciprocal(values, out=values)  # sigmoid(s·y)
        dW: Array = transposed.dot(values) / count
        return dW

    return gradient
