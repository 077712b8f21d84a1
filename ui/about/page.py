"""Who made this, which version it is, and what happens to what a visitor brings."""

from ui.page import Page


class About(Page):
    code = "about"
    title = "About"
    place = 9
    in_footer = True
    question = "Who made this, and what happens to what you bring."
    depends_on = frozenset()


PAGE = About()
