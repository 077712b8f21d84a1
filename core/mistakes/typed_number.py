"""A number as somebody types it, with a point or a comma or as a fraction; and as one is written beside it."""

import math
import re
from dataclasses import dataclass
from fractions import Fraction

from core.numbers import typeset

# Digits of a number that is shown: more cannot be asked for.
SHOWN = 8
# As many digits as a float has for sure.
MOST_DIGITS = 15
# Two floats of the same number may differ by this much of it.
SAME = Fraction(1, 10**12)


@dataclass(frozen=True)
class Typed:
    """A number as it was typed: its value, half a unit of its last digit (0: it is exact), and how many digits."""

    value: Fraction
    half: Fraction
    digits: int


def read(text: str) -> Typed | None:
    """A number with a point or a comma, or a fraction of whole numbers; None for anything else.

    A power of ten may follow (1.5e-7), and the minus may be a hyphen, a minus sign or a dash.
    """
    text = text.strip().replace("\N{MINUS SIGN}", "-").replace("\N{EN DASH}", "-")
    if len(text) > 40:
        return None
    fraction = re.fullmatch(r"([+-]?) ?([0-9]+) ?/ ?([0-9]+)", text)
    if fraction:
        sign, above, below = fraction.groups()
        return Typed(Fraction(int(sign + above), int(below)), Fraction(0), len(above)) if int(below) else None
    decimal = re.fullmatch(r"([+-]?) ?([0-9]*)([.,]?)([0-9]*)(?:[eE]([+-]?[0-9]{1,2}))?", text)
    if not decimal or not (decimal[2] or decimal[4]):
        return None
    sign, whole, point, decimals, power = decimal.groups()
    figures = (whole + decimals).lstrip("0")
    # The zeros at the end of 1600 may be digits or fill up: they get the benefit of the doubt, down to two digits.
    filling = 0 if point or power else len(figures) - max(len(figures.rstrip("0")), 2)
    unit = Fraction(10) ** (int(power or 0) - len(decimals))
    value = int(sign + (figures or "0")) * unit
    return Typed(value, unit * 10 ** max(filling, 0) / 2, len(figures))


def is_value(typed: Typed, value: float) -> bool:
    """Whether the value may be meant, as far as the digits tell that were typed."""
    # Most are far off, which floats tell sooner than fractions do.
    if abs(float(typed.value) - value) > 2 * float(typed.half) + 1e-9 * abs(value):
        return False
    exact = Fraction(value)
    rounded = typed.half if typed.digits >= 2 else 0
    return abs(typed.value - exact) <= SAME * abs(exact) + rounded


def write(value: float, digits: int = SHOWN) -> str:
    """To eight digits; without zeros at the end where these are all of it: 0.45016600, but 0.25."""
    value = float(value) + 0.0  # −0 is written 0
    short = f"{value:.{digits}g}"
    exact = abs(float(short) - value) <= 1e-12 * abs(value)
    return typeset(short if exact else f"{value:#.{digits}g}")


def digits_for(total: float, term: float) -> int:
    """Digits of a term that leave eight of a smaller total, in which it cancels: of 1 − 0.99999969, eight leave two."""
    if total == 0.0 or abs(total) >= abs(term):
        return SHOWN
    return min(SHOWN + math.floor(math.log10(abs(term / total))), MOST_DIGITS)
