"""What the browser tests of the hand share: taking something along, and the run that it is then."""

import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Locator, Page, expect

from core.scenario import Scenario
from core.training import History, train
from tests.e2e.locators import expect_step, number, painted, rate_slider, readout, value
from ui.settings import links
from ui.settings.scenario_settings import to_scenario

# What is taken by the hand where nothing else is said, and the run of it.
LINK = "?v=2&steps=40&step=6"
USUAL = Scenario(data="unscaled", noise=0.5, start="typed", weights=(-1.5, 2.5, 0.0), learning_rate=7.0, steps=40)


def history_of(page: Page) -> History:
    """The run that the address names."""
    # (Its own word: page.url may lag behind.)
    link = links.decode(parse_qs(page.evaluate("location.search.slice(1)")))
    assert not link.problems
    scenario = to_scenario(link.settings)
    return train(scenario, scenario.dataset())


def expect_numbers(page: Page, history: History, step: int) -> None:
    """The line of numbers is that run's, to its last digit."""
    expect_step(page, step)
    # Another library's exponential may differ in the last digits.
    expect(number(page, "L")).to_have_text(re.compile(re.escape(f"{history.loss[step]:.8g}"[:6])))
    assert value(readout(page, "L")) == pytest.approx(history.loss[step], rel=1e-6)
    weights = [value(part) for part in readout(page, "W").strip("()").split(", ")]
    assert weights == pytest.approx(history.W[step].tolist(), rel=1e-6, abs=1e-7)


def said_of(page: Page) -> Locator:
    """The sentence about the step, or about what the hand does; the ear may hear it too."""
    return page.get_by_role("region", name="Training run").locator("p.gx-note")


def middle(handle: Locator) -> tuple[float, float]:
    box = handle.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, handle: Locator, right: float, down: float) -> None:
    """Take it along, and do not let go. Another run may have another window, and the handle is elsewhere in it: whoever
    misses it looks again."""
    for _ in range(9):
        x, y = middle(handle)
        page.mouse.move(x, y)
        if handle.evaluate("(handle) => handle.matches(':hover')"):
            break
    page.mouse.down()
    page.mouse.move(x + right / 2, y + down / 2)
    page.mouse.move(x + right, y + down)


def drag_rate(page: Page, to: float) -> None:
    """Take the rate from where it is to a share of its slider, by many small moves, and do not let go."""
    slider = rate_slider(page)
    box = slider.bounding_box()
    assert box
    now = slider.evaluate("({ value, max }) => value / max")
    across, height = box["width"], box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + now * across, height)
    page.mouse.down()
    page.mouse.move(box["x"] + to * across, height, steps=8)


def rate_held(page: Page) -> float:
    """The rate that the slider shows."""
    return float(page.locator(".gx-rate-now").inner_text())


def sample_at(page: Page, row: int) -> tuple[float, float]:
    """Where a sample is in the window."""
    x, y = page.evaluate(
        """(row) => {
          const chart = document.querySelector("[data-name=data] .gx-chart");
          const { xaxis, yaxis } = chart._fullLayout;
          const { left, top } = chart.getBoundingClientRect();
          const trace = chart._fullData.find(({ customdata }) => customdata?.includes(row));
          const i = trace.customdata.indexOf(row);
          return [
            left + xaxis._offset + xaxis.d2p(trace.x[i]),
            top + yaxis._offset + yaxis.d2p(trace.y[i]),
          ];
        }""",
        row,
    )
    return x, y


class Finger:
    """A finger on a telephone: it scrolls to what it takes, and slides."""

    def __init__(self, page: Page) -> None:
        self.session = page.context.new_cdp_session(page)
        self.page = page

    def sees(self, what: Locator) -> None:
        """Scroll so that there is room around it, and nothing lies on it: the bar does on what is at the edge."""
        what.evaluate("(element) => element.scrollIntoView({ block: 'center' })")
        painted(self.page)
        assert what.evaluate(
            "(element, [x, y]) => element.contains(document.elementFromPoint(x, y))", list(middle(what))
        )

    def takes_along(self, where: tuple[float, float], right: float, down: float) -> None:
        """Press here, slide, and lift."""
        x, y = where
        self.touch("touchStart", where)
        for part in (0.25, 0.5, 0.75, 1):
            self.touch("touchMove", (x + part * right, y + part * down))
        self.touch("touchEnd")

    def touch(self, kind: str, *points: tuple[float, float]) -> None:
        """What the fingers do, from the first to the last that is there."""
        places = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})
