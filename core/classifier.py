"""The model: a linear map, then a sigmoid.
`forward` fills the cache; `backward` reads it, so that nothing is computed twice."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array


def sigmoid(x: ArrayLike) -> Any:
    """1 / (1 + e^-x), elementwise, for any float: no overflow, no warning.

    Parameters
    ----------
    x : array of any shape, or a scalar

    Returns
    -------
    float64 of the same shape, between 0 and 1
    """
    x = np.asarray(x, dtype=float)
    # e^-x overflows to infinity for x < -709. Then 1 / (1 + inf) is 0, as it should be.
    with np.errstate(over="ignore"):
        return 1.0 / (1.0 + np.exp(-x))


def with_ones(X: Array) -> Array:
    """X (N, D) → (N, D+1): the column of ones that the bias multiplies stands last."""
    return np.column_stack([X, np.ones(len(X))])


class Classifier:
    """A sigmoid classifier: y = X W (the logit), z = sigmoid(y) (the output).

    Parameters
    ----------
    num_features : D, the number of columns of X

    Attributes
    ----------
    W : (D+1, 1) weights, the bias last
    cache : None, or (X with ones (N, D+1), z (N, 1)) of the last forward pass
    slopes : None, or (dz/dy (N, 1), dL/dy (N, 1)) of the last backward pass, kept only to be looked at
    """

    def __init__(self, num_features: int) -> None:
        self.num_features = num_features
        self.cache: tuple[Array, Array] | None = None
        self.slopes: tuple[Array, Array] | None = None
        self.initialize_weights()

    def initialize_weights(self, weights: ArrayLike | None = None, rng: np.random.Generator | None = None) -> None:
        """Set W to `weights`, (D+1, 1) or D+1 numbers; without them, to small random numbers from `rng`.

        Raises ValueError where the shape is wrong or a weight is not finite.
        """
        if weights is None:
            rng = np.random.default_rng(0) if rng is None else rng
            weights = 0.001 * rng.standard_normal((self.num_features + 1, 1))
        W = np.array(weights, dtype=float)
        self.W = W[:, np.newaxis] if W.ndim == 1 else W
        self._check_weights()

    def forward(self, X: ArrayLike) -> Array:
        """X (N, D) → the output z (N, 1). Fills the cache with X (and its ones) and z.

        Raises ValueError where X has the wrong number of features, a NaN or an infinity.
        """
        self._check_weights()
        X1 = with_ones(self._as_samples(X))
        y = X1 @ self.W
        z: Array = self.sigmoid(y)
        self.cache = (X1, z)
        return z

    def backward(self, dout: ArrayLike) -> Array:
        """The upstream gradient dout = dL/dz (N, 1) → dW = dL/dW (D+1, 1).

        The chain rule, one factor a line:
          z = sigmoid(y)  so  dz/dy = z (1 - z): the cached z is enough, no new exponential
          L depends on y only through z  so  dL/dy = dL/dz · dz/dy, elementwise
          y = X W  so  dL/dW = Xᵀ · dL/dy, the sum of one arrow x · dL/dy per sample

        Raises RuntimeError before any forward, ValueError where dout has not the shape of z.
        """
        if self.cache is None:
            raise RuntimeError("backward() needs the cache that forward() fills: call forward(X) first.")
        X1, z = self.cache
        dout = np.asarray(dout, dtype=float)
        if dout.shape not in ((), z.shape):
            raise ValueError(f"dout must have the shape of z, {z.shape}, but has {dout.shape}.")
        dz_dy = z * (1.0 - z)
        dy = dout * dz_dy
        dW: Array = X1.T @ dy
        self.slopes = (dz_dy, dy)
        return dW

    def sigmoid(self, x: ArrayLike) -> Any:
        """The sigmoid of `x`, of any shape, elementwise; see `core.classifier.sigmoid`."""
        return sigmoid(x)

    def __call__(self, X: ArrayLike) -> Array:
        return self.forward(X)

    def _check_weights(self) -> None:
        shape = (self.num_features + 1, 1)
        if np.shape(self.W) != shape:
            raise ValueError(
                f"W must have shape {shape} (one weight a feature, the bias last), not {np.shape(self.W)}."
            )
        if not np.isfinite(self.W).all():
            raise ValueError("W holds a NaN or an infinity.")

    def _as_samples(self, X: ArrayLike) -> Array:
        """X as float (N, D). A scalar is one sample; a flat list is one feature's column, or one sample."""
        X = np.asarray(X, dtype=float)
        if X.ndim < 2:
            X = X.reshape(-1, 1) if self.num_features == 1 else X.reshape(1, -1)
        if X.ndim != 2 or X.shape[1] != self.num_features:
            raise ValueError(f"X must have shape (N, {self.num_features}), one column a feature, not {X.shape}.")
        if not np.isfinite(X).all():
            raise ValueError("X holds a NaN or an infinity.")
        return X
