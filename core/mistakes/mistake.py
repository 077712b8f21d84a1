"""What there is to say of one mistake, and what runs it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from core.classifier import Classifier
from core.loss import BCE
from core.optimizer import Optimizer

# The parts of a step, in the order in which it runs them.
Part = Literal["forward", "loss", "backward", "update"]


@dataclass(frozen=True)
class Mistake:
    """One mistake: its words, the two pieces of code to lay side by side, and the classes that run it.

    key : its name in links
    name : on a switch, at most 28 characters · place : among the others
    hint : what is wrong, and how one recognises it
    part : of the step, in which it strikes: the model's forward pass with its cache, the loss's gradient, the model's
        backward pass, or the update
    right, wrong : the functions whose source is shown
    unseen : when it changes nothing, to follow "Here the mistake changes nothing: "
    factor : "N", "1/N" or "−1" where it multiplies the gradient (or, for "−1", the update) by exactly that, else ""
    model, loss, optimizer : what to run; the real class where the mistake is elsewhere
    """

    key: str
    place: int
    name: str
    hint: str
    part: Part
    right: Callable[..., Any]
    wrong: Callable[..., Any]
    unseen: str
    factor: str = ""
    model: type[Classifier] = Classifier
    loss: type[BCE] = BCE
    optimizer: type[Optimizer] = Optimizer
