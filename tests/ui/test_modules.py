"""The browser half as modules: what travels, in which order, and what is made of Python's records."""

import json
import re
from pathlib import Path

import pytest

from ui import modules
from ui.assets import HERE
from ui.modules import FULL, LIGHT_VIEW, SITE
from ui.pages import PAGES
from ui.timeline import content

SOURCES = [file for file in HERE.rglob("*.js") if "vendor" not in file.parts]
# Longer than so many lines nobody reads a file, and half of that a class.
LONGEST, LONGEST_PLAYER = 350, 250


@pytest.mark.parametrize("entry", [FULL, LIGHT_VIEW, SITE])
def test_each_module_stands_behind_all_that_it_imports(entry: str) -> None:
    there: set[str] = set()
    for name, source in modules.together(entry):
        folder = Path(name).parent
        for path in re.findall(r'"(\.{1,2}/[^"]+)"', source):
            assert (folder / path).as_posix().replace("panels/../", "").replace("talk/../", "") in there, (name, path)
        there.add(name)
    assert [name for name, _ in modules.together(entry)][-1] == entry
    # What is there at once is a part of that: sharing and kinds of panels come when they are needed.
    later = there - set(modules.at_once(entry))
    assert {"share.js", "facts.js", "panels/code.js"} <= later
    assert not {"player.js", "panels.js"} & later


def test_a_circle_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    circle = {"a.js": 'import { b } from "./b.js";', "b.js": 'export { a as b } from "./a.js";'}
    monkeypatch.setattr(modules, "modules", lambda: circle)
    with pytest.raises(ValueError, match=r"a.js → b.js → a.js"):
        modules._ordered.__wrapped__("a.js", later=False)


def test_browsers_get_the_program_without_what_is_for_its_readers() -> None:
    for name, source in modules.modules().items():
        assert "/*" not in source, name
        assert not re.search(r"^\s*//", source, re.MULTILINE), name
    # Nothing else is taken away.
    assert 'protocol === "file:"' in modules.modules()["links.js"]
    assert '.replace(/^https?:\\/\\//, "")' in modules.modules()["links.js"]


def test_a_kind_of_panel_is_a_file_called_as_its_content_is() -> None:
    known = re.findall(r'(\w+): \(\) => import\("\./(\w+)\.js"\)', modules.modules()["panels/kinds.js"])
    assert {kind for kind, _ in known} == {kind.__name__ for kind in content.Content.__args__}
    assert all(kind.lower() == file for kind, file in known)


def test_the_share_dialog_knows_our_records() -> None:
    known = json.loads(modules.facts().removeprefix("export default ").removesuffix(";\n"))
    assert known["light"][0] == "explorer"
    assert known["pages"] == [[page.code, page.title] for page in PAGES.values()]
    assert ["lr", "learning rate"] in known["hide"]
    assert "take_home" not in known["light"]


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.name)
def test_no_file_is_too_long_to_be_read(file: Path) -> None:
    assert len(file.read_text().splitlines()) <= LONGEST


def test_the_player_composes_and_does_little_itself() -> None:
    source = (HERE / "player.js").read_text()
    assert source[source.index("export class Player") :].count("\n") <= LONGEST_PLAYER


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.name)
def test_what_translates_is_hidden_by_no_argument(file: Path) -> None:
    source = file.read_text()
    if re.search(r"import \{ _\b.* from \"[./]*words.js\"", source):
        assert re.findall(r"\(_(?:, [\w, ]+)?\) =>", source) == []
