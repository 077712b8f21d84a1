"""Every page in German, compared with the catalogue: no English is left that has a translation. The player's words are
those of its timeline."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.opening import open_page
from tools.strings import make
from ui.export import light_view
from ui.language.speaking import speaking
from ui.pages import LIGHT, PAGES
from ui.timeline.packing import unpack

GERMAN = next(file for file in make.files() if file.parents[1].name == "de")
PLACE = re.compile(r"\{\{[^{}]*\}\}|\{[^{}]*\}")
# What is the same in both, or stands for itself in both.
SHORT = 12
# Runs that have as much to say as there is.
QUERIES = (
    "v=2",
    "v=2&data=penguins&batch=16&optimizer=Adam&steps=60",
    "v=2&data=separable&loss=MSE&scale=log&surface=3-D",
)


def english() -> list[tuple[str, re.Pattern[str]]]:
    """Each English text that has a German one, as what it may look like on a page, behind the longest part of it that
    stands there as it is: a text is searched for that in no time."""
    patterns = []
    for message in make.read(GERMAN):
        for text, said in [(message.id, message.string)] if isinstance(message.id, str) else []:
            plain = PLACE.sub("", text).strip()
            if len(plain) < SHORT or text == said or not re.search(r"[a-z]{3}", plain):
                continue
            parts = [re.escape(part) for part in PLACE.split(text.strip())]
            pattern = re.compile(r"(?<!\w)" + ".{0,80}?".join(parts) + r"(?!\w)")
            patterns.append((max(PLACE.split(text.strip()), key=len), pattern))
    return patterns


ENGLISH = english()


def left_in(text: str) -> list[str]:
    return [found[0][:80] for part, pattern in ENGLISH if part in text and (found := pattern.search(text))]


def texts_of(value: Any) -> Iterator[str]:
    """All texts in what JSON knows."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_of(each)


def words_on(test: AppTest) -> Iterator[str]:
    """What Streamlit's own elements say, but for the options that nobody sees (see ui/settings/choice.py)."""
    for element in (*test.main, *test.sidebar):
        proto = getattr(element, "proto", None)
        unseen = f"{getattr(element, 'key', None)} shown" in test.session_state
        for name in ("label", "help", "placeholder", "body", "caption", *(() if unseen else ("options", "captions"))):
            said = getattr(proto, name, "")
            for text in [said] if isinstance(said, str) else said:
                written = getattr(text, "content", text)
                yield unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", written, flags=re.DOTALL))


def code_aside(panel: dict[str, Any]) -> dict[str, Any]:
    """A panel without what is code in all languages."""
    content = panel["content"] or {}
    kept = {} if content.get("kind") in ("Code", "Excerpts") else content
    return {**panel, "content": kept}


@pytest.mark.parametrize("code", PAGES)
def test_no_english_is_left_on_a_page(code: str) -> None:
    test = open_page(code, lang="de")
    assert test.session_state["language"] == "de"
    assert left_in("\n".join(words_on(test))) == []


def helps_on(test: AppTest) -> list[str]:
    """What controls say of themselves on hover."""
    found = [getattr(getattr(element, "proto", None), "help", "") for element in (*test.main, *test.sidebar)]
    return [said for said in found if said]


@pytest.mark.parametrize("code", PAGES)
def test_what_controls_say_of_themselves_is_said_in_german_too(code: str) -> None:
    english, german = helps_on(open_page(code)), helps_on(open_page(code, lang="de"))
    # Where options are called otherwise there are two of one control: one that nobody sees.
    assert set(english).isdisjoint(german)
    assert len(set(german)) == len(set(english))
    assert english


@pytest.mark.long
@pytest.mark.parametrize("code", LIGHT)
@pytest.mark.parametrize("query", QUERIES)
def test_no_english_is_left_in_a_timeline(code: str, query: str) -> None:
    asked_for = {name: [value] for name, _, value in (part.partition("=") for part in query.split("&"))}
    with speaking("de"):
        destination = light_view.destination_of({**asked_for, "page": [code], "mistake": ["no-n"], "lang": ["de"]})
        header, title = unpack(light_view.packed(destination))[0], destination.title
    header["panels"] = [code_aside(panel) for panel in header["panels"]]
    assert left_in("\n".join([*texts_of(json.loads(json.dumps(header))), title, *destination.problems])) == []
