"""X · dL/dy, where dW takes Xᵀ · dL/dy."""

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array
from core.classifier import Classifier
from core.mistakes.mistake import Mistake


class NoTranspose(Classifier):
    def backward(self, dout: ArrayLike) -> Array:
        """The upstream gradient dout = dL/dz (N, 1) → raises ValueError, unless N = D+1: then wrong numbers."""
        if self.cache is None:
            raise RuntimeError("backward() needs the cache that forward() fills: call forward(X) first.")
        X1, z = self.cache
        dout = np.asarray(dout, dtype=float)
        dz_dy = z * (1.0 - z)
        dy = dout * dz_dy
        self.slopes = (dz_dy, dy)
        dW: Array = X1 @ dy  # wrong: dW has one row per weight, so it takes X1.T
        return dW


MISTAKE = Mistake(
    key="no-transpose",
    place=8,
    name="X instead of Xᵀ",
    hint="dW has one row per weight, which takes Xᵀ (D+1, N) · dL/dy (N, 1). X · dL/dy does not fit, unless "
    "N = D + 1: then it is silently wrong.",
    part="backward",
    right=Classifier.backward,
    wrong=NoTranspose.backward,
    unseen="X · dL/dy happens to give the same as Xᵀ · dL/dy.",
    model=NoTranspose,
)
