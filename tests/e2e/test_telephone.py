"""A telephone in the hand: the bar below the thumb, charts above it, and swipes that scroll and do nothing else."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, TimeoutError, expect

from core.data.drawings import encode
from tests.e2e.locators import drawn, expect_step, ready, rested
from tests.e2e.sizes import COMPLAINTS, PATIENCE

UPRIGHT = (390, 844)
ACROSS = (844, 390)
SIZES = (UPRIGHT, (360, 740), ACROSS, (820, 1180))
LINK = "view?data=blobs&samples=60&steps=40&step=9"
# The pages of the light view; that of the surface has a 3-D chart.
PAGES = (
    "",
    "&page=loss_surface",
    "&page=compare",
    "&page=backward_pass",
    "&page=break_it&mistake=no-n",
    "&page=gradient_check",
)
QUESTION = "&predict=9~Where+will+the+boundary+be+after+this+step%3F~further+left~where+it+is~further+right"
# Controls that a finger would miss, and boxes that stand out of the window, of those that are to be seen.
SMALL = """() => [
    ...document.querySelectorAll('button, select, input, summary, .gx-explore, .st-key-telephone-pages a'),
  ]
  .filter((each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && !each.closest('dialog, [inert], [aria-hidden=true], .stSlider'))
  .map((each) => [each, each.getBoundingClientRect()])
  .filter(([each, { width, height }]) => width > 1 && (height < 43.5 || width < 43.5)
    && ![...(each.labels ?? [])].some((label) => label.getBoundingClientRect().height >= 43.5))
  .map(([each, { width, height }]) => `${each.outerHTML.slice(0, 120)} ${width}x${height}`)"""
WIDE = "() => document.scrollingElement.scrollWidth - innerWidth"
# What is shown, as the address and the line of numbers have it.
STATE = """() => JSON.stringify([
  location.search, document.querySelector('.gx-scrubber').value, document.querySelector('.gx-readout').textContent
])"""


def swipe(page: Page, where: tuple[float, float], by: tuple[float, float], parts: int = 8) -> None:
    """A finger goes from a place by so many pixels, and is lifted."""
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y} for x, y in points]
        session.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": touches})

    x, y = where
    touch("Start", where)
    for part in range(1, parts + 1):
        touch("Move", (x + by[0] * part / parts, y + by[1] * part / parts))
    touch("End")
    session.detach()


def middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def settled(page: Page) -> str:
    """The state, when all that waits for a moment has come: a click waits for a second one, and for a rest."""
    page.clock.fast_forward(2000)
    return str(page.evaluate(STATE))


@pytest.mark.long
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_bar_and_two_charts_are_in_the_window_at_once(
    new_phone: Callable[..., Page], server: str, size: tuple[int, int]
) -> None:
    page = new_phone(*size)
    page.goto(f"{server}/{LINK}")
    ready(page)
    bar = page.locator(".gx-deck").bounding_box()
    assert bar
    assert bar["height"] <= 96
    assert bar["y"] + bar["height"] == pytest.approx(size[1], abs=1)
    boxes = [page.locator(f"[data-name={name}]").bounding_box() for name in ("data", "surface")]
    for box in boxes:
        assert box
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= bar["y"] + 1
        assert box["height"] >= 190
    lies = size[0] > size[1]
    assert (boxes[0]["y"] == boxes[1]["y"]) == lies  # type: ignore[index]
    # The line of numbers begins with these, whole.
    for label in ("step", "L", "‖dW‖"):
        number = page.locator(".gx-readout div").filter(has=page.get_by_text(label, exact=True)).bounding_box()
        assert number
        assert bar["y"] <= number["y"]
        assert number["x"] + number["width"] <= size[0]
    assert page.locator(".gx-deck button:visible").count() == 6


# Both panels are above the bar, whatever stands around the player.
ABOVE = """(names) => {
  const bar = document.querySelector(".gx-deck").getBoundingClientRect().top;
  return names.every((name) => {
    const { top, bottom } = document.querySelector(`[data-name=${name}]`).getBoundingClientRect();
    return top >= 44 && bottom <= bar + 1 && bottom - top >= 190;
  });
}"""


@pytest.mark.long
@pytest.mark.parametrize(
    ("path", "size", "panels"),
    [
        ("", ACROSS, ("data", "surface")),
        ("", (360, 740), ("data", "surface")),
        ("", UPRIGHT, ("data", "surface")),
        ("backward_pass", ACROSS, ("graph", "formula")),
        ("break_it?mistake=no-n", ACROSS, ("surface", "loss")),
        ("loss_surface?beside=other+loss", ACROSS, ("contours", "other")),
        ("gradient_check", ACROSS, ("errors",)),
    ],
)
def test_so_they_are_in_the_full_page(
    new_phone: Callable[..., Page], server: str, path: str, size: tuple[int, int], panels: tuple[str, ...]
) -> None:
    page = new_phone(*size)
    page.goto(f"{server}/{path}")
    drawn(page)
    page.wait_for_function(ABOVE, arg=panels)


# How much is left over between what is drawn and the link behind it.
LEFT_OVER = """() => document.querySelector(".st-key-telephone-next").getBoundingClientRect().top
  - document.querySelector(".gx-panels").getBoundingClientRect().bottom"""


@pytest.mark.long
def test_below_the_one_chart_of_a_page_nothing_is_left_over(new_phone: Callable[..., Page], server: str) -> None:
    page = new_phone(*UPRIGHT)
    page.goto(f"{server}/gradient_check")
    drawn(page)
    for width, height in SIZES[:2]:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(f"() => ({LEFT_OVER})() < 40")


# How far the page goes on below the link at its end.
BELOW = """() => {
  const block = document.querySelector(".stMainBlockContainer").getBoundingClientRect();
  return block.bottom - document.querySelector(".st-key-telephone-next").getBoundingClientRect().bottom;
}"""
# Whether two that are to be seen are apart, across or down, by two selectors.
APART = """(pair) => {
  const isSeen = (each) => each.checkVisibility();
  const [a, b] = pair.map((wanted) => [...document.querySelectorAll(wanted)].find(isSeen)?.getBoundingClientRect());
  return a && b && Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom) > 3;
}"""
TOOLS = ("[data-testid=stElementToolbarButtonContainer]", ".st-key-for-lecture-pens [data-testid=stCaptionContainer] p")
HELP = (".st-key-for-lecture-h label p", ".st-key-for-lecture-h .stTooltipIcon svg")


@pytest.mark.long
def test_a_page_ends_where_its_bar_ends_and_without_one_where_it_does(
    new_phone: Callable[..., Page], server: str
) -> None:
    page = new_phone(*UPRIGHT)
    for path, room in (("by_hand", 0), ("lessons", 0), ("", 96)):
        page.goto(f"{server}/{path}")
        expect(page.locator(".st-key-telephone-next")).to_be_visible()
        rested(page)
        assert room <= page.evaluate(BELOW) <= room + 30, path


@pytest.mark.long
def test_held_across_nothing_lies_on_the_words_beside_it(new_phone: Callable[..., Page], server: str) -> None:
    page = new_phone(*ACROSS)
    for path, pair in (("data", TOOLS), ("gradient_check", HELP)):
        page.goto(f"{server}/{path}")
        page.wait_for_function(APART, arg=pair)


# The lines of the words that stand beside an equals sign, in the panels' titles.
BESIDE_EQUALS = """() => [...document.querySelectorAll(".gx-panel h2")].flatMap(({ firstChild: words }) =>
  [...(words?.data ?? "").matchAll(/\\S+\\s=\\s\\S+/g)].map(({ 0: found, index }) => {
    const range = document.createRange();
    range.setStart(words, index);
    range.setEnd(words, index + found.length);
    return [found, new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size];
  }))"""


@pytest.mark.long
def test_no_title_ends_a_line_beside_an_equals_sign_and_nothing_touches_the_edge(
    new_phone: Callable[..., Page], server: str
) -> None:
    page = new_phone(*UPRIGHT)
    for path in ("view?data=unscaled", "view?page=gradient_check&data=unscaled"):
        page.goto(f"{server}/{path}")
        drawn(page)
        for width in range(320, 420, 10):
            page.set_viewport_size({"width": width, "height": 844})
            found = page.evaluate(BESIDE_EQUALS)
            assert found
            assert all(lines == 1 for _, lines in found), (width, found)
    page.set_viewport_size(dict(zip(("width", "height"), UPRIGHT, strict=True)))
    page.goto(f"{server}/view?lesson=downhill&at=2")
    drawn(page)
    for link in page.locator(".gx-moments li a").all():
        box = link.bounding_box()
        assert box
        assert box["y"] >= 2


@pytest.mark.long
@pytest.mark.parametrize("path", PAGES)
def test_every_target_is_large_and_everything_fits(new_phone: Callable[..., Page], server: str, path: str) -> None:
    page = new_phone(*UPRIGHT)
    page.goto(f"{server}/{LINK}{path}")
    drawn(page)
    for width, height in SIZES:
        # As when it is turned, or unfolded.
        page.set_viewport_size({"width": width, "height": height})
        try:
            page.wait_for_function(
                f"() => !({SMALL})().length && !({COMPLAINTS})().length", polling=100, timeout=PATIENCE
            )
        except TimeoutError:
            assert page.evaluate(f"() => [...({SMALL})(), ...({COMPLAINTS})()]") == [], (width, height)
        more = page.get_by_role("button", name="More")
        if more.is_visible():
            more.tap()
            expect(page.get_by_role("button", name="Share")).to_be_in_viewport(ratio=1)
            assert page.evaluate(SMALL) == []
            assert page.evaluate(WIDE) <= 0
            more.tap()


# What is swiped over on a page, and which way.
SWIPES = {
    "": (("surface", (3, -220)), ("loss", (2, -200)), ("loss", (170, 5))),
    "&page=loss_surface&beside=other+loss": (("contours", (-150, 4)),),
    "&page=backward_pass": (("arrows", (-140, 6)),),
    "&surface=3-D": (("surface", (-160, 10)), ("surface", (0, -200))),
}


@pytest.mark.long
@pytest.mark.parametrize("path", SWIPES)
def test_a_swipe_over_a_chart_changes_nothing(new_timed_page: Callable[..., Page], server: str, path: str) -> None:
    page = new_timed_page(*UPRIGHT, has_touch=True, is_mobile=True)
    page.goto(f"{server}/{LINK}{path}")
    for panel, by in SWIPES[path]:
        chart = page.locator(f"[data-name={panel}] .gx-chart")
        expect(chart.locator(":is(.main-svg, .gl-container canvas)").first).to_be_visible()
        page.evaluate("scrollTo(0, 0)")
        chart.scroll_into_view_if_needed()
        before = settled(page)
        scrolled = page.evaluate("scrollY")
        swipe(page, middle(chart), by)
        assert settled(page) == before
        expect(page.get_by_role("button", name="Undo")).to_have_count(0)
        # The page is not stopped by it, unless it is at its end.
        if abs(by[1]) > 100 and path != "":
            page.wait_for_function("before => scrollY > before", arg=scrolled)
    # Nor does one at the page's end, nor over the bar.
    if path == "":
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        before = settled(page)
        swipe(page, middle(page.locator("[data-name=loss] .gx-chart")), (0, -220))
        swipe(page, middle(page.get_by_role("button", name="Step forward")), (0, -120))
        assert settled(page) == before


def test_a_tap_acts_and_can_be_undone(new_phone: Callable[..., Page], server: str) -> None:
    page = new_phone(*UPRIGHT)
    page.goto(f"{server}/{LINK}&page=loss_surface&beside=other+loss")
    plot = page.locator("[data-name=contours] .nsewdrag").first
    expect(plot).to_be_visible()
    undo = page.get_by_role("button", name="Undo")
    asked = page.locator("[data-name=asked]")
    expect(asked).to_contain_text("Click the map")
    x, y = middle(plot)
    page.touchscreen.tap(x + 40, y + 30)
    expect(asked).to_contain_text("W = (")
    expect(undo).to_be_visible()
    box = undo.bounding_box()
    assert box
    assert box["height"] >= 44
    undo.tap()
    expect(asked).to_contain_text("Click the map")
    expect(undo).to_have_count(0)


def test_a_tap_on_the_loss_goes_to_its_step_and_back(new_phone: Callable[..., Page], server: str) -> None:
    page = new_phone(*UPRIGHT)
    page.goto(f"{server}/{LINK}")
    ready(page)
    chart = page.locator("[data-name=loss] .nsewdrag").first
    chart.scroll_into_view_if_needed()
    line = page.locator("[data-name=loss] .scatterlayer .trace path.js-line").first
    at = line.evaluate(
        """line => {
          const { x, y } = line.getPointAtLength(0.6 * line.getTotalLength()).matrixTransform(line.getScreenCTM());
          return [x, y];
        }"""
    )
    page.touchscreen.tap(*at)
    expect(page.get_by_label("Step", exact=True)).not_to_have_value("9")
    page.get_by_role("button", name="Undo").tap()
    expect_step(page, 9)
    # What is done elsewhere takes the way back away.
    page.touchscreen.tap(*at)
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.get_by_role("button", name="Step forward").tap()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)


@pytest.mark.long
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_question_stands_above_the_bar_at_once(
    new_phone: Callable[..., Page], server: str, size: tuple[int, int]
) -> None:
    page = new_phone(*size)
    page.goto(f"{server}/{LINK}&task=Look+at+the+boundary.{QUESTION}")
    drawn(page)
    asked = page.get_by_role("region", name="Predict first")
    for place in (asked, *asked.get_by_role("button").all(), page.locator("[data-name=data] .gx-chart")):
        expect(place).to_be_in_viewport(ratio=1)
    assert page.evaluate(SMALL) == []
    chart, above, bar = (page.locator(name).bounding_box() for name in ("[data-name=data]", ".gx-predict", ".gx-deck"))
    assert chart
    assert above
    assert bar
    assert chart["y"] + chart["height"] <= above["y"] + 1
    assert above["y"] + above["height"] <= bar["y"] + 1
    # Whoever wants to go on is not taken away from the chart.
    page.get_by_role("button", name="Step forward").tap()
    expect(asked).to_contain_text("Answer first")
    assert page.evaluate("scrollY") == 0
    asked.get_by_role("button", name="where it is").tap()
    expect_step(page, 10)


@pytest.mark.long
def test_drawn_points_are_moved_by_a_finger(new_phone: Callable[..., Page], server: str) -> None:
    page = new_phone(*UPRIGHT)
    points = encode([(-1, 1, 0), (1, -1, 1)])
    page.goto(f"{server}/data?data=own+data&points={points}")
    point = page.locator("[data-name=board] .points path").first
    expect(point).to_be_visible()
    rested(page)
    # A swipe beside the points does nothing.
    place = page.locator("[data-name=board] .nsewdrag").first
    place.tap(trial=True)
    x, y = middle(point)
    swipe(page, (x + 90, y + 10), (60, 0))
    # The chart takes its place's size late: only what stands still can be taken.
    place.tap(trial=True)
    swipe(page, middle(point), (40, -50))
    page.wait_for_function("before => new URLSearchParams(location.search).get('points') !== before", arg=points)
    expect(page.get_by_text("2 of 60 points")).to_be_visible()
    moved = page.evaluate("() => new URLSearchParams(location.search).get('points')")
    assert moved.endswith(points[-6:]) or moved != points


def expect_pages_and_settings(page: Page) -> None:
    """Above the two charts, both behind buttons, which are left closed."""
    ready(page)
    rested(page)
    bar = page.locator(".gx-deck").bounding_box()
    assert bar
    for name in ("data", "surface"):
        box = page.locator(f"[data-name={name}]").bounding_box()
        assert box
        assert box["y"] >= 44
        assert box["y"] + box["height"] <= bar["y"] + 1
    pages, settings = (page.get_by_role("button", name=name, exact=True) for name in ("Pages", "Settings"))
    setting = page.get_by_text("Data set", exact=True)
    expect(setting).to_be_hidden()
    assert page.evaluate(SMALL) == []
    settings.tap()
    expect(setting).to_be_in_viewport()
    assert page.evaluate(SMALL) == []
    assert page.evaluate(WIDE) <= 0
    settings.tap()
    expect(setting).to_be_hidden()
    pages.tap()
    assert page.evaluate(SMALL) == []
    pages.tap()
    expect(page.get_by_role("link", name="Compare")).to_be_hidden()


@pytest.mark.long
def test_the_full_page_undoes_a_tap_and_has_its_pages_and_settings_on_top(
    new_timed_page: Callable[..., Page], server: str
) -> None:
    page = new_timed_page(*UPRIGHT, has_touch=True, is_mobile=True)
    page.goto(f"{server}/?data=blobs&samples=60&steps=40&step=9")
    ready(page)
    asked = page.get_by_role("link", name="Predict it")
    expect(asked).to_be_visible()
    expect(asked).to_have_attribute("href", "view?lesson=downhill&at=1")
    # A start that was tapped is taken back; a swipe has set none.
    plot = page.locator("[data-name=surface] .nsewdrag").first
    before = settled(page)
    x, y = middle(plot)
    swipe(page, (x, y), (-150, 5))
    assert settled(page) == before
    page.touchscreen.tap(x + 50, y + 50)
    page.wait_for_function("() => location.search.includes('start=typed')")
    page.get_by_role("button", name="Undo").tap()
    page.wait_for_function("() => !location.search.includes('start=typed')")
    expect_step(page, 9)
    page.evaluate("scrollTo(0, 0)")
    expect_pages_and_settings(page)
    page.set_viewport_size({"width": ACROSS[0], "height": ACROSS[1]})
    page.wait_for_function("""() => [...document.querySelectorAll(".gx-chart")]
      .every((each) => Math.abs((each._fullLayout?.width ?? 0) - each.clientWidth) < 2)""")
    page.evaluate("scrollTo(0, 0)")
    expect_pages_and_settings(page)

    def go(title: str) -> None:
        page.get_by_role("button", name="Pages", exact=True).tap()
        page.get_by_role("link", name=title).tap()
        expect(page.get_by_role("link", name=title)).to_be_hidden()

    go("Compare")
    expect(page.locator("[data-name=losses] .main-svg").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"/compare\?.*step=9"))
    expect_step(page, 9)
    rested(page)
    # Held across, a panel alone takes all the room there is.
    go("Gradient check")
    drawn(page, "errors")
    page.wait_for_function("""() => {
      const [panel, panels] = [".gx-panel", ".gx-panels"].map((each) => document.querySelector(each));
      return panel.offsetWidth === panels.clientWidth;
    }""")
    # Where to go next stands behind all else, and the bar does not cover it.
    onward = page.get_by_role("link", name="Next: Break it")
    page.evaluate("() => document.querySelectorAll('html, .stMain').forEach((each) => each.scrollTo(0, 1e6))")
    expect(onward).to_be_in_viewport(ratio=1)
    box, bar = onward.bounding_box(), page.locator(".gx-deck").bounding_box()
    assert box
    assert bar
    assert box["height"] >= 44
    assert box["y"] + box["height"] <= bar["y"] + 1


@pytest.mark.long
def test_a_link_for_a_class_hides_pages_and_settings_here_too(new_phone: Callable[..., Page], server: str) -> None:
    page = new_phone(*UPRIGHT)
    page.goto(f"{server}/?data=blobs&hide=sidebar,page-compare,page-explorer")
    ready(page)
    expect(page.get_by_role("button", name="Settings", exact=True)).to_be_hidden()
    page.get_by_role("button", name="Pages", exact=True).tap()
    expect(page.get_by_role("link", name="Loss surface")).to_be_visible()
    for name in ("Compare", "Explorer"):
        expect(page.get_by_role("link", name=name)).to_be_hidden()
