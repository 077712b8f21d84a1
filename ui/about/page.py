"""Who made this, which version it is, and what happens to what a visitor brings."""

from ui.page import Page


class About(Page):
    code = "about"
    title = "About"
    place = 9
    in_footer = True
    question = "Where this comes from, and what happens to your data."
    depends_on = frozenset()


PAGE = About()
