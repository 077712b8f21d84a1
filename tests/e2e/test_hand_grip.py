"""How a handle is taken, and what takes it out of the hand: where two lie on each other, a hand that hardly moves,
another finger, another button of the mouse."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, Route, expect

from core.training import train
from tests.e2e.hand import LINK, USUAL, Finger, drag, drag_rate, expect_numbers, history_of, middle, rate_held, said_of
from tests.e2e.locators import (
    button,
    drawn,
    expect_address,
    expect_step,
    number,
    painted,
    rate_slider,
    readout,
    ready,
    rested,
)

# Half of the ring around the weights, and of their own handle: a mouse takes the start between the two.
RING, HANDLE = 26, 14


def test_where_the_weights_lie_on_their_start_a_ring_around_them_takes_it(server: str, page: Page) -> None:
    # At so small a rate they hardly move.
    page.goto(f"{server}/view?v=2&lr=0.01&steps=40&step=3")
    ready(page)
    begun = history_of(page)
    x, y = middle(button(page, "Start"))
    size = button(page, "Start").bounding_box()
    assert size
    assert size["width"] == pytest.approx(2 * RING, abs=0.1)
    # It can be seen before a mouse comes near it.
    expect(button(page, "Start")).to_have_css("border-top-style", "dashed")
    between = x + (RING + HANDLE) / 2
    page.mouse.move(between, y)
    page.mouse.down()
    page.mouse.move(between + 20, y + 10)
    page.mouse.move(between + 40, y + 20)
    # It has not jumped to the hand, which has taken it beside its point.
    expect(button(page, "Start")).to_have_css("translate", re.compile("px"))
    assert middle(button(page, "Start")) == pytest.approx((x + 40, y + 20), abs=1)
    # Until its own run is there, the window is that of the one before.
    with page.expect_response(re.compile("/view/timeline")):
        page.mouse.up()
    expect_address(page, "weights=")
    drawn(page, "surface")
    painted(page)
    moved = history_of(page)
    # To the right, and down.
    assert moved.W[0, 0] > begun.W[0, 0]
    assert moved.W[0, 1] < begun.W[0, 1]
    expect_numbers(page, moved, 3)
    # In their middle it is the weights that are taken, and what is let go of begins a run.
    drag(page, button(page, "Weights"), 40, 20)
    # Apart each has a handle as ever.
    expect(button(page, "Start")).not_to_have_css("border-top-style", "dashed")
    page.mouse.up()
    expect_step(page, 0)
    expect(number(page, "step")).to_have_text("0 of 40")
    expect_numbers(page, history_of(page), 0)
    assert not (history_of(page).W[0] == moved.W[0]).all()


def test_a_hand_that_hardly_moves_has_clicked(server: str, page: Page) -> None:
    page.goto(f"{server}/view{LINK}&samples=30")
    ready(page)
    address, begun = page.evaluate("location.search"), readout(page, "L")
    button(page, "Choose a sample").focus()
    for name in ("Sample 0", "Start", "Weights"):
        x, y = middle(button(page, name))
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 2, y + 2)
        page.mouse.up()
        expect(button(page, name)).to_be_focused()
    # One that moves is none.
    drag(page, button(page, "Weights"), 30, 10)
    expect(number(page, "L")).not_to_have_text(begun)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(number(page, "L")).to_have_text(begun)
    assert page.evaluate("location.search") == address


@pytest.mark.parametrize("width", [1100, 390])
def test_what_is_said_of_a_rate_moves_nothing_below_it(server: str, new_page: Callable[..., Page], width: int) -> None:
    page = new_page(width, 900)
    page.goto(f"{server}/view{LINK}")
    ready(page)
    figure = page.locator("[data-name=surface] .gx-chart")
    rate_slider(page).scroll_into_view_if_needed()
    place, said = figure.bounding_box(), set()
    for share in (0.02, 0.3, 0.6, 0.75, 0.9, 1):
        drag_rate(page, share)
        rate_now = page.locator(".gx-rate-now").inner_text()
        expect_rate(page, float(rate_now))
        said.add(re.sub(r"[\d.e−-]+", "", page.locator(".gx-rate-said").inner_text()))
        assert figure.bounding_box() == place
        page.keyboard.press("Escape")
        page.mouse.up()
    # Sentences of several lengths have stood there.
    assert len({len(each) for each in said}) > 2


def expect_rate(page: Page, rate: float) -> None:
    """Wait until all that is shown is of this rate."""
    moved = replace(USUAL, learning_rate=rate)
    expect_numbers(page, train(moved, moved.dataset()), 6)


def test_another_button_takes_nothing_out_of_the_hand_and_one_that_is_lost_lets_go(server: str, page: Page) -> None:
    page.goto(f"{server}/view{LINK}")
    ready(page)
    begun = readout(page, "L")
    start = button(page, "Start")
    page.evaluate("addEventListener('contextmenu', (event) => { window.menu = !event.defaultPrevented; })")
    drag(page, start, 30, 20)
    page.mouse.down(button="right")
    page.mouse.up(button="right")
    assert page.evaluate("window.menu") is False
    expect(number(page, "L")).not_to_have_text(begun)
    expect(said_of(page)).to_contain_text("Let go: the run starts here.")
    assert "weights=" not in page.url
    # A menu of the browser's has swallowed that the mouse has let go.
    start.dispatch_event("pointermove", {"pointerId": 1, "buttons": 0, "clientX": 9, "clientY": 9, "bubbles": True})
    expect_address(page, "weights=")
    expect_numbers(page, moved := history_of(page), 6)
    page.mouse.up()
    # It can be taken again.
    before = page.evaluate("location.search")
    drag(page, start, -20, -10)
    page.mouse.up()
    page.wait_for_function("before => location.search !== before", arg=before)
    expect_numbers(page, history_of(page), 6)
    assert not (history_of(page).W[0] == moved.W[0]).all()


WINDOW = """() => {
  const { xaxis, yaxis } = document.querySelector("[data-name=surface] .js-plotly-plot")._fullLayout;
  return [...xaxis.range, ...yaxis.range];
}"""


# Where a double click leads to.
UNZOOMED = """document.querySelector("[data-name=surface] .js-plotly-plot")._fullLayout.xaxis._rangeInitial0"""


def test_a_zoom_stays_in_the_run_that_the_hand_makes_and_a_double_click_shows_all_of_it(
    server: str, page: Page
) -> None:
    page.goto(f"{server}/view{LINK}&panel=surface")
    drawn(page, "surface")
    whole = page.evaluate(WINDOW)
    x, y = middle(button(page, "Start"))
    page.mouse.move(x - 80, y - 80)
    page.mouse.down()
    page.mouse.move(x + 100, y + 120, steps=4)
    page.mouse.up()
    page.wait_for_function(f"whole => String(({WINDOW})()) !== String(whole)", arg=whole)
    zoomed = page.evaluate(WINDOW)
    start = button(page, "Start")
    x, y = middle(start)
    drag(page, start, 40, 20)
    assert middle(start) == pytest.approx((x + 40, y + 20), abs=1)
    page.mouse.up()
    expect_address(page, "weights=")
    expect_numbers(page, history_of(page), 6)
    # The run that has come has another one, to which a double click leads: it is there.
    page.wait_for_function(f"whole => {UNZOOMED} !== whole", arg=whole[0])
    assert page.evaluate(WINDOW) == zoomed
    unzoomed = page.evaluate(UNZOOMED)
    page.goto(page.url)
    drawn(page, "surface")
    assert page.evaluate(WINDOW)[0] == pytest.approx(unzoomed)


@pytest.mark.long
def test_a_run_with_a_smaller_window_that_comes_meanwhile_takes_nothing_out_of_the_hand(
    server: str, page: Page
) -> None:
    # At so large a rate the window is wide.
    page.goto(f"{server}/view?v=2&lr=60&steps=40")
    ready(page)
    wide = page.evaluate(WINDOW)
    held: list[Route] = []
    page.route("**/view/timeline**", lambda route: held.append(route))
    drag_rate(page, 0.3)
    page.mouse.up()
    rate = rate_held(page)
    expect_address(page, f"lr={rate:g}(&|$)")
    start = button(page, "Start")
    drag(page, start, 90, -60)
    expect(said_of(page)).to_contain_text("Let go: the run starts here.")
    for route in held:
        route.continue_()
    page.unroute("**/view/timeline**")
    page.wait_for_function(f"wide => ({WINDOW})()[1] < wide / 4", arg=wide[1])
    painted(page)
    # Where it is held there is no picture any more; but it is held.
    expect(said_of(page)).to_contain_text("Let go: the run starts here.")
    assert "weights=" not in page.url
    x, y = middle(start)
    page.mouse.move(x - 10, y + 10)
    page.mouse.up()
    expect_address(page, "weights=")
    moved = history_of(page)
    left, right = page.evaluate(WINDOW)[:2]
    assert (left + right) / 2 < moved.W[0, 0] <= right
    expect_numbers(page, moved, 0)


@pytest.mark.long
def test_a_second_finger_takes_nothing_out_of_the_first(server: str, new_phone: Callable[..., Page]) -> None:
    page = new_phone(390, 844)
    page.goto(f"{server}/view{LINK}")
    drawn(page, "surface")
    begun = readout(page, "L")
    start, weights = button(page, "Start"), button(page, "Weights")
    start.scroll_into_view_if_needed()
    start.tap()
    expect(start).to_be_focused()
    (x, y), other = middle(start), middle(weights)
    touch = Finger(page).touch
    first = (x + 30, y - 20)
    touch("touchStart", (x, y))
    touch("touchMove", first)
    expect(number(page, "L")).not_to_have_text(begun)
    held = readout(page, "L")
    touch("touchStart", first, other)
    touch("touchMove", first, (other[0] + 20, other[1] + 20))
    # The second is not there any more.
    touch("touchMove", first)
    assert "weights=" not in page.url
    # The first goes on.
    touch("touchMove", (x + 45, y - 30))
    expect(number(page, "L")).not_to_have_text(held)
    touch("touchEnd")
    expect_address(page, "weights=")
    expect_numbers(page, history_of(page), 6)


@pytest.mark.long
def test_a_drag_in_the_app_is_one_entry_and_keeps_the_large_panel_the_lecture_and_the_task(
    server: str, page: Page
) -> None:
    # As a moment of a lesson leads here.
    page.goto(f"{server}/{LINK}&panel=surface&lecture=true&task=Look&lesson=downhill&at=2")
    drawn(page, "surface")
    rested(page)
    before = page.evaluate("history.length")
    run = readout(page, "L")
    drag(page, button(page, "Start"), 40, 20)
    expect(number(page, "L")).not_to_have_text(run)
    page.evaluate(
        """() => {
          const push = history.pushState;
          window.pushed = [];
          history.pushState = function (...all) {
            window.pushed.push(String(all[2]));
            return push.apply(this, all);
          };
        }"""
    )
    page.mouse.up()
    expect_address(page, "weights=")
    rested(page)
    expect_numbers(page, history_of(page), 6)
    (pushed,) = page.evaluate("window.pushed")
    assert page.evaluate("history.length") == before + 1
    for said in ("step=6", "panel=surface", "lecture=true", "task=Look", "lesson=downhill", "at=2"):
        assert said in pushed
    page.go_back()
    expect_address(page, "^(?!.*weights=)(?=.*panel=surface)(?=.*lecture=true)(?=.*task=Look)")
    rested(page)
    expect_numbers(page, history_of(page), 6)


@pytest.mark.long
def test_a_swipe_that_begins_on_the_slider_scrolls_the_page_and_leaves_the_rate(
    server: str, new_phone: Callable[..., Page]
) -> None:
    page = new_phone(390, 844)
    page.goto(f"{server}/view{LINK}")
    ready(page)
    slider, finger = rate_slider(page), Finger(page)
    finger.sees(slider)
    rate, run, address = rate_held(page), readout(page, "L"), page.evaluate("location.search")
    box = slider.bounding_box()
    assert box
    before = page.evaluate("scrollY")
    finger.takes_along((box["x"] + 0.2 * box["width"], box["y"] + box["height"] / 2), 0, -200)
    page.wait_for_function("before => scrollY > before + 50", arg=before)
    painted(page)
    assert (rate_held(page), readout(page, "L")) == (rate, run)
    # What is set at all is in the address within a second: another rate is set now, and Back leads to the first one.
    slider.press("ArrowRight")
    expect_address(page, f"lr=(?!{rate:g}(&|$))")
    page.go_back()
    expect_numbers(page, train(USUAL, USUAL.dataset()), 6)
    assert page.evaluate("location.search") == address
