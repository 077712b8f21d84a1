"""RMSProp: each weight by the size that its own gradients had lately."""

import numpy as np

from core.arrays import Array
from core.classifier import Classifier
from core.optimizer.gradient_descent import Optimizer
from core.optimizer.rule import Rule


class RMSProp(Optimizer):
    """Each weight by its own scale: s ← 0.99 s + 0.01 dW², W ← W - lr · dW / (√s + 1e-8) (Hinton's lecture 6e)."""

    def __init__(self, model: Classifier, learning_rate: float = 5e-5, decay: float = 0.99, eps: float = 1e-8) -> None:
        super().__init__(model, learning_rate)
        self.decay, self.eps = decay, eps
        self.square: Array = np.zeros_like(model.W)

    def direction(self, dw: Array) -> Array:
        self.square = self.decay * self.square + (1 - self.decay) * dw**2
        return dw / (np.sqrt(self.square) + self.eps)


RULE = Rule(
    name="RMSProp",
    place=2,
    optimizer=RMSProp,
    about="gives each weight its own scale",
    compared_rate=0.05,
    script_memory="square = np.zeros_like(w)\n",
    script_update="    square = 0.99 * square + (1 - 0.99) * gradient**2\n"
    "    w = w - lr * (gradient / (np.sqrt(square) + 1e-8))\n",
)
