"""Before Plotly is there the timeline's numbers make a picture that can be stepped, and Plotly's takes its place."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from core.scenario import Scenario
from core.training import train
from tests.e2e.locators import drawn, expect_address, expect_step, readout, ready, rested
from tests.e2e.stillness import places, shifts, watch
from ui.modules import LIGHT_VIEW, route
from ui.timeline.templates import fill

LINK = "view?data=blobs&samples=60&steps=40"
PLOTLY = "**/plotly-cartesian*"
# A window no wider than this is a telephone, whose letters come later.
TELEPHONE = 860
SMALL = (1024, 768)
REMEMBERED = """() => {
  localStorage.setItem("sidebarWidth", "260");
  localStorage.setItem("stActiveTheme-/-v2", JSON.stringify("Dark"));
}"""
OF_THE_PLAYER = ('<section class="gx', 'class="gx-panel', "gx-chart")
LETTERS_LOADED = """() => [...document.fonts].some(({ family, status }) =>
  family.includes("Source Sans") && status === "loaded")"""
# Streamlit's element, of which the player is in use elsewhere.
EMPTIED = "[data-plotly]:empty"
STREAMLIT = "**/static/js/index.*"
# The colours of a few points of each panel's first picture, and whether anything is drawn there.
PICTURE = """() => Object.fromEntries([...document.querySelectorAll('.gx-panel:has(.gx-sketch)')].map((panel) => {
  const canvas = panel.querySelector('.gx-sketch');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return [panel.dataset.name, data.reduce((sum, byte, i) => (sum * 31 + byte * (i % 97)) % 1000003, 0)];
}))"""
# In which turn of the page each chart is drawn, and whether it is seen.
DRAWN = """() => {
  window.drawn = [];
  let turns = 0;
  const { port1, port2 } = new MessageChannel();
  port2.onmessage = () => {
    turns += 1;
    if (document.querySelector(".gx-sketch")) port1.postMessage("");
  };
  port1.postMessage("");
  for (const chart of document.querySelectorAll(".gx-chart")) {
    const watcher = new MutationObserver(() => {
      if (!chart.querySelector(".main-svg")) return;
      watcher.disconnect();
      window.drawn.push([turns, chart.getBoundingClientRect().top < innerHeight]);
    });
    watcher.observe(chart, { childList: true, subtree: true });
  }
}"""
# How far each chart's plot is from where its first picture had it, in pixels.
APART = """async (module) => {
  const { plotArea } = (await import(module)).$sketch;
  const apart = {};
  for (const chart of document.querySelectorAll('.gx-chart')) {
    const { _fullLayout: full, layout, data } = chart;
    if (!full?.xaxis || full.scene || !layout.xaxis.range || !layout.yaxis.range) continue;
    const { width, height } = full;
    const copy = { ...layout, width, height, xaxis: { ...layout.xaxis }, yaxis: { ...layout.yaxis } };
    const found = plotArea(data, copy);
    const { xaxis, yaxis } = full;
    const drawn = [xaxis._offset, yaxis._offset, xaxis._length, yaxis._length];
    const ours = [found.left, found.top, found.width, found.height];
    apart[chart.closest('.gx-panel').dataset.name] = Math.max(...drawn.map((value, i) => Math.abs(value - ours[i])));
  }
  return apart;
}"""


def test_the_numbers_make_a_picture_that_is_stepped_and_plotly_takes_its_place(page: Page, server: str) -> None:
    held: list[Route] = []
    page.route(PLOTLY, lambda asked: held.append(asked))
    page.goto(f"{server}/{LINK}&step=7")
    expect(page.locator(".gx-sketch")).to_have_count(4)
    before = page.evaluate(PICTURE)
    assert set(before) == {"data", "surface", "samples", "loss"}
    assert all(before.values())
    page.keyboard.press("ArrowRight")
    expect_step(page, 8)
    scenario = Scenario(data="blobs", samples=60, steps=40)
    loss = train(scenario, scenario.dataset()).loss[8]
    assert readout(page, "L") == fill("{L:8}", {"L": float(loss)})
    # The table of dW is there too, and what it shows has moved with the pictures.
    expect(page.locator("[data-name=weights]").get_by_text("w1", exact=True).first).to_be_visible()
    after = page.evaluate(PICTURE)
    assert all(after[name] != before[name] for name in before)
    # Another size has another picture: nothing is stretched.
    page.set_viewport_size({"width": 1000, "height": 800})
    page.wait_for_function(
        """() => [...document.querySelectorAll('.gx-sketch')].every((canvas) =>
          Math.abs(canvas.width / devicePixelRatio - canvas.clientWidth) <= 1)"""
    )
    # On a small window Plotly draws one chart after the other, what is seen first, and nothing moves for that.
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("document.querySelector('.gx-chart').clientWidth < 400")
    page.evaluate(DRAWN)
    watch(page)
    for asked in held:
        asked.continue_()
    ready(page)
    expect(page.locator(".gx-sketch")).to_have_count(0)
    expect_step(page, 8)
    drawn_at = page.evaluate("window.drawn")
    assert len({turn for turn, _ in drawn_at}) == len(drawn_at) == 4
    seen = [is_seen for _, is_seen in drawn_at]
    assert seen == sorted(seen, reverse=True)
    assert True in seen
    assert shifts(page) == []


def test_a_tap_on_the_first_picture_counts_as_soon_as_the_chart_answers(page: Page, server: str) -> None:
    held: list[Route] = []
    page.route(PLOTLY, lambda asked: held.append(asked))
    page.goto(f"{server}/{LINK}&step=7")
    expect(page.locator("[data-name=loss] .gx-sketch")).to_be_visible()
    box = page.locator("[data-name=loss] .gx-chart").bounding_box()
    assert box
    # On the curve, two thirds of the way to its end.
    page.mouse.click(box["x"] + 0.66 * box["width"], box["y"] + 0.5 * box["height"])
    expect_step(page, 7)
    for asked in held:
        asked.continue_()
    expect(page.get_by_label("Step", exact=True)).to_have_value(re.compile("2[5-9]"))
    drawn(page)


def test_without_plotly_it_says_so_and_the_picture_stays(page: Page, server: str) -> None:
    page.route(PLOTLY, lambda asked: asked.abort())
    page.goto(f"{server}/{LINK}")
    expect(page.get_by_role("alert")).to_contain_text("could not be loaded")
    expect(page.locator(".gx-sketch").first).to_be_visible()
    page.unroute(PLOTLY)
    page.get_by_role("button", name="Try again").click()
    ready(page)
    expect(page.locator(".gx-sketch")).to_have_count(0)


@pytest.mark.long
def test_a_server_that_stops_while_the_page_comes_leaves_what_is_there_and_a_sentence(
    server: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(kept=False)
    page.route(STREAMLIT, lambda way: way.abort())
    page.goto(f"{server}/?data=blobs&samples=60&steps=40&step=7", wait_until="commit")
    expect(page.get_by_role("alert")).to_contain_text("Please reload the page.")
    page.keyboard.press("ArrowRight")
    expect_step(page, 8)
    # The address is that of the moment as soon as somebody rests on it.
    expect_address(page, r"step=8\b")
    page.unroute(STREAMLIT)
    page.reload()
    ready(page)
    expect_step(page, 8)
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.long
def test_nothing_jumps_when_plotly_draws(page: Page, server: str) -> None:
    for query in ("data=moons", "data=blobs&page=loss_surface", "data=moons&page=compare", "data=blobs&page=break_it"):
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(f"{server}/view?{query}&steps=40")
        drawn(page)
        for width, height in ((1440, 900), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_function(
                """() => [...document.querySelectorAll('.gx-chart')].every(({ _fullLayout, clientWidth }) =>
                  !_fullLayout || !clientWidth || Math.abs(_fullLayout.width - clientWidth) < 2)"""
            )
            apart = page.evaluate(APART, f"{server}{route()}/{LIGHT_VIEW}")
            assert apart
            assert all(distance <= 3 for distance in apart.values()), (query, width, apart)


@pytest.mark.long
@pytest.mark.parametrize("size", [(1440, 900), SMALL, (390, 844)], ids=str)
def test_the_full_page_has_its_first_picture_before_streamlit_has_begun(
    server: str, new_page: Callable[..., Page], size: tuple[int, int]
) -> None:
    page = new_page(*size, kept=False)
    held: list[Route] = []
    page.route(STREAMLIT, lambda way: held.append(way))
    timelines: list[str] = []
    page.on("request", lambda request: timelines.append(request.url) if "timeline" in request.url else None)
    if size == SMALL:
        # Somebody has made the sidebar narrower, and has chosen a theme.
        page.goto(f"{server}/healthz")
        page.evaluate(REMEMBERED)
    page.goto(f"{server}/?data=blobs&samples=60&steps=40&step=7", wait_until="commit")
    expect(page.locator(".gx-sketch")).to_have_count(4)
    ground = "rgb(23, 22, 20)" if size == SMALL else "rgb(255, 255, 255)"
    expect(page.locator(".gx-page-cover")).to_have_css("background-color", ground)
    scenario = Scenario(data="blobs", samples=60, steps=40)
    losses = train(scenario, scenario.dataset()).loss
    assert readout(page, "L") == fill("{L:8}", {"L": float(losses[7])})
    # It is the player itself, and goes on.
    page.get_by_role("button", name="Step forward").click()
    assert readout(page, "L") == fill("{L:8}", {"L": float(losses[8])})
    # On a telephone the letters come with Streamlit's style sheet.
    page.wait_for_function(LETTERS_LOADED)
    before = watch(page)
    # What is held is not taken out of the hand, and a dialog stays one.
    keys = page.get_by_role("dialog", name="Keys")
    if size == SMALL:
        page.get_by_role("button", name="Keys", exact=True).click()
        expect(keys).to_be_visible()
    elif size[0] > TELEPHONE:
        page.locator(".gx-note").hover()
        page.mouse.down()
    for way in held:
        way.continue_()
    if size[0] > TELEPHONE:
        expect(page.locator(f".stApp {EMPTIED}")).to_be_attached()
        expect(page.locator(".main-svg").first).to_be_visible()
    if size == SMALL:
        assert keys.evaluate("(dialog) => dialog.matches(':modal')")
        page.keyboard.press("Escape")
    elif size[0] > TELEPHONE:
        expect(page.locator(".gx-page-cover")).to_be_visible()
        page.mouse.move(0, 0)
        page.mouse.up()
    ready(page)
    rested(page)
    assert places(page) == before
    # Below it Streamlit's own parts find their places.
    assert [shift for shift in shifts(page) if any(part in str(shift) for part in OF_THE_PLAYER)] == []
    expect_step(page, 8)
    expect(page).to_have_url(re.compile(r"step=8\b"))
    expect(page.locator(".gx-page-cover")).to_have_count(0)
    assert len(timelines) == 1
    page.evaluate("localStorage.clear()")
