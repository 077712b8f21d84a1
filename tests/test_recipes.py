"""The recipes of CONTRIBUTING.md, each followed with a toy in a copy of the tree: a file is all that it takes."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.ui.language.test_catalogue import sentences
from tools.strings.extract import template

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
# What a recipe shows stands in the guide below the name of its file.
SHOWN = {name: code for name, code in re.findall(r"`([\w/]+\.(?:py|js))`:\n\n```\w+\n(.*?)```", GUIDE, re.DOTALL)}
LOOK = """
import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from streamlit.testing.v1 import AppTest
from ui.export import light_view
from core.take_home.check_gradient import check_gradient
from ui.export.link_list import read_links
from ui.export.site_files import site_files
from ui.pages import PAGES
from ui.modules import FULL, bundled, modules
from ui.timeline.packing import pack, unpack
from ui.timeline.timeline import Panel, Timeline
from ui.toy.display import Display

def panels(query):
    header, _ = unpack(light_view.packed(light_view.destination_of(parse_qs(query))))
    return [panel["title"] for panel in header["panels"]]

def problems(query):
    return list(light_view.destination_of(parse_qs(query)).problems)

links = ("?page=toy", "?data=toy&optimizer=toy", "?page=break_it&mistake=toy")
entries, said = read_links("\\n".join(links))
app = AppTest.from_file(str(Path("ui/main.py").resolve()), default_timeout=60)
app.query_params["optimizer"], app.query_params["data"] = "toy", "toy"
app.run()
own = {}
exec(compile(check_gradient(), "check_gradient.py", "exec"), own)
shown = Panel("now", "Now", None, (), "L is {L:4}.", Display("L = {L:4}"))
header, _ = unpack(pack(Timeline(0, (shown,), {}, ())))
toy = {mistake.key: mistake for mistake in own["MISTAKES"]}["toy"]
print(json.dumps({
    "checked": [each.key for said in own["findings"](toy.model, toy.loss) for each in said.mistakes],
    "content": header["panels"][0]["content"],
    "kinds": modules()["panels/kinds.js"], "asked for at once": bundled(FULL),
    "exceptions": [str(each.value) for each in app.exception],
    "data": list(app.selectbox(key="data").options), "data chosen": app.selectbox(key="data").value,
    "optimizers": list(app.selectbox(key="optimizer").options),
    "optimizer chosen": app.selectbox(key="optimizer").value,
    "navigation": [page.title for page in PAGES.values()],
    "problems": [problems(link[1:]) for link in links], "site problems": said,
    "page": panels("page=toy"), "mistake": panels("page=break_it&mistake=toy"),
    "site": sorted(site_files(entries)) if "with a site" in sys.argv else [],
    "title": light_view.destination_of(parse_qs("data=toy&optimizer=toy")).title,
}))
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree, to which the guide's own files were added."""
    tree = tmp_path_factory.mktemp("tree")
    for room in ("core", "ui", "pages", "web", "lessons", ".streamlit"):
        shutil.copytree(ROOT / room, tree / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name, code in SHOWN.items():
        (tree / name).parent.mkdir(exist_ok=True)
        (tree / name).write_text(code, encoding="utf-8")
    (tree / "ui" / "toy" / "__init__.py").touch()
    return tree


def look(tree: Path, *asked: str) -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-c", LOOK, *asked], cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


@pytest.fixture(scope="module")
def seen(tree: Path) -> dict[str, Any]:
    """What the copy shows."""
    return look(tree)


def test_the_guide_shows_a_file_for_each_recipe() -> None:
    assert set(SHOWN) == {
        "core/data/sets/toy.py",
        "core/optimizer/toy.py",
        "core/mistakes/catalogue/toy.py",
        "ui/toy/page.py",
        "pages/toy.py",
        "ui/toy/display.py",
        "web/panels/display.js",
    }


@pytest.mark.parametrize("name", [name for name in SHOWN if name.endswith(".py")])
@pytest.mark.parametrize("check", [["check"], ["format", "--check"]], ids=["lint", "format"])
def test_what_is_shown_passes_the_checks(name: str, check: list[str]) -> None:
    command = [Path(sys.executable).with_name("ruff"), *check, "--stdin-filename", name, "-"]
    done = subprocess.run(command, cwd=ROOT, input=SHOWN[name], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_what_reads_as_a_sentence_is_marked(tmp_path: Path) -> None:
    for name, code in SHOWN.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(code, encoding="utf-8")
    marked = {message.id for message in template(tmp_path)}
    found = {name: list(sentences(tmp_path / name)) for name in SHOWN if name.endswith(".py")}
    assert sum(map(len, found.values())) > 3
    assert {name: [text for text in texts if text not in marked] for name, texts in found.items()} == {
        name: [] for name in found
    }


def test_a_page_is_in_the_navigation_the_links_and_the_light_view(seen: dict[str, Any]) -> None:
    assert "Toy" in seen["navigation"]
    assert seen["page"] == ["The loss of the toy"]
    assert seen["problems"] == [[], [], []]
    assert seen["site problems"] == []


@pytest.mark.long
def test_a_page_is_in_a_static_site(tree: Path) -> None:
    seen = look(tree, "with a site")
    assert len([name for name in seen["site"] if name.endswith(".html")]) == 4


def test_a_data_set_and_an_optimizer_can_be_chosen_and_linked(seen: dict[str, Any]) -> None:
    assert seen["exceptions"] == []
    assert "toy" in seen["data"]
    assert seen["data chosen"] == "toy"
    assert "toy" in seen["optimizers"]
    assert seen["optimizer chosen"] == "toy"
    assert seen["title"] == "Explore: toy, BCE, toy, learning rate 0.5"


def test_a_mistake_can_be_broken_and_is_found_in_somebody_s_own_code(seen: dict[str, Any]) -> None:
    assert "The bug: a third of the gradient" in seen["mistake"]
    assert seen["checked"] == ["toy"]


def test_a_panel_kind_is_found_by_the_name_of_its_content(seen: dict[str, Any]) -> None:
    assert seen["content"] == {"kind": "Display", "template": "L = {L:4}"}
    assert 'Display: () => import("./display.js")' in seen["kinds"]
    assert "panels/display.js" in seen["asked for at once"]
