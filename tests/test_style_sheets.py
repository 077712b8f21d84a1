"""What no style sheet may hold: what would take a browser long, and what it would leave out without a word."""

import re
from pathlib import Path

SHEETS = sorted((Path(__file__).parents[1] / "web").rglob("*.css"))
# Anything inside of something whose class has a text in it: whatever class changes, as Streamlit's do with every
# run, all that is inside is styled anew, with each point of each chart.
ALL_INSIDE = re.compile(r"\[class[*^$~|]?=[^\]]*\][^,{}>+~]*\s\*(?![\w-])")


def test_no_class_that_changes_has_all_inside_of_it_styled_anew() -> None:
    assert SHEETS
    found = {file.name: ALL_INSIDE.findall(file.read_text(encoding="utf-8")) for file in SHEETS}
    assert {name: rules for name, rules in found.items() if rules} == {}


# ":has()", or ":not(:has())", of whatever there is: no tag, class or attribute stands before it.
OF_ANYTHING = re.compile(r"(?:^|[\s>+~](?<!, )|:is\()(?::not\()?:has\(.*", re.MULTILINE)


def test_what_is_found_by_what_it_has_is_of_some_kind() -> None:
    """Else it is asked of everything: of each point of each chart at each step, a tenth of the step's time."""
    assert all(OF_ANYTHING.search(rule) for rule in (":has(> .a)", "  .a > :has(.b)", ".a > :not(:has(.b))"))
    found = {file.name: OF_ANYTHING.findall(file.read_text(encoding="utf-8")) for file in SHEETS}
    assert {name: rules for name, rules in found.items() if rules} == {}


# A browser leaves out what it does not understand, and the rule behind it.
MERGED = re.compile(r"^(?:<{7}|={7}|>{7}).*", re.MULTILINE)


def test_no_style_sheet_has_marks_of_a_merge() -> None:
    found = {file.name: MERGED.findall(file.read_text(encoding="utf-8")) for file in SHEETS}
    assert {name: marks for name, marks in found.items() if marks} == {}
