"""The catalogues: every text of the program is in each, translated, with the same places for values; and what is
compiled is what stands there."""

import re
import string
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from tools.strings import make
from tools.strings.extract import template

LANGUAGES = make.files()
# As the program fills them in, and as the browser does: {name}, {name:4}, {{ name }}.
PLACE = re.compile(r"\{\{.*?\}\}|\{[^{}]*\}")


@cache
def words() -> Catalog:
    return template()


@pytest.fixture(params=LANGUAGES, ids=lambda file: file.parents[1].name)
def file(request: pytest.FixtureRequest) -> Path:
    return request.param


def texts(message: Message) -> list[tuple[str, str]]:
    """A message's texts, each with its translation: of several forms, each with what it is translated from."""
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    one, many = message.id
    return [(one if form == 0 else many, said) for form, said in enumerate(message.string)]


def test_every_text_of_the_program_is_there_and_no_other(file: Path) -> None:
    known = make.read(file)
    asked = {(message.context, message.id) for message in words() if message.id}
    assert {(message.context, message.id) for message in known if message.id} == asked, "make strings"
    assert make.po(make.updated(known, words())) == file.read_bytes(), "make strings"


def test_every_text_is_translated_and_surely_so(file: Path) -> None:
    known = [message for message in make.read(file) if message.id]
    assert [message.id for message in known if not make.is_said(message)] == []
    assert [message.id for message in known if message.fuzzy] == []


def test_a_translation_has_the_same_places_for_values(file: Path) -> None:
    for message in make.read(file):
        if not message.id or not make.is_said(message):
            continue
        for text, said in texts(message):
            assert sorted(PLACE.findall(said)) == sorted(PLACE.findall(text)), text
            assert (text[0] in string.whitespace, text[-1] in string.whitespace) == (
                said[0] in string.whitespace,
                said[-1] in string.whitespace,
            ), text


def test_what_is_compiled_is_what_stands_there(file: Path) -> None:
    known = make.read(file)
    assert file.with_suffix(".mo").read_bytes() == make.mo(known), "make strings"
    assert file.with_suffix(".json").read_bytes() == make.browser(known), "make strings"
