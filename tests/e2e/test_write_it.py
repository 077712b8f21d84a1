"""The lesson in which code is put together: all of it by keyboard alone, on a narrow screen and in a lecture; and lines
that a mouse drags, or a finger taps."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.locators import button, expect_address
from tests.e2e.test_lessons import moment, shown
from ui.lessons.lesson import Code
from ui.lessons.program import Line
from ui.lessons.shelf import shelf

pytestmark = pytest.mark.long

WRITE_IT = shelf().lessons["write-it"]
# Where an element is, from the one that has the focus: 0 for there, 2 before it, 4 behind it.
WHERE = "element => document.activeElement.compareDocumentPosition(element) & 6"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab, or Shift and Tab, until it has the focus."""
    for _ in range(80):
        where = wanted.evaluate(WHERE)
        if not where:
            return
        page.keyboard.press("Shift+Tab" if where == 2 else "Tab")
    raise AssertionError(f"{wanted} cannot be reached.")


def fill_gaps(page: Page, lines: list[Line]) -> None:
    for number, line in enumerate(lines, start=1):
        gap = page.get_by_role("group", name=f"Gap {number}", exact=True).get_by_role("radio")
        wanted = gap.and_(page.get_by_role("radio", name=line.text, exact=True))
        chosen = [radio for radio in gap.all() if radio.is_checked()]
        tab_to(page, (chosen or [gap.first])[0])
        page.keyboard.press("Space")
        while not wanted.is_checked():
            page.keyboard.press("ArrowDown")


def take(page: Page, lines: list[Line]) -> None:
    for line in lines:
        tab_to(page, button(page, line.text))
        page.keyboard.press("Enter")


def run(page: Page) -> None:
    tab_to(page, button(page, "Run it"))
    page.keyboard.press("Enter")


def code_of(at: int) -> Code:
    question = WRITE_IT.moments[at - 1].question
    assert question is not None
    assert question.code is not None
    return question.code


def test_the_whole_lesson_by_keyboard_alone(server: str, new_page: Callable[..., Page]) -> None:
    page = new_page(390, 844)
    moment(page, server, "write-it", 1)
    lesson = page.get_by_role("region", name="Lesson")
    expect(lesson.get_by_role("listitem").filter(has_text="return slope / max(slope.size, 1)")).to_contain_text("Once")
    for at in range(2, len(WRITE_IT.moments) + 1):
        page.keyboard.press("n")
        expect_address(page, f"at={at}")
        expect(page.get_by_role("heading", name=WRITE_IT.moments[at - 1].title, exact=True)).to_be_visible()
        shown(page)
        if at > 4:
            page.set_viewport_size({"width": 1280, "height": 720})
            page.keyboard.press("l")
        if at > 2:
            solve(page, at)
        assert page.evaluate(SIDEWAYS) <= 0
    expect(page.get_by_role("link", name="(done)")).to_have_count(2)
    expect(page.get_by_role("link", name="(correct)")).to_have_count(len(WRITE_IT.moments) - 2)


def solve(page: Page, at: int) -> None:
    """First with a mistake, then right."""
    code = code_of(at)
    right = [line for line in code.program.right if line in code.lines]
    mistaken = code.program.mistaken[-1]
    assert mistaken.mistake is not None
    wrong = [mistaken if line.place == mistaken.place else line for line in right]
    (take if code.heap else fill_gaps)(page, wrong)
    run(page)
    said = page.get_by_role("status").filter(has_text="Not yet")
    expect(said).to_contain_text("Not yet: one of these lines is a classic mistake.")
    expect(said).to_contain_text(f"{mistaken.text}{mistaken.mistake.name}: ")
    if code.heap:
        # Out with it, and the right one to where it was: from the end upwards.
        own = next(function.lines for function in code.program.functions if right[mistaken.place] in function.lines)
        take(page, [mistaken, right[mistaken.place]])
        tab_to(page, button(page, right[mistaken.place].text))
        for _ in range(own[-1].place - mistaken.place):
            page.keyboard.press("ArrowUp")
    else:
        fill_gaps(page, right)
    run(page)
    expect(page.get_by_role("region", name="Lesson")).to_contain_text(
        "Right: it runs, and the gradient check is green, relative error"
    )


def test_a_line_is_dragged_and_tapped(server: str, page: Page, new_phone: Callable[..., Page]) -> None:
    moment(page, server, "write-it", 4)
    program = page.get_by_role("list", name="core/classifier.py")
    cache, slope, product, total, back = (line.text for line in code_of(4).program.right)
    for text in (cache, product, slope, back):
        button(page, text).click()
    for text, target in ((slope, product), (total, back)):
        box, goal = button(page, text).bounding_box(), button(page, target).bounding_box()
        assert box is not None
        assert goal is not None
        page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.mouse.move(goal["x"] + 20, goal["y"] + 3, steps=4)
        page.mouse.up()
    expect(program.get_by_role("listitem").filter(has=page.get_by_role("button"))).to_have_text(
        [f"{text}↑↓" for text in (cache, slope, product, total, back)]
    )
    button(page, "Run it").click()
    expect(page.get_by_role("region", name="Lesson")).to_contain_text("Right: it runs")
    # What was built is known, and can be asked again.
    page.reload()
    shown(page)
    expect(page.get_by_role("region", name="Lesson")).to_contain_text("Right: it runs")

    phone = new_phone(390, 844)
    moment(phone, server, "write-it", 4)
    for text in (back, cache):
        button(phone, text).tap()
    button(phone, f"Up: {cache}").tap()
    button(phone, "Run it").tap()
    said = phone.get_by_role("region", name="Lesson")
    expect(said).to_contain_text("Line 2 uses dW, and no line above it defines dW.")
    for name in (cache, f"Up: {cache}"):
        box = button(phone, name).bounding_box()
        assert box is not None
        assert min(box["height"], box["width"]) >= 44
