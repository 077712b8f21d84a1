"""A site that needs no machine: the light view of every link in a text file as a folder of plain files, with an index.
`python -m ui.export.static_site --links links.txt --out site`. The same links always give the same bytes."""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from ui.export.lesson_files import lesson_files
from ui.export.link_list import Entry, presets, read_links
from ui.export.site_files import site_files
from ui.language.catalogue import ENGLISH, languages
from ui.language.speaking import speaking
from ui.lessons.lesson import Lesson
from ui.lessons.shelf import read_file

# The file by which a folder is known as a site of ours. It names what may be written anew; all else is somebody's.
MARKER = "gradient-explorer-site.txt"
OURS = "A static site of Gradient Explorer. What is named here is replaced when the site is written again:"


class RefusedError(Exception):
    """Why there is no site: one sentence."""


def write_site(
    entries: Sequence[Entry],
    folder: Path,
    base: str = "",
    lessons: Sequence[Lesson] = (),
    address: str = "",
    one_file: bool = False,
) -> dict[str, bytes]:
    """Write a site into `folder`, and take away what an earlier one has left → its files by their names.

    one_file : each lesson as a file of its own, and nothing else
    Nothing is touched that a site of ours has not written. Raises RefusedError, in one sentence, before it writes.
    """
    if not entries and not lessons:
        raise RefusedError("There is no usable link and no usable lesson, so no site was written.")
    for name, given in (("app", base), ("site", address)):
        if given and not re.fullmatch(r"https?://[^\s/?#\"'<>][^\s?#\"'<>]*", given):
            raise RefusedError(f"The {name}'s address must begin with http:// or https://, and have no query.")
    old = _written_before(folder)
    files = lesson_files(lessons, base) if one_file else site_files(entries, base, lessons, address)
    foreign = sorted(name for name in files if name not in old and (folder / name).exists())
    if foreign:
        raise RefusedError(f"{folder / foreign[0]} is not of a site of ours, so nothing was written: move it away.")
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
    # First what there is before and after: a site that is only half written is still known as ours.
    _mark(folder, {*old, *files})
    for name, content in files.items():
        (folder / name).write_bytes(content)
    for name in old - files.keys():
        (folder / name).unlink(missing_ok=True)
    _mark(folder, set(files))
    return files


def _written_before(folder: Path) -> set[str]:
    """The names of the files that an earlier site has written. Raises RefusedError where the folder is not ours."""
    if folder.exists() and not folder.is_dir():
        raise RefusedError(f"{folder} is a file, not a folder.")
    if not folder.exists() or not any(folder.iterdir()):
        return set()
    marker = folder / MARKER
    lines = marker.read_text(encoding="utf-8", errors="replace").splitlines() if marker.is_file() else []
    if not lines or lines[0] != OURS:
        raise RefusedError(f"{folder} has files that are not of a site of ours: take an empty folder, or a new one.")
    # A marker that somebody has changed must not lead out of the folder.
    return {name for name in lines[1:] if re.fullmatch(r"(parts/)?[a-z0-9][a-z0-9-]*(\.[a-z0-9]+)?", name)}


def _mark(folder: Path, names: set[str]) -> None:
    (folder / MARKER).write_text("\n".join([OURS, *sorted(names)]) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the site → 0, or 2 where there is none to write."""
    parser = argparse.ArgumentParser(
        prog="python -m ui.export.static_site", description="The light view of links as a static site."
    )
    parser.add_argument("--links", default="", help="a text file of links, one a line; without it, the presets")
    parser.add_argument("--lessons", default="", help="files of lessons, with commas between them")
    parser.add_argument("--lang", default="", choices=("", *languages()), help="its language; that of its lessons")
    parser.add_argument("--one-file", action="store_true", help="each lesson as one file, for offline use")
    parser.add_argument("--out", default="site", help="the folder (site)")
    parser.add_argument("--app", default="", help="the full app's address, for the links to it")
    parser.add_argument(
        "--at", default="", help="where the site will be, for the pictures that chats show of its links"
    )
    asked = parser.parse_args(arguments)
    folder = Path(asked.out)
    try:
        lessons, mistakes = _lessons(asked.lessons)
        with speaking(asked.lang or _language(lessons)):
            entries, problems = _chosen(asked.links) if asked.links or not asked.lessons else ([], [])
            for problem in (*mistakes, *problems):
                print(problem, file=sys.stderr)
            if asked.one_file and (entries or not lessons):
                raise RefusedError("One file is of a lesson: name files of lessons, and no links.")
            files = write_site(entries, folder, asked.app, lessons, asked.at, asked.one_file)
    except RefusedError as refused:
        print(refused, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{folder} could not be written: {error.strerror or error}.", file=sys.stderr)
        return 2
    size = sum(map(len, files.values())) / 1e6
    if asked.one_file:
        print(f"{folder}: {', '.join(sorted(files))}, {size:.1f} MB. Open it, or hand it on: it needs no network.")
        return 0
    count = sum(name.endswith(".html") for name in files) - 1
    pages = "1 page" if count == 1 else f"{count} pages"
    print(f"{folder}: {pages} and an index, {size:.1f} MB. Open {folder / 'index.html'}, or put the folder anywhere.")
    return 0


def _language(lessons: Sequence[Lesson]) -> str:
    """The language of a site with these lessons: that in which all of them are written, else English."""
    written = {lesson.language for lesson in lessons}
    return written.pop() if len(written) == 1 else ENGLISH


def _lessons(names: str) -> tuple[list[Lesson], list[str]]:
    """The lessons in files of these names, and a sentence for each mistake. Raises RefusedError for no such file."""
    lessons, problems = [], []
    for name in filter(None, names.split(",")):
        try:
            lesson, said = read_file(Path(name))
        except OSError as error:
            raise RefusedError(f"{name} cannot be read ({error.strerror or error}), so no site was written.") from None
        lessons += [lesson] if lesson else []
        problems += said
    return lessons, problems


def _chosen(name: str) -> tuple[list[Entry], list[str]]:
    """The links of a file of this name, or the presets. Raises RefusedError where it cannot be read or is empty."""
    if not name:
        return presets(), []
    try:
        text = Path(name).read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise RefusedError(f"{name} cannot be read ({error.strerror or error}), so no site was written.") from None
    entries, problems = read_links(text)
    if not entries and not problems:
        raise RefusedError(f"{name} has no links: put one on each line.")
    return entries, problems


if __name__ == "__main__":
    sys.exit(main())
