"""What Streamlit's own widgets say in another language: every text that is looked for is one that Streamlit has."""

import re
from pathlib import Path

import streamlit

from tools.strings.extract import template

PROGRAMS = Path(streamlit.__file__).parent / "static" / "static" / "js"
WORDS = "web/streamlit_words.js"
# What Streamlit fills in; and two pieces of which it makes a text.
FILLED = re.compile(r"\{\w+\}|\. (?=Running)| (?=apply$)")


def test_each_is_in_this_version_of_streamlit() -> None:
    said = "\n".join(file.read_text(encoding="utf-8") for file in PROGRAMS.glob("*.js"))
    texts = [message.id for message in template() if (WORDS, 0) in message.locations]
    assert len(texts) > 40
    parts = {part.strip() for text in texts for part in FILLED.split(text)} - {""}
    assert [part for part in sorted(parts) if part not in said] == []
