"""A Scenario: checked when it is made, and the same run for the same numbers."""

import dataclasses

import numpy as np
import pytest

from core.data.sets import SOURCES
from core.data.user_data import UserData
from core.scenario import FAR, STARTS, Scenario
from core.training import train

SYNTHETIC = [name for name, source in SOURCES.items() if source.synthetic]

pytestmark = pytest.mark.filterwarnings("error")

every_set = pytest.mark.parametrize("name", SOURCES)
nan, inf = float("nan"), float("inf")

BAD = [
    dict(data="no such set"),
    dict(data=""),
    dict(start="somewhere"),
    dict(loss="MAE"),
    dict(loss="bce"),
    dict(optimizer="SGD"),
    dict(samples=1),
    dict(samples=0),
    dict(samples=-5),
    dict(samples=100_001),
    dict(samples=nan),
    dict(noise=-0.1),
    dict(noise=1.1),
    dict(noise=nan),
    dict(noise=inf),
    dict(seed=-1),
    dict(seed=10_000),
    dict(features=("x9",)),
    dict(data="moons", features=("GrLivArea",)),
    dict(features=("GrLivArea", "GrLivArea")),
    dict(scaling="log"),
    dict(scaling=""),
    dict(scaling=None),
    dict(batch=-1),
    dict(batch=100_001),
    dict(batch=nan),
    dict(learning_rate=0.0),
    dict(learning_rate=-0.5),
    dict(learning_rate=100.1),
    dict(learning_rate=inf),
    dict(learning_rate=nan),
    dict(steps=0),
    dict(steps=-1),
    dict(steps=5_001),
    dict(steps=inf),
    dict(start="typed"),
    dict(start="typed", weights=(1.0,)),
    dict(start="typed", weights=(1.0, 2.0, 3.0)),
    dict(data="moons", features=("x2",), start="typed", weights=(1.0, 2.0, 3.0)),
    dict(start="typed", weights=(1.0, nan)),
    dict(start="typed", weights=(1.0, inf)),
    dict(start="typed", weights=(1.0, -1.1e6)),
    dict(data="moons", samples=100_000, steps=241),
]

# These pass the limits, and would fail later, in numpy.
FRACTIONS = [dict(data="moons", samples=200.5), dict(seed=0.5), dict(steps=1.5), dict(batch=2.5)]

BAD_KINDS = [
    dict(samples="200"),
    dict(noise=None),
    dict(learning_rate="fast"),
    dict(data=["moons"]),
    dict(start="typed", weights=("a", "b")),
]


def named(fields):
    return ", ".join(f"{name}={value!r}" for name, value in fields.items())


def check_refusal(fields):
    with pytest.raises(ValueError, match=r"^[^\n]{15,98}\.$") as raised:
        Scenario(**fields)
    assert ". " not in str(raised.value)


@pytest.mark.parametrize("fields", BAD, ids=named)
def test_a_bad_field_is_refused_in_one_short_sentence(fields):
    check_refusal(fields)


@pytest.mark.parametrize("fields", FRACTIONS, ids=named)
def test_a_count_that_is_no_whole_number_is_refused_in_one_short_sentence(fields):
    check_refusal(fields)


@pytest.mark.parametrize("fields", BAD_KINDS, ids=named)
def test_a_value_of_the_wrong_kind_is_refused_in_one_short_sentence(fields):
    check_refusal(fields)


@pytest.mark.parametrize(
    "fields",
    [
        dict(samples=2, noise=0.0, seed=0, batch=0, learning_rate=1e-4, steps=1),
        dict(samples=100_000, noise=1.0, seed=9_999, batch=100_000, learning_rate=100.0, steps=5_000),
        dict(start="typed", weights=(-1e6, 1e6)),
        dict(start="typed", weights=(1, 2)),
        dict(data="moons", samples=100_000, steps=240),
        dict(data="moons", samples=4_800, steps=5_000),
        dict(features=("YearBuilt", "GrLivArea")),
    ],
    ids=named,
)
def test_the_limits_themselves_are_allowed(fields):
    scenario = Scenario(**fields)
    assert {name: getattr(scenario, name) for name in fields} == fields


def test_the_defaults_are_the_i2dl_preset():
    scenario = Scenario()
    assert (scenario.data, scenario.loss, scenario.optimizer) == ("Ames housing", "BCE", "gradient descent")
    assert scenario.scaling == "as is"
    assert (scenario.start, scenario.learning_rate, scenario.steps, scenario.batch) == ("zero", 0.5, 400, 0)


def test_a_scenario_is_frozen_and_may_be_a_key():
    scenario = Scenario(seed=3)
    with pytest.raises(dataclasses.FrozenInstanceError):
        scenario.seed = 4
    assert {scenario: "run"}[Scenario(seed=3)] == "run"
    assert scenario != Scenario(seed=4)


@every_set
def test_num_features_counts_the_columns(name):
    source = SOURCES[name]
    assert Scenario(data=name).num_features == Scenario(data=name).dataset().X.shape[1] == len(source.default_features)
    assert Scenario(data=name, features=source.features[:1]).num_features == 1


def arrays_of(scenario):
    data = scenario.dataset()
    history = train(scenario, data)
    found = [scenario.start_weights(), *(history.batches or ())]
    for result in (data, history):
        found += [value for value in vars(result).values() if isinstance(value, np.ndarray)]
    return found


@every_set
@pytest.mark.parametrize(("optimizer", "batch"), [("gradient descent", 0), ("Adam", 1)])
def test_the_same_scenario_is_the_same_run_to_the_last_bit(name, optimizer, batch):
    fields = dict(data=name, start="small random", optimizer=optimizer, batch=batch, steps=40, seed=11)
    first, second = arrays_of(Scenario(**fields)), arrays_of(Scenario(**fields))
    assert len(first) == len(second) > 10
    assert all(
        a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
        for a, b in zip(first, second, strict=True)
    )


@pytest.mark.parametrize("name", SYNTHETIC)
def test_another_seed_draws_other_data(name):
    assert not np.array_equal(Scenario(data=name, seed=1).dataset().X, Scenario(data=name, seed=2).dataset().X)


@pytest.mark.parametrize("start", ["small random", "far away"])
def test_another_seed_draws_other_start_weights(start):
    assert not np.array_equal(
        Scenario(start=start, seed=1).start_weights(), Scenario(start=start, seed=2).start_weights()
    )


def test_another_seed_shuffles_the_batches_otherwise():
    orders = [Scenario(seed=seed).batches().permutation(50) for seed in (1, 2)]
    assert not np.array_equal(*orders)


@pytest.mark.parametrize(
    "change", [dict(noise=0.9), dict(samples=77), dict(data="circles"), dict(batch=5), dict(steps=9)], ids=named
)
def test_start_and_batches_do_not_depend_on_the_data(change):
    base = Scenario(data="moons", start="small random", seed=5)
    changed = dataclasses.replace(base, **change)
    assert np.array_equal(base.start_weights(), changed.start_weights())
    assert np.array_equal(base.batches().permutation(50), changed.batches().permutation(50))


def test_the_data_does_not_depend_on_start_and_batches():
    base = Scenario(data="moons", seed=5).dataset()
    changed = Scenario(data="moons", seed=5, start="far away", batch=8, optimizer="Adam", loss="MSE").dataset()
    assert np.array_equal(base.X, changed.X)


def test_the_three_streams_differ():
    scenario = Scenario(data="blobs", noise=1.0, samples=2, start="small random", seed=5)
    scatter = scenario.dataset().X - [[-0.35, -0.35], [0.35, 0.35]]
    draws = [scatter.ravel()[:3], scenario.start_weights()[:, 0] / 0.1, scenario.batches().standard_normal(3)]
    for i, j in ((0, 1), (0, 2), (1, 2)):
        assert not np.isclose(draws[i], draws[j]).any()


def test_the_starts():
    fields = dict(data="moons", seed=5)
    assert STARTS == ("zero", "small random", "far away", "typed")
    assert Scenario(**fields).start_weights().tolist() == [[0.0], [0.0], [0.0]]
    assert Scenario(**fields, start="typed", weights=(1, 2, 3)).start_weights().tolist() == [[1.0], [2.0], [3.0]]
    small, far = (Scenario(**fields, start=start).start_weights() for start in ("small random", "far away"))
    assert small.shape == far.shape == (3, 1)
    assert 0 < np.abs(small).max() < 1
    assert np.linalg.norm(far) == pytest.approx(FAR)


def test_a_run_is_the_shorter_the_more_there_is_to_compute():
    def most(samples, features, runs=1):
        own = UserData(np.arange(samples * features, dtype=float).reshape(samples, features), np.arange(samples) % 2)
        return Scenario(data="own data", user_data=own, steps=1).most_steps(runs)

    assert most(60, 2) == most(60, 2, runs=4) == 5_000
    assert most(20_000, 2) == 1_200
    assert most(20_000, 2, runs=4) == 300
    assert most(20_000, 100) == 120
    assert Scenario(steps=5_000).most_steps(4) == 5_000
    own = UserData(np.arange(2_000_000.0).reshape(20_000, 100), np.arange(20_000) % 2)
    with pytest.raises(ValueError, match="With 20,000 samples of 100 features a run may have at most 120 steps"):
        Scenario(data="own data", user_data=own, steps=121)
