"""The sigmoid's slope, taken of the output and not of the logit."""

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array
from core.classifier import Classifier
from core.mistakes.mistake import Mistake


class SlopeOfOutput(Classifier):
    def backward(self, dout: ArrayLike) -> Array:
        """The upstream gradient dout = dL/dz (N, 1) → dW (D+1, 1), with the sigmoid taken twice."""
        if self.cache is None:
            raise RuntimeError("backward() needs the cache that forward() fills: call forward(X) first.")
        X1, z = self.cache
        dout = np.asarray(dout, dtype=float)
        dz_dy = self.sigmoid(z) * (1.0 - self.sigmoid(z))  # wrong: z is the output already, not the logit
        dy = dout * dz_dy
        dW: Array = X1.T @ dy
        self.slopes = (dz_dy, dy)
        return dW


MISTAKE = Mistake(
    key="slope-of-output",
    place=3,
    name="σ′ of the output",
    hint="The cache holds the output z, and z(1 − z) is the slope already. A second sigmoid, of z, puts every "
    "slope between 0.196 and 0.25, however sure the model is.",
    part="backward",
    right=Classifier.backward,
    wrong=SlopeOfOutput.backward,
    unseen="at these outputs both slopes happen to be the same.",
    model=SlopeOfOutput,
)
