"""What a lesson's task asks for, in a small vocabulary: "converged and lr/limit > 0.5". It is checked on the run that
is shown, and it is read, never run."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from core.compare import lowest_loss, steps_to
from core.lessons.named_numbers import RunAtStep, number_of, read_name
from core.sentence import Sentence
from core.stopping import why_stopped

COMPARED = re.compile(r"(.+?) ([<>]) ([+-]?[0-9]+(?:\.[0-9]+)?)(%?)")
SAMPLE = re.compile(r"sample ([0-9]{1,5}) (correct|wrong)")
# An excess loss of a hundredth of the first one: there, for all that a picture shows.
THERE = 0.01


def _arrives(of: RunAtStep) -> bool:
    """Whether no more than 1% of the initial excess loss is left at the end."""
    lowest = lowest_loss(of.scenario, of.data)
    if lowest is None or of.history.ended_early:
        return False
    excess = of.history.loss - lowest
    return bool(excess[-1] <= THERE * excess[0])


def _diverges(of: RunAtStep) -> bool:
    """Whether the run ends above where it began, or overflows."""
    return why_stopped(of.scenario, of.data, of.history).kind in ("last 10% above the start", "overflow")


def _overshoots(of: RunAtStep) -> bool:
    """Whether two steps in a row point against each other: the path leaps over the bottom of the valley."""
    steps = of.history.update[: of.history.steps]
    return bool(((steps[1:] * steps[:-1]).sum(axis=1) < 0).any())


WORDS: dict[str, tuple[Callable[[RunAtStep], bool], Sentence]] = {
    "arrives": (
        _arrives,
        Sentence(
            "Not yet: within these steps, the loss comes down less than {share:g}% of the way to its lowest.",
            share=100 * (1 - THERE),
        ),
    ),
    "diverges": (_diverges, Sentence("Not yet: it does not diverge.")),
    "overshoots": (_overshoots, Sentence("Not yet: it does not leap over the bottom of the valley.")),
}
STEPS = "steps to 1%"
VOCABULARY = f"{', '.join(WORDS)}, sample 0 correct, sample 0 wrong, {STEPS} < 30, or a number of the run with < or >"
# What a name of a lesson's file is called on screen, where that is another word.
CALLED = {
    "L": Sentence("the loss"),
    "first.L": Sentence("the loss at the start"),
    "next.L": Sentence("the loss after the next step"),
    "last.L": Sentence("the loss at the end"),
    "accuracy": Sentence("the accuracy"),
    "last.accuracy": Sentence("the accuracy at the end"),
    "|dW|": "‖dW‖",
}


@dataclass(frozen=True)
class Condition:
    """One condition.

    text : as it was written · unmet : what is said where it does not hold · holds : whether a run meets it
    """

    text: str
    unmet: Sentence
    holds: Callable[[RunAtStep], bool]


def read_conditions(text: str) -> tuple[Condition, ...]:
    """Conditions with "and" between them. Raises ValueError, in one sentence, for what is not in the vocabulary."""
    return tuple(_read(part.strip()) for part in re.split(r"\band\b", text))


def first_unmet(conditions: tuple[Condition, ...], of: RunAtStep) -> Condition | None:
    """The first of them that a run does not meet. A number that this run does not have meets nothing."""
    return next((condition for condition in conditions if not _meets(condition, of)), None)


def _meets(condition: Condition, of: RunAtStep) -> bool:
    try:
        return condition.holds(of)
    except ValueError:
        return False


def _read(text: str) -> Condition:
    if text in WORDS:
        holds, unmet = WORDS[text]
        return Condition(text, unmet, holds)
    if found := SAMPLE.fullmatch(text):
        row, wanted = int(found[1]), found[2] == "correct"
        return Condition(text, _side(row, wanted), lambda of: _is_correct(of, row) == wanted)
    found = COMPARED.fullmatch(text)
    if not found:
        raise ValueError(f"“{text[:40]}” is no condition; these are: {VOCABULARY}.")
    name, above, bound = found[1], found[2] == ">", float(found[3]) / (100 if found[4] else 1)
    if name == STEPS:
        return Condition(text, _pace(above), lambda of: (_steps(of) > bound) if above else (_steps(of) < bound))
    read_name(name)
    unmet = _size(name, above)
    return Condition(text, unmet, lambda of: (number_of(name, of) > bound) if above else (number_of(name, of) < bound))


def _side(row: int, wanted: bool) -> Sentence:
    """What is said where a sample is not on the side where it is wanted."""
    if wanted:
        return Sentence("Not yet: sample {n} is misclassified.", n=row)
    return Sentence("Not yet: sample {n} is classified correctly.", n=row)


def _pace(above: bool) -> Sentence:
    """What is said where the lowest loss is not reached in as few steps as asked for, or not in as many."""
    if above:
        return Sentence("Not yet: it does not take enough steps.")
    return Sentence("Not yet: it takes too many steps.")


def _size(name: str, above: bool) -> Sentence:
    """What is said where a number is too large or too small. By how much is to be found out."""
    if name in ("lr", "lr/limit"):
        if above:
            return Sentence("Not yet: the learning rate is too small.")
        return Sentence("Not yet: the learning rate is too large.")
    called = CALLED.get(name, name)
    if above:
        return Sentence("Not yet: {number} is too small.", number=called)
    return Sentence("Not yet: {number} is too large.", number=called)


def _is_correct(of: RunAtStep, row: int) -> bool:
    """Whether a sample of the step's batch is on its own side: z > 0.5 where t = 1, z ≤ 0.5 where t = 0."""
    return (number_of(f"y[{row}]", of) > 0) == (number_of(f"t[{row}]", of) == 1)


def _steps(of: RunAtStep) -> float:
    """The first step at which 1% of the excess loss is left. Raises ValueError where the run does not get there."""
    lowest = lowest_loss(of.scenario, of.data)
    steps = None if lowest is None else steps_to(of.history, lowest, THERE)
    if steps is None:
        raise ValueError("The run does not come near its lowest loss.")
    return steps
