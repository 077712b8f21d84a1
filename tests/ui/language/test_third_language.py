"""A third language, as CONTRIBUTING.md says: one words.po and one folder of lessons, in a copy of the tree."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po, write_po

from ui.language.catalogue import DOMAIN, LOCALE

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[3]
SAID = {"Explore": "Esplori", "Lessons": "Lecionoj", "step": "paŝo", "{{step}} of {last}": "{{step}} el {last}"}
MARKS = {"English": "Esperanto", ".": ",", ",": " "}
LOOK = """
import json
from pathlib import Path
from streamlit.testing.v1 import AppTest
from ui.export import light_view
from ui.export.one_file import view_page
from ui.language.catalogue import languages
from ui.language.speaking import speaking
from ui.lessons.shelf import shelf
from ui.modules import modules
from ui.timeline.packing import unpack

with speaking("eo"):
    destination = light_view.destination_of({"lang": ["eo"]})
    header, _ = unpack(light_view.packed(destination))
    titles = {name: lesson.title for name, lesson in shelf().lessons.items()}
    page = view_page("A page", (), "", "", "")
    language = modules()["language.js"]
app = AppTest.from_file(str(Path("ui/main.py").resolve()), default_timeout=60)
app.query_params["lang"] = "eo"
app.run()
print(json.dumps({
    "languages": [language.name for language in languages().values()],
    "key": destination.key, "readout": header["readout"],
    "lessons": titles, "page": page, "language": language, "exceptions": [str(each.value) for each in app.exception],
    "headings": [each.proto.body for each in app.get("html")], "labels": [each.label for each in app.selectbox],
}))
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a copy of the tree shows, to which the words and a lesson of another language were added."""
    tree = tmp_path_factory.mktemp("tree")
    for room in ("core", "ui", "pages", "web", "lessons", "locale", "tools", ".streamlit"):
        shutil.copytree(ROOT / room, tree / room, ignore=shutil.ignore_patterns("__pycache__"))
    words = tree / "locale" / "eo" / "LC_MESSAGES" / f"{DOMAIN}.po"
    words.parent.mkdir(parents=True)
    head = (LOCALE / "de" / "LC_MESSAGES" / f"{DOMAIN}.po").read_text(encoding="utf-8").partition("\n\n")[0]
    words.write_text(head.replace("Language: de", "Language: eo") + "\n", encoding="utf-8")
    make = [sys.executable, "-m", "tools.strings.make"]
    # The first time it asks for all texts, the second time some of them have an answer.
    subprocess.run(make, cwd=tree, check=True, capture_output=True)
    with words.open("rb") as stream:
        catalogue = read_po(stream, locale="eo")
    for message in catalogue:
        if isinstance(message.id, str):
            said = MARKS if message.context == "language" else SAID
            message.string = said.get(message.id, "")
    with words.open("wb") as stream:
        write_po(stream, catalogue)
    subprocess.run(make, cwd=tree, check=True, capture_output=True)
    lesson = next((ROOT / "lessons" / "en").glob("1-*.md"))
    text = lesson.read_text(encoding="utf-8")
    (tree / "lessons" / "eo").mkdir()
    title = next(line for line in text.splitlines() if line.startswith("title: "))
    (tree / "lessons" / "eo" / lesson.name).write_text(text.replace(title, "title: Malsupren", 1), encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", LOOK], cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def test_it_is_in_the_switch_and_in_links(seen: dict[str, Any]) -> None:
    assert {"English", "Deutsch", "Esperanto"} <= set(seen["languages"])
    assert "lang=eo" in seen["key"]
    assert seen["exceptions"] == []


def test_pages_speak_it_and_what_is_missing_is_english(seen: dict[str, Any]) -> None:
    assert any("<h1>Esplori</h1>" in html for html in seen["headings"])
    assert "Data set" in seen["labels"]
    assert seen["readout"][0] == ["paŝo", "{step} el 60"]
    assert '<html lang="eo">' in seen["page"]
    assert '"decimal": ","' in seen["language"]


def test_its_lesson_is_there_and_the_others_are_english(seen: dict[str, Any]) -> None:
    titles = list(seen["lessons"].values())
    assert titles.count("Malsupren") == 1
    assert len(titles) > 3
