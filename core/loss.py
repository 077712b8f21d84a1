"""The losses: binary cross-entropy, and the mean squared error to compare it with.
Each comes in two forms: from the output z, as the course writes it, and from the logit y, exact for every output."""

from abc import ABC, abstractmethod
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array

# z rounds to 0 or 1 far from the boundary, and there log z and 1 / z fail.
# A tiny number stands in for 0: the factors become huge, but stay numbers.
TINY = 1e-300
# Beyond this logit a float cannot hold 1 / z or 1 / (1 - z).
LARGEST_LOGIT = 690.0


class Loss(ABC):
    """What the two losses share. A loss does not judge its targets: any float is computed as the formula says."""

    name: str

    def forward(self, y_out: ArrayLike, y_truth: ArrayLike, individual_losses: bool = False) -> Any:
        """Outputs z and targets t, same shape → the mean loss; with `individual_losses`, the loss of each sample.

        Raises ValueError where the shapes differ.
        """
        z, t = same_shape(y_out, y_truth)
        losses = self._each(z, t)
        return losses if individual_losses else float(losses.mean())

    def backward(self, y_out: ArrayLike, y_truth: ArrayLike) -> Any:
        """Outputs z and targets t, same shape → dL/dz of that shape, ÷ N because L is a mean over N samples.

        Raises ValueError where the shapes differ.
        """
        z, t = same_shape(y_out, y_truth)
        slope = self._slope(z, t)
        return slope / max(slope.size, 1)

    def __call__(self, y_out: ArrayLike, y_truth: ArrayLike, individual_losses: bool = False) -> Any:
        return self.forward(y_out, y_truth, individual_losses)

    @abstractmethod
    def _each(self, z: Array, t: Array) -> Array:
        """Each sample's loss."""

    @abstractmethod
    def _slope(self, z: Array, t: Array) -> Array:
        """The derivative of each sample's loss by its own z."""

    @abstractmethod
    def output_slope_from_logit(self, y: Array, t: Array) -> Array:
        """Logits y and targets t, same shape → the derivative of each sample's loss by its z: dL/dz without the ÷ N.

        Beyond |y| = 690 it can be more than a float holds; it stays at what it is there.
        """

    @abstractmethod
    def each_from_logit(self, y: Array, t: Array) -> Array:
        """Logits y and targets t, any shapes that broadcast → each sample's loss, exact where z has been rounded."""

    @abstractmethod
    def difference_from_logit(self, above: Array, below: Array, t: Array) -> Array:
        """Logits above and below a point, and targets t, same shape → each sample's loss above minus its loss below."""

    @abstractmethod
    def slope_from_logit(self, y: Array, t: Array) -> Array:
        """Logits y, and targets t that broadcast to their shape → the derivative of each sample's loss by its logit.

        That is dL/dy without the ÷ N.
        """

    @abstractmethod
    def curvature_from_logit(self, y: Array, t: Array) -> Array:
        """Logits y and targets t → the second derivative of each sample's loss by its logit, of y's shape."""


class BCE(Loss):
    """Binary cross-entropy, L = mean of -(t log z + (1 - t) log(1 - z))."""

    name = "BCE"

    def _each(self, z: Array, t: Array) -> Array:
        return -(t * np.log(np.maximum(z, TINY)) + (1.0 - t) * np.log(np.maximum(1.0 - z, TINY)))

    def _slope(self, z: Array, t: Array) -> Array:
        # The derivative of log z is 1 / z; the derivative of log(1 - z) is -1 / (1 - z).
        return -(t / np.maximum(z, TINY) - (1.0 - t) / np.maximum(1.0 - z, TINY))

    def output_slope_from_logit(self, y: Array, t: Array) -> Array:
        z, rest = output_and_rest(np.clip(y, -LARGEST_LOGIT, LARGEST_LOGIT))
        return np.asarray(-(t / z - (1.0 - t) / rest))

    def each_from_logit(self, y: Array, t: Array) -> Array:
        # Put z = sigmoid(y) into the formula: log z = y - log(1 + e^y) and log(1 - z) = -log(1 + e^y),
        # so the loss is log(1 + e^y) - t y, and log(1 + e^y) = max(y, 0) + log(1 + e^-|y|), which cannot overflow.
        # Large parts first: where they cancel, the small one is kept.
        return (np.maximum(y, 0.0) - t * y) + np.log1p(np.exp(-np.abs(y)))

    def difference_from_logit(self, above: Array, below: Array, t: Array) -> Array:
        return self.each_from_logit(above, t) - self.each_from_logit(below, t)

    def slope_from_logit(self, y: Array, t: Array) -> Array:
        # (z - t) / (z (1 - z)) · z (1 - z): the slope of the sigmoid cancels.
        # What is left, z - t, is taken as in _residual; in place, because training does it at every step.
        z, rest = output_and_rest(y)
        z *= 1.0 - t
        rest *= t
        z -= rest
        return np.asarray(z)

    def curvature_from_logit(self, y: Array, t: Array) -> Array:
        # The derivative of z - t is z (1 - z), whatever t is: never below 0, so the loss is convex.
        z, rest = output_and_rest(y)
        return np.asarray(z * rest)


class MSE(Loss):
    """Mean squared error, L = mean of (z - t)². Through a sigmoid its gradient dies where the sigmoid is flat."""

    name = "MSE"

    def _each(self, z: Array, t: Array) -> Array:
        return (z - t) ** 2

    def _slope(self, z: Array, t: Array) -> Array:
        return 2.0 * (z - t)

    def output_slope_from_logit(self, y: Array, t: Array) -> Array:
        return 2.0 * _residual(*output_and_rest(y), t)

    def each_from_logit(self, y: Array, t: Array) -> Array:
        return np.asarray(_residual(*output_and_rest(y), t) ** 2)

    def difference_from_logit(self, above: Array, below: Array, t: Array) -> Array:
        # a² - b² = (a - b) (a + b): two losses near 1 would have the same digits, and their outputs have not.
        high, low = output_and_rest(above), output_and_rest(below)
        return np.asarray(_apart(high, low) * (_residual(*high, t) + _residual(*low, t)))

    def slope_from_logit(self, y: Array, t: Array) -> Array:
        # 2 (z - t) · z (1 - z): nothing cancels.
        z, rest = output_and_rest(y)
        return np.asarray(2.0 * _residual(z, rest, t) * z * rest)

    def curvature_from_logit(self, y: Array, t: Array) -> Array:
        # The derivative of 2 (z - t) · s', where s' = z (1 - z) is the slope of the sigmoid and s'' = s' (1 - 2 z).
        # The second term is below 0 for a sample far on the wrong side: there the loss is not convex.
        z, rest = output_and_rest(y)
        slope = z * rest
        return np.asarray(2.0 * (slope**2 + _residual(z, rest, t) * slope * (rest - z)))


def output_and_rest(y: Array) -> tuple[Array, Array]:
    """Logits y of any shape → the output z and 1 - z, each exact to rounding, also where z itself is rounded to 1.

    1 - 1 / (1 + e^-y) = e^-y / (1 + e^-y) = 1 / (e^y + 1), which is the sigmoid of -y.
    """
    # As in `sigmoid`: where an exponential overflows to infinity, 1 divided by it is 0, as it should be.
    with np.errstate(over="ignore"):
        return 1.0 / (1.0 + np.exp(np.negative(y))), 1.0 / (1.0 + np.exp(y))


def output_difference(above: Array, below: Array) -> Array:
    """Logits above and below a point, same shape → z above minus z below, with the digits that z or 1 - z has."""
    return _apart(output_and_rest(above), output_and_rest(below))


def _apart(high: tuple[Array, Array], low: tuple[Array, Array]) -> Array:
    """The difference of two z, from z and 1 - z of each: where z is near 1, 1 - z has more digits."""
    (z_high, rest_high), (z_low, rest_low) = high, low
    return np.where(z_high > 0.5, rest_low - rest_high, z_high - z_low)


def _residual(z: Array, rest: Array, t: Array) -> Array:
    """z - t, exact to rounding where t is 0 or 1: the difference of floats near 1 has lost its digits."""
    return np.asarray((1.0 - t) * z - t * rest)


LOSSES: dict[str, type[Loss]] = {"BCE": BCE, "MSE": MSE}


def same_shape(y_out: ArrayLike, y_truth: ArrayLike) -> tuple[Array, Array]:
    """Outputs and targets as float arrays; a scalar may stand for an array of itself.

    Raises ValueError where their shapes differ.
    """
    z, t = np.asarray(y_out, dtype=float), np.asarray(y_truth, dtype=float)
    # (N, 1) against (N,) would broadcast to (N, N) without a word: the classic silent mistake.
    if z.shape != t.shape and () not in (z.shape, t.shape):
        raise ValueError(f"Outputs {z.shape} and targets {t.shape} must have the same shape.")
    return z, t
