"""Whether two arrays are the same, and if not, how they differ.
Somebody's code may guard against 0 or use single precision: so three digits are asked for, and no more."""

from collections.abc import Callable

import numpy as np

from core.arrays import Array

CLOSE = 1e-3
# What may be wrong with all numbers at once: a sign, a power of N, a 2.
FACTORS: "dict[str, Callable[[int], float]]" = {
    "−1": lambda n: -1.0,
    "N": lambda n: float(n),
    "1/N": lambda n: 1.0 / n,
    "−N": lambda n: -float(n),
    "−1/N": lambda n: -1.0 / n,
    "N²": lambda n: float(n) ** 2,
    "1/N²": lambda n: 1.0 / n**2,
    "2": lambda n: 2.0,
    "1/2": lambda n: 0.5,
}
# The logarithm may be of another base.
LOSS_FACTORS: "dict[str, Callable[[int], float]]" = {
    **FACTORS,
    "1/ln 2": lambda n: 1.0 / float(np.log(2.0)),
    "1/ln 10": lambda n: 1.0 / float(np.log(10.0)),
}


def agree(a: Array, b: Array) -> bool:
    """Whether two arrays of any shapes have the same numbers, in three digits of the largest; what is no number agrees
    with nothing."""
    if a.shape != b.shape or not (np.isfinite(a).all() and np.isfinite(b).all()):
        return False
    return bool(np.abs(a - b).max() <= CLOSE * np.abs(b).max())


def factor_of(a: Array, b: Array) -> "float | None":
    """The one factor by which all numbers of a differ from those of b, which has its shape, or None."""
    if a.shape != b.shape or not (np.isfinite(a).all() and np.isfinite(b).all()) or a.size < 2:
        return None
    factor = float((a * b).sum() / (b * b).sum())
    return factor if factor and agree(a, factor * b) else None


def first_row(a: Array, b: Array) -> int:
    """The first row in which two columns of one shape differ."""
    return int(np.argmax(~(np.abs(a - b)[:, 0] <= CLOSE * np.abs(b).max())))
