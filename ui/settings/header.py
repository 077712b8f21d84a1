"""What stands on top of every page: its title, what there is to find out on it, and where to go next."""

import html

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from ui.language.speaking import _
from ui.lessons.card import address as lesson_address
from ui.lessons.place import find
from ui.page import Page
from ui.pages import PAGES, after
from ui.settings import address, language, session


def words(page: Page, chosen: str, invites: bool = True) -> str:
    """What a page's header says, as HTML.

    chosen : the language that its links ask for, "" for none
    invites : whether it asks a question of its own, where the page has one
    """
    said = f"<h1>{html.escape(_(page.title))}</h1><p>{html.escape(_(page.question))}</p>"
    if page.invitation and invites:
        way, predict, press = html.escape(lesson_address(page.lesson, "1", chosen)), _("Predict it"), _("or press →")
        ways = f'<a href="{way}">{predict}</a> <span>{press}</span>'
        said += f'<p class="gx-invitation">{html.escape(_(page.invitation))} {ways}</p>'
    return said


def header(page: Page, scripts: dict[str, StreamlitPage]) -> None:
    """Draw the header of a page. `scripts` are the pages as Streamlit knows them, by their codes."""
    chosen = session.LANGUAGE_CHOSEN.get()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="page-header"):
        asked = address.query()
        # A class's link has a question; two would be one too many.
        said = words(page, chosen, invites="predict" not in asked)
        place = find(asked)[0]
        if place is not None:
            moment = lesson_address(place.lesson.name, place.lesson.spelled(place.at), chosen)
            way, back = html.escape(moment), _("Back to the lesson")
            said += f'<p class="gx-back"><a href="{way}">{back}</a></p>'
        st.html(said)
        _next(page, scripts)
        language.switch()


def onward(page: Page, scripts: dict[str, StreamlitPage]) -> None:
    """Draw where to go next once more, at a page's end: a telephone has no room for it in the header."""
    with st.container(key="telephone-next", gap=None):
        _next(page, scripts)


def _next(page: Page, scripts: dict[str, StreamlitPage]) -> None:
    following = after(page)
    if following is not None:
        label = _("Next: {page}", page=_(following.title))
        st.page_link(scripts[following.code], label=label, help=_(following.question))


def footer(scripts: dict[str, StreamlitPage]) -> None:
    """Draw the links to the pages that the navigation leaves out."""
    for page in PAGES.values():
        if page.in_footer:
            st.page_link(scripts[page.code], label=_(page.title), help=_(page.question))
