"""Lecture mode on a page without a player, which has its own: a button that makes text large and hides the rest."""

from ui.bridge.fixed_component import fixed_component
from ui.settings import session

HTML = """<button type="button" class="lecture-button" aria-label="Lecture mode"
  title="Lecture mode: large, and nothing but the charts (L)"><svg viewBox="0 0 24 24" aria-hidden="true">
  <path d="M2 4h20v12h-9v2l4 3h-3l-2-1.5L10 21H7l4-3v-2H2zM4 6v8h16V6z" /></svg></button>"""


_button = fixed_component("lecture", HTML, "lecture_button.js")


def button() -> None:
    """The button; the keys L and Esc do the same. What a lecture shows stands in a container "for-lecture …"."""
    _button(key=session.LECTURE_BUTTON.name)
