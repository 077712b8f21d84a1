"""A hand that holds something while not all is as usual: nobody to ask yet, a line that is cut, much to compute."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, Route, expect

from core.scenario import Scenario
from core.training import train
from tests.e2e.hand import drag, drag_rate, expect_numbers, history_of, rate_held
from tests.e2e.locators import button, expect_address, number, rate_control, rate_slider, readout, ready, rested

LINK = "?v=2&steps=40&step=6"
USUAL = Scenario(data="unscaled", noise=0.5, start="typed", weights=(-1.5, 2.5, 0.0), learning_rate=7.0, steps=40)
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
    slider.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", f"{rate_held(page):g}")
    assert rate_held(page) > rate
    slider.press("Escape")
    expect(slider).to_have_attribute("aria-valuetext", f"{rate:g}")
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


@pytest.mark.long
def test_what_was_held_before_streamlit_had_begun_is_the_run_when_it_has(
    server: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(kept=False)
    held: list[Route] = []
    page.route(STREAMLIT, lambda way: held.append(way))
    page.clock.install()
    page.goto(f"{server}/{LINK}", wait_until="commit")
    expect(page.locator(".gx-page-cover .gx-sketch")).to_have_count(4)
    # Put back it is as it was.
    drag_rate(page, 0.5)
    expect_numbers(page, train(at_rate(rate_held(page)), USUAL.dataset()), 6)
    page.keyboard.press("Escape")
    expect_numbers(page, train(USUAL, USUAL.dataset()), 6)
    page.mouse.up()
    drag_rate(page, 0.6)
    rate = rate_held(page)
    assert rate != 7
    moved = train(at_rate(rate), USUAL.dataset())
    expect_numbers(page, moved, 6)
    page.mouse.up()
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
