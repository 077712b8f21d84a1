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
    """X1 (N, D+1) with ones and targets t (N, 1), 0 or 1 → a function from weights W (D+1, 1) to dW (D+1, 1).

    For what is asked for it at every step of a run: it makes no array of N numbers anew, and of the two exponentials
    that z and 1 - z take, it takes the one that the sample's target asks for.
    """
    if not isinstance(loss, BCE) or not np.isin(t, (0.0, 1.0)).all():
        return lambda W: gradient_from_logit(X1, t, X1 @ W, loss)

    # dL/dy is z where t is 0, and -(1 - z) where t is 1: up to its sign, what the model gives to the wrong class. With
    # each sample's sign put into its row x, that is one formula for both:
    #   wrong = 1 / (1 + e^(y to the right side))  and  dW = Xᵀ · (± wrong) = (± X)ᵀ · wrong
    # A sign moves no digit, so this is the plain form bit for bit.
    pushed = (1.0 - 2.0 * t) * X1
    to_right, pushed_transposed = -pushed, pushed.T
    wrong = np.empty_like(t)
    # As arrays, which numpy would make of them at every step.
    one, count = np.array(1.0), np.array(float(len(X1)))

    def gradient(W: Array) -> Array:
        to_right.dot(W, out=wrong)
        np.exp(wrong, out=wrong)
        np.add(wrong, one, out=wrong)
        np.reciprocal(wrong, out=wrong)
        dW: Array = pushed_transposed.dot(wrong) / count
        return dW

    return gradient
