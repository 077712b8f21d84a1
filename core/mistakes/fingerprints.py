"""Which mistake is it? From somebody's own numbers for dL/dz, dL/dy or dW to the mistake that gives them.
Nobody's code is run: the numbers alone are held against the right ones and against those of every known mistake."""

from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Array
from core.classifier import with_ones
from core.loss import TINY
from core.mistakes.catalogue import BY_KEY
from core.mistakes.effects import numbers_of
from core.mistakes.matching import DIGITS, Given, Match, matches, near, read_digits, slack_of
from core.mistakes.pasted_numbers import NOT_FINITE
from core.mistakes.suspects import KINDS, SHOWN, Question, Suspect, as_shown, from_logit, right_numbers, suspects

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
    rights = list(right_numbers(asked))
    if not rights:
        return Verdict("unknown", (), "At these weights the right numbers themselves overflow.")
    if numbers.size == 0:
        return Verdict("shape", (), f"There are no numbers yet: {kind} has the shape {rights[0].numbers.shape}.")
    given = read_digits(numbers)
    candidates = list(suspects(asked))
    if not given.numbers.any() and not matches(kind, given, [right.sharp() for right in rights], coarse=False):
        return Verdict("unknown", (), f"All are 0, but {kind} is not: give at least four digits that are not 0.")
    # First by four digits and more. Only if that finds nothing, by the few digits that are there.
    for coarse in (False, True):
        found = Found(
            matches(kind, given, [right.sharp() for right in rights], coarse),
            matches(kind, given, candidates, coarse),
            matches(kind, given, rights, coarse),
            coarse,
        )
        if found.right or found.wrong or found.blurred:
            right_if_coarse = bool(matches(kind, given, rights, coarse=True))
            return _verdict(kind, given, found, len(X), right_if_coarse)
    return _without_a_match(asked, given, rights[0])


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
        limit = "the eight digits of the weights tell"
        if not wrong or wrong[0].note:
            return Verdict("right", (), f"As far as {limit}, these are the right numbers of {kind}.")
        if given.digits < DIGITS[1]:
            what = f"what you get from {names}" if names else wrong[0].suspect.name
            sentence = (
                f"These look like {what}, but they are as near to the right ones as {limit}: "
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
        if dy is not None and near(numbers, (with_ones(X) * dy).ravel(), given.strict).all():
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
        rounded = replace(right, numbers=from_logit(kind, X, t, as_shown(W, digits)))
        if matches(kind, given, [rounded.sharp()], coarse=False):
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
    agree = near(numbers, right.numbers[:, 0], slack_of(kind, given, right, coarse=True) + right.blur)
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
    slack = slack_of(kind, given, Suspect("", "", scaled, np.zeros(len(scaled))), coarse=False)
    slack = slack + np.abs(scaled[:, 0]) * (slack[largest] / abs(given.numbers[largest]))
    return factor if near(given.numbers, scaled[:, 0], slack).all() else None
