"""The lessons that come with the app, each replayed: what is said of a run is true of it, what is to be found can be
found, and is not there from the start."""

import re

import pytest

from core.lessons.conditions import all_hold
from core.lessons.named_numbers import number_of
from core.numbers import number
from ui.export import light_view
from ui.lessons.card import card
from ui.lessons.filling import mistakes, standing
from ui.lessons.judging import holds, judged
from ui.lessons.lesson import Lesson, Moment
from ui.lessons.place import Place
from ui.lessons.shelf import shelf
from ui.serving.cache import run
from ui.timeline.packing import unpack

LESSONS = shelf().lessons
MOMENTS = [(lesson, at) for lesson in LESSONS.values() for at in range(1, len(lesson.moments) + 1)]
TASKS = [(lesson, at) for lesson, at in MOMENTS if lesson.moments[at - 1].task]
QUESTIONS = [(lesson, at) for lesson, at in MOMENTS if lesson.moments[at - 1].question]


def name(value: object) -> str:
    return value.name if isinstance(value, Lesson) else str(value)


def moment_of(lesson: Lesson, at: int) -> Moment:
    return lesson.moments[at - 1]


def test_no_file_has_a_mistake() -> None:
    assert shelf().problems == ()
    assert LESSONS


@pytest.mark.parametrize(("lesson", "at"), MOMENTS, ids=name)
def test_every_number_of_a_moment_is_there_and_nothing_is_left_unfilled(lesson: Lesson, at: int) -> None:
    assert list(mistakes(moment_of(lesson, at), run)) == []
    said = card(Place(lesson, at, {}), run)
    assert not re.search(r"[{}]|nan|inf\b", str(said.words))


@pytest.mark.parametrize(("lesson", "at"), MOMENTS, ids=name)
def test_a_moment_shows_the_panels_that_its_link_names_and_covers(lesson: Lesson, at: int) -> None:
    moment = moment_of(lesson, at)
    header, _ = unpack(light_view.packed(moment.asked()))
    known = {panel["name"] for panel in header["panels"]}
    named = {each for text in moment.link.get("show", []) for each in text.split(",")}
    covered = set(moment.question.covers) - {"arrows", "none"} if moment.question else set()
    assert named | covered <= known
    # What is asked about is asked before its step is taken.
    if moment.question and moment.question.plays:
        assert moment.asked().step + moment.question.plays <= header["steps"] or header["inside"]


@pytest.mark.parametrize(("lesson", "at"), TASKS, ids=name)
def test_a_task_is_not_done_from_the_start_and_is_done_as_its_author_shows(lesson: Lesson, at: int) -> None:
    moment = moment_of(lesson, at)
    assert moment.task is not None
    assert moment.task.way is not None
    assert not holds(Place(lesson, at, {}), run)
    solved = standing(moment, run, moment.task.way)
    assert [each.text for each in moment.task.until if not all_hold((each,), solved)] == []


@pytest.mark.parametrize(("lesson", "at"), QUESTIONS, ids=name)
def test_a_number_that_is_asked_for_is_right_and_another_is_not(lesson: Lesson, at: int) -> None:
    question = moment_of(lesson, at).question
    assert question is not None
    if not question.number:
        return
    place = Place(lesson, at, {})
    value = number_of(question.number, standing(place.moment, run))
    for typed in (f"{value:#.7g}", f"{value:#.7g}".replace(".", ",")):
        assert judged(place, typed, run)["right"], typed
    wrong = judged(place, number(value + 1, 7), run)
    assert not wrong["right"]
    assert str(wrong["said"]).endswith(".")
