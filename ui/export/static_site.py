"""A site that needs no machine: the light view of every link in a text file as a folder of plain files, with an index.
`python -m ui.export.static_site --links links.txt --out site`. The same links always give the same bytes."""

import argparse
import re
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from core.data.own_data import OWN
from ui.assets import CARTESIAN_FILE, PLOTLY_FILE
from ui.export import light_view
from ui.export.offline import Card, index_page, player_program, program_script, timeline_script
from ui.export.one_file import Parts, site_page, style_sheet
from ui.page import Page
from ui.pages import FIRST, LIGHT, PAGES
from ui.serving.cache import run
from ui.settings import links
from ui.settings.presets import PRESETS
from ui.settings.scenario_settings import to_scenario
from ui.timeline.folding import compressed
from ui.timeline.timeline import Timeline, only, pack, unpack

# A title and a task are not longer than so many letters (see web/predict.js).
TITLE, TASK = 80, 240
# The file by which a folder is known as a site of ours. It names what may be written anew; all else is somebody's.
MARKER = "gradient-explorer-site.txt"
OURS = "A static site of Gradient Explorer. What is named here is replaced when the site is written again:"
# Bytes of a compressed timeline with which a page's first visit stays within 0.9 MB on a host that compresses nothing.
ROOM = 163_000
LONGEST_NAME = 60
# A name that Windows keeps for its devices, and that of the index, are no page's.
TAKEN = {"index", "con", "prn", "aux", "nul", *(f"{port}{i}" for port in ("com", "lpt") for i in range(10))}


class RefusedError(Exception):
    """Why there is no site: one sentence."""


@dataclass(frozen=True)
class Entry:
    """A usable link. title : what the file calls it, "" for nothing · query : each name's values"""

    title: str
    query: Mapping[str, Sequence[str]]
    about: str = ""

    @property
    def asked(self) -> light_view.Asked:
        return light_view.ask(self.query)

    @property
    def heading(self) -> str:
        """What its card is called: as the file says, or the link, or the run."""
        return self.title or _plain(_last(self.query, "title"), TITLE) or self.asked.title

    @property
    def given(self) -> dict[str, Sequence[str]]:
        """The query of the whole moment, with what the player alone reads."""
        carried = {name: [_last(self.query, name)] for name in links.CARRIED if _last(self.query, name)}
        return {**self.asked.place, **carried}


def presets() -> list[Entry]:
    """The app's own classic cases."""
    return [Entry(preset.name, links.encode(links.complete(preset.settings)), preset.about) for preset in PRESETS]


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
    if len(title := _plain(title)) > TITLE:
        said.append(f"The title has more than {TITLE} letters; the rest of it is cut off.")
        title = title[:TITLE].rstrip()
    query = _query(link.strip())
    entry = Entry(title, query)
    asked = entry.asked
    if _last(query, "data") == OWN and asked.settings["data"] != OWN:
        raise ValueError(f"{asked.problems[0].partition(';')[0]}" if asked.problems else "its data cannot be read")
    return entry, [*said, *asked.problems]


def _query(link: str) -> dict[str, list[str]]:
    """What a link of the app says, whichever way it is written. Raises ValueError where it is none."""
    shown = _plain(link, 60) or "this"
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
    page = place if place in LIGHT else _last(query, "page") if place == "view" or not place else ""
    if place in PAGES and place not in LIGHT:
        page = place
    # A whole address may end with the path that the app stands below.
    if not page and place not in ("", "view") and not whole:
        page = place
    if page and page not in LIGHT:
        raise ValueError(f"the page “{_plain(page, 60)}” has no light view")
    query.pop("page", None)
    return {**query, **({"page": [page]} if page else {})}


def _last(query: Mapping[str, Sequence[str]], name: str) -> str:
    """A name's last value; "" for none, and for one that no honest link has."""
    value = (query.get(name) or [""])[-1]
    return value if len(value) <= links.LONGEST else ""


def _plain(text: str, most: int | None = None) -> str:
    """Text on one line, without what cannot be seen."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:most]


def slugs(titles: Sequence[str]) -> list[str]:
    """A file's name for each title: ASCII, readable, and no two the same."""
    found: list[str] = []
    used = set(TAKEN)
    for title in titles:
        plain = unicodedata.normalize("NFKD", title.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
        slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "page"
        if len(slug) > LONGEST_NAME:
            # Between two words, where there are any.
            slug = slug[: LONGEST_NAME + 1].rpartition("-")[0] or slug[:LONGEST_NAME]
        number, name = 1, slug
        while name in used:
            number += 1
            name = f"{slug}-{number}"
        used.add(name)
        found.append(name)
    return found


def site_files(entries: Sequence[Entry], base: str = "") -> dict[str, bytes]:
    """All files of a site by their names, but for its marker. base : the full app's address, "" where not known."""
    files: dict[str, bytes] = {}

    def part(name: str, text: str) -> str:
        """Add a part; its address, which is another one when the part has become another."""
        files[f"parts/{name}"] = text.encode()
        return f"parts/{name}?v={light_view.version()}"

    player, style = part("player.js", player_program()), part("player.css", style_sheet())
    flat = Parts(player, style, part("plotly.js", program_script("Plotly", CARTESIAN_FILE.read_text(encoding="utf-8"))))
    in_space = flat
    if any(entry.asked.in_space for entry in entries):
        whole = program_script("Plotly", PLOTLY_FILE.read_text(encoding="utf-8"))
        in_space = replace(flat, plotly=part("plotly-3d.js", whole))
    cards = []
    for entry, slug in zip(entries, slugs([entry.heading for entry in entries]), strict=True):
        asked = entry.asked
        packed = timeline(asked)
        page = site_page(
            title=f"{entry.title} · {asked.title}" if entry.title else asked.title,
            problems=asked.problems,
            aside=_of_one_step(asked, packed),
            parts=in_space if asked.in_space else flat,
            script=part(f"run-{slug}.js", timeline_script(packed)),
            given=urlencode(entry.given, doseq=True),
            explore=_full_page(base, asked.page),
        )
        files[f"{slug}.html"] = page.encode()
        picture = _picture(entry, packed)
        address = part(f"small-{slug}.js", timeline_script(only(packed, picture))) if picture else ""
        cards.append(_card(entry, packed, f"{slug}.html", address))
    count, size = len(cards), sum(map(len, files.values())) / 1e6
    footer = f"{count} {'page' if count == 1 else 'pages'}, {size:.1f} MB · version {light_view.version()}"
    files["index.html"] = index_page(cards, flat, footer, _full_page(base, FIRST)).encode()
    return files


def _full_page(base: str, page: Page) -> str:
    return f"{base.rstrip('/')}/{'' if page == FIRST else page.code}" if base else ""


def timeline(asked: light_view.Asked) -> bytes:
    """The packed timeline of a page, as a file has it. Where that makes the page too long, its stems are rounded."""
    scenario = to_scenario(asked.settings)
    packed = light_view.in_a_file(asked.page, scenario, asked.settings, asked.step)
    if not asked.page.stems or len(compressed(packed)) <= ROOM:
        return packed
    full = asked.page.timeline(scenario, asked.settings, asked.step, run)
    for bits, digits in ((16, 3), (8, 2)):
        packed = pack(_rounded(full, bits, digits))
        if len(compressed(packed)) <= ROOM:
            break
    return packed


def _rounded(full: Timeline, bits: int, digits: int) -> Timeline:
    """The timeline with dL/dy as exact as its picture needs it, and no more digits beside the mouse than are right."""
    panels = []
    for panel in full.panels:
        if panel.name == "samples":
            figure = deepcopy(panel.figure)
            for trace in figure.data if figure else ():
                if trace.get("hovertemplate"):
                    trace.change(hovertemplate=trace.hovertemplate.replace("= %{y:.6g}", f"≈ %{{y:.{digits}g}}"))
            tracks = tuple(
                replace(track, bits=min(bits, track.bits)) if track.attribute == "y" else track
                for track in panel.tracks
            )
            panel = replace(panel, figure=figure, tracks=tracks)
        panels.append(panel)
    return replace(full, panels=tuple(panels))


def _of_one_step(asked: light_view.Asked, packed: bytes) -> str:
    """What a page without a server says where another step of the run needs another timeline; "" where none does."""
    if not asked.follows:
        return ""
    header, _ = unpack(packed)
    step = header["inside"]["step"] if header["inside"] else asked.step
    return asked.page.of_one_step(step)


def _picture(entry: Entry, packed: bytes) -> str:
    """The panel that a thumbnail is of; "" where there is none without a third dimension."""
    header, _ = unpack(packed)
    flat = [panel["name"] for panel in header["panels"] if panel["figure"] and "scene" not in panel["figure"]["layout"]]
    shown = set(_last(entry.query, "show").split(",")) & {panel["name"] for panel in header["panels"]}
    return next((name for name in entry.asked.page.picture if name in flat and (not shown or name in shown)), "")


def _card(entry: Entry, packed: bytes, address: str, picture: str) -> Card:
    header, _ = unpack(packed)
    asked, inside = entry.asked, header["inside"]
    shows = asked.page.about
    asks = re.match(r"(\d{1,4})(?:\.[1-5]{1,5})?~", _last(entry.query, "predict"))
    last = int(header["steps"])
    still, sample = last, 0
    if inside:
        still = inside["codes"].index(asked.stage)
        sample = min(range(len(inside["samples"])), key=lambda place: abs(inside["samples"][place] - asked.sample))
    elif asked.step or asks:
        still = min(asked.step, last)
    if asks:
        # What a question asks for is not to be seen before it is answered.
        last = min(int(asks[1]), last)
    return Card(
        address=address,
        title=entry.heading,
        about=entry.about or (f"{shows}." if entry.heading == asked.title else f"{asked.title}. {shows}."),
        task=_plain(_last(entry.query, "task"), TASK),
        picture=picture,
        still=min(still, last),
        last=last,
        sample=sample,
    )


def write_site(entries: Sequence[Entry], folder: Path, base: str = "") -> dict[str, bytes]:
    """Write a site into `folder`, and take away what an earlier one has left → its files by their names.

    Nothing is touched that a site of ours has not written. Raises RefusedError, in one sentence, before it writes.
    """
    if not entries:
        raise RefusedError("There is no usable link, so no site was written.")
    if base and not re.fullmatch(r"https?://[^\s/?#\"'<>][^\s?#\"'<>]*", base):
        raise RefusedError("The app's address must begin with http:// or https://, and have no query.")
    old = _written_before(folder)
    files = site_files(entries, base)
    foreign = sorted(name for name in files if name not in old and (folder / name).exists())
    if foreign:
        raise RefusedError(f"{folder / foreign[0]} is not of a site of ours, so nothing was written: move it away.")
    (folder / "parts").mkdir(parents=True, exist_ok=True)
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
    parser.add_argument("--out", default="site", help="the folder (site)")
    parser.add_argument("--app", default="", help="the full app's address, for the links to it")
    asked = parser.parse_args(arguments)
    folder = Path(asked.out)
    try:
        entries, problems = _chosen(asked.links)
        for problem in problems:
            print(problem, file=sys.stderr)
        files = write_site(entries, folder, asked.app)
    except RefusedError as refused:
        print(refused, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{folder} could not be written: {error.strerror or error}.", file=sys.stderr)
        return 2
    size = sum(map(len, files.values())) / 1e6
    pages = "1 page" if len(entries) == 1 else f"{len(entries)} pages"
    print(f"{folder}: {pages} and an index, {size:.1f} MB. Open {folder / 'index.html'}, or put the folder anywhere.")
    return 0


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
