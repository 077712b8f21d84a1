"""Whoever leaves a page before Streamlit has brought its controls keeps what the link said."""

from streamlit.testing.v1 import AppTest

LINK = {"v": "2", "data": "blobs", "lr": "2", "step": "37"}


def leave_at_once() -> None:
    """Two runs of a session: the first is broken off before any widget, and the browser has none in the second."""
    import streamlit as st

    from ui.pages import HOME, PAGES
    from ui.settings import arrival, sidebar

    first = not st.session_state.get("seen")
    st.session_state["seen"] = True
    arrival.read_link()
    arrival.arrive(HOME if first else PAGES["backward_pass"])
    if not first:
        sidebar.draw(PAGES["backward_pass"])


def test_a_first_run_that_was_broken_off_loses_no_setting() -> None:
    test = AppTest.from_function(leave_at_once)
    for name, value in LINK.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    test.query_params.clear()
    test.run()
    assert not test.exception
    assert (test.session_state["data"], test.session_state["lr"]) == ("blobs", 2.0)
    assert {name: test.query_params[name] for name in LINK} == LINK
