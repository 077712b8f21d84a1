"""A language whose words are twice as long breaks no page: nothing is cut, and nothing lies on something else."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from tests.e2e.conftest import serve
from tests.e2e.locators import drawn, rested
from tests.e2e.sizes import COMPLAINTS, PATIENCE
from tools.strings import make
from ui.language.catalogue import DOMAIN, LOCALE

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
# Places for values, in one another too, and what is markup.
PLACE = re.compile(r"%?\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|<[^<>]*>")
PAGES = ("", "?page=backward_pass", "?page=break_it&mistake=no-n", "?page=compare", "?page=loss_surface")
# A place to point at, and a number beside a table and arrows.
LESSONS = ("?lesson=downhill", "?lesson=transpose&at=2")
# What is no word in a lesson's file.
NO_WORD = re.compile(r"(\{[^{}]*\}|`[^`]*`|\]\([^)]*\))")
WITHOUT_CHARTS = ("by_hand", "take_home", "lessons")
FULL = ("", "break_it", "compare", "data", *WITHOUT_CHARTS)
SIZES = ((1440, 900), (390, 844))
# A legend of more lines leaves its chart less room: that is no break, nor is what follows from it in that chart.
BROKEN = f"""(() => {{
  const found = ({COMPLAINTS})();
  const flat = found.map((each) => each.match(/^flat: (\\w+)/)?.[1]).filter(Boolean);
  return found.filter((each) => !/^flat: /.test(each) && !flat.some((name) => each.startsWith(`${{name}}: `)));
}})()"""


def twice(text: str) -> str:
    """A text of twice as many letters, with the same places for values."""
    return f"{text} {PLACE.sub('', text).strip()}".rstrip() if re.search(r"[a-z]{3}", text) else text


def longer(lesson: str) -> str:
    """A lesson whose words are twice as long, and no more of them: a file may not have more."""

    def long_line(line: str) -> str:
        key, _, said = line.partition(": ")
        if line.startswith("---") or key in ("link", "number", "point", "covers", "plays", "code", "gaps", "order"):
            return line
        if key in ("until", "way", "title", "about"):
            return line
        start = f"{key}: " if said and key.isalpha() else line[: len(line) - len(line.lstrip(" -[x]"))]
        parts = NO_WORD.split(line.removeprefix(start))
        # Between two words there is something that is none.
        parts[::2] = [re.sub(r"([A-Za-z]{4,})", r"\1\1", part) for part in parts[::2]]
        return start + "".join(parts)

    return "\n".join(map(long_line, lesson.splitlines()))


@pytest.fixture(scope="module")
def long_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of a copy of the tree that has such a language."""
    tree = tmp_path_factory.mktemp("tree")
    for room in ("core", "ui", "pages", "web", "lessons", "locale", ".streamlit"):
        shutil.copytree(ROOT / room, tree / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", tree)
    folder = tree / "locale" / "xx" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = make.read(LOCALE / "de" / "LC_MESSAGES" / f"{DOMAIN}.po")
    for message in catalogue:
        if message.id and message.context is None:
            message.string = twice(message.id) if isinstance(message.id, str) else tuple(map(twice, message.id))
    (folder / f"{DOMAIN}.mo").write_bytes(make.mo(catalogue))
    (folder / f"{DOMAIN}.json").write_bytes(make.browser(catalogue))
    (tree / "lessons" / "xx").mkdir()
    for file in (ROOT / "lessons" / "en").glob("*.md"):
        (tree / "lessons" / "xx" / file.name).write_text(longer(file.read_text(encoding="utf-8")), encoding="utf-8")
    with serve(tree / "log.txt", before=lambda: os.chdir(tree)) as address:
        yield address


def broken(page: Page) -> dict[int, list[str]]:
    """What there is to complain of at each size, where that does not pass."""
    found = {}
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        try:
            page.wait_for_function(f"() => !{BROKEN}.length", timeout=PATIENCE, polling=200)
        except TimeoutError:
            found[width] = page.evaluate(f"() => {BROKEN}")
    return found


def test_words_twice_as_long_break_no_page_of_the_light_view(long_server: str, new_page: Callable[..., Page]) -> None:
    page = new_page()
    found = {}
    for query in (*PAGES, *LESSONS):
        page.goto(f"{long_server}/view{query}{'&' if query else '?'}lang=xx")
        drawn(page)
        found[query] = broken(page)
    assert {query: said for query, said in found.items() if said} == {}


def test_words_twice_as_long_break_no_page_of_the_full_app(long_server: str, new_page: Callable[..., Page]) -> None:
    page = new_page()
    found = {}
    for code in FULL:
        page.goto(f"{long_server}/{code}?lang=xx")
        if code in WITHOUT_CHARTS:
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            rested(page)
        else:
            drawn(page)
        found[code] = broken(page)
    assert {code: said for code, said in found.items() if said} == {}
