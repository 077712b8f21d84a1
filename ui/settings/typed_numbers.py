"""A field for a list of numbers that is bound to the address, where numbers have decimal points whoever reads them. So
where the language has another mark there are two fields, as with a choice (see choice.py): one that nobody sees, with
what a link says, and one in the visitor's marks. What is typed there, either way, is in the first with points."""

from typing import Any

import streamlit as st

from ui.bridge import race
from ui.bridge.aloud import mend
from ui.language.speaking import here
from ui.markdown import plain
from ui.settings import session
from ui.settings.parameter import finite, number_words
from ui.settings.session import Key


def type_numbers(label: str, default: str, key: Key[str], placeholder: str = "", **looks: Any) -> str:
    """The numbers as a link has them, or whatever else was typed.

    label, placeholder : in the visitor's words · default : where the address says nothing · looks : how the field looks
    """
    if here(".") == ".":
        text: str = st.text_input(label, default, key=key.name, bind="query-params", placeholder=placeholder, **looks)
        return text
    with st.container(key=f"{key.name}-neutral-detail", gap=None):
        value: str = st.text_input(label, default, key=key.name, bind="query-params", **looks)
    shown = session.SHOWN(key.name)
    # What somebody has typed himself stays as he has typed it.
    if with_points(shown.get() or "") != with_points(value):
        shown.set(in_marks(value))
    with st.container(key=f"{key.name}-shown", gap=None, width=looks.get("width", "stretch")):
        st.text_input(
            label, key=shown.name, on_change=_on_typed, args=(key,), placeholder=in_marks(placeholder), **looks
        )
    return value


def mark(key: Key[str], problem: str) -> None:
    """Behind such a field: what is wrong with what was typed there, to the eye and to the ear. "" is nothing."""
    place = f"{key.name}-wrong"
    # It has its place always: Streamlit mounts anew whatever comes behind something new, and calls both of them.
    slot = st.empty()
    if problem:
        with slot.container(key=place):
            st.error(plain(problem), icon=":material/edit:")
    field = key.name if here(".") == "." else session.SHOWN(key.name).name
    mend({field: place}, [field] if problem else [], key=session.MEND_FIELD(key.name))


def with_points(text: str) -> str:
    """A list of numbers as a link has it: "0.1, -0.2". What is no such list stays as it is."""
    words = _numbers(text)
    return ", ".join(words) if words else text


def in_marks(text: str) -> str:
    """A list of numbers as the visitor writes it: "0,1; -0,2". What is no such list stays as it is."""
    words = _numbers(text)
    return "; ".join(map(here, words)) if words else text


def _numbers(text: str) -> list[str]:
    """The numbers of a list, each with a decimal point; none where anything in it is no number."""
    try:
        words = number_words(text)
    except ValueError:
        return []
    return words if all(finite(word) is not None for word in words) else []


def _on_typed(key: Key[str]) -> None:
    typed = with_points(session.SHOWN(key.name).get())
    key.set(typed)
    race.hold({key.name: typed})
