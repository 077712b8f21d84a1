"""From a gradient to new weights: gradient descent, and three rules that remember earlier gradients.
Each keeps the weights' shape (D+1, 1) and replaces `model.W`; an array handed out earlier never changes."""

import numpy as np

from core.arrays import Array
from core.classifier import Classifier


class Optimizer:
    """Gradient descent: W ← W - lr · dW.

    Parameters
    ----------
    model : the Classifier whose W is updated
    learning_rate : lr, how far to go along -dW. As an attribute it may also be M of them, (M, 1, 1),
        where model.W holds the weights of M runs, (M, D+1, 1): every rule here works elementwise.
    """

    def __init__(self, model: Classifier, learning_rate: float = 5e-5) -> None:
        self.model = model
        self.learning_rate: float | Array = learning_rate

    def step(self, dw: Array) -> None:
        """One update of model.W from the gradient `dw` (D+1, 1)."""
        self.model.W = self.model.W - self.learning_rate * self.direction(dw)

    def direction(self, dw: Array) -> Array:
        """What the learning rate multiplies: here, the gradient itself."""
        return dw


class Momentum(Optimizer):
    """A heavy ball: v ← 0.9 v + dW, W ← W - lr · v (Polyak 1964; the form of PyTorch's SGD)."""

    def __init__(self, model: Classifier, learning_rate: float = 5e-5, momentum: float = 0.9) -> None:
        super().__init__(model, learning_rate)
        self.momentum = momentum
        self.velocity: Array = np.zeros_like(model.W)

    def direction(self, dw: Array) -> Array:
        self.velocity = self.momentum * self.velocity + dw
        return self.velocity


class RMSProp(Optimizer):
    """Each weight by its own scale: s ← 0.99 s + 0.01 dW², W ← W - lr · dW / (√s + 1e-8) (Hinton's lecture 6e)."""

    def __init__(self, model: Classifier, learning_rate: float = 5e-5, decay: float = 0.99, eps: float = 1e-8) -> None:
        super().__init__(model, learning_rate)
        self.decay, self.eps = decay, eps
        self.square: Array = np.zeros_like(model.W)

    def direction(self, dw: Array) -> Array:
        self.square = self.decay * self.square + (1 - self.decay) * dw**2
        return dw / (np.sqrt(self.square) + self.eps)


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


OPTIMIZERS: dict[str, type[Optimizer]] = {
    "gradient descent": Optimizer,
    "momentum": Momentum,
    "RMSProp": RMSProp,
    "Adam": Adam,
}
