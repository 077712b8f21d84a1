"""The list of lessons; each opens in a page of its own, which needs no session (see card.py)."""

from ui.page import Page


class Lessons(Page):
    code = "lessons"
    title = "Lessons"
    place = -1
    question = "Predict, see, explain: what exercise 4 needs of the gradient, in about an hour."
    depends_on = frozenset()


PAGE = Lessons()
