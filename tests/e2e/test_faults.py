"""What goes wrong between a browser and its server, and what the visitor sees: the page goes on, or it comes back."""

import re
import resource
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, Route, expect

from core.scenario import Scenario
from core.training import train
from tests.deploy.proxy import FOREIGN
from tests.e2e.conftest import ARGUMENTS, serve
from tests.e2e.line import Line
from tests.e2e.locators import (
    drawn,
    expect_address,
    expect_step,
    go_to_page,
    number,
    rate_control,
    readout,
    ready,
    value,
    without_drafts,
)
from tools.server import free_ports

pytestmark = pytest.mark.long


def choose_rate(page: Page, rate: str) -> None:
    """Choose a learning rate by key, and see nothing of it but the run."""
    without_drafts(page)
    slider = rate_control(page)
    slider.focus()
    slider.press("End" if rate == "most" else "Home")


def test_without_a_line_play_goes_on_and_a_change_is_made_up_for(server: str, new_page: Callable[..., Page]) -> None:
    page = new_page(kept=False)
    line = Line(page)
    page.goto(f"{server}/?data=blobs&steps=400")
    ready(page)
    page.get_by_role("button", name="Play", exact=True).click()
    expect(number(page, "step")).not_to_have_text("0 of 400")
    line.cut()
    before = int(readout(page, "step").split()[0])
    page.wait_for_function(
        "(before) => parseInt(document.querySelector('.gx-readout dd').textContent) > before + 8", arg=before
    )
    page.get_by_role("button", name="Pause", exact=True).click()
    line.mend()
    expect(page.get_by_text("Connecting")).to_have_count(0)
    step, loss = int(readout(page, "step").split()[0]), readout(page, "L")
    expect(rate_control(page)).to_be_enabled()
    # Asked for, and no answer to it comes: it is made up for when the line is back.
    choose_rate(page, "most")
    line.cut()
    assert readout(page, "L") == loss
    line.mend()
    expect(number(page, "L")).not_to_have_text(loss)
    expect_address(page, "lr=")
    expect_step(page, step)


def test_where_no_socket_comes_through_the_visitor_is_told_and_goes_on_in_the_light_view(
    server: str, new_timed_page: Callable[..., Page]
) -> None:
    # With the player there before Streamlit is, and where nothing is there but for Streamlit.
    for address, light in (
        ("?v=2&data=blobs&steps=40&step=7", "view?v=2&data=blobs&steps=40&step=7"),
        ("take_home?v=2&data=blobs&steps=40", "view?v=2&data=blobs&steps=40"),
    ):
        page = new_timed_page()
        line = Line(page)
        line.whole = False
        page.goto(f"{server}/{address}")
        expect(page.locator("[data-test-script-state=initial]")).to_be_attached()
        told = page.get_by_role("alert").filter(has_text="no live connection to its server")
        expect(told).to_have_count(0)
        expect(page.locator(".gx-page-cover .gx-panel")).to_have_count(5 if "step=" in address else 0)
        way = told.get_by_role("link", name="light view")
        with page.expect_response(re.compile("no_line")):
            page.clock.fast_forward("00:06")
        # What has come may not have begun yet: then it is told in ten seconds of this clock all the same.
        for _ in range(10):
            page.clock.fast_forward("00:02")
        expect(told).to_be_visible()
        assert way.get_attribute("href") == f"{server}/{light}"
        if "step=" in address:
            # When the line is there after all nothing of it is left; no more where it was there from the beginning.
            line.mend()
            page.clock.fast_forward("00:30")
            ready(page)
            expect(told).to_have_count(0)
            page.goto(f"{server}/{address}")
            ready(page)
            page.clock.fast_forward("00:30")
            page.keyboard.press("ArrowRight")
            expect_step(page, 8)
            expect(told).to_have_count(0)
        else:
            way.click()
            drawn(page)
            expect(number(page, "step")).to_have_text("0 of 40")


def test_where_a_timeline_is_not_under_its_address_it_comes_through_the_socket(server: str, page: Page) -> None:
    asked = []
    answer = {"status": 404}

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(**answer)

    page.route(re.compile("/timeline[/?]"), refuse)
    page.goto(f"{server}/?data=moons&steps=60&step=7")
    ready(page)
    expect(number(page, "step")).to_have_text("7 of 60")
    page.keyboard.press("ArrowRight")
    expect(number(page, "step")).to_have_text("8 of 60")
    assert len(asked) >= 1
    # Another one likewise, for which a host answers with a page of its own.
    answer = {"status": 200, "content_type": "text/html", "body": FOREIGN}
    loss = readout(page, "L")
    choose_rate(page, "most")
    expect(number(page, "L")).not_to_have_text(loss)
    expect_step(page, 8)
    assert len(set(asked)) >= 2


def test_a_deep_link_on_a_fresh_server_and_a_server_that_starts_again(
    new_page: Callable[..., Page], tmp_path: Path
) -> None:
    (port,) = free_ports(1)
    home, data, page = new_page(), new_page(), new_page()
    scenario = Scenario(data="blobs", learning_rate=2.0, steps=300)
    history = train(scenario, scenario.dataset())
    with serve(tmp_path / "first.txt", port=port) as address:
        # The first visit shows its step to the last digit, and the controls.
        page.goto(f"{address}/?data=blobs&lr=2&steps=300&step=123")
        ready(page)
        expect_step(page, 123)
        expect(number(page, "step")).to_have_text("123 of 300")
        assert value(readout(page, "L")) == pytest.approx(history.loss[123], rel=1e-7)
        weights = [value(part) for part in readout(page, "W").strip("()").split(", ")]
        assert weights == pytest.approx(history.W[123].tolist(), rel=1e-7)
        expect(rate_control(page)).to_have_attribute("aria-valuetext", "2")
        assert "Traceback" not in (tmp_path / "first.txt").read_text()
        home.goto(f"{address}/take_home?data=moons&steps=40")
        expect(home.get_by_role("button", name="Every step")).to_be_enabled()
        data.goto(f"{address}/data?steps=40")
        data.get_by_text("Table", exact=True).first.click()
        rows = "".join(f"{i},{i % 7},{i % 2}\n" for i in range(40))
        data.locator("input[type=file]").set_input_files(
            {"name": "mine.csv", "mimeType": "text/csv", "buffer": f"a,b,label\n{rows}".encode()}
        )
        data.get_by_role("button", name="Use this table").click()
        expect(data.get_by_text("In use on all pages.")).to_be_visible()
        page.bring_to_front()
        page.goto(f"{address}/backward_pass?data=blobs&step=3&stage=dw&sample=5&lr=2")
        expect(page.locator("[data-name=arrows] .main-svg").first).to_be_visible()
    # Nobody is there: what has come already still works, although Streamlit puts its own dialog before it.
    expect(page.get_by_role("dialog").get_by_text("Connection error")).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(number(page, "sample")).to_have_text("5")
    with serve(tmp_path / "second.txt", port=port):
        page.keyboard.press("ArrowDown")
        # The other server knows nothing of this page but what its address says.
        page.keyboard.press("ArrowRight")
        expect_address(page, "step=4")
        expect(page.get_by_label("Step", exact=True)).to_have_value("4")
        expect(number(page, "sample")).to_have_text("5")
        expect_address(page, "lr=2.0|lr=2")
        # Nor does it know the files that were offered, or the table.
        expect(data.get_by_text("The server no longer has this file")).to_be_visible()
        expect(data.get_by_text("In use on all pages.")).to_have_count(0)
        with home.expect_download() as waiting:
            home.get_by_role("button", name="Every step").click()
        assert waiting.value.failure() is None


def test_with_a_full_disk_the_pages_work(page: Page, tmp_path: Path) -> None:
    def no_file_may_grow() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    with serve(Path("/dev/null"), before=no_file_may_grow) as address:
        page.goto(f"{address}/data?steps=40")
        expect(page.locator(".main-svg").first).to_be_visible()
        page.get_by_text("Table", exact=True).first.click()
        rows = "".join(f"{i},{i % 7},{i % 2}\n" for i in range(40))
        page.locator("input[type=file]").set_input_files(
            {"name": "mine.csv", "mimeType": "text/csv", "buffer": f"a,b,label\n{rows}".encode()}
        )
        expect(page.get_by_text("mine.csv").first).to_be_visible()
        go_to_page(page, "take_home")
        with page.expect_download() as waiting:
            page.get_by_role("button", name="HTML", exact=True).click()
        assert waiting.value.failure() is None
        page.goto(f"{address}/view?data=moons&steps=40&step=3")
        expect(number(page, "step")).to_have_text("3 of 40")


def test_on_a_slow_line_something_says_that_it_is_coming(
    server: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context().new_page()
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")

    def throttle(bytes_a_second: int) -> None:
        speed = {"latency": 0, "downloadThroughput": bytes_a_second, "uploadThroughput": bytes_a_second}
        line.send("Network.emulateNetworkConditions", {"offline": False, **speed})

    # As long as it takes to look, nothing comes but the page; then the timeline, and the charts' program last.
    held: list[Route] = []
    page.route("**/view/timeline**", lambda asked: held.append(asked))
    with page.expect_request("**/view/timeline**"):
        page.goto(f"{server}/view?data=moons&steps=40", wait_until="commit")
    coming = page.locator(".gx-panels")
    expect(coming).to_be_attached()
    assert "on their way" in coming.evaluate("panels => getComputedStyle(panels, '::before').content")
    throttle(50_000)
    for asked in held:
        asked.continue_()
    expect(page.get_by_text("0 of 40", exact=True)).to_be_visible()
    expect(page.locator(".gx-sketch").first).to_be_visible()
    throttle(-1)
    ready(page)
    throttle(50_000)
    page.goto(f"{server}/?data=moons&steps=40", wait_until="commit")
    expect(page.get_by_role("status").get_by_text("Gradient Explorer is on its way")).to_be_visible()
    throttle(-1)
    ready(page)


def test_a_browser_without_webgl_is_told_so_and_has_all_else(
    playwright: Playwright, chromium: str, server: str
) -> None:
    browser = playwright.chromium.launch(executable_path=chromium, args=[*ARGUMENTS, "--disable-3d-apis"])
    page = browser.new_page(bypass_csp=True)
    page.goto(f"{server}/view?data=moons&steps=40&surface=3-D")
    expect(page.get_by_text(re.compile("WebGL"))).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(number(page, "step")).to_have_text("1 of 40")
    expect(page.locator("[data-name=data] .main-svg").first).to_be_visible()
    browser.close()


def test_after_half_an_hour_the_page_still_answers(server: str, new_timed_page: Callable[..., Page]) -> None:
    page = new_timed_page()
    page.goto(f"{server}/?data=moons&steps=40")
    ready(page)
    page.clock.fast_forward("30:00")
    page.keyboard.press("ArrowRight")
    expect(number(page, "step")).to_have_text("1 of 40")
    loss = readout(page, "L")
    choose_rate(page, "most")
    expect(number(page, "L")).not_to_have_text(loss)
