"""A talk that somebody has made in his browser is a lesson: as a file, as a site, and among a host's lessons; and the
browser's half reads a file, whomever it is of, as strictly as this one does."""

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile import HOSTILE
from tests.ui.lessons.test_reader import MISTAKES, PLAIN, changed
from ui.export.static_site import main
from ui.lessons import lines, reader
from ui.lessons.filling import mistakes
from ui.lessons.program import PARTS
from ui.lessons.reader import read_lesson
from ui.lessons.shelf import FOLDER, shelf
from ui.serving.cache import run

ROOT = Path(__file__).parents[3]
NODE = Path(sys.executable).with_name("node")
EIGHT = ROOT / "tests" / "web" / "talk-of-eight.md"
# What only the server knows: which links and which numbers there are.
SERVERS = (
    "link cannot be used",
    "no number of a run",
    "nothing to point at",
    "no condition",
    "in this link must be",
    "that of BCE",
    "That makes",
)


def browser(files: list[str]) -> dict:
    """What the browser's half says of files."""
    asked = json.dumps(files)
    said = subprocess.run(
        [NODE, "tests/web/talk_twin.js"], cwd=ROOT, input=asked, capture_output=True, text=True, check=True
    )
    return json.loads(said.stdout)


def test_a_talk_that_was_saved_is_a_lesson() -> None:
    lesson, problems = read_lesson(EIGHT.read_text(encoding="utf-8"), "eight")
    assert problems == []
    assert lesson is not None
    assert len(lesson.moments) == 8
    assert [problem for moment in lesson.moments for problem in mistakes(moment, run)] == []
    # Whatever stood at the beginning of a line is still words.
    assert [words.text for words in lesson.moments[0].paragraphs] == [
        "remember: the outputs are cached.",
        "- [ ] this is no answer",
        "## and no heading",
    ]


@pytest.mark.long
def test_it_is_written_as_a_site(tmp_path: Path) -> None:
    assert main(["--lessons", str(EIGHT), "--out", str(tmp_path / "site")]) == 0
    pages = {file.name for file in (tmp_path / "site").glob("*.html")}
    assert "backpropagation-8-november.html" in pages
    assert len(pages) == 8 + 1


def test_a_host_puts_it_among_his_lessons(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    shutil.copy(EIGHT, tmp_path / "en" / "backpropagation.md")
    there = shelf(tmp_path)
    assert there.problems == ()
    assert there.lessons["backpropagation"].title == "Backpropagation, 8 November"


def mutated(rng: random.Random, text: str) -> str:
    """A file after something has happened to it."""
    every = text.splitlines(keepends=True)
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(every))
        kind = rng.randrange(5)
        if kind == 0:
            every[at] = ""
        elif kind == 1:
            every.insert(at, every[at])
        elif kind == 2:
            every.insert(rng.randrange(len(every)), every.pop(at))
        elif kind == 3:
            every[at] = rng.choice(HOSTILE) + "\n"
        elif every[at]:
            letter = rng.randrange(len(every[at]))
            every[at] = every[at][:letter] + rng.choice("{}[]()*`#-: \\<\0é\n\u2028") + every[at][letter + 1 :]
    return "".join(every)


def both_say(problems: list[str]) -> list[str]:
    """What is no server's to know."""
    return sorted(problem for problem in set(problems) if not any(word in problem for word in SERVERS))


def test_the_browser_reads_every_file_as_it_is_read_here() -> None:
    rng = random.Random(8)
    files = [PLAIN, EIGHT.read_text(encoding="utf-8"), *(file.read_text("utf-8") for file in FOLDER.glob("*/*.md"))]
    files += [changed(old, new) for old, new, _, _ in MISTAKES]
    files += [mutated(rng, rng.choice(files[:2])) for _ in range(300)]
    files += ["", "---", "x" * 60_001, "## " + " " * 50_000 + "{#a", "[" * 50_000, *HOSTILE]
    files += [PLAIN.replace("A *word*", "[a](" * 500), PLAIN.replace("A *word*", "word " * 500)]
    read_well = 0
    for file, said in zip(files, browser(files)["read"], strict=True):
        lesson, problems = read_lesson(file, "plain")
        theirs = [f"Line {line}: {sentence}" for line, sentence in said["problems"]]
        assert both_say(theirs) == both_say(problems), file[:2_000]
        if lesson:
            read_well += 1
            assert said["ids"] == [moment.id for moment in lesson.moments], said["problems"]
    assert 20 < read_well < len(files) - 100


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("LONGEST", reader.LONGEST),
        ("LONGEST_LINE", lines.LONGEST),
        ("MOMENTS", reader.MOMENTS),
        ("STEPS", reader.STEPS),
        ("CHOICES", list(reader.CHOICES)),
        ("LETTERS", reader.LETTERS),
        ("WORDS", reader.WORDS),
        ("ID", f"^{reader.ID.pattern}$"),
        ("PARTS", list(PARTS)),
        ("GAPS", list(reader.GAPS)),
    ],
)
def test_both_have_the_same_limits(name: str, ours: object) -> None:
    assert browser([])["limits"][name] == ours
