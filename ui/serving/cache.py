"""What the server computes once for all visitors: a scenario's data, its run and its loss surface.
A cached value is never changed in place: its arrays are read-only."""

from collections.abc import Callable, Hashable
from contextlib import nullcontext
from dataclasses import fields, is_dataclass, replace
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar, cast

import numpy as np

from core.arrays import Array
from core.data.dataset import Dataset
from core.data.user_data import USER_DATA, UserData
from core.scenario import Scenario
from core.surface.windows import Slice
from core.take_home.own_run import OwnRun
from core.training import History, train
from ui.language.speaking import language_code
from ui.page import is_large, work
from ui.serving import lanes
from ui.serving.store import STORE

P = ParamSpec("P")
T = TypeVar("T")

# The work of a run that a sentence may ask for, about 20 ms: every classic case is within.
BRIEF = 800_000


def read_only(value: T) -> T:
    """The same value, its arrays read-only."""
    if isinstance(value, np.ndarray):
        value.flags.writeable = False
    elif isinstance(value, tuple | list):
        for each in value:
            read_only(each)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            read_only(getattr(value, field.name))
    return value


def cached(
    large: Callable[..., bool] = lambda *_: False, words: bool = False
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep what a function returns, by its name and its arguments, which are hashable.

    large : whether it takes more than about 50 ms for these arguments; other page scripts run meanwhile
    words : whether the value contains words; it is cached for each language
    """

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        @wraps(function)
        def get(*args: P.args, **kwargs: P.kwargs) -> T:
            given = _positional(function, args, kwargs)
            key = key_of(function, *given)
            if words:
                key = (*key, language_code())

            def compute() -> T:
                with lanes.without_aside():
                    return read_only(function(*args, **kwargs))

            # Around the lock of the key, so that no thread waits for its place while it holds the lock.
            with lanes.aside() if large(*given) and key not in STORE else nullcontext():
                return cast(T, STORE.get(key, compute))

        return get

    return decorate


def key_of(function: Callable[..., object], *args: object) -> tuple[Hashable, ...]:
    """The key of a call. Of a visitor's data it holds the digest, so that it keeps no table in memory."""
    return (function.__name__, *map(_hashable, args))


def _positional(function: Callable[..., object], args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, ...]:
    if not kwargs:
        return args
    bound = signature(function).bind(*args, **kwargs)
    bound.apply_defaults()
    return bound.args


def _hashable(value: object) -> Hashable:
    if isinstance(value, UserData | OwnRun):
        return value.digest
    if isinstance(value, tuple):
        return tuple(map(_hashable, value))
    if isinstance(value, Scenario):
        return tuple(_hashable(getattr(value, field.name)) for field in fields(value))
    assert isinstance(value, Hashable)
    return value


@cached(large=is_large)
def run(scenario: Scenario) -> tuple[Dataset, History]:
    """The data of a scenario and the whole history of its training."""
    data = _dataset(_ground(scenario))
    return data, train(scenario, data)


def brief_run(scenario: Scenario, step: int) -> History | None:
    """The history of a run as far as a step; None where that takes more than some 20 ms, whether it is cached or not:
    a link's sentence is the same for all visitors."""
    if work(scenario) > BRIEF:
        scenario = replace(scenario, steps=max(1, min(step, scenario.steps)))
    return run(scenario)[1] if work(scenario) <= BRIEF else None


def heights(slice_: Slice, scenario: Scenario, data: Dataset) -> Array:
    """The same as slice_.heights(scenario, data), of the data of this scenario."""
    held = tuple(map(float, slice_.held[:, 0]))
    ticks = [(float(each[0]), float(each[-1]), len(each)) for each in (slice_.u, slice_.v)]
    return _heights(_ground(scenario), scenario.loss, slice_.axes, held, *ticks)


def _ground(scenario: Scenario) -> Scenario:
    """The part of a scenario that determines its data, shared by all runs on this data."""
    brought = scenario.user_data if scenario.data == USER_DATA else None
    return Scenario(
        data=scenario.data,
        samples=scenario.samples,
        noise=scenario.noise,
        seed=scenario.seed,
        features=scenario.features,
        scaling=scenario.scaling,
        steps=1,
        user_data=brought,
    )


@cached()
def _dataset(ground: Scenario) -> Dataset:
    return ground.dataset()


Ticks = tuple[float, float, int]


@cached()
def _heights(ground: Scenario, loss: str, axes: tuple[int, int], held: tuple[float, ...], u: Ticks, v: Ticks) -> Array:
    window = Slice(axes, np.array(held).reshape(-1, 1), "", None, np.linspace(*u), np.linspace(*v))
    return window.heights(replace(ground, loss=loss), _dataset(ground))
