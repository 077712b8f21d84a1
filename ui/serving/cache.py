"""What the server keeps for all visitors: runs and timelines, within 300 MB altogether, each computed once.
Nothing that is kept may be changed in place, so its arrays are made unwritable."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

import numpy as np

from core.arrays import Array
from core.data.dataset import Dataset
from core.data.user_data import USER_DATA, UserData
from core.scenario import Scenario
from core.surface.windows import Slice
from core.take_home.own_run import OwnRun
from core.training import History, train
from ui import costs
from ui.language.catalogue import ENGLISH
from ui.language.speaking import language_code
from ui.serving.addresses import FOLDED
from ui.serving.store import Store
from ui.serving.work import Known, Work

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


# Seconds of a run that a sentence may ask for, which every classic case is within; and of how many samples.
BRIEF, FEW_SAMPLES = 0.02, 10_000
# A usual run has 50 KB and the longest 2 MB, but a table of 200,000 rows that is scaled up to 160 MB.
RUNS: Store[object] = Store(256, 160_000_000, weight, "run")
# What is the same at every learning rate: data have 5 KB, and a surface 80. Data that are much are kept by their run.
GROUNDS: Store[object] = Store(256, 12_000_000, weight, "ground")
# A usual timeline has 0.3 MB, the longest 3 MB; as the light view has it, half of that.
TIMELINES: Store[object] = Store(256, 44_000_000, weight, "timeline")
LIGHT_VIEWS: Store[bytes] = Store(512, 26_000_000, weight, "light view")
# The details of a step have 5 KB.
DETAILS: Store[bytes] = Store(4_096, 8_000_000, weight, "detail")
# The picture of a link has 90 KB.
PREVIEWS: Store[bytes] = Store(256, 6_000_000, weight, "preview")
# A lesson as one file, packed, has up to 0.7 MB, and its worksheet 20 KB. What is in it has its turn by itself.
LESSONS: Store[bytes] = Store(64, 8_000_000, weight, "lesson", limiter=None, pool=None)
# A file is everyone's own, and kept by nobody.
FILES: Store[bytes] = Store(0, 0, name="file to take home")
STORES: tuple[Store[Any], ...] = (RUNS, GROUNDS, TIMELINES, LIGHT_VIEWS, DETAILS, PREVIEWS, LESSONS, FILES, FOLDED)


def cached(
    store: Store[object], seconds: Callable[P, float], scenarios: Callable[P, Iterable[Scenario]]
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep what a function gives, by its name and its arguments, which have to be hashable.

    What has words in it is kept once a language; what a run and its data are, is the same in all of them.

    seconds : what it takes of one core, about (see ui/costs.py), where the runs are there that it needs
    scenarios : of these runs
    """

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        @wraps(function)
        def get(*args: P.args, **kwargs: P.kwargs) -> T:
            # By name or by place, it is the same.
            given = _in_order(function, args, kwargs)
            value: Any = store.get(
                _key(function, given, language_code() if store is TIMELINES else ENGLISH),
                lambda: frozen(function(*given)),  # type: ignore[call-arg]
                lambda: work_of(get, given, seconds(*given), scenarios(*given)),  # type: ignore[call-arg]
            )
            found: T = value
            return found

        return get

    return decorate


def work_of(
    function: Callable[..., T],
    args: tuple[Any, ...],
    seconds: float,
    scenarios: Iterable[Scenario] = (),
    known: Callable[[], Iterable[Known]] = tuple,
) -> Work[T]:
    """What a worker may do: a function that needs some runs, of which we may know some, and more of ours.

    seconds : what it takes, the runs not counted
    """
    needed = tuple(scenarios)
    total = seconds + sum(costs.run(scenario) for scenario in needed if not RUNS.has(run_key(scenario)))
    return Work(function, args, total, lambda: [*_known_runs(needed), *known()], learn, frozen)


def _known_runs(scenarios: Iterable[Scenario]) -> Iterator[Known]:
    for key in dict.fromkeys(map(run_key, scenarios)):
        value = RUNS.find(key)
        if value is not None:
            yield RUNS.name, key, value


def all_known() -> Iterator[Known]:
    """All that is kept here."""
    return ((store.name, key, value) for store in STORES for key, value in store.items())


def learn(known: Iterable[Known]) -> None:
    """Keep what another process has computed."""
    stores = {store.name: store for store in STORES}
    for name, key, value in known:
        stores[name].put(key, frozen(value))


def _in_order(function: Callable[..., object], args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, ...]:
    if not kwargs:
        return args
    bound = signature(function).bind(*args, **kwargs)
    bound.apply_defaults()
    return bound.args


def _key(function: Callable[..., object], args: tuple[Any, ...], language: str = ENGLISH) -> Hashable:
    named = function.__name__, _named(args)
    return named if language == ENGLISH else (*named, language)


def run_key(scenario: Scenario) -> Hashable:
    """Under what a run is kept."""
    return _key(run, (scenario,))


def _named(value: object) -> Hashable:
    """What stands for an argument in a key: for a visitor's data its digest, so that a key never holds on to them."""
    if isinstance(value, UserData | OwnRun):
        return value.digest
    if isinstance(value, tuple):
        return tuple(map(_named, value))
    if isinstance(value, Scenario):
        return tuple(_named(getattr(value, field.name)) for field in fields(value))
    assert isinstance(value, Hashable)
    return value


@cached(RUNS, costs.run, lambda scenario: ())
def run(scenario: Scenario) -> tuple[Dataset, History]:
    """The data of a scenario and the whole history of its training."""
    return _trained(scenario, _dataset(_ground(scenario)))


def _trained(scenario: Scenario, data: Dataset) -> tuple[Dataset, History]:
    return data, train(scenario, data)


def brief_run(scenario: Scenario, step: int) -> History | None:
    """The history of a run as far as a step, if it is there within some milliseconds; None where that takes longer,
    whoever has it. It waits for nobody: what answers all visitors may ask for it.

    A run that is too long as a whole is run as far as the step.
    """
    if costs.run(scenario) > BRIEF:
        scenario = replace(scenario, steps=max(1, min(step, scenario.steps)))
    if costs.run(scenario) > BRIEF or costs.samples(scenario) > FEW_SAMPLES:
        return None
    found: Any = RUNS.find(run_key(scenario))
    if found is None:
        # Its data are not those of `run`: there somebody else may be making them, and they would be waited for.
        found = _trained(scenario, scenario.dataset())
        learn([(RUNS.name, run_key(scenario), found)])
    history: History = found[1]
    return history


def heights(slice_: Slice, scenario: Scenario, data: Dataset) -> Array:
    """The same as slice_.heights(scenario, data), of the data of this scenario."""
    held = tuple(map(float, slice_.held[:, 0]))
    ticks = [(float(each[0]), float(each[-1]), len(each)) for each in (slice_.u, slice_.v)]
    return _heights(_ground(scenario), scenario.loss, slice_.axes, held, *ticks)


def _ground(scenario: Scenario) -> Scenario:
    """One and the same for all runs on the same data, whatever they make of them."""
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


# Whoever asks for these two is computing already: they are never another one's work, however long they are.
@cached(GROUNDS, lambda ground: 0.0, lambda ground: ())
def _dataset(ground: Scenario) -> Dataset:
    return ground.dataset()


Ticks = tuple[float, float, int]


@cached(GROUNDS, lambda *_: 0.0, lambda *_: ())
def _heights(ground: Scenario, loss: str, axes: tuple[int, int], held: tuple[float, ...], u: Ticks, v: Ticks) -> Array:
    window = Slice(axes, np.array(held).reshape(-1, 1), "", None, np.linspace(*u), np.linspace(*v))
    return window.heights(replace(ground, loss=loss), _dataset(ground))
