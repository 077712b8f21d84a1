"""docs/architecture.md: its drawings name files that are there, each of them once."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
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
