"""One step on paper: its numbers are covered, and judged as they are typed."""

from ui.page import Page


class ByHand(Page):
    code = "by_hand"
    title = "By hand"
    place = 7


PAGE = ByHand()
