"""A hand that holds something while not all is as usual: nobody to ask, no link for it, a line that is cut."""

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from playwright.sync_api import Page, Route, expect

from core.data.labels import to_user_data
from core.data.tables import read_table
from core.data.user_data import USER_DATA
from core.scenario import Scenario
from core.training import History, train
from tests.e2e.hand import LINK, USUAL, drag, drag_rate, expect_numbers, history_of, rate_held, said_of
from tests.e2e.line import Line
from tests.e2e.locators import (
    button,
    drawn,
    expect_address,
    expect_step,
    go_to_page,
    number,
    rate_control,
    rate_slider,
    readout,
    ready,
    rested,
    value,
)
from ui.settings.scenario_settings import to_scenario, usual

STREAMLIT = "**/static/js/index.*"
# All that a screen reader is told from now on: what changes of a control, and what is said beside it.
LISTEN = """() => {
  window.heard = [];
  const hear = (records) => {
    for (const { type, target, attributeName, oldValue } of records) {
      if (type === "attributes") {
        const now = target.getAttribute(attributeName);
        if (target === document.activeElement && now !== oldValue) window.heard.push(now);
      } else {
        const live = target.parentElement?.closest("[aria-live], [role=status], [role=alert]") ?? target;
        if (live.matches?.("[aria-live], [role=status], [role=alert]")) window.heard.push(live.textContent);
      }
    }
  };
  new MutationObserver(hear).observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributeOldValue: true,
    attributeFilter: ["aria-valuetext", "aria-label", "aria-description", "aria-valuenow"],
  });
}"""


def expect_loss(page: Page, history: History, step: int) -> None:
    """The loss is that run's; of many weights not all are in the line of numbers."""
    expect_step(page, step)
    expect(number(page, "L")).to_have_text(re.compile(re.escape(f"{history.loss[step]:.8g}"[:6])))
    assert value(readout(page, "L")) == pytest.approx(history.loss[step], rel=1e-6)


def at_rate(rate: float) -> Scenario:
    return replace(USUAL, learning_rate=rate)


def test_a_screen_reader_hears_what_is_let_go_of_and_nothing_moves_by_itself(
    server: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(reduced_motion="reduce")
    page.goto(f"{server}/view{LINK}")
    ready(page)
    slider = rate_slider(page)
    expect(slider).to_have_attribute("aria-valuetext", "7")
    before = slider.get_attribute("aria-description")
    slider.focus()
    # The numbers of the first step have been told.
    expect(page.locator("[aria-live=polite]")).to_have_text(re.compile("step 6 of 40"))
    page.evaluate(LISTEN)
    drag_rate(page, 0.6)
    rate = rate_held(page)
    assert rate != 7
    # All follows as ever, and none of it is an animation.
    expect_numbers(page, train(at_rate(rate), USUAL.dataset()), 6)
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("window.heard") == []
    page.mouse.up()
    expect(slider).to_have_attribute("aria-valuetext", f"{rate:g}")
    expect(page).to_have_url(re.compile(f"lr={rate:g}"))
    expect_numbers(page, history_of(page), 6)
    expect(slider).not_to_have_attribute("aria-description", before or "")
    expect(page.locator("[aria-live=polite]")).to_have_text(re.compile(re.escape(f"L {readout(page, 'L')}")))
    # The value was said once; each key is one of its own.
    assert page.evaluate("window.heard").count(f"{rate:g}") == 1
    # One behind the other: whoever waits between the two has let go.
    slider.press("ArrowRight")
    slider.press("Escape")
    expect(slider).to_have_attribute("aria-valuetext", f"{rate:g}")
    higher, back = page.evaluate("window.heard.filter((said) => /^[0-9.]+$/.test(said))")[-2:]
    assert float(higher) > float(back) == rate
    # A handle is where it was until it is let go of.
    start = button(page, "Start")
    place = start.get_attribute("aria-description")
    start.focus()
    page.evaluate("window.heard = []")
    said = readout(page, "L")
    drag(page, start, 40, 20)
    expect(number(page, "L")).not_to_have_text(said)
    assert page.evaluate("window.heard") == []
    page.mouse.up()
    expect(page).to_have_url(re.compile("weights="))
    expect(start).not_to_have_attribute("aria-description", place or "")
    expect_numbers(page, history_of(page), 6)


def let_go_of_rate(page: Page) -> tuple[float, History]:
    """Drag the rate to another place and let go of it there; it, and the run that all panels showed under the hand."""
    drag_rate(page, 0.6)
    rate = rate_held(page)
    assert rate != 7
    moved = train(at_rate(rate), USUAL.dataset())
    expect_numbers(page, moved, 6)
    page.mouse.up()
    return rate, moved


@pytest.mark.long
def test_what_was_held_before_streamlit_had_begun_is_the_run_when_it_has(
    server: str, new_timed_page: Callable[..., Page]
) -> None:
    page = new_timed_page()
    held: list[Route] = []
    page.route(STREAMLIT, lambda way: held.append(way))
    page.goto(f"{server}/{LINK}", wait_until="commit")
    expect(page.locator(".gx-page-cover .gx-sketch")).to_have_count(4)
    # Put back it is as it was.
    drag_rate(page, 0.5)
    expect_numbers(page, train(at_rate(rate_held(page)), USUAL.dataset()), 6)
    page.keyboard.press("Escape")
    expect_numbers(page, train(USUAL, USUAL.dataset()), 6)
    page.mouse.up()
    rate, moved = let_go_of_rate(page)
    # However long Streamlit takes, it stays where the hand has left it.
    page.clock.fast_forward("00:20")
    expect(page.locator(".gx-page-cover")).to_be_visible()
    expect_numbers(page, moved, 6)
    for way in held:
        way.continue_()
    page.unroute(STREAMLIT)
    expect(page.locator(".gx-page-cover")).to_have_count(0)
    expect_address(page, f"lr={rate:g}")
    ready(page)
    rested(page)
    expect(rate_control(page)).to_have_attribute("aria-valuetext", f"{rate:g}")
    expect_numbers(page, history_of(page), 6)
    expect_numbers(page, moved, 6)


@pytest.mark.long
def test_who_lets_go_of_two_things_while_the_page_runs_gets_both(server: str, new_page: Callable[..., Page]) -> None:
    page = new_page(kept=False)
    line = Line(page)
    page.goto(f"{server}/{LINK}")
    ready(page)
    rested(page)
    before = page.evaluate("history.length")
    line.hold()
    page.get_by_test_id("stSidebar").get_by_role("radio", name="textbook").check(force=True)
    rate, moved = let_go_of_rate(page)
    # What is held next is held in the run that the first has made.
    drag(page, button(page, "Start"), 30, 20)
    expect(number(page, "L")).not_to_have_text(f"{moved.loss[6]:.8g}")
    assert rate_held(page) == rate
    expect(said_of(page)).to_contain_text("Let go")
    # What is said beside the rate is of the rate.
    expect(page.locator(".gx-rate-said")).not_to_contain_text("Let go")
    page.mouse.up()
    assert rate_held(page) == rate
    line.go_on()
    expect_address(page, f"lr={rate:g}.*weights=|weights=.*lr={rate:g}")
    rested(page)
    history = history_of(page)
    assert not np.allclose(history.W[0], moved.W[0])
    expect_numbers(page, history, 6)
    assert "notation=textbook" in page.evaluate("location.search")
    assert page.evaluate("history.length") <= before + 3


@pytest.mark.long
def test_forward_before_streamlit_has_begun_leads_to_the_run_of_its_address(
    server: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(kept=False)
    line = Line(page)
    page.goto(f"{server}/{LINK}")
    ready(page)
    rested(page)
    rate, moved = let_go_of_rate(page)
    expect_address(page, f"lr={rate:g}(&|$)")
    rested(page)
    page.go_back()
    expect_numbers(page, train(USUAL, USUAL.dataset()), 6)
    rested(page)
    # The first picture is there, and Streamlit has asked for its page, of which it knows nothing yet.
    line.hold()
    page.reload(wait_until="commit")
    expect(page.locator("[data-test-script-state=initial][data-test-connection-state=CONNECTED]")).to_have_count(1)
    page.go_forward()
    expect_address(page, f"lr={rate:g}(&|$)")
    line.go_on()
    expect_numbers(page, moved, 6)
    ready(page)
    rested(page)
    expect(rate_control(page)).to_have_attribute("aria-valuetext", f"{rate:g}")
    expect_numbers(page, history_of(page), 6)


@pytest.mark.long
def test_of_a_wide_table_what_is_let_go_of_is_the_run_also_over_a_line_that_was_cut(
    server: str, new_timed_page: Callable[..., Page]
) -> None:
    page = new_timed_page()
    line = Line(page)
    names = [f"feature {k}" for k in range(30)]
    X = np.random.default_rng(3).normal(size=(120, len(names))).round(3)
    labels = (X[:, 0] + X[:, 1] > 0.2).astype(int)
    rows = (",".join(map(str, [*x, label])) for x, label in zip(X, labels, strict=True))
    table = "\n".join([",".join([*names, "label"]), *rows]).encode()
    page.goto(f"{server}/data?steps=40")
    drawn(page)
    page.get_by_role("radio", name="Table").click()
    page.locator("input[type=file]").set_input_files({"name": "wide.csv", "mimeType": "text/csv", "buffer": table})
    page.get_by_role("combobox", name="Features").click()
    page.get_by_role("option", name="Select all").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Use this table").click()
    expect(page.get_by_text("In use on all pages.")).to_be_visible()
    go_to_page(page, "explorer")
    ready(page)
    rested(page)
    page.keyboard.press("End")
    expect_address(page, "step=40")
    rested(page)
    data, _ = to_user_data(read_table(table, "wide.csv"), names, "label", "1", "0", 0.3, 0)
    scenario = to_scenario({**usual(USER_DATA), "steps": 40}, data)
    # No link has such a table, so nobody makes drafts of it.
    begun = train(scenario, scenario.dataset())
    expect_loss(page, begun, 40)
    drag_rate(page, 0.6)
    expect(said_of(page)).to_contain_text("Everything follows when you let go")
    expect_loss(page, begun, 40)
    rate = rate_held(page)
    page.mouse.up()
    # The slider does not spring back until the run is there.
    assert rate_held(page) == rate
    assert rate_slider(page).get_attribute("aria-valuetext") == f"{rate:g}"
    expect_address(page, f"lr={rate:g}")
    rested(page)
    moved = replace(scenario, learning_rate=rate)
    expect_loss(page, train(moved, moved.dataset()), 40)
    # A sample of so wide a table is no drawn point: it goes back to its place, and nothing goes wrong.
    button(page, "Choose a sample").focus()
    page.keyboard.press("ArrowUp")
    expect(said_of(page)).to_contain_text("Everything follows when you let go")
    page.keyboard.press("Enter")
    expect(said_of(page)).not_to_contain_text("Everything follows when you let go")
    rested(page)
    expect(page.get_by_text("went wrong")).to_have_count(0)
    expect_loss(page, train(moved, moved.dataset()), 40)
    # What nobody has heard is made up for when the line is back.
    drag_rate(page, 0.5)
    line.cut()
    page.mouse.up()
    rate = rate_held(page)
    assert rate != moved.learning_rate
    # However long that takes.
    page.clock.fast_forward("00:20")
    assert rate_held(page) == rate
    line.mend()
    expect_address(page, f"lr={rate:g}")
    rested(page)
    moved = replace(scenario, learning_rate=rate)
    expect_loss(page, train(moved, moved.dataset()), 40)
