"""A moment of a lesson as it stands: its run, the numbers in its words, and whether all of it can be shown."""

from collections.abc import Iterator

from core.lessons.named_numbers import RunAtStep, number_of
from ui.language.speaking import here, number
from ui.lessons.lesson import Moment, Query
from ui.lessons.words import Numbers, numbers_in
from ui.page import Runner
from ui.settings.parameter import write_number
from ui.settings.scenario_settings import to_scenario

# They are as they were set, or counted.
AS_THEY_ARE = ("lr", "N", "D", "step", "steps", "t")


def run_at_step(moment: Moment, run: Runner, changes: Query | None = None) -> RunAtStep:
    """The run of a moment, at its step. changes : what somebody has changed of its link since"""
    destination = moment.destination(changes)
    scenario = to_scenario(destination.settings)
    return RunAtStep(scenario, *run(scenario), destination.step)


def numbers_of(of: RunAtStep) -> Numbers:
    """How the numbers of a run are written."""

    def written(name: str, digits: int) -> str:
        value = number_of(name, of)
        plain = name.partition(".")[2] or name
        if plain == "accuracy":
            return f"{number(100 * value, digits)}%"
        return here(write_number(value)) if plain.partition("[")[0] in AS_THEY_ARE else number(value, digits)

    return written


def mistakes(moment: Moment, run: Runner) -> Iterator[str]:
    """A sentence with its line for each number that the run does not have."""
    of = run_at_step(moment, run)
    names = [(words.line, name) for words in moment.said for name in numbers_in(words.text)]
    if moment.question and moment.question.number:
        names.append((moment.question.words.line, moment.question.number))
    for line, name in names:
        try:
            number_of(name, of)
        except ValueError as error:
            yield f"Line {line}: {error}"
