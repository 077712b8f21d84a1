"""Change many settings with one entry in the browser's history, so that one Back undoes them.
Streamlit would send the address once for every bound widget that a callback sets, and each is an entry."""

from collections.abc import Mapping, Sequence

from streamlit.runtime.state import get_session_state


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
