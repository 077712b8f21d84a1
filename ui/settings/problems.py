"""What was not usable in a link, or is gone: one line on top of the page."""

import streamlit as st

from ui.language.speaking import ngettext
from ui.markdown import plain
from ui.settings import session


def report(*lines: str) -> None:
    """Say this, until a setting is changed."""
    session.PROBLEMS.set(lines)
    session.PROBLEMS_WITH.pop()


def show() -> None:
    """One line for what was broken in the link, or for a table that is gone, until a setting is changed.

    It has its place also where there is nothing to say (nobody sees an empty container): Streamlit mounts anew what has
    got another place, and all charts below would be drawn again.
    """
    with st.container():
        _show()


def _show() -> None:
    lines, now = session.PROBLEMS.get(), session.CHOSEN.get()
    if not lines:
        return
    if session.PROBLEMS_WITH.get() is None:
        session.PROBLEMS_WITH.set(now)
    if session.PROBLEMS_WITH.get() != now:
        report()
        return
    others = ngettext(
        "(One more value was not usable either.)", "({n} more values were not usable either.)", len(lines) - 1
    )
    more = f" {others}" if len(lines) > 1 else ""
    st.warning(plain(lines[0]) + more, icon=":material/link_off:")
