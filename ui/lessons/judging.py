"""What there is to say of an answer, and whether a task is done. Both are found out of the run that is shown; what
somebody has typed is only read."""

import re

import numpy as np

from core.lessons.conditions import first_unmet
from core.lessons.named_numbers import ARRAYS, RunAtStep, number_of
from core.lessons.points import NO_SAMPLE, Pointed, read_point
from core.mistakes import typed_number
from core.mistakes.hand_calculation import quantities, stages
from core.mistakes.judge import judge
from core.mistakes.quantity import Quantity
from ui.language.speaking import _
from ui.lessons.filling import run_at_step
from ui.lessons.lesson import Question
from ui.lessons.place import Place
from ui.lessons.program_judgement import judge_program
from ui.page import Runner

# The numbers that are worked out on paper, by the names of their stages.
ON_PAPER = ("y", "z", "L", "dL/dz", "dz/dy", "dL/dy", "dW")
# Of more samples nobody works out anything on paper: no known mistakes are looked for.
MOST_SAMPLES = 8
DIRECTIONS = {
    "up": (0, 1),
    "down": (0, -1),
    "left": (-1, 0),
    "right": (1, 0),
    "up left": (-1, 1),
    "up right": (1, 1),
    "down left": (-1, -1),
    "down right": (1, -1),
}


def judge_answer(place: Place, given: str, run: Runner) -> dict[str, object]:
    """What there is to say of an answer. settled : whether that ends the question · right : whether it is so"""
    question = place.moment.question
    if question is None or question.kind == "choose":
        return {"settled": False, "right": False, "said": _("There is no such question here.")}
    of = run_at_step(place.moment, run, place.changes)
    if question.code:
        return judge_program(question.code, given, of)
    if question.number:
        said = judge(_quantity(question, of), given, _("look again"))
        right = said.kind == "right"
        return {"settled": right, "right": right, "said": _(said.message)}
    point, pointed = read_point(question.point), _pointed(given, of)
    last = len(of.now.t) - 1
    asks_for_a_sample = point.sample(of) != NO_SAMPLE
    if asks_for_a_sample and not (pointed and 0 <= pointed.sample <= last):
        none = _("There is no such sample: samples are numbered from 0 to {last}.", last=last)
        return {"settled": False, "right": False, "said": none}
    if pointed is None or (not asks_for_a_sample and pointed.sample != NO_SAMPLE):
        how = _("A place is two numbers, w1 and w2, with a semicolon between them, like 1.5; −2.")
        return {"settled": False, "right": False, "said": how}
    verdict = point.judge(of, pointed)
    return {"settled": True, "right": verdict.right, "said": _(verdict.said)}


def check_task(place: Place, run: Runner) -> dict[str, object]:
    """holds : whether a moment's task is done by what is shown · said : what is not so yet, "" where all is."""
    task = place.moment.task
    if task is None:
        return {"holds": False, "said": ""}
    unmet = first_unmet(task.until, run_at_step(place.moment, run, place.changes))
    return {"holds": unmet is None, "said": _(unmet.unmet) if unmet else ""}


def holds(place: Place, run: Runner) -> bool:
    """Whether a moment's task is done by what is shown."""
    return check_task(place, run)["holds"] is True


def _quantity(question: Question, of: RunAtStep) -> Quantity:
    """The number that is asked for, with the mistakes that are usually made on the way to it."""
    value = number_of(question.number, of)
    found = re.fullmatch(r"([A-Za-z/]+)(?:\[([0-9]+)\])?", question.number)
    if found and found[1] in ON_PAPER and len(of.now.t) <= MOST_SAMPLES:
        places = [1 if name == "L" else len(ARRAYS[name](of.now)) for name in ON_PAPER]
        stage = ON_PAPER.index(found[1])
        every = quantities(stages(of.now, of.scenario.loss, of.scenario.learning_rate))
        return every[sum(places[:stage]) + int(found[2] or 0)]
    return Quantity("", question.number, value, "", "", (), ())


def _pointed(given: str, of: RunAtStep) -> Pointed | None:
    """A sample's number, a place (two numbers with a semicolon or a space between them), or a direction."""
    if given in DIRECTIONS:
        here = of.now.W[[0, 1], 0]
        x, y = here + np.array(DIRECTIONS[given]) * _far(of)
        return Pointed(x=float(x), y=float(y))
    numbers = [typed_number.read(part) for part in re.split(r"[;\s]+", given.strip()[:80])]
    read = [float(number.value) for number in numbers if number is not None]
    if len(read) != len(numbers):
        return None
    if len(read) == 1 and read[0] >= 0 and read[0].is_integer():
        return Pointed(sample=int(read[0]))
    return Pointed(x=read[0], y=read[1]) if len(read) == 2 else None


def _far(of: RunAtStep) -> float:
    """So far somebody points who has only said in which direction."""
    return float(np.abs(of.history.W).max()) + 1.0
