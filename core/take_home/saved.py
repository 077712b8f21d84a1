"""A scenario as JSON, to load again, and where it stood: what is read is equal to what `to_json` was given.
A file is read as hostile: whatever is in it, there is a valid Scenario or one clear sentence."""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, NoReturn

from core.data.user_data import UserData
from core.scenario import WEIGHT, Scenario
from core.sentence import Sentence

FORMAT = "Gradient Explorer scenario"
CHARACTERS = 20 * 2**20
# More samples of one's own are taken home as CSV.
SAMPLES = 5_000

# No run has more steps, and none more samples.
LARGEST_PLACE = 1_000_000

ARRAYS = ("X", "t", "X_test", "t_test")
NAMES = ("feature_names", "class_names")


@dataclass(frozen=True)
class Place:
    """Where a scenario stands: a step of its run, a stage of that step ("" is the first), and a sample, a row of X."""

    step: int = 0
    stage: str = ""
    sample: int = 0


def to_json(scenario: Scenario, place: Place = Place()) -> str:
    """The scenario, its own data inside, and where it stands.

    Raises ValueError, in one sentence, where that has more than 5,000 samples.
    """
    settings: dict[str, Any] = {
        field.name: getattr(scenario, field.name) for field in fields(scenario) if field.name != "user_data"
    }
    saved: dict[str, Any] = {"format": FORMAT, "version": 1, "scenario": settings, "place": asdict(place)}
    users = scenario.user_data
    if users:
        if len(users.X) + len(users.X_test) > SAMPLES:
            raise ValueError(
                Sentence("With more than {most:,} samples of your own, save the data as CSV instead.", most=SAMPLES)
            )
        arrays = {name: getattr(users, name).tolist() for name in ARRAYS}
        saved["own"] = {**arrays, **{name: getattr(users, name) for name in NAMES}}
    return json.dumps(saved, indent=1, allow_nan=False)


def read_saved(text: str) -> tuple[Scenario, Place]:
    """The scenario that `to_json` has written, and where it stood; older files say no place.

    Raises ValueError, in one sentence, for any other text.
    """
    if len(text) > CHARACTERS:
        raise ValueError(Sentence("A scenario has at most {most} million characters.", most=CHARACTERS // 2**20))
    try:
        saved = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise ValueError(Sentence("This is not a scenario that was saved here: it is not JSON.")) from error
    if not isinstance(saved, dict) or saved.get("format") != FORMAT or saved.get("version") != 1:
        raise ValueError(Sentence("This is not a scenario that was saved here."))
    settings = _settings(saved.get("scenario"))
    if "own" in saved:
        settings["user_data"] = _user_data(saved["own"])
    return Scenario(**settings), _place(saved.get("place", {}))


def _place(found: object) -> Place:
    known = asdict(Place())
    if not isinstance(found, dict) or not set(found) <= set(known):
        raise ValueError(Sentence("The place saved in this scenario cannot be read."))
    for name, value in found.items():
        # To Python true is a kind of 1.
        if type(value) is not type(known[name]) or (isinstance(value, int) and not 0 <= value <= LARGEST_PLACE):
            raise ValueError(Sentence("The {name} saved in this scenario cannot be read.", name=name))
    return Place(**found)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(Sentence("{constant} is not JSON.", constant=constant))


def _settings(found: object) -> dict[str, Any]:
    """The settings by name, each of the kind that Scenario judges."""
    known = {field.name for field in fields(Scenario)} - {"user_data"}
    if not isinstance(found, dict) or not set(found) <= known:
        raise ValueError(Sentence("This scenario has a setting that is not known here."))
    settings = dict(found)
    for name, value in settings.items():
        kind = (list,) if name in ("features", "weights") else (str, int, float)
        # To Python true is a kind of 1.
        if not isinstance(value, kind) or isinstance(value, bool):
            raise ValueError(Sentence("The setting {name} of this scenario cannot be read.", name=name))
    for name, each in (("features", str), ("weights", (int, float))):
        values = settings.get(name, [])
        if not all(isinstance(value, each) and not isinstance(value, bool) for value in values):
            raise ValueError(Sentence("The setting {name} of this scenario cannot be read.", name=name))
        if each is not str and not all(-WEIGHT <= value <= WEIGHT for value in values):
            raise ValueError(
                Sentence("The weights must be numbers between {low:,g} and {high:,g}.", low=-WEIGHT, high=WEIGHT)
            )
        if name in settings:
            settings[name] = tuple(values)
    return settings


def _user_data(found: object) -> UserData:
    if not isinstance(found, dict) or set(found) != {*ARRAYS, *NAMES}:
        raise ValueError(Sentence("Your own data in this scenario cannot be read."))
    if not all(isinstance(value, list) for value in found.values()):
        raise ValueError(Sentence("Your own data in this scenario cannot be read."))
    # JSON writes no samples as [], and does not say of how many columns.
    if not found["X_test"]:
        found = {**found, "X_test": None, "t_test": None}
    return UserData(**found)
