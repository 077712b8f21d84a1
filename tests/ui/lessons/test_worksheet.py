"""A lesson on paper: all that is asked, with room to write; and nothing that tells an answer before their own page."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.hostile import HOSTILE
from tests.test_app import request
from ui.lessons.filling import numbers_of, run_at_step
from ui.lessons.lesson import Lesson
from ui.lessons.reader import read_lesson
from ui.lessons.shelf import shelf
from ui.lessons.words import as_text
from ui.lessons.worksheet import pictures_of, worksheet
from ui.previews.tags import PLACE
from ui.serving.cache import run

GUIDE = (Path(__file__).parents[3] / "docs" / "lessons.md").read_text(encoding="utf-8")


def plain(html: str) -> str:
    """What can be read."""
    return unescape(re.sub(r"<[^>]*>", "", html))


@pytest.mark.parametrize("name", shelf().lessons)
def test_the_answers_are_on_a_page_of_their_own(name: str) -> None:
    lesson: Lesson = shelf().lessons[name]
    sheet, answers = worksheet(lesson, run, pictures_of("../"), PLACE).split("<aside")
    assert sheet.count("<h2>") == len(lesson.moments)
    assert "aside {\n    margin: 0;\n    break-before: page;" in sheet
    for moment in lesson.moments:
        question, numbers = moment.question, numbers_of(run_at_step(moment, run))
        if question is None:
            continue
        assert as_text(question.words.text, numbers) in plain(sheet)
        for choice in question.choices:
            assert as_text(choice.words.text, numbers) in plain(sheet)
            # What is said to it would tell whether it is right.
            said = as_text(choice.said.text, numbers)
            assert said not in plain(sheet)
            assert (said in plain(answers)) == choice.right
        if question.after:
            assert as_text(question.after.text, numbers) not in plain(sheet)
        if question.code:
            assert question.code.program.text() not in plain(sheet)
            assert question.code.program.text() in plain(answers)


def test_its_pictures_are_there_and_what_is_to_be_found_is_not_in_them() -> None:
    assert 'href="view/worksheet?lesson=downhill"' in request("/view?lesson=downhill")[2].decode()
    status, headers, body = request("/view/worksheet?lesson=downhill")
    assert status == 200
    assert "script-src 'none'" in headers["content-security-policy"]
    pictures = re.findall(r'<img src="\.\./([^"]*)"', body.decode())
    assert len(pictures) == 4
    status, headers, png = request(f"/{unescape(pictures[0])}")
    assert (status, headers["content-type"], png[:4]) == (200, "image/png", b"\x89PNG")


def test_a_point_a_task_and_a_note_have_their_answers() -> None:
    example = re.search(r"```markdown\n(.*?)```", GUIDE, re.DOTALL)
    assert example
    noted, _ = read_lesson(f"{example[1]}note: Let *them* draw <b> first.\n", "noted")
    assert noted is not None
    for lesson, found in (
        (shelf().lessons["downhill"], "It goes down and to the right."),
        (noted, "For the teacher: Let them draw <b> first."),
        (noted, "One way: lr = 3"),
    ):
        sheet, answers = worksheet(lesson, run, pictures_of(""), PLACE).split("<aside")
        assert found in plain(answers)
        assert found not in plain(sheet)


@pytest.mark.parametrize("text", HOSTILE)
def test_there_is_none_of_a_lesson_that_is_not_there(text: str) -> None:
    assert request(f"/view/worksheet?{urlencode({'lesson': text})}")[0] == 404
