"""Large panels, lecture mode and the list of keys in a real browser: by key, by button, and on a link."""

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Page, TimeoutError, expect

from core.scenario import Scenario
from core.training import moment, train
from tests.e2e import sizes
from tests.e2e.locators import (
    choose_case,
    drawn,
    expect_address,
    expect_step,
    go_to_page,
    number,
    open_advanced,
    ready,
    rested,
)
from ui.pages import PAGES

# What cannot be read from the last row, is cut, is too small or has to be scrolled: a line each.
# Text has 20 pixels of 1080 lines at the least, and no less than 14 on any screen. A panel has a third of the window's
# width and height, what is drawn in a chart a fifth.
COMPLAINTS = """() => {
  const found = [];
  const least = Math.max((20 * innerHeight) / 1080, 14) - 0.1;
  const icons = '[data-testid="stIconMaterial"], [data-testid="stTooltipIcon"]';
  const hidden = `script, style, template, noscript, .gx-unseen, .spoken, option, dialog, ${icons}`;
  const overflows = (element, side) => /auto|scroll|hidden|clip/.test(getComputedStyle(element)[side]);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.textContent.trim() || element.closest(hidden)) continue;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    // For the ear alone.
    if (getComputedStyle(element).clipPath.startsWith('inset(50%')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;
    const words = node.textContent.trim().slice(0, 40);
    const drawn = element.closest('svg.gx-graph');
    const size = parseFloat(getComputedStyle(element).fontSize) * (drawn ? drawn.getScreenCTM().a : 1);
    if (size < least) found.push(`${size.toFixed(1)} px: ${words}`);
    // Code is scrolled to the lines that run.
    if (element.closest('.gx-code')) continue;
    const within = [[0, 0, innerWidth, innerHeight]];
    for (let parent = element; parent; parent = parent.parentElement) {
      if (parent.clientWidth < 2 || !overflows(parent, 'overflowX')) continue;
      const { left, top, right, bottom } = parent.getBoundingClientRect();
      within.push([left, top, right, bottom]);
    }
    for (const [left, top, right, bottom] of within) {
      const out = Math.max(left - box.left, top - box.top, box.right - right, box.bottom - bottom);
      if (out > 3) found.push(`cut by ${Math.round(out)} px: ${words}`);
    }
  }
  for (const element of [document.documentElement, ...document.querySelectorAll('body *')]) {
    if (!element.clientHeight || element.closest('dialog, .gx-unseen, .gx-code, svg')) continue;
    const style = getComputedStyle(element);
    const deep = element === document.documentElement || /auto|scroll/.test(style.overflowY);
    const below = element.scrollHeight - element.clientHeight;
    if (deep && below > 2) found.push(`scrolls by ${below} px: ${element.className || element.tagName}`);
  }
  const panels = [...document.querySelectorAll('.gx-panel')].filter(panel => panel.offsetWidth);
  for (const panel of panels) {
    const { name } = panel.dataset;
    const [width, height] = [panel.offsetWidth / innerWidth, panel.offsetHeight / innerHeight];
    if (width < 0.3 || height < 0.3) found.push(`small: ${name} ${width.toFixed(2)} × ${height.toFixed(2)}`);
    const chart = panel.querySelector('.gx-chart');
    if (!chart) continue;
    if (Math.abs((chart._fullLayout?.width ?? 0) - chart.clientWidth) > 2) found.push(`not drawn yet: ${name}`);
    const plot = chart.querySelector('.nsewdrag, canvas')?.getBoundingClientRect();
    if (!plot || plot.width < 0.2 * innerWidth || plot.height < 0.2 * innerHeight) {
      found.push(`small plot: ${name} ${Math.round(plot?.width)} × ${Math.round(plot?.height)}`);
      continue;
    }
    for (const down of [0.1, 0.5, 0.9]) {
      const seen = document.elementFromPoint(plot.left + plot.width / 2, plot.top + down * plot.height);
      if (!panel.contains(seen)) found.push(`covered: ${name}`);
    }
  }
  return found;
}"""
# Where the drawn surface begins and ends, and where its axis does.
WINDOW = """(() => {
  const { _fullData, _fullLayout } = document.querySelector('[data-name=surface] .gx-chart');
  const { x } = _fullData.find(each => each.type === 'contour');
  return [[x[0], x.at(-1)], _fullLayout.xaxis.range];
})()"""


def visible_panels(page: Page) -> list[str]:
    return page.evaluate(
        "() => [...document.querySelectorAll('.gx-panel')].filter(e => e.offsetWidth).map(e => e.dataset.name)"
    )


def expect_panels(page: Page, *names: str) -> None:
    page.wait_for_function(
        "names => [...document.querySelectorAll('.gx-panel')].filter(e => e.offsetWidth)"
        ".map(e => e.dataset.name).join() === names",
        arg=",".join(names),
    )


@pytest.mark.long
def test_a_panel_is_shown_alone_by_key_and_button_and_the_link_keeps_it(
    server: str, page: Page, new_page: Callable[..., Page]
) -> None:
    page.goto(f"{server}/view?data=blobs")
    ready(page)
    everything = visible_panels(page)
    page.keyboard.press("2")
    expect_panels(page, "surface")
    width = page.locator("[data-name=surface]").bounding_box()
    assert width
    assert width["width"] > 1_000
    page.wait_for_function(
        "() => { const e = document.querySelector('[data-name=surface] .gx-chart');"
        " return Math.abs(e._fullLayout.width - e.clientWidth) < 2; }"
    )
    page.keyboard.press("Shift+Digit5")
    expect_panels(page, "surface", "loss")
    page.keyboard.press("ArrowRight")
    expect_step(page, 1)
    expect_address(page, "panel=surface%2Closs")
    other = new_page()
    other.goto(page.evaluate("location.href"))
    drawn(other, "loss")
    expect_panels(other, "surface", "loss")
    # The others are drawn when they come back, at the step where the player is.
    other.keyboard.press("Escape")
    expect_panels(other, *everything)
    ready(other)
    drawn(other, "data")
    page.get_by_role("figure").filter(has=page.get_by_role("heading", name="BCE loss")).get_by_role(
        "button", name="Show alone"
    ).click()
    expect_panels(page, "surface")
    page.keyboard.press("0")
    expect_panels(page, *everything)


def expect_no_complaints(page: Page, where: object) -> None:
    """Wait until all can be read from the last row, nothing scrolls, and no label in a chart lies on another."""
    found = f"() => [...({COMPLAINTS})(), ...({sizes.OVERLAPS})()]"
    try:
        page.wait_for_function(f"() => !({found})().length", timeout=sizes.PATIENCE)
    except TimeoutError:
        assert page.evaluate(found) == [], where


# Where a walk through the app begins, and the pages that it comes to, each with the number of panels that a lecture
# shows: what is longest on it is to be seen.
PROJECTED = (
    ("?data=blobs&step=5&title=Steps&task=Find+the+largest.&predict=5~Where+is+it+then?~left~right", {"explorer": 2}),
    ("data?data=own&points=-1.2,-0.8,0;1.1,0.9,1;0.4,1.2,1", {"data": 1}),
    ("loss_surface?data=blobs&step=5", {"loss_surface": 2}),
    ("backward_pass?data=blobs&step=5&stage=dw", {"backward_pass": 2, "gradient_check": 1, "compare": 2}),
    ("break_it?data=blobs&step=5&mistake=no-transpose", {"break_it": 3, "by_hand": 0}),
)


@pytest.mark.long
@pytest.mark.parametrize(
    ("path", "panels"), PROJECTED, ids=lambda value: "" if isinstance(value, str) else " ".join(value)
)
def test_a_lecture_fits_the_projector(server: str, page: Page, path: str, panels: dict[str, int]) -> None:
    button = page.get_by_role("button", name="Lecture mode")
    for place, (code, count) in enumerate(panels.items()):
        page.set_viewport_size({"width": 1920, "height": 1080})
        if place == 0:
            page.goto(f"{server}/{path}&lecture=true")
        else:
            button.click()
            expect(button).to_have_attribute("aria-pressed", "false")
            go_to_page(page, code)
            expect(page.get_by_role("heading", level=1, name=PAGES[code].title)).to_be_visible()
            rested(page)
            button.click()
        # The numbers of a step come in a mount of their own, which is gone as soon as its program has come.
        expect(button).to_have_count(1)
        expect(button).to_have_attribute("aria-pressed", "true")
        expect_projected(page, code, count)


def expect_projected(page: Page, code: str, count: int) -> None:
    """All of a page in a lecture can be read from the last row, on both sizes of a projector's picture."""
    shown = page.locator(".gx-panel:visible")
    expect(shown).to_have_count(count)
    if not count:
        expect(page.get_by_label("new b", exact=True)).to_be_visible()
    expect_no_complaints(page, "1920 × 1080")
    if code == "backward_pass":
        for stage in range(9):
            page.keyboard.press("Home" if stage == 0 else "ArrowDown")
            expect(page.get_by_label("Numbers of this step")).to_contain_text(f"{stage + 1} of 9")
            expect_no_complaints(page, stage)
    if code == "compare":
        # Which line is whose, whatever panels are to be seen.
        expect(page.get_by_label("Numbers of this step").locator("svg:visible")).to_have_count(4)
    # A window that gets smaller has the same picture, smaller.
    page.set_viewport_size({"width": 1280, "height": 720})
    expect(page.locator("html")).to_have_css("font-size", "18px")
    expect_no_complaints(page, "1280 × 720")
    expect(shown).to_have_count(count)


@pytest.mark.long
def test_by_hand_takes_part_in_a_lecture(server: str, page: Page) -> None:
    page.goto(f"{server}/by_hand?data=blobs")
    button = page.get_by_role("button", name="Lecture mode")
    expect(button).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("l")
    expect(page.get_by_text("Data set", exact=True)).to_be_hidden()
    expect_address(page, "lecture=true")
    # What is typed is no key, and the lecture goes on behind an answer.
    page.get_by_role("textbox", name="L", exact=True).fill("l")
    page.keyboard.press("Enter")
    expect(page.get_by_text("That cannot be read as a number").and_(page.locator(":not([role=alert])"))).to_be_visible()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect_address(page, "lecture=true")
    button.click()
    expect(page.get_by_text("Data set", exact=True)).to_be_visible()
    assert "lecture" not in page.evaluate("location.href")


@pytest.mark.long
@pytest.mark.parametrize(
    "path",
    [
        "view?data=blobs&step=5",
        "view?page=backward_pass&data=blobs&step=5&stage=dw",
        "view?page=compare&data=blobs&step=5",
    ],
)
def test_each_panel_can_be_read_from_the_last_row(server: str, new_page: Callable[..., Page], path: str) -> None:
    page = new_page(1280, 720)
    page.goto(f"{server}/{path}")
    drawn(page)
    page.keyboard.press("l")
    expect(page.get_by_role("button", name="Lecture mode")).to_have_attribute("aria-pressed", "true")
    expect_address(page, "lecture=true")
    expect(page.locator(".gx-panel:visible")).to_have_count(2)
    for place in range(1, len(page.locator(".gx-panel").all()) + 1):
        page.keyboard.press(str(place))
        expect(page.locator(".gx-panel.gx-large")).to_have_count(1)
        expect_no_complaints(page, place)
    page.keyboard.press("Escape")
    # Every chart is back at its usual size, those too that could not be seen meanwhile.
    page.wait_for_function(
        "() => [...document.querySelectorAll('.gx-chart')].every(e => e._fullLayout?.font.size === 13 && e.offsetWidth)"
    )


@pytest.mark.long
def test_all_of_the_code_that_a_lesson_asks_about_is_seen_at_once(server: str, page: Page) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    # The longest program with gaps, and what is said to each line in a language of longer words.
    for at, language in ((3, "en"), (2, "de")):
        page.goto(f"{server}/view?lesson=write-it&at={at}&lang={language}&lecture=true")
        expect(page.locator(".gx-lesson code").first).to_be_visible()
        expect(page.locator(".gx-graph:visible")).to_have_count(1)
        for width, height in ((1920, 1080), (1280, 720)):
            page.set_viewport_size({"width": width, "height": height})
            expect_no_complaints(page, (at, width))
    page.context.clear_cookies()


@pytest.mark.long
def test_the_surface_fills_its_window_behind_a_preset(server: str, page: Page) -> None:
    page.goto(f"{server}/?data=blobs")
    ready(page)
    before = page.evaluate(WINDOW)[0][0]
    choose_case(page, "Hand calculation")
    page.wait_for_function(f"first => {WINDOW}[0][0] !== first", arg=before)
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    expect_step(page, 10)
    # Out of the list of cases: letters are typed there.
    page.locator("[data-name=surface] h2").click()
    page.keyboard.press("l")
    page.keyboard.press("2")
    expect_panels(page, "surface")
    page.wait_for_function(
        "() => { const e = document.querySelector('[data-name=surface] .gx-chart');"
        " return Math.abs(e._fullLayout.width - e.clientWidth) < 2; }"
    )
    drawn, axis = page.evaluate(WINDOW)
    assert axis == pytest.approx(drawn)


def test_another_theme_reaches_the_panels_that_are_hidden_meanwhile(server: str, page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(f"{server}/view?data=blobs")
    ready(page)
    page.keyboard.press("1")
    expect_panels(page, "data")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "() => /^rgba?\\(2[0-9]{2}/.test(document.querySelector('[data-name=data] .gx-chart')._fullLayout.font.color)"
    )
    page.keyboard.press("0")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.gx-chart')]"
        ".every(e => e.offsetWidth && /^rgba?\\(2[0-9]{2}/.test(e._fullLayout.font.color))"
    )
    # A page that is busy with a lecture's first drawing sees the new theme too.
    page.emulate_media(color_scheme="light")
    page.keyboard.press("l")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.gx-chart')].filter(e => e.offsetWidth)"
        ".every(e => /^rgba?\\(\\d{2},/.test(e._fullLayout.font.color))"
    )


@pytest.mark.long
def test_a_link_may_name_panels_that_are_not_there(server: str, page: Page) -> None:
    for panel, shown in (("nix", ("data", "surface")), ("data,data", ("data",)), ("x,,data,y", ("data",))):
        page.goto(f"{server}/view?data=blobs&lecture=true&panel={panel}")
        drawn(page, "data")
        expect_panels(page, *shown)


@pytest.mark.long
def test_a_lecture_on_the_gradient_check_can_be_left(server: str, page: Page) -> None:
    page.goto(f"{server}/gradient_check?lecture=true")
    button = page.get_by_role("button", name="Lecture mode")
    # It is there a little before its program is: then it says that it is pressed.
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(page.get_by_text("Data set", exact=True)).to_be_visible()


@pytest.mark.long
def test_a_lecture_is_in_the_link_and_ends_with_a_click(server: str, page: Page) -> None:
    page.goto(f"{server}/?data=blobs&lecture=true&panel=data&lr=nonsense")
    drawn(page, "data")
    expect_panels(page, "data")
    expect(page.get_by_text("Data set", exact=True)).to_be_hidden()
    page.get_by_role("button", name="Lecture mode").click()
    expect(page.get_by_text("Data set", exact=True)).to_be_visible()
    ready(page)


@pytest.mark.long
def test_a_page_that_takes_no_part_in_a_lecture_is_there_as_always(server: str, page: Page) -> None:
    page.goto(f"{server}/about")
    for code, there in (
        ("by_hand", page.get_by_label("new b", exact=True)),
        ("explorer", page.locator(".gx-chart").first),
    ):
        go_to_page(page, code)
        expect(there).to_be_visible()
        rested(page)
        # Its program may come after the button: then it says that it is not pressed.
        expect(page.get_by_role("button", name="Lecture mode")).to_have_attribute("aria-pressed", "false")
        page.keyboard.press("l")
        expect(page.get_by_text("Data set", exact=True)).to_be_hidden()
        page.go_back()
        expect(page.get_by_role("heading", name="Your privacy")).to_be_visible()
        expect(page.get_by_text("Data set", exact=True)).to_be_hidden()
        expect(page.get_by_role("banner")).to_be_visible()


def test_the_keys_are_listed(server: str, page: Page) -> None:
    page.goto(f"{server}/view?data=blobs")
    ready(page)
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("lecture mode")
    rate = keys.get_by_text("a smaller, a larger learning rate")
    expect(rate).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect_step(page, 0)
    # Only where it does something.
    page.goto(f"{server}/view?page=gradient_check&data=blobs")
    drawn(page)
    page.keyboard.press("?")
    expect(keys).to_contain_text("lecture mode")
    expect(rate).to_be_hidden()


@pytest.mark.long
def test_keys_go_on_after_a_click_in_the_sidebar_and_a_clicker_steps(server: str, page: Page) -> None:
    page.goto(f"{server}/?data=blobs")
    ready(page)
    # A click into the page's first run may be taken back by it.
    rested(page)
    page.keyboard.press("2")
    expect_panels(page, "surface")
    open_advanced(page)
    page.get_by_role("radiogroup", name="Loss axis").get_by_text("log", exact=True).click()
    expect_address(page, "scale=log")
    assert page.evaluate("document.activeElement.type") == "radio"
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    expect_step(page, 2)
    page.keyboard.press("PageUp")
    expect_step(page, 1)
    # Arrows are the radio's own.
    page.keyboard.press("ArrowLeft")
    expect_address(page, "^[^?]*[?](?!.*scale=)")
    expect_step(page, 1)
    page.keyboard.press("Escape")
    ready(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("clicker")


STEM = """({ label, place }) => {
  const chart = document.querySelector('[data-name=samples] .gx-chart');
  const plot = chart.querySelector('.nsewdrag').getBoundingClientRect();
  const trace = chart._fullData.findIndex(each => each.name === label);
  const { xaxis, yaxis } = chart._fullLayout;
  const tip = chart.calcdata[trace][3 * place + 1];
  return [plot.left + xaxis.d2p(tip.x), plot.top + yaxis.d2p(tip.y / 2)];
}"""
SAMPLE = """(sample) => {
  const chart = document.querySelector('[data-name=data] .gx-chart');
  const plot = chart.querySelector('.nsewdrag').getBoundingClientRect();
  const trace = chart._fullData.find(each => each.customdata?.indexOf(sample) >= 0);
  const { xaxis, yaxis } = chart._fullLayout;
  const i = trace.customdata.indexOf(sample);
  return [plot.left + xaxis.d2p(trace.x[i]), plot.top + yaxis.d2p(trace.y[i])];
}"""
LIT = """() => Object.fromEntries(['data', 'samples'].map(name => {
  const { data } = document.querySelector(`[data-name=${name}] .gx-chart`);
  const { x, y } = data.find(each => each.name === 'lit');
  return [name, [Array.from(x).at(-1), Array.from(y).at(-1)]];
}))"""


@pytest.mark.long
@pytest.mark.parametrize("query", ["", "&batch=32", "&order=by+class"])
def test_in_a_lecture_the_sample_below_the_mouse_is_lit_in_all_panels(server: str, page: Page, query: str) -> None:
    page.goto(f"{server}/view?data=blobs&lr=2&steps=60&lecture=true&panel=data,samples&step=7{query}")
    for name in ("data", "samples"):
        # They are drawn one after the other.
        expect(page.locator(f"[data-name={name}] .nsewdrag")).to_be_attached()
    batch = 32 if "batch" in query else 0
    scenario = Scenario(data="blobs", learning_rate=2.0, steps=60, batch=batch)
    data = scenario.dataset()
    history = train(scenario, data)

    def slopes(step: int) -> dict[int, float]:
        rows = np.arange(len(data.X)) if history.batches is None else history.batches[step]
        return dict(zip(rows.tolist(), moment(scenario, data, history, step).dy[:, 0], strict=True))

    # The first stem of class 1, whichever sample that is at this step.
    page.mouse.move(*page.evaluate(STEM, {"label": "class 1", "place": 0}))
    page.wait_for_function(f"() => ({LIT})().data[0] > -1e9")
    lit = page.evaluate(LIT)
    sample = int(np.argmin(np.abs(data.X - lit["data"]).sum(axis=1)))
    assert data.X[sample].tolist() == pytest.approx(lit["data"], rel=1e-6)
    assert lit["samples"][1] == pytest.approx(slopes(7)[sample], rel=1e-5)
    if "order" not in query:
        taller = [value for value in slopes(7).values() if abs(value) > abs(slopes(7)[sample])]
        assert lit["samples"][0] == len(taller)
    # And from the data to its stem, which goes on with the step: the sample that stands farthest from all others.
    distance = np.linalg.norm(data.X[:, np.newaxis] - data.X, axis=2) + np.diag(np.full(len(data.X), np.inf))
    sample = max(slopes(8), key=lambda row: distance[row].min())
    page.mouse.move(*page.evaluate(SAMPLE, sample))
    # A place has the digits that are told of it.
    page.wait_for_function(f"([x, y]) => Math.abs(({LIT})().data[0] - x) < 1e-5", arg=data.X[sample].tolist())
    page.keyboard.press("ArrowRight")
    expect(number(page, "step")).to_contain_text("8 of")
    assert page.evaluate(LIT)["samples"][1] == pytest.approx(slopes(8)[sample], rel=1e-5)
    # The mouse goes away: nothing is lit any more.
    page.mouse.move(3, 3)
    page.wait_for_function(f"() => !(({LIT})().data[0] > -1e9)")
