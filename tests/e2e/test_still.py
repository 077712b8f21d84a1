"""Stepping, choosing and switching move nothing, on every page: numbers change, and pictures in their frames."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.locators import choose_case, drawn, painted, rested
from tests.e2e.sizes import SIZES
from tests.e2e.stillness import AT_REST, LITTLE, places, shifted, shifts, watch
from ui.pages import PAGES as PAGES_OF_THE_APP
from ui.settings.presets import PRESETS

pytestmark = pytest.mark.long

RUN = "view?data=moons&samples=60&steps=30"
THERE_AND_BACK = ("ArrowRight", "End", "Home")
# A page each, and the keys that lead through it.
PAGES = {
    "": THERE_AND_BACK,
    "&surface=3-D": THERE_AND_BACK,
    "&page=loss_surface": THERE_AND_BACK,
    "&page=compare": THERE_AND_BACK,
    "&page=backward_pass&step=3": ("ArrowDown",) * 8 + ("Home",),
    "&page=break_it&mistake=no-n": THERE_AND_BACK,
    "&page=gradient_check": THERE_AND_BACK,
}


@pytest.mark.parametrize("path", PAGES)
def test_a_step_and_a_stage_move_nothing(server: str, new_page: Callable[..., Page], path: str) -> None:
    page = new_page(*SIZES[0])
    page.goto(f"{server}/{RUN}{path}")
    drawn(page)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(AT_REST, polling=300)
        before = watch(page)
        for key in PAGES[path]:
            page.keyboard.press(key)
            assert places(page) == before, (width, height, key)
        assert shifts(page) == [], (width, height)


NOTE_AND_PANELS = """() => {
  const of = (wanted) => document.querySelector(wanted).getBoundingClientRect();
  return [of(".gx-note > span").bottom, of(".gx-panels").top];
}"""


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_long_sentence_about_a_run_that_breaks_out_has_its_room_before_it_comes(
    server: str, new_page: Callable[..., Page], language: str
) -> None:
    page = new_page(*SIZES[0])
    page.goto(f"{server}/view?v=2&lr=30&step=59&lang={language}")
    drawn(page)
    # On a telephone it stands below the charts.
    for width, height in [size for size in SIZES if size[0] > 860]:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(AT_REST, polling=300)
        before = watch(page)
        page.keyboard.press("ArrowRight")
        expect(page.locator(".gx-note")).to_contain_text("2/λ₁ = 7")
        painted(page)
        assert places(page) == before, (width, height)
        said, panels = page.evaluate(NOTE_AND_PANELS)
        assert said <= panels, (width, height)
        page.keyboard.press("ArrowLeft")
        assert shifts(page) == [], (width, height)


# What comes and goes in the page: where nothing does, a browser need not ask again what each ":has(…)" is about. (A
# number at the right of its place is a new node: the old one goes when it has come.)
COMINGS = """() => {
  window.comings = [];
  const said = (node) => (node instanceof Element ? node.outerHTML : `“${node.data}”`).slice(0, 100);
  const look = (records) => {
    for (const { target, addedNodes, removedNodes } of records) {
      const nodes = [...addedNodes, ...removedNodes];
      const isNumber = target.nodeName === "TD" && target.firstChild && nodes.every((node) => node instanceof Text);
      if (!isNumber) window.comings.push([target.nodeName, ...nodes.map(said)]);
    }
  };
  new MutationObserver(look).observe(document.querySelector(".gx-panels"), { subtree: true, childList: true });
}"""


@pytest.mark.parametrize("path", ["", "&page=compare"])
def test_in_a_step_nothing_comes_and_goes(server: str, new_page: Callable[..., Page], path: str) -> None:
    page = new_page()
    page.goto(f"{server}/{RUN}{path}&step=9")
    drawn(page)
    page.keyboard.press("ArrowRight")
    painted(page)
    page.evaluate(COMINGS)
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
        painted(page)
    assert page.evaluate("() => window.comings") == []


def from_the_top(page: Page) -> list[str]:
    """Where every panel is when the page is not scrolled: on a telephone the case is below them."""
    page.evaluate("() => document.querySelectorAll('html, .stMain').forEach((each) => each.scrollTo(0, 0))")
    return places(page, ".gx-panel")


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720), (390, 844)], ids=str)
def test_another_case_moves_no_panel(server: str, new_page: Callable[..., Page], size: tuple[int, int]) -> None:
    page = new_page(*size)
    page.goto(server)
    drawn(page)
    rested(page)
    page.wait_for_function(AT_REST, polling=300)
    before = from_the_top(page)
    for preset in PRESETS:
        choose_case(page, preset.name)
        expect(page.get_by_role("combobox", name="Case")).to_have_value(preset.name)
        rested(page)
        page.wait_for_function(AT_REST, polling=300)
        assert from_the_top(page) == before, preset.name


# What is open when a page has come.
COMES = {
    "lessons": ".gx-lessons",
    "by_hand": ".stTextInput input",
    "take_home": ".stDownloadButton",
    "about": ".stMain h2",
}


@pytest.mark.parametrize(
    ("fixture", "size"), [("new_page", (1440, 900)), ("new_page", (390, 844)), ("new_phone", (390, 844))]
)
def test_little_moves_while_a_page_comes(
    server: str, request: pytest.FixtureRequest, fixture: str, size: tuple[int, int]
) -> None:
    new: Callable[..., Page] = request.getfixturevalue(fixture)
    found = {}
    for code in PAGES_OF_THE_APP:
        page = new(*size)
        page.goto(server if code == "explorer" else f"{server}/{code}")
        if code in COMES:
            expect(page.locator(COMES[code]).last).to_be_visible()
        else:
            drawn(page)
        rested(page)
        found[code] = shifted(page)
    assert {code: far for code, far in found.items() if far > LITTLE} == {}


# Of each lesson one moment is not known, one answered wrongly, one done.
DONE_BEFORE = """() => {
  const known = [{ answer: "?" }, { answer: "3", right: false }, { done: true }];
  const of = ({ dataset }) => dataset.moments.split(" ").slice(0, 3).map((moment, i) => [moment, known[i]]);
  const lessons = [...document.querySelectorAll(".gx-lessons > li")];
  const all = lessons.map((item) => [item.dataset.lesson, Object.fromEntries(of(item))]);
  localStorage.setItem("gx-lessons", JSON.stringify(Object.fromEntries(all)));
}"""


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=str)
def test_who_comes_again_sees_the_list_of_lessons_stand_still(
    server: str, new_page: Callable[..., Page], size: tuple[int, int]
) -> None:
    page = new_page(*size)
    page.goto(f"{server}/lessons")
    expect(page.locator(".gx-lessons")).to_be_visible()
    page.evaluate(DONE_BEFORE)
    page.reload()
    expect(page.get_by_text("worth another look").first).to_be_visible()
    rested(page)
    moved = shifted(page)
    page.evaluate("() => localStorage.removeItem('gx-lessons')")
    assert moved <= LITTLE
