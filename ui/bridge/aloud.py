"""What the ear is told on a page of Streamlit's, beside the player: a sentence when it is new, what is wrong in a
field, and what else Streamlit's own widgets do not say (see web/mend.js)."""

import html
from collections.abc import Mapping, Sequence

import streamlit as st

from ui.assets import text
from ui.settings import session

_mend = st.components.v2.component("gradient_explorer_mend", js=text("mend.js"), isolate_styles=False)


def aloud(sentence: str) -> str:
    """A place for st.html, not to be seen, of which a screen reader says what is new. "" says nothing."""
    return f'<p role="alert" class="spoken">{html.escape(sentence)}</p>'


def mend(
    wrong: Mapping[str, str] | None = None, names: Mapping[str, Sequence[str]] | None = None, files: bool = False
) -> None:
    """Mend what Streamlit's widgets leave out; behind those widgets.

    wrong : the keys of fields in which something is wrong, and the key of the container that says what
    names : the keys of choices whose options a style sheet names, and those names
    files : there is a place for files
    """
    with st.container(key="mend-detail", gap=None):
        _mend(key=session.MEND.name, data={"wrong": dict(wrong or {}), "names": dict(names or {}), "files": files})
