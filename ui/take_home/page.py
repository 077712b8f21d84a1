"""The page as a file, the numbers as tables and as code, the scenario to load again."""

from ui.page import Page


class TakeHome(Page):
    code = "take_home"
    title = "Take home"
    place = 8


PAGE = TakeHome()
