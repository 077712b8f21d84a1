"""The loss called with targets and outputs in each other's place."""

from typing import Any

from numpy.typing import ArrayLike

from core.loss import BCE, same_shape
from core.mistakes.mistake import Mistake


class Swapped(BCE):
    def backward(self, y_out: ArrayLike, y_truth: ArrayLike) -> Any:
        """As if called as loss.backward(t, z): divides by targets, and those are 0 or 1."""
        z, t = same_shape(y_truth, y_out)  # wrong: the outputs come first, the targets second
        slope = self._slope(z, t)
        return slope / max(slope.size, 1)


MISTAKE = Mistake(
    key="swapped",
    place=5,
    name="targets and outputs swapped",
    hint="BCE is not symmetric: the outputs come first, the targets second. Swapped, it divides by targets that "
    "are 0, and the gradients become inf, or astronomically large where the code guards against 0.",
    part="loss",
    right=BCE.backward,
    wrong=Swapped.backward,
    unseen="outputs and targets happen to be interchangeable.",
    loss=Swapped,
)
