"""Numbers as the language writes them: English ones have a decimal point, and commas between thousands."""

import re

from ui.language.catalogue import Language

# A number and nothing else, as Python or a browser writes it.
NUMBER = re.compile(r"[+\-\N{MINUS SIGN}]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?(e[+\-\N{MINUS SIGN}]?\d+)?%?")


def is_number(text: str) -> bool:
    """Whether a text is a number and nothing else."""
    return text != "" and NUMBER.fullmatch(text) is not None


def localized(number: str, language: Language) -> str:
    """A number with the marks of a language."""
    return number.translate(language.marks)
