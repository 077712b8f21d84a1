"""Whether somebody's numbers are those of a suspect, as far as the digits tell that they have."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from core.arrays import Array, Mask, Rows
from core.mistakes.suspects import Suspect
from core.rounding import CANCELLED
from core.sentence import Sentence

# A float does not show trailing zeros: 0.4 may be 0.4000. So four digits are taken as meant, even where fewer are seen.
# More than six are not asked for: single precision has hardly more.
DIGITS = (4, 6)
# Differences like z - t, and sums, lose digits where they nearly cancel: in single precision, or added in another
# order, they may be off by this share of the largest entry.
ROUNDING = 1e-7
# Numbers given with fewer than four digits may be off by this share of the largest one, and not more.
COARSE = 0.1


@dataclass(frozen=True)
class GivenNumbers:
    """Somebody's numbers: flat (K,), the shape they came in, and how far each may be from what was meant.

    strict (K,) : half a unit of the last digit, where all numbers are rounded alike, to four digits at least
    coarse (K,) : half a unit of each number's own last digit; a 0 has those of the number with the most decimals
    digits : how many significant ones the longest number has
    """

    numbers: Array
    shape: tuple[int, ...]
    strict: Array
    coarse: Array
    digits: int


@dataclass(frozen=True)
class Match:
    """The given numbers are those of a suspect; `note` says what is odd about their shape, "" where nothing is."""

    suspect: Suspect
    note: str


def read_digits(numbers: Array) -> GivenNumbers:
    """Somebody's numbers, in any shape, with the slack that their digits ask for.

    Rounded numbers show how far they were rounded: to as many decimals as the longest one has,
    or to as many significant digits as the longest one has. Either may be meant.
    A 0 says nothing of how it was rounded: the others say it, by their decimals. Alone it is exact.
    """
    flat = numbers.ravel()
    written = [Decimal(repr(float(number))).normalize() for number in flat]  # as short as each float can be written
    decimals = np.array([-int(number.as_tuple().exponent) for number in written], dtype=float)
    significant = max(len(number.as_tuple().digits) for number in written)
    first_digit = np.array([number.adjusted() for number in written], dtype=float)
    by_decimals = 0.5 * 10.0 ** -max(float(decimals.max()), DIGITS[0])
    by_significant = 0.5 * 10.0 ** (first_digit + 1 - min(max(significant, DIGITS[0]), DIGITS[1]))
    zero = flat == 0
    by_significant[zero] = 0.0
    # A number in the middle of two roundings may have gone either way.
    strict = np.maximum(by_decimals, by_significant) * (1 + 1e-6)
    decimals[zero] = max(float(decimals[~zero].max()), 0.0) if not zero.all() else np.inf
    coarse = np.maximum(0.5 * 10.0**-decimals, strict)
    if zero.all():
        strict, coarse = np.zeros(len(flat)), np.zeros(len(flat))
    return GivenNumbers(flat, numbers.shape, strict, coarse, significant)


def matches(kind: str, given: GivenNumbers, suspects: list[Suspect], coarse: bool) -> list[Match]:
    """The suspects whose numbers are given; where some are given in the right shape, those only."""
    found: dict[tuple[str, str], Match] = {}
    for suspect in suspects:
        note = _note(kind, given, suspect, coarse)
        known = found.get((suspect.key, suspect.name))
        # It may stand there twice: at the weights themselves, and at those that are shown.
        if note is not None and (known is None or known.note):
            found[suspect.key, suspect.name] = Match(suspect, note)
    return [match for match in found.values() if not match.note] or list(found.values())


def slack_of(kind: str, given: GivenNumbers, suspect: Suspect, coarse: bool) -> Array:
    """How far (K,) each given number may be from the suspect's, blur not counted."""
    largest = np.abs(suspect.numbers).max()
    slack = np.minimum(given.coarse, COARSE * largest) if coarse else given.strict
    # In dL/dz every number stands for itself: one that is huge says nothing of the others.
    # And a 0 is not what single precision leaves of a number, but only what its rounding leaves.
    rounding = 0.0 if kind == "dL/dz" else ROUNDING * largest
    return np.asarray(slack + np.where(given.numbers == 0, CANCELLED * max(suspect.size, largest), rounding))


def blur_of(given: GivenNumbers, suspect: Suspect, rows: Rows) -> Array:
    """How far (K,) each given number may be from the suspect's of these rows (K,), because the weights are rounded.

    A 0 is not what they lead to: near a minimum everything lies within the blur, and an entry that was forgotten too.
    """
    return np.where(given.numbers == 0, 0.0, suspect.blur[rows])


def near(numbers: Array, expected: Array, slack: Array) -> Mask:
    """Which numbers (K,) are within their slack (K,) of the expected ones (K,)."""
    with np.errstate(over="ignore"):
        return np.asarray(np.abs(numbers - expected) <= slack)


def _note(kind: str, given: GivenNumbers, suspect: Suspect, coarse: bool) -> str | None:
    """ "" where the given numbers are the suspect's (M, 1) as they stand, a few words where they are in another
    shape, order or number, None where they are not."""
    numbers, expected = given.numbers, suspect.numbers
    m, slack = len(expected), slack_of(kind, given, suspect, coarse)

    def agree(rows: Rows) -> Mask:
        """Whether the given numbers are those of these rows, one by one."""
        return near(numbers, expected[rows, 0], slack + blur_of(given, suspect, rows))

    rows = np.arange(m)
    if len(numbers) == m and agree(rows).all():
        if given.shape == expected.shape:
            return ""
        shapes = {"shape": str(given.shape), "right": str(expected.shape)}
        if given.shape == expected.shape[::-1]:
            return Sentence("transposed, {shape} instead of {right}", **shapes)
        if len(given.shape) == 1:
            return Sentence("flat, {shape} instead of {right}", **shapes)
        return Sentence("reshaped, {shape} instead of {right}", **shapes)
    if kind == "dW" and len(numbers) == m and agree(np.roll(rows, 1)).all():
        return Sentence("in another order, the bias first instead of last")
    if len(numbers) == m - 1:
        fits = agree(rows[:-1])
        row = m - 1 if fits.all() else int(np.argmin(fits))
        if agree(np.delete(rows, row)).all():
            if kind == "dW" and row == m - 1:
                return Sentence("without row {row} of {rows}, the bias", row=row + 1, rows=m)
            return Sentence("without row {row} of {rows}", row=row + 1, rows=m)
    if 1 < len(numbers) < m - 1 and agree(rows[: len(numbers)]).all():
        return Sentence("only the first {n} of {rows}", n=len(numbers), rows=m)
    return None
