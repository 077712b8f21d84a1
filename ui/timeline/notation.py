"""Two ways to name the same numbers: the course's, and that of many textbooks.
Readers lose their way exactly here: the textbook's z is the course's y. In code it is always the course's."""

import re
from dataclasses import replace

from ui.timeline.figure import Verbatim
from ui.timeline.timeline import Panel

NOTATIONS = ("I2DL", "textbook")

_TEXTBOOK = {"y": "z", "z": "ŷ", "dL/dz": "dL/dŷ", "dz/dy": "dŷ/dz", "dL/dy": "dL/dz"}


def name(symbol: str, notation: str) -> str:
    """A symbol of the course (y, z, dL/dz, dz/dy, dL/dy, …) as `notation` writes it."""
    return _TEXTBOOK.get(symbol, symbol) if notation == "textbook" else symbol


# What stands in braces is a place to fill in, and what stands in backquotes is code: both keep their names.
_WORD = re.compile(r"\{[^{}]*\}|`[^`]*`|dL/dz|dz/dy|dL/dy|\b[yz]\b")


def translate(text: str, notation: str) -> str:
    """A sentence in the course's symbols, as `notation` writes them; what a person has written stays."""
    if isinstance(text, Verbatim):
        return text
    return _WORD.sub(lambda word: name(word[0], notation), text)


def translate_panel(panel: Panel, notation: str) -> Panel:
    """A chart whose words are in the course's symbols, as `notation` writes them."""
    if notation == "I2DL":
        return panel

    def say(text: str) -> str:
        return translate(text, notation)

    figure = panel.figure
    if figure is not None:
        for axis in (*figure.axes("x"), *figure.axes("y")):
            if axis.get("title", {}).get("text"):
                axis.title.change(text=say(axis.title.text))
        moving = {track.trace for track in panel.tracks}
        for trace in figure.data:
            if trace.name not in moving:
                trace.change(name=say(trace.name))
            if trace.get("hovertemplate"):
                trace.change(hovertemplate=say(trace.hovertemplate))
    factors = panel.factors
    if factors is not None:
        ways = tuple(replace(way, label=say(way.label), title=say(way.title)) for way in factors.ways)
        factors = replace(factors, ways=ways)
    sentence, caption = (
        say(words) if isinstance(words, str) else tuple(map(say, words)) for words in (panel.sentence, panel.caption)
    )
    return replace(
        panel,
        figure=figure,
        title=say(panel.title),
        sentence=sentence,
        caption=caption,
        factors=factors,
    )
