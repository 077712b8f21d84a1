"""Streamlit's widgets look up in the session whether their own value is None. For that each of them is given a
dictionary, made anew, of all that the session keeps: with the thirty widgets of a page a fifth of its run goes there.
Here each of them looks up what it asks for. Nothing else is changed, and what it finds is the same."""

from collections.abc import Iterator, Mapping
from typing import Any

from streamlit.runtime.state.common import is_element_id
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX

# What makes the dictionary, as Streamlit has it.
_all_of: Any = SafeSessionState.__dict__["filtered_state"].fget


class Lookup(Mapping[str, Any]):
    """What a session keeps under the keys that a page's script gave."""

    def __init__(self, session: SafeSessionState) -> None:
        self._session = session

    def __getitem__(self, key: str) -> Any:
        # Streamlit's own state knows both, but neither is a key that a script gave.
        if is_element_id(key) or key.startswith(STREAMLIT_INTERNAL_KEY_PREFIX):
            raise KeyError(key)
        with self._session._lock:
            return self._session._state[key]

    def __iter__(self) -> Iterator[str]:
        return iter(_all_of(self._session))

    def __len__(self) -> int:
        return len(_all_of(self._session))


def set_up() -> None:
    """From now on, for all sessions of this process."""
    SafeSessionState.filtered_state = property(Lookup)  # type: ignore[assignment,method-assign]
