"""The language of a session: what the address says, what was chosen in this browser before, what the browser asks for.
A switch changes it, which is a choice: from then on the address says it, and so does every link that is made of it."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui.bridge import language_switch, race
from ui.language import preference
from ui.language.catalogue import ENGLISH, languages
from ui.language.speaking import otherwise, speaking
from ui.settings import address, session


@contextmanager
def of_session() -> Iterator[None]:
    """Within the block, the session's language is spoken."""
    name = preference.PARAMETER
    said = session.SETTING(name).get() if race.is_holding_parameter(name) else st.query_params.get(name, "")
    if said in languages():
        # A link's language is that of all pages that are opened from there.
        session.LANGUAGE_CHOSEN.set(said)
    remembered = session.LANGUAGE_CHOSEN.get() or st.context.cookies.get(preference.COOKIE, "")
    accepted = st.context.headers.get("Accept-Language") or st.context.locale or ""
    code = preference.preferred(said, remembered, accepted)
    session.LANGUAGE.set(code)
    with speaking(code):
        yield


def switch() -> None:
    """The switch between all languages, where there is more than one."""
    if len(languages()) > 1:
        language_switch.switch(session.LANGUAGE.get(), choose)


def choose(code: str) -> None:
    """In a callback: this language is spoken from now on."""
    if code in languages():
        session.LANGUAGE_CHOSEN.set(code)
        address.write(preference.PARAMETER, code)


def _of_session() -> str:
    return session.LANGUAGE.get() if get_script_run_ctx(suppress_warning=True) else ENGLISH


# A callback runs before the page does.
otherwise(_of_session)
