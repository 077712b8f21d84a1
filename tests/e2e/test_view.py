"""The light view in a real browser: alone, in another page's frame, below a path, and as one file without a network."""

import base64
import gzip
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from core.data.drawings import encode
from core.mistakes.catalogue import BY_KEY
from core.scenario import Scenario
from core.training import train
from tests.e2e.locators import expect_address, expect_step, go_to_page, number, readout, ready
from ui.backward_pass.backward import backward
from ui.break_it.case import case_of
from ui.break_it.code import code_pair
from ui.break_it.stages import stage_table
from ui.bundling import folder_beside
from ui.explorer.explorer import explorer
from ui.export.light_view import timeline_in_file
from ui.export.one_file import html_file
from ui.modules import LIGHT_VIEW, route
from ui.page import Shown
from ui.pages import LIGHT
from ui.panels.view import View
from ui.serving.paths import url
from ui.settings import links
from ui.timeline.packing import pack, unpack
from ui.timeline.templates import fill

LINK = "view?data=blobs&samples=60&steps=40"
SCENARIO = Scenario(data="blobs", samples=60, steps=40)
# A run whose numbers at every step are core's own.
LOSSES = train(SCENARIO, SCENARIO.dataset()).loss


def loss_at(step: int) -> str:
    return fill("{L:8}", {"L": float(LOSSES[step])})


def test_it_shows_the_run_of_the_link_and_keeps_its_place_in_the_address(page: Page, server: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server}/{LINK}&step=7")
    ready(page)
    expect_step(page, 7)
    assert readout(page, "L") == loss_at(7)
    # The page, the timeline, the player, Plotly and the letters; nothing of Streamlit's program.
    assert [address for address in asked if f"{route()}/" in address] == [f"{server}{route()}/{LIGHT_VIEW}"]
    assert len(asked) == 5, asked
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(number(page, "L")).to_have_text(loss_at(9))
    expect_address(page, "step=9")
    page.keyboard.press("End")
    expect(number(page, "L")).to_have_text(loss_at(40))
    page.keyboard.press("Home")
    page.get_by_label("Speed").select_option("16")
    page.keyboard.press("Space")
    expect_step(page, 40)
    # Only the Share dialog came with the first key.
    assert len(set(asked)) == len(asked), asked
    later = f"{server}{route()}/{folder_beside(LIGHT_VIEW)}"
    assert len([address for address in asked if not address.startswith(later)]) == 5, asked


@pytest.mark.long
def test_explore_opens_the_full_page_at_the_same_moment_and_back_comes_back(page: Page, server: str) -> None:
    page.goto(f"{server}/{LINK}")
    ready(page)
    page.get_by_label("Step", exact=True).fill("23")
    page.get_by_role("link", name="Explore").click()
    expect(page.locator("[data-testid=stSidebar]")).to_be_visible()
    ready(page)
    expect_step(page, 23)
    assert readout(page, "L") == loss_at(23)
    page.go_back()
    expect(page.get_by_role("link", name="Explore")).to_be_visible()
    ready(page)
    expect_step(page, 23)


def test_inside_a_step_another_step_is_fetched(page: Page, server: str) -> None:
    page.goto(f"{server}/{LINK}&page=backward_pass&step=3&sample=5&stage=z")
    step = page.get_by_role("spinbutton", name="Step")
    expect(step).to_have_value("3")
    expect(page.get_by_role("spinbutton", name="Sample")).to_have_value("5")
    expect(number(page, "stage")).to_have_text(re.compile("3 of 9"))
    page.keyboard.press("ArrowRight")
    expect(step).to_have_value("4")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(number(page, "L")).not_to_have_text("—")
    expect_address(page, "step=4.*stage=")
    explore = page.get_by_role("link", name="Explore")
    explore.focus()
    expect(explore).to_have_attribute("href", re.compile(r"/backward_pass\?.*step=4"))


@pytest.mark.long
def test_a_click_on_the_map_asks_about_a_point(page: Page, server: str) -> None:
    page.goto(f"{server}/{LINK}&page=loss_surface&beside=other+loss&step=9")
    asked = page.locator("[data-name=asked]")
    expect(asked).to_contain_text("Click the map")
    expect(page.get_by_role("img", name=re.compile("Step 9"))).to_have_count(2)
    page.locator("[data-name=contours] .nsewdrag").first.click(position={"x": 200, "y": 120})
    expect(asked).to_contain_text("W = (")
    expect_address(page, "point=")
    expect_step(page, 9)
    page.reload()
    expect(asked).to_contain_text("W = (")


@pytest.mark.long
def test_where_the_others_are_held_at_the_step_the_map_follows_it(page: Page, server: str) -> None:
    page.goto(f"{server}/{LINK}&page=loss_surface&beside=other+loss&held=current")
    title = page.locator("[data-name=contours] h2")
    expect(title).to_contain_text("(current value)")
    before = title.inner_text()
    page.get_by_label("Step", exact=True).fill("30")
    expect(title).not_to_have_text(before)
    expect_step(page, 30)


# How many numbers the level line has, and the first of them.
LEVEL = """() => {
  const chart = document.querySelector('[data-name=contours] .gx-chart');
  // The chart may not be there yet.
  const x = chart?.data?.find(trace => trace.name === 'level')?.x ?? [];
  return [x.length, Number.isFinite(x[0]) ? x[0] : null];
}"""


def level(page: Page, holds: Callable[[int, float | None], bool]) -> float | None:
    """Wait until the level line is as wanted, and give its first number. (The page's policy forbids waiting in it.)"""
    deadline = time.monotonic() + 60
    while True:
        length, first = page.evaluate(LEVEL)
        if holds(length, first):
            return first
        assert time.monotonic() < deadline, (length, first)
        page.evaluate("() => new Promise(requestAnimationFrame)")


def test_the_level_line_comes_at_rest_and_is_not_missed_where_it_does_not(page: Page, server: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/view/detail" in request.url else None)
    page.goto(f"{server}/{LINK}&page=loss_surface&beside=other+loss&step=9")
    before = level(page, lambda length, _: length > 30)
    page.keyboard.press("ArrowRight")
    level(page, lambda length, first: length > 30 and first != before)
    assert [re.findall(r"[?&]step=(\d+)", address) for address in asked] == [["9"], ["10"]]
    # A click asks about a point: the line belongs to that timeline too.
    page.locator("[data-name=contours] .nsewdrag").first.click(position={"x": 200, "y": 120})
    expect(page.locator("[data-name=asked]")).to_contain_text("W = (")
    level(page, lambda length, _: length > 30)
    page.route("**/view/detail**", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.keyboard.press("ArrowRight")
    expect_step(page, 11)
    level(page, lambda length, _: length == 1)
    expect(page.get_by_role("alert")).to_be_hidden()


@pytest.mark.long
def test_break_it_has_the_code_the_verdict_and_the_numbers_of_each_step(page: Page, server: str) -> None:
    page.goto(f"{server}/{LINK}&page=break_it&mistake=slope-of-output&step=3")
    history = train(SCENARIO, SCENARIO.dataset())
    mistake = BY_KEY["slope-of-output"]
    for step in (3, 30):
        page.get_by_label("Step", exact=True).fill(str(step))
        effect = case_of(SCENARIO, SCENARIO.dataset(), history, step).effect(mistake)
        verdict = page.get_by_role("group", name=f"Gradient check: red at step {step}")
        expect(verdict).to_contain_text(effect.sentence)
        rows = page.get_by_role("group", name=f"Where the values first differ: step {step}").get_by_role("row")
        table, _ = stage_table(effect, 60)
        for place, (right, wrong) in enumerate(zip(table["correct"], table["buggy"], strict=True), start=1):
            expect(rows.nth(place).get_by_role("cell")).to_contain_text([right, wrong])
    assert readout(page, "correct L") == fill("{L:6}", {"L": float(history.loss[30])})
    for side, code in zip(("correct", "buggy"), code_pair(mistake), strict=True):
        lit = page.get_by_role("group", name=f"{side}: ").locator(".gx-lit")
        expect(lit).to_have_text([code.lines[i] for i in code.lit])
    page.get_by_role("link", name="Explore").click()
    expect(page.get_by_role("radio", name=mistake.name)).to_be_checked()
    expect_step(page, 30)


@pytest.mark.long
def test_the_pages_gradient_check_and_data_offer_their_light_view(
    new_page: Callable[..., Page], page: Page, server: str
) -> None:
    page.goto(f"{server}/gradient_check?data=blobs&samples=60&steps=40&step=7")
    said = page.get_by_test_id("stAlertContainer").first
    expect(said).to_contain_text("dW: relative error")
    # The step is the player's here, so that it stays in the link.
    expect(page.locator("[data-name=errors] .main-svg").first).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Step 8. Analytic")).to_be_visible()
    page.keyboard.press("s")
    light = page.get_by_role("textbox", name="The light view")
    other = new_page()
    other.goto(light.input_value())
    expect_step(other, 8)
    expect(other.get_by_role("group", name="Is the gradient right? · step 8")).to_contain_text(
        said.inner_text().splitlines()[-1]
    )
    other.keyboard.press("End")
    expect(other.get_by_role("group", name="Is the gradient right? · step 40")).to_be_visible()

    points = encode([(-1, 1, 0), (1, -1, 1)])
    page.goto(f"{server}/data?data=own+data&points={points}")
    expect(page.locator("[data-name=board] .main-svg").first).to_be_visible()
    page.get_by_role("button", name="Share").click()
    other.goto(light.input_value())
    board = other.get_by_role("img", name="1 point of class 0, 1 of class 1")
    expect(board).to_be_visible()
    before = other.evaluate("location.href")
    other.locator("[data-name=board] .nsewdrag").first.click(position={"x": 300, "y": 100})
    other.get_by_role("link", name="Explore").click()
    expect(other.get_by_text("2 of 60 points")).to_be_visible()
    assert points in before


@pytest.mark.parametrize("name", ["break_it", "gradient_check", "data"])
def test_every_page_fits_a_phone(new_page: Callable[..., Page], server: str, name: str) -> None:
    page = new_page(390, 844)
    page.goto(f"{server}/{LINK}&page={name}&mistake=bce-sign&step=3")
    expect(page.get_by_role("img").first).to_be_visible()
    expect(page.locator(".gx-chart .main-svg").first).to_be_visible()
    # Nothing is wider than the window, and no table than its panel; words may not be cut.
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    wide = """() => [...document.querySelectorAll('.gx-content')].filter(
      panel => panel.scrollWidth > panel.clientWidth + 1 || panel.scrollHeight > panel.clientHeight + 1).length"""
    assert page.evaluate(wide) == 0


def test_a_broken_link_is_the_usual_page_with_a_sentence(page: Page, server: str) -> None:
    page.goto(f"{server}/{LINK}&lr=fast&data=<b>x</b>&page=%22%3E")
    ready(page)
    said = page.locator(".gx-problem")
    expect(said).to_contain_text("The data set in this link must be one of")
    expect(said).to_contain_text("more value")


def test_without_the_server_it_says_so_and_can_be_asked_again(page: Page, server: str) -> None:
    broken = True

    def answer(route: Route) -> None:
        if broken:
            route.abort()
        else:
            route.continue_()

    page.route("**/view/timeline**", answer)
    page.goto(f"{server}/{LINK}")
    expect(page.get_by_role("alert")).to_contain_text("could not be fetched")
    broken = False
    page.get_by_role("button", name="Try again").click()
    ready(page)
    expect(page.get_by_role("alert")).to_be_hidden()


@pytest.mark.long
@pytest.mark.parametrize("missing", ["plotly", "web-*"])
def test_a_program_that_does_not_come_can_be_asked_for_again(page: Page, server: str, missing: str) -> None:
    page.route(f"**/assets/{missing}**", lambda route: route.abort())
    page.goto(f"{server}/{LINK}")
    expect(page.get_by_role("alert")).to_contain_text("could not be loaded")
    page.unroute(f"**/assets/{missing}**")
    page.get_by_role("button", name="Try again").click()
    ready(page)


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_follows_the_system_s_colours(new_page: Callable[..., Page], server: str, scheme: str) -> None:
    page = new_page(color_scheme=scheme)
    page.goto(f"{server}/{LINK}")
    ready(page)
    colour = "() => getComputedStyle(document.querySelector('[data-name=loss] .xtitle')).fill"
    dark, light = "rgb(237, 235, 232)", "rgb(47, 45, 43)"
    assert page.evaluate(colour) == (dark if scheme == "dark" else light)
    page.emulate_media(color_scheme="light" if scheme == "dark" else "dark")
    page.wait_for_function(f"wanted => ({colour})() === wanted", arg=light if scheme == "dark" else dark)


@pytest.mark.parametrize("width", [320, 390])
def test_it_fits_a_phone(new_page: Callable[..., Page], server: str, width: int) -> None:
    page = new_page(width, 780)
    page.goto(f"{server}/{LINK}")
    ready(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.get_by_role("button", name="More").click()
    for name in ("Play", "Step forward", "Last step", "Keys"):
        box = page.get_by_role("button", name=name, exact=True).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert min(box["width"], box["height"]) >= 38
    expect(page.get_by_role("link", name="Explore")).to_be_in_viewport()


@pytest.mark.long
@pytest.mark.parametrize("sandbox", ["", ' sandbox="allow-scripts"'])
def test_it_plays_in_another_page_s_frame(page: Page, server: str, other_site: tuple[str, Path], sandbox: str) -> None:
    address, folder = other_site
    page.goto(f"{server}/healthz")
    snippet = page.evaluate(
        "async ([module, light]) => (await import(module)).embedding(new URL(light))",
        [f"{server}{url(route())}/{folder_beside(LIGHT_VIEW)}links.js", f"{server}/{LINK}&step=2"],
    ).replace("<iframe", f"<iframe{sandbox}")
    (folder / "slides.html").write_text(f"<!doctype html><h1>Week 3</h1>{snippet}", encoding="utf-8")
    page.goto(f"{address}/slides.html")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_label("Step", exact=True)).to_have_value("2")
    expect(frame.locator(".gx-chart .main-svg").first).to_be_visible()
    expect(frame.get_by_role("heading", name="Explore: blobs")).to_be_hidden()
    frame.get_by_label("Speed").select_option("16")
    frame.get_by_role("button", name="Play", exact=True).click()
    expect(frame.get_by_label("Step", exact=True)).to_have_value("40")
    expect(frame.get_by_label("Numbers of this step")).to_contain_text(loss_at(40))
    explore = frame.get_by_role("link", name="Explore")
    explore.focus()
    expect(explore).to_have_attribute("href", f"{server}/?data=blobs&samples=60&steps=40&step=40&v=1")
    expect(explore).to_have_attribute("target", "_blank")


def open_file(context: BrowserContext, file: Path) -> tuple[Page, list[str], list[str]]:
    """Open a file with the network off → the page, what it asks for, and its errors."""
    context.set_offline(True)
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    # What it imports has an address that was made in the page.
    page.on("request", lambda request: None if request.url.startswith("blob:") else asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(error.message))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(file.as_uri())
    return page, asked, errors


@pytest.mark.long
def test_one_file_needs_nobody(new_context: Callable[..., BrowserContext], tmp_path: Path) -> None:
    data = SCENARIO.dataset()
    packed = pack(explorer(SCENARIO, data, train(SCENARIO, data), View()))
    file = tmp_path / "run.html"
    file.write_bytes(html_file(packed, "A run <b>", "https://example.org/gx/?data=blobs&step=4"))
    page, asked, errors = open_file(new_context(), file)
    ready(page)
    expect_step(page, 4)
    assert readout(page, "L") == loss_at(4)
    page.keyboard.press("ArrowRight")
    expect(number(page, "L")).to_have_text(loss_at(5))
    page.get_by_label("Speed").select_option("16")
    page.keyboard.press("Space")
    expect_step(page, 40)
    assert readout(page, "L") == loss_at(40)
    page.keyboard.press("3")
    expect(page.locator("[data-name=data]")).to_be_hidden()
    explore = page.get_by_role("link", name="Explore")
    explore.focus()
    expect(explore).to_have_attribute("href", "https://example.org/gx/?data=blobs&step=40&panel=weights")
    assert len(asked) == 1, asked
    assert not errors


@pytest.mark.long
def test_a_file_has_the_level_line_of_each_step(new_context: Callable[..., BrowserContext], tmp_path: Path) -> None:
    file = tmp_path / "surface.html"
    settings = {**links.defaults(), "beside": "other loss"}
    file.write_bytes(
        html_file(timeline_in_file(LIGHT["loss_surface"], Shown(SCENARIO, settings, 0)), "A run", "?step=4")
    )
    page, asked, errors = open_file(new_context(), file)
    expect(page.locator("[data-name=contours] .main-svg").first).to_be_visible()
    before = level(page, lambda length, first: length > 30 and first is not None)
    page.keyboard.press("End")
    level(page, lambda _, first: first not in (None, before))
    assert len(asked) == 1
    assert not errors


@pytest.mark.long
def test_a_file_has_what_its_page_has_shown(page: Page, server: str) -> None:
    page.goto(f"{server}/break_it?data=blobs&samples=60&steps=40&mistake=ascent&step=3")
    expect(page.get_by_role("radio", name="W + lr · dW")).to_be_checked()
    expect(page.locator("[data-name=loss] .main-svg").first).to_be_visible()
    go_to_page(page, "take_home")
    page.get_by_role("combobox", name="Page").click()
    page.get_by_role("option", name="Break it").click()
    expect(page.get_by_role("combobox", name="Page")).to_have_value("Break it")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="HTML", exact=True).click()
    found = re.search(r'class="gx-timeline"[^>]*>([^<]+)', Path(waiting.value.path()).read_text())
    assert found
    header, _ = unpack(gzip.decompress(base64.b64decode(found[1])))
    titles = [panel["title"] for panel in header["panels"]]
    assert "The bug: W + lr · dW" in titles
    assert "Where the values first differ: step 3" in titles


def test_a_file_of_one_step_offers_no_other(new_context: Callable[..., BrowserContext], tmp_path: Path) -> None:
    data = SCENARIO.dataset()
    packed = pack(backward(SCENARIO, data, train(SCENARIO, data), 3))
    file = tmp_path / "step.html"
    file.write_bytes(html_file(packed, "A step", "?step=3&stage=z&sample=5"))
    page, asked, errors = open_file(new_context(), file)
    expect(page.get_by_role("spinbutton", name="Sample")).to_have_value("5")
    expect(number(page, "stage")).to_have_text(re.compile("3 of 9"))
    expect(page.get_by_role("spinbutton", name="Step")).to_be_hidden()
    expect(page.get_by_role("button", name="Step forward")).to_be_hidden()
    # Without another step of the run, all arrows go from stage to stage.
    page.keyboard.press("ArrowRight")
    expect(number(page, "stage")).to_have_text(re.compile("4 of 9"))
    page.keyboard.press("ArrowUp")
    expect(number(page, "stage")).to_have_text(re.compile("3 of 9"))
    assert len(asked) == 1
    assert not errors
