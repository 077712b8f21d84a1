"""The lessons that there are: the files of lessons/, a folder a language. Whoever puts a file there has added a lesson;
one with a mistake is left out, and the page "Lessons" says what is wrong with it."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ui.lessons.lesson import Lesson
from ui.lessons.reader import read_lesson

FOLDER = Path(__file__).parents[2] / "lessons"
LANGUAGE = "en"


@dataclass(frozen=True)
class Shelf:
    """All lessons by their names, in the order of their files; and a sentence for each mistake in the others' files."""

    lessons: dict[str, Lesson]
    problems: tuple[str, ...]


def shelf(folder: Path = FOLDER / LANGUAGE) -> Shelf:
    """What stands in a folder now."""
    files = sorted(folder.glob("*.md")) if folder.is_dir() else []
    return _read(tuple((file, file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=4)
def _read(files: tuple[tuple[Path, int], ...]) -> Shelf:
    """The lessons in these files, each as it was at a time: a file that has changed is read anew."""
    lessons: dict[str, Lesson] = {}
    problems: list[str] = []
    for file, _ in files:
        lesson, wrong = read_file(file)
        if lesson:
            lessons[lesson.name] = lesson
        problems += wrong
    return Shelf(lessons, tuple(problems))


def read_file(file: Path) -> tuple[Lesson | None, list[str]]:
    """The lesson in a file, or a sentence with the file's name and the line for each mistake in it."""
    # Files are in the order of the course by a number in front, which is no part of the name.
    name = file.stem.lstrip("0123456789").removeprefix("-")
    lesson, wrong = read_lesson(file.read_text(encoding="utf-8", errors="replace"), name)
    return lesson, [f"{file.name}: {sentence}" for sentence in wrong]
