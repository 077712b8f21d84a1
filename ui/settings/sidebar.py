"""The sidebar, which all pages share: its controls say what is chosen. They are bound to the address."""

import streamlit as st

from core.data.drawings import decode
from core.data.sets import SOURCES
from core.data.user_data import USER_DATA, UserData
from core.scenario import Scenario
from ui.bridge import race
from ui.language.speaking import _
from ui.markdown import plain
from ui.page import Page
from ui.panels.view import to_view
from ui.serving import table_shelf
from ui.settings import (
    case_controls,
    changes,
    links,
    problems,
    scenario_controls,
    script_alone,
    session,
    teaching,
    versions,
    view_controls,
)
from ui.settings.chosen import Chosen
from ui.settings.parameter import Settings, write_number
from ui.settings.scenario_settings import to_scenario
from ui.settings.typed_numbers import mark

# What the drawer of the sidebar holds: how a run is shown, and with that all that a first visit does without.
VIEW = ("surface", "order", "scale", "graph")
DRAWERS = {
    "advanced": (
        *("start", "weights", "loss", "optimizer", "steps"),
        *("features", "scaling", "samples", "noise", "batch", "seed"),
        *VIEW,
    ),
    "view": VIEW,
}


def chosen() -> Chosen:
    """What the sidebar of this run of the page says."""
    script_alone.end()
    choice = session.CHOSEN.get()
    assert choice is not None
    return choice


def draw(page: Page) -> None:
    """Draw all controls, and put what they say where `chosen` finds it.

    A control that does nothing on this page, or for this choice, is there and keeps its value, but is not shown.
    """
    race.restore()
    case = None
    if page.cases:
        with st.container(key="case-row"):
            case = st.container(horizontal=True, vertical_alignment="center", key="presets")
    if gone := table_shelf.problem():
        problems.report(gone)
    with st.sidebar:
        st.html("<p class='gx-name'>Gradient Explorer</p>")
        settings: Settings = {}
        _version()
        scenario_controls.data(settings)
        scenario_controls.learning_rate(settings)
        view_controls.notation(settings)
        # The first screen asks one question: few controls stand on it (docs/design.md).
        with st.expander(_("Advanced"), icon=":material/tune:", key="advanced"):
            scenario_controls.start(settings)
            scenario_controls.training(settings)
            scenario_controls.steps(settings)
            scenario_controls.samples(settings)
            view_controls.view(settings)
        if case is not None:
            with case:
                case_controls.cases(settings)
        st.html(teaching.unseen(_idle(page, settings)))
        table, problem = table_shelf.used(), ""
        try:
            scenario = to_scenario(settings, table)
        except ValueError as error:
            scenario, said = _as_it_was(settings, table)
            problem = f"{_(error)}{said}"
        typed = bool(problem) and settings["start"] == "typed" and _is_of_weights(settings, table)
        if settings["start"] == "typed":
            mark(session.WEIGHTS, problem if typed else "")
        if problem and not typed:
            # A drawing that has just begun is no mistake.
            say = st.info if table is None and _is_begun(settings) else st.error
            say(plain(problem), icon=":material/edit:")
    ways = (settings["notation"], settings["graph"])
    session.SETTINGS.set(changes.current())
    session.CHOSEN.set(Chosen(scenario, to_view(settings), *ways))


def _is_of_weights(settings: Settings, table: UserData | None) -> bool:
    """Whether these settings are not usable for the typed weights alone."""
    try:
        to_scenario({**settings, "start": "zero"}, table)
    except ValueError:
        return False
    return True


def _is_begun(settings: Settings) -> bool:
    """Whether what is to be learned from is a drawing that has no point of each class yet."""
    try:
        points = decode(settings["points"])
    except ValueError:
        return False
    return settings["data"] == USER_DATA and len({label for _x1, _x2, label in points}) < 2


def _version() -> None:
    """A field that nobody sees, for the version of the defaults: only what belongs to a widget stays in the address
    when another page is opened, and Streamlit writes the others beside it without us."""
    if session.VERSION.get() != str(versions.NEWEST):
        session.VERSION.set(str(versions.NEWEST))
    st.text_input(_("Version of the link"), key=session.VERSION.name, bind="query-params", label_visibility="collapsed")


def _idle(page: Page, settings: Settings) -> list[str]:
    """The settings that do nothing on this page or for this choice."""
    idle = set(links.PARAMETERS) - page.settings | page.idle(settings)
    data = settings["data"]
    if data == USER_DATA or not SOURCES[data].synthetic:
        idle |= {"samples", "noise"}
    if len(scenario_controls.source_of(settings).features) < 2:
        idle.add("features")
    if settings["start"] != "typed":
        idle.add("weights")
    # A drawer, or a part of it, in which there is nothing.
    idle |= {drawer for drawer, names in DRAWERS.items() if idle.issuperset(names)}
    return sorted(idle)


def _as_it_was(settings: Settings, table: UserData | None) -> tuple[Scenario, str]:
    """Where the typed weights cannot be used: the settings with the start of the last run, and a sentence on that.

    Where that does not help, the nearest scenario that works.
    """
    last = session.CHOSEN.get()
    if last is not None and settings["start"] == "typed":
        weights = ", ".join(map(write_number, last.scenario.weights))
        try:
            scenario = to_scenario({**settings, "start": last.scenario.start, "weights": weights}, table)
            return scenario, " " + _("The run starts from the same weights as before.")
        except ValueError:
            pass
    return _nearest(settings, table), ""


def _nearest(settings: Settings, table: UserData | None) -> Scenario:
    """A scenario that works where the settings do not fit together: shorter, without typed weights, the usual data."""
    for start in (settings["start"], "zero"):
        kept = {**settings, "start": start}
        try:
            shortest = to_scenario({**kept, "steps": 1}, table)
        except ValueError:
            continue
        return to_scenario({**kept, "steps": min(settings["steps"], shortest.most_steps())}, table)
    return to_scenario({**settings, "data": links.defaults()["data"], "features": [], "start": "zero"})
