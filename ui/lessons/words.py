"""What may stand in the words of a lesson: text, *emphasis*, `code`, [a link](?of=ours) and {a number of the run}.
It is no Markdown beyond that, and never HTML: all else is text, whatever it looks like."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup, escape

from ui.export.link_list import Entry, read_query
from ui.pages import HOME

PIECES = re.compile(r"`([^`]+)`|\*(\S(?:[^*]*\S)?)\*|\[([^][]+)\]\(([^)]*)\)")
NUMBER = re.compile(r"\{([^{}:]*)(?::([0-9]{1,2}))?\}")
# Digits of a number where its author does not say how many.
DIGITS = 4

# The text of a number by its name, with so many digits.
Numbers = Callable[[str, int], str]


@dataclass(frozen=True)
class Piece:
    """A part of the words.

    target : of a link, "" for none
    """

    kind: Literal["text", "code", "emphasis", "link"]
    text: str
    target: str = ""


def pieces(text: str) -> Iterator[Piece]:
    """The words in parts, numbers not yet filled in."""
    at = 0
    for found in PIECES.finditer(text):
        if found.start() > at:
            yield Piece("text", text[at : found.start()])
        code, emphasis, link, target = found.groups()
        if code is not None:
            yield Piece("code", code)
        elif emphasis is not None:
            yield Piece("emphasis", emphasis)
        else:
            yield Piece("link", link, target)
        at = found.end()
    if at < len(text):
        yield Piece("text", text[at:])


def numbers_in(text: str) -> list[str]:
    """The names of all numbers in the words. Raises ValueError, in one sentence, for a brace that is no number's."""
    if "{" in NUMBER.sub("", text) or "}" in NUMBER.sub("", text):
        raise ValueError("A brace begins or ends a number, like {L} or {dW[0]:5}; this one does not.")
    return [found[1] for found in NUMBER.finditer(text)]


def filled(text: str, numbers: Numbers) -> str:
    """The words with their numbers."""
    return NUMBER.sub(lambda found: numbers(found[1], int(found[2] or DIGITS)), text)


def as_html(text: str, numbers: Numbers, away: str = "") -> Markup:
    """The words as HTML, with their numbers. away : the address of the full page, where the links lead"""
    tags = {"code": "code", "emphasis": "em"}
    made = Markup("")
    for piece in pieces(text):
        said = escape(filled(piece.text, numbers))
        if piece.kind == "link":
            made += Markup('<a href="{}">{}</a>').format(address_of(piece.target, away), said)
        else:
            tag = tags.get(piece.kind)
            made += Markup(f"<{tag}>{{}}</{tag}>").format(said) if tag else said
    return made


def as_text(text: str, numbers: Numbers) -> str:
    """The words without any marks."""
    return "".join(filled(piece.text, numbers) for piece in pieces(text))


def address_of(target: str, away: str = "") -> str:
    """The full page of a link of ours, relative to where the app is. Raises ValueError where it is none of ours."""
    if not target.startswith("?"):
        raise ValueError("A link in a lesson begins with ?, and leads to a moment of this app.")
    entry = Entry("", read_query(target))
    if entry.destination.problems:
        raise ValueError(entry.destination.problems[0])
    page = entry.destination.page
    return f"{away or './'}{'' if page == HOME else page.code}?{entry.written}"


def count(text: str) -> int:
    """How many words there are."""
    return len(as_text(text, lambda name, digits: "0").split())
