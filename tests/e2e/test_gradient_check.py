"""The page Gradient check in a real browser: all of it is on one screen, and another h or step moves nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.locators import drawn, rested

pytestmark = pytest.mark.long

# Where the verdicts, the tables and the chart stand, and by how much the page is longer than its window.
PLACES = """() => {
  const parts = document.querySelectorAll(".stMain :is(.stAlertContainer, table, .gx-panel .nsewdrag)");
  const main = document.querySelector(".stMain");
  const places = [...parts].map((part) => {
    const { left, top, width, height } = part.getBoundingClientRect();
    return [left, top + main.scrollTop, width, height].map(Math.round);
  });
  return [places, main.scrollHeight - main.clientHeight];
}"""


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_another_h_or_step_moves_nothing(server: str, new_page: Callable[..., Page], width: int, height: int) -> None:
    page = new_page(width, height)
    page.goto(f"{server}/gradient_check?data=moons&steps=20&step=3")
    drawn(page)
    rested(page)
    before, longer = page.evaluate(PLACES)
    assert len(before) == 5
    if width > height:
        assert longer <= 0
    h = page.get_by_role("slider", name="Finite-difference step h", exact=True)
    for key, cause in (("End", "h is too large: truncation"), ("Home", "h is too small: round-off")):
        h.press(key)
        expect(page.get_by_text("dW: relative error").filter(has_text=cause)).to_be_visible()
        rested(page)
        assert page.evaluate(PLACES)[0] == before
    page.get_by_role("button", name="Last step").click()
    expect(page.get_by_text("Step 20. Analytic")).to_be_visible()
    rested(page)
    assert page.evaluate(PLACES)[0] == before
