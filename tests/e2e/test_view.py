"""The light view in a real browser: alone, in another page's frame, below a path, and as one file without a network."""

import http.server
import re
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from core.scenario import Scenario
from core.training import train
from tests.e2e.conftest import expect_address, expect_step, number, readout, ready, serve
from ui.player.assets import CARTESIAN_FILE
from ui.player.backward import backward
from ui.player.explorer import View, explorer
from ui.player.standalone import embed_snippet, html_file
from ui.player.timeline import fill, pack

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
    # The page, the timeline, the player and Plotly, each once; nothing of Streamlit.
    assert len(asked) == 4, asked
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
    assert len(asked) == 4, asked


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
    page.get_by_role("link", name="Explore").click()
    expect(page).to_have_url(re.compile(r"/backward_pass\?.*step=4"))
    expect(page.get_by_role("spinbutton", name="Step", exact=True)).to_have_value("4")


def test_a_surface_in_space_has_all_of_plotly(page: Page, server: str) -> None:
    page.goto(f"{server}/{LINK}&surface=3-D")
    expect(page.locator("[data-name=surface] canvas").first).to_be_visible()
    expect(page.locator("[data-name=loss] .main-svg").first).to_be_visible()


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


def test_where_the_others_are_held_at_the_step_the_map_follows_it(page: Page, server: str) -> None:
    page.goto(f"{server}/{LINK}&page=loss_surface&beside=other+loss&held=current")
    title = page.locator("[data-name=contours] h2")
    expect(title).to_contain_text("held")
    before = title.inner_text()
    page.get_by_label("Step", exact=True).fill("30")
    expect(title).not_to_have_text(before)
    expect_step(page, 30)


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


@pytest.mark.parametrize("missing", ["plotly", "player"])
def test_a_program_that_does_not_come_can_be_asked_for_again(page: Page, server: str, missing: str) -> None:
    page.route(f"**/assets/{missing}**", lambda route: route.abort())
    page.goto(f"{server}/{LINK}")
    expect(page.get_by_role("alert")).to_contain_text("could not be loaded")
    page.unroute(f"**/assets/{missing}**")
    page.get_by_role("button", name="Try again").click()
    ready(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_follows_the_system_s_colours(new_context: Callable[..., BrowserContext], server: str, scheme: str) -> None:
    page = new_context(color_scheme=scheme).new_page()
    page.goto(f"{server}/{LINK}")
    ready(page)
    colour = "() => getComputedStyle(document.querySelector('[data-name=loss] .xtitle')).fill"
    dark, light = "rgb(242, 243, 245)", "rgb(31, 36, 48)"
    assert page.evaluate(colour) == (dark if scheme == "dark" else light)
    page.emulate_media(color_scheme="light" if scheme == "dark" else "dark")
    page.wait_for_function(f"wanted => ({colour})() === wanted", arg=light if scheme == "dark" else dark)


@pytest.mark.parametrize("width", [320, 390])
def test_it_fits_a_phone(new_context: Callable[..., BrowserContext], server: str, width: int) -> None:
    page = new_context(viewport={"width": width, "height": 780}).new_page()
    page.goto(f"{server}/{LINK}")
    ready(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for name in ("Play", "Step forward", "Last step", "Keys"):
        box = page.get_by_role("button", name=name, exact=True).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert min(box["width"], box["height"]) >= 38
    expect(page.get_by_role("link", name="Explore")).to_be_in_viewport()


@pytest.fixture
def other_site(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Another origin: a server of files, and its folder."""
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as site:
        thread = threading.Thread(target=site.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{site.server_port}", tmp_path
        site.shutdown()
        thread.join()


@pytest.mark.parametrize("sandbox", ["", ' sandbox="allow-scripts"'])
def test_it_plays_in_another_page_s_frame(page: Page, server: str, other_site: tuple[str, Path], sandbox: str) -> None:
    address, folder = other_site
    snippet = embed_snippet(f"{server}/{LINK}&embed=true&step=2").replace("<iframe", f"<iframe{sandbox}")
    (folder / "slides.html").write_text(f"<!doctype html><h1>Week 3</h1>{snippet}", encoding="utf-8")
    page.goto(f"{address}/slides.html")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_label("Step", exact=True)).to_have_value("2")
    expect(frame.locator(".gx-chart .main-svg").first).to_be_visible()
    expect(frame.get_by_role("heading", name="Explorer: blobs")).to_be_hidden()
    frame.get_by_label("Speed").select_option("16")
    frame.get_by_role("button", name="Play", exact=True).click()
    expect(frame.get_by_label("Step", exact=True)).to_have_value("40")
    expect(frame.get_by_label("Numbers of this step")).to_contain_text(loss_at(40))
    explore = frame.get_by_role("link", name="Explore")
    explore.focus()
    expect(explore).to_have_attribute("href", f"{server}/?data=blobs&samples=60&steps=40&step=40")
    expect(explore).to_have_attribute("target", "_blank")


def test_it_works_below_a_path(page: Page, tmp_path: Path) -> None:
    with serve(tmp_path / "log.txt", below="some/where") as address:
        page.goto(f"{address}/{LINK}&step=5")
        ready(page)
        assert readout(page, "L") == loss_at(5)
        explore = page.get_by_role("link", name="Explore")
        explore.focus()
        expect(explore).to_have_attribute("href", f"{address}/?data=blobs&samples=60&steps=40&step=5")
        assert page.request.get(f"{address}/?step=5").ok


def _open_file(context: BrowserContext, file: Path) -> tuple[Page, list[str], list[str]]:
    """Open a file with the network off → the page, what it asks for, and its errors."""
    context.set_offline(True)
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(error.message))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(file.as_uri())
    return page, asked, errors


@pytest.mark.parametrize("whole", [True, False])
def test_one_file_needs_nobody(new_context: Callable[..., BrowserContext], tmp_path: Path, whole: bool) -> None:
    data = SCENARIO.dataset()
    packed = pack(explorer(SCENARIO, data, train(SCENARIO, data), View()))
    (tmp_path / "plotly.min.js").symlink_to(CARTESIAN_FILE)
    file = tmp_path / "run.html"
    file.write_bytes(html_file(packed, "A run <b>", "https://example.org/gx/?data=blobs&step=4", with_plotly=whole))
    page, asked, errors = _open_file(new_context(), file)
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
    assert len(asked) == (1 if whole else 2), asked
    assert all(address.startswith("file:") for address in asked)
    assert not errors


def test_a_file_of_one_step_offers_no_other(new_context: Callable[..., BrowserContext], tmp_path: Path) -> None:
    data = SCENARIO.dataset()
    packed = pack(backward(SCENARIO, data, train(SCENARIO, data), 3))
    file = tmp_path / "step.html"
    file.write_bytes(html_file(packed, "A step", "?step=3&stage=z&sample=5"))
    page, asked, errors = _open_file(new_context(), file)
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
