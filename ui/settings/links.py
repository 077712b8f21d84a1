"""A link: all settings and the step as a query string, defaults left out; and a way back that trusts nothing.
Whatever a link says, `decode` gives settings that work, and one sentence for each value that did not."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.data import drawings
from core.data.own_data import OWN, Own
from core.data.scaling import SCALINGS
from core.data.sets import SOURCES
from core.loss import LOSSES
from core.mistakes.catalogue import BY_KEY
from core.optimizer import OPTIMIZERS
from core.scenario import LEARNING_RATE, NOISE, SAMPLES, SEED, STARTS, STEPS, WEIGHT, Scenario
from core.surface.sections import DIRECTIONS, HELD, Choice
from ui.backward_pass.backward import GRAPHS, STAGES
from ui.compare.compare import BY
from ui.loss_surface.landscape import AROUND, BESIDE, FIELDS, FIRST, HEIGHTS, Look
from ui.panels.view import ORDERS, SCALES, SURFACES, View
from ui.timeline.notation import NOTATIONS

Settings = dict[str, Any]

BATCHES = ("all", "1", "2", "4", "8", "16", "32", "64", "128", "256")
# Half the width of the gradient check's central difference.
WIDTH = (1e-12, 1.0)
# A link may hold this many characters a value: no honest one is longer.
LONGEST = 500


@dataclass(frozen=True)
class Parameter:
    """One setting: its name in the link (also its widget's key), what it is called, its default, how it is read.

    read : text → value; raises ValueError, whose text completes "The … " in the visitor's language
    """

    name: str
    label: str
    default: Any
    read: Callable[[str], Any]


def _choice(options: Sequence[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in options:
            raise ValueError(f"must be one of {', '.join(options)}")
        return text

    return read


def _whole(limits: tuple[int, int]) -> Callable[[str], int]:
    low, high = limits

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
            raise ValueError(f"must be a whole number from {low:,} to {high:,}")
        return int(text)

    return read


def _real(limits: tuple[float, float]) -> Callable[[str], float]:
    low, high = limits

    def read(text: str) -> float:
        value = _finite(text)
        if value is None or not low <= value <= high:
            raise ValueError(f"must be a number from {low:g} to {high:g}")
        return value

    return read


def _finite(text: str) -> float | None:
    """A number written plainly, with a point; None for anything else, infinities and NaN too."""
    if not re.fullmatch(r"\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?\s*", text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


DECIMAL_COMMA = r"[+-]?[0-9]+,[0-9]+([eE][+-]?[0-9]{1,3})?"


def _parts(text: str) -> list[str]:
    """The numbers in a list that somebody has typed, each with a decimal point.

    Commas, semicolons or spaces separate them. Where semicolons or spaces do, and there is no point, a comma between
    digits is a decimal sign: "0,5; 1,5; 0" and "0,5 1,5 0". Alone it separates: "1,2" are two numbers.

    Raises ValueError with a sentence that completes "The weights …", where a comma would have to be both.
    """
    text = text.strip().strip("()[]").replace("\N{MINUS SIGN}", "-")
    words = [word for word in re.split(r"[;\s]+", text) if word]
    decimals = [word for word in words if re.fullmatch(DECIMAL_COMMA, word.strip(","))]
    if len(words) > 1 and decimals:
        plain = all("," not in word or (word in decimals and not word.endswith(",")) for word in words)
        if plain and "." not in text:
            return [word.replace(",", ".") for word in words]
        # "1,2, 3" are three numbers. But "0,5, 1,5" are hardly four, nor "0.5; 1,5" three.
        zero = any(re.match(r"[+-]?0,", word) for word in decimals)
        if (zero and not plain and "." not in text) or ("." in text and ";" in text):
            raise ValueError(
                "must have semicolons between the numbers where the decimal sign is a comma, like 0,1; -0,2"
            )
    return [part for part in re.split(r"[,;\s]+", text) if part]


def read_weights(text: str) -> tuple[float, ...]:
    """Weights as typed: numbers with commas, semicolons or spaces between them, e.g. "0.1, -0.2, 0.3"; see `_parts`.

    Raises ValueError with a sentence that completes "The weights …".
    """
    parts = _parts(text)
    values = [_finite(part) for part in parts]
    weights = tuple(value for value in values if value is not None)
    if not parts or len(weights) != len(parts):
        raise ValueError("must be numbers with commas between them, like 0.1, -0.2, 0.3, or 0,1; -0,2; 0,3")
    if any(abs(weight) > WEIGHT for weight in weights):
        raise ValueError(f"must lie between {-WEIGHT:,.0f} and {WEIGHT:,.0f}")
    return weights


def _weights_text(text: str) -> str:
    if text:
        read_weights(text)
    return text


def _switch(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError("must be true or false")
    return text.lower() == "true"


def _axes(text: str) -> str:
    if text not in DIRECTIONS and not re.fullmatch(r"(w[1-9][0-9]{0,2}|b) (w[1-9][0-9]{0,2}|b)", text):
        raise ValueError("must be two weights, like w1 w2, or PCA or random")
    return text


def read_point(text: str) -> tuple[float, float] | None:
    """A point of the surface as typed, two numbers with a comma between them, or with a semicolon where the comma is a
    decimal sign; None where nothing is typed.

    Raises ValueError with a sentence that completes "The point …".
    """
    if not text.strip():
        return None
    parts = [_finite(part) for part in _parts(text)]
    values = [part for part in parts if part is not None]
    if len(parts) != 2 or len(values) != 2 or max(map(abs, values)) > WEIGHT:
        raise ValueError("must be two numbers with a comma between them, like 1.5, -2, or 1,5; -2")
    return values[0], values[1]


def _point_text(text: str) -> str:
    read_point(text)
    return text


def _plain_text(text: str) -> str:
    """Text that its own page reads: ui.settings.runs knows what it means, and needs this module for that."""
    return text


def _drawing(text: str) -> str:
    try:
        drawings.decode(text)
    except ValueError as error:
        raise ValueError(f"cannot be read ({str(error).rstrip('.')})") from None
    return text


def _names(text: str) -> list[str]:
    return [name for name in text.split(",") if name]


DEFAULT = Scenario()
# The axes of the page "Loss surface": the first two weights, whatever they are called.
AXES = "w1 w2"

PARAMETERS: dict[str, Parameter] = {
    parameter.name: parameter
    for parameter in (
        Parameter("data", "data set", DEFAULT.data, _choice((*SOURCES, OWN))),
        Parameter("samples", "number of samples", DEFAULT.samples, _whole(SAMPLES)),
        Parameter("noise", "noise", DEFAULT.noise, _real(NOISE)),
        Parameter("seed", "seed", DEFAULT.seed, _whole(SEED)),
        Parameter("points", "drawing", "", _drawing),
        Parameter("features", "list of features", [], _names),
        Parameter("start", "start", DEFAULT.start, _choice(STARTS)),
        Parameter("weights", "list of start weights", "", _weights_text),
        Parameter("loss", "loss", DEFAULT.loss, _choice(tuple(LOSSES))),
        Parameter("optimizer", "optimizer", DEFAULT.optimizer, _choice(tuple(OPTIMIZERS))),
        Parameter("batch", "batch size", "all", _choice(BATCHES)),
        Parameter("lr", "learning rate", DEFAULT.learning_rate, _real(LEARNING_RATE)),
        Parameter("steps", "number of steps", DEFAULT.steps, _whole(STEPS)),
        Parameter("surface", "kind of surface", View().surface, _choice(SURFACES)),
        Parameter("order", "order of the samples", View().order, _choice(ORDERS)),
        Parameter("scale", "scale of the loss", View().scale, _choice(SCALES)),
        Parameter("notation", "notation", NOTATIONS[0], _choice(NOTATIONS)),
        Parameter("graph", "choice of the graph's numbers", GRAPHS[0], _choice(GRAPHS)),
        Parameter("shapes", "switch for the shapes", False, _switch),
        Parameter("scaling", "feature scaling", DEFAULT.scaling, _choice(SCALINGS)),
        Parameter("axes", "choice of axes", AXES, _axes),
        Parameter("held", "choice for the other weights", FIRST.held, _choice(HELD)),
        Parameter("height", "choice of the height", HEIGHTS[0], _choice(HEIGHTS)),
        Parameter("beside", "choice of the second picture", BESIDE[0], _choice(BESIDE)),
        Parameter("field", "choice of the field", FIELDS[0], _choice(FIELDS)),
        Parameter("around", "choice of what is drawn around the point", AROUND[0], _choice(AROUND)),
        Parameter("point", "point", "", _point_text),
        Parameter("runs", "list of runs", "", _plain_text),
        Parameter("by", "choice of what the curves go over", BY[0], _choice(BY)),
        Parameter("h", "step width h", 1e-5, _real(WIDTH)),
        Parameter("mistake", "mistake", "none", _choice(("none", *BY_KEY))),
    )
}
# Where a page stands; the player writes these into the address itself.
STEP = Parameter("step", "step", 0, _whole((0, STEPS[1])))
STAGE = Parameter("stage", "stage", STAGES[0], _choice(STAGES))
SAMPLE = Parameter("sample", "sample", 0, _whole((0, SAMPLES[1] - 1)))


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


def write_number(value: float) -> str:
    """A number as briefly as it can be read back: 7, 0.5, 0.0001."""
    return repr(float(value)).removesuffix(".0")


def own_data(settings: Settings, table: Own | None = None) -> Own | None:
    """The data of one's own: the drawn points, else the table of this session; None where another set is chosen.

    Raises ValueError, in one sentence, where there is none, or none to learn from.
    """
    if settings["data"] != OWN:
        return None
    if settings["points"]:
        return drawings.to_own(drawings.decode(settings["points"]))
    if table is None:
        raise ValueError("There is no data of your own yet: draw points, or bring a table, on the page Data.")
    return table


def to_scenario(settings: Settings, table: Own | None = None) -> Scenario:
    """The Scenario that the settings describe; `table` is the session's own, where there is one.

    Raises ValueError, in one sentence, where they do not fit together.
    """
    typed = settings["start"] == "typed"
    own = own_data(settings, table)
    # What a data set does not ask for does not make another scenario.
    asked = settings if own is None and SOURCES[settings["data"]].synthetic else defaults()
    return Scenario(
        data=settings["data"],
        own=own,
        samples=asked["samples"],
        noise=asked["noise"],
        seed=settings["seed"],
        features=tuple(settings["features"]),
        start=settings["start"],
        weights=_typed(settings["weights"]) if typed else (),
        loss=settings["loss"],
        optimizer=settings["optimizer"],
        batch=0 if settings["batch"] == "all" else int(settings["batch"]),
        learning_rate=settings["lr"],
        steps=settings["steps"],
        scaling=settings["scaling"],
    )


def from_scenario(scenario: Scenario) -> Settings:
    """The settings that describe a scenario, its own data left out: the way back from `to_scenario`.

    Raises ValueError, in one sentence, for a batch size that the settings do not offer.
    """
    batch = str(scenario.batch) if scenario.batch else "all"
    if batch not in BATCHES:
        raise ValueError(f"The batch size must be one of {', '.join(BATCHES)}.")
    return {
        **defaults(),
        "data": scenario.data,
        "samples": scenario.samples,
        "noise": scenario.noise,
        "seed": scenario.seed,
        "features": list(scenario.features),
        "start": scenario.start,
        "weights": ", ".join(map(write_number, scenario.weights)),
        "loss": scenario.loss,
        "optimizer": scenario.optimizer,
        "batch": batch,
        "lr": float(scenario.learning_rate),
        "steps": scenario.steps,
        "scaling": scenario.scaling,
    }


def _typed(text: str) -> tuple[float, ...]:
    try:
        return read_weights(text)
    except ValueError as error:
        raise ValueError(f"The weights {error}.") from None


def to_look(settings: Settings, names: Sequence[str]) -> Look:
    """How the page "Loss surface" shows the run, whose weights have these names; axes that it has not are the first."""
    axes = settings["axes"]
    directions = axes if axes in DIRECTIONS else DIRECTIONS[0]
    pair = axes.split(" ")
    known = directions == DIRECTIONS[0] and all(name in names for name in pair) and pair[0] != pair[1]
    places = (names.index(pair[0]), names.index(pair[1])) if known else FIRST.axes
    choice = Choice(directions, places, settings["held"])
    return Look(choice, settings["height"], settings["beside"], settings["field"], settings["around"])


def to_view(settings: Settings) -> View:
    """How the panels show the run."""
    return View(settings["surface"], settings["order"], settings["scale"], settings["notation"])
