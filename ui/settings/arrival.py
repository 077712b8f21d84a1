"""What happens before any widget: once a session its link is read, and at every run the page is looked at, whether the
visitor has come from another one."""

import streamlit as st

from core.take_home.saved import Place
from ui.bridge import race
from ui.lessons.place import find
from ui.page import Page
from ui.serving import table_shelf
from ui.settings import address, changes, links, places, problems, session, teaching, versions


def read_link() -> None:
    """Once a session, before any widget: check the link, and put right what is broken in it."""
    if session.PROBLEMS.is_set():
        return
    query = address.query()
    link = links.decode(query)
    lesson, lost = find(query)
    problems.report(*(() if lesson else lost), *link.problems)
    session.SETTINGS.set(link.settings)
    session.STEP.set(link.step)
    session.PLACE.set(Place(link.step, link.stage, link.sample))
    session.COMMAND.set((1, link.step))
    older = link.version != versions.NEWEST
    if link.problems or older or not link.as_written or "," in st.query_params.get("features", ""):
        # Streamlit reads the address itself for every bound widget, by the defaults of today: it gets one that is
        # right, in its own spelling. What the player writes there by itself stays: the panels that are shown alone,
        # the lecture.
        unchecked = {name: st.query_params[name] for name in links.UNCHECKED if name in st.query_params}
        if link.language:
            unchecked[links.LANGUAGE.name] = link.language
        st.query_params.from_dict({**unchecked, **links.encode(link.settings, link.step, link.stage, link.sample)})
        st.rerun()
    # The server's first page has done so already, but where a host runs the script alone.
    if links.VERSION.name not in query:
        st.query_params[links.VERSION.name] = str(versions.NEWEST)


def arrive(page: Page) -> None:
    """On another page than in the last run: its player begins at the step where the last one was.

    A link or Back names its own step; a click in the navigation keeps the settings, but not the step, nor what belongs
    to no widget.
    """
    if session.PAGE.is_set() and session.PAGE.get() != page.code:
        linked = links.decode({**address.query(), **address.NOW}).step
        changes.go_to(linked or session.STEP.get())
        _bring_settings()
        # Its columns are chosen on one page only; what the runs learn from stays.
        table_shelf.drop_table()
        for name in address.UNBOUND:
            text = session.SETTING(name).get()
            if text and name not in st.query_params:
                address.write(name, text)
    session.PAGE.set(page.code)
    if page.inside_a_step:
        places.arrive()
    for name in address.UNBOUND:
        address.read(name)
    if sheet := teaching.style(address.read("hide")):
        st.html(sheet)


def _bring_settings() -> None:
    """The settings that were lost on the way: Streamlit takes along what stands in the address for a widget that the
    browser has, and whoever leaves a page at once, or by a slow line, has none yet."""
    last = session.SETTINGS.get()
    if last is None or race.is_history_navigation():
        return
    settings = changes.current(last)
    if not links.encode(settings).keys() <= address.query().keys() | set(address.UNBOUND):
        changes.set_all(settings, session.STEP.get())
