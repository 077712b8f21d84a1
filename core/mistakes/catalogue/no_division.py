"""The loss's gradient of a sum, where L is a mean."""

from typing import Any

from numpy.typing import ArrayLike

from core.loss import BCE, same_shape
from core.mistakes.mistake import Mistake


class NoDivision(BCE):
    def backward(self, y_out: ArrayLike, y_truth: ArrayLike) -> Any:
        """Outputs z and targets t, same shape → dL/dz, but of a sum and not of a mean."""
        z, t = same_shape(y_out, y_truth)
        return self._slope(z, t)  # wrong: L is a mean over N samples, so 1/N is missing


MISTAKE = Mistake(
    key="no-n",
    place=0,
    name="missing 1/N",
    hint="L is a mean over N samples, so every dL/dz carries a factor 1/N. Without it all gradients are exactly N "
    "times too large, and with the same learning rate every step is N times as long.",
    part="loss",
    right=BCE.backward,
    wrong=NoDivision.backward,
    unseen="with N = 1, or where dL/dz is zero, a factor 1/N makes no difference.",
    factor="N",
    loss=NoDivision,
)
