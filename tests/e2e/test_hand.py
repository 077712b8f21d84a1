"""What can be taken by the hand, with a mouse, a finger and keys: all follows, and what is let go of is the run."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Page, Route, expect

from core.training import train
from tests.e2e.conftest import serve
from tests.e2e.hand import (
    LINK,
    USUAL,
    Finger,
    drag,
    drag_rate,
    expect_numbers,
    history_of,
    middle,
    rate_held,
    said_of,
    sample_at,
)
from tests.e2e.locators import (
    button,
    drawn,
    expect_address,
    expect_step,
    number,
    rate_control,
    rate_slider,
    readout,
    ready,
    rested,
)
from tools.server import free_ports


@pytest.mark.long
def test_a_sample_is_found_and_moved_by_keys_alone(server: str, page: Page) -> None:
    page.goto(f"{server}/view{LINK}&samples=30")
    ready(page)
    handle = page.get_by_role("button", name="Choose a sample")
    handle.focus()
    first = page.get_by_role("button", name="Sample 0", exact=True)
    expect(first).to_be_focused()
    expect(page.locator("[aria-live]").filter(has_text="Sample 0, at ")).to_have_count(1)
    page.keyboard.press("+")
    second = page.get_by_role("button", name="Sample 1", exact=True)
    expect(second).to_be_focused()
    page.keyboard.press("-")
    page.keyboard.press("-")
    # Behind the first comes the last.
    expect(page.get_by_role("button", name="Sample 29", exact=True)).to_be_focused()
    # A mouse that leaves another one leaves none: the next arrow lights the first.
    page.mouse.move(*sample_at(page, 5))
    expect(page.get_by_role("button", name="Sample 5", exact=True)).to_be_focused()
    page.mouse.move(0, 0)
    expect(handle).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(first).to_be_focused()
    # Whoever presses no key for a while has let go.
    page.keyboard.press("ArrowUp")
    expect(page).to_have_url(re.compile("points="))
    expect_numbers(page, history_of(page), 6)


def test_who_steps_while_he_holds_something_sees_that_step_of_it(server: str, page: Page) -> None:
    page.goto(f"{server}/view{LINK}")
    ready(page)
    drag(page, page.get_by_role("button", name="Start", exact=True), 40, 20)
    before = readout(page, "L")
    page.keyboard.press("PageDown")
    expect_step(page, 7)
    expect(number(page, "L")).not_to_have_text(before)
    page.mouse.up()
    expect(page).to_have_url(re.compile("weights="))
    expect_numbers(page, history_of(page), 7)


def test_in_the_app_all_can_be_dragged_and_each_drag_is_one_entry_of_the_history(server: str, page: Page) -> None:
    page.goto(f"{server}/{LINK}")
    ready(page)
    rested(page)
    before = page.evaluate("history.length")
    # The rate, by mouse.
    box = rate_slider(page).bounding_box()
    assert box
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.55 * box["width"], box["y"] + box["height"] / 2)
    page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + box["height"] / 2)
    rate = float(page.locator(".gx-rate-now").inner_text())
    assert rate != 7
    scenario = replace(USUAL, learning_rate=rate)
    history = train(scenario, scenario.dataset())
    expect_numbers(page, history, 6)
    page.mouse.up()
    expect(rate_control(page)).to_have_attribute("aria-valuetext", f"{rate:g}")
    rested(page)
    expect_numbers(page, history_of(page), 6)
    assert page.evaluate("history.length") == before + 1
    # The sidebar has no such notch.
    page.go_back()
    expect_numbers(page, train(USUAL, USUAL.dataset()), 6)
    rested(page)
    page.go_forward()
    expect_numbers(page, history, 6)
    rested(page)
    expect_address(page, f"lr={rate:g}(&|$)")
    # The start: the step stays.
    drag(page, button(page, "Start"), 30, 20)
    expect(number(page, "L")).not_to_have_text(f"{history.loss[6]:.8g}")
    page.mouse.up()
    expect(page).to_have_url(re.compile("weights="))
    rested(page)
    expect_numbers(page, started := history_of(page), 6)
    # The weights, off the path: Esc, and they are back.
    drag(page, button(page, "Weights"), 40, -10)
    expect(said_of(page)).to_contain_text("Let go: the run starts here.")
    page.keyboard.press("Escape")
    expect_numbers(page, started, 6)
    page.mouse.up()
    expect_numbers(page, started, 6)
    # The boundary, by its end: what is let go of begins a run.
    drag(page, button(page, "End of the boundary"), 0, -30)
    expect(said_of(page)).to_contain_text("Let go: the run starts here.")
    page.mouse.up()
    expect_step(page, 0)
    expect(number(page, "step")).to_have_text("0 of 40")
    rested(page)
    expect_numbers(page, history_of(page), 0)
    page.go_back()
    expect_step(page, 6)
    expect_numbers(page, started, 6)


def test_with_keys_alone(server: str, page: Page) -> None:
    page.goto(f"{server}/view{LINK}")
    ready(page)
    usual = train(USUAL, USUAL.dataset())
    expect_numbers(page, usual, 6)
    # [ and ] are a notch of the rate.
    page.keyboard.press("]")
    expect(page).to_have_url(re.compile(r"lr=7\.08"))
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Explore: unscaled, BCE, gradient descent, learning rate 7.08")
    expect(page).to_have_title(re.compile("learning rate 7.08"))
    expect_numbers(page, history_of(page), 6)
    weights = button(page, "Weights")
    weights.focus()
    weights.press("Shift+ArrowRight")
    weights.press("ArrowUp")
    expect(said_of(page)).to_contain_text("Let go: the run starts here.")
    weights.press("Escape")
    expect_numbers(page, history_of(page), 6)
    start = button(page, "Start")
    start.press("Shift+ArrowLeft")
    start.press("Enter")
    expect(page).to_have_url(re.compile("weights="))
    moved = history_of(page)
    assert moved.W[0, 0] < usual.W[0, 0]
    expect_numbers(page, moved, 6)
    page.go_back()
    expect(page).not_to_have_url(re.compile("weights="))
    expect(page.locator(".gx-rate-now")).to_have_text("7.08")
    expect_numbers(page, history_of(page), 6)
    # The slider's own keys.
    rate_slider(page).press("ArrowLeft")
    rate_slider(page).press("Escape")
    expect(page.locator(".gx-rate-now")).to_have_text("7.08")
    # Who leaves by Tab what the mouse holds has let go of it; and keys that come later let go by themselves.
    drag(page, start, 30, 20)
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile("weights="))
    page.mouse.up()
    expect_numbers(page, moved := history_of(page), 6)
    start.press("Shift+ArrowLeft")
    expect(page).not_to_have_url(re.compile(re.escape(urlsplit(page.url).query)))
    expect_numbers(page, history_of(page), 6)
    assert history_of(page).W[0, 0] < moved.W[0, 0]


@pytest.mark.long
@pytest.mark.parametrize(("language", "name"), [("en", "Learning rate"), ("de", "Lernrate")])
def test_all_follows_the_sidebar_before_its_run_is_there(server: str, page: Page, language: str, name: str) -> None:
    page.goto(f"{server}/{LINK}&lang={language}")
    drawn(page, "loss")
    held: list[Route] = []
    page.route("**/timeline/**", lambda route: held.append(route))
    page.get_by_test_id("stSidebar").get_by_role("slider", name=name).press("ArrowRight")
    page.wait_for_url(re.compile("lr="))
    rate = float(parse_qs(urlsplit(page.url).query)["lr"][0])
    expect(page.locator(".gx-rate-now")).to_have_text(f"{rate:g}")
    scenario = replace(USUAL, learning_rate=rate)
    loss = train(scenario, scenario.dataset()).loss[6]
    said = f"{loss:.8g}"[:6].replace(".", "," if language == "de" else ".")
    expect(page.locator(".gx-readout")).to_contain_text(said)
    # What the run brings is the same.
    for route in held:
        route.continue_()
    rested(page)
    expect(page.locator(".gx-readout")).to_contain_text(said)


@pytest.mark.long
def test_with_a_finger_it_is_taken_along(server: str, new_phone: Callable[..., Page]) -> None:
    page = new_phone(390, 844)
    page.goto(f"{server}/view{LINK}")
    drawn(page, "surface")
    button(page, "Start").scroll_into_view_if_needed()
    x, y = middle(button(page, "Start"))
    size = button(page, "Start").bounding_box()
    assert size
    assert min(size["width"], size["height"]) >= 44
    finger = Finger(page)
    # A swipe is the page's; what was tapped is taken along.
    finger.takes_along((x, y), 30, -20)
    expect(button(page, "Start")).not_to_be_focused()
    assert "weights=" not in page.url
    button(page, "Start").scroll_into_view_if_needed()
    button(page, "Start").tap()
    expect(button(page, "Start")).to_be_focused()
    finger.takes_along(middle(button(page, "Start")), 30, -20)
    expect(page).to_have_url(re.compile("weights="))
    expect_numbers(page, history_of(page), 6)


@pytest.mark.long
def test_a_run_that_diverges_or_takes_batches_or_has_one_feature_follows_too(server: str, page: Page) -> None:
    for link in (
        "v=2&batch=32&steps=30&step=5",
        "v=2&lr=100&steps=30&step=5",
        "v=2&data=two+samples&steps=30&step=5",
        "v=2&data=Ames+housing&steps=30&step=5",
        "data=unscaled&lr=3&steps=30&step=5",
    ):
        page.goto(f"{server}/view?{link}")
        ready(page)
        said = readout(page, "L")
        rate_slider(page).press("ArrowLeft")
        expect(number(page, "L")).not_to_have_text(said)
        expect(page).to_have_url(re.compile(r"lr=(?!100&|3&)"))
        expect_numbers(page, begun := history_of(page), 5)
        # By mouse: the rate from end to end, and the start.
        for share in (0.2, 0.9, 0.65):
            drag_rate(page, share)
            rate = rate_held(page)
            page.mouse.up()
            expect(page).to_have_url(re.compile(f"lr={rate:g}(&|$)"))
            expect_numbers(page, history_of(page), 5)
        if not any(part in link for part in ("batch", "lr=100")):
            # The weights may have come to stand on their start.
            continue
        drag(page, button(page, "Start"), 30, 20)
        page.mouse.up()
        expect(page).to_have_url(re.compile("weights="))
        moved = history_of(page)
        assert not np.allclose(moved.W[0], begun.W[0])
        expect_numbers(page, moved, 5)


@pytest.mark.long
def test_what_is_held_while_the_server_starts_again_follows_when_it_is_back(page: Page, tmp_path: Path) -> None:
    (port,) = free_ports(1)
    failure = page.get_by_text("everything is back where it was")
    with serve(tmp_path / "first.txt", port=port) as address:
        page.goto(f"{address}/view{LINK}")
        ready(page)
        begun = readout(page, "L")
        drag(page, page.get_by_role("button", name="Start", exact=True), 40, 20)
        expect(number(page, "L")).not_to_have_text(begun)
    x, y = middle(page.get_by_role("button", name="Start", exact=True))
    page.mouse.move(x + 10, y)
    expect(said_of(page)).to_contain_text("The server does not answer")
    # The steps are all there; what is let go of has nobody who makes it the run.
    page.mouse.up()
    expect(failure).to_be_visible()
    expect_step(page, 6)
    expect(number(page, "L")).to_have_text(begun)
    drag(page, page.get_by_role("button", name="Start", exact=True), 40, 20)
    expect(said_of(page)).to_contain_text("The server does not answer")
    with serve(tmp_path / "second.txt", port=port):
        expect(number(page, "L")).not_to_have_text(begun)
        page.mouse.up()
        expect(page).to_have_url(re.compile("weights="))
        expect_numbers(page, history_of(page), 6)
        expect(failure).to_be_hidden()


@pytest.mark.long
def test_a_run_that_is_too_long_for_the_hand_says_so_and_comes_when_it_lets_go(server: str, page: Page) -> None:
    # As many samples, and as many steps, as there can be.
    for size, last in (("samples=100000&steps=240", 240), ("samples=4800&steps=5000", 5000)):
        page.goto(f"{server}/view?v=2&{size}&step={last}")
        ready(page)
        begun = readout(page, "L")
        drag(page, page.get_by_role("button", name="Start", exact=True), 30, 20)
        expect(said_of(page)).to_contain_text("too long to be redrawn")
        assert readout(page, "L") == begun
        # At an early step there is little to compute.
        page.keyboard.press("Home")
        expect_step(page, 0)
        expect(said_of(page)).not_to_contain_text("too long")
        page.mouse.up()
        expect(page).to_have_url(re.compile("weights="))
        expect_numbers(page, history_of(page), 0)


def test_where_nobody_computes_nothing_can_be_held(server: str, page: Page) -> None:
    page.goto(f"{server}/view?v=2&page=compare")
    drawn(page)
    expect(page.locator(".gx-rate, .gx-handle")).to_have_count(0)


# What is painted of the map now, and what Plotly makes of the same numbers by itself.
MAP_TWICE = """async () => {
  const chart = document.querySelector("[data-name=surface] .gx-chart");
  const map = chart.data.findIndex(({ type }) => type === "contour");
  const look = () => Array.from(chart.querySelectorAll(".contour path"), (path) =>
    [path.getAttribute("d"), path.style.fill, path.style.stroke].join());
  const moved = look();
  await Plotly.restyle(chart, { z: [chart.data[map].z] }, [map]);
  return [moved, look()];
}"""


@pytest.mark.long
def test_the_valley_under_the_hand_is_drawn_as_plotly_draws_it(server: str, page: Page) -> None:
    page.goto(f"{server}/view{LINK}&samples=200")
    ready(page)
    before = readout(page, "L")
    still, _ = page.evaluate(MAP_TWICE)
    page.get_by_role("button", name="Choose a sample").focus()
    x, y = middle(page.get_by_role("button", name="Sample 0", exact=True))
    page.mouse.move(x, y)
    page.mouse.down()
    # One movement is one draft: none comes while this looks.
    page.mouse.move(x + 60, y - 60)
    expect(number(page, "L")).not_to_have_text(before)
    moved, alone = page.evaluate(MAP_TWICE)
    assert moved == alone
    assert moved != still
    page.keyboard.press("Escape")
    expect(number(page, "L")).to_have_text(before)
    back, _ = page.evaluate(MAP_TWICE)
    assert back == still


@pytest.mark.long
def test_a_sample_moves_the_valley_and_of_few_it_stays_where_it_is_put(server: str, page: Page) -> None:
    for samples, stays in ((40, True), (200, False)):
        page.goto(f"{server}/view?v=2&samples={samples}&steps=40&step=6")
        ready(page)
        before = history_of(page)
        x, y = sample_at(page, 6)
        page.mouse.move(x - 2, y)
        page.mouse.move(x, y)
        expect(button(page, "Sample 6")).to_be_visible()
        page.mouse.down()
        page.mouse.move(x + 30, y - 30)
        page.mouse.move(x + 60, y - 60)
        expect(number(page, "L")).not_to_have_text(re.compile(re.escape(f"{before.loss[6]:.8g}"[:6])))
        said = "points, which are then your own" if stays else "goes back to its place"
        expect(said_of(page)).to_contain_text(said)
        page.mouse.up()
        if stays:
            expect(page).to_have_url(re.compile("points="))
            expect(said_of(page)).not_to_contain_text(said)
        expect_numbers(page, history_of(page), 6)
