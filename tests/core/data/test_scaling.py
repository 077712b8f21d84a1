"""Feature scaling: by the training part's numbers, and there and back again without another output."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.classifier import sigmoid, with_ones
from core.data.dataset import Dataset
from core.data.scaling import SCALINGS, original_weights, scaled, scaled_weights
from core.data.sets import SOURCES
from core.scenario import Scenario
from core.training import train
from tests.examples import examples

pytestmark = pytest.mark.filterwarnings("error")
repeatable = examples(60)

every_set = pytest.mark.parametrize("name", SOURCES)
each_scaling = pytest.mark.parametrize("scaling", ["standard", "min-max"])


def dataset(name, **fields):
    return Scenario(data=name, features=SOURCES[name].features, **fields).dataset()


def with_columns(*columns):
    X = np.column_stack(columns)
    t = np.arange(len(X)).reshape(-1, 1) % 2 * 1.0
    names = tuple(f"x{i + 1}" for i in range(X.shape[1]))
    return Dataset(X, t, X[:2], t[:2], names, ("class 0", "class 1"))


def test_the_names():
    assert SCALINGS == ("as is", "standard", "min-max")
    with pytest.raises(ValueError, match="no feature scaling named 'log'"):
        scaled(dataset("moons"), "log")


@every_set
def test_as_is_changes_nothing_at_all(name):
    data = dataset(name)
    assert scaled(data, "as is") is data
    assert (data.shift, data.scale) == (None, None)
    plain, named = dataset(name), dataset(name, scaling="as is")
    assert plain.X.tobytes() == named.X.tobytes()


@every_set
def test_standard_has_mean_0_and_deviation_1(name):
    data = dataset(name, scaling="standard")
    assert np.allclose(data.X.mean(axis=0), 0, atol=1e-12)
    assert np.allclose(data.X.std(axis=0), 1)


@every_set
def test_min_max_has_the_range_0_to_1(name):
    data = dataset(name, scaling="min-max")
    assert np.all(data.X.min(axis=0) == 0)
    assert np.all(data.X.max(axis=0) == 1)


@each_scaling
@every_set
def test_both_parts_are_scaled_by_the_numbers_of_the_training_part(name, scaling):
    plain, data = dataset(name), dataset(name, scaling=scaling)
    assert data.shift.shape == data.scale.shape == (plain.X.shape[1],)
    assert np.array_equal(data.X, (plain.X - data.shift) / data.scale)
    assert np.array_equal(data.X_test, (plain.X_test - data.shift) / data.scale)
    assert np.array_equal(data.t, plain.t)
    only_training = scaled(dataclasses.replace(plain, X_test=plain.X_test[:0]), scaling)
    assert np.array_equal(only_training.shift, data.shift)


@each_scaling
@pytest.mark.parametrize("value", [0.0, 0.1, -7.3, 1e6 / 3])
def test_a_column_that_does_not_vary_is_shifted_only(scaling, value):
    data = scaled(with_columns(np.full(7, value), np.arange(7.0)), scaling)
    assert np.all(data.X[:, 0] == 0)
    assert data.scale[0] == 1
    assert data.shift[0] == value


@each_scaling
def test_a_column_too_fine_for_its_deviation_is_no_trouble(scaling):
    data = scaled(with_columns(np.array([1e-200, 2e-200, 3e-200])), scaling)
    assert np.isfinite(data.X).all()


@each_scaling
@repeatable
@given(seed=st.integers(0, 9999), far=st.floats(0, 50), count=st.integers(1, 4))
def test_original_weights_give_the_same_outputs_for_the_unscaled_features(scaling, seed, far, count):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((30, count)) * 10 ** rng.uniform(-2, 2, count) + rng.uniform(-5, 5, count)
    data = scaled(with_columns(*X.T), scaling)
    W = far * rng.standard_normal((6, count + 1))
    back = original_weights(W, data.shift, data.scale)
    assert back.shape == W.shape
    assert np.abs(sigmoid(with_ones(data.X) @ W.T) - sigmoid(with_ones(X) @ back.T)).max() <= 1e-12
    assert np.allclose(scaled_weights(back, data.shift, data.scale), W, rtol=1e-11, atol=1e-11)


def test_without_scaling_the_weights_stay():
    W = np.arange(6.0).reshape(2, 3)
    assert original_weights(W, None, None) is W
    assert scaled_weights(W, None, None) is W


@each_scaling
def test_a_common_start_has_the_same_loss_whatever_the_scaling(scaling):
    base = Scenario(data="unscaled", start="typed", weights=(1.0, -0.5, 0.25), steps=1)
    data = dataclasses.replace(base, scaling=scaling).dataset()
    start = scaled_weights(np.array([base.weights]), data.shift, data.scale)[0]
    moved = dataclasses.replace(base, scaling=scaling, weights=tuple(start))
    assert train(moved, data).loss[0] == pytest.approx(train(base, base.dataset()).loss[0], rel=1e-12)


def test_scaled_features_are_why_a_large_learning_rate_settles():
    runs = {}
    for scaling in SCALINGS:
        scenario = Scenario(data="unscaled", scaling=scaling, learning_rate=3.0, steps=300)
        runs[scaling] = train(scenario, scenario.dataset()).loss[-1]
    assert runs["standard"] < runs["as is"]
