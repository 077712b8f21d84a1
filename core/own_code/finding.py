"""One thing that there is to say of somebody's code, before it is put into words."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from core.arrays import Array
from core.mistakes.mistake import Mistake
from core.own_code.calls import NoNumbersError
from core.own_code.compare import FACTORS, LOSS_FACTORS, agree, factor_of, first_row
from core.own_code.observe import Seen


@dataclass(frozen=True)
class Finding:
    """One thing that there is to say.

    sentence, filled : which sentence says it (see words.py), and with what
    mistakes : the known ones that give it, two where two are at once; none where it is not known
    step : of a run from the case's weights, at which it is to be seen
    fine : whether nothing is wrong
    """

    sentence: str
    filled: "dict[str, Any]" = field(default_factory=dict)
    mistakes: "tuple[Mistake, ...]" = ()
    step: int = 0
    fine: bool = False


def right(array: str) -> Finding:
    """Nothing is wrong with an array."""
    return Finding("right", {"array": array}, fine=True)


def without_numbers(error: NoNumbersError) -> Finding:
    """There are no numbers, and why."""
    return Finding(error.sentence, error.filled)


def difference(array: str, got: Seen, expected: Array, n: int) -> Finding:
    """How an array differs from the right one, a column (rows, 1), of N = n samples."""
    if isinstance(got, NoNumbersError):
        return without_numbers(got)
    filled: dict[str, Any] = {"array": array, "n": n}
    if got.shape != expected.shape:
        return Finding("shape", {**filled, "shape": got.shape, "right": expected.shape, "broadcast": False})
    if not np.isfinite(got).all():
        return Finding("not finite", filled)
    for name, factor in (LOSS_FACTORS if array == "L" else FACTORS).items():
        if agree(got, factor(n) * expected):
            kind = "sign" if name == "−1" else "factor of N" if "N" in name else "factor"
            return Finding(kind, {**filled, "factor": name, "value": factor(n)})
    constant = factor_of(got, expected)
    if constant is not None:
        return Finding("number", {**filled, "value": constant})
    if got.size == 1:
        return Finding("value", {**filled, "got": got[0, 0], "right": expected[0, 0]})
    row = first_row(got, expected)
    return Finding("row", {**filled, "row": row + 1, "got": got[row, 0], "right": expected[row, 0]})
