"""A link: all settings and the step as a query string, defaults left out; and a way back that trusts nothing.
Whatever a link says, `decode` gives settings that work, and one sentence for each value that did not. A link carries
the version of the defaults that it leaves out (see versions.py); one without is of the first, and shows what it did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.data import drawings
from core.data.user_data import USER_DATA
from core.scenario import SAMPLES, STEPS
from ui.backward_pass.stages import STAGES
from ui.language import preference
from ui.language.catalogue import languages
from ui.language.speaking import _
from ui.pages import PAGES
from ui.panels import view
from ui.settings import scenario_settings, versions
from ui.settings.parameter import Parameter, Settings, one_of, whole, write_number
from ui.settings.scenario_settings import to_scenario
from ui.settings.versions import NEWEST, UNVERSIONED, VERSIONS

# A link may hold this many characters a value: no honest one is longer.
LONGEST = 500

PARAMETERS: dict[str, Parameter] = {
    parameter.name: parameter
    for parameters in (
        scenario_settings.PARAMETERS,
        view.PARAMETERS,
        *(page.parameters for page in PAGES.values()),
    )
    for parameter in parameters
}
# Where a page stands; the player writes these into the address itself.
STEP = Parameter("step", "step", 0, whole((0, STEPS[1])))
STAGE = Parameter("stage", "stage", STAGES[0], one_of(STAGES))
SAMPLE = Parameter("sample", "sample", 0, whole((0, SAMPLES[1] - 1)))
# Of which version the defaults are.
VERSION = Parameter("v", "version", str(NEWEST), one_of(tuple(map(str, VERSIONS))))
# In which language the page speaks; "" for its reader's own.
LANGUAGE = Parameter(preference.PARAMETER, "language", "", one_of(tuple(languages())))
# How the player is looked at, which it reads and writes by itself; and what a link for a class says, or one out of a
# lesson. web/address.js has them too.
LOOK = ("panel", "lecture", "camera", "push")
TEACHING = ("title", "task", "show", "hide", "predict", "lesson", "at")
# They go along as they are: nothing of a run depends on them.
UNCHECKED = (*LOOK, *TEACHING)
# All names that are ours.
_SETTINGS = frozenset({*PARAMETERS, STEP.name, STAGE.name, SAMPLE.name, VERSION.name})
NAMES = _SETTINGS | {*UNCHECKED, LANGUAGE.name, "page", "embed"}


@dataclass(frozen=True)
class Link:
    """What a link says: settings by name, where it stands, and a sentence for each value that was not usable.

    version : of its defaults · as_written : whether each choice is spelled as `encode` spells it
    language : in which it asks to be shown; "" where it leaves that to its reader
    """

    settings: Settings
    step: int
    problems: tuple[str, ...]
    stage: str = STAGES[0]
    sample: int = 0
    version: int = field(default=NEWEST, compare=False)
    as_written: bool = field(default=True, compare=False)
    language: str = field(default="", compare=False)


def defaults(data: str | None = None, version: int = NEWEST) -> Settings:
    """The settings of the bare address, or of a link that says nothing but its data set."""
    return versions.defaults(PARAMETERS.values(), data, version)


def complete(settings: Settings) -> Settings:
    """Some settings, and for all others what is usual for their data set."""
    return {**defaults(settings.get("data")), **settings}


def says_something(query: Mapping[str, Sequence[str]]) -> bool:
    """Whether a query says anything of what is shown: what a mail program or a site puts behind every link is none of
    it, nor in which language it is shown."""
    return any(query.get(name) for name in NAMES - {LANGUAGE.name})


def decode(query: Mapping[str, Sequence[str]]) -> Link:
    """A query (each name's values) → settings that make a valid Scenario. Names that are not ours are left alone."""
    problems: dict[str, str] = {}
    as_written = True

    def read(parameter: Parameter, default: Any) -> Any:
        nonlocal as_written
        values = query.get(parameter.name)
        if not values:
            return default
        try:
            # Only the features may stand in a link more than once; of anything else the last one counts.
            text = ",".join(values) if parameter.name == "features" else values[-1]
            if len(text) > LONGEST:
                raise ValueError(_("is too long"))
            value = parameter.read(text)
        except ValueError as error:
            problems[parameter.name] = _problem(parameter, _(error))
            return default
        as_written &= not isinstance(value, str) or value == text
        return value

    said = query.get(VERSION.name) or not says_something(query)
    version = int(read(VERSION, VERSION.default)) if said else UNVERSIONED
    points = read(PARAMETERS["points"], "")
    data = read(PARAMETERS["data"], versions.data_of(version))
    if data == USER_DATA and (reason := _no_data(points)):
        problems["data"] = _problem(PARAMETERS["data"], reason)
        data, points = versions.data_of(version), ""
    usual = defaults(data, version)
    settings = {name: read(parameter, usual[name]) for name, parameter in PARAMETERS.items() if name not in problems}
    settings = {**usual, **settings, "data": data, "points": points}
    step, stage, sample, language = (read(each, each.default) for each in (STEP, STAGE, SAMPLE, LANGUAGE))
    if "weights" not in query and "start" not in query:
        settings = scenario_settings.fitting(settings)
    # What is fine by itself may not fit the rest: features of another table, a weight too many, too long a run.
    plain = {name: parameter.default for name, parameter in PARAMETERS.items()}
    fits = ("data", "points", "features")
    for name, fields in (("features", fits), ("weights", (*fits, "start", "weights"))):
        try:
            to_scenario({**plain, **{field: settings[field] for field in fields}})
        except ValueError as error:
            problems.setdefault(name, _problem(PARAMETERS[name], _("does not fit ({why})", why=_(error).rstrip("."))))
            settings[name] = plain[name]
            if name == "weights":
                settings["start"] = plain["start"]
    try:
        to_scenario(settings)
    except ValueError as error:
        problems["steps"] = _problem(
            PARAMETERS["steps"], _("is, with its samples, too much ({why})", why=_(error).rstrip("."))
        )
        settings["steps"], settings["samples"] = usual["steps"], usual["samples"]
    step = min(step, settings["steps"])
    return Link(settings, step, tuple(problems.values()), stage, sample, version, as_written, language)


def _no_data(points: str) -> str:
    """Why a link to data of one's own has none; "" where it has."""
    if not points:
        return _("is a table of its own, which no link can carry")
    try:
        drawings.to_user_data(drawings.decode(points))
    except ValueError as error:
        return _("cannot be used ({why})", why=_(error).rstrip("."))
    return ""


def _problem(parameter: Parameter, reason: str) -> str:
    named = _(parameter.label)
    return _("The {setting} in this link {problem}; the default is used.", setting=named, problem=reason.rstrip("."))


def encode(settings: Settings, step: int = 0, stage: str = STAGES[0], sample: int = 0) -> dict[str, list[str]]:
    """Settings and where it stands → a query (each name's values), defaults left out. `decode` gives them back."""
    query = {VERSION.name: [str(NEWEST)]}
    usual = {**defaults(settings["data"]), "data": versions.data_of(NEWEST)}
    for name in PARAMETERS:
        value = settings[name]
        if value != usual[name]:
            query[name] = written(value)
    for parameter, place in ((STEP, step), (STAGE, stage), (SAMPLE, sample)):
        if place != parameter.default:
            query[parameter.name] = [str(place)]
    return query


def renewed(query: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The same link with the newest version, and all that is not a setting as it was."""
    link = decode(query)
    others = {name: list(values) for name, values in query.items() if name not in _SETTINGS}
    return {**encode(link.settings, link.step, link.stage, link.sample), **others}


def written(value: Any) -> list[str]:
    """A setting's value as a link has it."""
    return value if isinstance(value, list) else [_write(value)]


def _write(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return write_number(value) if isinstance(value, float) else str(value)
