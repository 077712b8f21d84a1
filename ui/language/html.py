"""A page's HTML in the language that is spoken here. All that can be read in it is translated: its texts, and the
attributes that are read to somebody; nothing has to be marked. What stands in {{ … }} and {% … %} is a template's."""

import re
from collections.abc import Iterator

from ui.language.speaking import _

# The last of them is shown by a style sheet.
READ = ("aria-label", "title", "placeholder", "alt", "data-coming")
# Comments, scripts and styles, a template's commands; tags; and the text between all of these.
SKIPPED = r"(?P<skipped><!--.*?-->|<(script|style)\b.*?</\2>|\{#.*?#\}|\{%.*?%\})"
TAG = r"(?P<tag><(?:\{%.*?%\}|\{\{.*?\}\}|[^>{]|\{(?![%{]))*>)"
TEXT = r"(?P<text>(?:(?!\{[%#])[^<])+)"
PIECES = re.compile("|".join((SKIPPED, TAG, TEXT)), re.DOTALL)
ATTRIBUTE = re.compile(rf'\b(?P<name>{"|".join(READ)})="(?P<text>[^"]*)"')
LETTER = re.compile(r"[^\W\d_]")


def texts(html: str) -> Iterator[tuple[int, int]]:
    """Where a text begins and ends that is to be translated."""
    for piece in PIECES.finditer(html):
        if piece["tag"]:
            for attribute in ATTRIBUTE.finditer(piece["tag"]):
                if _says_something(attribute["text"]):
                    start, end = attribute.span("text")
                    yield piece.start() + start, piece.start() + end
        elif piece["text"] and _says_something(piece["text"]):
            text = piece["text"]
            begin = len(text) - len(text.lstrip())
            yield piece.start() + begin, piece.start() + len(text.rstrip())


def _says_something(text: str) -> bool:
    return LETTER.search(re.sub(r"\{\{.*?\}\}", "", text)) is not None


def translated(html: str) -> str:
    """The same HTML, each of its texts in the language that is spoken here."""
    parts, at = [], 0
    for start, end in texts(html):
        parts += [html[at:start], _(html[start:end])]
        at = end
    return "".join([*parts, html[at:]])
