"""The lessons that there are: the files of lessons/, a folder a language, in which the same lesson has the same name.
Whoever puts a file there has added a lesson; one with a mistake is left out, and the page "Lessons" says what is wrong
with it."""

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from ui.language.catalogue import ENGLISH, languages
from ui.language.speaking import language_code
from ui.lessons.lesson import Lesson
from ui.lessons.reader import read_lesson

FOLDER = Path(__file__).parents[2] / "lessons"
# So many files are kept as they were read: all of a few languages.
SHELF_ENTRIES = 256


@dataclass(frozen=True)
class Shelf:
    """All lessons by their names, in the order of their files; and a sentence for each mistake in the others' files."""

    lessons: dict[str, Lesson]
    problems: tuple[str, ...]


def shelf(folder: Path = FOLDER) -> Shelf:
    """What stands in a folder now, for whoever reads the language that is spoken here: a lesson that is missing in it
    is there in English, or else in any language that has it."""
    found: dict[str, tuple[str, Lesson]] = {}
    problems: list[str] = []
    for code in dict.fromkeys((language_code(), *languages())):
        for file in sorted((folder / code).glob("*.md")):
            # A file that has changed is read anew.
            lesson, wrong = _read(file, file.stat().st_mtime_ns)
            if lesson:
                found.setdefault(lesson.name, (file.name, lesson))
            problems += [f"{code}/{sentence}" for sentence in wrong]
    return Shelf({name: lesson for name, (_, lesson) in sorted(found.items(), key=_by_file)}, tuple(problems))


def _by_file(item: tuple[str, tuple[str, Lesson]]) -> str:
    return item[1][0]


@lru_cache(maxsize=SHELF_ENTRIES)
def _read(file: Path, changed: int) -> tuple[Lesson | None, list[str]]:
    """The lesson in a file, as it was at a time."""
    return read_file(file)


def read_file(file: Path) -> tuple[Lesson | None, list[str]]:
    """The lesson in a file, or a sentence with the file's name and the line for each mistake in it."""
    # Files are in the order of the course by a number in front, which is no part of the name.
    name = file.stem.lstrip("0123456789").removeprefix("-")
    folder = file.resolve().parent.name
    lesson, wrong = read_lesson(file.read_text(encoding="utf-8", errors="replace"), name)
    if lesson:
        lesson = replace(lesson, language=folder if folder in languages() else ENGLISH)
    return lesson, [f"{file.name}: {sentence}" for sentence in wrong]
