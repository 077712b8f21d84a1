"""What a telephone is, the program and all style sheets say in the same words."""

import re

from ui.assets import HERE


def test_style_sheets_name_the_windows_that_the_program_names() -> None:
    found = re.search(r'TELEPHONE = "([^"]+)"', (HERE / "telephone.js").read_text(encoding="utf-8"))
    assert found
    sheets = {file: re.findall(r"@media ([^{]+) {", file.read_text(encoding="utf-8")) for file in HERE.rglob("*.css")}
    queries = {query for named in sheets.values() for query in named if "820px" in query and "min-width" not in query}
    assert queries == {found[1]}
