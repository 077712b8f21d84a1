"""What is in a column of a table that somebody brings, and why it can be no feature where it cannot."""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Literal

import pandas as pd

from core.sentence import Sentence

# So many values of a column are named.
SHOWN = 10
# A number with a point or a comma in it. In a line of names there is none.
NUMBER = re.compile(r"\s*[+-]?([0-9]+[.,]?[0-9]*|[.,][0-9]+)([eE][+-]?[0-9]+)?\s*")

Kind = Literal["number", "text", "constant", "empty"]


@dataclass(frozen=True)
class ColumnInfo:
    """What is in one column.

    kind : "number", "text", "constant" (one value only) or "empty"
    missing : how many rows have no value here; an infinity counts as none
    values : the first ten distinct values, in the order of the table · distinct : how many there are in all
    reason : a sentence why it cannot be a feature, "" where it can
    """

    name: str
    kind: Kind
    missing: int
    values: tuple[str, ...]
    distinct: int
    reason: str


def show(value: float) -> str:
    """A number in as few characters as say it exactly: 3 for 3.0."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(float(value))


def described(name: str, column: "pd.Series[float] | pd.Series[str]") -> ColumnInfo:
    """What is in a column, and why it can be no feature where it cannot."""
    distinct = column.dropna().unique().tolist()
    is_number = pd.api.types.is_float_dtype(column)
    values = tuple(show(float(value)) if is_number else str(value) for value in distinct[:SHOWN])
    kind: Kind = "number" if is_number else "text"
    reason = ""
    if len(distinct) == 0:
        kind, reason = "empty", Sentence("“{name}” is empty.", name=name)
    elif len(distinct) == 1:
        kind, reason = "constant", Sentence("“{name}” has only one value, so it cannot tell samples apart.", name=name)
    elif kind == "text":
        reason = Sentence("“{name}” is text, and a weight needs a number to multiply.", name=name)
        # Mostly numbers, but for a few words: then one of the words says what to mend.
        half = -(-len(distinct) // 2)
        words = list(islice((value for value in distinct if not NUMBER.fullmatch(value)), half))
        if 0 < len(words) < half:
            reason = Sentence("“{name}” is text, because “{word}” is not a number.", name=name, word=words[0])
    return ColumnInfo(name, kind, int(column.isna().sum()), values, len(distinct), reason)
