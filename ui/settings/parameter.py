"""One setting of a link: its name, its default, and how its text is read. Whatever a text says, it is only read."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ui.language.speaking import _

# The settings of a page by the names of their parameters.
Settings = dict[str, Any]


@dataclass(frozen=True)
class Parameter:
    """One setting: its name in the link (also its widget's key), what it is called, its default, how it is read.

    default : of the first links; what later ones leave out may be another value (see versions.py)
    read : text → value; raises ValueError, whose text completes "The … " in the visitor's language
    """

    name: str
    label: str
    default: Any
    read: Callable[[str], Any]


def one_of(options: Sequence[str]) -> Callable[[str], str]:
    """A reader of one of these names, in capitals or small letters where no two differ by that alone."""

    def read(text: str) -> str:
        if text in options:
            return text
        alike = [option for option in options if option.casefold() == text.casefold()]
        if len(alike) != 1:
            raise ValueError(_("must be one of {options}", options=", ".join(options)))
        return alike[0]

    return read


def whole(limits: tuple[int, int]) -> Callable[[str], int]:
    """A reader of whole numbers from the first to the second."""
    low, high = limits

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
            raise ValueError(_("must be a whole number from {low:,} to {high:,}", low=low, high=high))
        return int(text)

    return read


def real(limits: tuple[float, float]) -> Callable[[str], float]:
    """A reader of numbers from the first to the second."""
    low, high = limits

    def read(text: str) -> float:
        value = finite(text)
        if value is None or not low <= value <= high:
            raise ValueError(_("must be a number from {low:g} to {high:g}", low=low, high=high))
        return value

    return read


def finite(text: str) -> float | None:
    """A number written plainly, with a point; None for anything else, infinities and NaN too."""
    if not re.fullmatch(r"\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?\s*", text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def switch(text: str) -> bool:
    """Read "true" or "false"."""
    if text.lower() not in ("true", "false"):
        raise ValueError(_("must be true or false"))
    return text.lower() == "true"


def plain_text(text: str) -> str:
    """Text that its own page reads."""
    return text


def write_number(value: float) -> str:
    """A number as briefly as it can be read back: 7, 0.5, 0.0001."""
    return repr(float(value)).removesuffix(".0")


DECIMAL_COMMA = r"[+-]?[0-9]+,[0-9]+([eE][+-]?[0-9]{1,3})?"


def number_words(text: str) -> list[str]:
    """The numbers in a list that somebody has typed, each with a decimal point.

    Commas, semicolons or spaces separate them. Where semicolons or spaces do, and there is no point, a comma between
    digits is a decimal sign: "0,5; 1,5; 0" and "0,5 1,5 0". Alone it separates: "1,2" are two numbers.

    Raises ValueError with a sentence that completes "The weights …", where a comma would have to be both.
    """
    text = text.strip().strip("()[]").replace("\N{MINUS SIGN}", "-")
    words = [word for word in re.split(r"[;\s]+", text) if word]
    decimals = [word for word in words if re.fullmatch(DECIMAL_COMMA, word.strip(","))]
    if len(words) > 1 and decimals:
        plain = all("," not in word or (word in decimals and not word.endswith(",")) for word in words)
        if plain and "." not in text:
            return [word.replace(",", ".") for word in words]
        # "1,2, 3" are three numbers. But "0,5, 1,5" are hardly four, nor "0.5; 1,5" three.
        zero = any(re.match(r"[+-]?0,", word) for word in decimals)
        if (zero and not plain and "." not in text) or ("." in text and ";" in text):
            raise ValueError(
                _("must have semicolons between the numbers where the decimal sign is a comma, like 0,1; -0,2")
            )
    return [part for part in re.split(r"[,;\s]+", text) if part]
