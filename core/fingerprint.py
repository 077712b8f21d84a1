"""Which mistake is it? From somebody's own numbers for dL/dz, dL/dy or dW to the mistake that gives them.
Nobody's code is run: the numbers alone are held against the right ones and against those of every known mistake."""

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
# More than six are not asked for: single precision has hardly more.
DIGITS = (4, 6)
# Differences like z - t, and sums, lose digits where they nearly cancel: in single precision, or added in another
# order, they may be off by this share of the largest entry.
ROUNDING = 1e-7
# Numbers given with fewer than four digits may be off by this share of the largest one, and not more.
COARSE = 0.1
# Code that guards against dividing by 0 adds a number, or clips to one, between these.
GUARDS = (1e-30, 1e-4)
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
class Given:
    """Somebody's numbers: flat (K,), the shape they came in, and how far each may be from what was meant.

    strict (K,) : half a unit of the last digit, where all numbers are rounded alike, to four digits at least
    coarse (K,) : half a unit of each number's own last digit
    """

    numbers: Array
    shape: tuple[int, ...]
    strict: Array
    coarse: Array


@dataclass(frozen=True)
class Suspect:
    """Numbers (M, 1) that somebody may have: of a mistake, or (with the key "") of a slip that is none of them."""

    key: str
    name: str
    numbers: Array


@dataclass(frozen=True)
class Match:
    """The given numbers are those of a suspect; `note` says what is odd about their shape, "" where nothing is."""

    suspect: Suspect
    note: str


def recognise(kind: str, numbers: Array, X: Array, t: Array, W: Array, stale_W: Array | None = None) -> Verdict:
    """Judge somebody's `numbers` for dL/dz, dL/dy or dW at these X (N, D), t (N, 1), W (D+1, 1). The loss is BCE.

    numbers : of any shape, rounded or not; equal are those within half a unit of the last digit
    stale_W : (D+1, 1), the weights that a stale cache would still remember; zero if not given

    Raises ValueError where `kind` is none of KINDS.
    """
    if kind not in KINDS:
        raise ValueError(f"There are numbers for {', '.join(KINDS)}, and for nothing else.")
    numbers = np.asarray(numbers, dtype=float)
    if not np.isfinite(numbers).all():
        return Verdict("unknown", (), NOT_FINITE)
    rights = list(_right_numbers(kind, X, t, W))
    if not rights:
        return Verdict("unknown", (), "At these weights the right numbers themselves overflow.")
    if numbers.size == 0:
        return Verdict("shape", (), f"There are no numbers yet: {kind} has the shape {rights[0].numbers.shape}.")
    given = _given(numbers)
    suspects = list(_suspects(kind, rights[0].numbers, X, t, W, stale_W))
    # A suspect that agrees with the right numbers in all digits is none: its mistake does not show here.
    suspects = [
        one
        for one in suspects
        if np.isfinite(one.numbers).all() and not any(same(one.numbers, right.numbers) for right in rights)
    ]
    # First by four digits and more. Only if that finds nothing, by the few digits that are there.
    for coarse in (False, True):
        if not given.numbers.any() and not _matches(kind, given, rights, coarse):
            return Verdict("unknown", (), f"All are 0, but {kind} is not: give at least four digits that are not 0.")
        right = _matches(kind, given, rights, coarse)
        wrong = _matches(kind, given, suspects, coarse)
        if right or wrong:
            right_if_coarse = bool(_matches(kind, given, rights, coarse=True))
            return _verdict(kind, right, wrong, len(X), coarse, right_if_coarse)
    return _without_a_match(kind, given, rights[0].numbers, X, t, W)


# The numbers to compare with


def _right_numbers(kind: str, X: Array, t: Array, W: Array) -> Iterator[Suspect]:
    """By the real code; and from the logit at once, which stays right where z has rounded to 0 or 1."""
    right = numbers_of(None, X, t, W).at(kind)
    if right is not None:
        yield Suspect("", "the right ones", right)
    X1 = with_ones(X)
    dy_fused = BCE().slope_from_logit(X1 @ W, t) / len(X1)
    if kind == "dL/dy":
        yield Suspect("", "the right ones", dy_fused)
    if kind == "dW":
        yield Suspect("", "the right ones", X1.T @ dy_fused)


def _suspects(kind: str, right: Array, X: Array, t: Array, W: Array, stale_W: Array | None) -> Iterator[Suspect]:
    for mistake in MISTAKES:
        array = numbers_of(mistake, X, t, W, stale_W).at(kind)
        if array is not None:
            yield Suspect(mistake.key, f"“{mistake.name}”", array)
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
            yield Suspect("", f"the right ones times {name}", factor * right)
    # Right numbers, but of another quantity.
    others = {"dL/dz": ("dL/dy", "dz/dy", "z"), "dL/dy": ("dz/dy", "z"), "dW": ()}[kind]
    for other in others:
        array = numbers_of(None, X, t, W).at(other)
        if array is not None:
            yield Suspect("", f"those of {other}", array)
    if kind == "dW":
        yield Suspect("", "the weights W themselves", W)


# The comparison


def _given(numbers: Array) -> Given:
    """Somebody's numbers with the slack that their digits ask for.

    Rounded numbers show how far they were rounded: to as many decimals as the longest one has,
    or to as many significant digits as the longest one has. Either may be meant.
    """
    flat = numbers.ravel()
    written = [Decimal(repr(float(number))).normalize() for number in flat]  # as short as each float can be written
    decimals = np.array([-int(number.as_tuple().exponent) for number in written], dtype=float)
    significant = max(len(number.as_tuple().digits) for number in written)
    first_digit = np.array([number.adjusted() for number in written], dtype=float)
    by_decimals = 0.5 * 10.0 ** -max(float(decimals.max()), DIGITS[0])
    by_significant = 0.5 * 10.0 ** (first_digit + 1 - min(max(significant, DIGITS[0]), DIGITS[1]))
    by_significant[flat == 0] = 0.0
    # A number in the middle of two roundings may have gone either way.
    strict = np.maximum(by_decimals, by_significant) * (1 + 1e-6)
    return Given(flat, numbers.shape, strict, np.maximum(0.5 * 10.0**-decimals, strict))


def _matches(kind: str, given: Given, suspects: list[Suspect], coarse: bool) -> list[Match]:
    """The suspects whose numbers are given; where some are given in the right shape, those only."""
    found = []
    for suspect in suspects:
        note = _note(kind, given, suspect.numbers, _slack(kind, given, suspect.numbers, coarse))
        if note is not None:
            found.append(Match(suspect, note))
    return [match for match in found if not match.note] or found


def _slack(kind: str, given: Given, expected: Array, coarse: bool) -> Array:
    largest = np.abs(expected).max()
    slack = np.minimum(given.coarse, COARSE * largest) if coarse else given.strict
    # In dL/dz every number stands for itself: one that is huge says nothing of the others.
    return slack if kind == "dL/dz" else slack + ROUNDING * largest


def _near(numbers: Array, expected: Array, slack: Array) -> Mask:
    with np.errstate(over="ignore"):
        return np.asarray(np.abs(numbers - expected) <= slack)


def _note(kind: str, given: Given, expected: Array, slack: Array) -> str | None:
    """ "" where the given numbers are the expected ones (M, 1) as they stand, a few words where they are in another
    shape, order or number, None where they are not."""
    numbers, column, m = given.numbers, expected[:, 0], len(expected)
    if len(numbers) == m and _near(numbers, column, slack).all():
        if given.shape == expected.shape:
            return ""
        how = "transposed" if given.shape == expected.shape[::-1] else "flat" if len(given.shape) == 1 else "reshaped"
        return f"{how}, {given.shape} instead of {expected.shape}"
    if kind == "dW" and len(numbers) == m and _near(numbers, np.roll(column, 1), slack).all():
        return "in another order, the bias first instead of last"
    if len(numbers) == m - 1:
        agree = _near(numbers, column[:-1], slack)
        row = m - 1 if agree.all() else int(np.argmin(agree))
        if _near(numbers, np.delete(column, row), slack).all():
            return f"without row {row + 1} of {m}" + (", the bias" if kind == "dW" and row == m - 1 else "")
    if 1 < len(numbers) < m - 1 and _near(numbers, column[: len(numbers)], slack).all():
        return f"only the first {len(numbers)} of {m}"
    return None


# The verdict


def _verdict(kind: str, right: list[Match], wrong: list[Match], n: int, coarse: bool, right_if_coarse: bool) -> Verdict:
    """`right` or `wrong` holds a match. Right numbers are never accused, whatever else they look like."""
    these = "As far as so few digits tell, these" if coarse else "These"
    # Mistakes that have a name come before plain factors, which may give the same.
    named = [match for match in wrong if match.suspect.key]
    keys = tuple(match.suspect.key for match in named)
    names = " and of ".join(match.suspect.name for match in named)
    if right and not right[0].note:
        alike = f" With more digits one could tell them from those of {names}." if named and not named[0].note else ""
        return Verdict("right", (), f"{these} are the right numbers of {kind}.{alike}")
    if right and (not wrong or wrong[0].note):
        return Verdict("shape", (), f"{these} are the right numbers of {kind}, but {right[0].note}.")
    note = f", {wrong[0].note}" if wrong[0].note else ""
    if right:
        note += f"; they are also the right ones, but {right[0].note}"
    elif right_if_coarse and not coarse:
        note += "; but if you rounded to fewer than four digits, they may be right"
    if not named:
        return Verdict("mistake", (), f"{these} look like {wrong[0].suspect.name}{note}.")
    reasons = {"no-n": f": N = {n} times the right ones", "twice-n": f": 1/N = 1/{n} of the right ones"}
    reason = reasons.get(keys[0], "") if len(keys) == 1 else ", which give the same here"
    return Verdict("mistake", keys, f"{these} are what comes of {names}{reason}{note}.")


def _without_a_match(kind: str, given: Given, right: Array, X: Array, t: Array, W: Array) -> Verdict:
    """What can still be said of numbers that are neither right nor those of a suspect."""
    numbers, n = given.numbers, len(X)
    if kind == "dW" and given.shape == (n, len(right)):
        dy = numbers_of(None, X, t, W).dy
        if dy is not None and _near(numbers, (with_ones(X) * dy).ravel(), given.strict).all():
            return Verdict("shape", (), f"These are the right arrows, one a sample: dW is their sum over the {n} rows.")
    if kind != "dW" and n > 1 and given.shape == (n, n):
        return Verdict(
            "shape",
            (),
            f"{n} × {n} numbers come of an array ({n},) that meets a column ({n}, 1): both must be columns.",
        )
    if len(numbers) != len(right):
        return Verdict(
            "shape", (), f"{kind} has {len(right)} numbers here, {right.shape}, and {len(numbers)} are given."
        )
    swapped = numbers_of(BY_KEY["swapped"], X, t, W).at(kind)
    if swapped is not None:
        factor = _constant_factor(kind, given, swapped)
        if factor is not None and GUARDS[0] <= TINY / factor <= GUARDS[1]:
            sentence = (
                f"These are what comes of “{BY_KEY['swapped'].name}”, with a guard against 0 of {TINY / factor:.0e}."
            )
            return Verdict("mistake", ("swapped",), sentence)
    factor = _constant_factor(kind, given, right)
    if factor is not None:
        return Verdict(
            "unknown", (), f"These are the right ones times {factor:.4g}, which is the factor of none of the mistakes."
        )
    agree = _near(numbers, right[:, 0], _slack(kind, given, right, coarse=False))
    if agree.any():
        first = int(np.argmin(agree)) + 1
        return Verdict(
            "unknown",
            (),
            f"{agree.sum()} of the {len(numbers)} numbers are right; the first that is not is in row {first}.",
        )
    return Verdict("unknown", (), "These numbers are not right, and none of the mistakes gives them.")


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
    slack = _slack(kind, given, scaled, coarse=False)
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
