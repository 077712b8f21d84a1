"""The column of ones first, where W has its bias last."""

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array
from core.classifier import Classifier
from core.mistakes.mistake import Mistake


def ones_first(X: Array) -> Array:
    """X (N, D) → (N, D+1): the column of ones stands first, where W has a feature's weight."""
    return np.column_stack([np.ones(len(X)), X])


class BiasFirst(Classifier):
    def forward(self, X: ArrayLike) -> Array:
        """X (N, D) → the output z (N, 1), every weight meeting the wrong column."""
        self._check_weights()
        X1 = ones_first(self._as_samples(X))  # wrong: in W the bias stands last
        y = X1 @ self.W
        z: Array = self.sigmoid(y)
        self.cache = (X1, z)
        return z


MISTAKE = Mistake(
    key="bias-first",
    place=7,
    name="bias column first",
    hint="The ones must stand where W has its bias: last. Put first, they make every weight meet the wrong column: "
    "z is wrong as soon as the weights differ, and the rows of dW come in another order.",
    part="forward",
    right=Classifier.forward,
    wrong=BiasFirst.forward,
    unseen="at these numbers the order of the columns makes no difference.",
    model=BiasFirst,
)
