"""What stands on top of every page: its title, what there is to find out on it, and where to go next."""

import html

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from ui.language.speaking import _
from ui.lessons.card import address as lesson_address
from ui.lessons.place import find
from ui.page import Page
from ui.pages import PAGES, after
from ui.settings import address, session, spoken


def header(page: Page, scripts: dict[str, StreamlitPage]) -> None:
    """Draw the header of a page. `scripts` are the pages as Streamlit knows them, by their codes."""
    chosen = session.LANGUAGE_CHOSEN.get()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="page-header"):
        words = f"<h1>{html.escape(_(page.title))}</h1><p>{html.escape(_(page.question))}</p>"
        if page.invitation:
            way, predict, press = (
                html.escape(lesson_address(page.lesson, 1, chosen)),
                _("Predict it"),
                _("or press →"),
            )
            ways = f'<a href="{way}">{predict}</a> <span>{press}</span>'
            words += f'<p class="gx-invitation">{html.escape(_(page.invitation))} {ways}</p>'
        place = find(address.query())[0]
        if place is not None:
            way, back = html.escape(lesson_address(place.lesson.name, place.at, chosen)), _("Back to the lesson")
            words += f'<p class="gx-back"><a href="{way}">{back}</a></p>'
        st.html(words)
        following = after(page)
        if following is not None:
            st.page_link(
                scripts[following.code], label=_("Next: {page}", page=_(following.title)), help=_(following.question)
            )
        spoken.switch()


def footer(scripts: dict[str, StreamlitPage]) -> None:
    """Draw the links to the pages that the navigation leaves out."""
    for page in PAGES.values():
        if page.in_footer:
            st.page_link(scripts[page.code], label=_(page.title), help=_(page.question))
