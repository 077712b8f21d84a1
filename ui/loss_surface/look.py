"""What a visitor may choose of the picture on the page "Loss surface"."""

from dataclasses import dataclass

from core.loss import LOSSES
from core.scenario import Scenario
from core.surface.sections import Choice
from ui.language.speaking import N_

HEIGHTS = (N_("as trained"), *LOSSES)


BESIDE = ("3-D", N_("other loss"))


FIELDS = (N_("none"), N_("linear"), N_("log"))


AROUND = (N_("all"), N_("steps only"))


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
