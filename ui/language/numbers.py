"""Numbers as the language writes them: English ones have a decimal point, and commas between thousands."""

import re

from ui.language.catalogue import Language

# A number and nothing else, as Python or a browser writes it.
NUMBER = re.compile(r"[+\-\N{MINUS SIGN}]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?(e[+\-\N{MINUS SIGN}]?\d+)?%?")


def is_number(text: str) -> bool:
    """Whether a text is a number and nothing else."""
    return text != "" and NUMBER.fullmatch(text) is not None


class Localized(str):
    """A number that has the marks of a language already: German 0,125 looks like an English number of thousands."""

    __slots__ = ()


# A number with decimals, among other signs.
DECIMAL = re.compile(r"\d+\.\d+")


def localized(number: str, language: Language) -> Localized:
    """A number with the marks of a language."""
    return Localized(number.translate(language.marks))


def localized_in(formula: str, language: Language) -> str:
    """A formula whose numbers have the marks of a language."""
    return DECIMAL.sub(lambda found: localized(found[0], language), formula)
