"""A moment of a talk that somebody has in his browser, as far as it comes here: its link, and what only core knows of
it. Its words and notes stay with him. Whatever an address says is read by the vocabulary of lessons."""

from typing import Any

from core.lessons.conditions import read_conditions
from core.lessons.named_numbers import RunAtStep, read_name
from core.lessons.points import NO_SAMPLE, read_point
from ui.lessons.card import to_build
from ui.lessons.filling import numbers_of, run_at_step
from ui.lessons.lesson import Code, Lesson, Moment, Query, Question, Task, Words, Worked
from ui.lessons.moment_title import said_of, title_of
from ui.lessons.place import LESSON, Place
from ui.lessons.program import PARTS
from ui.lessons.reader import GAPS, check_loss
from ui.page import Runner
from ui.settings import links

# What is asked for beside the link's own names: a number or a place to point at, a condition, code and how much of it
# is missing, numbers that are said.
NUMBER, TARGET, UNTIL, CODE, MISSING, SAID = "number", "target", "until", "code", "gaps", "said"
# So many numbers stand in the words of no moment.
MOST_NUMBERS = 60
DIGITS = 15
NOTHING = Words(0, "")


def find_moment(query: Query) -> Place | None:
    """The moment that a query (each name's values) describes, or None where it speaks of a lesson.

    Raises ValueError, in one sentence, for a name that there is not.
    """
    if query.get(LESSON):
        return None
    names = (NUMBER, TARGET, UNTIL, CODE, MISSING)
    number, target, until, parts, gaps = ((query.get(name) or [""])[-1] for name in names)
    if number:
        read_name(number)
    if target:
        read_point(target)
    wanted = tuple(part for part in PARTS if part in parts.split(","))
    code = Code(wanted, GAPS[gaps]) if wanted and gaps in GAPS else None
    asked = number or target or code
    question = Question(NOTHING, (), number, target, code, (), 1, None) if asked else None
    worked = Worked(wanted, ()) if wanted and not code else None
    task = Task(NOTHING, read_conditions(until), (), None) if until else None
    link = {name: list(query[name]) for name in sorted(links.NAMES) if query.get(name)}
    if wanted:
        check_loss(link)
    moment = Moment("asked", "", 0, link, (), worked, question, task, None)
    return Place(Lesson("asked", "", "", (moment,)), 1, {})


def known_of(place: Place, names: list[str], run: Runner) -> dict[str, object]:
    """What only we know of a moment.

    title : what it may be called, and shows : in full what it shows
    numbers : those of these names, each with its digits behind a colon, as they are written
    problems : a sentence for each that there is not · at : where it stands · right : what is to be pointed at, in words
    sample : its row of X, NO_SAMPLE where it is a place
    code : a program to be put together, and whole : as it should be · worked : or to be read, a function each
    """
    destination = place.moment.destination()
    question, worked = place.moment.question, place.moment.worked
    point = read_point(question.point) if question and question.point else None
    # What a moment is called takes no run.
    numbers, problems = _numbers(names[:MOST_NUMBERS], run_at_step(place.moment, run)) if names else ({}, [])
    return {
        "title": title_of(destination),
        "shows": said_of(destination),
        "numbers": numbers,
        "problems": problems,
        "at": place.moment.question_at,
        "right": point.answer(run_at_step(place.moment, run)) if point else "",
        "sample": point.sample(run_at_step(place.moment, run)) if point else NO_SAMPLE,
        "code": to_build(question.code) if question and question.code else None,
        "whole": question.code.program.text() if question and question.code else "",
        "worked": _functions(worked) if worked else [],
    }


def _numbers(names: list[str], of: RunAtStep) -> tuple[dict[str, str], list[str]]:
    """The numbers by their names, and a sentence for each that there is not."""
    numbers: dict[str, str] = {}
    problems: list[str] = []
    written = numbers_of(of)
    for name in names:
        plain, _, digits = name.rpartition(":")
        try:
            # So many digits has none of them.
            wanted = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 3 else DIGITS
            numbers[name] = written(plain, min(max(wanted, 1), DIGITS))
        except ValueError as error:
            problems.append(str(error))
    return numbers, problems


def _functions(worked: Worked) -> list[dict[str, Any]]:
    return [
        {"heading": function.heading, "head": function.head, "lines": [line.text for line in function.lines]}
        for function in worked.program.functions
    ]
