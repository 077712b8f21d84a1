"""The re-optimised slice: at every point nothing is left to gain in the free weights, and never more than held."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.classifier import with_ones
from core.data.sets import SOURCES
from core.loss import BCE
from core.scenario import Scenario
from core.surface import profiles
from core.surface.heights import loss_slice
from core.surface.minimum import minimum
from core.surface.profiles import profile_slice
from tests.examples import examples

pytestmark = pytest.mark.filterwarnings("error")
repeatable = examples(40)

NOT_SEPARABLE = [
    ("Ames housing", ("GrLivArea", "OverallQual")),
    ("Ames housing", SOURCES["Ames housing"].features),
    ("penguins", ("bill_length_mm", "bill_depth_mm")),
    ("moons", ()),
    ("circles", ()),
    ("XOR", ()),
    ("one outlier", ()),
    ("unscaled", ()),
]
each_set = pytest.mark.parametrize(("name", "features"), NOT_SEPARABLE)
U, V = np.linspace(-6, 9, 9), np.linspace(-8, 5, 8)


def world(n, d, seed):
    """X1 (n, d+1) and labels t (n, 1) by chance, so that no plane parts them unless there are few."""
    rng = np.random.default_rng(seed)
    return with_ones(rng.standard_normal((n, d))), (rng.random((n, 1)) < 0.5) * 1.0


def samples_of(name, features=()):
    data = Scenario(data=name, features=features).dataset()
    return with_ones(data.X), data.t


def losses(X1, t, W):
    """Of weights (..., D+1)."""
    flat = W.reshape(-1, W.shape[-1])
    return BCE().each_from_logit(X1 @ flat.T, t).mean(axis=0).reshape(W.shape[:-1])


def free_gradient(X1, t, W, axes):
    flat = W.reshape(-1, W.shape[-1])
    gradient = X1.T @ BCE().slope_from_logit(X1 @ flat.T, t) / len(X1)
    return np.abs(np.delete(gradient, axes, axis=0)).max()


def check_grid(W, axes, u, v):
    assert np.array_equal(W[:, :, axes[0]], np.tile(u, (len(v), 1)))
    assert np.array_equal(W[:, :, axes[1]], np.tile(v[:, np.newaxis], (1, len(u))))


@each_set
@pytest.mark.parametrize("axes", [(0, 1), (1, 0), (0, 2)])
@pytest.mark.parametrize("far", [1, 30])
def test_nothing_is_left_to_gain_in_the_free_weights(name, features, axes, far):
    X1, t = samples_of(name, features)
    heights, W = profile_slice(X1, t, axes, far * U, far * V)
    assert heights.shape == (8, 9)
    assert W.shape == (8, 9, X1.shape[1])
    check_grid(W, axes, far * U, far * V)
    assert free_gradient(X1, t, W, axes) <= 1e-6
    assert np.allclose(heights, losses(X1, t, W), rtol=1e-12, atol=1e-14)


@each_set
def test_it_is_nowhere_above_a_slice_with_held_weights(name, features):
    X1, t = samples_of(name, features)
    heights, _ = profile_slice(X1, t, (0, 1), U, V)
    for held in (minimum(X1, t), np.zeros((X1.shape[1], 1)), np.ones((X1.shape[1], 1))):
        assert np.all(heights <= loss_slice(X1, t, BCE(), held, (0, 1), U, V) + 1e-12)


@repeatable
@given(n=st.integers(30, 60), d=st.integers(2, 5), seed=st.integers(0, 9999), data=st.data())
def test_no_other_free_weights_are_lower(n, d, seed, data):
    X1, t = world(n, d, seed)
    axes = tuple(data.draw(st.permutations(range(d + 1)))[:2])
    heights, W = profile_slice(X1, t, axes, U[::4], V[::4])
    rng = np.random.default_rng(seed)
    for size in (1e-5, 1e-2, 1.0, 100.0):
        other = W + size * rng.standard_normal(W.shape)
        other[:, :, list(axes)] = W[:, :, list(axes)]
        assert np.all(losses(X1, t, other) >= heights - 1e-12)


def test_it_is_what_trying_out_every_bias_finds():
    X1, t = samples_of("moons")
    heights, W = profile_slice(X1, t, (0, 1), U[::3], V[::3])
    for i, j in np.ndindex(heights.shape):
        low, high = -100.0, 100.0
        while high - low > 1e-7:  # the loss is convex: the lowest bias lies in the better two thirds
            thirds = np.array([low + (high - low) / 3, high - (high - low) / 3])
            left, right = losses(X1, t, np.array([[U[3 * j], V[3 * i], bias] for bias in thirds]))
            low, high = (low, thirds[1]) if left < right else (thirds[0], high)
        assert W[i, j, 2] == pytest.approx(low, abs=1e-5)
        assert heights[i, j] == pytest.approx(losses(X1, t, np.array([U[3 * j], V[3 * i], low])), abs=1e-12)


@each_set
def test_at_the_minimums_own_weights_it_is_the_minimum(name, features):
    X1, t = samples_of(name, features)
    lowest = minimum(X1, t)
    heights, W = profile_slice(X1, t, (0, 1), lowest[0], lowest[1])
    assert heights.item() == pytest.approx(losses(X1, t, lowest[:, 0]), abs=1e-12)
    assert np.allclose(W[0, 0], lowest[:, 0], atol=1e-5)


def test_with_two_weights_in_all_it_is_the_slice():
    X1, t = samples_of("Ames housing")
    heights, W = profile_slice(X1, t, (0, 1), U, V)
    assert np.array_equal(heights, loss_slice(X1, t, BCE(), np.zeros((2, 1)), (0, 1), U, V))
    check_grid(W, (0, 1), U, V)
    heights, W = profile_slice(X1, t, (1, 0), U, V)
    assert np.allclose(heights, losses(X1, t, W), atol=1e-12)


@pytest.mark.parametrize("axes", [(0, 1), (0, 2), (1, 2)])
@pytest.mark.parametrize("far", [1, 100, 10_000])
def test_separable_data_stays_finite_and_falls_to_zero_where_the_free_weights_part_it(axes, far):
    X1, t = samples_of("separable")
    heights, W = profile_slice(X1, t, axes, far * U, far * V)
    assert np.isfinite(heights).all()
    assert np.isfinite(W).all()
    assert heights.min() >= 0
    assert free_gradient(X1, t, W, axes) <= 1e-6


def test_where_free_weights_part_the_classes_they_stop_growing():
    X1, t = samples_of("separable")
    # x1 and x2 twice over: whatever two of the four weights are, the other two part the classes.
    doubled = np.column_stack([X1[:, :2], X1])
    heights, W = profile_slice(doubled, t, (0, 1), U, V)
    assert heights.max() < 1e-7
    assert np.abs(W).max() < 1000


def test_a_feature_that_repeats_another_and_an_empty_one_are_no_trouble():
    X1, t = samples_of("moons")
    plain, _ = profile_slice(X1, t, (0, 1), U, V)
    doubled = np.column_stack([X1, X1[:, 2], np.zeros(len(X1))])  # the bias twice, and a column of zeros
    heights, W = profile_slice(doubled, t, (0, 1), U, V)
    assert np.allclose(heights, plain, atol=1e-12)
    assert np.allclose(W[:, :, 2], W[:, :, 3])
    assert np.all(W[:, :, 4] == 0)
    held, W = profile_slice(np.column_stack([X1[:, :2], np.zeros(len(X1))]), t, (0, 1), U, V)
    assert np.allclose(held, loss_slice(X1, t, BCE(), np.zeros((3, 1)), (0, 1), U, V), atol=1e-12)
    assert np.all(W[:, :, 2] == 0)


@pytest.mark.parametrize("scale", [1e-6, 1e6])
def test_the_units_of_the_features_do_not_matter(scale):
    X1, t = samples_of("Ames housing", SOURCES["Ames housing"].features)
    units = np.array([1.0, 1.0, scale, 1.0, 1.0])
    heights, W = profile_slice(X1, t, (0, 1), U, V)
    scaled_heights, scaled = profile_slice(X1 * units, t, (0, 1), U, V)
    assert np.allclose(heights, scaled_heights, atol=1e-11)
    assert np.allclose(W, scaled * units, atol=1e-4)


def test_a_hundred_thousand_samples_take_little_memory():
    X1, t = world(100_000, 4, 0)
    tracemalloc.start()
    profile_slice(X1, t, (0, 1), np.linspace(-1, 1, 5), np.linspace(-1, 1, 5))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100e6


@pytest.mark.parametrize("count", [2, 4])
def test_a_usual_picture_looks_at_each_point_a_few_times_only(count, monkeypatch):
    """All else that a picture takes is next to nothing. (Its seconds are in `make bench`.)"""
    X1, t = samples_of("Ames housing", SOURCES["Ames housing"].features[:count])
    looks = []

    def counted(Q, shown, t, points, c):
        looks.append(points.shape[1])
        return derivatives(Q, shown, t, points, c)

    derivatives = profiles._derivatives
    monkeypatch.setattr(profiles, "_derivatives", counted)
    profile_slice(X1, t, (0, 1), np.linspace(-10, 30, 41), np.linspace(-10, 30, 41))
    assert len(X1) == 533
    assert sum(looks) < 10 * 41 * 41
    assert len(looks) < 20
