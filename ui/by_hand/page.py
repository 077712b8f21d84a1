"""One step on paper: its numbers are covered, and judged as they are typed."""

from ui.page import ALWAYS, Page


class ByHand(Page):
    code = "by_hand"
    title = "Work it out"
    place = 2
    menu = "One step"
    question = "Can you find the same numbers? Work out one step on paper, and check each result."
    depends_on = ALWAYS | {"notation"}


PAGE = ByHand()
