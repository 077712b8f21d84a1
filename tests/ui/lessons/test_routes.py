"""What the server answers of lessons: a page a moment, what there is to say of an answer, and whether a task is done.
What comes in an address is text, and never an error."""

import gzip
import json
import re
from dataclasses import replace
from functools import lru_cache
from html import escape, unescape
from urllib.parse import quote, urlencode

import pytest

from tests.hostile import HOSTILE
from tests.test_app import elements, request
from ui.lessons.lesson import Lesson
from ui.lessons.shelf import Shelf, shelf
from ui.serving import lesson_routes
from ui.serving.store import STORE

LESSONS = shelf().lessons.values()
PLACES = [(lesson.name, at) for lesson in LESSONS for at in range(1, len(lesson.moments) + 1)]


@pytest.mark.parametrize(("name", "at"), PLACES)
def test_each_moment_is_a_page_with_its_words_and_its_timeline(name: str, at: int) -> None:
    status, headers, body = request(f"/view?lesson={name}&at={at}")
    assert status == 200
    assert "script-src 'self' 'sha256-" in headers["content-security-policy"]
    page = body.decode()
    assert '<section class="gx-lesson"' in page
    assert 'role="alert">' not in page.partition('<section class="gx"')[0]
    timeline = re.findall(r'data-timeline="([^"]*)"', page)[0].replace("&amp;", "&")
    assert request(f"/{timeline}")[0] == 200
    assert request(f"/view?lesson={name}&at={at}", if_none_match=headers["etag"])[0] == 304


def test_the_last_moment_leads_to_the_next_lesson() -> None:
    assert '<a rel="next" href="view?lesson=forward&amp;at=1"' in request("/view?lesson=downhill&at=4")[2].decode()
    # Of a mixed one there is no last moment.
    last = request("/view?lesson=mixed&at=10")[2].decode()
    assert 'href="view?lesson=mixed&amp;at=way" title="The next moment' in last


def test_a_mixed_lesson_begins_anywhere_and_a_moment_of_it_is_the_same_for_everybody() -> None:
    """Whoever names no moment is sent on to one, which is named by its id from then on."""
    places = set()
    for _ in range(40):
        status, headers, _body = request("/view?lesson=mixed&lang=de")
        assert (status, headers["cache-control"]) == (307, "no-store")
        places.add(headers["location"])
    mixed = shelf().lessons["mixed"]
    every = {f"view?lesson=mixed&lang=de&at={moment.id}" for moment in mixed.moments}
    assert len(places) > 1
    assert places <= every
    for at, moment in enumerate(mixed.moments, 1):
        for said in (moment.id, at):
            status, _headers, body = request(f"/view?lesson=mixed&at={said}")
            assert status == 200
            assert f"<h2>{moment.title}</h2>" in body.decode()
    assert request("/?lesson=mixed")[1]["location"] == "view?lesson=mixed"
    assert request("/?lesson=mixed&at=2")[1]["location"] == "view?lesson=mixed&at=shape"


def test_what_was_changed_by_hand_is_in_the_address_and_shown() -> None:
    page = request("/view?lesson=downhill&at=4&lr=3")[2].decode()
    timeline = re.findall(r'data-timeline="([^"]*)"', page)[0]
    assert "lr=3" in timeline
    # The words are of the moment as its author has it.
    assert "At 7," in page


@lru_cache
def elements_of_none() -> list[str]:
    return elements(request("/view?lesson=none")[2].decode())


@pytest.mark.parametrize("text", HOSTILE)
def test_a_lesson_that_is_not_there_is_a_sentence_on_the_usual_page(text: str) -> None:
    status, _, body = request(f"/view?{urlencode({'lesson': text, 'at': text})}")
    assert status == 200
    assert elements(body.decode()) == elements_of_none()
    status, _, body = request(f"/view?{urlencode({'lesson': 'downhill', 'at': text, 'lr': text})}")
    assert status == 200
    assert "<h2>Which way?</h2>" in body.decode()
    for route in ("judge", "check"):
        assert request(f"/view/{route}?{urlencode({'lesson': text, 'given': text})}")[0] == 404
        status, _, body = request(f"/view/{route}?{urlencode({'lesson': 'forward', 'given': text, 'lr': text})}")
        assert status == 200
        assert json.loads(body)
    status, _, body = request(f"/view/judge?{urlencode({'lesson': 'write-it', 'at': 4, 'given': text, 'loss': text})}")
    assert (status, json.loads(body)["settled"]) == (200, False)


@pytest.mark.parametrize(
    "given",
    [
        "backward-1 " * 200,
        "backward-1,backward-2",
        "BACKWARD-1",
        "backward-0",
        "backward-99",
        "loss-1",
        "no-n",
        "backward-1\0",
    ],
)
def test_of_what_somebody_sends_only_ids_of_these_very_lines_are_known(given: str) -> None:
    status, _, body = request(f"/view/judge?lesson=write-it&at=4&{urlencode({'given': given})}")
    assert status == 200
    assert json.loads(body)["said"] == "That cannot be read here."


def test_an_answer_is_judged_and_a_task_is_checked() -> None:
    def judge(given: str, place: str) -> dict:
        return json.loads(request(f"/view/judge?{place}&given={quote(given)}")[2])

    assert judge("-0,2", "lesson=forward&at=1") == {"settled": True, "right": True, "said": "Right: −0.2"}
    wrong = judge("0.2", "lesson=forward&at=1")
    assert (wrong["settled"], wrong["right"]) == (False, False)
    assert "the sign is not" in wrong["said"]
    assert judge("down right", "lesson=downhill&at=1")["right"]
    assert not judge("0", "lesson=downhill&at=2")["right"]

    # What points at nothing is told what would, and may be typed again.
    for given, place, said in (
        ("abc", "lesson=transpose&at=1", "samples are numbered from 0 to "),
        ("5000", "lesson=transpose&at=1", "There is no such sample"),
        ("1; 2", "lesson=transpose&at=1", "There is no such sample"),
        ("abc", "lesson=downhill&at=1", "two numbers, w1 and w2"),
        ("7", "lesson=downhill&at=1", "two numbers, w1 and w2"),
    ):
        answer = judge(given, place)
        assert said in answer["said"], (given, place)
        assert not answer["settled"]

    def check(place: str) -> bool:
        status, headers, body = request(f"/view/check?{place}")
        assert (status, headers["cache-control"]) == (200, "no-store")
        return json.loads(body)["holds"]

    assert not check("lesson=downhill&at=4")
    assert check("lesson=downhill&at=4&lr=3&v=2")
    # A moment without a task has none that is done.
    assert not check("lesson=downhill&at=1")


def test_a_link_to_a_lesson_leads_there_from_any_page() -> None:
    for path in ("/", "/backward_pass", "/lessons"):
        status, headers, _ = request(f"{path}?lesson=downhill&at=2")
        assert (status, headers["location"]) == (307, "view?lesson=downhill&at=2")
    assert request("/?lesson=downhill&at=2&v=2")[0] != 307


def test_a_lesson_can_be_saved() -> None:
    status, headers, body = request("/view/offline?lesson=downhill")
    assert status == 200
    assert headers["content-disposition"] == 'attachment; filename="downhill.html"'
    assert body.decode().count('<template class="gx-moment"') == 4
    status, headers, zipped = request("/view/offline?lesson=downhill", accept_encoding="gzip")
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(zipped) == body
    for text in HOSTILE:
        assert request(f"/view/offline?{urlencode({'lesson': text})}")[0] == 404


def test_a_whole_lesson_is_made_once_for_all_and_anew_in_another_language(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def file_of(lesson: Lesson) -> bytes:
        made.append(lesson.language)
        return b"file"

    def worksheet(lesson: Lesson, *_: object) -> str:
        made.append(lesson.title)
        return "sheet"

    monkeypatch.setattr(lesson_routes, "file_of", file_of)
    monkeypatch.setattr(lesson_routes, "worksheet", worksheet)
    STORE.clear()
    try:
        for language in ("en", "de", "en", "de"):
            assert request(f"/view/offline?lesson=downhill&lang={language}")[2] == b"file"
        assert made == ["en", "de"]
        for _ in range(2):
            assert request("/view/worksheet?lesson=downhill")[2] == b"sheet"
        assert len(made) == 3
        changed = replace(shelf().lessons["downhill"], about="Another one.")
        monkeypatch.setattr("ui.lessons.place.shelf", lambda: Shelf({"downhill": changed}, ()))
        request("/view/worksheet?lesson=downhill")
        assert len(made) == 4
    finally:
        STORE.clear()


def test_the_page_of_a_talk_is_the_same_for_everybody() -> None:
    status, headers, body = request("/talk")
    assert status == 200
    assert "script-src 'self' 'sha256-" in headers["content-security-policy"]
    assert request("/talk", if_none_match=headers["etag"])[0] == 304
    # Whatever stands behind the address is the browser's to read.
    assert request("/talk?at=3&step=2&talk=%3Cscript%3E")[2] == body
    page = body.decode()
    for address in re.findall(r'(?:href|src)="((?:assets|static)/[^"]*)"', page):
        assert request(f"/{address}")[0] == 200


def test_a_talk_asks_for_numbers_and_judgement_by_a_link_alone() -> None:
    def ask(route: str, query: str) -> dict:
        status, headers, body = request(f"/view/{route}?{query}")
        assert (status, headers["cache-control"]) == (200, "no-store")
        return json.loads(body)

    samples = "page=backward_pass&data=two+samples&start=typed&weights=0.1,-0.2,0.3&lr=1&steps=20&v=2&stage=y"
    said = ask("numbers", f"{samples}&said=y%5B1%5D:5&said=lr:4&said=Q:4")
    assert said["numbers"] == {"y[1]:5": "−0.2", "lr:4": "1"}
    assert [problem.split(" is ")[0] for problem in said["problems"]] == ["“Q”"]
    # Inside a step it stands at a stage.
    assert said["at"] == 1
    assert ask("numbers", "v=2&step=7")["at"] == 7
    assert ask("judge", f"{samples}&number=y%5B1%5D&given=-0,2") == {
        "settled": True,
        "right": True,
        "said": "Right: −0.2",
    }
    assert ask("judge", "v=2&target=sample+3&given=3")["right"]
    assert not ask("check", f"v=2&until={quote('lr/limit < 0.5')}")["holds"]
    assert ask("check", f"v=2&lr=3&until={quote('lr/limit < 0.5')}")["holds"]


@pytest.mark.parametrize(
    ("query", "language", "title"),
    [
        ("v=2", "en", "Unscaled, at the start"),
        ("v=2&lr=3&step=12&show=surface", "en", "Unscaled, learning rate 3, step 12"),
        ("data=moons&v=2&loss=MSE&steps=200&step=200", "en", "Moons, MSE, at the end"),
        ("data=moons&v=2&lr=3&step=5", "de", "Monde, Lernrate 3, Schritt 5"),
        ("page=backward_pass&data=two samples&v=2&stage=dz", "en", "Backward pass: dL/dz, two samples, at the start"),
        ("page=backward_pass&v=2&stage=dz&notation=textbook", "en", "Backward pass: dL/dŷ, unscaled, at the start"),
        ("page=break_it&mistake=no-n&v=2&step=20", "en", "Break it: missing 1/N, step 20"),
    ],
)
def test_a_moment_that_is_collected_is_called_by_what_is_special_about_it(
    query: str, language: str, title: str
) -> None:
    said = json.loads(request(f"/view/numbers?{query.replace(' ', '+')}", accept_language=language)[2])
    assert said["title"] == title
    assert len(title) <= 60


def test_of_many_words_about_a_moment_the_last_ones_are_left_out() -> None:
    query = "page=backward_pass&data=one outlier&v=2&stage=update&step=3&lr=0.000123&optimizer=momentum&loss=MSE"
    said = json.loads(request(f"/view/numbers?{query.replace(' ', '+')}")[2])
    assert said["title"] == "Backward pass: new W, one outlier, MSE, momentum, step 3"
    full = "Backward pass: one outlier, MSE, momentum, learning rate 0.000123. Step 3 of 400. new W"
    assert said["shows"] == full


@pytest.mark.parametrize("more", ["", "&gaps=all"])
def test_a_talk_has_no_code_of_another_loss(more: str) -> None:
    wanted = f"code=backward{more}&v=2"
    assert request(f"/view/numbers?{wanted}")[0] == 200
    status, _, body = request(f"/view/numbers?loss=MSE&{wanted}")
    assert status == 404
    assert json.loads(body)["error"] == "This code is that of BCE, and the link has another loss."


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_talk_asks_is_a_sentence_or_an_answer(text: str) -> None:
    for name in ("number", "target", "until"):
        status, _, body = request(f"/view/judge?{urlencode({'v': 2, name: text, 'given': text})}")
        assert status in (200, 404)
        assert json.loads(body)
    status, _, body = request(f"/view/numbers?{urlencode({'said': text, 'data': text, 'step': text, 'v': text})}")
    assert status == 200
    assert json.loads(body)["numbers"] == {}


@pytest.mark.parametrize(("name", "at"), PLACES)
def test_a_moment_in_a_talk_is_asked_as_in_its_lesson(name: str, at: int) -> None:
    moment = shelf().lessons[name].moments[at - 1]
    question, worked = moment.question, moment.worked
    code = question.code if question else None
    asked: dict = {**moment.link, "code": ",".join(code.parts if code else worked.parts if worked else ())}
    asked |= {
        "gaps": ("all" if code.heap else "mistakes") if code else "",
        "target": question.point if question else "",
    }
    known = json.loads(request(f"/view/numbers?{urlencode(asked, doseq=True)}")[2])
    page = request(f"/view?lesson={name}&at={at}")[2].decode()
    facts = json.loads(unescape(re.findall(r'data-lesson="([^"]*)"', page)[0]))
    if question:
        assert known["at"] == facts["question"]["at"]
        assert known["code"] == facts["question"]["code"]
        assert known["sample"] == facts["question"]["sample"]
        assert escape(known["right"]) in page
    lines = [line for function in known["worked"] for line in function["lines"]]
    assert lines == [line.text for line in (worked.program.right if worked else ())]
