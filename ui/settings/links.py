"""A link: all settings and the step as a query string, defaults left out; and a way back that trusts nothing.
Whatever a link says, `decode` gives settings that work, and one sentence for each value that did not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.data import drawings
from core.data.own_data import OWN
from core.scenario import SAMPLES, STEPS
from ui.backward_pass.stages import STAGES
from ui.pages import PAGES
from ui.panels import view
from ui.settings import scenario_settings
from ui.settings.parameter import Parameter, Settings, one_of, whole, write_number
from ui.settings.scenario_settings import DEFAULT, to_scenario

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


@dataclass(frozen=True)
class Link:
    """What a link says: settings by name, where it stands, and a sentence for each value that was not usable."""

    settings: Settings
    step: int
    problems: tuple[str, ...]
    stage: str = STAGES[0]
    sample: int = 0


def defaults() -> Settings:
    """The settings of the bare address."""
    return {name: parameter.default for name, parameter in PARAMETERS.items()}


def decode(query: Mapping[str, Sequence[str]]) -> Link:
    """A query (each name's values) → settings that make a valid Scenario. Names that are not ours are left alone."""
    settings = defaults()
    problems: dict[str, str] = {}

    def read(parameter: Parameter) -> Any:
        values = query.get(parameter.name)
        if not values:
            return parameter.default
        try:
            # Only the features may stand in a link more than once; of anything else the last one counts.
            text = ",".join(values) if parameter.name == "features" else values[-1]
            if len(text) > LONGEST:
                raise ValueError("is too long")
            return parameter.read(text)
        except ValueError as error:
            problems[parameter.name] = _problem(parameter, str(error))
            return parameter.default

    for name, parameter in PARAMETERS.items():
        settings[name] = read(parameter)
    step, stage, sample = read(STEP), read(STAGE), read(SAMPLE)
    if settings["data"] == OWN and (reason := _no_data(settings["points"])):
        problems["data"] = _problem(PARAMETERS["data"], reason)
        settings["data"], settings["points"] = DEFAULT.data, ""
    # What is fine by itself may not fit the rest: features of another table, a weight too many, too long a run.
    data = ("data", "points", "features")
    for name, fields in (("features", data), ("weights", (*data, "start", "weights"))):
        try:
            to_scenario({**defaults(), **{field: settings[field] for field in fields}})
        except ValueError as error:
            problems.setdefault(name, _problem(PARAMETERS[name], f"does not fit ({str(error).rstrip('.')})"))
            settings[name] = PARAMETERS[name].default
            if name == "weights":
                settings["start"] = PARAMETERS["start"].default
    try:
        to_scenario(settings)
    except ValueError as error:
        problems["steps"] = _problem(PARAMETERS["steps"], f"is, with its samples, too much ({str(error).rstrip('.')})")
        settings["steps"] = PARAMETERS["steps"].default
        settings["samples"] = PARAMETERS["samples"].default
    return Link(settings, min(step, settings["steps"]), tuple(problems.values()), stage, sample)


def _no_data(points: str) -> str:
    """Why a link to data of one's own has none; "" where it has."""
    if not points:
        return "is a table of its own, which no link can carry"
    try:
        drawings.to_own(drawings.decode(points))
    except ValueError as error:
        return f"cannot be used ({str(error).rstrip('.')})"
    return ""


def _problem(parameter: Parameter, reason: str) -> str:
    return f"The {parameter.label} in this link {reason.rstrip('.')}; the usual one is used."


def encode(settings: Settings, step: int = 0, stage: str = STAGES[0], sample: int = 0) -> dict[str, list[str]]:
    """Settings and where it stands → a query (each name's values), defaults left out. `decode` gives them back."""
    query = {}
    for name, parameter in PARAMETERS.items():
        value = settings[name]
        if value != parameter.default:
            query[name] = value if isinstance(value, list) else [_write(value)]
    for parameter, place in ((STEP, step), (STAGE, stage), (SAMPLE, sample)):
        if place != parameter.default:
            query[parameter.name] = [str(place)]
    return query


def _write(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return write_number(value) if isinstance(value, float) else str(value)
