"""The Explorer in a real browser: what only a browser shows."""

import re
import struct
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from core.scenario import Scenario
from core.training import moment, train
from tests.e2e.locators import (
    LOST,
    MARK,
    button,
    choose_case,
    drawn,
    expect_address,
    expect_step,
    go_to_page,
    number,
    rate_control,
    readout,
    ready,
    rested,
    value,
)
from tests.e2e.stillness import DISTURBING, shifted
from ui.assets import text
from ui.modules import FULL, route
from ui.panels.samples import sample_gradients
from ui.timeline.packing import pack_address

# How many controls are in sight, as somebody counts who sees them: a list, a field with its buttons, a choice of some
# and a line with its ends are one each.
CONTROLS = """() => {
  const all = "a[href], button, input, select, textarea, summary, [role=slider], [role=tab]";
  const unseen = "dialog:not([open]), [inert], [aria-hidden=true]";
  const one = "[data-testid=stSelectbox], [data-testid=stNumberInput], [role=radiogroup], .languages, .gx-handles";
  const isSeen = (each) => {
    const { width, height, bottom, top } = each.getBoundingClientRect();
    const shown = each.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !each.closest(unseen);
    return shown && getComputedStyle(each).clipPath === "none"
      && width > 1 && height > 1 && bottom > 0 && top < innerHeight;
  };
  return new Set([...document.querySelectorAll(all)].filter(isSeen).map((each) => each.closest(one) ?? each)).size;
}"""


def weights(page: Page) -> list[float]:
    return [value(part) for part in readout(page, "W").strip("()").split(", ")]


@pytest.mark.long
def test_every_button_and_key_of_the_transport_goes_where_it_says(server: str, page: Page) -> None:
    page.goto(f"{server}/view?steps=40")
    ready(page)
    expect_step(page, 0)
    for name, step in (
        ("Step forward", 1),
        ("Step forward", 2),
        ("Step back", 1),
        ("Last step", 40),
        ("Step forward", 40),
        ("First step", 0),
        ("Step back", 0),
    ):
        button(page, name).click()
        expect_step(page, step)
    for key, step in (("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("End", 40), ("Home", 0)):
        page.keyboard.press(key)
        expect_step(page, step)
    scrubber = page.get_by_label("Step", exact=True)
    scrubber.fill("17")
    expect(number(page, "step")).to_have_text("17 of 40")
    expect_address(page, r"[?&]step=17\b")


@pytest.mark.long
def test_play_runs_to_the_end_and_space_stops_it(server: str, page: Page) -> None:
    page.goto(f"{server}/view?steps=400")
    ready(page)
    page.get_by_label("Speed").select_option("4×")
    page.keyboard.press("Space")
    expect(button(page, "Pause")).to_be_visible()
    page.keyboard.press("Space")
    expect(button(page, "Play")).to_be_visible()
    page.get_by_label("Speed").select_option("16×")
    button(page, "Play").click()
    expect(button(page, "Pause")).to_be_visible()
    expect_step(page, 400)
    expect(button(page, "Play")).to_be_visible()
    expect_address(page, r"[?&]step=400\b")
    # At the end, play begins anew.
    button(page, "Play").click()
    expect(button(page, "Pause")).to_be_visible()
    button(page, "First step").click()
    expect_step(page, 0)


def test_holding_a_button_repeats_it(server: str, page: Page) -> None:
    page.goto(f"{server}/view?steps=400")
    ready(page)
    button(page, "Step forward").hover()
    page.mouse.down()
    page.wait_for_function("document.querySelector('[aria-label=Step]').value >= 5")
    page.mouse.up()
    expect_address(page, r"[?&]step=\d+")
    stopped = re.search(r"step=(\d+)", page.evaluate("location.href"))
    assert stopped
    expect_step(page, int(stopped[1]))
    # Nothing moves any more: the next step is the one behind it.
    button(page, "Step forward").click()
    expect_step(page, int(stopped[1]) + 1)


@pytest.mark.long
def test_by_key_and_by_play_nothing_is_asked_for_and_no_chart_is_rebuilt(server: str, page: Page) -> None:
    received: list[int] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: received.append(len(data))))
    page.goto(f"{server}/?data=blobs")
    ready(page)
    rested(page)
    # Beside the map and in the sidebar: Streamlit calls its own by this name twice.
    expect(page.get_by_role("slider", name="Learning rate", exact=True)).to_have_count(2)
    assert page.evaluate(MARK) >= 10
    for _ in range(50):
        page.keyboard.press("ArrowRight")
    expect_step(page, 50)
    before = readout(page, "L")
    rate_control(page).press("ArrowRight")
    expect_address(page, r"[?&]lr=0\.6\b")
    expect(number(page, "L")).not_to_have_text(before)
    expect_step(page, 50)
    assert page.evaluate(LOST) == 0
    # What stands still is still there after all these steps: the contours, and the accuracy beside the loss.
    assert page.locator("[data-name=surface] .contourlayer path").count() > 5
    assert page.locator("[data-name=loss] .scatterlayer .lines path").count() >= 3
    rested(page)
    # The keyboard reaches every control of the transport.
    button(page, "First step").focus()
    for name in ("Step back", "Play", "Step forward", "Last step"):
        page.keyboard.press("Tab")
        expect(button(page, name)).to_be_focused()
    page.keyboard.press("Enter")
    expect_step(page, 400)
    # Nobody is asked about the step behind the last one.
    invitation = page.get_by_text("Which way will the next step go?")
    expect(invitation).to_be_hidden()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Step", exact=True)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect_step(page, 399)
    expect(invitation).to_be_visible()
    # In a field of the sidebar the keys belong to the field.
    page.get_by_text("Advanced", exact=True).click()
    page.get_by_role("spinbutton", name="Steps").focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect_step(page, 399)
    # While it plays, the server is asked for nothing.
    button(page, "First step").click()
    page.get_by_label("Speed").select_option("8×")
    button(page, "Play").click()
    page.wait_for_function("document.querySelector('[aria-label=Step]').value >= 20")
    received.clear()
    page.wait_for_function("document.querySelector('[aria-label=Step]').value >= 100")
    assert received == []
    button(page, "Pause").click()
    expect_address(page, r"[?&]step=\d+")
    assert page.evaluate(LOST) == 0


# Streamlit's programs that the first page does not name, and what came more than once.
LATE = """async () => {
  const asked = performance.getEntriesByType("resource").map(({ name }) => name);
  const first = await (await fetch(location.href)).text();
  const isLate = (name) => name.includes("/static/js/") && !first.includes(name.split("/").at(-1));
  return asked.filter((name, i) => isLate(name) || asked.indexOf(name) < i);
}"""
MOUNT_ANEW = """async ([program, html, message]) => {
  const { mount } = await import(program);
  const parent = document.querySelector("[data-plotly]").closest(".stBidiComponent");
  const fresh = parent.cloneNode(false);
  fresh.innerHTML = html;
  parent.replaceWith(fresh);
  const nobody = () => {};
  mount({ data: new Uint8Array(message), parentElement: fresh, setStateValue: nobody, setTriggerValue: nobody });
}"""


@pytest.mark.long
def test_mounted_anew_the_player_goes_on_where_it_was(server: str, page: Page) -> None:
    with page.expect_response(re.compile("/timeline")) as timeline:
        page.goto(f"{server}/?data=blobs")
    ready(page)
    for _ in range(50):
        page.keyboard.press("ArrowRight")
    expect_step(page, 50)
    html = page.locator("[data-plotly]:has(.gx)").evaluate("(part) => part.cloneNode(false).outerHTML")
    html = html.replace("</div>", f"{text('player.html')}</div>")
    address = pack_address(timeline.value.url.removeprefix(f"{server}/"), "of nobody")
    # A command that it knows moves nobody, one that is new does.
    for command, step in (((1, 0), 50), ((2, 7), 7)):
        message = address + struct.pack("<II", *command)
        page.evaluate(MOUNT_ANEW, [f"{route()}/{FULL}", html, list(message)])
        ready(page)
        expect_step(page, step)


@pytest.mark.long
def test_back_returns_to_the_earlier_settings(server: str, page: Page) -> None:
    page.goto(f"{server}/?steps=50&step=7")
    ready(page)
    expect_step(page, 7)
    choose_case(page, "Hand calculation")
    expect_address(page, r"data=two\+samples")
    expect_step(page, 0)
    expect(number(page, "step")).to_have_text("0 of 20")
    page.go_back()
    expect_address(page, r"steps=50")
    expect(number(page, "step")).to_contain_text("of 50")
    expect(page.get_by_role("combobox", name="Data set")).to_have_value("Ames housing")


@pytest.mark.long
def test_a_broken_link_shows_the_page_and_one_line_until_a_case_is_chosen(server: str, page: Page) -> None:
    page.goto(f"{server}/?data=blobs&lr=1e9&step=abc&seed=<script>alert(1)</script>&optimizer=magic")
    ready(page)
    warning = page.get_by_role("alert").filter(has_text="in this link")
    expect(warning).to_have_count(1)
    expect(warning).to_contain_text("seed in this link must be a whole number")
    expect(rate_control(page)).to_have_attribute("aria-valuetext", "0.5")
    expect(page.get_by_role("combobox", name="Data set")).to_have_value("blobs")
    expect_step(page, 0)
    rested(page)
    # It goes when a setting is changed. A case right behind a step is not lost.
    for name, data in (("XOR", "XOR"), ("Separable", "separable"), ("Saturated start", "blobs")):
        page.keyboard.press("ArrowRight")
        choose_case(page, name)
        expect_address(page, f"data={data}")
        expect(warning).to_have_count(0)
        expect(page.get_by_role("combobox", name="Data set")).to_have_value(data)
        expect_step(page, 0)
        page.keyboard.press("ArrowRight")
        expect_step(page, 1)
        expect(page.get_by_role("combobox", name="Data set")).to_have_value(data)


@pytest.mark.long
def test_a_click_on_the_surface_sets_the_start_and_a_double_click_does_not(server: str, page: Page) -> None:
    page.goto(f"{server}/?step=30")
    ready(page)
    plot = page.locator("[data-name=surface] .nsewdrag")
    box = plot.bounding_box()
    assert box
    page.mouse.dblclick(box["x"] + 0.8 * box["width"], box["y"] + 0.3 * box["height"])
    # What a single click would do by now, had it been one: the next step is still the one behind 30.
    page.keyboard.press("ArrowRight")
    expect_step(page, 31)
    expect_address(page, r"\?v=2&data=Ames\+housing&step=31$")
    page.mouse.move(box["x"] + 0.8 * box["width"], box["y"] + 0.3 * box["height"])
    page.mouse.click(box["x"] + 0.8 * box["width"], box["y"] + 0.3 * box["height"])
    expect_address(page, r"start=typed")
    expect_step(page, 0)
    page.get_by_text("Advanced", exact=True).click()
    typed = page.get_by_role("textbox", name="Typed weights").input_value()
    assert weights(page) == pytest.approx([float(part) for part in typed.split(",")], rel=1e-6)
    # 0.8 and 0.7 of the way along the axes of the default slice.
    assert weights(page)[0] > 20
    assert weights(page)[1] > 0


def test_a_click_on_the_loss_curve_goes_to_that_step(server: str, page: Page) -> None:
    page.goto(f"{server}/view?steps=10")
    ready(page)
    point = page.evaluate(
        """() => {
      const chart = document.querySelector('[data-name=loss] .gx-chart');
      const plot = chart.querySelector('.nsewdrag').getBoundingClientRect();
      const trace = chart._fullData.findIndex(each => each.name === 'loss, train');
      const y = chart.calcdata[trace][6].y;
      const { xaxis, yaxis } = chart._fullLayout;
      return [plot.left + xaxis.d2p(6), plot.top + yaxis.d2p(y)];
    }"""
    )
    page.mouse.move(*point)
    page.mouse.click(*point)
    expect_step(page, 6)


@pytest.mark.long
def test_a_click_on_the_path_goes_to_that_step(server: str, page: Page) -> None:
    page.goto(f"{server}/?data=unscaled&noise=0.5&start=typed&weights=-1.5,2.5,0&lr=7&steps=60&step=30")
    ready(page)
    point = page.evaluate(
        """() => {
      const chart = document.querySelector('[data-name=surface] .gx-chart');
      const plot = chart.querySelector('.nsewdrag').getBoundingClientRect();
      const path = chart._fullData.find(each => each.name === 'path');
      const { xaxis, yaxis } = chart._fullLayout;
      return [plot.left + xaxis.d2p(path.x[2]), plot.top + yaxis.d2p(path.y[2])];
    }"""
    )
    page.mouse.move(*point)
    page.mouse.click(*point)
    expect_step(page, 2)
    # The start is where it was: the click went to a step, it did not set a start.
    page.get_by_text("Advanced", exact=True).click()
    expect(page.get_by_role("textbox", name="Typed weights")).to_have_value("-1.5,2.5,0")


def test_the_bare_address_fits_a_laptop_and_says_its_version_from_then_on(server: str, page: Page) -> None:
    page.goto(server)
    ready(page)
    # Whatever Streamlit needs for it was asked for by the first page, and the charts' program only once.
    assert page.evaluate(LATE) == []
    bottom = page.locator(".gx-panels").bounding_box()
    assert bottom
    assert bottom["y"] + bottom["height"] <= 900
    main = page.get_by_test_id("stMain")
    assert main.evaluate("e => e.scrollHeight - e.clientHeight") <= 1
    for panel in page.locator(".gx-panel").all():
        box = panel.bounding_box()
        assert box
        assert box["width"] > 250
        assert box["height"] > 200
    assert 20 < page.evaluate(CONTROLS) <= 30
    # Everything has come to the place where it stays, or near it.
    assert shifted(page) < DISTURBING
    # It opens the zigzag.
    expect(page.get_by_role("combobox", name="Data set")).to_have_value("unscaled")
    expect_address(page, r"/\?v=2$")
    # Another data set begins with what is usual with it, and the address needs no more words for that.
    page.get_by_role("combobox", name="Data set").click()
    page.get_by_role("option", name="moons", exact=True).click()
    expect(number(page, "step")).to_contain_text("of 400")
    expect_address(page, r"/\?data=moons&v=2$")
    go_to_page(page, "compare")
    expect_address(page, r"/compare\?data=moons&v=2$")


@pytest.mark.long
def test_on_a_phone_the_panels_stack_and_nothing_is_wider_than_the_screen(server: str, page: Page) -> None:
    """And the dark theme reaches the charts, and follows a change."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    page.goto(server)
    ready(page)
    tops = [panel.bounding_box()["y"] for panel in page.locator(".gx-panel").all()]
    assert tops == sorted(tops)
    assert len(set(tops)) == 5
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for chart in page.locator(".gx-chart .main-svg").all():
        box = chart.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    page.get_by_role("button", name="Step forward").click()
    expect_step(page, 1)
    tick = page.locator("[data-name=loss] .xtick text").first
    colour = tick.evaluate("e => getComputedStyle(e).fill")
    assert sum(int(part) for part in re.findall(r"\d+", colour)[:3]) > 500
    page.evaluate(MARK)
    page.emulate_media(color_scheme="light")
    page.wait_for_function(
        """() => {
      const text = document.querySelector('[data-name=loss] .xtick text');
      return getComputedStyle(text).fill.match(/\\d+/g).slice(0, 3).reduce((a, b) => a + Number(b), 0) < 300;
    }"""
    )
    assert page.evaluate(LOST) == 0


def test_reduced_motion_still_plays_to_the_end(server: str, new_page: Callable[..., Page]) -> None:
    page = new_page(reduced_motion="reduce")
    page.goto(f"{server}/view?steps=30")
    ready(page)
    page.get_by_label("Speed").select_option("16×")
    button(page, "Play").click()
    expect_step(page, 30)


@pytest.mark.long
def test_the_camera_of_the_3d_surface_is_kept_and_in_the_link(server: str, page: Page) -> None:
    # Small: each picture of a 3-D chart is drawn by the processor here.
    page.set_viewport_size({"width": 1024, "height": 640})
    page.goto(f"{server}/view?surface=3-D&step=5")
    ready(page)
    drawn(page, "loss")
    box = page.locator("[data-name=surface] .gl-container canvas").first.bounding_box()
    assert box
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 80, middle[1] + 20, steps=4)
    page.mouse.up()
    scene = "document.querySelector('[data-name=surface] .gx-chart')._fullLayout.scene._scene"
    camera = f"(({{eye, up, center}}) => [eye, up, center].flatMap(({{x, y, z}}) => [x, y, z]))({scene}.getCamera())"
    turned = page.evaluate(camera)
    assert turned[0] != pytest.approx(1.5)
    # It rolls too: up is not the axis any more.
    assert turned[3:6] != pytest.approx([0, 0, 1], abs=0.02)
    page.keyboard.press("ArrowRight")
    expect_step(page, 6)
    before = readout(page, "L")
    page.keyboard.press("]")
    expect(number(page, "L")).not_to_have_text(before)
    expect_address(page, "(?=.*camera=)(?=.*lr=)")
    assert page.evaluate(camera) == pytest.approx(turned)
    # Whoever opens the link looks from the same place.
    page.reload()
    drawn(page, "surface")
    page.wait_for_function(f"() => {scene}?.getCamera()")
    assert page.evaluate(camera) == pytest.approx(turned, abs=0.01)


PICTURE = """() => [...document.querySelectorAll('.gx-chart')].map(chart =>
  [...chart.querySelectorAll('.plot path, .plot text')].map(e =>
    [e.getAttribute('d'), e.getAttribute('transform'), e.textContent].join(' ')).sort())"""


@pytest.mark.long
@pytest.mark.parametrize("query", ["data=blobs&lr=3", "data=Ames+housing", "data=two+samples&order=by+class&scale=log"])
def test_moving_the_traces_gives_the_picture_that_plotly_draws_afresh(server: str, page: Page, query: str) -> None:
    page.goto(f"{server}/view?{query}")
    ready(page)
    page.evaluate("() => { window.long = 0; Plotly.animate = () => window.long++; }")
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(number(page, "step")).to_contain_text("6 of")
    moved = page.evaluate(PICTURE)
    # It was the short way that moved them, not Plotly.animate.
    assert page.evaluate("window.long") == 0
    page.evaluate("() => Promise.all([...document.querySelectorAll('.gx-chart')].map(chart => Plotly.redraw(chart)))")
    assert page.evaluate(PICTURE) == moved
    # And after a full drawing the next step moves on, with nothing lost.
    page.keyboard.press("ArrowRight")
    expect(number(page, "step")).to_contain_text("7 of")
    assert [len(chart) for chart in page.evaluate(PICTURE)] == [len(chart) for chart in moved]


def test_hovering_a_moved_stem_tells_its_exact_number(server: str, page: Page) -> None:
    scenario = Scenario(data="two samples", start="typed", weights=(0.1, -0.2, 0.3), learning_rate=1.0, steps=20)
    page.goto(f"{server}/view?data=two+samples&start=typed&weights=0.1,-0.2,0.3&lr=1&steps=20&order=by+class")
    ready(page)
    page.keyboard.press("ArrowRight")
    expect(number(page, "step")).to_have_text("1 of 20")
    data = scenario.dataset()
    history = train(scenario, data)
    expected = moment(scenario, data, history, 1).dy[0, 0]
    place = page.evaluate(
        """() => {
      const chart = document.querySelector('[data-name=samples] .gx-chart');
      const plot = chart.querySelector('.nsewdrag').getBoundingClientRect();
      const trace = chart._fullData.findIndex(each => each.name === 'class 1');
      const { xaxis, yaxis } = chart._fullLayout;
      return [plot.left + xaxis.d2p(0), plot.top + yaxis.d2p(chart.calcdata[trace][1].y / 2)];
    }"""
    )
    page.mouse.move(*place)
    label = page.locator("[data-name=samples] .hoverlayer text", has_text="dL/dy")
    expect(label).to_have_count(1)
    shown = re.search(r"dL/dy = (\S+?)(?:$|[^0-9.e\-\N{MINUS SIGN}])", label.text_content() or "")
    assert shown
    assert value(shown[1]) == pytest.approx(expected, rel=1e-6)
    # It is written as everywhere on the page: a minus is no hyphen.
    assert expected < 0.0
    assert shown[1].startswith("\N{MINUS SIGN}")


@pytest.mark.long
def test_at_rest_the_stems_of_a_long_run_are_exact(server: str, page: Page) -> None:
    scenario = Scenario(data="blobs", steps=5_000)
    data = scenario.dataset()
    gradients = sample_gradients(scenario, data, train(scenario, data), np.arange(200))[0][37]
    exact = np.concatenate([gradients[data.t[:, 0] == label] for label in (1, 0)])
    page.goto(f"{server}/view?data=blobs&steps=5000&step=36")
    ready(page)
    page.keyboard.press("ArrowRight")
    expect(number(page, "step")).to_have_text("37 of 5,000")
    stems = """() => {
      const { data } = document.querySelector('[data-name=samples] .gx-chart');
      return data.filter(t => t.name.startsWith('class')).flatMap(t => Array.from(t.y).filter((_, i) => i % 3 === 1));
    }"""
    page.wait_for_function(
        f"expected => ({stems})().every((value, i) => Math.abs(value - expected[i]) <= 1e-6 * Math.abs(expected[i]))",
        arg=exact.tolist(),
    )


STEMS = """() => {
  const { data } = document.querySelector('[data-name=samples] .gx-chart');
  return data.filter(t => t.name.startsWith('class')).map(t => Array.from(t.y).filter((_, i) => i % 3 === 1));
}"""
TALLEST = """() => {
  const chart = document.querySelector('[data-name=samples] .gx-chart');
  const plot = chart.querySelector('.nsewdrag').getBoundingClientRect();
  const { xaxis, yaxis } = chart._fullLayout;
  for (const points of chart.calcdata) {
    const tip = points.find((point, i) => i % 3 === 1 && point.x === 0);
    if (points[0].trace.name.startsWith('class') && tip) {
      return { at: [plot.left + xaxis.d2p(0), plot.top + yaxis.d2p(tip.y / 2)], height: tip.y };
    }
  }
}"""
NAMES = """() => ['data', 'samples'].map(name => {
  const { data } = document.querySelector(`[data-name=${name}] .gx-chart`);
  return Array.from(data.find(each => each.name === 'lit').text ?? []).at(-1) ?? '';
})"""


@pytest.mark.long
def test_until_a_step_s_numbers_have_come_hovering_says_about(server: str, page: Page) -> None:
    address = f"{server}/view?data=blobs&samples=200&steps=400"
    page.route("**/view/detail**", lambda route: route.abort())
    page.goto(address)
    ready(page)
    label = page.locator("[data-name=samples] .hoverlayer text", has_text="dL/dy")
    page.mouse.move(*page.evaluate(TALLEST)["at"])
    expect(label.first).to_contain_text("dL/dy ≈ ")
    page.mouse.move(5, 5)
    page.unroute("**/view/detail**")
    page.keyboard.press("ArrowRight")
    scenario = Scenario(data="blobs", steps=400)
    data = scenario.dataset()
    gradients = sample_gradients(scenario, data, train(scenario, data), np.arange(200))[0][1]
    tallest = float(gradients[np.abs(gradients).argmax()])
    exact = [gradients[data.t[:, 0] == label].tolist() for label in (1, 0)]
    page.wait_for_function(
        f"""expected => ({STEMS})().every((stems, k) => stems.every((value, i) =>
          Math.abs(value - expected[k][i]) <= 1e-6 * Math.abs(expected[k][i])))""",
        arg=exact,
    )
    page.mouse.move(*page.evaluate(TALLEST)["at"])
    expect(label.first).to_contain_text("dL/dy = ")
    # The stem beside it may be told too.
    told = re.findall(r"dL/dy = ([\d.e\N{MINUS SIGN}-]+)", " ".join(label.all_text_contents()))
    assert pytest.approx(tallest, rel=1e-5) in [value(text) for text in told]


def test_stems_can_show_who_pushes_a_weight_and_a_click_keeps_a_sample_named(server: str, page: Page) -> None:
    scenario = Scenario(data="blobs", learning_rate=2.0, steps=60)
    data = scenario.dataset()
    history = train(scenario, data)
    page.goto(f"{server}/view?data=blobs&lr=2&steps=60&step=7")
    ready(page)
    page.get_by_role("combobox", name="Who pushes").select_option("pushes w2")
    expect_address(page, "push=w2")
    pushes = data.X[:, 1] * moment(scenario, data, history, 7).dy[:, 0]
    expected = [pushes[data.t[:, 0] == label].tolist() for label in (1, 0)]
    shown = page.wait_for_function(
        f"([ones]) => {{ const stems = ({STEMS})(); return Math.abs(stems[0][0] - ones[0]) < 1e-7 && stems; }}",
        arg=expected,
    ).json_value()
    for ours, theirs in zip(shown, expected, strict=True):
        assert ours == pytest.approx(theirs, rel=1e-5, abs=1e-9)
    # The tallest stands first, and hovering says which sample it is, of what, and how much.
    tallest = page.evaluate(TALLEST)
    sample = int(np.argmax(np.abs(pushes)))
    assert tallest["height"] == pytest.approx(pushes[sample], rel=1e-5)
    page.mouse.move(*tallest["at"])
    told = page.locator("[data-name=samples] .hoverlayer text", has_text="x2 · dL/dy = ")
    expect(told.filter(has_text=f"sample {sample}t = ")).to_have_count(1)
    page.mouse.click(*tallest["at"])
    # From the cover that Plotly lays over the page for a click, a mouse may go elsewhere without touching the chart.
    page.mouse.move(3, 3)
    expect(told).to_have_count(0)
    page.wait_for_function(f"name => ({NAMES})().every(each => each === name)", arg=f"sample {sample}")
    # The same click once more lets go of it. Plotly's click is of what it has hovered.
    page.mouse.move(*tallest["at"])
    expect(told.first).to_be_visible()
    page.mouse.click(*tallest["at"])
    page.mouse.move(3, 3)
    page.wait_for_function(f"() => ({NAMES})().every(each => each === '')")


@pytest.mark.long
def test_a_link_of_version_1_shows_what_it_showed_and_back_leads_out(server: str, page: Page) -> None:
    page.goto(f"{server}/healthz")
    page.goto(f"{server}/?data=unscaled&lr=0.7")
    ready(page)
    expect(number(page, "step")).to_have_text("0 of 400")
    expect_address(page, r"\?v=2&noise=0.3&start=zero&weights=&lr=0.7&steps=400$")
    page.go_back()
    expect_address(page, "/healthz$")
