"""The curvature: exact to finite differences; the limits of the learning rate are where runs begin to bounce."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.classifier import with_ones
from core.gradient_check import numerical_gradient
from core.loss import BCE, LOSSES, MSE
from core.optimizer import RULES
from core.scenario import Scenario
from core.surface.curvature import (
    curvature_at,
    ellipse,
    hessian,
    newton_step,
    restricted,
    stable_rate,
)
from core.surface.minimum import minimum
from core.training import train
from tests.examples import examples
from tests.pairs import every_pair

pytestmark = pytest.mark.filterwarnings("error")
repeatable = examples(40)

both_losses = pytest.mark.parametrize("loss", [BCE(), MSE()], ids=["BCE", "MSE"])


def world(n, d, seed, far=1.0):
    """X1 (n, d+1), t (n, 1) and some W (d+1, 1)."""
    rng = np.random.default_rng(seed)
    X1 = with_ones(rng.standard_normal((n, d)))
    return X1, (rng.random((n, 1)) < 0.5) * 1.0, far * rng.standard_normal((d + 1, 1))


def gradient(X1, t, loss, W):
    return X1.T @ loss.slope_from_logit(X1 @ W, t) / len(X1)


@every_pair(loss=[BCE(), MSE()], d=[1, 2, 4], far=[0.0, 1.0, 8.0, 400.0], seed=range(3))
def test_the_hessian_agrees_with_finite_differences_of_the_gradient(loss, d, far, seed):
    X1, t, W = world(40, d, seed, far)
    H = hessian(X1, t, loss, W)
    for i in range(d + 1):
        measured = numerical_gradient(lambda W, i=i: float(gradient(X1, t, loss, W)[i, 0]), W)
        assert np.allclose(H[i], measured[:, 0], rtol=1e-6, atol=1e-8)


@both_losses
@repeatable
@given(n=st.integers(1, 60), d=st.integers(1, 5), seed=st.integers(0, 9999), far=st.floats(0, 500))
def test_the_hessian_is_a_plain_sum_over_the_samples(loss, n, d, seed, far):
    X1, t, W = world(n, d, seed, far)
    H = np.zeros((d + 1, d + 1))
    for x, target in zip(X1, t[:, 0], strict=True):
        H += loss.curvature_from_logit(x @ W[:, 0], target) * np.outer(x, x) / n
    assert np.allclose(hessian(X1, t, loss, W), H, rtol=1e-12, atol=1e-14)


@both_losses
@repeatable
@given(d=st.integers(1, 5), seed=st.integers(0, 9999), far=st.floats(0, 5))
def test_eigenvalues_and_directions_rebuild_the_hessian_the_steepest_first(loss, d, seed, far):
    curvature = curvature_at(*world(50, d, seed, far)[:2], loss, world(50, d, seed, far)[2])
    U, values = curvature.directions, curvature.eigenvalues
    assert np.all(np.diff(values) <= 0)
    assert np.allclose(U @ np.diag(values) @ U.T, curvature.hessian, atol=1e-13)
    assert np.allclose(U.T @ U, np.eye(d + 1), atol=1e-13)
    assert np.all(U[np.abs(U).argmax(axis=0), np.arange(d + 1)] > 0)


def test_condition_and_largest_rate_known_by_hand():
    # At W = 0 every z(1 - z) is 1/4. The features' mean square is 4 and 1, and they do not mix.
    X1 = np.array([[2.0, 1.0], [-2.0, 1.0]])
    curvature = curvature_at(X1, np.array([[1.0], [0.0]]), BCE(), np.zeros((2, 1)))
    assert curvature.eigenvalues == pytest.approx([1.0, 0.25])
    assert curvature.directions == pytest.approx(np.eye(2))
    assert curvature.condition == pytest.approx(4.0)
    assert stable_rate(curvature, "gradient descent") == pytest.approx(2.0)
    assert stable_rate(curvature, "momentum") == pytest.approx(3.8)


def test_a_feature_that_repeats_another_makes_the_condition_infinite():
    X1, t, W = world(50, 2, 0)
    curvature = curvature_at(np.column_stack([X1[:, 0], X1]), t, BCE(), np.vstack([[[0.3]], W]))
    assert curvature.condition == np.inf
    assert stable_rate(curvature, "gradient descent") > 0


@both_losses
def test_far_out_where_nothing_bends_there_is_no_limit(loss):
    X1, t = with_ones(np.array([[1.0], [2.0]])), np.array([[0.0], [1.0]])
    curvature = curvature_at(X1, t, loss, np.array([[5000.0], [5000.0]]))
    assert (curvature.condition, stable_rate(curvature, "gradient descent")) == (np.inf, None)
    assert stable_rate(curvature, "momentum") is None
    assert newton_step(X1, t, loss, np.array([[5000.0], [5000.0]])) is None


def test_a_curvature_so_small_that_its_limit_is_no_number_gives_none():
    X1, t = with_ones(np.array([[0.0]])), np.array([[0.0]])
    assert 0 < hessian(X1, t, BCE(), np.array([[0.0], [-709.5]]))[1, 1] < 1e-308
    assert stable_rate(curvature_at(X1, t, BCE(), np.array([[0.0], [-709.5]])), "gradient descent") is None


def test_rules_that_measure_their_steps_by_gradients_have_no_limit():
    curvature = curvature_at(*world(50, 2, 0)[:2], BCE(), world(50, 2, 0)[2])
    assert [stable_rate(curvature, name) for name in ("RMSProp", "Adam")] == [None, None]


@pytest.mark.parametrize("optimizer", [name for name, rule in RULES.items() if rule.stable is not None])
@pytest.mark.parametrize(("share", "settles"), [(0.95, True), (1.05, False)])
def test_a_run_near_the_minimum_settles_below_the_limit_and_bounces_above(optimizer, share, settles):
    scenario = Scenario(data="moons", optimizer=optimizer, steps=300)
    data = scenario.dataset()
    X1 = with_ones(data.X)
    lowest = minimum(X1, data.t)
    curvature = curvature_at(X1, data.t, BCE(), lowest)
    start = lowest + 1e-6 * curvature.directions[:, :1]
    rate = share * stable_rate(curvature, optimizer)
    history = train(dataclasses.replace(scenario, start="typed", weights=tuple(start[:, 0]), learning_rate=rate), data)
    distance = np.linalg.norm(history.W - lowest.T, axis=1)
    assert (distance[-1] < 0.1 * distance[0]) == settles
    assert (distance[-1] > 10 * distance[0]) == (not settles)


@pytest.mark.parametrize("seed", range(5))
def test_newtons_step_solves_the_linear_system(seed):
    X1, t, W = world(60, 3, seed)
    step = newton_step(X1, t, BCE(), W)
    assert step.shape == (4, 1)
    assert np.allclose(hessian(X1, t, BCE(), W) @ step, -gradient(X1, t, BCE(), W), rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("loss", LOSSES)
def test_newtons_steps_near_a_minimum_double_the_right_digits(loss):
    data = Scenario(data="moons", loss=loss).dataset()
    X1, name = with_ones(data.X), LOSSES[loss]()
    W = minimum(X1, data.t) + 0.05
    for _ in range(6):
        W = W + newton_step(X1, data.t, name, W)
    assert np.linalg.norm(gradient(X1, data.t, name, W)) < 1e-14


def test_newtons_step_does_not_move_along_a_flat_direction():
    X1, t, W = world(50, 2, 0)
    doubled = np.column_stack([X1[:, 0], X1])
    step = newton_step(doubled, t, BCE(), np.vstack([[[0.0]], W]))
    assert step[0, 0] == pytest.approx(step[1, 0])  # the two same features share the step
    assert step[0, 0] + step[1, 0] == pytest.approx(newton_step(X1, t, BCE(), W)[0, 0])


def test_there_is_no_newton_step_where_the_surface_bends_down():
    X1, t = with_ones(np.array([[1.0], [2.0]])), np.array([[1.0], [1.0]])
    W = np.array([[-2.0], [-2.0]])
    assert np.linalg.eigvalsh(hessian(X1, t, MSE(), W))[0] < 0
    assert newton_step(X1, t, MSE(), W) is None
    assert newton_step(X1, t, BCE(), W) is not None


@repeatable
@given(d=st.integers(1, 5), seed=st.integers(0, 9999))
def test_the_hessian_of_a_plane_is_the_curvature_along_its_directions(d, seed):
    X1, t, W = world(30, d, seed)
    H = hessian(X1, t, BCE(), W)
    directions = np.linalg.qr(np.random.default_rng(seed).standard_normal((d + 1, 2)))[0]
    inside = restricted(H, directions)

    def gradient_in_plane(ab):
        return directions.T @ gradient(X1, t, BCE(), W + directions @ ab)

    for i in range(2):
        measured = numerical_gradient(lambda ab, i=i: float(gradient_in_plane(ab)[i, 0]), np.zeros((2, 1)))
        assert np.allclose(inside[i], measured[:, 0], rtol=1e-6, atol=1e-9)


@repeatable
@given(seed=st.integers(0, 9999), half=st.floats(1e-3, 1e3))
def test_an_ellipse_is_a_level_line_and_its_axes_end_on_it(seed, half):
    rng = np.random.default_rng(seed)
    A = rng.standard_normal((2, 2))
    H, centre = A @ A.T + 1e-3 * np.eye(2), rng.standard_normal(2)
    drawn = ellipse(H, centre, half)
    ends = np.vstack([drawn.points, drawn.long_axis, drawn.short_axis]) - centre
    levels = np.einsum("pi,ij,pj->p", ends, H, ends)
    assert np.allclose(levels, levels[0], rtol=1e-8)
    assert np.array_equal(drawn.points[0], drawn.points[-1])
    # Once around: each point has its opposite.
    around = ends[: len(drawn.points) - 1]
    assert np.allclose(around, -np.roll(around, len(around) // 2, axis=0), rtol=0.0, atol=1e-9 * half)
    long, short = (np.linalg.norm(axis[1] - axis[0]) / 2 for axis in (drawn.long_axis, drawn.short_axis))
    assert long == pytest.approx(half)
    assert short <= long * (1 + 1e-12)
    assert long / short == pytest.approx(np.sqrt(np.linalg.cond(H)), rel=1e-6)


@pytest.mark.parametrize("H", [[[1.0, 0.0], [0.0, 0.0]], [[1.0, 0.0], [0.0, -1.0]], [[0.0, 0.0], [0.0, 0.0]]])
def test_a_surface_that_is_no_bowl_has_no_ellipse(H):
    assert ellipse(np.array(H), np.zeros(2), 1.0) is None
