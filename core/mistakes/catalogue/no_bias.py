"""A model without the column of ones."""

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array
from core.classifier import Classifier
from core.mistakes.mistake import Mistake


class NoBias(Classifier):
    def initialize_weights(self, weights: ArrayLike | None = None, rng: np.random.Generator | None = None) -> None:
        """W has one row a feature, (D, 1): of D+1 weights the bias is dropped."""
        super().initialize_weights(weights, rng)
        self.W = self.W[: self.num_features]

    def _check_weights(self) -> None:
        """Asks for nothing: the real check wants a row for the bias."""

    def forward(self, X: ArrayLike) -> Array:
        """X (N, D) → the output z (N, 1) of a model that has no bias."""
        self._check_weights()
        X1 = self._as_samples(X)  # wrong: the column of ones is missing
        y = X1 @ self.W
        z: Array = self.sigmoid(y)
        self.cache = (X1, z)
        return z


MISTAKE = Mistake(
    key="no-bias",
    place=6,
    name="no bias column",
    hint="The bias needs a column of ones to multiply. Without it dW has D rows instead of D + 1, and yet the "
    "model's own gradient check stays green: it is the right gradient of a smaller model.",
    part="forward",
    right=Classifier.forward,
    wrong=NoBias.forward,
    unseen="the bias has no effect.",
    model=NoBias,
)
