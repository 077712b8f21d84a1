"""docs/lessons.md teaches the format: its example is a lesson, and it names every word that there is."""

import re
from pathlib import Path

from core.lessons import conditions, named_numbers, points
from ui.lessons.filling import mistakes, run_at_step
from ui.lessons.judging import holds
from ui.lessons.lines import HEAD, KEYS
from ui.lessons.place import Place
from ui.lessons.reader import read_lesson
from ui.serving.cache import run

GUIDE = (Path(__file__).parents[3] / "docs" / "lessons.md").read_text(encoding="utf-8")


def test_the_example_is_a_lesson_that_can_be_replayed() -> None:
    found = re.search(r"```markdown\n(.*?)```", GUIDE, re.DOTALL)
    assert found
    lesson, problems = read_lesson(found[1], "my-lesson")
    assert problems == []
    assert lesson is not None
    for at, moment in enumerate(lesson.moments, start=1):
        assert list(mistakes(moment, run)) == []
        if moment.task:
            assert moment.task.way is not None
            assert not holds(Place(lesson, at, {}), run)
            assert all(each.holds(run_at_step(moment, run, moment.task.way)) for each in moment.task.until)


def test_it_names_every_word_and_every_number() -> None:
    for key in (*HEAD, *KEYS):
        assert f"{key}:" in GUIDE, key
    for word in (*conditions.WORDS, *points.WORDS):
        assert f"`{word}`" in GUIDE, word
    for name in (*named_numbers.NUMBERS, *named_numbers.ARRAYS):
        assert re.search(rf"(?<![\w/|]){re.escape(name)}(?![\w/|])", GUIDE), name
