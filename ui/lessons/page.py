"""The list of lessons; each opens in a page of its own, which needs no session (see card.py)."""

from ui.page import Page


class Lessons(Page):
    code = "lessons"
    title = "Lessons"
    place = -1
    question = "Predict, see, explain: everything about the gradient that exercise 4 of I2DL needs, in about an hour."
    depends_on = frozenset()


PAGE = Lessons()
