"""What a lesson's task asks for, in a small vocabulary: "converged and lr/limit > 0.5". It is checked on the run that
is shown, and it is read, never run."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from core.compare import lowest_loss, steps_to
from core.lessons.named_numbers import Standing, number_of, read_name
from core.stopping import why_stopped

COMPARED = re.compile(r"(.+?) ([<>]) ([+-]?[0-9]+(?:\.[0-9]+)?)(%?)")
SAMPLE = re.compile(r"sample ([0-9]{1,5}) (correct|wrong)")
# An excess loss of a hundredth of the first one: there, for all that a picture shows.
THERE = 0.01


def _arrives(of: Standing) -> bool:
    """Whether no more than 1% of the initial excess loss is left at the end."""
    lowest = lowest_loss(of.scenario, of.data)
    if lowest is None or of.history.ended_early:
        return False
    excess = of.history.loss - lowest
    return bool(excess[-1] <= THERE * excess[0])


def _diverges(of: Standing) -> bool:
    """Whether the run ends above where it began, or overflows."""
    return why_stopped(of.scenario, of.data, of.history).kind in ("above the initial loss", "overflow")


def _overshoots(of: Standing) -> bool:
    """Whether two steps in a row point against each other: the path leaps over the bottom of the valley."""
    steps = of.history.update[: of.history.steps]
    return bool(((steps[1:] * steps[:-1]).sum(axis=1) < 0).any())


WORDS: dict[str, Callable[[Standing], bool]] = {"arrives": _arrives, "diverges": _diverges, "overshoots": _overshoots}
STEPS = "steps to 1%"
VOCABULARY = f"{', '.join(WORDS)}, sample 0 correct, sample 0 wrong, {STEPS} < 30, or a number of the run with < or >"


@dataclass(frozen=True)
class Condition:
    """One condition. text : as it was written · holds : whether a run meets it"""

    text: str
    holds: Callable[[Standing], bool]


def read_conditions(text: str) -> tuple[Condition, ...]:
    """Conditions with "and" between them. Raises ValueError, in one sentence, for what is not in the vocabulary."""
    return tuple(_read(part.strip()) for part in re.split(r"\band\b", text))


def all_hold(conditions: tuple[Condition, ...], of: Standing) -> bool:
    """Whether a run meets all of them. A number that this run does not have meets nothing."""
    try:
        return all(condition.holds(of) for condition in conditions)
    except ValueError:
        return False


def _read(text: str) -> Condition:
    if text in WORDS:
        return Condition(text, WORDS[text])
    if found := SAMPLE.fullmatch(text):
        row, wanted = int(found[1]), found[2] == "correct"
        return Condition(text, lambda of: _is_correct(of, row) == wanted)
    found = COMPARED.fullmatch(text)
    if not found:
        raise ValueError(f"“{text[:40]}” is no condition; these are: {VOCABULARY}.")
    name, above, bound = found[1], found[2] == ">", float(found[3]) / (100 if found[4] else 1)
    if name == STEPS:
        return Condition(text, lambda of: (_steps(of) > bound) if above else (_steps(of) < bound))
    read_name(name)
    return Condition(text, lambda of: (number_of(name, of) > bound) if above else (number_of(name, of) < bound))


def _is_correct(of: Standing, row: int) -> bool:
    """Whether a sample of the step's batch is on its own side: z > 0.5 where t = 1, z ≤ 0.5 where t = 0."""
    return (number_of(f"y[{row}]", of) > 0) == (number_of(f"t[{row}]", of) == 1)


def _steps(of: Standing) -> float:
    """The first step at which 1% of the excess loss is left. Raises ValueError where the run does not get there."""
    lowest = lowest_loss(of.scenario, of.data)
    steps = None if lowest is None else steps_to(of.history, lowest, THERE)
    if steps is None:
        raise ValueError("The run does not come near its lowest loss.")
    return steps
