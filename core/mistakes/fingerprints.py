"""Which mistake is it? From somebody's own numbers for dL/dz, dL/dy or dW to the mistake that gives them.
Nobody's code is run: the numbers alone are held against the right ones and against those of every known mistake."""

from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from core.arrays import Array
from core.classifier import with_ones
from core.loss import TINY
from core.mistakes.catalogue import BY_KEY
from core.mistakes.effects import numbers_of
from core.mistakes.matching import DIGITS, GivenNumbers, Match, blur_of, matches, near, read_digits, slack_of
from core.mistakes.pasted_numbers import NOT_FINITE
from core.mistakes.suspects import (
    KINDS,
    SHOWN,
    Question,
    Suspect,
    as_shown,
    from_logit,
    right_numbers,
    suspects,
    times,
)
from core.sentence import Sentence

# Code that guards against dividing by 0 adds a number, or clips to one, between these.
GUARDS = (1e-30, 1e-4)
TURNED = times("−1")
# What turns the sign of all numbers.
CAUSES = {
    "dL/dz": Sentence("The sign is flipped: the slope of −log z is −1/z, and that of −log(1 − z) is +1/(1 − z)."),
    "dL/dy": Sentence("The sign is flipped: it is z − t, not t − z."),
    "dW": Sentence("The sign is flipped: it takes z − t, not t − z; the minus of W − lr · dW is not part of dW."),
}
NOT_SURE = Sentence("With so few digits that is not certain.")


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
    sentence: Sentence


@dataclass(frozen=True)
class Matches:
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
        return Verdict("unknown", (), Sentence("At these weights the right numbers themselves overflow."))
    if numbers.size == 0:
        shape = str(rights[0].numbers.shape)
        return Verdict(
            "shape", (), Sentence("There are no numbers yet: {array} has the shape {shape}.", array=kind, shape=shape)
        )
    given = read_digits(numbers)
    candidates = list(suspects(asked))
    if not given.numbers.any() and not matches(kind, given, [right.sharp() for right in rights], coarse=False):
        said = Sentence("All are 0, but {array} is not: give at least four digits that are not 0.", array=kind)
        return Verdict("unknown", (), said)
    # First by four digits and more. Only if that finds nothing, by the few digits that are there.
    for coarse in (False, True):
        found = Matches(
            matches(kind, given, [right.sharp() for right in rights], coarse),
            matches(kind, given, candidates, coarse),
            matches(kind, given, rights, coarse),
            coarse,
        )
        if found.right or found.wrong or found.blurred:
            right_if_coarse = bool(matches(kind, given, rights, coarse=True))
            return _verdict(kind, given, found, len(X), right_if_coarse)
    return _without_a_match(asked, given, rights[0])


def _verdict(kind: str, given: GivenNumbers, found: Matches, n: int, right_if_coarse: bool) -> Verdict:
    """Something is found. Right numbers are never accused, whatever else they look like."""
    right, wrong, blurred = found.right, found.wrong, found.blurred
    # Mistakes that have a name come before plain factors, which may give the same.
    named = [match for match in wrong if match.suspect.key]
    well = [match for match in right if not match.note]
    if well:
        said = [Sentence("These are the right numbers of {array}.", array=kind)]
        if _few(given, well[0].suspect, found.coarse):
            said.append(NOT_SURE)
        if named and not named[0].note:
            said.append(Sentence("More digits would tell them from those of {bugs}.", bugs=_bugs(named)))
        return Verdict("right", (), _together(said))
    if blurred and not blurred[0].note and not right:
        if not wrong or wrong[0].note:
            sentence = Sentence(
                "As far as the eight digits of the weights tell, these are the right numbers of {array}.", array=kind
            )
            return Verdict("right", (), sentence)
        if given.digits < DIGITS[1]:
            what = Sentence("what you get from {bugs}", bugs=_bugs(named)) if named else wrong[0].suspect.name
            sentence = Sentence(
                "These look like {what}, but with eight digits of the weights they cannot be told from the right ones: "
                "use all digits of the weights, and give six digits of yours.",
                what=what,
            )
            return Verdict("unknown", (), sentence)
    right = right or blurred
    if right and (not wrong or wrong[0].note):
        said = [Sentence("These are the right numbers of {array}, but {note}.", array=kind, note=right[0].note)]
        return Verdict("shape", (), _together([*said, NOT_SURE] if found.coarse else said))
    said = [_accused(named, n) if named else Sentence("These look like {what}.", what=wrong[0].suspect.name)]
    if wrong[0].note:
        said.append(Sentence("Besides, they are {note}.", note=wrong[0].note))
    if not named and wrong[0].suspect.name == TURNED:
        said.append(CAUSES[kind])
    if found.coarse:
        said.append(NOT_SURE)
    if right and right[0].note:
        said.append(Sentence("They are also the right ones, but {note}.", note=right[0].note))
    elif right:
        said.append(Sentence("But with eight digits of the weights, the right ones fit just as well."))
    elif right_if_coarse and not found.coarse:
        said.append(Sentence("But if you rounded to fewer than four digits, they may be right."))
    return Verdict("mistake", tuple(match.suspect.key for match in named), _together(said))


def _accused(named: list[Match], n: int) -> Sentence:
    """Which mistakes the numbers come from: one, or several that give the same."""
    bugs, keys = _bugs(named), [match.suspect.key for match in named]
    if len(keys) > 1:
        return Sentence("These are what you get from {bugs}, which give the same here.", bugs=bugs)
    if keys == ["no-n"]:
        return Sentence("These are what you get from {bugs}: N = {n} times the right ones.", bugs=bugs, n=n)
    if keys == ["twice-n"]:
        return Sentence("These are what you get from {bugs}: 1/N = 1/{n} of the right ones.", bugs=bugs, n=n)
    return Sentence("These are what you get from {bugs}.", bugs=bugs)


def _bugs(named: list[Match]) -> Sentence:
    """The names of mistakes, one of which it is."""
    names = [match.suspect.name for match in named]
    return reduce(lambda first, second: Sentence("{first} or {second}", first=first, second=second), names)


def _together(said: list[Sentence]) -> Sentence:
    """Sentences behind each other."""
    return reduce(lambda first, then: first + " " + then, said)


def _few(given: GivenNumbers, right: Suspect, coarse: bool) -> bool:
    """Whether the numbers have less than four digits, so that they say little."""
    return coarse or bool(given.strict.max() > 0.5e-3 * np.abs(right.numbers).max() * (1 + 1e-6))


def _without_a_match(asked: Question, given: GivenNumbers, right: Suspect) -> Verdict:
    """What can still be said of numbers that are neither right nor those of a suspect."""
    kind, X, t, W = asked.kind, asked.X, asked.t, asked.W
    numbers, n = given.numbers, len(X)
    if kind == "dW" and given.shape == (n, len(right.numbers)):
        both = (from_logit("dL/dy", X, t, W), numbers_of(None, X, t, W).dy)
        if any(near(numbers, (with_ones(X) * dy).ravel(), given.strict).all() for dy in both if dy is not None):
            said = Sentence("These are the right arrows, one per sample: dW is their sum over the {n} rows.", n=n)
            return Verdict("shape", (), said)
    if kind != "dW" and n > 1 and given.shape == (n, n):
        said = Sentence(
            "{n} × {n} numbers come from an array ({n},) that meets a column ({n}, 1): both must be columns.", n=n
        )
        return Verdict("shape", (), said)
    if len(numbers) != len(right.numbers):
        known = {"array": kind, "right": len(right.numbers), "shape": str(right.numbers.shape), "given": len(numbers)}
        if len(right.numbers) == 1:
            said = Sentence("{array} has 1 number here, {shape}, and {given} are given.", **known)
        elif len(numbers) == 1:
            said = Sentence("{array} has {right} numbers here, {shape}, and 1 is given.", **known)
        else:
            said = Sentence("{array} has {right} numbers here, {shape}, and {given} are given.", **known)
        return Verdict("shape", (), said)
    for digits in range(SHOWN - 1, 1, -1):
        rounded = replace(right, numbers=from_logit(kind, X, t, as_shown(W, digits)))
        if matches(kind, given, [rounded.sharp()], coarse=False):
            said = Sentence(
                "These are right for weights rounded to {digits} digits. Here that is too few: take all of them.",
                digits=digits,
            )
            return Verdict("unknown", (), said)
    swapped = numbers_of(BY_KEY["swapped"], X, t, W).at(kind)
    if swapped is not None:
        factor = _constant_factor(kind, given, swapped)
        if factor is not None and GUARDS[0] <= TINY / factor <= GUARDS[1]:
            said = Sentence(
                "These are what you get from “{bug}”, with a guard against 0 of {guard:.0e}.",
                bug=Sentence(BY_KEY["swapped"].name),
                guard=TINY / factor,
            )
            return Verdict("mistake", ("swapped",), said)
    factor = _constant_factor(kind, given, right.numbers)
    if factor is not None:
        said = Sentence(
            "These are the right ones times {factor:.4g}, a factor that none of the known bugs gives.", factor=factor
        )
        return Verdict("unknown", (), said)
    return Verdict("unknown", (), _how_many_agree(kind, given, right))


def _how_many_agree(kind: str, given: GivenNumbers, right: Suspect) -> Sentence:
    """Of as many numbers as there should be, how many are right, and where the first is that is not."""
    numbers = given.numbers
    slack = slack_of(kind, given, right, coarse=True) + blur_of(given, right, np.arange(len(numbers)))
    agree = near(numbers, right.numbers[:, 0], slack)
    if not agree.any():
        return Sentence("These numbers are not right, and none of the known bugs gives them.")
    row = int(np.argmin(agree)) + 1
    place = Sentence("row {row}", row=row)
    if kind == "dW" and row == len(numbers):
        place = Sentence("row {row}, the bias", row=row)
    counted = {"agree": int(agree.sum()), "n": len(numbers), "place": place}
    if counted["agree"] == 1:
        return Sentence("{agree} of the {n} numbers is right; the first wrong one is in {place}.", **counted)
    return Sentence("{agree} of the {n} numbers are right; the first wrong one is in {place}.", **counted)


def _constant_factor(kind: str, given: GivenNumbers, expected: Array) -> float | None:
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
    slack = slack_of(kind, given, Suspect("", Sentence("the right ones"), scaled, np.zeros(len(scaled))), coarse=False)
    slack = slack + np.abs(scaled[:, 0]) * (slack[largest] / abs(given.numbers[largest]))
    return factor if near(given.numbers, scaled[:, 0], slack).all() else None
