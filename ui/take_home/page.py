"""The page as a file, the numbers as tables and as code, the scenario to load again."""

from ui.page import Page


class TakeHome(Page):
    code = "take_home"
    title = "Export"
    place = 8
    question = "Take this run with you: as a page, a notebook or a table of every step."


PAGE = TakeHome()
