"""A lesson in a browser: a prediction is locked in before the picture moves, a task is found to be done, and what was
done is known to this browser. By keyboard alone, and by a finger."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from core.lessons.named_numbers import number_of
from tests.e2e.locators import button, drawn, expect_address, expect_step, painted, rate_slider
from tests.e2e.stillness import places
from tests.e2e.test_view import open_file
from ui.export.lesson_files import file_of
from ui.language.speaking import speaking
from ui.lessons.filling import run_at_step
from ui.lessons.shelf import shelf
from ui.serving.cache import run

DOWNHILL = shelf().lessons["downhill"]
with speaking("de"):
    GERMAN = shelf().lessons["downhill"]


# As a browser's menu begins to print → whether there is a worksheet.
PRINTED = """() => {
  dispatchEvent(new Event("beforeprint"));
  return document.querySelector(".gx-paper") !== null;
}"""


def moment(page: Page, server: str, name: str, at: int) -> None:
    """Open a moment of a lesson in a browser that knows of none."""
    page.goto(f"{server}/healthz")
    page.evaluate("localStorage.clear()")
    page.goto(f"{server}/view?lesson={name}&at={at}")
    shown(page)


def shown(page: Page) -> None:
    """Wait until a moment is shown, and none of its charts is a first picture, which answers no click. Some have no
    chart."""
    panel = page.locator(".gx-panel:not(.gx-left-out)").last
    expect(panel.locator(".main-svg, canvas:not(.gx-sketch), table, p").first).to_be_visible()
    expect(page.locator(".gx-sketch")).to_have_count(0)


@pytest.mark.long
def test_a_lesson_by_keyboard(server: str, page: Page) -> None:
    moment(page, server, "downhill", 1)
    lesson = page.get_by_role("region", name="Lesson")
    loss = number_of("L", run_at_step(DOWNHILL.moments[0], run))
    expect(lesson).to_contain_text(f"the loss is {loss:.3g}")
    # Nobody goes on without an answer, and no arrow tells it.
    page.keyboard.press("ArrowRight")
    expect_step(page, 0)
    expect(lesson).to_contain_text("Answer first")
    arrows = """() => [...document.querySelectorAll(".scatterlayer .trace")]
      .filter(each => ["gradient", "update"].includes(each.__data__[0].trace.name))
      .map(each => Number(each.style.opacity || 1))"""
    drawn(page)
    assert page.evaluate(arrows) == [0, 0]
    # What is not to be seen is not named, and the legend keeps its room.
    legend = page.locator("[data-name=surface] .legend")
    expect(legend).to_be_hidden()
    before = places(page)
    button(lesson, "left").focus()
    page.keyboard.press("Enter")
    expect_step(page, 1)
    # The line above the picture comes with the answer: it had its room.
    expect(page.locator(".gx-note")).to_be_visible()
    assert places(page) == before
    judged = lesson.get_by_role("status").filter(has_text="°")
    expect(judged).to_contain_text("off.Your guess: left, the dashed arrow.The step goes along −gradient")
    # It is in the picture too, beside the step that was made, and stays there along the run.
    guess = page.locator("[data-name=surface]").get_by_text("your guess", exact=True)
    expect(guess).to_be_visible()
    where = guess.bounding_box()
    page.keyboard.press("ArrowRight")
    expect_step(page, 2)
    assert guess.bounding_box() == where
    page.keyboard.press("ArrowLeft")
    expect_step(page, 1)
    assert page.evaluate(arrows) == [1, 1]
    expect(legend).to_be_visible()
    # What was answered stays answered, until it is taken back.
    page.reload()
    drawn(page)
    expect(lesson).to_contain_text("The step goes along −gradient")
    button(lesson, "Ask again").click()
    expect_step(page, 0)
    expect(guess).to_have_count(0)
    # A click on the map answers too.
    chart = page.locator("[data-name=surface] .nsewdrag").first.bounding_box()
    assert chart is not None
    page.mouse.click(chart["x"] + chart["width"] * 0.5, chart["y"] + chart["height"] * 0.8)
    expect(lesson).to_contain_text(re.compile(r"Right, within .*Your guess: the dashed arrow\."))
    expect(page.get_by_role("link", name="1 (correct)")).to_be_visible()

    page.evaluate("window.noted = true")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="How long?", exact=True)).to_be_visible()
    expect_address(page, "lesson=downhill&at=2")
    drawn(page)
    # Back and forward in the history are moments too, and no page is loaded between them.
    page.go_back()
    expect(page.get_by_role("heading", name="Which way?", exact=True)).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("heading", name="How long?", exact=True)).to_be_visible()
    assert page.evaluate("window.noted")
    drawn(page)
    page.keyboard.press("2")
    expect(lesson).to_contain_text("✗ Not quite. “Just as long”Only if the gradient were as long.")
    expect(lesson).to_contain_text("Right: “Shorter”The rate is the same, but the gradient is smaller")
    expect_step(page, 2)
    # Nobody is told that he has failed, and what is not known yet is no more than that.
    expect(page.get_by_role("link", name="2 (answered)")).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="Why it turns", exact=True)).to_be_visible()
    button(lesson, "I don’t know").click()
    expect(page.get_by_role("link", name="3 (not known yet)")).to_be_visible()

    # A browser's menu tells that it prints, and waits for nothing: the worksheet has come before, and lies there then.
    sheet = page.locator(".gx-paper main")
    expect(sheet).to_have_count(0)
    page.wait_for_function(PRINTED)
    expect(sheet).to_contain_text("4. Calm it down")
    # It is this lesson's at each of its moments.
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="Calm it down", exact=True)).to_be_visible()
    page.wait_for_function(PRINTED)
    page.keyboard.press("p")
    expect(page.get_by_role("heading", name="Why it turns", exact=True)).to_be_visible()
    expect(sheet).to_have_count(0)

    # What the key prints is the worksheet too.
    page.evaluate("window.print = () => {}")
    page.keyboard.press("Control+p")
    expect(sheet).to_contain_text("4. Calm it down")
    page.emulate_media(media="print")
    expect(sheet.get_by_role("img")).to_have_count(len(DOWNHILL.moments))
    expect(lesson).to_be_hidden()
    page.emulate_media(media="screen")


def test_a_number_and_a_sample(server: str, page: Page) -> None:
    moment(page, server, "forward", 1)
    lesson = page.get_by_role("region", name="Lesson")
    field = lesson.get_by_role("textbox", name="Your number")
    field.fill("0.2")
    field.press("Enter")
    expect(lesson.get_by_role("status").filter(has_text="Not yet")).to_contain_text("the sign is not")
    # What nobody has found yet is not shown.
    expect(page.get_by_label("Numbers of this step")).to_contain_text("1 of 9")
    field.fill("−0,2")
    field.press("Enter")
    expect(lesson).to_contain_text("Right: −0.2")
    expect(page.get_by_label("Numbers of this step")).to_contain_text("2 of 9")
    # No text of the graph is wider than its box, also where the window has become a narrow one.
    wide = """async () => {
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      return [...document.querySelectorAll(".gx-node text")].filter((text) =>
        text.getBBox().width > text.parentNode.querySelector("rect").getBBox().width).map((text) => text.textContent);
    }"""
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate(wide) == []
    page.set_viewport_size(size)
    assert page.evaluate(wide) == []

    moment(page, server, "transpose", 1)
    where = """() => {
      const place = document.querySelector("[data-name=data] .js-plotly-plot");
      const { xaxis, yaxis } = place._fullLayout, box = place.getBoundingClientRect();
      return [box.x + xaxis._offset + xaxis.d2p(3), box.y + yaxis._offset + yaxis.d2p(3)];
    }"""
    x, y = page.evaluate(where)
    page.mouse.move(x - 3, y)
    page.mouse.click(x, y)
    expect(lesson).to_contain_text("Right: sample 0.Your guess: sample 0, in the dashed circle.")
    expect(page.locator("[data-name=data]").get_by_text("your guess", exact=True)).to_be_visible()
    # Whoever does not know sees which one it is.
    lit = page.get_by_role("button", name="Sample 0", exact=True)
    button(lesson, "Ask again").click()
    page.mouse.move(5, 5)
    expect(lit).to_have_count(0)
    button(lesson, "I don’t know").click()
    expect(lit).to_be_visible()


@pytest.mark.long
def test_no_words_of_a_panel_tell_the_answer(server: str, page: Page) -> None:
    moment(page, server, "transpose", 3)
    lesson = page.get_by_role("region", name="Lesson")
    arrows = page.locator("[data-name=arrows]")
    caption = arrows.locator("figcaption")
    expect(caption).to_contain_text("Xᵀ · dL/dy")
    expect(caption).to_be_hidden()
    telling = arrows.get_by_label(re.compile("Xᵀ · dL/dy|transpose"))
    expect(telling).to_have_count(0)
    # It keeps its room.
    room = caption.bounding_box()
    page.keyboard.press("2")
    expect(lesson).to_contain_text("✓ Right.")
    expect(caption).to_be_visible()
    now = caption.bounding_box()
    assert room is not None
    assert now is not None
    assert (room["width"], room["height"]) == (now["width"], now["height"])

    # Of panels that a lesson leaves out the ear hears nothing either.
    moment(page, server, "diagnose", 1)
    heard = page.locator(".gx-live")
    expect(heard).to_contain_text("L ")
    expect(heard).not_to_contain_text("1/N")


def test_a_mixed_lesson_has_an_order_for_each_visit_goes_back_to_where_one_was_and_ends(
    server: str, page: Page
) -> None:
    lesson = shelf().lessons["mixed"]
    page.goto(f"{server}/healthz")
    page.evaluate("localStorage.clear(); sessionStorage.clear()")
    # The server sends whoever names no moment to any; its address names it from then on.
    page.goto(f"{server}/view?lesson=mixed")
    places = page.get_by_role("navigation", name="Moments of this lesson").get_by_role("listitem").get_by_role("link")
    expect(places.first).to_have_attribute("aria-current", "step")
    expect(places.first).to_have_text("1")

    def order() -> list[str]:
        return [
            str(re.findall(r"at=([a-z-]+)", each)[0]) for each in places.evaluate_all("all => all.map(a => a.href)")
        ]

    first = order()
    assert sorted(first) == sorted(each.id for each in lesson.moments)
    expect_address(page, f"lesson=mixed&at={first[0]}")
    expect(page.get_by_role("heading", level=2).first).to_have_text(
        next(each.title for each in lesson.moments if each.id == first[0])
    )
    # A reload keeps it.
    page.reload()
    expect(places.first).to_have_attribute("aria-current", "step")
    assert order() == first
    # Next leads along it, past what is done.
    first = ["shape", *(each.id for each in lesson.moments if each.id not in ("shape", "number")), "number"]
    known = {each: {"done": True} for each in first[1:-1]}
    page.evaluate("mixed => sessionStorage.setItem('gx-order', JSON.stringify({mixed}))", first)
    page.evaluate("mixed => localStorage.setItem('gx-lessons', JSON.stringify({mixed}))", known)
    page.goto(f"{server}/view?lesson=mixed&at=shape")
    expect(places.first).to_have_attribute("aria-current", "step")
    assert order() == first
    forward, back = page.get_by_role("link", name="Next"), page.get_by_role("link", name="Back", exact=True)
    # Whoever has come from nowhere cannot go back.
    expect(back).to_be_hidden()
    button(page, "I don’t know").click()
    page.keyboard.press("n")
    expect_address(page, "lesson=mixed&at=number")
    # The address comes first, and the line when it is in order.
    expect(places.first).to_be_visible()
    assert order() == first
    back.click()
    expect_address(page, f"lesson=mixed&at={first[0]}")
    expect(back).to_be_hidden()
    forward.click()
    expect_address(page, "lesson=mixed&at=number")
    button(page, "I don’t know").click()
    expect(page.get_by_text("All moments are done. Those with a ? can be asked again.")).to_be_visible()
    expect(forward).to_be_hidden()
    button(page, "Ask again").click()
    expect(page.get_by_text("All moments are done.")).to_have_count(0)
    # A link that was sent shows the same moment to everybody.
    page.evaluate("sessionStorage.clear()")
    page.goto(f"{server}/view?lesson=mixed&at=2")
    expect(page.get_by_role("heading", name="A shape", exact=True)).to_be_visible()
    expect(places.first).to_have_attribute("aria-current", "step")
    assert order()[0] == "shape"


@pytest.mark.long
def test_a_task_and_the_way_into_the_full_page_and_back(server: str, page: Page) -> None:
    moment(page, server, "downhill", 4)
    lesson = page.get_by_role("region", name="Lesson")
    hints = lesson.get_by_role("listitem").filter(has_text=".")
    expect(hints).to_have_count(0)
    button(lesson, "A hint").click()
    expect(hints).to_have_count(1)
    rate_slider(page).focus()
    page.keyboard.press("ArrowLeft")
    expect(lesson.get_by_role("status")).to_have_text("Not yet: the learning rate is too large.")
    for _ in range(12):
        page.keyboard.press("ArrowLeft")
    expect(lesson).to_contain_text("✓ Done.")
    known = json.loads(page.evaluate("localStorage.getItem('gx-lessons')"))
    assert known["downhill"]["calm-it"]["done"] is True

    # Whoever is shown the way has found none himself.
    moment(page, server, "downhill", 4)
    page.get_by_role("link", name="Show me").click()
    expect(lesson).to_contain_text("That is one way")
    known = json.loads(page.evaluate("localStorage.getItem('gx-lessons')"))
    assert not known["downhill"]["calm-it"].get("done")

    page.get_by_role("link", name="Explore").click()
    expect(page.get_by_role("heading", level=1, name="Explore")).to_be_attached()
    # A lesson shows a panel or two; here are all of them.
    drawn(page, "data")
    back = page.get_by_role("link", name="Back to the lesson")
    # In a narrow window it stands in the place of the page's own question.
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.get_by_role("link", name="Predict it")).to_be_hidden()
    back.click()
    expect(page.get_by_role("heading", name="Calm it down", exact=True)).to_be_visible()
    expect_address(page, "lesson=downhill&at=4$")
    page.get_by_role("link", name="Lessons").click()
    listed = page.get_by_role("listitem").filter(has_text="Downhill")
    expect(listed).to_contain_text("4 moments · 1 not known yet")


def test_a_lesson_by_a_finger(server: str, new_phone: Callable[..., Page]) -> None:
    page = new_phone(390, 844)
    moment(page, server, "downhill", 2)
    answer = page.get_by_role("button", name="Shorter")
    box = answer.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert box["y"] + box["height"] < 844
    place = page.locator("[data-name=surface] .nsewdrag").bounding_box()
    answer.tap()
    expect(page.get_by_role("region", name="Lesson")).to_contain_text("✓ Right.")
    # What the answer is about stays where it is, and the answer stands below it.
    assert page.locator("[data-name=surface] .nsewdrag").bounding_box() == place
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    # Nor while its charts are still as wide as the window was before.
    drawn(page)
    page.set_viewport_size({"width": 844, "height": 1200})
    painted(page)
    drawn(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.querySelector('.gx-panels').scrollWidth") <= 370
    forward = page.get_by_role("link", name="Next")
    forward.tap()
    expect(page.get_by_role("heading", name="Why it turns", exact=True)).to_be_visible()
    # The directions stand around their middle.
    page.get_by_role("link", name="1", exact=True).tap()
    up, left = (page.get_by_role("button", name=name, exact=True).bounding_box() for name in ("up", "left"))
    assert up is not None
    assert left is not None
    assert up["x"] >= left["x"] + left["width"]
    assert left["y"] >= up["y"] + up["height"]
    # Held across, the question stands beside the picture that it is about, and both are in sight.
    page.set_viewport_size({"width": 844, "height": 390})
    picture = page.locator("[data-name=surface]")
    expect(picture).to_be_in_viewport(ratio=0.9)
    expect(page.get_by_text("Which way will the next step go?")).to_be_in_viewport(ratio=1)
    asked, beside = page.get_by_role("region", name="Lesson").bounding_box(), picture.bounding_box()
    assert asked is not None
    assert beside is not None
    assert asked["x"] + asked["width"] <= beside["x"] + 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 844
    # A finger finds its place on the map, which stays as it is with the answer.
    page.set_viewport_size({"width": 390, "height": 844})
    moment(page, server, "downhill", 1)
    drawn(page)
    map_ = page.locator("[data-name=surface] .nsewdrag")
    before = map_.bounding_box()
    assert before is not None
    assert before["width"] >= 200
    page.get_by_role("button", name="left", exact=True).tap()
    expect(page.get_by_role("region", name="Lesson")).to_contain_text("Your guess: left")
    expect_step(page, 1)
    assert map_.bounding_box() == before
    # So does a chart above a line that comes with the answer.
    moment(page, server, "transpose", 3)
    drawn(page)
    chart = page.locator("[data-name=arrows] .nsewdrag")
    before = chart.bounding_box()
    page.get_by_role("button", name="Xᵀ · dL/dy").tap()
    expect(page.locator("[data-name=arrows] figcaption")).to_be_visible()
    assert chart.bounding_box() == before


@pytest.mark.long
def test_a_lesson_in_one_file_needs_nobody(new_context: Callable[..., BrowserContext], tmp_path: Path) -> None:
    file = tmp_path / "downhill.html"
    file.write_bytes(file_of(DOWNHILL))
    page, asked, errors = open_file(new_context(), file)
    lesson = page.get_by_role("region", name="Lesson")
    drawn(page)
    # A point is not judged here, and shown to whoever has answered.
    button(lesson, "down right").focus()
    page.keyboard.press("Enter")
    expect(lesson).to_contain_text("The step goes along −gradient")
    expect_step(page, 1)
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="How long?", exact=True)).to_be_visible()
    expect_step(page, 1)
    page.keyboard.press("2")
    expect(lesson).to_contain_text("✗ Not quite. “Just as long”Only if the gradient were as long.")
    expect(lesson).to_contain_text("Right: “Shorter”The rate is the same, but the gradient is smaller")
    expect_step(page, 2)
    expect(page).to_have_title("Downhill: How long?")
    expect(page.get_by_role("link", name="(done)")).to_have_count(1)
    expect(page.get_by_role("link", name="(answered)")).to_have_count(1)
    # Opened again it begins where it was left, and a moment is as it was the first time.
    page.reload()
    expect(lesson).to_contain_text("“Just as long”")
    page.keyboard.press("p")
    expect(page.get_by_role("heading", name="Which way?", exact=True)).to_be_visible()
    button(lesson, "Ask again").click()
    expect_step(page, 0)
    page.get_by_role("link", name="4", exact=True).click()
    expect(lesson).to_contain_text("A task needs the full app")
    assert set(asked) == {file.as_uri()}
    # On paper it is the whole lesson, with its answers, and no page of the screen.
    sheet, answers = page.locator(".gx-paper main"), page.locator(".gx-paper aside")
    expect(sheet).to_be_hidden()
    page.emulate_media(media="print")
    expect(sheet.get_by_role("img")).to_have_count(len(DOWNHILL.moments))
    expect(answers).to_be_visible()
    expect(page.locator(".gx-view")).to_be_hidden()
    page.emulate_media(media="screen")

    # Code is put together here too, and held against what is right.
    other = tmp_path / "write-it.html"
    other.write_bytes(file_of(shelf().lessons["write-it"]))
    page.goto(f"{other.as_uri()}#heap-model")
    for text in ("X1, z = self.cache", "dy = dout"):
        button(lesson, text).click()
    button(lesson, "Run it").click()
    expect(lesson).to_contain_text("You have built this:X1, z = self.cache dy = dout")
    expect(lesson).to_contain_text(
        "This passes the gradient check:# core/classifier.py · Classifier def backward(self, dout):"
    )
    assert not errors


@pytest.mark.long
def test_what_is_done_in_one_language_is_done_in_the_other(server: str, page: Page) -> None:
    moment(page, server, "downhill", 2)
    lesson = page.get_by_role("region", name=re.compile("Lesson|Lektion"))
    lesson.get_by_role("button", name="Longer").click()
    expect(lesson).to_contain_text("“Longer”")
    page.goto(f"{server}/view?lesson=downhill&at=2&lang=de")
    expect(lesson).to_contain_text("„Länger“")
    expect(lesson).to_contain_text(GERMAN.moments[1].question.choices[2].said.text)  # type: ignore[union-attr]
    # What the server has said to a number is said once more.
    page.goto(f"{server}/view?lesson=forward&at=1")
    number = lesson.get_by_label("Your number")
    # An empty field is told of, and is where one goes on. The keyboard of numbers has no minus on some telephones.
    button(lesson, "Check").click()
    expect(lesson.get_by_text("Nothing is typed yet.")).to_be_visible()
    expect(number).to_be_focused()
    expect(number).not_to_have_attribute("inputmode", "decimal")
    number.fill("-0.2")
    button(lesson, "Check").click()
    expect(lesson).to_contain_text("Right: −0.2")
    page.goto(f"{server}/view?lesson=forward&at=1&lang=de")
    expect(lesson).to_contain_text("Richtig: −0,2")
    # And the way on keeps the language.
    lesson.get_by_role("link", name="Weiter").click()
    expect(page.get_by_role("heading", name="Eine Ausgabe", exact=True)).to_be_visible()
    expect_address(page, "lang=de")
