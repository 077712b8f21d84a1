"""One step on paper: its numbers are covered, and judged as they are typed."""

from core.mistakes import hand_calculation
from ui.language.speaking import _
from ui.page import ALWAYS, Moment, Page
from ui.settings.parameter import Settings


class ByHand(Page):
    code = "by_hand"
    title = "Work it out"
    place = 2
    menu = "One step"
    question = "Can you find the same numbers? Work out one step on paper, and check each result."
    depends_on = ALWAYS | {"notation"}

    def idle(self, settings: Settings) -> frozenset[str]:
        # Of other data it takes nothing: its case has a loss, a rate and weights of its own.
        return frozenset() if settings["data"] == hand_calculation.DATA else ALWAYS - {"data"}

    def sentence(self, settings: Settings, moment: Moment) -> str:
        if settings["data"] != hand_calculation.DATA:
            # It takes other data, which are small enough.
            return _("One step to work out on paper")
        return _("{case}, step {step}, to work out on paper", case=moment.case, step=moment.step)


PAGE = ByHand()
