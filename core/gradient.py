"""dW of a whole batch, taken from the logits: the plain form, and one for a training loop.
The plain form is three operations; the other does the same, bit for bit, in arrays that are made only once."""

from collections.abc import Callable

import numpy as np

from core.arrays import Array
from core.loss import BCE, Loss


def gradient_from_logit(X1: Array, t: Array, y: Array, loss: Loss) -> Array:
    """X1 (N, D+1) with ones, targets t and logits y (N, 1) → dW (D+1, 1).

    The same as Classifier.backward(loss.backward(z, t)), taken from the logit at once: where z has rounded to 0 or 1
    the factors fail, and this form does not.
    """
    # The ÷ N comes last: D+1 divisions instead of N.
    gradient: Array = X1.T @ loss.slope_from_logit(y, t) / len(X1)
    return gradient


def gradient_at(X1: Array, t: Array, loss: Loss) -> Callable[[Array], Array]:
    """X1 (N, D+1) with ones and targets t (N, 1) → a function from weights W (D+1, 1) to dW (D+1, 1).

    For what is asked for it at every step of a run: it makes no array of N numbers anew, which is a third of the time.
    """
    if not isinstance(loss, BCE):
        return lambda W: gradient_from_logit(X1, t, X1 @ W, loss)

    y, z, rest = np.empty_like(t), np.empty_like(t), np.empty_like(t)
    transposed, not_t = X1.T, 1.0 - t

    def gradient(W: Array) -> Array:
        np.matmul(X1, W, out=y)
        # z = 1 / (1 + e^-y)
        np.negative(y, out=z)
        np.exp(z, out=z)
        np.add(1.0, z, out=z)
        np.divide(1.0, z, out=z)
        # 1 - z = 1 / (1 + e^y)
        np.exp(y, out=rest)
        np.add(1.0, rest, out=rest)
        np.divide(1.0, rest, out=rest)
        # z - t, as z where t is 0, and as z - 1 where t is 1 (see BCE.slope_from_logit).
        np.multiply(z, not_t, out=z)
        np.multiply(rest, t, out=rest)
        np.subtract(z, rest, out=z)
        dW: Array = transposed @ z / len(X1)
        return dW

    return gradient
