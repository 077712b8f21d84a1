"""The address of the page: what it says, its parameters that belong to no widget, and many settings at once.
These are one entry in the browser's history, so that one Back undoes them: Streamlit would send the address once for
every bound widget that a callback sets, and each is an entry."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.runtime.state import get_session_state

from ui.bridge import race
from ui.settings import links, session, versions

# Parameters that belong to no widget: Streamlit drops them when another page is opened.
UNBOUND = ("points", "runs", links.LANGUAGE.name, *links.TEACHING)
# The version of an address of this session.
NOW = {links.VERSION.name: [str(versions.NEWEST)]}


def query() -> dict[str, list[str]]:
    """What the address says, each name's values."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def setting(name: str) -> Any:
    """What the address says of a setting, checked."""
    said = {known: values for known, values in query().items() if known in (name, "data")}
    return links.decode({**said, **NOW}).settings[name]


def look() -> dict[str, list[str]]:
    """What the address says of how the player is looked at, which the player writes itself: what is set leaves it."""
    return {name: values for name, values in query().items() if name in links.LOOK}


def replace(newer: Mapping[str, Sequence[str]]) -> None:
    """In a callback: make `newer` (each name's values) the address, before the widgets are told of their values.

    The widgets then find the address right and send nothing. Streamlit offers no public way to set bound parameters
    together, so this uses the object behind st.query_params; a browser test holds that one Back is enough.
    """
    with get_session_state().query_params() as params:
        params.clear_with_no_forward_msg(preserve_embed=True)
        for name, values in newer.items():
            params.set_with_no_forward_msg(name, list(values) if len(values) > 1 else values[0])
        params._send_query_param_msg()


def write(name: str, text: str) -> None:
    """In a callback: this is now the value of a parameter that belongs to no widget; "" takes it out of the address."""
    keep(name, text)
    _put(name, text)


def keep(name: str, text: str) -> None:
    """In a callback: the address has just been given this value of such a parameter."""
    session.SETTING(name).set(text)
    race.hold_parameter(name)


def read(name: str) -> str:
    """The value of such a parameter: what the address says, for Back and Forward change it too.

    Right after `write` it is what was written: a message of the browser that was under way still has the older address.
    """
    text: str = st.query_params.get(name, "")
    if race.is_holding_parameter(name):
        written: str = session.SETTING(name).get()
        if text != written:
            _put(name, written)
        return written
    session.SETTING(name).set(text)
    return text


def _put(name: str, text: str) -> None:
    if text:
        st.query_params[name] = text
    else:
        st.query_params.pop(name, None)
