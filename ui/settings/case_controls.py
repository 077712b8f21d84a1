"""The classic cases, each in one click."""

import html

import streamlit as st

from ui.language.speaking import _
from ui.settings import changes, session
from ui.settings.cases import BY_NAME, case_of
from ui.settings.choice import in_words
from ui.settings.parameter import Settings


def _on_case() -> None:
    """In a callback: the case that was chosen, from step 0."""
    case = BY_NAME.get(session.CASE.get() or "")
    if case is not None:
        changes.apply(case.settings)


def cases(settings: Settings) -> None:
    """The classic cases: which one this is, and what there is to see in it."""
    case = case_of(settings)
    session.CASE.set(case.name if case else None)
    st.selectbox(
        _("Case"),
        tuple(BY_NAME),
        key=session.CASE.name,
        on_change=_on_case,
        placeholder=_("your own settings"),
        help=_("Classic cases, each in one click: the sidebar shows what each one changes."),
        format_func=in_words(tuple(BY_NAME)),
    )
    about = _(case.about) if case else _("Your own settings: choose a case to start over.")
    st.html(f"<p>{html.escape(about)}</p>")
