"""The switch between languages: what was chosen stays, on each page and at the next visit, and nothing else is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.locators import button, drawn, expect_address, rested

pytestmark = pytest.mark.long


def test_a_choice_loses_nothing_and_is_remembered(server: str, new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.goto(f"{server}/?v=2&data=moons&lr=0.2&step=3")
    drawn(page)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    rested(page)
    switch = page.get_by_role("group", name="Language")
    switch.get_by_role("button", name="Deutsch").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Erkunden")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect_address(page, r"[?&]lang=de\b")
    drawn(page)
    # What Streamlit says itself.
    expect(page.get_by_role("button", name="Hauptmenü")).to_be_visible()
    expect(page.get_by_role("button", name="Hilfe zu Datensatz", exact=True)).to_be_visible()
    # What was set and where one was: the player is another one, and goes on where the last was.
    expect_address(page, r"[?&]data=moons\b")
    expect_address(page, r"[?&]lr=0\.2\b")
    expect(button(page, "Abspielen")).to_be_visible()
    expect(page.get_by_label("Schritt", exact=True)).to_have_value("3")
    rested(page)
    page.get_by_role("link", name="Weiter: Rückwärtsdurchlauf").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rückwärtsdurchlauf")
    expect_address(page, r"[?&]lang=de\b")
    rested(page)
    switch = page.get_by_role("group", name="Sprache")
    switch.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Backward pass")
    expect(page.get_by_role("button", name="Main menu")).to_be_visible()
    rested(page)
    page.get_by_role("group", name="Language").get_by_role("button", name="Deutsch").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rückwärtsdurchlauf")
    expect(page.get_by_role("button", name="Hauptmenü")).to_be_visible()
    rested(page)
    # The next visit, of an address that says nothing of a language; and a link that does counts more.
    page.goto(f"{server}/view?lesson=downhill&at=2")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.goto(f"{server}/view?lang=en&data=moons")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    # The light view has a switch too, which keeps the moment, and whose choice is remembered no less.
    drawn(page)
    page.get_by_label("Step", exact=True).press("ArrowRight")
    expect(page.get_by_label("Step", exact=True)).to_have_value("1")
    languages = page.get_by_role("navigation", name="Language")
    expect(languages.get_by_role("link", name="English")).to_have_attribute("aria-current", "true")
    languages.get_by_role("link", name="Deutsch").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect_address(page, r"[?&]data=moons\b")
    drawn(page)
    expect(page.get_by_label("Schritt", exact=True)).to_have_value("1")
    page.goto(f"{server}/talk#a=b")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mein Vortrag")
    page.get_by_role("navigation", name="Sprache").get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My talk")
    expect_address(page, r"/talk\?lang=en#a=b$")
    page.context.clear_cookies()
