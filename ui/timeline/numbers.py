"""How numbers are written in words: rounded, and with a real minus sign."""

import re


def number(value: float, digits: int = 4) -> str:
    """A number for a title or a table; four digits are enough to recognise a weight."""
    return f"{value:.{digits}g}".replace("-", "\N{MINUS SIGN}")


def short_number(value: float, digits: int) -> str:
    """The same with exponents as JavaScript writes them: 1.5e−6."""
    return as_in_the_browser(f"{value:.{digits}g}")


def as_in_the_browser(text: str) -> str:
    """A number that Python has written, as JavaScript writes it."""
    return re.sub(r"e([+-])0*(\d)", r"e\1\2", text).replace("e+", "e").replace("-", "\N{MINUS SIGN}")
