"""What a link for a class hides: the dialog offers just what the page understands, and any text is harmless."""

import json
from pathlib import Path

import pytest

from tests.hostile import HOSTILE
from ui.modules import facts
from ui.pages import PAGES
from ui.settings import links, teaching

ROOT = Path(__file__).parents[3]


def test_the_dialog_offers_what_the_page_hides():
    known = json.loads(facts().removeprefix("export default ").removesuffix(";\n"))
    offered = {name for name, _ in known["hide"]} | {f"page-{page}" for page, _ in known["pages"]}
    assert offered == set(teaching.HIDE)


def test_the_pages_are_those_that_there_are():
    assert set(PAGES) == {file.stem for file in (ROOT / "pages").glob("*.py")}
    assert set(teaching.CONTROLS) <= set(links.PARAMETERS)


def test_names_are_hidden_together():
    sheet = teaching.style("lr,page-compare,nothing")
    assert ".st-key-lr" in sheet
    assert '[href*="/compare"]' in sheet
    assert teaching.style("") == ""


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_of_a_link_gets_into_the_style_sheet(hostile):
    assert teaching.style(hostile) == ""
    assert teaching.style(f"lr,{hostile}") == teaching.style("lr") or "," in hostile
