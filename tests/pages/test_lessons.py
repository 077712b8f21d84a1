"""The page "Lessons": every lesson, in order, and what is wrong with a file that is none."""

from pathlib import Path

import pytest

from tests.pages.opening import open_page
from ui.lessons import shelf
from ui.lessons.overview import overview


def test_it_lists_every_lesson_with_the_way_into_it() -> None:
    test = open_page("lessons")
    words = " ".join(each.proto.body for each in test.get("html"))
    for lesson in shelf.shelf().lessons.values():
        begins = "" if lesson.mixed else "&amp;at=1"
        assert f'href="view?lesson={lesson.name}{begins}"' in words
        assert lesson.about in words.replace("&#39;", "'")


def test_a_file_that_is_no_lesson_is_left_out_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    english = tmp_path / "en"
    english.mkdir()
    (english / "2-good.md").write_text((shelf.FOLDER / "en" / "1-downhill.md").read_text(encoding="utf-8"))
    (english / "1-<b>bad.md").write_text("nothing")
    found = shelf.shelf(tmp_path)
    assert list(found.lessons) == ["good"]
    page = overview(found)
    assert "en/1-&lt;b&gt;bad.md: Line 1: A lesson begins with its head" in page
    # Whoever mends it need not start the server again.
    (english / "1-<b>bad.md").unlink()
    assert shelf.shelf(tmp_path).problems == ()


def test_no_folder_has_no_lessons(tmp_path: Path) -> None:
    assert shelf.shelf(tmp_path / "none").lessons == {}


def test_a_link_to_a_lesson_that_is_not_there_says_so() -> None:
    test = open_page(lesson="down<b>hil", at="2")
    (said,) = [each.value for each in test.warning]
    assert "There is no lesson “down" in said
    assert "<b>" not in said
    assert not open_page(lesson="downhill", at="2", lr="3").warning
