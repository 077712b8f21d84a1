"""The light view's answers: a link → what its page is called, what was broken in the link, the packed timeline, and the
exact numbers of a step where the timeline has them coarsely. Pure functions of the link, without Streamlit; what was
computed once is kept for all who open the same link."""

import gzip
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import numpy as np

from core.data import drawings
from core.data.own_data import OWN
from core.data.sets import SOURCES
from core.mistakes.catalogue import BY_KEY
from core.scenario import Scenario
from ui.backward_pass.backward import backward
from ui.break_it import broken
from ui.compare.compare import compare
from ui.drawing_board.board import board, learns
from ui.explorer.explorer import explorer
from ui.gradient_check import check
from ui.loss_surface.landscape import Look, landscape, level_tracks
from ui.panels.names import names_of_weights, weight_names
from ui.panels.samples import DRAWN, FINE, exact_samples
from ui.serving import costs
from ui.serving.cache import DETAILS, FILES, LIGHT, run, work_of
from ui.serving.store import Ticket
from ui.serving.work import Work
from ui.settings import links, runs
from ui.timeline.folding import compressed
from ui.timeline.timeline import Timeline, Track, pack, pack_detail, unpack

Query = Mapping[str, Sequence[str]]

# The pages that a light view can be of, and what they are called.
PAGES = {
    "explorer": "Explorer",
    "backward_pass": "Backward pass",
    "loss_surface": "Loss surface",
    "compare": "Compare",
    "break_it": "Break it",
    "gradient_check": "Gradient check",
    "data": "Data",
}
# The settings that not every page's timeline depends on, and the pages whose timelines do.
ONLY_FOR = {
    **dict.fromkeys(("loss", "optimizer", "batch"), tuple(page for page in PAGES if page != "break_it")),
    **dict.fromkeys(("runs", "by"), ("compare",)),
    **dict.fromkeys(("axes", "held", "height", "beside", "field", "around", "point"), ("loss_surface",)),
    **dict.fromkeys(("graph", "shapes"), ("backward_pass",)),
    **dict.fromkeys(("surface", "order"), ("explorer",)),
    "h": ("gradient_check",),
    "mistake": ("break_it",),
    "scale": ("explorer", "compare", "break_it"),
    "notation": ("explorer", "backward_pass", "break_it", "gradient_check"),
}
# The settings that a page asks for by itself; all others are the sidebar's.
OF_ONE_PAGE = ("axes", "held", "height", "beside", "field", "around", "point", "by", "h", "mistake")
ROOT = Path(__file__).parents[2]
# A file has the level line of every step, and is so many times the work of a timeline, about.
FILE = 3


@dataclass(frozen=True)
class Asked:
    """What a link asks for.

    page : one of PAGES · title : of its page · problems : a sentence for each value that was not usable
    settings, step, stage, sample : what the link says, with the usual values where it says nothing usable
    follows : when another step of the run needs another timeline: "" for never, "outside" and "rest" as view.js says
    in_space : whether it has a 3-D chart, which needs all of Plotly
    coarse : whether the timeline may leave out what a step's details have
    """

    page: str
    title: str
    problems: tuple[str, ...]
    settings: links.Settings
    step: int
    stage: str
    sample: int
    follows: str
    in_space: bool
    coarse: bool

    @property
    def place(self) -> dict[str, list[str]]:
        """The query of the full app at the same moment."""
        return links.encode(self.settings, self.step, self.stage, self.sample)

    @property
    def key(self) -> str:
        """All that the timeline depends on, as a query: two links to the same timeline have the same."""
        settings = self.settings
        if self.page == "break_it":
            settings = {**settings, "steps": min(settings["steps"], broken.MOST)}
        query = links.encode(settings, self.step if self.follows else 0)
        query = {name: values for name, values in query.items() if self.page in ONLY_FOR.get(name, PAGES)}
        if self.page == "data" and settings["data"] != OWN:
            # Nobody learns from the points: the board has nothing else.
            query = {name: values for name, values in query.items() if name == "points"}
        if self.page != next(iter(PAGES)):
            query["page"] = [self.page]
        return urlencode(query, doseq=True)


@dataclass(frozen=True)
class Order:
    """What was asked, and a ticket for the bytes of its answer."""

    asked: Asked
    ticket: Ticket[bytes]

    def view(self) -> "View":
        """The answer, when it has come."""
        return _view(self.asked, self.ticket.future.result())


@dataclass(frozen=True)
class View:
    """The answer: what was asked, its bytes as the wire has them (gzipped, a timeline folded too), and their ETag."""

    asked: Asked
    body: bytes
    etag: str


def ask(query: Query) -> Asked:
    """What a query (each name's values) asks for. It computes nothing, and trusts nothing."""
    link = links.decode(query)
    problems = list(link.problems)
    page = (query.get("page") or [next(iter(PAGES))])[-1]
    if page not in PAGES:
        page = next(iter(PAGES))
        problems.append(f"The page in this link must be one of {', '.join(PAGES)}; the usual one is used.")
    settings = dict(link.settings)
    if page == "compare":
        try:
            settings["runs"] = runs.write_runs(_compared(settings))
        except ValueError as error:
            settings["runs"] = ""
            problems.append(
                f"The list of runs in this link {str(error).rstrip('.')}; the four optimizers are compared."
            )
        shortened = runs.shortened(links.to_scenario(settings), len(runs.read_runs(settings["runs"])))
        problems[:0] = filter(None, [shortened])
    step = link.step
    follows = "outside" if page == "backward_pass" else ""
    if page == "gradient_check" or (page == "loss_surface" and settings["held"] == "current"):
        follows = "rest"
    if page == "break_it":
        follows = "rest" if settings["mistake"] in BY_KEY else ""
        step = min(step, broken.MOST)
        # First, so that it is among the sentences that are shown.
        problems[:0] = filter(None, [broken.departures(links.to_scenario(settings))])
    in_space = (page == "explorer" and settings["surface"] == "3-D") or (
        page == "loss_surface" and settings["beside"] == "3-D"
    )
    title, coarse = _title(page, settings), _coarse(page, settings)
    return Asked(page, title, tuple(problems), settings, step, link.stage, link.sample, follows, in_space, coarse)


def _title(page: str, settings: links.Settings) -> str:
    rate = f"learning rate {links.write_number(settings['lr'])}"
    mistake = BY_KEY.get(settings["mistake"])
    if page == "break_it":
        return f"{PAGES[page]}: {mistake.name if mistake else 'no mistake'}, {settings['data']}, {rate}"
    if page == "data" and settings["data"] != OWN:
        return f"{PAGES[page]}: {'drawn points' if settings['points'] else 'nothing drawn'}"
    title = f"{PAGES[page]}: {settings['data']}, {settings['loss']}, {settings['optimizer']}"
    return title if page == "compare" else f"{title}, {rate}"


def _coarse(page: str, settings: links.Settings) -> bool:
    """Whether a page's timeline may be coarser than its details. How many samples a set has is not looked up for it."""
    if page != "explorer":
        return page == "loss_surface"
    synthetic = settings["data"] in SOURCES and SOURCES[settings["data"]].synthetic
    drawn_at_most = min(DRAWN, settings["samples"]) if synthetic else DRAWN
    if settings["batch"] != "all":
        drawn_at_most = min(int(settings["batch"]), settings["samples"]) if synthetic else int(settings["batch"])
    return bool((settings["steps"] + 1) * drawn_at_most > FINE)


def answer(query: Query) -> View:
    """What a query (each name's values) is answered with; computed once, whoever asks and how many of them."""
    asked = ask(query)
    return _view(asked, _timeline(asked))


def detail(query: Query) -> View:
    """The exact numbers of the step that a query names, packed and gzipped; no bytes where the timeline has them."""
    asked = ask(query)
    if not asked.coarse:
        return _view(asked, b"")
    return _view(asked, DETAILS.get(_detail_key(asked), lambda: exact(asked), lambda: _detail_work(asked)))


def has_answer(query: Query) -> bool:
    """Whether a query's answer is there already."""
    return LIGHT.has(ask(query).key)


def has_detail(query: Query) -> bool:
    """Whether a query's details are there already."""
    asked = ask(query)
    return not asked.coarse or DETAILS.has(_detail_key(asked))


def order_answer(query: Query) -> Order | None:
    """A ticket for a query's answer where it is a worker's to compute; None where `answer` gives it within a moment."""
    asked = ask(query)
    ticket = LIGHT.ask(asked.key, lambda: _timeline_work(asked))
    return Order(asked, ticket) if ticket else None


def order_detail(query: Query) -> Order | None:
    """The same for the details."""
    asked = ask(query)
    ticket = DETAILS.ask(_detail_key(asked), lambda: _detail_work(asked)) if asked.coarse else None
    return Order(asked, ticket) if ticket else None


def _view(asked: Asked, body: bytes) -> View:
    return View(asked, body, f'W/"{hashlib.sha256(body).hexdigest()[:20]}"')


def _timeline(asked: Asked) -> bytes:
    return LIGHT.get(asked.key, lambda: folded(asked), lambda: _timeline_work(asked))


def _timeline_work(asked: Asked) -> Work[bytes]:
    return work_of(folded, (asked,), *_needs(asked.page, links.to_scenario(asked.settings), asked.settings))


def _detail_work(asked: Asked) -> Work[bytes]:
    """A step's numbers need the timeline too, for they say which one they belong to."""
    scenario = links.to_scenario(asked.settings)
    seconds, scenarios = _needs(asked.page, scenario, asked.settings)
    there = LIGHT.find(asked.key)
    known = [(LIGHT.name, asked.key, there)] if there is not None else []
    if known:
        seconds = costs.BASE
        if asked.page == "loss_surface":
            seconds += costs.level(scenario, _look(scenario, asked.settings))
    return work_of(exact, (asked,), seconds, scenarios, lambda: known)


def _needs(page: str, scenario: Scenario, settings: links.Settings) -> tuple[float, tuple[Scenario, ...]]:
    """What a page's timeline takes, in seconds of a core, without the runs; and these."""
    if page == "compare":
        compared = runs.scenarios(scenario, runs.read_runs(settings["runs"]))
        return costs.compare(compared, scenario), compared
    if page == "break_it":
        scenario = broken.comparable(scenario)
        return costs.broken_run(scenario), (scenario,)
    if page == "loss_surface":
        return costs.landscape(scenario, _look(scenario, settings)), (scenario,)
    if page == "gradient_check":
        return costs.check(scenario), (scenario,)
    if page == "data" and not learns(scenario, drawings.decode(settings["points"])):
        return costs.BASE, ()
    return costs.explorer(scenario) if page == "explorer" else costs.BASE, (scenario,)


def _look(scenario: Scenario, settings: links.Settings) -> Look:
    """What is to be seen of the loss surface, said without its data."""
    return links.to_look(settings, names_of_weights(scenario.num_features))


def folded(asked: Asked) -> bytes:
    """The timeline of what was asked as the wire has it."""
    return compressed(packed(asked))


def packed(asked: Asked) -> bytes:
    """The packed timeline of what was asked, made as the page of the full app makes it."""
    return pack(MAKERS[asked.page](links.to_scenario(asked.settings), asked.settings, asked.step))


def in_a_file(page: str, scenario: Scenario, settings: links.Settings, step: int) -> bytes:
    """A page's packed timeline for a file, where nobody can be asked for another step, or for more of this one.

    The level line of each step is in it. The stems of a very long run stay in 8 bits: in full they alone would be
    longer than a file is promised to be.
    """
    asked = (page, scenario, settings, step)

    def work() -> Work[bytes]:
        seconds, scenarios = _needs(page, scenario, settings)
        return work_of(for_a_file, asked, FILE * seconds, scenarios)

    # Everyone has his own: the key is nobody else's.
    return FILES.get(object(), lambda: for_a_file(*asked), work)


def for_a_file(page: str, scenario: Scenario, settings: links.Settings, step: int) -> bytes:
    """The same, made at once."""
    if page == "loss_surface":
        timeline = _landscape(scenario, settings, step, levels=True)
        # Nobody can be asked about a point either; one that was asked about stays.
        panels = tuple(panel for panel in timeline.panels if panel.name != "asked" or settings["point"])
        return pack(replace(timeline, panels=panels))
    timeline = MAKERS[page](scenario, settings, step)
    if page == "gradient_check":
        # All that it says is of one step, so it is a file of one step.
        timeline = replace(timeline, steps=0, readout=(), note=f"Step {step} of {timeline.steps}.")
    return pack(timeline)


def _detail_key(asked: Asked) -> str:
    return f"{asked.step} {asked.key}"


def exact(asked: Asked) -> bytes:
    """The exact numbers of the step that was asked for, as the wire has them."""
    scenario = links.to_scenario(asked.settings)
    data, history = run(scenario)
    step = min(asked.step, history.steps)
    tracks: tuple[Track, ...]
    if asked.page == "loss_surface":
        look = links.to_look(asked.settings, weight_names(data))
        panel, tracks = "contours", level_tracks(scenario, data, history, look, step)
    else:
        panel, tracks = "samples", exact_samples(scenario, data, history, links.to_view(asked.settings), step)
    if not tracks:
        return b""
    # Folded or not, the header is the same.
    header, _ = unpack(gzip.decompress(_timeline(asked)))
    return gzip.compress(pack_detail(header["token"], step, panel, tracks), 6, mtime=0)


def _compared(settings: links.Settings) -> tuple[runs.Changes, ...]:
    """The runs that are compared. Raises ValueError where they are broken, or do not fit the settings."""
    compared = runs.read_runs(settings["runs"])
    runs.check(links.to_scenario(settings), compared)
    return compared


def _explorer(scenario: Scenario, settings: links.Settings, step: int) -> Timeline:
    return explorer(scenario, *run(scenario), links.to_view(settings))


def _backward(scenario: Scenario, settings: links.Settings, step: int) -> Timeline:
    data, history = run(scenario)
    ways = (settings["notation"], settings["shapes"], settings["graph"])
    return backward(scenario, data, history, min(step, history.steps), *ways)


def _landscape(scenario: Scenario, settings: links.Settings, step: int, levels: bool = False) -> Timeline:
    data, history = run(scenario)
    look = links.to_look(settings, weight_names(data))
    # Only where the other weights are held at the current step is the picture another one at every step.
    step = min(step, history.steps) if look.choice.held == "current" else 0
    return landscape(scenario, data, history, look, step, links.read_point(settings["point"]), levels)


def _compare(base: Scenario, settings: links.Settings, step: int) -> Timeline:
    compared = runs.read_runs(settings["runs"])
    names = tuple(map(runs.label, compared))
    logarithmic = links.to_view(settings).scale == "log"
    return compare(names, runs.scenarios(base, compared), base, settings["by"], logarithmic, run)


def _broken(scenario: Scenario, settings: links.Settings, step: int) -> Timeline:
    scenario = broken.comparable(scenario)
    data, history = run(scenario)
    mistake = BY_KEY.get(settings["mistake"])
    timeline = broken.broken(scenario, data, history, mistake, settings["scale"] == "log")
    return broken.alone(timeline, broken.case(scenario, data, history, step), mistake, settings["notation"])


def _check(scenario: Scenario, settings: links.Settings, step: int) -> Timeline:
    data, history = run(scenario)
    h, notation = settings["h"], settings["notation"]
    checked, timeline = check.check_step(scenario, data, history, min(step, history.steps), h, notation)
    return check.alone(checked, timeline, h, notation)


def _board(scenario: Scenario, settings: links.Settings, step: int) -> Timeline:
    points = drawings.decode(settings["points"])
    return board(points, run(scenario)[1].W[-1] if learns(scenario, points) else None, pens=False)


MAKERS: dict[str, Callable[[Scenario, links.Settings, int], Timeline]] = {
    "explorer": _explorer,
    "backward_pass": _backward,
    "loss_surface": _landscape,
    "compare": _compare,
    "break_it": _broken,
    "gradient_check": _check,
    "data": _board,
}


@cache
def version() -> str:
    """A hash of all that makes a timeline, for its address: a browser may keep it until we have become another."""
    digest = hashlib.sha256(np.__version__.encode())
    for folder in ("core", "ui", "web"):
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in (".py", ".csv", ".js"):
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
