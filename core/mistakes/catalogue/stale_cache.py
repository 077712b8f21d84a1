"""A cache that is filled once and never again."""

from numpy.typing import ArrayLike

from core.arrays import Array
from core.classifier import Classifier, with_ones
from core.mistakes.mistake import Mistake


class StaleCache(Classifier):
    def forward(self, X: ArrayLike) -> Array:
        """X (N, D) → the output z (N, 1). Fills the cache once, and never again."""
        self._check_weights()
        X1 = with_ones(self._as_samples(X))
        y = X1 @ self.W
        z: Array = self.sigmoid(y)
        if self.cache is None:  # wrong: every forward must refresh the cache
            self.cache = (X1, z)
        return z


MISTAKE = Mistake(
    key="stale-cache",
    place=10,
    name="stale cache",
    hint="backward reads what forward has left in the cache. Where a later forward does not refresh it, dz/dy "
    "belongs to older weights: all is right in the first step, and wrong from the second on.",
    part="forward",
    right=Classifier.forward,
    wrong=StaleCache.forward,
    unseen="the cached outputs have the same slopes as the new ones.",
    model=StaleCache,
)
