"""Planes through the space of weights: their numbers are those of plain loops, and the best one shows the most."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.classifier import with_ones
from core.gradient_check import numerical_gradient
from core.loss import BCE, MSE
from core.scenario import Scenario
from core.surface.heights import POINTS, SAMPLES, loss_slice
from core.surface.planes import Plane, gradient_plane, loss_plane, pca_plane, random_plane, weight_plane
from core.training import train
from tests.examples import examples

pytestmark = pytest.mark.filterwarnings("error")
repeatable = examples(40)

both_losses = pytest.mark.parametrize("loss", [BCE(), MSE()], ids=["BCE", "MSE"])
U, V = np.linspace(-3, 3, 5), np.linspace(-2, 4, 4)


def world(n, d, seed, far=1.0):
    """X1 (n, d+1), t (n, 1), and a random plane somewhere."""
    rng = np.random.default_rng(seed)
    X1, t = with_ones(rng.standard_normal((n, d))), (rng.random((n, 1)) < 0.5) * 1.0
    return X1, t, random_plane(far * rng.standard_normal((d + 1, 1)), rng)


def mean_loss(X1, t, loss, W):
    return float(loss.each_from_logit(X1 @ W, t).mean())


def orthonormal(plane):
    return np.allclose(plane.directions.T @ plane.directions, np.eye(2), rtol=0, atol=1e-12)


@both_losses
@repeatable
@given(n=st.integers(1, 80), d=st.integers(1, 5), seed=st.integers(0, 9999), far=st.floats(0, 500))
def test_the_heights_are_those_of_plain_loops(loss, n, d, seed, far):
    X1, t, plane = world(n, d, seed, far)
    heights = loss_plane(X1, t, loss, plane, U, V)
    plain = [[mean_loss(X1, t, loss, plane.point(a, b)) for a in U] for b in V]
    assert heights.shape == (4, 5)
    assert np.allclose(heights, plain, rtol=1e-12, atol=1e-12)


@both_losses
@repeatable
@given(n=st.integers(1, 80), d=st.integers(1, 5), seed=st.integers(0, 9999), far=st.floats(0, 500))
def test_the_gradients_are_those_of_plain_loops(loss, n, d, seed, far):
    X1, t, plane = world(n, d, seed, far)
    gradients = gradient_plane(X1, t, loss, plane, U, V)
    assert gradients.shape == (4, 5, 2)
    for i, b in enumerate(V):
        for j, a in enumerate(U):
            dW = X1.T @ loss.slope_from_logit(X1 @ plane.point(a, b), t) / n
            assert np.allclose(gradients[i, j], plane.directions.T @ dW[:, 0], rtol=1e-10, atol=1e-13)


@both_losses
@pytest.mark.parametrize("far", [0.0, 2.0, 300.0])
@pytest.mark.parametrize("seed", range(3))
def test_the_gradients_agree_with_finite_differences(loss, far, seed):
    X1, t, plane = world(30, 3, seed, far)
    gradients = gradient_plane(X1, t, loss, plane, U, V)
    for i, j in ((0, 0), (3, 4), (1, 2)):
        measured = numerical_gradient(lambda ab: mean_loss(X1, t, loss, plane.point(*ab)), np.array([U[j], V[i]]))
        assert np.allclose(gradients[i, j], measured, rtol=1e-6, atol=1e-8)


@both_losses
@pytest.mark.parametrize("n", [SAMPLES - 1, SAMPLES, 2 * SAMPLES + 1])
@pytest.mark.parametrize("points", [(1, 1), (POINTS, 1), (26, 20)])
def test_blocks_of_any_size_are_put_together_rightly(loss, n, points):
    X1, t, plane = world(n, 2, 0)
    u, v = (np.linspace(-3, 3, count) for count in points)
    gradients = gradient_plane(X1, t, loss, plane, u, v)
    ab = np.stack(np.meshgrid(u, v), axis=-1).reshape(-1, 2)
    slope = loss.slope_from_logit(X1 @ (plane.origin + plane.directions @ ab.T), t)
    assert np.allclose(gradients.reshape(-1, 2), slope.T @ X1 @ plane.directions / n, rtol=1e-10, atol=1e-13)


@both_losses
@pytest.mark.parametrize("axes", [(0, 1), (1, 0), (2, 0), (1, 3)])
def test_the_plane_of_two_weights_is_their_slice(loss, axes):
    X1, t, plane = world(50, 3, 1)
    weights = weight_plane(plane.origin, *axes)
    assert np.array_equal(loss_plane(X1, t, loss, weights, U, V), loss_slice(X1, t, loss, plane.origin, axes, U, V))
    W = np.random.default_rng(0).standard_normal((7, 4))
    assert np.array_equal(weights.coordinates(W), W[:, axes])
    assert np.array_equal(np.delete(weights.point(1.5, 2.5), axes), np.delete(plane.origin, axes))


@both_losses
@pytest.mark.parametrize("method", [loss_plane, gradient_plane])
def test_a_hundred_thousand_samples_take_little_memory(loss, method):
    X1, t, plane = world(100_000, 4, 0)
    u = np.linspace(-3, 3, 5 if method is loss_plane else 15)
    tracemalloc.start()
    method(X1, t, loss, plane, u, u)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30e6


@repeatable
@given(d=st.integers(1, 6), seed=st.integers(0, 9999))
def test_coordinates_are_the_inverse_of_point_and_the_nearest_there_are(d, seed):
    rng = np.random.default_rng(seed)
    plane = random_plane(rng.standard_normal((d + 1, 1)), rng)
    ab = rng.standard_normal((6, 2))
    inside = np.hstack([plane.point(a, b) for a, b in ab]).T
    assert orthonormal(plane)
    assert np.allclose(plane.coordinates(inside), ab, atol=1e-12)
    W = rng.standard_normal((6, d + 1))
    rest = W - np.hstack([plane.point(a, b) for a, b in plane.coordinates(W)]).T
    assert np.allclose(rest @ plane.directions, 0, atol=1e-12)


def test_a_random_plane_is_that_of_its_seed():
    origin = np.zeros((5, 1))
    planes = [random_plane(origin, np.random.default_rng(seed)) for seed in (1, 1, 2)]
    assert np.array_equal(planes[0].directions, planes[1].directions)
    assert not np.allclose(planes[0].directions, planes[2].directions)


@repeatable
@given(d=st.integers(1, 6), seed=st.integers(0, 9999), size=st.sampled_from([1e-12, 1.0, 1e200]))
def test_of_all_planes_that_of_the_pca_shows_the_largest_share(d, seed, size):
    rng = np.random.default_rng(seed)
    W = size * np.cumsum(rng.standard_normal((40, d + 1)), axis=0)
    best = pca_plane(W, W[-1:].T)
    others = [random_plane(W[:1].T, rng) for _ in range(5)] + [weight_plane(W[:1].T, 0, d)]
    assert orthonormal(best)
    assert all(0 <= other.share(W) <= best.share(W) + 1e-12 for other in others)
    assert best.share(W) <= 1


@repeatable
@given(d=st.integers(1, 6), seed=st.integers(0, 9999))
def test_a_path_in_a_plane_is_shown_in_full(d, seed):
    rng = np.random.default_rng(seed)
    somewhere = random_plane(rng.standard_normal((d + 1, 1)), rng)
    W = np.hstack([somewhere.point(a, b) for a, b in rng.standard_normal((20, 2))]).T
    plane = pca_plane(W, W[:1].T)
    assert plane.share(W) == pytest.approx(1.0, abs=1e-12)
    shown = np.hstack([plane.point(a, b) for a, b in plane.coordinates(W)]).T
    assert np.allclose(shown, W, atol=1e-12)


def test_a_share_known_by_hand():
    # The path moves by ±2 along the first weight and by ±1 along the third.
    W = np.array([[2.0, 5.0, 1.0], [2.0, 5.0, -1.0], [-2.0, 5.0, 1.0], [-2.0, 5.0, -1.0]])
    assert weight_plane(np.zeros((3, 1)), 0, 1).share(W) == pytest.approx(16 / 20)
    assert weight_plane(np.full((3, 1), 99.0), 1, 2).share(W) == pytest.approx(4 / 20)
    assert weight_plane(np.zeros((3, 1)), 0, 2).share(W) == pytest.approx(1.0)


@pytest.mark.parametrize("d", [1, 2, 5])
def test_a_straight_path_has_its_line_as_first_direction(d):
    line = np.arange(1.0, d + 2) / np.linalg.norm(np.arange(1.0, d + 2))
    W = np.linspace(0, 3, 30)[:, np.newaxis] * line
    plane = pca_plane(W, W[:1].T)
    assert orthonormal(plane)
    assert np.allclose(plane.direction_a, line)
    assert plane.share(W) == pytest.approx(1.0)


@pytest.mark.parametrize("d", [1, 2, 5])
def test_a_path_that_stands_still_has_the_plane_of_the_first_two_weights(d):
    W = np.tile(np.linspace(0.1, 0.7, d + 1), (9, 1))
    plane = pca_plane(W, W[:1].T)
    assert np.array_equal(plane.directions, np.eye(d + 1)[:, :2])
    assert plane.share(W) == 1.0
    assert pca_plane(W[:1], W[:1].T).share(W[:1]) == 1.0


@pytest.mark.parametrize("features", [("GrLivArea", "OverallQual"), ("GrLivArea", "OverallQual", "YearBuilt")])
def test_a_real_path_goes_up_in_both_coordinates_and_is_shown_nearly_in_full(features):
    scenario = Scenario(features=features, steps=300)
    history = train(scenario, scenario.dataset())
    plane = pca_plane(history.W, history.W[-1:].T)
    ends = plane.coordinates(history.W)[[0, -1]]
    assert np.all(ends[1] >= ends[0])
    assert np.allclose(ends[1], 0.0)
    assert plane.share(history.W) > 0.99


def test_directions_that_are_no_plane_are_refused():
    units, origin = np.eye(3), np.zeros((3, 1))
    for first, second in ((units[0], units[0]), (2 * units[0], units[1]), (units[0], 0 * units[1])):
        with pytest.raises(ValueError, match="length 1 and a right angle"):
            Plane(origin, first, second)
    with pytest.raises(ValueError, match="two different weights"):
        weight_plane(origin, 1, 1)
