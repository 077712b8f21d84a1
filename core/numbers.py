"""How a number is written in a sentence, a title or a table: rounded, with a real minus sign and a short exponent."""

import re

# Python's exponents have two digits at the least, and a plus.
EXPONENT = re.compile(r"e([+-])0*(\d)")


def number(value: float, digits: int = 4) -> str:
    """So many significant digits; four are enough to recognise a weight.

    >>> number(-3.14159e-7, 2)
    '−3.1e−7'
    """
    return typeset(f"{value:.{digits}g}")


def typeset(written: str) -> str:
    """A number that Python has written, with the signs that a reader expects: 1e-07 is 1e−7, and 1e+08 is 1e8."""
    return EXPONENT.sub(r"e\1\2", written).replace("e+", "e").replace("-", "\N{MINUS SIGN}")
