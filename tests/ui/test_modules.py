"""The browser half as modules: what travels, in which order, and what is made of Python's records."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from ui import modules
from ui.assets import HERE
from ui.export.light_view import destination_of
from ui.modules import LESSON_FILE, LIGHT_VIEW, ONE_FILE, SERVED, SITE
from ui.pages import HOME, LIGHT, PAGES
from ui.serving.cache import run
from ui.settings import links

SOURCES = [file for kind in ("*.js", "*.css") for file in HERE.rglob(kind) if "vendor" not in file.parts]
# Longer than so many lines nobody reads a file, nor the class that composes all the others.
LONGEST, LONGEST_PLAYER = 350, 250


@pytest.mark.parametrize("entry", SERVED)
def test_what_a_page_needs_is_asked_for_once(entry: str) -> None:
    # The program, and nothing that is behind another answer: only what nobody has asked for yet stands apart.
    program = modules.served(entry) or ""
    later = set(re.findall(r'import\("\./([^"]+)"\)', program))
    beside = entry.rpartition("/")[2].removesuffix(".js")
    assert not re.search(r'from "', program)
    assert f"{beside}/share.js" in later
    # Kinds of panels, but of those the page itself knows which it needs (see below).
    assert bool([name for name in later if "/panels/" in name]) == (entry == LIGHT_VIEW)
    folder = Path(entry).parent
    for name in later:
        assert modules.served((folder / name).as_posix()), name


def test_a_link_s_page_asks_at_once_for_the_kinds_of_its_panels() -> None:
    for code, page in LIGHT.items():
        kinds = set()
        for query in ("", "data=XOR", "point=1,2", "data=Ames+housing", "start=ones&lr=7"):
            destination = destination_of(parse_qs(f"page={code}&steps=20&step=3&{query}"))
            timeline = page.timeline_alone(destination.shown, run)
            kinds |= {type(panel.content) for panel in timeline.panels if panel.content}
        assert kinds == set(page.contents), code
        program = modules.served(LIGHT_VIEW) or ""
        asked = set(modules.needed(LIGHT_VIEW, *map(modules.kind, page.contents)))
        for content in kinds:
            name = modules.kind(content)
            there = f"// {name}\n" in program
            assert there != (f"light_view/{name}" in asked)
            assert there == (content in HOME.contents)


@pytest.mark.parametrize("entry", [SITE, ONE_FILE, LESSON_FILE])
def test_what_is_asked_for_nowhere_is_all_there(entry: str) -> None:
    assert not re.search(r'import\(|from "', modules.whole(entry))


def test_what_comes_later_takes_what_is_there_and_asks_for_what_is_not() -> None:
    source = modules.served("light_view/share.js") or ""
    assert re.match(r'import \{ [^}]*\$dom\b[^}]* \} from "\.\./light_view\.js";\n', source)
    beside = re.findall(r' from "(\./[^"]+)"', source)
    assert "./links.js" in beside
    for path in beside:
        assert modules.served(f"light_view/{path.removeprefix('./')}"), path
    assert 'from "../../light_view.js"' in (modules.served("light_view/talk/collect.js") or "")


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
    contents = (HERE.parent / "ui").rglob("*.py")
    named = {
        name for file in contents for name in re.findall(r"^class (\w+)\(Content\)", file.read_text(), re.MULTILINE)
    }
    assert {kind for kind, _ in known} == named
    assert all(kind.lower() == file for kind, file in known)


def test_the_address_s_parameters_have_the_same_names_in_both_languages() -> None:
    source = modules.modules()["address.js"]
    known = {name: json.loads(names) for name, names in re.findall(r"export const (\w+) = (\[.*\]);", source)}
    assert known == {
        "MOMENT": [links.STEP.name, links.STAGE.name, links.SAMPLE.name],
        "LOOK": list(links.LOOK),
        "TEACHING": list(links.TEACHING),
    }


def test_the_share_dialog_knows_our_records() -> None:
    known = json.loads(modules.facts().removeprefix("export default ").removesuffix(";\n"))
    assert known["light"][0] == "explorer"
    assert known["pages"] == [[page.code, page.title] for page in PAGES.values()]
    assert ["lr", "learning rate"] in known["hide"]
    assert "take_home" not in known["light"]


def test_no_file_is_too_long_to_be_read() -> None:
    lengths = {file: len(file.read_text().splitlines()) for file in SOURCES}
    assert {file.name: lines for file, lines in lengths.items() if lines > LONGEST} == {}


def test_the_player_composes_and_does_little_itself() -> None:
    source = (HERE / "player.js").read_text()
    assert source[source.index("export class Player") :].count("\n") <= LONGEST_PLAYER


def test_the_window_and_its_document_are_hidden_by_no_name() -> None:
    hiding = re.compile(r"\b(?:const|let|function|class) (?:\{[^}]*\b)?(?:window|document|location|history)\b")
    assert {file.name for file in SOURCES if hiding.search(file.read_text())} == set()


def test_what_translates_is_hidden_by_no_argument() -> None:
    for file in SOURCES:
        source = file.read_text()
        if re.search(r"import \{ _\b.* from \"[./]*words.js\"", source):
            assert re.findall(r"\(_(?:, [\w, ]+)?\) =>", source) == [], file.name


@pytest.mark.parametrize("entry", SERVED)
def test_what_is_served_is_not_indented(entry: str) -> None:
    assert "\n " not in (modules.served(entry) or "\n ")
