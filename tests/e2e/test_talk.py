"""A talk in a browser: made by clicking alone, put in order, presented with three keys, saved, opened again, and handed
on as a link, all in one visit. What files and links may say is tested without a browser (tests/web/talk.test.js)."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.locators import button, drawn, expect_step
from tests.e2e.sizes import expect_fits
from tests.e2e.test_every_page import AXE, violations
from tests.e2e.test_lessons import PRINTED
from ui.lessons.reader import read_lesson

pytestmark = pytest.mark.long

# A talk never loads a page between its moments: what is noted in the window stays there.
NOTE = "window.noted = true"
NOTED = "window.noted === true"
BESIDE = """() => {
  const [map, loss] = ["surface", "loss"].map((name) =>
    document.querySelector(`[data-name=${name}]`).getBoundingClientRect());
  return map.width > 0 && map.top === loss.top && map.right < loss.left;
}"""
BACKWARD = "Backward pass: X, unscaled, at the start"


def add(page: Page, count: int) -> None:
    """Add what is shown to the talk."""
    button(page, "Share").click()
    dialog = page.get_by_role("dialog", name="Share")
    button(dialog, "Add to my talk").click()
    expect(dialog.get_by_text(f"Moment {count} of your talk")).to_be_visible()
    button(dialog, "Close").click()


def titles(page: Page) -> list[str]:
    return [field.input_value() for field in page.get_by_label("Title of moment").all()]


def drag(page: Page, what: Locator, to: Locator) -> None:
    """Hold a handle, and let go of it above another one."""
    what.hover()
    page.mouse.down()
    box = to.bounding_box()
    assert box is not None
    for y in range(6, 0, -1):
        page.mouse.move(box["x"] + 10, box["y"] + 30 * y)
    page.mouse.move(box["x"] + 10, box["y"] - 4)
    page.mouse.up()


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("region", name="Talk").get_by_role("heading", name=name, exact=True)).to_be_visible()


def test_a_talk_of_eight_moments(server: str, page: Page, tmp_path: Path) -> None:
    page.goto(f"{server}/healthz")
    page.evaluate("localStorage.clear()")
    page.goto(f"{server}/view?show=surface,loss&v=2")
    drawn(page)
    for count in range(1, 8):
        add(page, count)
        button(page, "Step forward").click()
        expect_step(page, count)
    page.goto(f"{server}/view?page=backward_pass&v=2")
    drawn(page)
    add(page, 8)
    page.goto(f"{server}/talk")

    # The list: put in order by dragging and by key, titled, written, asked.
    expect(page.get_by_label("Title of moment 8")).to_have_value(BACKWARD)
    drag(page, button(page, "Move moment 8 of 8"), button(page, "Move moment 5 of 8"))
    handle = button(page, f"Move moment {1 + titles(page).index(BACKWARD)} of 8")
    handle.focus()
    while titles(page)[0] != BACKWARD:
        page.keyboard.press("ArrowUp")
    expect(page.get_by_role("status").filter(has_text="Now moment 1 of 8.")).to_be_visible()
    page.get_by_label("Title of the talk").fill("Backpropagation")
    page.get_by_label("Title of moment 2").fill("Downhill")
    second = page.get_by_role("listitem").filter(has=page.get_by_label("Title of moment 2"))
    second.get_by_text("Words, question, note").click()
    expect(second).to_contain_text("It shows Explore: unscaled, BCE, gradient descent, learning rate 7. Step 0 of 60")
    second.get_by_label("Words on the screen").fill("The loss is {L:3}, and it *falls*.\nlink: is a word <b>here</b>.")
    second.get_by_label("Note for you alone").fill("Let them point first.")
    second.get_by_label("Question").select_option("To choose an answer")
    second.get_by_label("What is asked").fill("Which way?")
    second.get_by_label("Answer 1", exact=True).fill("Down")
    expect(second.get_by_role("status")).to_contain_text("2 to 5 answers")
    second.get_by_label("Answer 2", exact=True).fill("Up")
    second.get_by_role("checkbox", name="correct").first.check()
    expect(second.get_by_role("status")).to_be_empty()
    button(page, "Remove moment 8").click()
    expect(page.get_by_label("Title of moment")).to_have_count(7)
    button(page, "Undo").click()
    expect(page.get_by_label("Title of moment")).to_have_count(8)
    page.evaluate(AXE)
    assert violations(page) == []
    expect_fits(page)

    # Saved: it is a lesson's file.
    with page.expect_download() as download:
        button(page, "Save as a file").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name == "backpropagation.md"
    lesson, problems = read_lesson(file.read_text(encoding="utf-8"), "backpropagation")
    assert problems == []
    assert lesson is not None
    assert [moment.title for moment in lesson.moments[:2]] == [BACKWARD, "Downhill"]
    assert [moment.destination().step for moment in lesson.moments] == [0, 0, 1, 2, 3, 4, 5, 6]

    # Where the line is cut, the list is the way back.
    page.route("**/view?*", lambda route: route.abort())
    page.get_by_role("link", name="Present", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Moment 1 could not be fetched")).to_be_visible()
    expect(page.get_by_label("Title of moment")).to_have_count(8)
    page.unroute("**/view?*")

    # Where it is slow, the list can be changed, and what is presented is what stands there then.
    held: list[Route] = []
    page.route("**/view?*", lambda route: held.append(route))
    with page.expect_request("**/view?*"):
        page.get_by_role("link", name="Present", exact=True).click()
    page.get_by_label("Title of moment 1").fill("Backwards")
    held[0].continue_()
    page.unroute("**/view?*")
    heading(page, "Backwards")
    page.get_by_role("link", name="My talk").click()
    page.get_by_label("Title of moment 1").fill(BACKWARD)

    # Presented with three keys, and a pointer.
    page.get_by_role("link", name="Present", exact=True).click()
    heading(page, BACKWARD)
    # Nothing is said of this moment: its picture has the whole width.
    picture = page.locator(".gx-panels").bounding_box()
    assert picture is not None
    assert picture["x"] < 30
    page.evaluate(NOTE)
    page.keyboard.press("PageDown")
    heading(page, "Downhill")
    talk = page.get_by_role("region", name="Talk")
    expect(talk).to_contain_text("The loss is 0.811, and it falls.")
    expect(talk).to_contain_text("link: is a word <b>here</b>.")
    drawn(page)
    with page.expect_popup() as opened:
        button(page, "Notes and clock").click()
    notes = opened.value
    expect(notes.locator("body")).to_contain_text("2 of 8: DownhillLet them point first.Next: Unscaled, step 1")
    page.bring_to_front()
    button(talk, "Down").click()
    expect(talk).to_contain_text("✓ Right.")
    expect_step(page, 1)
    page.keyboard.press("d")
    chart = page.locator(".gx-panels").bounding_box()
    assert chart is not None
    page.mouse.move(chart["x"] + 200, chart["y"] + 200)
    page.mouse.down()
    page.mouse.move(chart["x"] + 300, chart["y"] + 240, steps=4)
    page.mouse.up()
    expect(page.locator(".gx-pen polyline")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".gx-pen polyline")).to_have_count(0)
    page.keyboard.press("b")
    expect(button(page, "The screen is black: show it again")).to_be_visible()
    page.keyboard.press("b")
    expect(button(page, "The screen is black: show it again")).to_have_count(0)
    for step in range(1, 7):
        page.keyboard.press("PageDown")
        heading(page, f"Unscaled, step {step}")
        expect_step(page, step)
    # Nothing is said of this one either: its two panels stand beside each other.
    page.wait_for_function(BESIDE)
    expect(notes.locator("body")).to_contain_text("8 of 8: Unscaled, step 6No note.This is the last one.")
    page.keyboard.press("PageUp")
    heading(page, "Unscaled, step 5")
    # Until the worksheet has come, a print by the browser's menu has one moment, and says where all of them are.
    others = talk.get_by_text("On this page is moment 7 of 8.")
    expect(others).to_be_hidden()
    page.emulate_media(media="print")
    expect(others).to_be_visible()
    page.emulate_media(media="screen")
    # When it has, the menu prints it.
    page.wait_for_function(PRINTED)
    # By the key it is the worksheet too: pictures, questions and room to write, and the answers on a page of their own.
    page.evaluate("window.print = () => { window.printed = true; }")
    page.keyboard.press("Control+p")
    sheet, answers = page.locator(".gx-paper main"), page.locator(".gx-paper aside")
    expect(sheet).to_contain_text("2. Downhill")
    expect(sheet).to_be_hidden()
    page.emulate_media(media="print")
    expect(sheet.get_by_role("img")).to_have_count(8)
    expect(sheet).to_contain_text("The loss is 0.811, and it falls.link: is a word <b>here</b>.Which way?DownUp")
    expect(answers).to_contain_text("Backpropagation: answers2. Downhill“Down”For the teacher: Let them point first.")
    expect(talk).to_be_hidden()
    page.emulate_media(media="screen")
    expect(talk).to_be_visible()
    page.go_back()
    heading(page, "Unscaled, step 6")
    assert page.evaluate(NOTED)
    page.get_by_role("link", name="My talk").click()
    expect(page.get_by_role("heading", level=1, name="My talk")).to_be_visible()

    # Begun anew, opened again: a file that is broken changes nothing.
    button(page, "Start over").click()
    expect(page.get_by_text("No moments yet.")).to_be_visible()
    page.get_by_label("Open a file").set_input_files(file)
    expect(page.get_by_label("Title of moment")).to_have_count(8)
    broken = tmp_path / "broken.md"
    broken.write_text(file.read_text(encoding="utf-8").replace("link: ", "link: https://elsewhere.invalid/", 1))
    page.get_by_label("Open a file").set_input_files(broken)
    said = page.get_by_role("status").filter(has_text="broken.md, line 7: The link cannot be used")
    expect(said).to_contain_text("Your list is as it was.")
    expect(page.get_by_label("Title of moment")).to_have_count(8)

    # Handed on as a link: whoever opens it has a talk of his own, until he takes this one.
    page.evaluate("navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }")
    button(page, "Copy as a link").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    link = page.evaluate("window.copied")
    assert len(link) < 4_096
    page.evaluate("localStorage.clear()")
    page.goto(f"{server}/healthz")
    page.goto(link)
    sent = page.get_by_role("region", name="A talk from a link")
    expect(sent).to_contain_text("This link has a talk of 8 moments: “Backpropagation”.")
    sent.get_by_role("link", name="Present it").click()
    heading(page, BACKWARD)
    page.reload()
    heading(page, BACKWARD)
    page.get_by_role("link", name="My talk").click()
    expect(page.get_by_label("Title of moment")).to_have_count(0)
    button(sent, "Keep it as my talk").click()
    expect(page.get_by_label("Title of moment")).to_have_count(8)
    page.goto(f"{server}/healthz")
    page.goto(f"{link[:-30]}")
    expect(page.get_by_role("status").filter(has_text="The talk in this link cannot be read")).to_be_visible()
    expect(page.get_by_label("Title of moment")).to_have_count(8)
