"""The update that climbs."""

from core.arrays import Array
from core.mistakes.mistake import Mistake
from core.optimizer import Optimizer


class Ascent(Optimizer):
    def step(self, dw: Array) -> None:
        """One update of model.W from the gradient `dw` (D+1, 1): uphill."""
        self.model.W = self.model.W + self.learning_rate * self.direction(dw)  # wrong: the gradient points uphill


MISTAKE = Mistake(
    key="ascent",
    place=9,
    name="W + lr · dW",
    hint="The gradient points uphill, so the update subtracts it. With a plus the gradient check stays green, but "
    "the loss rises at every step.",
    part="update",
    right=Optimizer.step,
    wrong=Ascent.step,
    unseen="dW is almost zero, so the update goes nowhere.",
    factor="−1",
    optimizer=Ascent,
)
