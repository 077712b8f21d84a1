"""Momentum: a heavy ball that rolls on where the last steps took it."""

import numpy as np

from core.arrays import Array
from core.classifier import Classifier
from core.optimizer.gradient_descent import Optimizer
from core.optimizer.rule import Rule
from core.sentence import Sentence

MOMENTUM = 0.9


class Momentum(Optimizer):
    """A heavy ball: v ← 0.9 v + dW, W ← W - lr · v (Polyak 1964; the form of PyTorch's SGD)."""

    def __init__(self, model: Classifier, learning_rate: float = 5e-5, momentum: float = MOMENTUM) -> None:
        super().__init__(model, learning_rate)
        self.momentum = momentum
        self.velocity: Array = np.zeros_like(model.W)

    def direction(self, dw: Array) -> Array:
        self.velocity = self.momentum * self.velocity + dw
        return self.velocity


RULE = Rule(
    name="momentum",
    place=1,
    optimizer=Momentum,
    about=Sentence("adds {momentum} of the previous step", momentum=MOMENTUM),
    # Polyak 1964; Goh, Why momentum really works, Distill 2017.
    stable=2.0 * (1.0 + MOMENTUM),
    rolls=True,
    stable_formula=f"2(1 + {MOMENTUM})/λ₁",
    script_memory="velocity = np.zeros_like(w)\n",
    script_update=f"    velocity = {MOMENTUM} * velocity + gradient\n    w = w - lr * velocity\n",
)
