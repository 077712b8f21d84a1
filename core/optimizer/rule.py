"""What there is to say of an optimizer besides its code: its name, its largest stable rate, how a script writes it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Rule:
    """One optimizer.

    name : in links and on screen · place : among the others
    optimizer : the class that takes the steps, an Optimizer or a subclass
    about : what it makes of dW, to follow its name
    stable : the largest learning rate with which it settles, times the steepest curvature λ₁; None where it measures
        its steps by earlier gradients and not by the curvature
    stable_formula : where its factor comes from; without it the factor stands for itself
    rolls : whether a step goes on where earlier ones went, so that it may cross a valley at any rate
    compared_rate : the learning rate that it is compared with other optimizers at; None takes the chosen one
    script_memory, script_update : lines of plain NumPy, as a script of the run has them: what it remembers, and its
        update of w from gradient, with lr and step
    """

    name: str
    place: int
    optimizer: type[Any]
    about: str
    script_update: str
    script_memory: str = ""
    stable: float | None = None
    stable_formula: str = ""
    rolls: bool = False
    compared_rate: float | None = None

    @property
    def stable_rate(self) -> str:
        """The largest stable rate as it is written: "2/λ₁"."""
        return f"{self.stable:g}/λ₁"
