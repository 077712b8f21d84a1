"""The lessons that come with the app, each replayed: what is said of a run is true of it, what is to be found can be
found, and is not there from the start."""

import re
from html import unescape
from urllib.parse import parse_qs

import pytest

from core.compare import lowest_loss
from core.lessons.conditions import THERE, first_unmet
from core.lessons.named_numbers import number_of
from core.mistakes.catalogue import MISTAKES
from core.numbers import number
from ui.export import light_view
from ui.lessons.card import card
from ui.lessons.filling import mistakes, run_at_step
from ui.lessons.judging import holds, judge_answer
from ui.lessons.lesson import Code, Lesson, Moment
from ui.lessons.place import Place, find
from ui.lessons.program import Line
from ui.lessons.shelf import shelf
from ui.pages import HOME
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


def test_a_task_says_how_near_to_the_lowest_loss_it_asks_for() -> None:
    asked = [moment_of(lesson, at).task for lesson, at in TASKS]
    near = [task for task in asked if task and "arrives" in [condition.text for condition in task.until]]
    assert near
    assert all(f"{100 * (1 - THERE):g}% of the way" in task.words.text for task in near)


def test_more_than_a_third_above_the_lowest_loss_is_asked_for_where_it_is_said() -> None:
    (moment,) = (moment_of(lesson, at) for lesson, at in TASKS if moment_of(lesson, at).id == "too-large")
    assert moment.task
    assert "more than a third above the lowest" in moment.task.words.text
    (bound,) = (condition.text for condition in moment.task.until if condition.text.startswith("last.L > "))
    of = run_at_step(moment, run)
    assert 1.3333 < float(bound.removeprefix("last.L > ")) / lowest_loss(of.scenario, of.data) < 1.3350


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
    header, _ = unpack(light_view.packed(moment.destination()))
    known = {panel["name"] for panel in header["panels"]}
    named = {each for text in moment.link.get("show", []) for each in text.split(",")}
    covered = set(moment.question.covers) - {"arrows", "none"} if moment.question else set()
    assert named | covered <= known
    # What is asked about is asked before its step is taken.
    if moment.question and moment.question.plays:
        assert moment.destination().step + moment.question.plays <= header["steps"] or header["inside"]


@pytest.mark.parametrize(("lesson", "at"), TASKS, ids=name)
def test_a_task_is_not_done_from_the_start_and_is_done_as_its_author_shows(lesson: Lesson, at: int) -> None:
    moment = moment_of(lesson, at)
    assert moment.task is not None
    assert moment.task.way is not None
    assert not holds(Place(lesson, at, {}), run)
    solved = run_at_step(moment, run, moment.task.way)
    assert first_unmet(moment.task.until, solved) is None
    # Where "Show me" leads, a value that its author's link has may be the usual one, and is not that of the moment.
    shown = re.findall(r'class="gx-way" href="view\?([^"]*)"', str(card(Place(lesson, at, {}), run).words))
    place, _ = find(parse_qs(unescape(shown[0])))
    assert place is not None
    assert holds(place, run)


@pytest.mark.parametrize(("lesson", "at"), QUESTIONS, ids=name)
def test_a_number_that_is_asked_for_is_right_and_another_is_not(lesson: Lesson, at: int) -> None:
    question = moment_of(lesson, at).question
    assert question is not None
    if not question.number:
        return
    place = Place(lesson, at, {})
    value = number_of(question.number, run_at_step(place.moment, run))
    for typed in (f"{value:#.7g}", f"{value:#.7g}".replace(".", ",")):
        assert judge_answer(place, typed, run)["right"], typed
    wrong = judge_answer(place, number(value + 1, 7), run)
    assert not wrong["right"]
    assert re.search(r"[^.]\.$", str(wrong["said"]))


@pytest.mark.parametrize(("lesson", "at"), QUESTIONS, ids=name)
def test_what_is_said_to_the_right_choice_suits_whoever_did_not_know(lesson: Lesson, at: int) -> None:
    question = moment_of(lesson, at).question
    assert question is not None
    # He has not said it: nobody agrees with him.
    assert [each.said.text for each in question.choices if re.match(r"(Yes|Right|Ja|Richtig)\b", each.said.text)] == []


CODE = [(lesson, at) for lesson, at in QUESTIONS if lesson.moments[at - 1].question.code]


def built(code: Code, mistaken: Line | None = None) -> str:
    """The ids of the right lines, one of them mistaken."""
    lines = [mistaken if mistaken and mistaken.place == line.place else line for line in code.program.right]
    return " ".join(line.id for line in lines if line in code.lines)


@pytest.mark.parametrize(("lesson", "at"), CODE, ids=name)
def test_code_that_is_right_passes_the_gradient_check(lesson: Lesson, at: int) -> None:
    question = moment_of(lesson, at).question
    assert question is not None
    assert question.code is not None
    said = judge_answer(Place(lesson, at, {}), built(question.code), run)
    assert (said["settled"], said["right"], said["wrong"]) == (True, True, [])
    assert "the gradient check is green, relative error" in str(said["said"])


@pytest.mark.parametrize(("lesson", "at"), CODE, ids=name)
def test_each_mistaken_line_is_run_and_named(lesson: Lesson, at: int) -> None:
    question = moment_of(lesson, at).question
    assert question is not None
    assert question.code is not None
    does = set()
    for line in question.code.program.mistaken:
        said = judge_answer(Place(lesson, at, {}), built(question.code, line), run)
        assert (said["settled"], said["right"]) == (False, False)
        assert isinstance(said["wrong"], list)
        [wrong] = said["wrong"]
        assert wrong["id"] == line.id
        # At these numbers each of them can be seen.
        assert "changes nothing" not in wrong["does"]
        assert "does not notice" not in wrong["does"]
        does.add(wrong["does"])
    assert len(does) == len(question.code.program.mistaken)


def test_all_classic_mistakes_lie_in_the_heaps_of_one_lesson() -> None:
    moments = LESSONS["write-it"].moments
    heaps = [each.question.code for each in moments if each.question and each.question.code and each.question.code.heap]
    assert {line.mistake for code in heaps for line in code.lines} >= set(MISTAKES)


def test_several_mistaken_lines_are_run_one_by_one() -> None:
    lesson = LESSONS["write-it"]
    said = judge_answer(Place(lesson, 4, {}), "backward-1 no-slope no-transpose backward-5", run)
    assert not said["settled"]
    assert str(said["said"]).startswith("Not yet: 2 of these lines are classic mistakes.")
    assert isinstance(said["wrong"], list)
    assert [each["id"] for each in said["wrong"]] == ["no-slope", "no-transpose"]
    assert "relative error 0.9888" in said["wrong"][0]["does"]
    assert "numpy says" in said["wrong"][1]["does"]


@pytest.mark.parametrize(
    "given",
    ["", "no-n", "backward-1", "no-n no-n", "no-n twice-n swapped bce-sign no-slope no-transpose", "loss-1 " * 60],
)
def test_gaps_take_one_line_each(given: str) -> None:
    said = judge_answer(Place(LESSONS["write-it"], 3, {}), given, run)
    assert not said["settled"]
    assert said["said"] in ("That cannot be read here.", "Each gap takes one line.")


def test_the_first_page_asks_what_the_first_lesson_asks() -> None:
    first = next(iter(LESSONS.values()))
    assert HOME.lesson == first.name
    assert first.moments[0].question is not None
    assert first.moments[0].question.words.text.startswith(HOME.invitation)
