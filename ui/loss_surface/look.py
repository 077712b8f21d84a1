"""What a visitor may choose of the picture on the page "Loss surface"."""

from dataclasses import dataclass

from core.loss import LOSSES
from core.scenario import Scenario
from core.surface.sections import Choice

HEIGHTS = ("as trained", *LOSSES)


BESIDE = ("3-D", "other loss")


FIELDS = ("none", "linear", "log")


AROUND = ("all", "steps only")


DEFAULT_CHOICE = Choice()


@dataclass(frozen=True)
class Look:
    """What the visitor chooses of the picture: the section, the loss whose height it is, and what is drawn besides."""

    choice: Choice = DEFAULT_CHOICE
    height: str = HEIGHTS[0]
    beside: str = BESIDE[0]
    field: str = FIELDS[0]
    around: str = AROUND[0]

    def loss(self, scenario: Scenario) -> str:
        """The name of the loss that is the height."""
        return scenario.loss if self.height == HEIGHTS[0] else self.height
