"""What the ear is told on a page of Streamlit's, beside the player: a sentence when it is new, what is said of a
field, and what else Streamlit's own widgets do not say (see web/streamlit_accessibility.js)."""

import html
from collections.abc import Mapping, Sequence

import streamlit as st

from ui.assets import text
from ui.settings import session
from ui.settings.session import Key

_mend = st.components.v2.component(
    "gradient_explorer_mend", js=text("streamlit_accessibility.js"), isolate_styles=False
)


def aloud(sentence: str) -> str:
    """A place for st.html, not to be seen, of which a screen reader says what is new. "" says nothing."""
    return f'<p role="alert" class="spoken">{html.escape(sentence)}</p>'


def mend(
    described: Mapping[str, str] | None = None,
    wrong: Sequence[str] = (),
    names: Mapping[str, Sequence[str]] | None = None,
    files: bool = False,
    key: Key[None] = session.MEND,
) -> None:
    """Mend what Streamlit's widgets leave out; behind those widgets.

    described : the keys of fields, and the key of the container that says something of each
    wrong : the keys of those fields in which something is wrong
    names : the keys of choices whose options a style sheet names, and those names
    files : there is a place for files · key : another one for each that is on a page
    """
    data = {"described": dict(described or {}), "wrong": list(wrong), "names": dict(names or {}), "files": files}
    with st.container(key=f"{key.name}-detail", gap=None):
        _mend(key=key.name, data=data)
