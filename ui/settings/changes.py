"""What changes several settings at once: each is one entry in the browser's history, and takes the players to a step.
All are for callbacks, before any widget of the run is drawn."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from core.data.user_data import USER_DATA
from core.scenario import Scenario
from core.take_home.saved import Place
from ui.bridge import race
from ui.panels.rate import rounded_rate
from ui.serving import table_shelf
from ui.settings import address, links, places, session
from ui.settings.parameter import Settings
from ui.settings.scenario_settings import PARAMETERS, from_scenario, settings_of_drawing, with_data
from ui.timeline.draft import RATE, SAMPLE, START

# What makes a run, whatever is shown of it.
CASE = tuple(parameter.name for parameter in PARAMETERS)


def go_to(step: int) -> None:
    """Send the player to a step."""
    number, _ = session.COMMAND.get()
    session.STEP.set(step)
    session.COMMAND.set((number + 1, step))


def current(otherwise: Settings | None = None) -> Settings:
    """What all settings are now. otherwise : what those are that no widget has yet, if not what is usual"""
    otherwise = otherwise or links.defaults(session.DATA.get())
    return {
        name: setting.get() if (setting := session.SETTING(name)).is_set() else value
        for name, value in otherwise.items()
    }


def set_all(settings: Settings, step: int = 0) -> None:
    """All settings at once, as one entry in the browser's history; the players go to the step."""
    for name, value in settings.items():
        session.SETTING(name).set(value)
    race.hold(settings)
    beside = {name: settings.get(name, session.SETTING(name).get() or "") for name in address.UNBOUND}
    said = {name: [text] for name, text in beside.items() if text}
    address.replace({**links.encode(settings, step), **said, **address.look()})
    for name, text in beside.items():
        address.keep(name, text)
    go_to(step)


def adjust(settings: Settings) -> None:
    """In a control's callback: what it changes of the others, which write themselves into the address."""
    now = current()
    for name, value in settings.items():
        if value != now[name]:
            session.SETTING(name).set(value)


def apply(settings: dict[str, Any]) -> None:
    """These settings, and what is usual with their data set for all others, from step 0."""
    set_all(links.complete(settings))


def start_at(weights: list[float]) -> None:
    """Train from these weights, (D+1) numbers, from step 0; all else stays."""
    set_all({**current(), **_from(weights)})


def set_rate(rate: float) -> None:
    """Train with this learning rate, as it can be written in three digits; all else stays."""
    set_all({**current(), "lr": rounded_rate(rate)})


def let_go(scenario: Scenario, held: str, step: int) -> None:
    """Train as a hand has left it, a moved sample as a drawing. With another rate, start or sample the step stays;
    weights that were held begin a run."""
    if held == RATE:
        set_all({**current(), "lr": scenario.learning_rate}, step)
    elif held == SAMPLE:
        settings = {**current(), **from_scenario(scenario), "points": settings_of_drawing(scenario)["points"]}
        set_all(settings, step)
    else:
        set_all({**current(), **_from(scenario.weights)}, step if held == START else 0)


def _from(weights: Iterable[float]) -> Settings:
    return {"start": "typed", "weights": ", ".join(f"{weight:.6g}" for weight in weights)}


def use_data(data: str) -> None:
    """Learn from another data set, with what is usual with it."""
    adjust(with_data(current(), data))


def use_table() -> None:
    """Learn from the session's own table; another table has other columns and weights."""
    now = with_data(current(), USER_DATA)
    start = "zero" if now["start"] == "typed" else now["start"]
    set_all({**now, "points": "", "start": start})


def compare(runs: str, settings: dict[str, Any] | None, each: Collection[str] = ()) -> None:
    """Compare these runs (see ui.compare.runs), with settings of their own, or with those that are chosen.

    What was chosen before a comparison brought its own comes back with one that brings none, unless the case has been
    changed meanwhile: then it is the visitor's.
    each : settings that each of the runs has for itself: the sidebar's stay as they are
    """
    now = current()
    before, brought = session.BEFORE_COMPARISON.get()
    if not brought or any(now[name] != brought[name] for name in CASE):
        before = now
    if settings is None:
        chosen = before
        session.BEFORE_COMPARISON.pop()
    else:
        chosen = {**links.complete(settings), **{name: before[name] for name in each}}
        session.BEFORE_COMPARISON.set((before, chosen))
    set_all({**chosen, "runs": runs})


def load(scenario: Scenario, place: Place) -> None:
    """Take a saved scenario, its own data with it, and go where it stood.

    The stage and the sample are shown where the Backward pass is opened next. Raises ValueError where the scenario
    cannot be set here.
    """
    settings = links.complete(from_scenario(scenario))
    if scenario.data == USER_DATA:
        assert scenario.user_data is not None
        table_shelf.use(scenario.user_data)
    step = min(place.step, scenario.steps)
    set_all(settings, step)
    places.load(replace(place, step=step))
