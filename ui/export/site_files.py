"""The files of a static site: a page a link, its timeline beside it, and an index with a small picture of each."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from ui.assets import CARTESIAN_FILE, PLOTLY_FILE
from ui.export import light_view
from ui.export.at_rates import LEARNING_RATE, NOT_VARIED, VARY, at_rates
from ui.export.link_list import Entry, last_value, on_one_line
from ui.export.offline import Card, index_page, part_script, player_program, program_script, timeline_script
from ui.export.one_file import Parts, site_page, style_sheet
from ui.export.rounding import fitted
from ui.language.speaking import _, ngettext
from ui.lessons.card import card
from ui.lessons.lesson import Lesson
from ui.lessons.place import Place
from ui.lessons.worksheet import worksheet
from ui.page import Page
from ui.pages import HOME
from ui.previews.pictures import draw_picture
from ui.previews.preview import Preview, of_a_moment, of_a_worksheet, of_an_entry, of_the_app
from ui.previews.tags import tags
from ui.serving.cache import run
from ui.timeline.packing import unpack
from ui.timeline.thumbnail import thumbnail

# A task is not longer than so many letters (see web/predict.js).
TASK = 240
LONGEST_NAME = 60
# A name that Windows keeps for its devices, and that of the index, are no page's.
TAKEN = {"index", "con", "prn", "aux", "nul", *(f"{port}{i}" for port in ("com", "lpt") for i in range(10))}


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


def site_files(
    entries: Sequence[Entry], base: str = "", lessons: Sequence[Lesson] = (), address: str = ""
) -> dict[str, bytes]:
    """All files of a site by their names, but for its marker.

    base : the full app's address, "" where not known · address : where the site will be, "" where not known
    A lesson has a page a moment, of which the first is on the index, and a worksheet.
    """
    places = [Place(lesson, at, {}) for lesson in lessons for at in range(1, len(lesson.moments) + 1)]
    entries = [*entries, *map(_entry_of, places)]
    files: dict[str, bytes] = {}

    def part(name: str, text: str) -> str:
        """Add a part; its address, which is another one when the part has become another."""
        if f"parts/{name}" in files:
            raise ValueError(f"Two parts of a site are called {name}.")
        files[f"parts/{name}"] = text.encode()
        return f"parts/{name}?v={light_view.version()}"

    player, style = part("player.js", player_program()), part("player.css", style_sheet())

    root = address and address.rstrip("/") + "/"

    def shown_elsewhere(name: str, preview: Preview) -> Markup:
        """Add the picture that others see of a page; the tags that name it."""
        files[f"parts/{name}.png"] = draw_picture(preview)
        return tags(preview, "", picture=f"{root}parts/{name}.png")

    flat = Parts(player, style, part("plotly.js", program_script("Plotly", CARTESIAN_FILE.read_text(encoding="utf-8"))))
    in_space = flat
    if any(entry.destination.in_space for entry in entries):
        whole = program_script("Plotly", PLOTLY_FILE.read_text(encoding="utf-8"))
        in_space = replace(flat, plotly=part("plotly-3d.js", whole))
    cards = []
    names = slugs([entry.heading for entry in entries])
    plain: list[None] = [None] * (len(entries) - len(places))
    for entry, slug, place in zip(entries, names, [*plain, *places], strict=True):
        destination = entry.destination
        pages = _pages_of(place, places, names) if place else []
        sheet = f"parts/worksheet-{pages[0]}" if pages else ""
        taught = place and card(place, run, pages, "index.html", sheet)
        lead = f"{entry.title} · " if entry.title else ""
        vary = last_value(entry.query, VARY) == LEARNING_RATE
        varied = at_rates(destination.page, destination.shown, fitted, lead) if vary else None
        packed = varied.packed if varied else timeline(destination)
        rates = [
            part(f"rate-{place}--{slug}.js", part_script(other)) if other else ""
            for place, other in enumerate(varied.others if varied else ())
        ]
        page = site_page(
            title=entry.title if taught and entry.title else f"{lead}{destination.title}",
            problems=[*destination.problems, *([_(NOT_VARIED)] if vary and not varied else [])],
            aside=_of_one_step(destination, packed),
            parts=in_space if destination.in_space else flat,
            script=part(f"run-{slug}.js", timeline_script(packed)),
            given=entry.written,
            explore=full_page(base, destination.page),
            words=taught.words if taught else None,
            others={**(taught.data if taught else {}), "rates": ",".join(rates)},
            preview=shown_elsewhere(slug, of_a_moment(place) if place else of_an_entry(entry)),
        )
        files[f"{slug}.html"] = page.encode()
        if place and place.at > 1:
            continue
        if place:
            files[sheet] = _worksheet(place, pages, f"{root}parts/" if root else "")
        picture = _picture(entry, packed)
        small = part(f"small-{slug}.js", timeline_script(thumbnail(packed, picture))) if picture else ""
        anywhere = "#any" if place and place.lesson.mixed else ""
        cards.append(_card(entry, packed, f"{slug}.html{anywhere}", small))
    count, size = len(entries), sum(map(len, files.values())) / 1e6
    counted = ngettext("{n} page", "{n} pages", count)
    footer = _("{pages}, {size:.1f} MB · version {version}", pages=counted, size=size, version=light_view.version())
    files["index.html"] = index_page(
        cards, flat, footer, full_page(base, HOME), shown_elsewhere("index", of_the_app())
    ).encode()
    return files


def _entry_of(place: Place) -> Entry:
    """A moment of a lesson as a page; the first one stands for all of them."""
    lesson, moment = place.lesson, place.moment
    title = lesson.title if place.at == 1 else f"{lesson.title} {place.at}: {moment.title}"
    return replace(moment.entry(), title=title, about=lesson.about)


def _pages_of(place: Place, places: Sequence[Place], names: Sequence[str]) -> list[str]:
    """The pages of the lesson that a moment is of; the last of all names are those of all places."""
    ours = zip(places, names[len(names) - len(places) :], strict=True)
    return [f"{name}.html" for each, name in ours if each.lesson is place.lesson]


def _worksheet(first: Place, pages: Sequence[str], folder: str) -> bytes:
    """A lesson's worksheet, which stands beside the pictures of its pages. folder : where that is, as others say it"""

    def picture_at(place: Place) -> str:
        return pages[place.at - 1].replace(".html", ".png")

    preview = tags(of_a_worksheet(first), "", picture=f"{folder}{picture_at(first)}")
    return worksheet(first.lesson, run, picture_at, preview).encode()


def full_page(base: str, page: Page) -> str:
    """The address of a full page, "" where that of the app is not known."""
    return f"{base.rstrip('/')}/{'' if page == HOME else page.code}" if base else ""


def timeline(destination: light_view.Destination) -> bytes:
    """The packed timeline of a page, as a site has it."""
    if not destination.page.stems:
        return light_view.timeline_in_file(destination.page, destination.shown)
    return fitted(destination.page.timeline_in_file(destination.shown, run))


def _of_one_step(destination: light_view.Destination, packed: bytes) -> str:
    """What a page without a server says where another step of the run needs another timeline; "" where none does."""
    if not destination.follows:
        return ""
    header, _ = unpack(packed)
    step = header["inside"]["step"] if header["inside"] else destination.step
    return destination.page.of_one_step(step)


def _picture(entry: Entry, packed: bytes) -> str:
    """The panel that a thumbnail is of; "" where there is none without a third dimension."""
    header, _ = unpack(packed)
    flat = [panel["name"] for panel in header["panels"] if panel["figure"] and "scene" not in panel["figure"]["layout"]]
    shown = set(last_value(entry.query, "show").split(",")) & {panel["name"] for panel in header["panels"]}
    return next((name for name in entry.destination.page.picture if name in flat and (not shown or name in shown)), "")


def _card(entry: Entry, packed: bytes, address: str, picture: str) -> Card:
    header = unpack(packed)[0]
    destination, inside = entry.destination, header["inside"]
    shows = _(destination.page.about)
    asks = re.match(r"(\d{1,4})(?:\.[1-5]{1,5})?~", last_value(entry.query, "predict"))
    last = int(header["steps"])
    still, sample = last, 0
    if inside:
        still = inside["codes"].index(destination.stage)
        sample = min(
            range(len(inside["samples"])), key=lambda place: abs(inside["samples"][place] - destination.sample)
        )
    elif destination.step or asks:
        still = min(destination.step, last)
    if asks:
        # What a question asks for is not to be seen before it is answered.
        last = min(int(asks[1]), last)
    return Card(
        address=address,
        title=entry.heading,
        about=entry.about or (f"{shows}." if entry.heading == destination.title else f"{destination.title}. {shows}."),
        task=on_one_line(last_value(entry.query, "task"), TASK),
        picture=picture,
        still=min(still, last),
        last=last,
        sample=sample,
    )
