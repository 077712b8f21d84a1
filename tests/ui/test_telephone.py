"""What a telephone is, the program and all style sheets say in the same words."""

import re

from ui.assets import HERE


def test_style_sheets_name_the_windows_that_the_program_names() -> None:
    found = re.search(r'TELEPHONE = "([^"]+)"', (HERE / "telephone.js").read_text(encoding="utf-8"))
    assert found
    sheets = {file: re.findall(r"@media ([^{]+) {", file.read_text(encoding="utf-8")) for file in HERE.rglob("*.css")}
    others = ("min-width", "min-height", "orientation")
    named = {query for each in sheets.values() for query in each if "860px" in query}
    # On paper there is no telephone.
    queries = {query.replace("screen and ", "") for query in named if not any(other in query for other in others)}
    assert queries == {found[1]}
