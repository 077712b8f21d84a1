"""A button that makes a file when it is pressed, and not before."""

from collections.abc import Callable

import streamlit as st

from ui.language.speaking import language_code, speaking


def download(label: str, make: Callable[[], str | bytes], name: str, kind: str, about: str, key: str = "") -> None:
    """name : of the file · kind : its media type · about : what is in it · key : where a label stands there twice"""
    language = language_code()

    def made() -> str | bytes:
        # By a thread that knows no visitor.
        with speaking(language):
            return make()

    st.download_button(
        label, made, name, kind, help=about, on_click="ignore", icon=":material/download:", key=key or None
    )
