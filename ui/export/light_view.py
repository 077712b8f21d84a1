"""The light view's answers: a link → what its page is called, what was broken in the link, the packed timeline, and the
exact numbers of a step where the timeline has them coarsely. Pure functions of the link, without Streamlit; what was
computed once is kept for all who open the same link."""

import gzip
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import numpy as np

from ui.language import preference
from ui.language.catalogue import ENGLISH, LOCALE
from ui.language.speaking import _, language_code, speaking
from ui.page import Page, Shown
from ui.pages import HOME, LIGHT
from ui.serving import lanes
from ui.serving.cache import run
from ui.serving.store import STORE
from ui.settings import links, scenario_settings, versions
from ui.settings.parameter import Settings
from ui.timeline.folding import compressed
from ui.timeline.packing import pack, pack_detail, unpack

Query = Mapping[str, Sequence[str]]

ROOT = Path(__file__).parents[2]
# In the address of a timeline or a picture, by which version of ours it was made (a link's v is that of its defaults).
MADE_BY = "made"


@dataclass(frozen=True)
class Destination:
    """Where a link leads: a page, and what it shows there.

    page : one that has a light view · problems : a sentence for each value that was not usable
    settings, step, stage, sample : what the link says, with the usual values where it says nothing usable
    version : of the usual values · usable : whether each of its values is
    language : in which the page speaks
    asked_language : the one that the link asks for; "" where it leaves that to its reader
    """

    page: Page
    problems: tuple[str, ...]
    settings: Settings
    step: int
    stage: str
    sample: int
    version: int = versions.NEWEST
    usable: bool = True
    language: str = field(default_factory=language_code)
    asked_language: str = ""

    @property
    def title(self) -> str:
        """What the page is called."""
        return self.page.heading(self.settings)

    @property
    def shown(self) -> Shown:
        """What its page is to show. Raises ValueError, in one sentence, where the settings do not fit together."""
        return Shown(scenario_settings.to_scenario(self.settings), self.settings, self.step)

    @property
    def follows(self) -> str:
        """When another step of the run needs another timeline: "" for never, else as light_view.js says."""
        return self.page.follows(self.settings)

    @property
    def in_space(self) -> bool:
        """Whether it has a 3-D chart, which needs all of Plotly."""
        return self.page.in_space(self.settings)

    @property
    def coarse(self) -> bool:
        """Whether the timeline may leave out what a step's details have."""
        return self.page.coarse(self.settings)

    @property
    def is_large(self) -> bool:
        """Whether its timeline takes more than some 50 ms. Raises ValueError as `shown` does."""
        return self.page.is_large(self.shown)

    @property
    def place(self) -> dict[str, list[str]]:
        """The query of the full app at the same moment."""
        said = {preference.PARAMETER: [self.asked_language]} if self.asked_language else {}
        return {**links.encode(self.settings, self.step, self.stage, self.sample), **said}

    @property
    def key(self) -> str:
        """All that the timeline depends on, as a query: two links to the same timeline have the same."""
        page = self.page
        matters = page.settings | {links.STEP.name, links.VERSION.name}
        query = links.encode(page.key(self.settings), self.step if self.follows else 0)
        query = {name: values for name, values in query.items() if name in matters}
        if page != HOME:
            query["page"] = [page.code]
        if self.language != ENGLISH:
            query[preference.PARAMETER] = [self.language]
        return urlencode(query, doseq=True)


@dataclass(frozen=True)
class View:
    """The answer: where its link leads, its bytes on the wire (gzipped, a timeline folded too), and their ETag."""

    destination: Destination
    body: bytes
    etag: str


def destination_of(query: Query) -> Destination:
    """Where a link leads, by its query (each name's values). It computes nothing, and trusts nothing."""
    link = links.decode(query)
    problems = list(link.problems)
    code = (query.get("page") or [HOME.code])[-1]
    if code not in LIGHT:
        code = HOME.code
        problems.append(_("The page in this link must be one of {pages}; the default is used.", pages=", ".join(LIGHT)))
    page = LIGHT[code]
    settings, departures, broken = page.check(dict(link.settings))
    last = page.last_step(settings)
    step = link.step if last is None else min(link.step, last)
    # What the page does otherwise stands first, so that it is among the sentences that are shown.
    said = (*departures, *problems, *broken)
    language = link.language or language_code()
    usable = not (problems or broken)
    return Destination(
        page, said, settings, step, link.stage, link.sample, link.version, usable, language, link.language
    )


def answer(query: Query) -> View:
    """The timeline of a link, by its query (each name's values); computed once for all who open it."""
    destination = destination_of(query)
    return _view(destination, _timeline(destination))


def detail(query: Query) -> View:
    """The exact numbers of a link's step, packed and gzipped; no bytes where the timeline has them."""
    destination = destination_of(query)
    if not destination.coarse:
        return _view(destination, b"")
    return _view(destination, STORE.get(_detail_key(destination), lambda: exact(destination)))


def is_large_answer(query: Query) -> bool:
    """Whether `answer` takes more than some 50 ms."""
    destination = destination_of(query)
    return destination.is_large and _timeline_key(destination) not in STORE


def is_large_detail(query: Query) -> bool:
    """Whether `detail` takes more than some 50 ms."""
    destination = destination_of(query)
    return destination.coarse and destination.is_large and _detail_key(destination) not in STORE


def _view(destination: Destination, body: bytes) -> View:
    return View(destination, body, f'W/"{hashlib.sha256(body).hexdigest()[:20]}"')


def _timeline(destination: Destination) -> bytes:
    body: bytes = STORE.get(_timeline_key(destination), lambda: folded(destination))
    return body


def _timeline_key(destination: Destination) -> tuple[str, str]:
    return "light view", destination.key


def _detail_key(destination: Destination) -> tuple[str, str, int]:
    return "detail", destination.key, destination.step


def folded(destination: Destination) -> bytes:
    """The timeline of a destination as the wire has it."""
    return compressed(packed(destination))


def packed(destination: Destination) -> bytes:
    """The packed timeline of a destination, made as the page of the full app makes it."""
    with speaking(destination.language):
        return pack(destination.page.timeline_alone(destination.shown, run))


def timeline_in_file(page: Page, shown: Shown) -> bytes:
    """A page's packed timeline for a file, where no server has another step, or more of this one.

    The stems of a very long run stay in 8 bits: in full they alone would be longer than a file may be.
    """
    with lanes.aside():
        return pack(page.timeline_in_file(shown, run))


def exact(destination: Destination) -> bytes:
    """The exact numbers of the step to which a link leads, as the wire has them."""
    shown = destination.shown
    with speaking(destination.language):
        panel, tracks = destination.page.detail(shown, run)
    if not tracks:
        return b""
    # Folded or not, the header is the same.
    header, _ = unpack(gzip.decompress(_timeline(destination)))
    step = min(shown.step, run(shown.scenario)[1].steps)
    return gzip.compress(pack_detail(header["token"], step, panel, tracks), 6, mtime=0)


@cache
def version() -> str:
    """A hash of all that makes a timeline, for its address: a browser may keep it until we have become another."""
    digest = hashlib.sha256(np.__version__.encode())
    for folder in ("core", "ui", "web", LOCALE.name):
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in (".py", ".csv", ".js", ".mo"):
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
