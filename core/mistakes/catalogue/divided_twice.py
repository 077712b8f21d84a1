"""The mean's 1/N applied twice."""

from typing import Any

from numpy.typing import ArrayLike

from core.loss import BCE, same_shape
from core.mistakes.mistake import Mistake


class DividedTwice(BCE):
    def backward(self, y_out: ArrayLike, y_truth: ArrayLike) -> Any:
        """Outputs z and targets t, same shape → dL/dz, divided by N and by N again."""
        z, t = same_shape(y_out, y_truth)
        slope = self._slope(z, t)
        return slope / max(slope.size, 1) / max(slope.size, 1)  # wrong: L has one 1/N, not two


MISTAKE = Mistake(
    key="twice-n",
    place=1,
    name="1/N applied twice",
    hint="The 1/N of the mean belongs in one place only. Applied twice, it makes all gradients exactly N times too "
    "small, and training seems to stand still.",
    part="loss",
    right=BCE.backward,
    wrong=DividedTwice.backward,
    unseen="with N = 1, or where dL/dz is zero, a factor 1/N makes no difference.",
    factor="1/N",
    loss=DividedTwice,
)
