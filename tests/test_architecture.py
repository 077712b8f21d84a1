"""docs/architecture.md: its drawings name files that are there, each once; and no file is too long to be read."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
# Longer than so many lines nobody reads a file.
LONGEST = 350
PROGRAM = [ROOT / "app.py", *(file for room in ("core", "ui", "pages") for file in sorted((ROOT / room).rglob("*.py")))]
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
