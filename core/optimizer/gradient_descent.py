"""Gradient descent: a step against the gradient, lr times as long.
It keeps the weights' shape (D+1, 1) and replaces `model.W`; an array handed out earlier never changes."""

from core.arrays import Array
from core.classifier import Classifier
from core.optimizer.rule import Rule


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
        """What the learning rate multiplies, of the shape of `dw`, (D+1, 1): here, the gradient itself."""
        return dw


RULE = Rule(
    name="gradient descent",
    place=0,
    optimizer=Optimizer,
    about="takes lr · dW",
    # Along an axis with curvature c, a step multiplies the distance to the bottom by 1 - lr · c.
    stable=2.0,
    script_update="    w = w - lr * gradient\n",
)
