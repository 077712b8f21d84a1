"""docs/architecture.md: its drawings name files that are there, each once; and no file is too long to be read, or names
another one that is not there, or what is not in it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
# Longer than so many lines nobody reads a file.
LONGEST = 350
PROGRAM = [ROOT / "app.py", *(file for room in ("core", "ui", "pages") for file in sorted((ROOT / room).rglob("*.py")))]
SOURCES = [
    file
    for room in ("bench", "core", "pages", "tools", "ui", "web")
    for file in sorted((ROOT / room).rglob("*.*"))
    if file.suffix in (".py", ".js", ".css", ".html") and "vendor" not in file.parts
]
DRAWINGS = re.findall(r"## ([^\n]*)\n\n```mermaid\n(.*?)```", TEXT, re.DOTALL)


def files(drawing: str) -> list[str]:
    return re.findall(r"[\w/]+\.(?:py|js)\b", drawing)


@pytest.mark.parametrize(("title", "drawing"), DRAWINGS)
def test_a_drawing_names_files_that_are_there_each_once(title: str, drawing: str) -> None:
    named = files(drawing)
    assert named
    assert len(named) == len(set(named))
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_there_are_three_and_a_new_learning_rate_passes_few_files() -> None:
    assert len(DRAWINGS) == 3
    assert len(files(DRAWINGS[0][1])) <= 12


def test_no_file_is_too_long_to_be_read() -> None:
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in PROGRAM}
    assert {str(file.relative_to(ROOT)): lines for file, lines in lengths.items() if lines > LONGEST} == {}


def test_a_comment_that_names_a_file_names_one_that_is_there_and_what_is_in_it() -> None:
    wrong = []
    for source in SOURCES:
        text = source.read_text(encoding="utf-8")
        path = r"((?:bench|core|deploy|pages|tools|ui|web)/[\w./-]+\.(?:py|js|css|html))"
        wrong += [
            (source.name, name) for name in re.findall(rf"(?<![\w/.]){path}", text) if not (ROOT / name).is_file()
        ]
        for what, name in re.findall(rf"(?:see|twin is) (\w+) in {path}", text):
            file = ROOT / name
            if file.is_file() and not re.search(rf"\b{what}\b", file.read_text(encoding="utf-8")):
                wrong.append((source.name, f"{what} in {name}"))
    assert wrong == []
