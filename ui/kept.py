"""What the server keeps for all visitors: runs and timelines, within 300 MB altogether, each computed once.
Nothing that is kept may be changed in place, so its arrays are made unwritable."""

from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

import numpy as np

from core.datasets import Dataset
from core.own import Own
from core.scenario import Scenario
from core.training import History, train
from ui.bounded import Bounded
from ui.player.sent import SENT

P = ParamSpec("P")
T = TypeVar("T")


def weight(value: object) -> int:
    """How many bytes the arrays and the texts of a value have."""
    if isinstance(value, bytes | str):
        return len(value)
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, tuple | list):
        return sum(map(weight, value))
    if is_dataclass(value) and not isinstance(value, type):
        return sum(weight(getattr(value, field.name)) for field in fields(value))
    return 0


def frozen(value: T) -> T:
    """The same value, its arrays unwritable."""
    if isinstance(value, np.ndarray):
        value.flags.writeable = False
    elif isinstance(value, tuple | list):
        for each in value:
            frozen(each)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            frozen(getattr(value, field.name))
    return value


# A usual run has 50 KB and the longest 2 MB, but a table of 200,000 rows that is scaled up to 160 MB.
RUNS: Bounded[object] = Bounded(256, 160_000_000, weight, "run")
# A usual timeline has 0.3 MB, the longest 3 MB; as the light view has it, half of that.
TIMELINES: Bounded[object] = Bounded(256, 56_000_000, weight, "timeline")
LIGHT: Bounded[bytes] = Bounded(512, 40_000_000, weight, "light view")
# The details of a step have 5 KB.
DETAILS: Bounded[bytes] = Bounded(4_096, 8_000_000, weight, "detail")
STORES = (RUNS, TIMELINES, LIGHT, DETAILS, SENT)


def kept(store: Bounded[object]) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep what a function gives, by its name and its arguments, which have to be hashable."""

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        @wraps(function)
        def get(*args: P.args, **kwargs: P.kwargs) -> T:
            key = (function.__name__, _named(args), _named(tuple(sorted(kwargs.items()))))
            value: T = store.get(key, lambda: frozen(function(*args, **kwargs)))  # type: ignore[assignment]
            return value

        return get

    return decorate


def _named(value: object) -> Hashable:
    """What stands for an argument in a key: for a table its digest, so that a key never holds on to data."""
    if isinstance(value, Own):
        return value.digest
    if isinstance(value, tuple):
        return tuple(map(_named, value))
    if isinstance(value, Scenario):
        return tuple(_named(getattr(value, field.name)) for field in fields(value))
    assert isinstance(value, Hashable)
    return value


@kept(RUNS)
def run(scenario: Scenario) -> tuple[Dataset, History]:
    """The data of a scenario and the whole history of its training."""
    data = scenario.dataset()
    return data, train(scenario, data)
