"""Adam: momentum, and a scale of its own for each weight."""

import numpy as np

from core.arrays import Array
from core.classifier import Classifier
from core.optimizer.gradient_descent import Optimizer
from core.optimizer.rule import Rule


class Adam(Optimizer):
    """Momentum and scale together, both freed of their start at zero (Kingma & Ba 2015, algorithm 1)."""

    def __init__(
        self,
        model: Classifier,
        learning_rate: float = 5e-5,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
    ) -> None:
        super().__init__(model, learning_rate)
        self.beta1, self.beta2, self.eps = beta1, beta2, eps
        self.mean: Array = np.zeros_like(model.W)
        self.square: Array = np.zeros_like(model.W)
        self.count = 0

    def direction(self, dw: Array) -> Array:
        self.count += 1
        self.mean = self.beta1 * self.mean + (1 - self.beta1) * dw
        self.square = self.beta2 * self.square + (1 - self.beta2) * dw**2
        mean = self.mean / (1 - self.beta1**self.count)
        square = self.square / (1 - self.beta2**self.count)
        return mean / (np.sqrt(square) + self.eps)


RULE = Rule(
    name="Adam",
    place=3,
    optimizer=Adam,
    about="gives each weight its own scale, and averages past gradients",
    compared_rate=0.05,
    script_memory="mean, square = np.zeros_like(w), np.zeros_like(w)\n",
    script_update="    mean = 0.9 * mean + (1 - 0.9) * gradient\n"
    "    square = 0.999 * square + (1 - 0.999) * gradient**2\n"
    "    m, s = mean / (1 - 0.9 ** (step + 1)), square / (1 - 0.999 ** (step + 1))\n"
    "    w = w - lr * (m / (np.sqrt(s) + 1e-8))\n",
)
