"""`make strings`: each language's words.po is told of new words and of those that are gone, and made into words.mo,
which Python reads, and words.json, which the browser half gets."""

import json
import re
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.strings.extract import template
from ui.language.catalogue import DOMAIN, LOCALE

DAY = datetime(2000, 1, 1, tzinfo=UTC)
# Of a file's head, what would say nothing, or another thing every day.
UNSAID = re.compile(
    rb'^"(Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By):.*\n',
    re.MULTILINE,
)


def files(folder: Path = LOCALE) -> list[Path]:
    """What persons write: a file a language."""
    return sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def read(file: Path) -> Catalog:
    """The words of a language."""
    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=file.parents[1].name)
    # The same words make the same file, whenever that is.
    catalogue.creation_date = catalogue.revision_date = DAY
    return catalogue


def updated(catalogue: Catalog, words: Catalog) -> Catalog:
    """The catalogue with all words of the program, and no others. Nothing is guessed: what is new is not translated."""
    catalogue.update(words, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def po(catalogue: Catalog) -> bytes:
    """words.po, in the order of the program."""
    stream = BytesIO()
    write_po(stream, catalogue, width=110, sort_by_file=True, include_lineno=False)
    return UNSAID.sub(b"", stream.getvalue())


def mo(catalogue: Catalog) -> bytes:
    """words.mo."""
    stream = BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


def browser(catalogue: Catalog) -> bytes:
    """words.json: what stands in the modules of web/, and its translation."""
    said = {
        message.id if isinstance(message.id, str) else message.id[0]: message.string
        for message in catalogue
        if message.id and is_said(message) and any(place.endswith(".js") for place, _ in message.locations)
    }
    return (json.dumps(dict(sorted(said.items())), ensure_ascii=False, indent=1) + "\n").encode()


def main() -> None:
    """Update all languages; new ones are made of a folder named after their code."""
    words = template()
    for folder in sorted(LOCALE.iterdir()):
        file = folder / "LC_MESSAGES" / f"{DOMAIN}.po"
        catalogue = updated(read(file), words)
        file.write_bytes(po(catalogue))
        file.with_suffix(".mo").write_bytes(mo(catalogue))
        file.with_suffix(".json").write_bytes(browser(catalogue))
        missing = sum(1 for message in catalogue if message.id and not is_said(message))
        sys.stdout.write(f"{folder.name}: {len(catalogue)} texts, {missing} without a translation\n")


def is_said(message: Message) -> bool:
    """Whether it has a translation."""
    said = message.string
    return bool(said) and all(said or ())


if __name__ == "__main__":
    main()
