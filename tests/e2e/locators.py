"""Where things are on our pages, for the browser tests: by role and label, as a person finds them; and waiting for what
a person would see."""

import re

from playwright.sync_api import FrameLocator, Locator, Page, expect

from ui.pages import PAGES

# The elements that may not be drawn anew: remembered, and how many of them have gone or come since.
_STAYS = "document.querySelectorAll('.gx-panel, .js-plotly-plot, .gx-chart .main-svg, .gx-chart canvas')"
MARK = f"""() => {{
  window.marked = [...{_STAYS}];
  return window.marked.length;
}}"""
LOST = f"""() => {{
  const now = [...{_STAYS}];
  return window.marked.filter(e => !e.isConnected).length + now.filter(e => !window.marked.includes(e)).length;
}}"""


def drawn(page: Page | FrameLocator, panel: str = "") -> None:
    """Wait until Plotly has drawn the first chart, or that of a panel, no first picture waits for it, and no script of
    the full page runs: a click into its first run may be taken back by it."""
    inside = f"[data-name={panel}] " if panel else ".gx-chart "
    expect(page.locator(f"{inside}:is(.main-svg, .gl-container canvas)").first).to_be_visible()
    expect(page.locator(".gx-sketch")).to_have_count(0)
    expect(page.locator("[data-test-script-state]:not([data-test-script-state=notRunning])")).to_have_count(0)


def rested(page: Page | FrameLocator) -> None:
    """Wait until the full page's script has ended: a click into its run may be taken back by it."""
    expect(page.locator("[data-test-script-state=notRunning]")).to_have_count(1)


def painted(page: Page) -> None:
    """Wait until the browser has painted what was done so far: no hand is quicker, and some programs count on that."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")


def ready(page: Page) -> None:
    """Wait until all charts are drawn: each then says what it shows."""
    expect(page.get_by_role("img", name=re.compile("Step "))).to_have_count(4)
    drawn(page)


def rate_control(page: Page | FrameLocator) -> Locator:
    """The learning rate in the sidebar."""
    return page.get_by_test_id("stSidebar").get_by_role("slider", name="Learning rate")


def without_drafts(page: Page) -> None:
    """From now on the server is too busy for drafts: what is seen is the run alone."""
    page.route(re.compile(r"/draft[?]"), lambda route: route.fulfill(status=204))


def rate_slider(page: Page | FrameLocator) -> Locator:
    """The learning rate beside the map."""
    return page.get_by_role("region", name="Training run").get_by_role("slider", name="Learning rate")


def number(page: Page | FrameLocator, label: str) -> Locator:
    """The place of the number beside `label` in the line of numbers."""
    items = page.get_by_label("Numbers of this step").locator("div")
    return items.filter(has=page.get_by_text(label, exact=True)).locator("dd")


def readout(page: Page | FrameLocator, label: str) -> str:
    """What that place says now."""
    return number(page, label).inner_text()


def value(text: str) -> float:
    """A number as it is written on a page."""
    return float(text.replace("\N{MINUS SIGN}", "-"))


def button(page: Page | FrameLocator, name: str) -> Locator:
    """The button of this very name."""
    return page.get_by_role("button", name=name, exact=True)


def expect_step(page: Page | FrameLocator, step: int) -> None:
    """Wait until the player is at `step`."""
    expect(page.get_by_label("Step", exact=True)).to_have_value(str(step))


def expect_address(page: Page, pattern: str) -> None:
    """Wait until the address bar matches. (The browser's own word: page.url lags behind replaceState.)"""
    page.wait_for_function("pattern => new RegExp(pattern).test(location.href)", arg=pattern, timeout=60_000)


def go_to_page(page: Page | FrameLocator, code: str) -> None:
    """Open a page by the navigation: from its menu, or from the line itself. Its run has begun when this returns."""
    record = PAGES[code]
    navigation = page.get_by_role("navigation", name="App pages")
    if record.in_footer:
        page.locator(".stSidebar").get_by_role("link", name=record.title, exact=True).click()
    elif record.menu:
        navigation.get_by_role("button", name=record.menu).click()
        page.get_by_role("menuitem", name=record.title, exact=True).click()
    else:
        navigation.get_by_role("link", name=record.title, exact=True).click()
    # Until then all that can be seen is the last page's.
    expect(page.get_by_role("heading", level=1, name=record.title, exact=True, include_hidden=True)).to_be_attached()


def open_advanced(page: Page) -> None:
    """Open the sidebar's drawer, and wait until it stands still: what is clicked in it before may move away below the
    mouse between press and release, and that is no click."""
    page.get_by_text("Advanced", exact=True).click()
    page.wait_for_function(
        "() => { const drawer = document.querySelector('.st-key-advanced details');"
        " return drawer.open && !drawer.getAnimations().length; }"
    )


def choose_case(page: Page, name: str) -> None:
    """On the first page: one of the classic cases."""
    case = page.get_by_role("combobox", name="Case")
    # Its list closes whenever the page scrolls: nobody clicks while it still does.
    case.scroll_into_view_if_needed()
    painted(page)
    case.click()
    page.get_by_role("option", name=name, exact=True).click()
