"""The chain rule with a factor left out."""

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array
from core.classifier import Classifier
from core.mistakes.mistake import Mistake


class NoSlope(Classifier):
    def backward(self, dout: ArrayLike) -> Array:
        """The upstream gradient dout = dL/dz (N, 1) → dW (D+1, 1), with a factor of the chain left out."""
        if self.cache is None:
            raise RuntimeError("backward() needs the cache that forward() fills: call forward(X) first.")
        X1, z = self.cache
        dout = np.asarray(dout, dtype=float)
        dz_dy = z * (1.0 - z)
        dy = dout  # wrong: · dz_dy is missing
        dW: Array = X1.T @ dy
        self.slopes = (dz_dy, dy)
        return dW


MISTAKE = Mistake(
    key="no-slope",
    place=2,
    name="no σ′ in the chain",
    hint="The chain rule multiplies dL/dz by dz/dy = z(1 − z). Without that factor dL/dy repeats dL/dz, and is at "
    "least four times too large, because z(1 − z) is never more than 1/4.",
    part="backward",
    right=Classifier.backward,
    wrong=NoSlope.backward,
    unseen="dL/dz is zero, so a missing factor cannot be seen.",
    model=NoSlope,
)
