"""A component of Streamlit's whose HTML never changes: one for each language, as its words stand in it."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from ui.assets import text
from ui.language.catalogue import languages
from ui.language.html import translated
from ui.language.speaking import language_code, speaking


def fixed_component(name: str, html: str, program: str) -> Callable[..., Any]:
    """What mounts it, in the language that is spoken then.

    name : of the component, without that of the language · program : its file in web/
    """

    def register(language: str) -> Callable[..., Any]:
        with speaking(language):
            return st.components.v2.component(
                f"gradient_explorer_{name}_{language}", html=translated(html), js=text(program), isolate_styles=False
            )

    registered = {language: register(language) for language in languages()}
    return lambda **given: registered[language_code()](**given)
