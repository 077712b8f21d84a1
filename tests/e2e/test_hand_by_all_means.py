"""Whatever is taken, and by whatever means, what is let go of is the run that core makes of it: in the light view, in
the full page, and in another page's frame."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from core.training import History, train
from tests.e2e.hand import LINK, USUAL, Finger, drag, drag_rate, expect_numbers, history_of, middle, sample_at
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
    value,
)

# Of so few samples each is a drawn point, and stays where it is put.
FEW = f"{LINK}&samples=40"
RATE, SAMPLE = "Learning rate", "Sample"
KEEP_THE_STEP = (RATE, "Start", SAMPLE)
BEGIN_A_RUN = ("Weights", "Boundary", "End of the boundary", "Other end of the boundary")
ALL = (*KEEP_THE_STEP, *BEGIN_A_RUN)
# What the address says of what was moved.
SAID = {RATE: "[?&]lr=", SAMPLE: "points="}
NOTHING_MOVED = "^(?!.*([?&]lr=|weights=|points=))"
# Which sample a mouse and a finger take.
TAKEN = 6


def by_mouse(page: Page, name: str) -> None:
    if name == RATE:
        drag_rate(page, 0.4)
    elif name == SAMPLE:
        x, y = sample_at(page, TAKEN)
        page.mouse.move(x - 2, y)
        page.mouse.move(x, y)
        expect(button(page, f"Sample {TAKEN}")).to_be_visible()
        drag(page, button(page, f"Sample {TAKEN}"), 24, -18)
    else:
        drag(page, button(page, name), 24, -18)
    page.mouse.up()


def by_keys(page: Page, name: str) -> None:
    if name == RATE:
        rate_slider(page).press("ArrowLeft")
        return
    handle = button(page, name)
    if name == SAMPLE:
        button(page, "Choose a sample").focus()
        handle = button(page, "Sample 0")
        expect(handle).to_be_focused()
    # One key: whoever is slow with the second one has let go between the two.
    handle.press("Shift+ArrowUp")
    handle.press("Enter")


def by_finger(page: Page, name: str) -> None:
    finger = Finger(page)
    if name == RATE:
        slider = rate_slider(page)
        finger.sees(slider)
        box = slider.bounding_box()
        assert box
        now = slider.evaluate("({ value, max }) => value / max")
        # The middle of its thumb is never at the very edge.
        finger.takes_along((box["x"] + 9 + now * (box["width"] - 18), box["y"] + box["height"] / 2), -30, 0)
        return
    if name == SAMPLE:
        finger.sees(page.locator("[data-name=data]"))
        page.touchscreen.tap(*sample_at(page, TAKEN))
        name = f"Sample {TAKEN}"
    handle = button(page, name)
    finger.sees(handle)
    # A swipe is the page's: a finger takes what it has tapped.
    handle.tap()
    expect(handle).to_be_focused()
    finger.takes_along(middle(handle), 24, -18)


def expect_moved(page: Page, name: str, usual: History) -> None:
    """What was let go of is another run, that of the address; and so are all numbers."""
    expect_address(page, SAID.get(name, "weights="))
    step = 6 if name in KEEP_THE_STEP else 0
    expect_step(page, step)
    # The draft's last step was the one that was shown.
    expect(number(page, "step")).to_have_text(f"{step} of 40")
    moved = history_of(page)
    assert not np.allclose(moved.W[6], usual.W[6], atol=1e-6)
    expect_numbers(page, moved, step)


def expect_back(page: Page, usual: History) -> None:
    page.go_back()
    expect_address(page, NOTHING_MOVED)
    expect_numbers(page, usual, 6)


def take_each(page: Page, means: Callable[[Page, str], None], rest: Callable[[Page], None] = painted) -> None:
    """Everything is taken and let go of, and brought back. rest : waits until the page has answered in full"""
    usual = history_of(page)
    entries = page.evaluate("history.length")
    for name in ALL:
        means(page, name)
        expect_moved(page, name, usual)
        rest(page)
        expect_moved(page, name, usual)
        # One drag is one entry, also behind a Back.
        assert page.evaluate("history.length") == entries + 1
        expect_back(page, usual)
        rest(page)
        expect_numbers(page, usual, 6)


@pytest.mark.long
@pytest.mark.parametrize("means", [by_mouse, by_keys])
def test_in_the_light_view(server: str, page: Page, means: Callable[[Page, str], None]) -> None:
    page.goto(f"{server}/view{FEW}")
    ready(page)
    take_each(page, means)


@pytest.mark.long
@pytest.mark.parametrize("means", [by_mouse, by_keys])
def test_in_the_app(server: str, page: Page, means: Callable[[Page, str], None]) -> None:
    page.goto(f"{server}/{FEW}")
    ready(page)
    rested(page)
    take_each(page, means, rested)


@pytest.mark.long
@pytest.mark.parametrize("size", [(390, 844), (844, 390)], ids=str)
def test_on_a_telephone(server: str, new_phone: Callable[..., Page], size: tuple[int, int]) -> None:
    page = new_phone(*size)
    page.goto(f"{server}/view{FEW}")
    drawn(page, "surface")
    take_each(page, by_finger)


@pytest.mark.long
def test_in_the_app_on_a_telephone(server: str, new_phone: Callable[..., Page]) -> None:
    page = new_phone(390, 844)
    page.goto(f"{server}/{FEW}")
    drawn(page, "surface")
    rested(page)
    take_each(page, by_finger, rested)


@pytest.mark.long
@pytest.mark.parametrize("sandbox", ["", ' sandbox="allow-scripts"'])
def test_in_another_page_s_frame(server: str, page: Page, other_site: tuple[str, Path], sandbox: str) -> None:
    address, folder = other_site
    slides = f'<!doctype html><iframe src="{server}/view{LINK}&embed=true" width="1200" height="800"{sandbox}></iframe>'
    (folder / "slides.html").write_text(slides, encoding="utf-8")
    page.goto(f"{address}/slides.html")
    frame = page.frame_locator("iframe")
    drawn(frame, "surface")
    usual = train(USUAL, USUAL.dataset())
    expect_loss(frame, usual, 6)
    begun = readout(frame, "L")
    drag(page, button(frame, "Start"), 40, 20)
    expect(number(frame, "L")).not_to_have_text(begun)
    page.mouse.up()
    # A sandboxed frame has no address of its own that could say what is shown: its numbers do.
    page.keyboard.press("Home")
    expect_step(frame, 0)
    expect(number(frame, "W")).not_to_have_text(re.compile(r"^\(−1\.5, 2\.5,"))
    weights = tuple(value(part) for part in readout(frame, "W").strip("()").split(", "))
    moved = replace(USUAL, start="typed", weights=weights)
    page.keyboard.press("End")
    expect_loss(frame, train(moved, moved.dataset()), 40)
    # A notch of the rate, by its key.
    page.keyboard.press("[")
    expect(rate_now(frame)).not_to_have_text("7")
    slower = replace(moved, learning_rate=float(rate_now(frame).inner_text()))
    assert slower.learning_rate < moved.learning_rate
    expect_loss(frame, train(slower, slower.dataset()), 40)
    assert page.url.endswith("/slides.html")


def rate_now(frame: FrameLocator) -> Locator:
    return frame.locator(".gx-rate-now")


def expect_loss(frame: FrameLocator, history: History, step: int) -> None:
    expect_step(frame, step)
    expect(number(frame, "L")).to_have_text(re.compile(re.escape(f"{history.loss[step]:.8g}"[:6])))
