"""Lecture mode on a page without a player, which has its own: a button that makes text large and hides the rest."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from ui.assets import text
from ui.language.catalogue import languages
from ui.language.html import translated
from ui.language.speaking import current, speaking
from ui.settings import session

HTML = """<button type="button" class="lecture-button" aria-label="Lecture mode"
  title="Lecture mode: large and alone (L)"><svg viewBox="0 0 24 24" aria-hidden="true">
  <path d="M2 4h20v12h-9v2l4 3h-3l-2-1.5L10 21H7l4-3v-2H2zM4 6v8h16V6z" /></svg></button>"""


def _component(language: str) -> Callable[..., Any]:
    with speaking(language):
        return st.components.v2.component(
            f"gradient_explorer_lecture_{language}",
            html=translated(HTML),
            js=text("lecture_button.js"),
            isolate_styles=False,
        )


_buttons = {language: _component(language) for language in languages()}


def button() -> None:
    """The button; the keys L and Esc do the same. What a lecture shows stands in a container "for-lecture …"."""
    _buttons[current()](key=session.LECTURE_BUTTON.name)
