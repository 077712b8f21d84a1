"""Which mistake is it? From somebody's own numbers for dL/dz, dL/dy or dW to the mistake that gives them.
Nobody's code is run: the numbers alone are held against the right ones and against those of every known mistake."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from core.arrays import Array, Mask, Rows
from core.classifier import with_ones
from core.loss import BCE, TINY
from core.mistakes.catalogue import BY_KEY, MISTAKES
from core.mistakes.effects import numbers_of, same
from core.rounding import CANCELLED

KINDS = ("dL/dz", "dL/dy", "dW")

MAX_CHARACTERS, MAX_NUMBERS = 40_000, 2_000

# Digits of the weights that a person has before them.
SHOWN = 8
# A float does not show trailing zeros: 0.4 may be 0.4000. So four digits are taken as meant, even where fewer are seen.
# More than six are not asked for: single precision has hardly more.
DIGITS = (4, 6)
# Differences like z - t, and sums, lose digits where they nearly cancel: in single precision, or added in another
# order, they may be off by this share of the largest entry.
ROUNDING = 1e-7
# Numbers given with fewer than four digits may be off by this share of the largest one, and not more.
COARSE = 0.1
# Code that guards against dividing by 0 adds a number, or clips to one, between these.
GUARDS = (1e-30, 1e-4)
# What turns the sign of all numbers.
CAUSES = {
    "−1": {
        "dL/dz": " The sign has turned: the slope of −log z is −1/z, and that of −log(1 − z) is +1/(1 − z).",
        "dL/dy": " The sign has turned: it is z − t, and not t − z.",
        "dW": " The sign has turned: it takes z − t, and not t − z; the minus of W − lr · dW is not part of dW.",
    }
}
NOT_FINITE = (
    "There is an inf or a nan among the numbers: the code divides by zero, as it does with targets and outputs swapped."
)


@dataclass(frozen=True)
class Verdict:
    """What the numbers look like.

    kind : "right"; "mistake"; "shape", where the numbers are right but in another shape, or too few, or too many;
        or "unknown"
    keys : of the mistakes that give these numbers, in the order of MISTAKES. Empty for a "mistake" that is none of
        them, like a plain factor −1
    sentence : what to tell
    """

    kind: str
    keys: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class Question:
    """What the numbers are asked for: dL/dz, dL/dy or dW (`kind`) at X (N, D), t (N, 1), W (D+1, 1).

    stale_W : (D+1, 1), the weights that a stale cache would still remember, or None
    """

    kind: str
    X: Array
    t: Array
    W: Array
    stale_W: Array | None


@dataclass(frozen=True)
class Given:
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
class Suspect:
    """Numbers (M, 1) that somebody may have: of a mistake, or (with the key "") of a slip that is none of them.

    blur (M,) : how far each may be off for somebody who knows the weights as they are shown
    size : of what the numbers are sums of; where they cancel, floats leave a little of it
    """

    key: str
    name: str
    numbers: Array
    blur: Array
    size: float = 0.0

    def sharp(self) -> "Suspect":
        """The same without blur."""
        return replace(self, blur=np.zeros_like(self.blur))


@dataclass(frozen=True)
class Match:
    """The given numbers are those of a suspect; `note` says what is odd about their shape, "" where nothing is."""

    suspect: Suspect
    note: str


@dataclass(frozen=True)
class Found:
    """What the given numbers match.

    right, wrong : the right numbers; those of suspects
    blurred : the right numbers, as far off as the digits of the weights allow
    coarse : whether it took the few digits that each number has
    """

    right: list[Match]
    wrong: list[Match]
    blurred: list[Match]
    coarse: bool


def recognise(kind: str, numbers: Array, X: Array, t: Array, W: Array, stale_W: Array | None = None) -> Verdict:
    """Judge somebody's `numbers` for dL/dz, dL/dy or dW at these X (N, D), t (N, 1), W (D+1, 1). The loss is BCE.

    numbers : of any shape, rounded or not; equal are those within half a unit of the last digit, and as far off as
        they may be for somebody who knows eight digits of each weight
    stale_W : (D+1, 1), the weights that a stale cache would still remember; zero if not given

    Raises ValueError where `kind` is none of KINDS.
    """
    if kind not in KINDS:
        raise ValueError(f"There are numbers for {', '.join(KINDS)}, and for nothing else.")
    numbers = np.asarray(numbers, dtype=float)
    if not np.isfinite(numbers).all():
        return Verdict("unknown", (), NOT_FINITE)
    asked = Question(kind, X, t, W, stale_W)
    rights = list(_right_numbers(asked))
    if not rights:
        return Verdict("unknown", (), "At these weights the right numbers themselves overflow.")
    if numbers.size == 0:
        return Verdict("shape", (), f"There are no numbers yet: {kind} has the shape {rights[0].numbers.shape}.")
    given = _given(numbers)
    suspects = list(_suspects(asked))
    if not given.numbers.any() and not _matches(kind, given, [right.sharp() for right in rights], coarse=False):
        return Verdict("unknown", (), f"All are 0, but {kind} is not: give at least four digits that are not 0.")
    # First by four digits and more. Only if that finds nothing, by the few digits that are there.
    for coarse in (False, True):
        found = Found(
            _matches(kind, given, [right.sharp() for right in rights], coarse),
            _matches(kind, given, suspects, coarse),
            _matches(kind, given, rights, coarse),
            coarse,
        )
        if found.right or found.wrong or found.blurred:
            right_if_coarse = bool(_matches(kind, given, rights, coarse=True))
            return _verdict(kind, given, found, len(X), right_if_coarse)
    return _without_a_match(asked, given, rights[0])


# The numbers to compare with


def as_shown(W: Array, digits: int = SHOWN) -> Array:
    """W, of any shape, as somebody has it who reads so many significant digits of each weight."""
    rounded = [float(f"{weight:.{digits}g}") for weight in W.ravel()]
    return np.array(rounded).reshape(W.shape)


def _right_numbers(asked: Question) -> Iterator[Suspect]:
    """At the weights themselves, and at those that are shown.

    By the real code; and from the logit at once, which stays right where z has rounded to 0 or 1.
    """
    kind = asked.kind
    blur, size = _blur(asked), _size(asked)
    for W in (asked.W, as_shown(asked.W)):
        for numbers in (numbers_of(None, asked.X, asked.t, W).at(kind), _from_logit(kind, asked.X, asked.t, W)):
            if numbers is not None and np.isfinite(numbers).all():
                yield Suspect("", "the right ones", numbers, blur, size)


def _from_logit(kind: str, X: Array, t: Array, W: Array) -> Array:
    """dL/dz, dL/dy (N, 1) or dW (D+1, 1), from the logit y at once."""
    X1 = with_ones(X)
    each = _each_from_logit(kind, X1 @ W, t) / len(X)
    return np.asarray(X1.T @ each if kind == "dW" else each)


def _each_from_logit(kind: str, y: Array, t: Array) -> Array:
    """Logits y and targets t → the derivative of each sample's loss by its own z (for dL/dz), or by its own y."""
    if kind != "dL/dz":
        return BCE().slope_from_logit(y, t)
    with np.errstate(over="ignore", invalid="ignore"):
        # 1 / z is 1 + e^-y, and 1 / (1 - z) is 1 + e^y.
        return np.where(t == 1, -(1.0 + np.exp(-y)), 1.0 + np.exp(y))


def _blur(asked: Question) -> Array:
    """How far (M,) the right numbers may be from those at any weights that would be shown alike.

    A weight is off by half a unit of its last shown digit, so a logit by as much as these add up to (the reach).
    dL/dz and dL/dy of a sample rise or fall with its logit, all the way: they are farthest off at the reach's ends.
    dW moves by the Hessian, X1.T @ (slopes * X1) / N, times what the weights are off. On the way the Hessian itself may
    change: the logarithm of a slope z (1 - z) has the derivative 1 - 2 z, so by a factor of e^reach at the most.
    """
    kind, t, W = asked.kind, asked.t, asked.W[:, 0]
    X1 = with_ones(asked.X)
    size = np.abs(W)
    off = np.where(size > 0, 0.5 * 10.0 ** (np.floor(np.log10(np.where(size > 0, size, 1.0))) + 1 - SHOWN), 0.0)
    y = (X1 @ W)[:, np.newaxis]
    reach = (np.abs(X1) @ off)[:, np.newaxis]
    if kind == "dW":
        slopes = BCE().curvature_from_logit(y, t) / len(X1)
        hessian, largest = X1.T @ (slopes * X1), np.abs(X1).T @ (slopes * np.abs(X1))
        with np.errstate(over="ignore", invalid="ignore"):
            growth = np.expm1(reach.max())
            # However large the reach, dL/dy lies between -1 / N and 1 / N.
            most = np.abs(X1).sum(axis=0) / len(X1)
            return np.asarray(np.fmin((np.abs(hessian) + growth * largest) @ off, most))
    with np.errstate(over="ignore", invalid="ignore"):
        here = _each_from_logit(kind, y, t)
        ends = [np.abs(_each_from_logit(kind, y + sign * reach, t) - here) for sign in (-1.0, 1.0)]
    return np.asarray(np.nan_to_num(np.maximum(*ends), nan=0.0, posinf=0.0)[:, 0] / len(X1))


def _size(asked: Question) -> float:
    """The largest sum of |x · dL/dy| of an entry of dW; 0 for what is no sum."""
    if asked.kind != "dW":
        return 0.0
    X1 = with_ones(asked.X)
    return float((np.abs(X1).T @ np.abs(BCE().slope_from_logit(X1 @ asked.W, asked.t))).max() / len(X1))


def _suspects(asked: Question) -> Iterator[Suspect]:
    """What somebody may have instead, at the weights themselves and at those that are shown.

    What agrees with the right numbers in all digits is no suspect: its mistake does not show here.
    """
    for W in (asked.W, as_shown(asked.W)):
        right = numbers_of(None, asked.X, asked.t, W).at(asked.kind)
        rights = [array for array in (right, _from_logit(asked.kind, asked.X, asked.t, W)) if array is not None]
        for key, name, numbers in _mistaken(asked, W, rights[0]):
            if np.isfinite(numbers).all() and not any(same(numbers, each) for each in rights):
                yield Suspect(key, name, numbers, np.zeros(len(numbers)))


def _mistaken(asked: Question, W: Array, right: Array) -> Iterator[tuple[str, str, Array]]:
    """A mistake's key, or "", what it is called, and its numbers at W, beside the right ones."""
    kind, X, t = asked.kind, asked.X, asked.t
    for mistake in MISTAKES:
        array = numbers_of(mistake, X, t, W, asked.stale_W).at(kind)
        if array is not None:
            yield mistake.key, f"“{mistake.name}”", array
    n = len(X)
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
        with np.errstate(over="ignore"):
            yield "", f"the right ones times {name}", factor * right
    # Right numbers, but of another quantity.
    others = {"dL/dz": ("dL/dy", "dz/dy", "z"), "dL/dy": ("dz/dy", "z"), "dW": ()}[kind]
    for other in others:
        array = numbers_of(None, X, t, W).at(other)
        if array is not None:
            yield "", f"those of {other}", array
    if kind == "dW":
        yield "", "the weights W themselves", W


# The comparison


def _given(numbers: Array) -> Given:
    """Somebody's numbers with the slack that their digits ask for.

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
    return Given(flat, numbers.shape, strict, coarse, significant)


def _matches(kind: str, given: Given, suspects: list[Suspect], coarse: bool) -> list[Match]:
    """The suspects whose numbers are given; where some are given in the right shape, those only."""
    found: dict[tuple[str, str], Match] = {}
    for suspect in suspects:
        note = _note(kind, given, suspect, coarse)
        known = found.get((suspect.key, suspect.name))
        # It may stand there twice: at the weights themselves, and at those that are shown.
        if note is not None and (known is None or known.note):
            found[suspect.key, suspect.name] = Match(suspect, note)
    return [match for match in found.values() if not match.note] or list(found.values())


def _slack(kind: str, given: Given, suspect: Suspect, coarse: bool) -> Array:
    """How far (K,) each given number may be from the suspect's, blur not counted."""
    largest = np.abs(suspect.numbers).max()
    slack = np.minimum(given.coarse, COARSE * largest) if coarse else given.strict
    # In dL/dz every number stands for itself: one that is huge says nothing of the others.
    # And a 0 is not what single precision leaves of a number, but only what its rounding leaves.
    rounding = 0.0 if kind == "dL/dz" else ROUNDING * largest
    return np.asarray(slack + np.where(given.numbers == 0, CANCELLED * max(suspect.size, largest), rounding))


def _near(numbers: Array, expected: Array, slack: Array) -> Mask:
    with np.errstate(over="ignore"):
        return np.asarray(np.abs(numbers - expected) <= slack)


def _note(kind: str, given: Given, suspect: Suspect, coarse: bool) -> str | None:
    """ "" where the given numbers are the suspect's (M, 1) as they stand, a few words where they are in another
    shape, order or number, None where they are not."""
    numbers, expected = given.numbers, suspect.numbers
    m, slack = len(expected), _slack(kind, given, suspect, coarse)

    def agree(rows: Rows) -> Mask:
        """Whether the given numbers are those of these rows, one by one."""
        return _near(numbers, expected[rows, 0], slack + suspect.blur[rows])

    rows = np.arange(m)
    if len(numbers) == m and agree(rows).all():
        if given.shape == expected.shape:
            return ""
        how = "transposed" if given.shape == expected.shape[::-1] else "flat" if len(given.shape) == 1 else "reshaped"
        return f"{how}, {given.shape} instead of {expected.shape}"
    if kind == "dW" and len(numbers) == m and agree(np.roll(rows, 1)).all():
        return "in another order, the bias first instead of last"
    if len(numbers) == m - 1:
        fits = agree(rows[:-1])
        row = m - 1 if fits.all() else int(np.argmin(fits))
        if agree(np.delete(rows, row)).all():
            return f"without row {row + 1} of {m}" + (", the bias" if kind == "dW" and row == m - 1 else "")
    if 1 < len(numbers) < m - 1 and agree(rows[: len(numbers)]).all():
        return f"only the first {len(numbers)} of {m}"
    return None


# The verdict


def _verdict(kind: str, given: Given, found: Found, n: int, right_if_coarse: bool) -> Verdict:
    """Something is found. Right numbers are never accused, whatever else they look like."""
    right, wrong, blurred = found.right, found.wrong, found.blurred
    # Mistakes that have a name come before plain factors, which may give the same.
    named = [match for match in wrong if match.suspect.key]
    names = " and of ".join(match.suspect.name for match in named)
    well = [match for match in right if not match.note]
    if well:
        these = "As far as so few digits tell, these" if _few(given, well[0].suspect, found.coarse) else "These"
        alike = f" With more digits one could tell them from those of {names}." if named and not named[0].note else ""
        return Verdict("right", (), f"{these} are the right numbers of {kind}.{alike}")
    if blurred and not blurred[0].note and not right:
        told = "the eight digits of the weights tell"
        if not wrong or wrong[0].note:
            return Verdict("right", (), f"As far as {told}, these are the right numbers of {kind}.")
        if given.digits < DIGITS[1]:
            what = f"what you get from {names}" if names else wrong[0].suspect.name
            sentence = (
                f"These look like {what}, but they are as near to the right ones as {told}: "
                "take all digits of the weights, and give six of yours."
            )
            return Verdict("unknown", (), sentence)
    these = "As far as so few digits tell, these" if found.coarse else "These"
    right = right or blurred
    if right and (not wrong or wrong[0].note):
        return Verdict("shape", (), f"{these} are the right numbers of {kind}, but {right[0].note}.")
    note = f", {wrong[0].note}" if wrong[0].note else ""
    if right and right[0].note:
        note += f"; they are also the right ones, but {right[0].note}"
    elif right:
        note += "; the right ones are as near as the eight digits of the weights tell"
    elif right_if_coarse and not found.coarse:
        note += "; but if you rounded to fewer than four digits, they may be right"
    if not named:
        cause = CAUSES.get(wrong[0].suspect.name.removeprefix("the right ones times "), {}).get(kind, "")
        return Verdict("mistake", (), f"{these} look like {wrong[0].suspect.name}{note}.{cause}")
    keys = tuple(match.suspect.key for match in named)
    reasons = {"no-n": f": N = {n} times the right ones", "twice-n": f": 1/N = 1/{n} of the right ones"}
    reason = reasons.get(keys[0], "") if len(keys) == 1 else ", which give the same here"
    return Verdict("mistake", keys, f"{these} are what you get from {names}{reason}{note}.")


def _few(given: Given, right: Suspect, coarse: bool) -> bool:
    """Whether the numbers have less than four digits, so that they say little."""
    return coarse or bool(given.strict.max() > 0.5e-3 * np.abs(right.numbers).max() * (1 + 1e-6))


def _without_a_match(asked: Question, given: Given, right: Suspect) -> Verdict:
    """What can still be said of numbers that are neither right nor those of a suspect."""
    kind, X, t, W = asked.kind, asked.X, asked.t, asked.W
    numbers, n = given.numbers, len(X)
    if kind == "dW" and given.shape == (n, len(right.numbers)):
        dy = numbers_of(None, X, t, W).dy
        if dy is not None and _near(numbers, (with_ones(X) * dy).ravel(), given.strict).all():
            return Verdict(
                "shape", (), f"These are the right arrows, one per sample: dW is their sum over the {n} rows."
            )
    if kind != "dW" and n > 1 and given.shape == (n, n):
        return Verdict(
            "shape",
            (),
            f"{n} × {n} numbers come of an array ({n},) that meets a column ({n}, 1): both must be columns.",
        )
    if len(numbers) != len(right.numbers):
        return Verdict(
            "shape",
            (),
            f"{kind} has {len(right.numbers)} numbers here, {right.numbers.shape}, and {len(numbers)} are given.",
        )
    for digits in range(SHOWN - 1, 1, -1):
        rounded = replace(right, numbers=_from_logit(kind, X, t, as_shown(W, digits)))
        if _matches(kind, given, [rounded.sharp()], coarse=False):
            sentence = (
                f"These are right for weights rounded to {digits} digits. Here that is too few: take all of them."
            )
            return Verdict("unknown", (), sentence)
    swapped = numbers_of(BY_KEY["swapped"], X, t, W).at(kind)
    if swapped is not None:
        factor = _constant_factor(kind, given, swapped)
        if factor is not None and GUARDS[0] <= TINY / factor <= GUARDS[1]:
            sentence = (
                f"These are what you get from “{BY_KEY['swapped'].name}”, with a guard against 0 of "
                f"{TINY / factor:.0e}."
            )
            return Verdict("mistake", ("swapped",), sentence)
    factor = _constant_factor(kind, given, right.numbers)
    if factor is not None:
        return Verdict(
            "unknown", (), f"These are the right ones times {factor:.4g}, a factor that none of the known bugs gives."
        )
    agree = _near(numbers, right.numbers[:, 0], _slack(kind, given, right, coarse=True) + right.blur)
    if agree.any():
        first = int(np.argmin(agree))
        where = f"row {first + 1}" + (", the bias" if kind == "dW" and first == len(numbers) - 1 else "")
        count = f"{agree.sum()} of the {len(numbers)} numbers {'is' if agree.sum() == 1 else 'are'} right"
        return Verdict("unknown", (), f"{count}; the first that is not is in {where}.")
    return Verdict("unknown", (), "These numbers are not right, and none of the known bugs gives them.")


def _constant_factor(kind: str, given: Given, expected: Array) -> float | None:
    """The factor by which all given numbers differ from the expected ones (M, 1), or None."""
    column = expected[:, 0]
    largest = int(np.argmax(np.abs(column)))
    if len(column) < 2 or len(column) != len(given.numbers) or column[largest] == 0 or given.numbers[largest] == 0:
        return None
    with np.errstate(over="ignore"):
        factor = float(given.numbers[largest] / column[largest])
    if factor == 0 or not np.isfinite(factor):  # too far apart for a float to say by how much
        return None
    scaled = factor * expected
    # The factor was taken from a rounded number, so it has a slack of its own.
    slack = _slack(kind, given, Suspect("", "", scaled, np.zeros(len(scaled))), coarse=False)
    slack = slack + np.abs(scaled[:, 0]) * (slack[largest] / abs(given.numbers[largest]))
    return factor if _near(given.numbers, scaled[:, 0], slack).all() else None


# Reading what a person types

# The signs that stand for a minus in books and PDFs, and the spaces that do not look like one.
TYPOGRAPHY = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2010": "-", "\u2011": "-", "\ufeff": " "})
NUMBER = re.compile(r"[+-]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+(?:[eE][+-]?[0-9]+)?")
WRAPPED = re.compile(r"(?:np\.|numpy\.|torch\.)?(?:array|tensor)\((.*?)(?:, ?dtype=[\w.]+)?,? ?\)")
ROW = re.compile(r"\[([^\[\]]*)\]")


def read_numbers(text: str) -> Array:
    """The numbers that a person typed or pasted, without ever running the text.

    Numbers are separated by spaces, lines, commas or semicolons; brackets are read as numpy prints them:
      0.425 0.4        no brackets: a column (2, 1)
      [0.425 0.4]      a flat array (2,)
      [[0.425] [0.4]]  a table, here (2, 1)
    A comma is a decimal sign where no point is, where every comma stands between two digits of its own number, and
    where reading it so leaves something to separate the numbers: "0,425 0,400" and "0,425; 0,400" and "0,425".
    Otherwise it separates: "0.425,0.400" and "1, 2" and "1,2,3" and "[1,2]".

    Raises ValueError, in one sentence, for anything else, for more than 2,000 numbers or more than 40,000 characters.
    """
    if len(text) > MAX_CHARACTERS:
        raise ValueError(f"The text has {len(text):,} characters, and at most {MAX_CHARACTERS:,} are read.")
    text = " ".join(text.translate(TYPOGRAPHY).split())
    wrapped = WRAPPED.fullmatch(text)
    text = wrapped[1] if wrapped else text
    if "..." in text or "…" in text:
        raise ValueError(
            "The numbers are shortened to “...”: print all of them, after np.set_printoptions(threshold=10_000)."
        )
    if _comma_is_decimal(text):
        text = re.sub(r"(?<=[0-9]),(?=[0-9])", ".", text)
    depth = _depth(text)
    if depth == 0:
        return np.array(_row(text)).reshape(-1, 1)
    inner = text[1:-1] if depth == 2 else text
    rows = ROW.findall(inner)
    between = ROW.sub(" ", inner)
    if not rows or between.strip(" ,;"):
        raise ValueError("The brackets hold neither one list of numbers nor a list of such lists.")
    if depth == 1 and len(rows) == 1:
        return np.array(_row(rows[0]))
    table = [_row(row) for row in rows]
    if len({len(row) for row in table}) > 1:
        raise ValueError("The lists in the brackets are not equally long.")
    _check_count(sum(len(row) for row in table))
    return np.array(table)


def _depth(text: str) -> int:
    """How deep the brackets go, 0 to 2. Raises ValueError where they do not match or go deeper."""
    depth = deepest = 0
    for character in text:
        depth += (character == "[") - (character == "]")
        deepest = max(deepest, depth)
        if depth < 0:
            break
    if depth != 0:
        raise ValueError("The brackets do not match: every [ needs its ].")
    if deepest > 2:
        raise ValueError("The brackets go too deep: a list, or a list of lists, is all that can be read.")
    if deepest == 2 and not (text.startswith("[") and text.endswith("]")):
        raise ValueError("There is something outside the brackets.")
    return deepest


def _row(text: str) -> list[float]:
    """The numbers of one list without brackets. Raises ValueError."""
    # A comma or semicolon separates, with spaces around it or not; where there is none, a space does.
    parts = re.split(r" ?[,;] ?| ", text.strip())
    if len(parts) > 1 and not parts[-1]:
        parts.pop()  # a comma after the last number is fine
    _check_count(len(parts))
    return [_number(part) for part in parts]


def _check_count(count: int) -> None:
    if count > MAX_NUMBERS:
        raise ValueError(f"There are {count:,} numbers, and at most {MAX_NUMBERS:,} are read.")


def _number(text: str) -> float:
    if not text:
        raise ValueError("A number is missing: the text is empty, or two separators have nothing between them.")
    if text.lower().lstrip("+-") in ("inf", "infinity", "nan"):
        raise ValueError(NOT_FINITE)
    if not NUMBER.fullmatch(text):
        # Only what cannot be taken for markup is repeated.
        shown = f": “{text}”" if re.fullmatch(r"[A-Za-z0-9.+-]{1,20}", text) else ""
        raise ValueError(f"Something there is not a number like 0.425, 0,425 or 4.25e-1{shown}.")
    number = float(text)
    if not np.isfinite(number):
        raise ValueError("One of the numbers is larger than a float can hold.")
    return number


def _comma_is_decimal(text: str) -> bool:
    """Whether the commas between digits are decimal signs. Raises ValueError where they seem to be both."""
    if "." in text:
        return False
    words = [word.strip(",") for word in re.split(r"[ ;\[\]]", text)]
    commas = [word for word in words if "," in word]
    for word in commas:
        before, after = word.split(",")[0::2], word.split(",")[1::2]
        if len(after) > 1 and len(before) == len(after) and {"0", "-0"} & set(before) and _fractions(after):
            raise ValueError(
                "A comma cannot be decimal sign and separator at once: put semicolons between the numbers."
            )
    if not commas or not all(DECIMAL_COMMA.fullmatch(word) for word in commas):
        return False
    # "[1,2]" is a list of two, as Python writes it. But "[0,425]" is hardly 0 and 425, nor "[1,05]" 1 and 05.
    if "[" not in text or re.search(r"[0-9],?(?: |; ?)[+-]?[0-9]", text):
        return True
    whole, fraction = commas[0].lstrip("+-").split(",")
    return len(fraction) > 1 and (whole == "0" or fraction.startswith("0"))


def _fractions(parts: list[str]) -> bool:
    """Whether these could all be digits behind a decimal comma, and at least two each."""
    return all(re.fullmatch(r"[0-9]{2,}", part) for part in parts)
