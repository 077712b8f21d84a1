"""A list of links, in a text file or the app's own: what each asks for, and what its card is called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from core.data.user_data import USER_DATA
from ui.export import light_view
from ui.language.speaking import _
from ui.pages import LIGHT, PAGES
from ui.settings import links
from ui.settings.presets import PRESETS

# A title is not longer than so many letters (see web/predict.js).
TITLE = 80


@dataclass(frozen=True)
class Entry:
    """A usable link. title : what the file calls it, "" for nothing · query : each name's values"""

    title: str
    query: Mapping[str, Sequence[str]]
    about: str = ""

    @property
    def destination(self) -> light_view.Destination:
        return light_view.destination_of(self.query)

    @property
    def heading(self) -> str:
        """What its card is called: as the file says, or the link, or the run."""
        return self.title or on_one_line(last_value(self.query, "title"), TITLE) or self.destination.title

    @property
    def carried(self) -> dict[str, Sequence[str]]:
        """What the player alone reads."""
        return {name: [last_value(self.query, name)] for name in links.UNCHECKED if last_value(self.query, name)}

    @property
    def given(self) -> dict[str, Sequence[str]]:
        """The query of the whole moment, with what the player alone reads."""
        return {**self.destination.place, **self.carried}

    @property
    def written(self) -> str:
        """The same as an address has it."""
        return urlencode(self.given, doseq=True)


def presets() -> list[Entry]:
    """The app's own classic cases."""
    return [Entry(_(preset.name), links.encode(links.complete(preset.settings)), _(preset.about)) for preset in PRESETS]


def read_links(text: str) -> tuple[list[Entry], list[str]]:
    """A file's usable links in their order, and a sentence for each line or value that is not usable.

    A line is a link, or a title, a tab or " | ", and a link; blank lines and those that begin with # are left out.
    """
    entries, problems = [], []
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.strip().removeprefix("\ufeff").strip()
        if not line or line.startswith("#"):
            continue
        try:
            entry, said = _read_line(line)
        except ValueError as error:
            problems.append(f"Line {number}: {error}; it is left out.")
            continue
        entries.append(entry)
        problems += [f"Line {number}: {sentence}" for sentence in said]
    return entries, problems


def _read_line(line: str) -> tuple[Entry, list[str]]:
    """A line's link, and a sentence for each of its values that is not usable.

    Raises ValueError, in a sentence without its end, where there is no link that has a light view.
    """
    mark = "\t" if "\t" in line else " | "
    title, _, link = line.rpartition(mark)
    said = []
    if len(title := on_one_line(title)) > TITLE:
        said.append(f"The title has more than {TITLE} letters; the rest of it is cut off.")
        title = title[:TITLE].rstrip()
    query = read_query(link.strip())
    entry = Entry(title, query)
    destination = entry.destination
    if last_value(query, "data") == USER_DATA and destination.settings["data"] != USER_DATA:
        raise ValueError(
            f"{destination.problems[0].partition(';')[0]}" if destination.problems else "its data cannot be read"
        )
    return entry, [*said, *destination.problems]


def read_query(link: str) -> dict[str, list[str]]:
    """What a link of the app says, whichever way it is written. Raises ValueError where it is none."""
    shown = on_one_line(link, 60) or "this"
    try:
        address = urlsplit(link)
    except ValueError:
        raise ValueError(f"“{shown}” cannot be read as a link") from None
    whole = address.scheme in ("http", "https")
    bare = not whole and "?" not in link and "=" in link
    query = parse_qs(link if bare else address.query, keep_blank_values=True)
    place = "" if bare else address.path.rpartition("/")[2]
    known = links.NAMES & query.keys()
    if (address.scheme and not whole) or (query and not known) or not (query or place in ("", *LIGHT, "view")):
        raise ValueError(f"“{shown}” is no link of this app")
    page = place if place in LIGHT else last_value(query, "page") if place == "view" or not place else ""
    if place in PAGES and place not in LIGHT:
        page = place
    # A whole address may end with the path that the app stands below.
    if not page and place not in ("", "view") and not whole:
        page = place
    if page and page not in LIGHT:
        raise ValueError(f"the page “{on_one_line(page, 60)}” has no light view")
    query.pop("page", None)
    return {**query, **({"page": [page]} if page else {})}


def last_value(query: Mapping[str, Sequence[str]], name: str) -> str:
    """A name's last value; "" for none, and for one that no honest link has."""
    value = (query.get(name) or [""])[-1]
    return value if len(value) <= links.LONGEST else ""


def on_one_line(text: str, most: int | None = None) -> str:
    """Text on one line, without what cannot be seen."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:most]
