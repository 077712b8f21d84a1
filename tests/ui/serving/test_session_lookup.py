"""What a widget finds in the session is what Streamlit's own dictionary of it has."""

from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.testing.v1 import AppTest

from ui.serving import session_lookup


@pytest.fixture(autouse=True)
def _as_streamlit_has_it() -> Iterator[None]:
    before = SafeSessionState.__dict__["filtered_state"]
    yield
    SafeSessionState.filtered_state = before


def page() -> None:
    import streamlit as st
    from streamlit.runtime.state import get_session_state

    from ui.serving import session_lookup

    st.session_state.setdefault("ours", [1, 2])
    st.text_input("Named", "a", key="named")
    st.text_input("Not named")
    st.number_input("Empty", value=None, key="empty")
    st.button("Press", key="pressed")
    session = get_session_state()
    theirs = session_lookup._all_of(session)
    found = session_lookup.Lookup(session)
    same = dict(found) == theirs and len(found) == len(theirs)
    every = session._state._keys() | {*theirs, "nobody's"}
    differs = {key for key in every if (key in found) != (key in theirs)}
    st.session_state["compared"] = same, differs


def test_it_finds_what_streamlit_finds() -> None:
    test = AppTest.from_function(page).run()
    for _ in range(2):
        assert not test.exception
        assert test.session_state["compared"] == (True, set())
        test.text_input(key="named").input("b")
        test.number_input(key="empty").set_value(3)
        test.run()


def test_a_page_is_the_same_with_it() -> None:
    def script() -> None:
        import streamlit as st

        st.session_state.setdefault("choice", None)
        st.selectbox("Choice", ["a", "b"], key="choice")
        st.radio("Round", ["a", "b"], key="round")
        st.number_input("Number", value=2.0, key="number")

    def shown(test: AppTest) -> Any:
        assert not test.exception
        return [
            each.proto.SerializeToString() for kind in ("selectbox", "radio", "number_input") for each in test.get(kind)
        ]

    plain = shown(AppTest.from_function(script).run())
    session_lookup.set_up()
    assert shown(AppTest.from_function(script).run()) == plain


def test_no_dictionary_is_made_for_a_widget(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []
    monkeypatch.setattr(session_lookup, "_all_of", lambda session: made.append(session) or {})
    session_lookup.set_up()
    assert not AppTest.from_function(lambda: __import__("streamlit").text_input("Named", key="named")).run().exception
    assert not made
