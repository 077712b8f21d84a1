"""Words in the language of whoever is served: by a thread, a task, or a process that works for one of them.

Nothing is switched for all: two visitors read the same page in two languages at the same moment. English is what stands
in the program, so in English nothing is looked up, and nothing can be missing."""

import re
import string
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from numbers import Integral, Real
from typing import Any

from core.numbers import number as written
from core.numbers import typeset
from core.sentence import Counted, Formula, Sentence
from ui.language.catalogue import ENGLISH, Language, languages
from ui.language.numbers import Localized, is_number, localized, localized_in

# Where a whole number may be that has a mark in its middle.
THOUSANDS = re.compile(r"\d{4}")
_spoken: ContextVar[str] = ContextVar("language")
# Asked where nobody has said it: a callback of Streamlit's runs before the page does.
_otherwise: list[Callable[[], str]] = []


def language_code() -> str:
    """The code of the language that is spoken here."""
    code = _spoken.get(None)
    if code is None:
        code = _otherwise[-1]() if _otherwise else ENGLISH
    return code if code in languages() else ENGLISH


def current_language() -> Language:
    """The language that is spoken here."""
    return languages()[language_code()]


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Within the block, this language is spoken."""
    token = _spoken.set(code)
    try:
        yield
    finally:
        _spoken.reset(token)


def otherwise(ask: Callable[[], str]) -> None:
    """Where nobody has said which language is spoken, this says it."""
    _otherwise[:] = [ask]


def _(text: str | BaseException, **values: Any) -> str:
    """A text in the language that is spoken here, with these values in the places {name:format}.

    text : as it stands in the program, where `make strings` finds it; or a Sentence, or an error that has one
    """
    said = text if isinstance(text, str) else said_by(text)
    if isinstance(said, Counted):
        return ngettext(said.one, said.many, **{**said.values, **values})
    if isinstance(said, Sentence):
        values = {**said.values, **values}
        said = said.words
    language = current_language()
    # Of an empty text a catalogue says who has made it.
    if said and language.code != ENGLISH:
        said = language.sayings.gettext(said)
    return _filled(language, said, values)


def said_by(error: BaseException) -> str:
    """What an error says, as it stands in the program: what is kept of it can be said in any language later."""
    said = error.args[0] if error.args else ""
    return said if isinstance(said, str) else str(error)


def ngettext(one: str, many: str, n: int, **values: Any) -> str:
    """The text for this number, which has the place {n} if it has one."""
    language = current_language()
    return _filled(language, language.sayings.ngettext(one, many, n), {"n": n, **values})


def pgettext(context: str, text: str, **values: Any) -> str:
    """A text that means something else elsewhere. context : what it is, for whoever translates it"""
    language = current_language()
    return _filled(language, language.sayings.pgettext(context, text), values)


def N_(text: str) -> str:  # noqa: N802 (it is what gettext's readers know)
    """A text that is translated where it is used."""
    return text


def here(number: str) -> str:
    """A number that Python has written, as the language that is spoken here writes it."""
    language = current_language()
    return number if language.code == ENGLISH else localized(number, language)


def number(value: float, digits: int = 4) -> str:
    """So many significant digits, as core/numbers.py has it in English, with the language's marks."""
    return here(written(value, digits))


def listed(numbers: Iterable[str]) -> str:
    """Numbers behind each other: where a comma stands in them, something else stands between them."""
    return pgettext("between numbers", ", ").join(numbers)


class _Filling(string.Formatter):
    """Like str.format, with numbers as they are read, and numbers and sentences in a language of its own."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Localized):
            return format(value, format_spec)
        if isinstance(value, Formula):
            value = localized_in(value, self.language)
        if isinstance(value, Sentence):
            value = _(value)
        if not format_spec and isinstance(value, Integral) and not isinstance(value, bool):
            format_spec = ","
        written = format(value, format_spec)
        if isinstance(value, Real):
            written = typeset(written)
        return localized(written, self.language) if is_number(written) else written


def _filled(language: Language, text: str, values: dict[str, Any]) -> str:
    if not values:
        return text
    if language.code == ENGLISH:
        filled = text.format(**values)
        # The slow way is for what has a sign, or thousands: of most sentences this is all.
        if "-" not in filled and "e+" not in filled and not THOUSANDS.search(filled):
            return filled
    return _Filling(language).vformat(text, (), values)
