"""BCE's slope with a plus where a minus belongs."""

import numpy as np

from core.arrays import Array
from core.loss import BCE, TINY
from core.mistakes.mistake import Mistake


class WrongSign(BCE):
    def _slope(self, z: Array, t: Array) -> Array:
        # The derivative of log z is 1 / z; the derivative of log(1 - z) is -1 / (1 - z).
        return -(t / np.maximum(z, TINY) + (1.0 - t) / np.maximum(1.0 - z, TINY))  # wrong: + where - belongs


MISTAKE = Mistake(
    key="bce-sign",
    place=4,
    name="wrong sign in BCE's slope",
    hint="The derivative of log(1 − z) is −1/(1 − z). With a plus inside, dL/dz keeps its size but has the wrong "
    "sign for every sample of class 0, so that all outputs are pushed toward 1.",
    part="loss",
    right=BCE._slope,
    wrong=WrongSign._slope,
    unseen="every target is 1, so the term with the wrong sign is zero.",
    loss=WrongSign,
)
