"""The top of a telephone's screen: "Pages" and "Settings", which open one at a time and close again.
On a wider screen all of it is hidden: there Streamlit's own line and sidebar have room. See web/page.css."""

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from ui.assets import text
from ui.language.catalogue import languages
from ui.language.html import translated
from ui.language.speaking import current, speaking
from ui.settings import session

HTML = """<div class="telephone-top"><button type="button" data-opens="pages" aria-expanded="false">Pages</button>
  <button type="button" data-opens="settings" aria-expanded="false">Settings</button></div>"""


def _component(language: str) -> Callable[..., Any]:
    with speaking(language):
        return st.components.v2.component(
            f"gradient_explorer_telephone_{language}",
            html=translated(HTML),
            js=text("telephone_top.js"),
            isolate_styles=False,
        )


_tops = {language: _component(language) for language in languages()}


def top(pages: Iterable[StreamlitPage]) -> None:
    """The two buttons, and links to all pages; the settings are the sidebar's own."""
    with st.container(key="telephone-top", gap=None):
        _tops[current()](key=session.TELEPHONE_TOP.name)
    with st.container(key="telephone-pages", gap=None):
        for page in pages:
            st.page_link(page)
