"""The page "Work it out" in a real browser: by keyboard alone, and nothing jumps."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.long

PATH = "by_hand?data=two+samples&start=typed&weights=0.1,-0.2,0.3&lr=1&steps=20"
# Where all fields and buttons of the page's own stand; the player's bar may stand fixed over them.
TOPS = """() => [...document.querySelectorAll('[data-testid=stMain] :is(input, button)')]
  .filter(each => !each.closest('.stBidiComponent'))
  .map(each => {
    const { left, top } = each.getBoundingClientRect();
    return [left, top + document.querySelector('[data-testid=stMain]').scrollTop];
  })"""


def field(page: Page, name: str) -> Locator:
    return page.get_by_role("textbox", name=name, exact=True)


def uncover(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=f"Reveal {name}", exact=True)


def answer(page: Page, text: str, again: bool = False) -> None:
    """Into the field that has the focus; again : there is an answer in it."""
    if again:
        page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def expect_verdict(page: Page, text: str) -> None:
    """Wait until a verdict says this to the eye; the ear has a place of its own."""
    expect(page.get_by_text(text).and_(page.locator(":not([role=alert])"))).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_by_keyboard_alone_and_nothing_jumps(
    server: str, new_page: Callable[..., Page], width: int, height: int
) -> None:
    page = new_page(width, height)
    page.goto(f"{server}/{PATH}")
    expect(field(page, "new b")).to_be_visible()
    expect(page.get_by_text("0 of 17 right, 0 revealed")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # On a computer all rows are in sight at once.
    for name in ("y of sample 0", "new b") if width > height else ():
        expect(field(page, name)).to_be_in_viewport(ratio=0.9)
    before = page.evaluate(TOPS)

    field(page, "y of sample 1").focus()
    answer(page, "0,2")
    expect_verdict(page, "Not yet: the size is right, the sign is not.")
    expect(page.get_by_role("alert")).to_have_text(
        "y of sample 1: Not yet: the size is right, the sign is not. 0 of 17 right, 0 revealed."
    )
    # The field says that it is wrong, and what is wrong.
    expect(field(page, "y of sample 1")).to_have_attribute("aria-invalid", "true")
    expect(field(page, "y of sample 1")).to_have_accessible_description(re.compile("the sign is not"))
    expect(field(page, "y of sample 1")).to_be_focused()
    answer(page, "-0.2", again=True)
    expect_verdict(page, "Right: −0.2")
    expect(field(page, "y of sample 1")).not_to_have_attribute("aria-invalid", "true")
    # What reveals a row's numbers stands behind its fields, and only as long as it is of use.
    page.keyboard.press("Tab")
    expect(uncover(page, "y of sample 0")).to_be_focused()
    page.keyboard.press("Tab")
    expect(field(page, "z of sample 0")).to_be_focused()
    answer(page, "1/2")
    expect_verdict(page, "Right: 0.5")
    expect(page.get_by_role("alert")).to_have_text(
        re.compile(r"^z of sample 0: Right: .* 2 of 17 right, 0 revealed\.$")
    )
    expect(uncover(page, "z of sample 0")).to_be_disabled()
    page.keyboard.press("Tab")
    expect(field(page, "z of sample 1")).to_be_focused()
    # What is right already stands in the formula, for the ear too.
    expect(field(page, "z of sample 1")).to_have_accessible_description("= 1 / (1 + e^−(−0.2))")
    page.keyboard.press("Tab")
    expect(uncover(page, "z of sample 1")).to_be_focused()
    page.keyboard.press("Enter")
    expect_verdict(page, "Revealed: 0.45016600, as z = 1 / (1 + e^−y).")
    expect(page.get_by_text("2 of 17 right, 1 revealed", exact=True)).to_be_visible()
    # The button is out of use now, but the keyboard goes on from its place.
    page.keyboard.press("Tab")
    expect(field(page, "L")).to_be_focused()
    # The longest of the hints.
    answer(page, "0.64")
    expect_verdict(page, "very close, the last digit is off.")
    answer(page, "-1.291", again=True)
    expect_verdict(page, "Not yet: two slips at once: the sign is wrong, and 1/N is missing.")
    uncover(page, "dW of w1").press("Enter")
    expect_verdict(page, "Revealed: 0.42524900, as dW of w1 = ")
    # What is given is in view wherever one is, and leaves the most of the window to the rest.
    given = page.get_by_role("table").locator("xpath=ancestor::*[contains(@class, 'st-key-hand-given')]")
    expect(given).to_be_in_viewport(ratio=1)
    box = given.bounding_box()
    assert box
    assert box["height"] <= 0.3 * height

    assert page.evaluate(TOPS) == before
    over = page.get_by_role("button", name="Start over")
    width_of = "button => button.getBoundingClientRect().width"
    wide = over.evaluate(width_of)
    over.press("Enter")
    expect(page.get_by_text("0 of 17 right, 0 revealed")).to_be_visible()
    expect(field(page, "y of sample 1")).to_have_value("")
    assert page.evaluate(TOPS) == before
    # One key press by mistake costs nothing: it is the same button that brings all back, and the focus is on it.
    back = page.get_by_role("button", name="Undo")
    expect(back).to_be_focused()
    assert back.evaluate(width_of) == wide
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 of 17 right, 2 revealed", exact=True)).to_be_visible()
