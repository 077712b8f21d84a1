"""Where a link stands in a lesson; what it says that is not usable becomes a sentence."""

from functools import cache

import pytest

from tests.hostile import HOSTILE
from ui.lessons.judging import judge_answer
from ui.lessons.place import Place, find
from ui.lessons.shelf import shelf
from ui.serving.cache import run
from ui.serving.lesson_links import lesson_in

FIRST = next(iter(shelf().lessons.values()))


def test_a_link_without_a_lesson_stands_nowhere() -> None:
    assert find({}) == (None, ())
    assert find({"lr": ["3"], "at": ["2"]}) == (None, ())


def test_a_place_has_its_moment_and_what_was_changed() -> None:
    place, said = find({"lesson": [FIRST.name], "at": ["2"], "lr": ["3"], "v": ["1"], "title": ["Else"]})
    assert place is not None
    assert said == ()
    assert place.moment is FIRST.moments[1]
    assert place.changes == {"lr": ["3"]}
    assert place.query == f"lesson={FIRST.name}&at=2&lr=3"
    assert place.moment.destination(place.changes).settings["lr"] == 3.0
    named, _ = find({"lesson": [FIRST.name], "at": [FIRST.moments[2].id]})
    assert named is not None
    assert named.at == 3
    again, _ = find({"lesson": [FIRST.name]})
    assert again is not None
    assert again.at == 1


@pytest.mark.parametrize("at", ["0", "-1", "99", "999999999999", "x", "1.5", "²", " 1"])
def test_a_moment_that_is_not_there_becomes_the_first_and_a_sentence(at: str) -> None:
    place, said = find({"lesson": [FIRST.name], "at": [at]})
    assert place is not None
    assert place.at == 1
    assert len(said) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_a_lesson_that_is_not_there_is_one_sentence(text: str) -> None:
    place, said = find({"lesson": [text], "at": [text]})
    assert place is None
    assert len(said) == 1
    assert len(said[0]) < 100
    assert "\n" not in said[0]


@cache
def places() -> list[Place | None]:
    """Every moment of every lesson."""
    lessons = shelf().lessons.values()
    return [
        find({"lesson": [lesson.name], "at": [str(at)]})[0]
        for lesson in lessons
        for at in range(1, len(lesson.moments) + 1)
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_answered_is_answered(text: str) -> None:
    for place in places():
        assert place is not None
        # −0 is the number of a sample that may be meant.
        assert judge_answer(place, text[:80], run)["right"] is False or text == "-0"


def test_a_link_to_a_lesson_alone_leads_there_and_one_that_is_explored_does_not() -> None:
    assert lesson_in(f"lesson={FIRST.name}&at=2") == f"view?lesson={FIRST.name}&at=2"
    assert lesson_in(f"lesson={FIRST.name}&at=77") == f"view?lesson={FIRST.name}&at=1"
    for other in (
        "",
        "at=2",
        "lesson=none",
        f"lesson={FIRST.name}&at=2&v=2",
        "lesson=%ff%00",
        "lesson=" + "a" * 20_000,
    ):
        assert lesson_in(other) == ""
