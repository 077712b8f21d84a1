"""The top of a telephone's screen: "Pages" and "Settings", which open one at a time and close again.
On a wider screen all of it is hidden: there Streamlit's own line and sidebar have room. See web/page/telephone.css."""

from collections.abc import Iterable

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from ui.bridge.fixed_component import fixed_component

HTML = """<div class="telephone-top"><button type="button" data-opens="pages" aria-expanded="false">Pages</button>
  <button type="button" data-opens="settings" aria-expanded="false">Settings</button></div>"""


_top = fixed_component("telephone", HTML, "telephone_top.js")


def top(pages: Iterable[StreamlitPage]) -> None:
    """The two buttons, and links to all pages; the settings are the sidebar's own."""
    with st.container(key="telephone-top", gap=None):
        _top()
    with st.container(key="telephone-pages", gap=None):
        for page in pages:
            st.page_link(page)
