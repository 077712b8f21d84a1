"""The page "Compare" in a real browser: one transport moves four runs; a link brings them to a second browser."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from core.scenario import Scenario
from core.take_home.numbers import data_csv
from tests.e2e.locators import LOST, MARK, drawn, expect_address, expect_step, number, readout


def ready(page: Page, runs: int = 4) -> None:
    expect(page.locator(".gx-panel")).to_have_count(5)
    expect(page.locator(".gx-grid tbody tr")).to_have_count(runs)
    drawn(page, "sweep")


def lengths(page: Page) -> list[int]:
    return page.evaluate(
        """() => [0, 1, 2, 3].map(k => document.querySelector('[data-name=surface] .gx-chart').data
             .find(trace => trace.name === `run ${k}`).x.length)"""
    )


@pytest.mark.long
def test_one_transport_moves_four_runs_and_a_second_browser_sees_them(
    server: str, page: Page, new_page: Callable[..., Page]
) -> None:
    page.goto(f"{server}/compare?data=moons")
    ready(page)
    page.evaluate(MARK)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect_step(page, 2)
    assert lengths(page) == [3, 3, 3, 3]
    page.keyboard.press("End")
    expect_step(page, 400)
    assert lengths(page) == [401] * 4
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.wait_for_function("() => Number(document.querySelector('.gx-scrubber').value) > 3")
    page.keyboard.press(" ")
    assert page.evaluate(LOST) == 0
    page.get_by_role("button", name="Learning rates").click()
    expect(number(page, "L, lr 0.01")).to_be_visible()
    expect_address(page, "runs=lr")
    page.get_by_role("slider", name="Step", exact=True).fill("25")
    expect_address(page, r"step=25\b")
    other = new_page()
    other.goto(page.evaluate("location.href").replace("/compare?", "/view?page=compare&"))
    ready(other)
    expect_step(other, 25)
    for rate in ("0.01", "0.3", "3", "30"):
        assert readout(other, f"L, lr {rate}") == readout(page, f"L, lr {rate}")


@pytest.mark.long
def test_a_run_of_ones_own_code_is_moved_by_the_same_transport(server: str, page: Page, tmp_path: Path) -> None:
    """From the file that Export gives, by way of a notebook's code, to its path beside the right one."""
    page.goto(f"{server}/take_home?data=moons")
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="check_gradient.py").click()
    names: dict[str, Any] = {}
    text = downloaded.value.path().read_text(encoding="utf-8")
    exec(compile(text, "check_gradient.py", "exec"), names)
    assert names["BASE"] == f"{server}/"
    (tmp_path / "data.csv").write_text(data_csv(Scenario(data="moons").dataset()), encoding="utf-8")
    X, t = names["read_data"](str(tmp_path / "data.csv"))
    wrong = {mistake.key: mistake for mistake in names["MISTAKES"]}["no-slope"]
    model = wrong.model(2)
    model.W = np.array([[-1.5], [2.0], [0.0]])
    names["trace"](model, wrong.loss, X, t, 0.5, 30, file=str(tmp_path / "run.csv"))
    page.goto(f"{server}/compare?data=moons")
    ready(page)
    page.get_by_role("button", name="Your run").click()
    page.locator("input[type=file]").set_input_files(tmp_path / "run.csv")
    expect(page.get_by_text("The values first differ at step 0, in dW.").first).to_be_visible()
    ready(page, 2)
    page.keyboard.press("Escape")
    expect_step(page, 0)
    page.evaluate(MARK)
    page.get_by_role("slider", name="Step", exact=True).fill("12")
    expect_step(page, 12)
    both = page.evaluate(
        """() => [0, 1].map(k => {
      const traces = document.querySelector("[data-name=surface] .gx-chart").data;
      const path = traces.find(trace => trace.name === `run ${k}`);
      return [path.x.length, path.x[0], path.x.at(-1)];
    })"""
    )
    (right_length, right_start, right_end), (length, start, end) = both
    assert right_length == length == 13
    assert right_start == start
    assert abs(right_end - end) > 0.1
    assert page.evaluate(LOST) == 0
    assert readout(page, "L, your run") != readout(page, "L, correct code")
    page.get_by_role("button", name="Remove your run").click()
    ready(page)
    expect(page.get_by_role("button", name="Remove your run")).to_have_count(0)


@pytest.mark.long
def test_a_runs_settings_are_changed_behind_its_button(server: str, page: Page) -> None:
    page.goto(f"{server}/compare?data=moons&runs=lr:1%7Clr:2")
    ready(page, 2)
    page.get_by_role("button", name="2 · lr 2").click()
    page.get_by_role("combobox", name=re.compile("Optimizer")).last.click()
    page.get_by_role("option", name="Adam").click()
    expect(number(page, "L, Adam, lr 2")).to_be_visible()
    expect_address(page, "optimizer%3AAdam")
    # Nobody goes back before the change has settled.
    for step in (1, 2, 3):
        page.keyboard.press("Escape")
        page.keyboard.press("ArrowRight")
        expect_address(page, rf"step={step}\b")
    page.go_back()
    expect(number(page, "L, lr 2")).to_be_visible()


@pytest.mark.long
def test_a_click_in_the_sweep_takes_its_learning_rate(server: str, page: Page) -> None:
    page.goto(f"{server}/compare?data=moons")
    ready(page)
    page.locator("[data-name=sweep]").scroll_into_view_if_needed()
    place = page.evaluate(
        """() => {
      const chart = document.querySelector('[data-name=sweep] .gx-chart');
      const plot = chart.querySelector('.nsewdrag').getBoundingClientRect();
      const { xaxis, yaxis } = chart._fullLayout;
      const points = chart.calcdata.find(points => points[0].trace.mode === 'markers');
      const trace = points[0].trace;
      return [plot.left + xaxis.d2p(trace.x[2]), plot.top + yaxis.d2p(trace.y[2]), trace.x[2]];
    }"""
    )
    page.mouse.move(place[0] - 2, place[1])
    page.mouse.move(*place[:2])
    page.mouse.click(*place[:2])
    expect_address(page, rf"[?&]lr={float(f'{place[2]:.3g}'):g}")
    expect(page.get_by_role("heading", name="Final loss over lr")).to_be_visible()


@pytest.mark.long
def test_by_samples_a_mini_batch_is_cheap(server: str, page: Page) -> None:
    page.goto(f"{server}/compare?data=moons&runs=batch:all%7Cbatch:8")
    ready(page, 2)
    page.get_by_role("radio", name="samples seen").click()
    expect(page.get_by_role("heading", name="Loss over the samples seen")).to_be_visible()
    ends = page.evaluate(
        """() => [0, 1].map(k => [...document.querySelector('[data-name=losses] .gx-chart')._fullData
             .find(trace => trace.name === `run ${k}`).x].pop())"""
    )
    assert ends == [80_000, 3_200]


@pytest.mark.long
@pytest.mark.parametrize("size", [(1280, 720), (1024, 768), (390, 844)], ids=str)
def test_below_the_map_little_is_left_over(server: str, new_page: Callable[..., Page], size: tuple[int, int]) -> None:
    page = new_page(*size)
    page.goto(f"{server}/compare")
    drawn(page, "surface")
    page.wait_for_function("""() => {
      const chart = document.querySelector("[data-name=surface] .gx-chart");
      const bottom = (each) => each.getBoundingClientRect().bottom;
      const lowest = [...chart.querySelectorAll(".xtick text, .xtitle")].map(bottom);
      return lowest.length > 0 && bottom(chart) - Math.max(...lowest) < 40;
    }""")


# Each word of the table that has more than one line, however many a cell has.
PARTED = """() => {
  const cells = [...document.querySelectorAll(".gx-grid :is(th, td)")].filter((each) => each.clientWidth > 2);
  return cells.flatMap((cell) => [...cell.childNodes].filter(({ data }) => data).flatMap((words) =>
    [...words.data.matchAll(/\\S+/g)].filter(({ 0: word, index }) => {
      const range = document.createRange();
      range.setStart(words, index);
      range.setEnd(words, index + word.length);
      return range.getClientRects().length > 1;
    }).map(([word]) => word)))
}"""


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "de"])
def test_on_a_phone_the_table_parts_no_word_and_no_number(
    server: str, new_page: Callable[..., Page], language: str
) -> None:
    page = new_page(390, 844)
    page.goto(f"{server}/compare?lang={language}")
    ready(page)
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    assert page.evaluate(PARTED) == []
    # Nor where it is held across.
    page.set_viewport_size({"width": 844, "height": 390})
    page.wait_for_function(f"() => !({PARTED})().length")


def test_on_a_phone_everything_fits(server: str, new_page: Callable[..., Page]) -> None:
    page = new_page(390, 844)
    page.goto(f"{server}/view?page=compare&data=moons")
    ready(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
