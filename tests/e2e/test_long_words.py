"""A lesson in a language with long words: all that is said is twice as long, and each word too. Nothing is cut, nothing
is as wide as to scroll to the side, and what is answered fits as well."""

import json
import re
from html import escape, unescape

import pytest
from playwright.sync_api import Page, Route, TimeoutError, expect

from tests.e2e.locators import button
from tests.e2e.sizes import COMPLAINTS
from tests.e2e.test_lessons import moment, shown

# Each word becomes one of twice its length, and all of a text comes twice.
WORD = re.compile(r"[^\W\d_]{2,}")
WIDER = """() => [...document.querySelectorAll(".gx-lesson, .gx-lesson :is(p, div, ol, ul, fieldset)")]
  .filter((each) => each.clientWidth > 2 && each.scrollWidth > each.clientWidth + 1)
  .map((each) => each.outerHTML.slice(0, 160))"""
MOMENTS = (("downhill", 2), ("downhill", 4), ("transpose", 3), ("write-it", 1), ("write-it", 3), ("write-it", 4))


def longer(text: str) -> str:
    return " ".join([WORD.sub(lambda found: f"{found[0]}{found[0].lower()}", text)] * 2) if WORD.search(text) else text


def in_a_pseudo_language(page: str) -> str:
    """A page with all words of its lesson longer; code stays what it is."""

    def said(found: re.Match[str]) -> str:
        before, card, after = found.groups()
        texts = re.split(r"(<code.*?</code>|<[^>]*>)", card, flags=re.DOTALL)
        return before + "".join(text if i % 2 else longer(text) for i, text in enumerate(texts)) + after

    def asked(found: re.Match[str]) -> str:
        facts = json.loads(unescape(found[1]))
        question = facts["question"]
        if question:
            question["question"] = longer(question["question"])
            question["answers"] = [longer(answer) for answer in question["answers"]]
        return f'data-lesson="{escape(json.dumps(facts))}"'

    page = re.sub(r'(<section class="gx-lesson"[^>]*>)(.*?)(</section>)', said, page, count=1, flags=re.DOTALL)
    return re.sub(r'data-lesson="([^"]*)"', asked, page, count=1)


def fits(page: Page) -> None:
    for width, height in ((1440, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        try:
            page.wait_for_function(f"() => !({COMPLAINTS})().length", timeout=20_000, polling=100)
        except TimeoutError:
            assert page.evaluate(COMPLAINTS) == [], (width, height)
        # What a card hides can be scrolled to, and never to the side.
        assert page.evaluate(WIDER) == []


@pytest.mark.parametrize(("name", "at"), MOMENTS)
def test_long_words_break_no_layout(server: str, page: Page, name: str, at: int) -> None:
    def translate(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=in_a_pseudo_language(answer.text()))

    page.route(re.compile(r"/view\?lesson="), translate)
    moment(page, server, name, at)
    lesson = page.get_by_role("region", name="Lesson")
    fits(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    if button(lesson, "I don’t know").count():
        button(lesson, "I don’t know").click()
        expect(button(lesson, "Ask again")).to_be_visible()
    elif button(lesson, "A hint").count():
        button(lesson, "A hint").click()
    shown(page)
    fits(page)
