"""The pictures of links: of their moment, with the numbers of core, small, and no two alike."""

import io
from dataclasses import replace
from urllib.parse import parse_qs

import numpy as np
import pytest
from PIL import Image, ImageColor

from core.training import train
from tests.hostile import HOSTILE
from tools.server import ROOT
from ui.language.speaking import speaking
from ui.lessons.shelf import shelf
from ui.page import Shown
from ui.pages import LIGHT, PAGES
from ui.previews import brush, picture
from ui.previews.brush import Brush, fitted, readable, width_of
from ui.previews.chart import COLOURS, At, Chart
from ui.previews.picture import HEIGHT, WIDTH, flat_panels, moment_of, numbers_of
from ui.previews.pictures import draw_picture
from ui.previews.preview import Preview, of_the_app, preview_of
from ui.serving.cache import run
from ui.timeline.style import CLASS_COLOURS, PATH

LARGEST = 150_000
MOMENTS = (
    ("", ""),
    ("v=2&step=9", ""),
    ("v=2&step=10", ""),
    ("v=2&step=9&title=Zigzag", ""),
    ("data=moons&lr=60&step=20", ""),
    ("data=XOR&surface=3-D", ""),
    ("data=separable&loss=MSE&optimizer=Adam", ""),
    ("data=Ames+housing&features=GrLivArea,OverallQual&step=3", ""),
    ("data=own+data&points=w-BwMh9Dw-B-8Dof&step=6", ""),
    ("data=blobs&step=3&stage=dy&sample=4", "backward_pass"),
    ("data=blobs&step=3&stage=dw", "backward_pass"),
    ("data=two+samples", "by_hand"),
    ("data=circles&h=0.01", "gradient_check"),
    ("data=moons&mistake=bce-sign&step=5", "break_it"),
    ("data=moons&step=30&held=current", "loss_surface"),
    ("data=moons&step=30&beside=other+loss", "loss_surface"),
    ("data=moons&step=30", "compare"),
    ("lesson=downhill&at=1", ""),
    ("lesson=transpose&at=2", ""),
)
LINKS = (*MOMENTS, *(("", code) for code in PAGES if code not in {"explorer", *(code for _, code in MOMENTS)}))


def preview(link: str, code: str = "") -> Preview:
    return preview_of(parse_qs(link), code)


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def test_links_of_all_pages_have_a_picture_of_their_own() -> None:
    previews = [preview(*link) for link in LINKS]
    assert [link for link, each in zip(LINKS, previews, strict=True) if each == of_the_app()] == [("", "")]


def test_each_moment_of_a_lesson_has_its_own() -> None:
    lesson = shelf().lessons["backwards"]
    found = {draw_picture(preview(f"lesson=backwards&at={at}")) for at in range(1, len(lesson.moments) + 1)}
    assert len(found) == len(lesson.moments)


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_link_says_there_is_a_picture(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Its charts are those of any link, and most of the work.
    monkeypatch.setattr(picture, "_draw_chart", lambda *_: None)
    png = draw_picture(preview_of({"title": [text], "data": ["blobs"], "show": [text], "step": [text]}))
    assert Image.open(io.BytesIO(png)).size == (WIDTH, HEIGHT)
    assert len(png) <= LARGEST


def test_the_same_link_has_the_same_bytes() -> None:
    assert draw_picture(preview("v=2&step=9")) == draw_picture(preview("v=2&step=9"))


@pytest.mark.parametrize("code", LIGHT)
def test_its_numbers_are_those_of_the_page_at_the_links_step(code: str) -> None:
    destination = preview("data=moons&step=7&steps=20&lr=2&stage=dy", code).destination
    timeline = destination.page.timeline_alone(destination.shown, run)
    found = {number.label: number.value for number in numbers_of(timeline, moment_of(timeline, destination))}
    if not timeline.readout:
        assert not found
        return
    assert found["step"] == "7 of 20"
    scenario = destination.shown.scenario
    loss = train(scenario, scenario.dataset()).loss[7]
    (said,) = [value for label, value in found.items() if label.removeprefix("correct ").partition(",")[0] == "L"][:1]
    assert said == f"{loss:#.5g}"


def test_a_picture_speaks_the_language_of_its_link() -> None:
    destination = preview("data=moons&step=7&steps=20&lr=2&lang=de").destination
    with speaking(destination.language):
        timeline = destination.page.timeline_alone(destination.shown, run)
        numbers = {number.label: number.value for number in numbers_of(timeline, moment_of(timeline, destination))}
    scenario = destination.shown.scenario
    english = preview("v=2&step=3")
    plain = draw_picture(english)
    assert numbers["L"] == f"{train(scenario, scenario.dataset()).loss[7]:#.5g}".replace(".", ",")
    # Whoever asks for it, and whatever he speaks.
    with speaking("de"):
        assert preview("v=2&step=3") == english
        assert draw_picture(english) == plain
    assert preview("v=2&step=3&lang=de").key != english.key


def test_a_chart_is_at_its_moment() -> None:
    destination = preview("data=moons&step=7&steps=20&lr=2").destination
    scenario = destination.shown.scenario
    history = train(scenario, scenario.dataset())
    surface, _ = flat_panels(
        destination.page.timeline_alone(Shown(scenario, destination.settings, 7), run), ("surface", "data")
    )
    traces = {trace["name"]: trace for trace in Chart(surface, At(7)).traces}
    assert np.array_equal(np.column_stack([traces["path"][axis] for axis in "xy"]), history.W[:8, :2])
    assert "path" not in {trace["name"] for trace in Chart(surface, At(7), ("path",)).traces}
    # Where the run stands its point is.
    chart = Chart(surface, At(7))
    width, height = 400, round(400 / chart.aspect)
    shown = pixels(chart.draw(width, height).png())
    left, top = width * chart.x.share(history.W[7, 0]), height * (1 - chart.y.share(history.W[7, 1]))
    assert tuple(shown[round(float(top)), round(float(left))]) == ImageColor.getrgb(COLOURS["text"])
    teal = np.abs(shown.astype(int) - ImageColor.getrgb(PATH)).sum(axis=2) < 20
    assert teal.sum() > 100


def test_what_would_tell_an_answer_is_on_no_picture() -> None:
    shown = preview("v=2&step=9")
    pictures = [
        draw_picture(replace(shown, without=without)) for without in ((), ("data",), ("surface",), ("data", "surface"))
    ]
    assert len(set(pictures)) == len(pictures)
    # Without charts there are numbers: nothing is as blue as the samples of a class.
    blue = [
        (np.abs(pixels(each).astype(int) - ImageColor.getrgb(CLASS_COLOURS[0])).sum(axis=2) < 60).sum()
        for each in pictures
    ]
    assert blue[0] > 500
    assert blue[2] > 500
    assert blue[1] == blue[3] == 0


def test_what_there_are_no_letters_for_is_left_out() -> None:
    assert readable("a \u65e5\u672c \U0001f600 b\u2212\u00e4") == "a b\u2212\u00e4"
    # A title of nothing else is that of the page.
    alike = [draw_picture(preview(f"v=2&step=3{title}")) for title in ("", "&title=%E6%97%A5%E6%9C%AC")]
    assert alike[0] == alike[1]


def test_a_pillow_that_cannot_read_our_letters_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brush, "LETTERS", ROOT / "LICENSE")
    for kept in (brush.font, brush._box, brush._is_known):
        kept.cache_clear()
    try:
        assert Image.open(io.BytesIO(draw_picture(preview("v=2&step=3")))).size == (WIDTH, HEIGHT)
        assert readable("L = 0.5") == "L = 0.5"
    finally:
        for kept in (brush.font, brush._box, brush._is_known):
            kept.cache_clear()


def test_a_text_is_as_long_as_there_is_room() -> None:
    assert fitted("short", 400, 30) == "short"
    cut = fitted("a rather long title, longer than its room", 200, 30)
    assert cut.endswith("…")
    assert width_of(cut, 30) <= 200


@pytest.mark.parametrize("language", ["", "&lang=de"])
def test_every_run_that_is_compared_has_its_whole_name(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    written: list[str] = []
    monkeypatch.setattr(Brush, "write", lambda self, text, *_, **__: written.append(text))
    draw_picture(preview(f"v=2&step=31{language}", "compare"))
    runs = ["RMSProp, lr 0,05", "Adam, lr 0,05"] if language else ["RMSProp, lr 0.05", "Adam, lr 0.05"]
    assert set(runs) <= set(written)
    assert not [text for text in written if "…" in text]


def test_a_dashed_line_has_gaps() -> None:
    drawing = Brush(200, 20, "#ffffff")
    drawing.line([(0, 10), (100, 10), (200, 10)], "#000000", 4, "dash")
    row = pixels(drawing.png())[10, :, 0] < 128
    assert 0.4 < row.mean() < 0.8
    assert np.abs(np.diff(row.astype(int))).sum() > 8


def test_what_has_no_picture_has_that_of_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("It cannot be shown.")

    shown = preview("data=moons", "compare")
    usual = draw_picture(of_the_app())
    monkeypatch.setattr(type(shown.page), "timeline_alone", fail)
    assert draw_picture(shown) == usual


def test_what_is_known_of_letters_is_bounded_and_the_box_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    readable("warm")
    drawn_letters = []

    class Font:
        def getmask(self, letter: str) -> bytes:
            drawn_letters.append(letter)
            return b""

    monkeypatch.setattr(brush, "font", lambda *_: Font())
    readable("".join(map(chr, range(0x4E00, 0x4E00 + 2 * brush.KNOWN))))
    assert len(drawn_letters) == 2 * brush.KNOWN
    assert brush._is_known.cache_info().currsize == brush.KNOWN
    brush._is_known.cache_clear()
