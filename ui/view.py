"""The light view's answers: a link → what its page is called, what was broken in the link, and the packed timeline.
Pure functions of the link, without Streamlit; what was computed once is kept for all who open the same link."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import numpy as np

from core.training import train
from ui import links, runs
from ui.bounded import Bounded
from ui.player.backward import backward
from ui.player.compare import compare
from ui.player.explorer import explorer, weight_names
from ui.player.landscape import landscape
from ui.player.timeline import Timeline, pack
from ui.player.wire import compressed

Query = Mapping[str, Sequence[str]]

# The pages that a light view can be of, and what they are called.
PAGES = {
    "explorer": "Explorer",
    "backward_pass": "Backward pass",
    "loss_surface": "Loss surface",
    "compare": "Compare",
}
# The settings that not every page's timeline depends on, and the pages whose timelines do.
ONLY_FOR = {
    **dict.fromkeys(("runs", "by"), ("compare",)),
    **dict.fromkeys(("axes", "held", "height", "beside", "field", "around", "point"), ("loss_surface",)),
    **dict.fromkeys(("graph", "shapes"), ("backward_pass",)),
    **dict.fromkeys(("surface", "order"), ("explorer",)),
    **dict.fromkeys(("h", "mistake"), ()),
    "scale": ("explorer", "compare"),
    "notation": ("explorer", "backward_pass"),
}
# A usual timeline has 0.3 MB, the longest 1.5 MB.
ENTRIES, BYTES = 512, 256_000_000
ROOT = Path(__file__).parent.parent

_kept = Bounded(ENTRIES, BYTES)


@dataclass(frozen=True)
class Asked:
    """What a link asks for.

    page : one of PAGES · title : of its page · problems : a sentence for each value that was not usable
    settings, step, stage, sample : what the link says, with the usual values where it says nothing usable
    follows : when another step of the run needs another timeline: "" for never, "outside" and "rest" as view.js says
    in_space : whether it has a 3-D chart, which needs all of Plotly
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

    @property
    def place(self) -> dict[str, list[str]]:
        """The query of the full app at the same moment."""
        return links.encode(self.settings, self.step, self.stage, self.sample)

    @property
    def key(self) -> str:
        """All that the timeline depends on, as a query: two links to the same timeline have the same."""
        query = links.encode(self.settings, self.step if self.follows else 0)
        query = {name: values for name, values in query.items() if self.page in ONLY_FOR.get(name, PAGES)}
        if self.page != next(iter(PAGES)):
            query["page"] = [self.page]
        return urlencode(query, doseq=True)


@dataclass(frozen=True)
class View:
    """The answer: what was asked, the timeline as the wire has it (folded and gzipped), and its ETag."""

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
    follows = "outside" if page == "backward_pass" else ""
    if page == "loss_surface" and settings["held"] == "current":
        follows = "rest"
    in_space = (page == "explorer" and settings["surface"] == "3-D") or (
        page == "loss_surface" and settings["beside"] == "3-D"
    )
    title = f"{PAGES[page]}: {settings['data']}, {settings['loss']}, {settings['optimizer']}"
    if page != "compare":
        title += f", learning rate {links.write_number(settings['lr'])}"
    return Asked(page, title, tuple(problems), settings, link.step, link.stage, link.sample, follows, in_space)


def answer(query: Query) -> View:
    """What a query (each name's values) is answered with; computed once, whoever asks and how many of them."""
    asked = ask(query)
    body = _kept.get(asked.key, lambda: compressed(packed(asked)))
    return View(asked, body, f'W/"{hashlib.sha256(body).hexdigest()[:20]}"')


def packed(asked: Asked) -> bytes:
    """The packed timeline of what was asked, made as the page of the full app makes it."""
    return pack(MAKERS[asked.page](asked))


def _compared(settings: links.Settings) -> tuple[runs.Changes, ...]:
    """The runs that are compared. Raises ValueError where they are broken, or do not fit the settings."""
    compared = runs.read_runs(settings["runs"])
    runs.scenarios(links.to_scenario(settings), compared)
    return compared


def _explorer(asked: Asked) -> Timeline:
    scenario = links.to_scenario(asked.settings)
    data = scenario.dataset()
    return explorer(scenario, data, train(scenario, data), links.to_view(asked.settings))


def _backward(asked: Asked) -> Timeline:
    scenario = links.to_scenario(asked.settings)
    data = scenario.dataset()
    history = train(scenario, data)
    ways = (asked.settings["notation"], asked.settings["shapes"], asked.settings["graph"])
    return backward(scenario, data, history, min(asked.step, history.steps), *ways)


def _landscape(asked: Asked) -> Timeline:
    scenario = links.to_scenario(asked.settings)
    data = scenario.dataset()
    history = train(scenario, data)
    look = links.to_look(asked.settings, weight_names(data))
    step = min(asked.step, history.steps) if asked.follows else 0
    return landscape(scenario, data, history, look, step, links.read_point(asked.settings["point"]))


def _compare(asked: Asked) -> Timeline:
    base = links.to_scenario(asked.settings)
    compared = runs.read_runs(asked.settings["runs"])
    names = tuple(map(runs.label, compared))
    logarithmic = links.to_view(asked.settings).scale == "log"
    return compare(names, runs.scenarios(base, compared), base, asked.settings["by"], logarithmic)


MAKERS: dict[str, Callable[[Asked], Timeline]] = {
    "explorer": _explorer,
    "backward_pass": _backward,
    "loss_surface": _landscape,
    "compare": _compare,
}


@cache
def version() -> str:
    """A hash of all that makes a timeline, for its address: a browser may keep it until we have become another."""
    digest = hashlib.sha256(np.__version__.encode())
    for folder in ("core", "ui"):
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in (".py", ".csv", ".js"):
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
