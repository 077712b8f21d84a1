"""The page Backward pass in a real browser: through all stages both ways, by button, key, scrubber and link."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.scenario import Scenario
from core.training import moment, train
from tests.e2e.line import SlowLine
from tests.e2e.locators import (
    button,
    drawn,
    expect_address,
    go_to_page,
    number,
    open_advanced,
    readout,
    rested,
    value,
)
from ui.backward_pass.stages import STAGES

QUERY = "data=blobs&lr=2&step=37&stage=dy&sample=5"
LINK = f"backward_pass?{QUERY}"
# The same player in a page that is there three times as fast.
LIGHT = f"view?page=backward_pass&{QUERY}"


def ready(page: Page) -> None:
    """Wait until all panels are drawn."""
    expect(page.locator(".gx-panel")).to_have_count(7)
    drawn(page, "arrows")


def expect_stage(page: Page, stage: int) -> None:
    expect(page.get_by_role("slider", name="Stage", exact=True)).to_have_value(str(stage))
    expect(number(page, "stage")).to_contain_text(f"{stage + 1} of 9")


def test_a_link_leads_to_its_step_stage_and_sample(server: str, page: Page) -> None:
    scenario = Scenario(data="blobs", learning_rate=2.0)
    data = scenario.dataset()
    now = moment(scenario, data, train(scenario, data), 37)
    page.goto(f"{server}/{LIGHT}")
    ready(page)
    expect_stage(page, STAGES.index("dy"))
    assert readout(page, "sample") == "5"
    assert value(readout(page, "L")) == pytest.approx(now.loss, rel=1e-7)
    assert value(readout(page, "z − t")) == pytest.approx(now.z[5, 0] - now.t[5, 0], rel=1e-5)
    formula = page.get_by_role("group", name="The formula")
    expect(formula).to_contain_text("dL/dy = dL/dz · dz/dy")
    result = formula.locator(".gx-result").inner_text().split(" = ")[1]
    assert value(result) == pytest.approx(now.dy[5, 0], rel=1e-4)
    expect(page.get_by_role("spinbutton", name="Step", exact=True)).to_have_value("37")
    # One tries it first; what was asked for stays.
    code = page.get_by_role("group", name="The code of this stage")
    expect(code).to_contain_text("Try first: which line of code computes dL/dy?")
    expect(page.locator(".gx-code li")).to_have_count(0)
    expect(button(page, "Types and guards")).to_be_hidden()
    button(page, "Show the code").click()
    expect(button(page, "Show the code")).to_be_hidden()
    expect(page.locator(".gx-code .gx-lit")).to_have_text("    dy = dout * dz_dy")
    expect(code).not_to_contain_text("ArrayLike")
    button(page, "Types and guards").click()
    expect(code).to_contain_text("def backward(self, dout: ArrayLike) -> Array:")
    expect(code).to_contain_text("raise RuntimeError")
    page.keyboard.press("ArrowDown")
    expect(button(page, "Show the code")).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".gx-code .gx-lit")).to_have_text("    dy = dout * dz_dy")


# Grounds that are light, of panels and what is in them.
LIGHT_GROUNDS = """() => [...document.querySelectorAll('.gx-panel > *, .gx-panel > * > :not(.main-svg)')]
  .map(element => getComputedStyle(element).backgroundColor)
  .filter(colour => /^rgb\\((2[0-9]{2}|1[3-9][0-9])/.test(colour))"""


def test_any_sample_can_be_typed_in_the_dark_and_on_a_phone(server: str, new_page: Callable[..., Page]) -> None:
    page = new_page(390, 844, color_scheme="dark")
    page.goto(f"{server}/{LIGHT}")
    ready(page)
    # Graph, formula, code and arrays stack in this order.
    tops = {}
    for name in ("graph", "formula", "code", "shapes", "arrays", "data"):
        box = page.locator(f".gx-panel[data-name={name}]").bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        tops[name] = box["y"]
    assert sorted(tops, key=lambda name: tops[name]) == ["graph", "formula", "code", "shapes", "arrays", "data"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    # No panel has a ground of its own: its text is made for the page's.
    assert page.evaluate(LIGHT_GROUNDS) == []
    page.get_by_role("button", name="More").click()
    field = page.get_by_role("spinbutton", name="Sample", exact=True)
    expect(field).to_have_value("5")
    field.fill("150")
    field.press("Enter")
    expect(number(page, "sample")).to_have_text("150")
    expect_address(page, r"[?&]sample=150\b")
    field.fill("99999")
    field.press("Enter")
    expect(number(page, "sample")).to_have_text("199")
    field.press("ArrowDown")
    expect(number(page, "sample")).to_have_text("198")


@pytest.mark.long
def test_step_stage_and_sample_are_in_the_saved_scenario_and_come_back(server: str, page: Page, tmp_path: Path) -> None:
    page.goto(f"{server}/backward_pass?data=blobs&lr=2&step=37&sample=5")
    ready(page)
    page.keyboard.press("Shift+ArrowRight")
    expect_stage(page, 1)
    expect_address(page, "stage=y")
    rested(page)
    go_to_page(page, "take_home")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="JSON", exact=True).click()
    file = tmp_path / "blobs.json"
    waiting.value.save_as(file)
    assert json.loads(file.read_text())["place"] == {"step": 37, "stage": "y", "sample": 5}
    # Another visit knows nothing of it.
    page.goto(f"{server}/take_home")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("Loaded blobs.json.")).to_be_visible()
    go_to_page(page, "backward_pass")
    ready(page)
    expect_stage(page, 1)
    assert readout(page, "sample") == "5"
    expect(page.get_by_role("spinbutton", name="Step", exact=True)).to_have_value("37")
    expect_address(page, "lr=2.*sample=5|sample=5.*lr=2")


@pytest.mark.long
def test_all_stages_both_ways_by_button_key_and_scrubber(server: str, page: Page) -> None:
    page.goto(f"{server}/view?page=backward_pass")
    ready(page)
    page.evaluate("() => { window.kept = [...document.querySelectorAll('.gx-panel, .main-svg, .gx-graph')]; }")
    expect_stage(page, 0)
    known = page.locator(".gx-node.gx-known")
    # X, W and t; and the cache has X.
    expect(known).to_have_count(4)
    for stage in range(1, 9):
        button(page, "Stage forward").click()
        expect_stage(page, stage)
        button(page, "Show the code").click()
        assert page.locator(".gx-code .gx-lit").count() >= 1
    expect(known).to_have_count(11)
    for stage in range(7, 3, -1):
        page.keyboard.press("ArrowUp")
        expect_stage(page, stage)
    page.keyboard.press("Shift+ArrowLeft")
    expect_stage(page, 3)
    # What is not known yet is empty again.
    expect(page.locator(".gx-node", has_text="dL/dz")).not_to_have_class("gx-known")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowDown")
    expect_stage(page, 5)
    rail = page.get_by_role("slider", name="Stage", exact=True)
    expect(rail).to_have_attribute("title", "Drag to any stage")
    rail.fill("7")
    expect_stage(page, 7)
    expect_address(page, r"[?&]stage=dw\b")
    assert page.evaluate("window.kept.filter(e => !e.isConnected).length") == 0
    button(page, "First stage").click()
    expect_stage(page, 0)
    # By the rail, and by a box of the graph.
    page.get_by_role("group", name="Stages").get_by_role("button", name="dL/dy").click()
    expect_stage(page, 6)
    expect(page.get_by_role("group", name="Stages").locator("[aria-current=step]")).to_have_text("dL/dy")
    page.locator(".gx-node", has_text="cache: X, z").click()
    expect_stage(page, 2)
    expect(page.locator("[data-name=arrows] figcaption")).to_have_text("The arrows appear with dL/dy, at stage 7.")


def test_a_sample_is_chosen_by_a_row_by_the_keyboard_and_in_the_plot(server: str, page: Page) -> None:
    page.goto(f"{server}/view?page=backward_pass&data=two+samples&start=typed&weights=0.1,-0.2,0.3&steps=5&stage=dz")
    ready(page)
    assert readout(page, "sample") == "0"
    rows = page.locator(".gx-writes tbody tr")
    rows.nth(1).click()
    expect(number(page, "sample")).to_have_text("1")
    expect(page.locator(".gx-tables tr[aria-selected=true]").first).to_contain_text("1")
    expect_address(page, r"[?&]sample=1\b")
    rows.nth(0).focus()
    page.keyboard.press("Enter")
    expect(number(page, "sample")).to_have_text("0")
    place = page.evaluate(
        """() => {
      const chart = document.querySelector('[data-name=data] .gx-chart');
      const plot = chart.querySelector('.nsewdrag').getBoundingClientRect();
      const { xaxis, yaxis } = chart._fullLayout;
      return [plot.left + xaxis.d2p(3), plot.top + yaxis.d2p(4)];
    }"""
    )
    page.mouse.move(*place)
    page.mouse.click(*place)
    expect(number(page, "sample")).to_have_text("1")
    expect(number(page, "z − t")).to_have_text("0.450166")


@pytest.mark.long
def test_notation_and_graph_are_switched_everywhere_and_in_the_link(
    server: str, page: Page, new_page: Callable[..., Page]
) -> None:
    page.goto(f"{server}/{LINK}")
    ready(page)
    # A click into the page's first run may be taken back by it.
    rested(page)
    page.get_by_role("radiogroup", name="Notation").get_by_text("textbook", exact=True).click()
    expect(page.get_by_role("group", name="The formula")).to_contain_text("dL/dz = dL/dŷ · dŷ/dz")
    expect(page.locator(".gx-graph")).to_contain_text("dL/dŷ (200, 1)")
    expect(number(page, "stage")).to_have_text("7 of 9: dL/dz")
    expect_address(page, "notation=textbook")
    rested(page)
    open_advanced(page)
    page.get_by_role("radiogroup", name="Graph shows").get_by_text("batch", exact=True).click()
    expect(page.get_by_role("heading", name="whole batch, lowest … highest")).to_be_visible()
    expect(page.locator(".gx-node", has_text="t (200, 1)").locator(".gx-value")).to_have_text("0 … 1")
    expect_address(page, "graph=batch")
    other = new_page()
    other.goto(page.evaluate("location.href").replace("/backward_pass?", "/view?page=backward_pass&"))
    ready(other)
    expect(number(other, "stage")).to_have_text("7 of 9: dL/dz")
    expect(other.get_by_role("heading", name="whole batch, lowest … highest")).to_be_visible()
    assert readout(other, "ŷ − t") == readout(page, "ŷ − t")


@pytest.mark.long
def test_the_step_of_the_run_changes_by_key_button_and_number(server: str, page: Page) -> None:
    page.goto(f"{server}/{LINK}")
    ready(page)
    step = page.get_by_role("spinbutton", name="Step", exact=True)
    before = readout(page, "L")
    for key in ("ArrowRight", "ArrowLeft") * 2:
        # Faster than any answer: nothing is counted twice.
        page.keyboard.press(key)
    expect(step).to_have_value("37")
    expect_address(page, r"[?&]step=37\b")
    step.fill("")
    step.press("Tab")
    expect(step).to_have_value("37")
    expect(number(page, "L")).to_have_text(before)
    page.get_by_role("heading", name="The code of this stage").click()
    page.keyboard.press("ArrowRight")
    expect(step).to_have_value("38")
    expect(number(page, "L")).not_to_have_text(before)
    expect_stage(page, 6)
    button(page, "Step back").click()
    expect(number(page, "L")).to_have_text(before)
    step.fill("100")
    step.press("Enter")
    expect_address(page, r"[?&]step=100\b")
    expect(number(page, "L")).not_to_have_text(before)


def come_from_explore(server: str, page: Page) -> str:
    """Open a link to Explore, and go on to this page; the loss there."""
    page.goto(f"{server}/?data=blobs&lr=2&step=37")
    expect(number(page, "step")).to_have_text("37 of 400")
    loss = readout(page, "L")
    go_to_page(page, "backward_pass")
    ready(page)
    expect(page.get_by_role("spinbutton", name="Step", exact=True)).to_have_value("37")
    return loss


@pytest.mark.long
def test_another_page_keeps_the_settings_and_the_step_and_back_returns(server: str, page: Page) -> None:
    loss = come_from_explore(server, page)
    # A number has its place from the start, and is known when its stage has come.
    expect(number(page, "L")).to_have_text("—")
    page.keyboard.press("End")
    expect(number(page, "L")).to_have_text(loss)
    expect_address(page, r"backward_pass\?(?=.*data=blobs)(?=.*lr=2)(?=.*step=37)")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("spinbutton", name="Step", exact=True)).to_have_value("38")
    expect(number(page, "L")).not_to_have_text(loss)
    # Back leads to what the address has said.
    expect_address(page, r"step=38")
    go_to_page(page, "explorer")
    expect(number(page, "step")).to_have_text("38 of 400")
    page.go_back()
    ready(page)
    expect(page.get_by_role("spinbutton", name="Step", exact=True)).to_have_value("38")


@pytest.mark.long
def test_whoever_goes_on_before_the_controls_are_there_keeps_the_settings(server: str, page: Page) -> None:
    SlowLine(page)
    loss = come_from_explore(server, page)
    page.keyboard.press("End")
    expect(number(page, "L")).to_have_text(loss)
    expect_address(page, r"backward_pass\?(?=.*v=2)(?=.*data=blobs)(?=.*lr=2)(?=.*step=37)(?=.*stage=update)")


def test_arrows_are_added_one_by_one(server: str, page: Page) -> None:
    page.goto(f"{server}/view?page=backward_pass&data=two+samples&start=typed&weights=0.1,-0.2,0.3&steps=5")
    ready(page)
    corners = """() => {
      const { data } = document.querySelector('[data-name=arrows] .gx-chart');
      return data.find(trace => trace.name === 'walk').x.length;
    }"""
    button(page, "Add one by one").click()
    expect_stage(page, 7)
    page.wait_for_function(f"({corners})() < 4")
    page.wait_for_function(f"({corners})() === 4")


@pytest.mark.long
def test_a_broken_stage_and_sample_are_named(server: str, page: Page) -> None:
    page.goto(f"{server}/backward_pass?stage=up&sample=-3&data=blobs")
    ready(page)
    warning = page.get_by_role("alert").filter(has_text="in this link")
    expect(warning).to_have_count(1)
    expect_stage(page, 0)
    assert readout(page, "sample") == "0"


def test_the_mouse_and_the_focus_show_a_sample_everywhere_without_choosing_it(server: str, page: Page) -> None:
    page.goto(f"{server}/{LIGHT}")
    ready(page)
    chosen = readout(page, "z − t")
    formula = page.get_by_role("group", name="The formula")
    result = formula.locator(".gx-result").inner_text()
    row = page.locator(".gx-writes [data-sample='2']")
    row.hover()
    expect(number(page, "sample")).to_have_text("2")
    expect(formula.locator(".gx-result")).not_to_have_text(result)
    # In each of the three tables its row is marked; the chosen one stays chosen.
    expect(page.locator(".gx-tables .gx-marked")).to_have_count(3)
    expect(page.locator(".gx-tables [aria-selected=true]").first).to_contain_text("5")
    expect(page.get_by_role("spinbutton", name="Sample", exact=True)).to_have_value("5")
    page.get_by_role("heading", name="The code of this stage").hover()
    expect(number(page, "z − t")).to_have_text(chosen)
    row.focus()
    expect(number(page, "sample")).to_have_text("2")
    # Inside a table the arrows go from row to row, and Enter chooses.
    page.keyboard.press("ArrowUp")
    expect(number(page, "sample")).to_have_text("1")
    expect(page.get_by_role("spinbutton", name="Sample", exact=True)).to_have_value("5")
    page.locator(".gx-writes [data-sample='1']").blur()
    place = page.evaluate(
        """() => {
      const chart = document.querySelector('[data-name=data] .gx-chart');
      const plot = chart.querySelector('.nsewdrag').getBoundingClientRect();
      const { xaxis, yaxis } = chart._fullLayout;
      const points = chart.calcdata.find(points => points[0].trace.name.startsWith('class'));
      return [plot.left + xaxis.d2p(points[3].x), plot.top + yaxis.d2p(points[3].y)];
    }"""
    )
    page.mouse.move(place[0] - 3, place[1])
    page.mouse.move(*place)
    expect(number(page, "sample")).not_to_have_text("5")
    page.mouse.move(5, 5)
    expect(number(page, "sample")).to_have_text("5")


def test_another_batch_brings_its_own_rows_and_keeps_the_wish(server: str, page: Page) -> None:
    page.goto(f"{server}/view?page=backward_pass&data=blobs&batch=8&stage=dw")
    ready(page)
    rows = page.locator(".gx-reads tbody tr[data-sample] th")
    before = rows.all_inner_texts()
    page.locator(".gx-reads [data-sample='3']").first.click()
    wish = readout(page, "sample")
    assert wish in before
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("spinbutton", name="Step", exact=True)).to_have_value("1")
    expect(rows.first).not_to_have_text(before[0])
    # Nobody but this batch's samples has a row; the wished one is not among them, and its neighbour says so.
    expect(page.locator(".gx-note")).to_contain_text(f"Sample {wish} is not among them")
    assert readout(page, "sample") in rows.all_inner_texts()
    page.keyboard.press("ArrowLeft")
    expect(number(page, "sample")).to_have_text(wish)


def test_numbers_stay_within_their_boxes(server: str, page: Page) -> None:
    outside = """() => [...document.querySelectorAll('.gx-node')].filter(node => {
      const [box, text] = ['rect', '.gx-value'].map(part => node.querySelector(part).getBoundingClientRect());
      return text.width > 0 && (text.left < box.left || text.right > box.right);
    }).map(node => node.textContent)"""
    for more in ("", "&graph=batch", "&lecture=true&panel=graph", "&graph=batch&lecture=true&panel=graph"):
        page.goto(f"{server}/view?page=backward_pass&data=penguins&step=37&stage=update{more}")
        expect(page.locator(".gx-node.gx-known")).to_have_count(11)
        expect(page.locator(".gx-node", has_text="W (3, 1)").first.locator(".gx-value")).to_contain_text("new (")
        assert page.evaluate(outside) == []
