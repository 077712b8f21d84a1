"""Numbers in words as the browser writes them (see core/numbers.py)."""

import re

from ui.language.speaking import here


def short_number(value: float, digits: int) -> str:
    """So many significant digits, with exponents as JavaScript writes them: 1.5e−6."""
    return as_in_the_browser(f"{value:.{digits}g}")


def as_in_the_browser(text: str) -> str:
    """A number that Python has written, as the browser writes it in the language that is spoken here."""
    return here(re.sub(r"e([+-])0*(\d)", r"e\1\2", text).replace("e+", "e").replace("-", "\N{MINUS SIGN}"))
