"""Which mistake is it? From somebody's own numbers for dL/dz, dL/dy or dW to the mistake that gives them.
Nobody's code is run: the numbers alone are held against the right ones and against every known mistake's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from core.arrays import Array, Mask
from core.break_it import numbers_of, same
from core.classifier import with_ones
from core.loss import BCE, TINY
from core.mistakes import BY_KEY, MISTAKES

KINDS = ("dL/dz", "dL/dy", "dW")

MAX_CHARACTERS, MAX_NUMBERS = 40_000, 2_000

# A float does not show trailing zeros: 0.4 may be 0.4000. So four digits are taken as meant, even where fewer are seen.
# More than six are not asked for: single precision has hardly more, and sums differ in their last digits.
DIGITS = (4, 6)
# Sums in another order, or in single precision, may differ by this share of the largest entry.
SUMMATION = 1e-7
# Numbers given with fewer than four digits may be off by this share of the largest one.
COARSE = 0.1


@dataclass(frozen=True)
class Verdict:
    """What the numbers look like.

    kind : "right"; "mistake"; "shape", where the numbers are right but stand in another shape; or "unknown"
    keys : of the mistakes that give these numbers, in the order of MISTAKES. Empty for "mistake" where what is
        recognised is a plain factor, like −1, that is none of them
    sentence : one kind sentence
    """

    kind: str
    keys: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class Suspect:
    """Numbers that somebody may have: of a mistake (with its key), or of a slip that has a name but no key."""

    key: str
    name: str
    numbers: Array


@dataclass(frozen=True)
class Match:
    """Someone's numbers are those of a suspect; `note` says what is odd about their shape, "" where nothing is."""

    suspect: Suspect
    note: str


def recognise(kind: str, numbers: Array, X: Array, t: Array, W: Array, stale_W: Array | None = None) -> Verdict:
    """Judge somebody's `numbers` for dL/dz, dL/dy or dW at these X (N, D), t (N, 1), W (D+1, 1). The loss is BCE.

    numbers : any shape, rounded or not. Numbers within half a unit of their last digit count as equal.
    stale_W : (D+1, 1), the weights that a stale cache would still remember; zero if not given

    Raises ValueError where `kind` is none of KINDS.
    """
    if kind not in KINDS:
        raise ValueError(f"There are numbers for {', '.join(KINDS)}, not for {str(kind)[:20]!r}.")
    numbers = np.asarray(numbers, dtype=float)
    rights = _right_numbers(kind, X, t, W)
    if numbers.size == 0:
        return Verdict("shape", (), f"There are no numbers yet: {kind} has the shape {rights[0].numbers.shape}.")
    if not np.isfinite(numbers).all():
        return Verdict("unknown", (), "There is inf or nan among them: something was divided by zero.")
    suspects = list(_suspects(kind, rights, X, t, W, stale_W))
    # First by at least four digits. Only if that finds nothing, by the few digits that are there.
    for coarse in (False, True):
        right = _first(rights, numbers, coarse)
        wrong = [match for suspect in suspects if (match := _match(suspect, numbers, coarse))]
        if right or wrong:
            unsure = coarse or _first(rights, numbers, coarse=True) is not None
            return _verdict(kind, numbers, right, wrong, len(X), unsure)
    return _no_match(kind, numbers, rights[0].numbers, X, t, W)


# The numbers to compare with


def _right_numbers(kind: str, X: Array, t: Array, W: Array) -> list[Suspect]:
    """By the real code; and from the logit at once, which stays right where z has rounded to 0 or 1."""
    right = numbers_of(None, X, t, W)
    X1 = with_ones(X)
    dy_fused = BCE().slope_from_logit(X1 @ W, t) / len(X1)
    fused = {"dL/dz": None, "dL/dy": dy_fused, "dW": X1.T @ dy_fused}[kind]
    return [Suspect("", "right", array) for array in (right.at(kind), fused) if array is not None]


def _suspects(
    kind: str, rights: list[Suspect], X: Array, t: Array, W: Array, stale_W: Array | None
) -> Iterator[Suspect]:
    """All numbers of mistakes that differ from the right ones: a mistake that does not show here is no suspect."""
    for mistake in MISTAKES:
        array = numbers_of(mistake, X, t, W, stale_W).at(kind)
        if array is not None and not any(same(array, right.numbers) for right in rights):
            yield Suspect(mistake.key, mistake.name, array)
    n, right = len(X), rights[0].numbers
    factors = {
        "−1": -1.0,
        f"−N = −{n}": -float(n),
        f"−1/N = −1/{n}": -1.0 / n,
        f"N² = {n**2}": float(n**2),
        f"1/N² = 1/{n**2}": 1.0 / n**2,
        "2": 2.0,
        "1/2": 0.5,
    }
    for name, factor in factors.items():
        if factor != 1.0:
            with np.errstate(over="ignore"):
                yield Suspect("", f"exactly {name} times the right ones", factor * right)
    yield from _other_arrays(kind, X, t, W)


def _other_arrays(kind: str, X: Array, t: Array, W: Array) -> Iterator[Suspect]:
    """Right numbers, but of another quantity."""
    numbers = numbers_of(None, X, t, W)
    others = {"dL/dz": ("dL/dy", "dz/dy", "z"), "dL/dy": ("dz/dy", "z"), "dW": ()}[kind]
    for other in others:
        array = numbers.at(other)
        if array is not None:
            yield Suspect("", f"those of {other}", array)
    if kind == "dW":
        yield Suspect("", "the weights W themselves", W)


# The comparison


def _first(suspects: list[Suspect], numbers: Array, coarse: bool) -> Match | None:
    matches = [match for suspect in suspects if (match := _match(suspect, numbers, coarse))]
    # A match without a note, if there is one.
    return min(matches, key=lambda match: bool(match.note), default=None)


def _match(suspect: Suspect, numbers: Array, coarse: bool) -> Match | None:
    """The suspect's numbers (M, 1) in somebody's numbers, as they stand or in another shape."""
    column = suspect.numbers[:, 0]
    slack = _slack(numbers.ravel(), column, coarse)
    given, m = numbers.ravel(), len(column)
    if len(given) == m:
        if _near(given, column, slack).all():
            return Match(suspect, _shape_note(numbers.shape, suspect.numbers.shape))
        if m > 1 and suspect.key in ("", "no-n", "twice-n") and _near(given, np.roll(column, 1), slack).all():
            return Match(suspect, "the last row stands first")
    if len(given) == m - 1:
        missing = _missing_row(given, column, slack)
        if missing is not None:
            return Match(suspect, f"row {missing + 1} of {m} is missing")
    if 1 < len(given) < m - 1 and _near(given, column[: len(given)], slack).all():
        return Match(suspect, f"only the first {len(given)} of {m} rows are there")
    return None


def _shape_note(shape: tuple[int, ...], wanted: tuple[int, ...]) -> str:
    if shape == wanted:
        return ""
    what = "transposed" if shape == wanted[::-1] else "flat" if len(shape) == 1 else "in another shape"
    return f"they are {what}, {shape} instead of {wanted}"


def _missing_row(given: Array, column: Array, slack: Array) -> int | None:
    """The row of `column` that `given` lacks, or None where more than that is different."""
    agree = _near(given, column[:-1], slack)
    row = len(given) if agree.all() else int(np.argmin(agree))
    return row if _near(given, np.delete(column, row), slack).all() else None


def _near(given: Array, expected: Array, slack: Array) -> Mask:
    with np.errstate(over="ignore"):
        return np.asarray(np.abs(given - expected) <= slack)


def _slack(given: Array, expected: Array, coarse: bool) -> Array:
    """How far each given number (K,) may be from the expected one: half a unit of its last digit.

    What the last digit is, all numbers say together: they are rounded either to as many decimals as the longest
    one has, or to as many significant digits. With `coarse`, every number speaks for itself.
    """
    decimals, significant, exponent = _digits(given)
    largest = np.abs(expected).max()
    if coarse:
        return np.minimum(0.5 * 10.0**-decimals, COARSE * largest)
    by_decimals = 0.5 * 10.0 ** -max(decimals.max(), DIGITS[0])
    digits = np.clip(significant.max(), *DIGITS)
    by_significant = np.where(given == 0, 0.0, 0.5 * 10.0 ** (exponent + 1 - digits))
    # A number in the middle between two roundings may have gone either way.
    return np.maximum(by_decimals, by_significant) * (1 + 1e-6) + SUMMATION * 1e-3 * largest


def _digits(given: Array) -> tuple[Array, Array, Array]:
    """Of each number, written as shortly as a float can be: decimals, significant digits, exponent of the first one."""
    numbers = [Decimal(repr(float(number))).normalize() for number in given]
    decimals = [-int(number.as_tuple().exponent) for number in numbers]
    significant = [len(number.as_tuple().digits) for number in numbers]
    exponent = [number.adjusted() for number in numbers]
    return np.array(decimals, dtype=float), np.array(significant, dtype=float), np.array(exponent, dtype=float)
