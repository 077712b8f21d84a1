"""The style sheets, and who gets which."""

import re
from pathlib import Path

import pytest

from ui import assets
from ui.export.one_file import view_page
from ui.modules import sheet
from ui.pages import LIGHT

FOLDER = assets.HERE / "panels"
SHEETS = sorted(file.name for file in FOLDER.glob("*.css"))


def classes_of(kind: str) -> set[str]:
    """What a kind of panels calls its elements."""
    return set(re.findall(r"\bgx-[a-z-]+", assets.text(f"panels/{kind}.js")))


@pytest.mark.parametrize("name", SHEETS)
def test_the_sheet_of_a_kind_of_panels_says_how_that_kind_looks_and_no_other(name: str) -> None:
    # A link's page has the sheets of its own kinds alone.
    kinds = {file.stem for file in FOLDER.glob("*.js")}
    whose = {kind for kind in kinds if name in (f"{kind}.css", Path(assets.AS_IN.get(f"panels/{kind}.css", "")).name)}
    others = set[str]().union(*map(classes_of, kinds - whose))
    rules = re.sub(r"@media[^{]*\{", "", assets.plain(assets.text(f"panels/{name}")))
    selectors = re.findall(r"([^{}]+)\{", rules)
    assert selectors
    for selector in selectors:
        assert set(re.findall(r"\bgx-[a-z-]+", selector)) - others, selector


@pytest.mark.parametrize("code", LIGHT)
def test_a_link_s_page_has_the_sheets_of_its_kinds_of_panels(code: str) -> None:
    contents = LIGHT[code].contents
    page = view_page(title="", problems=(), timeline="", explore="", place="", contents=contents)
    wanted = {sheet(content) for content in contents} | {
        assets.AS_IN[sheet(content)] for content in contents if sheet(content) in assets.AS_IN
    }
    there = {f"panels/{name}" for name in SHEETS if assets.plain(assets.text(f"panels/{name}")) in page}
    assert there == wanted & {f"panels/{name}" for name in SHEETS}


def test_what_may_be_any_page_has_all_sheets() -> None:
    assert all(assets.plain(assets.text(f"panels/{name}")) in assets.player_style() for name in SHEETS)
