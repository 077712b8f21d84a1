"""Change many settings with one entry in the browser's history, so that one Back undoes them.
Streamlit would send the address once for every bound widget that a callback sets, and each is an entry."""

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.runtime.state import get_session_state

from ui.bridge import race


def replace(query: Mapping[str, Sequence[str]]) -> None:
    """In a callback: make `query` (each name's values) the address, before the widgets are told of their values.

    The widgets then find the address right and send nothing. Streamlit offers no public way to set bound parameters
    together, so this uses the object behind st.query_params; a browser test holds that one Back is enough.
    """
    with get_session_state().query_params() as params:
        params.clear_with_no_forward_msg(preserve_embed=True)
        for name, values in query.items():
            params.set_with_no_forward_msg(name, list(values) if len(values) > 1 else values[0])
        params._send_query_param_msg()


def keep(name: str, text: str) -> None:
    """In a callback: this is now the value of a parameter that belongs to no widget; "" takes it out of the address."""
    st.session_state[name] = text
    race.keep(name)
    _write(name, text)


def kept(name: str) -> str:
    """The value of such a parameter: what the address says, for Back and Forward change it too.

    Right after `keep` it is what was kept: a message of the browser that was under way still has the older address.
    """
    text: str = st.query_params.get(name, "")
    if race.is_kept(name):
        own: str = st.session_state[name]
        if text != own:
            _write(name, own)
        return own
    st.session_state[name] = text
    return text


def _write(name: str, text: str) -> None:
    if text:
        st.query_params[name] = text
    else:
        st.query_params.pop(name, None)
