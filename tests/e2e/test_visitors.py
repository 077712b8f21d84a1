"""Every test begins as a visitor of whom a browser knows nothing, though it has shown our pages before."""

from playwright.sync_api import Page, expect

from tests.e2e.conftest import SPARE_TABS, Tabs
from tests.e2e.locators import ready

KEPT = "[localStorage, sessionStorage].flatMap((kept) => Object.keys(kept))"


def note(page: Page, address: str) -> None:
    page.goto(address)
    ready(page)
    page.evaluate("for (const kept of [localStorage, sessionStorage]) kept.setItem('gx-lessons', '{}')")


def test_what_a_visitor_leaves_in_a_browser_no_other_one_finds(computer: Tabs, server: str) -> None:
    address = f"{server}/view?data=blobs&steps=40"
    # In a tab that is handed on, in one that is not, and in one more than are.
    for tabs in ([{}], [{"kept": False}], [{}] * (SPARE_TABS + 1)):
        with computer.of_a_test() as give:
            for of_tab in tabs:
                note(give(**of_tab), address)
        with computer.of_a_test() as give:
            page = give()
            page.goto(address)
            expect(page.locator(".gx-panels")).to_be_visible()
            assert page.evaluate(KEPT) == []
