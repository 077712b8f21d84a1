"""The known mistakes as code that is run beside somebody's own, one alone or two at once: whose numbers are these?"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np

from core.classifier import Classifier
from core.loss import BCE
from core.mistakes.catalogue import MISTAKES
from core.mistakes.mistake import Mistake
from core.optimizer import Optimizer
from core.own_code.calls import NoNumbersError
from core.own_code.cases import CASES
from core.own_code.compare import FACTORS
from core.own_code.observe import Seen, Step, alike, slopes, two_steps, update
from core.own_code.their_loss import TheirLoss

# The right code of each part.
RIGHT: "dict[str, Any]" = {"model": Classifier, "loss": BCE, "optimizer": Optimizer}
# These multiply all gradients by a power of N, wherever the ÷ N is missing or comes twice: the factor itself tells.
BY_N = {"N": 1, "1/N": -1}
# What comes of dividing by 0, and of a guard against it, says nothing.
LARGEST = 1e6


@dataclass(frozen=True)
class Candidate:
    """A class with none, one or two of the known mistakes in it."""

    mistakes: "tuple[Mistake, ...]"
    code: Any


@dataclass(frozen=True)
class Match:
    """Somebody's code gives what a known one gives, times a factor: "", or one of FACTORS."""

    mistakes: "tuple[Mistake, ...]"
    factor: str

    @property
    def missing(self) -> "int | None":
        """How often the ÷ N is missing; None where the factor is another one."""
        return {"": 0, **BY_N}.get(self.factor)


def candidates(part: str) -> Iterator[Candidate]:
    """Of "model", "loss" or "optimizer": the right one, then those with one mistake, then those with two."""
    wrong = [each for each in MISTAKES if getattr(each, part) is not RIGHT[part] and each.factor not in BY_N]
    yield Candidate((), RIGHT[part])
    for each in wrong:
        yield Candidate((each,), getattr(each, part))
    for first, second in combinations(wrong, 2):
        try:
            both = type("Both", (getattr(first, part), getattr(second, part)), {})
        except TypeError:  # one of them is made from the other
            continue
        yield Candidate((first, second), both)


def by_factor(factor: str, part: str) -> "tuple[Mistake, ...]":
    """The mistake that multiplies all gradients by this power of N; one in this part, where there is one."""
    known = [each for each in MISTAKES if each.factor == factor]
    return tuple(sorted(known, key=lambda each: getattr(each, part) is RIGHT[part])[:1])


@cache
def known_models() -> "tuple[tuple[Candidate, list[Step]], ...]":
    """What each model gives on the cases."""
    return tuple((each, [two_steps(each.code, case)[0] for case in CASES]) for each in candidates("model"))


@cache
def known_losses() -> "tuple[tuple[Candidate, list[Step]], ...]":
    """What each loss gives on the cases."""
    return tuple((each, [slopes(TheirLoss(each.code), case) for case in CASES]) for each in candidates("loss"))


def matching_model(found: "list[Step]") -> "Match | None":
    """The known model that gives these z and dW on all cases; dW may be a multiple."""
    return _matching(known_models(), found, _same_model)


def matching_outputs(found: "list[Step]") -> "tuple[Mistake, ...]":
    """The one mistake that gives these z, whatever becomes of them in a dW of that shape."""
    for candidate, known in known_models():
        if len(candidate.mistakes) == 1 and all(
            alike(each[key], known[i][key]) and _as_large(each["dW"], known[i]["dW"])
            for i, each in enumerate(found)
            for key in ("z", "z again")
        ):
            return candidate.mistakes
    return ()


def matching_loss(found: "list[Step]") -> "Match | None":
    """The known loss that gives these dL/dz on all cases, or a multiple of them."""
    return _matching(known_losses(), found, _same_loss)


def matching_optimizer(found: Seen) -> "tuple[Mistake, ...] | None":
    """The known optimizer that leads to these weights, in the first case."""
    for each in candidates("optimizer"):
        if alike(found, update(each.code, Classifier, CASES[0])):
            return each.mistakes
    return None


def _matching(known: Any, found: "list[Step]", same: Any) -> "Match | None":
    """One mistake goes before a factor, and both before two mistakes."""
    for least, most in ((0, 1), (2, 2)):
        for factor in ("", *FACTORS):
            for candidate, steps in known:
                if least <= len(candidate.mistakes) <= most and all(
                    same(found[i], steps[i], FACTORS[factor](len(case.t)) if factor else 1.0)
                    for i, case in enumerate(CASES)
                ):
                    return Match(candidate.mistakes, factor)
    return None


def _as_large(a: Seen, b: Seen) -> bool:
    return isinstance(a, NoNumbersError) or isinstance(b, NoNumbersError) or a.shape == b.shape


def _times(factor: float, array: Seen) -> Seen:
    return array if isinstance(array, NoNumbersError) else factor * array


def _same_model(found: Step, known: Step, factor: float) -> bool:
    return all(alike(found[key], _times(factor if key.startswith("dW") else 1.0, known[key])) for key in known)


def _same_loss(found: Step, known: Step, factor: float) -> bool:
    if alike(found["dL/dz"], _times(factor, known["dL/dz"])):
        return True
    # With targets and outputs in each other's place it divides by 0, and everybody guards against that otherwise.
    # Called the other way round it is right.
    other = known["other way"]
    if isinstance(other, NoNumbersError) or not np.abs(other).max() < LARGEST:
        return False
    return alike(found["other way"], _times(factor, other))
