"""What stands around a page and is the same at every run of it, so that it is made once."""

import base64
from copy import copy
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from ui.assets import PAGE_STYLES, joined, own_style, player_style
from ui.language.speaking import _, language_code, speaking
from ui.pages import HOME, PAGES

ROOT = Path(__file__).parent.parent.parent


class RawHtml:
    """HTML as it is to be sent: in a text Streamlit would look for a common indentation, line by line."""

    def __init__(self, html: str) -> None:
        self._html = html

    def _repr_html_(self) -> str:
        return self._html


@cache
def style() -> RawHtml:
    """The page's style sheet, and the player's: in the player's own message it would be sent with every other run."""
    return RawHtml(f"<style>{joined(PAGE_STYLES)}{player_style()}</style>".strip())


@cache
def page_style(code: str) -> RawHtml | None:
    """The style sheet of one page, which comes with no other; None where it has none."""
    sheet = own_style(code)
    return RawHtml(f"<style>{sheet}</style>") if sheet else None


@cache
def icon() -> str:
    """The icon, as a part of the page: a file would be fetched anew after every run."""
    return f"data:image/png;base64,{base64.b64encode((ROOT / 'web' / 'icon.png').read_bytes()).decode()}"


def scripts() -> dict[str, StreamlitPage]:
    """The pages as Streamlit knows them, by their codes. In a run of the script; each run has its own of them, in which
    Streamlit notes which one it runs."""
    return {code: copy(page) for code, page in _scripts(language_code()).items()}


@cache
def _scripts(language: str) -> dict[str, StreamlitPage]:
    with speaking(language):
        return {
            code: st.Page(
                ROOT / "pages" / f"{code}.py",
                title=_(page.title),
                default=page is HOME,
                visibility="hidden" if page.in_footer else "visible",
            )
            for code, page in PAGES.items()
        }
