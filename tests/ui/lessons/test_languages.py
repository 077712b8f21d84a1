"""Lessons in several languages: the same moments under the same names, of which only the words differ; and each reader
gets his own, or the English one with a line that says so. What a moment shows and asks is replayed once, in English (by
test_lessons.py): here it is held that it is the same."""

import json
import re
from dataclasses import asdict
from html import unescape
from pathlib import Path

import pytest

from tests.test_app import request
from ui.export import static_site
from ui.export.static_site import main
from ui.language.catalogue import ENGLISH, languages
from ui.language.speaking import _, language_code, speaking
from ui.lessons.card import card
from ui.lessons.lesson import Lesson, Moment
from ui.lessons.overview import overview
from ui.lessons.place import Place, find
from ui.lessons.reader import read_lesson
from ui.lessons.shelf import FOLDER, read_file, shelf
from ui.lessons.words import NUMBER, pieces
from ui.pages import HOME
from ui.serving.cache import run

OTHERS = [code for code in languages() if code != ENGLISH and (FOLDER / code).is_dir()]
FILES = sorted(FOLDER.joinpath(ENGLISH).glob("*.md"))


def in_language(code: str) -> dict[str, Lesson]:
    with speaking(code):
        return shelf().lessons


def without_words(moment: Moment) -> dict:
    """All of a moment but what is said: what it shows, asks for and takes as right."""

    def bare(value: object) -> object:
        if isinstance(value, dict):
            if set(value) == {"line", "text"}:
                return {"numbers": NUMBER.findall(value["text"]), "links": links_in(value["text"])}
            return {name: bare(each) for name, each in value.items() if name not in ("title", "holds")}
        return [bare(each) for each in value] if isinstance(value, (list, tuple)) else value

    return bare(asdict(moment))  # type: ignore[return-value]


def links_in(text: str) -> list[str]:
    return [piece.target for piece in pieces(text) if piece.target]


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_lesson_differs_from_the_english_one_in_its_words_alone(file: Path, code: str) -> None:
    own, wrong = read_file(FOLDER / code / file.name)
    english, _wrong = read_file(file)
    assert wrong == []
    assert own is not None
    assert english is not None
    assert (own.name, own.mixed, own.language) == (english.name, english.mixed, code)
    assert len(own.moments) == len(english.moments)
    for here, there in zip(own.moments, english.moments, strict=True):
        assert without_words(here) == {**without_words(there), "line": here.line}
        # Words are translated, and what is a formula in both languages has no words.
        same = [words.text for words in here.said if words.text in {each.text for each in there.said}]
        assert [text for text in same if re.search(r"[a-z]{4}", NUMBER.sub("", text))] == []


@pytest.mark.parametrize("code", OTHERS)
def test_no_lesson_is_missing_and_none_is_too_many(code: str) -> None:
    assert [file.name for file in sorted((FOLDER / code).glob("*.md"))] == [file.name for file in FILES]
    with speaking(code):
        assert shelf().problems == ()
        assert next(iter(shelf().lessons.values())).moments[0].question.words.text.startswith(_(HOME.invitation))  # type: ignore[union-attr]


@pytest.mark.parametrize("code", OTHERS)
def test_its_numbers_are_written_as_the_language_writes_them(code: str) -> None:
    for lesson in in_language(code).values():
        for at, moment in enumerate(lesson.moments, start=1):
            # Numbers that are typed are whole ones: the others are taken from the run.
            assert not [words.text for words in moment.said if re.search(r"\d[.,]\d", NUMBER.sub("", words.text))]
            with speaking(code):
                said = card(Place(lesson, at, {}), run).words
            assert "{" not in said
            assert not re.search(r"\d\.\d", re.sub(r"(?s)<code[^>]*>.*?</code>|<[^>]*>", "", said)), said


def test_an_answer_is_judged_in_the_language_of_whoever_asks() -> None:
    def judge(query: str, **headers: str) -> str:
        return json.loads(request(f"/view/judge?{query}", **headers)[2])["said"]

    assert judge("lesson=forward&at=1&given=-0,2&lang=de") == "Richtig: −0,2"
    assert judge("lesson=forward&at=1&given=-0,2", accept_language="de") == "Richtig: −0,2"
    assert judge("lesson=forward&at=1&given=-0,2&lang=en", accept_language="de") == "Right: −0.2"
    wrong = judge("lesson=forward&at=1&given=0,2&lang=de")
    assert wrong == "Noch nicht: Der Betrag stimmt, das Vorzeichen nicht."
    assert judge("lesson=forward&at=1&given=9&lang=de") == "Noch nicht: sieh noch einmal hin."
    assert judge("lesson=downhill&at=1&given=down+right&lang=de").startswith("Richtig, nur ")
    assert judge("lesson=transpose&at=1&given=3&lang=de") == "Das ist Beispiel 3. Richtig ist Beispiel 0."
    assert judge("lesson=step-size&at=3&given=3&lang=de") == "Diese Frage gibt es hier nicht."


def test_an_address_keeps_a_language_only_where_it_says_one() -> None:
    def lesson(page: str) -> str:
        """Its words, without the way into another language."""
        words = page.partition('<section class="gx-lesson"')[2].partition("</section>")[0]
        kept, _, ways = words.partition('<nav class="gx-languages"')
        assert 'href="?lang=en"' in ways
        return kept

    page = request("/view?lesson=downhill&at=1&lang=de")[2].decode()
    assert '<html lang="de">' in page
    assert "<h2>Wohin?</h2>" in page
    found = [unescape(address) for address in re.findall(r'href="([^"]*)"', lesson(page))]
    assert found
    assert all(address.endswith("lang=de") for address in found)
    # A reader whose browser asks for German has not chosen it: whoever he sends the address to reads it in his own.
    page = request("/view?lesson=downhill&at=1", accept_language="de")[2].decode()
    assert "<h2>Wohin?</h2>" in page
    assert "lang=de" not in lesson(page)
    assert request("/?lesson=downhill&at=2&lang=de")[1]["location"] == "view?lesson=downhill&at=2&lang=de"
    assert 'href="view?lesson=downhill&amp;at=1&amp;lang=de"' in overview(shelf(), "de")


def test_a_language_that_there_is_not_is_a_sentence() -> None:
    place, _said = find({"lesson": ["downhill"], "lang": ["<b>"]})
    assert place is not None
    assert place.asked_language == ""
    assert len(place.moment.destination(place.changes).problems) == 1


def test_a_lesson_that_is_missing_is_english_and_says_so(tmp_path: Path) -> None:
    for code, names in {"en": ("1-downhill", "2-forward"), "de": ("2-forward",)}.items():
        (tmp_path / code).mkdir()
        for name in names:
            text = (FOLDER / code / f"{name}.md").read_text(encoding="utf-8")
            (tmp_path / code / f"{name}.md").write_text(text, encoding="utf-8")
    with speaking("de"):
        there = shelf(tmp_path).lessons
        assert [lesson.language for lesson in there.values()] == ["en", "de"]
        said = card(Place(there["downhill"], 1, {}), run).words
        assert "Diese Lektion ist noch nicht übersetzt. Ihre Sprache: English." in said
        assert '<section class="gx-lesson" lang="en"' in said
        assert "noch nicht übersetzt" not in card(Place(there["forward"], 1, {}), run).words
        assert overview(shelf(tmp_path)).count("noch nicht übersetzt") == 1
    assert [lesson.language for lesson in shelf(tmp_path).lessons.values()] == ["en", "en"]


def test_a_site_speaks_the_language_of_its_lessons_unless_somebody_says_which(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    german, english = str(FOLDER / "de" / "1-downhill.md"), str(FOLDER / "en" / "2-forward.md")
    folder = tmp_path / "site"
    assert main(["--lessons", german, "--out", str(folder)]) == 0
    for page, said in {"bergab.html": "Momente dieser Lektion", "index.html": "Bergab"}.items():
        text = (folder / page).read_text(encoding="utf-8")
        assert '<html lang="de">' in text
        assert said in text
    spoken: list[str] = []
    monkeypatch.setattr(static_site, "write_site", lambda *_: spoken.append(language_code()) or {})
    both = f"{german},{english}"
    for arguments in ([german, "--one-file"], [english], [both], [both, "--lang", "de"]):
        assert main(["--lessons", *arguments]) == 0
    assert spoken == ["de", "en", "en", "de"]


def test_a_worksheet_speaks_the_language_of_whoever_asks_and_so_do_its_pictures() -> None:
    sheet = request("/view/worksheet?lesson=downhill", accept_language="de")[2].decode()
    assert '<html lang="de">' in sheet
    assert "<h2>1. Wohin?</h2>" in sheet
    pictures = re.findall(r'<img src="([^"]*)"', sheet)
    assert pictures
    assert all("lang=de" in address for address in pictures)
    saved = request("/view/offline?lesson=downhill&lang=de")[2].decode()
    assert '<html lang="de">' in saved
    assert "<h2>Wohin?</h2>" in saved


def test_a_link_in_a_lesson_leaves_the_language_to_its_reader() -> None:
    text = (FOLDER / "en" / "1-downhill.md").read_text(encoding="utf-8").replace("link: ?", "link: ?lang=de&")
    lesson, wrong = read_lesson(text, "downhill")
    assert wrong == []
    assert lesson is not None
    assert {moment.destination().asked_language for moment in lesson.moments} == {""}


def test_no_lesson_goes_by_a_shade_that_the_other_theme_turns_round() -> None:
    """On a light page the map is darker where the loss is higher, on a dark one it is lighter."""
    shade = re.compile(r"\b(dark|light|pale|bright|dunk[el]l|hell)(er|est|ste)?\b", re.IGNORECASE)
    for file in FOLDER.rglob("*.md"):
        assert not shade.findall(file.read_text(encoding="utf-8")), file
