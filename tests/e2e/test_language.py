"""The switch between languages: what was chosen stays, on each page and at the next visit, and nothing else is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.locators import button, drawn, expect_address, go_to_page, rested

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


def switch_to(page: Page, group: str, language: str, title: str) -> None:
    """By the switch in the header."""
    rested(page)
    page.get_by_role("group", name=group).get_by_role("button", name=language).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    rested(page)


def test_who_has_gone_on_since_a_click_set_the_step_stays_where_he_is(
    server: str, new_page: Callable[..., Page]
) -> None:
    page = new_page()
    page.goto(f"{server}/compare?v=2&data=moons&steps=40&lang=en")
    drawn(page)
    # A preset begins at step 0.
    page.get_by_role("button", name="Learning rates", exact=True).click()
    expect(page.get_by_role("button", name="4 · lr 30", exact=True)).to_be_visible()
    expect_address(page, r"[?&]runs=")
    rested(page)
    drawn(page)
    page.keyboard.press("End")
    expect_address(page, r"[?&]step=40\b")
    switch_to(page, "Language", "Deutsch", "Vergleichen")
    drawn(page)
    expect(page.get_by_label("Schritt", exact=True)).to_have_value("40")
    expect_address(page, r"[?&]step=40\b")


def test_what_was_drawn_uploaded_and_opened_is_there_in_the_other_language(
    server: str, new_page: Callable[..., Page]
) -> None:
    page = new_page()
    page.goto(f"{server}/data?v=2&data=own+data&points=w-BwMh9Dw-B-8Dof&lr=2")
    drawn(page, "board")
    page.get_by_text("Advanced", exact=True).click()
    page.get_by_role("spinbutton", name="Seed", exact=True).fill("7")
    page.keyboard.press("Enter")
    expect_address(page, r"[?&]seed=7\b")
    switch_to(page, "Language", "Deutsch", "Eigene Daten")
    expect(page.get_by_text("3 von 60 Punkten.")).to_be_visible()
    expect(page.get_by_role("spinbutton", name="Seed", exact=True)).to_have_value("7")
    expect_address(page, r"[?&]points=w-BwMh9Dw-B-8Dof\b")
    # A table is in no link: it is the session's.
    page.get_by_role("radio", name="Tabelle").click()
    table = "\n".join(["Breite;Label", *(f"{i % 7},5;{i % 7 // 4}" for i in range(70))]).encode()
    page.locator("input[type=file]").set_input_files({"name": "mine.csv", "mimeType": "text/csv", "buffer": table})
    page.get_by_role("button", name="Diese Tabelle nehmen").click()
    expect(page.get_by_text("Auf allen Seiten im Einsatz.")).to_be_visible()
    switch_to(page, "Sprache", "English", "Your data")
    expect(page.get_by_text("In use on all pages.")).to_be_visible()
    go_to_page(page, "explorer")
    drawn(page)
    expect(page.locator("[data-name=data] .xtitle")).to_have_text("Breite")
    switch_to(page, "Language", "Deutsch", "Erkunden")
    drawn(page)
    expect(page.locator("[data-name=data] .xtitle")).to_have_text("Breite")


def test_what_was_answered_is_answered_in_the_other_language(
    server: str, new_context: Callable[..., BrowserContext]
) -> None:
    # Of an answer in a lesson the browser keeps that it was given.
    page = new_context().new_page()
    page.goto(f"{server}/by_hand?v=2&data=two+samples&start=typed&weights=0.1,-0.2,0.3&lr=1&steps=20")
    for name, typed in (("y of sample 1", "-0,2"), ("z of sample 1", "0.4"), ("L", "0,6")):
        page.get_by_role("textbox", name=name, exact=True).fill(typed)
        page.keyboard.press("Enter")
        rested(page)
    page.get_by_role("button", name="Reveal z of sample 0").click()
    expect(page.get_by_text("1 of 17 right, 1 revealed", exact=True)).to_be_visible()
    switch_to(page, "Language", "Deutsch", "Nachrechnen")
    expect(page.get_by_text("1 von 17 richtig, 1 aufgedeckt", exact=True)).to_be_visible()
    for name, typed in (("y von Beispiel 1", "-0,2"), ("z von Beispiel 1", "0.4"), ("L", "0,6")):
        expect(page.get_by_role("textbox", name=name, exact=True)).to_have_value(typed)
    # In a lesson.
    page.goto(f"{server}/view?lesson=forward&at=1&lang=en")
    field = page.get_by_role("textbox", name="Your number")
    field.fill("-0,2")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("region", name="Predict first")).to_contain_text("Right: −0.2")
    page.get_by_role("navigation", name="Language").get_by_role("link", name="Deutsch").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vorwärts: Ein Logit")
    expect(page.get_by_role("region", name="Erst vorhersagen")).to_contain_text("Richtig: −0,2")


def test_what_only_a_telephone_shows_is_translated_too(server: str, new_phone: Callable[..., Page]) -> None:
    page = new_phone(390, 844)
    page.goto(f"{server}/view?data=moons&steps=20&surface=3-D&lang=de")
    expect(button(page, "Drehen")).to_be_visible()
    page.goto(f"{server}/view?page=loss_surface&data=moons&steps=20&lang=de")
    drawn(page, "contours")
    page.locator("[data-name=contours] .nsewdrag").first.tap(position={"x": 60, "y": 40})
    expect(button(page, "Rückgängig")).to_be_visible()
