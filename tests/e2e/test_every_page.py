"""Every page as the browser has it with our policy in force: nothing foreign is asked for, nothing is kept but what the
page "About" says, axe-core finds nothing at all, light, dark, and in a lecture, nothing is cut where somebody needs
letters and lines farther apart, and all fits into every size of a window."""

import re
from collections.abc import Callable
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.locators import drawn, go_to_page, rested
from tests.e2e.sizes import CUT, expect_fits
from tests.e2e.test_lessons import shown
from ui.pages import PAGES

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# All that axe finds, in its words: what it is, the element, and what would mend it.
VIOLATIONS = """async (only) => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"], ...(only ? { runOnly: only } : {}) });
  return violations
    .flatMap(({ id, nodes }) => nodes.map((node) => [id, node.html.slice(0, 200), node.failureSummary]));
}"""
# Every control that is to be seen and can be used, numbered; of a group of radio buttons the chosen one.
CONTROLS = """() => {
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")];
  const usable = all.filter((each) => each.tabIndex >= 0 && !each.disabled && !each.closest("dialog, [inert]")
    && each.checkVisibility({ visibilityProperty: true })
    && (each.type !== "radio" || each.checked) && each.getAttribute("aria-checked") !== "false");
  usable.forEach((each, i) => (each.dataset.control = String(i)));
  document.activeElement?.blur();
  window.reached = new Set();
  addEventListener("focusin", ({ target }) => window.reached.add(target.dataset.control));
  return usable.map((each) => each.outerHTML.slice(0, 160));
}"""
# The Tab key begins at the top again.
TO_THE_TOP = """() => {
  const top = document.createElement("span");
  top.tabIndex = -1;
  document.body.prepend(top);
  top.focus();
  top.remove();
}"""
# As far apart as WCAG 1.4.12 says.
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-bottom: 2em !important; }"""
LOOKS = 5
MOST_STOPS = 15
# Two walks through the app, page by page as a visitor goes: a page costs a third of what it costs to open it.
FIRST = ("explorer", "lessons", "loss_surface", "compare", "data", "about")
WALKS = (FIRST, tuple(code for code in PAGES if code not in FIRST))
# Pages without a player, and what stands on each.
WORDS = {"by_hand": "textbox", "take_home": "button", "about": "heading", "lessons": "list"}
LIGHT = (
    "view",
    "view?page=backward_pass",
    "view?page=break_it&mistake=no-n",
    "view?page=data&data=own+data",
    "view?lesson=downhill&at=2",
    "view?lesson=downhill&at=4",
    "view?lesson=write-it&at=6",
)


def watched(page: Page, server: str) -> list[str]:
    """A list of all that goes wrong in the page from now on."""
    wrong: list[str] = []
    ours = (server, server.replace("http", "ws", 1), "blob:", "data:")
    page.on("request", lambda request: None if request.url.startswith(ours) else wrong.append(f"asked {request.url}"))
    page.on("websocket", lambda socket: None if socket.url.startswith(ours) else wrong.append(f"asked {socket.url}"))
    # What the policy has stopped was not asked for: only the console tells of it.
    page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    return wrong


def opened(page: Page, code: str) -> None:
    """Wait until the full app's page of this code is there, its style sheet too, and its script has ended."""
    if code in WORDS:
        expect(page.locator(".stMain").get_by_role(WORDS[code]).last).to_be_visible()
    else:
        drawn(page)
    expect(page.locator(".stAppHeader")).to_have_css("height", re.compile("^38"))
    rested(page)


def violations(page: Page, only: str = "") -> list[list[str]]:
    """What axe-core finds, looking again while colours may be on their way from one theme to the other."""
    for _ in range(LOOKS):
        found: list[list[str]] = page.evaluate(VIOLATIONS, only)
        if not found:
            break
    return found


def expect_nothing_cut(page: Page) -> None:
    """Wait until all text has its room, with letters and lines farther apart than usual."""
    style = page.add_style_tag(content=SPACING)
    for _ in range(LOOKS):
        cut = page.evaluate(CUT)
        if not cut:
            break
    assert cut == []
    style.evaluate("style => style.remove()")


def is_near(page: Page) -> bool:
    """Whether a few stops of the Tab key lead from the top of a page to Play, by the link past all before it."""
    play = page.get_by_role("button", name="Play", exact=True)
    skip = page.get_by_role("link", name="Skip to the player")
    page.evaluate(TO_THE_TOP)
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if skip.evaluate_all("links => links.includes(document.activeElement)"):
            page.keyboard.press("Enter")
        if play.evaluate("play => play === document.activeElement"):
            return True
    return False


def out_of_reach(page: Page) -> list[str]:
    """The controls to which the Tab key does not lead."""
    controls = page.evaluate(CONTROLS)
    missed = list(range(len(controls)))
    # Once around; other things may take the focus in between, and behind the last control it leaves the page.
    for _ in range(3):
        for _ in range(len(controls) + 10):
            page.keyboard.press("Tab")
        missed = page.evaluate("count => [...Array(count).keys()].filter(i => !reached.has(String(i)))", len(controls))
        if not missed:
            break
    page.evaluate("() => document.activeElement?.blur()")
    return [controls[i] for i in missed]


def expect_usable(page: Page, has_lecture: bool) -> None:
    """Everybody can use the page: by key alone, in both themes, and in a lecture."""
    if page.get_by_role("button", name="Play", exact=True).is_visible():
        assert is_near(page)
    assert out_of_reach(page) == []
    page.evaluate(AXE)
    assert violations(page) == []
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_count(1)
    expect(page).to_have_title(f"{heading.inner_text()} · Gradient Explorer")
    expect_nothing_cut(page)
    page.emulate_media(color_scheme="dark")
    # The theme is there when the page's ground is dark.
    ground = page.locator("body, .stApp").last
    expect(ground).not_to_have_css("background-color", "rgb(255, 255, 255)")
    assert violations(page, "color-contrast") == []
    if has_lecture:
        button = page.get_by_role("button", name="Lecture mode")
        page.keyboard.press("l")
        expect(button).to_have_attribute("aria-pressed", "true")
        assert violations(page) == []
        page.keyboard.press("l")
        expect(button).to_have_attribute("aria-pressed", "false")
    page.emulate_media(color_scheme="light")
    expect(ground).to_have_css("background-color", "rgb(255, 255, 255)")


@pytest.mark.long
@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk[0])
def test_nothing_foreign_is_asked_for_and_everybody_can_use_it(
    server: str, new_page: Callable[..., Page], walk: tuple[str, ...]
) -> None:
    page = new_page(policy=True)
    page.context.clear_cookies()
    wrong = watched(page, server)
    for place, code in enumerate(walk):
        if place:
            go_to_page(page, code)
        else:
            page.goto(f"{server}/" if code == "explorer" else f"{server}/{code}")
        opened(page, code)
        if code == "break_it":
            page.get_by_role("radio", name="none").focus()
            page.keyboard.press("ArrowRight")
            expect(page.get_by_role("group", name="Gradient check: red")).to_be_visible()
            rested(page)
        expect_usable(page, code not in WORDS)
        expect_fits(page)
    assert wrong == []
    assert {cookie["name"] for cookie in page.context.cookies()} <= {"_streamlit_xsrf"}


@pytest.mark.long
@pytest.mark.parametrize("path", LIGHT)
def test_in_the_light_view_too_and_it_has_no_cookie(server: str, new_page: Callable[..., Page], path: str) -> None:
    page = new_page(1024, 640, policy=True)
    page.context.clear_cookies()
    wrong = watched(page, server)
    page.goto(f"{server}/{path}")
    shown(page)
    expect_usable(page, has_lecture=True)
    expect_fits(page)
    assert wrong == []
    assert page.context.cookies() == []


# In which longer words meet small windows.
GERMAN_SIZES = ((1280, 720), (390, 844))


@pytest.mark.long
@pytest.mark.parametrize("codes", WALKS, ids=lambda codes: codes[0])
def test_german_fits_too(server: str, new_page: Callable[..., Page], codes: tuple[str, ...]) -> None:
    page = new_page(*GERMAN_SIZES[0])
    for code in codes:
        page.goto(f"{server}/{'' if code == 'explorer' else code}?lang=de")
        opened(page, code)
        expect_fits(page, GERMAN_SIZES)


def test_about_says_which_version_it_is_and_links_to_nowhere(server: str, page: Page) -> None:
    page.goto(f"{server}/about")
    expect(page.get_by_role("heading", name="Your privacy")).to_be_visible()
    expect(page.locator(".stMain")).to_contain_text(re.compile(r"Gradient Explorer \d+\.\d+\.\d+, build [0-9a-f]{12}"))
    hrefs = page.locator("a[href]").evaluate_all("links => links.map(link => new URL(link.href).origin)")
    assert set(hrefs) <= {server}
