"""The loss surface: the fast way gives the numbers of the plain one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.classifier import Classifier, with_ones
from core.loss import BCE, MSE
from core.surface.heights import POINTS, SAMPLES, loss_slice, loss_slice_plain, mean_losses
from core.training import evaluate
from tests.examples import examples

pytestmark = pytest.mark.filterwarnings("error")
repeatable = examples(60)

both_losses = pytest.mark.parametrize("loss", [BCE(), MSE()], ids=["BCE", "MSE"])


def world(n, d, seed):
    """X1 (n, d+1), t (n, 1) as a plane parts them, and the W (d+1, 1) of that plane."""
    rng = np.random.default_rng(seed)
    X1, W = with_ones(rng.standard_normal((n, d))), rng.standard_normal((d + 1, 1))
    return X1, (X1 @ W > 0) * 1.0, W


def window(W, axes, half=3.0, points=(9, 7)):
    return tuple(np.linspace(W[axis, 0] - half, W[axis, 0] + half, n) for axis, n in zip(axes, points, strict=True))


def check_equal(X1, t, loss, W, axes, u, v):
    fast, plain = loss_slice(X1, t, loss, W, axes, u, v), loss_slice_plain(X1, t, loss, W, axes, u, v)
    assert fast.shape == plain.shape == (len(v), len(u))
    assert np.max(np.abs(fast - plain) / np.maximum(1.0, np.abs(plain))) <= 1e-12


@both_losses
@pytest.mark.parametrize("d", [1, 2, 5])
@repeatable
@given(n=st.integers(1, 100), seed=st.integers(0, 9999), far=st.floats(0.1, 50), data=st.data())
def test_the_fast_slice_is_the_plain_one(loss, d, n, seed, far, data):
    X1, t, W = world(n, d, seed)
    axes = tuple(data.draw(st.permutations(range(d + 1)))[:2])
    u, v = window(far * W, axes)
    check_equal(X1, t, loss, far * W, axes, u, v)


@both_losses
@pytest.mark.parametrize("d", [1, 2, 5])
@pytest.mark.parametrize("sign", [1, -1], ids=["all right", "all wrong"])
@pytest.mark.parametrize("seed", range(4))
def test_the_fast_slice_is_the_plain_one_at_logits_of_thousands(loss, d, sign, seed):
    X1, t, W = world(300, d, seed)
    W = sign * 2000 * W
    assert np.abs(X1 @ W).max() > 2000
    check_equal(X1, t, loss, W, (0, 1), *window(W, (0, 1)))


@both_losses
@pytest.mark.parametrize("far", [10, 100, 1000, 10_000])
@pytest.mark.parametrize("n", [3, 50, 300])
def test_no_height_is_below_zero(loss, n, far):
    X1, t, W = world(n, 2, 0)
    assert loss_slice(X1, t, loss, far * W, (0, 1), *window(far * W, (0, 1))).min() >= 0.0


@both_losses
def test_logits_that_overflow_an_exponential_are_no_trouble(loss):
    X1, t, W = world(40, 2, 1)
    heights = loss_slice(X1, t, loss, -1e6 * W, (0, 1), *window(-1e6 * W, (0, 1)))
    assert np.isfinite(heights).all()
    assert heights.min() > (1e5 if loss.name == "BCE" else 0.99)


@both_losses
@pytest.mark.parametrize("n", [SAMPLES - 1, SAMPLES, SAMPLES + 1])
@pytest.mark.parametrize("points", [(1, 1), (POINTS, 1), (POINTS + 1, 1), (30, 20)])
def test_blocks_of_any_size_are_put_together_rightly(loss, n, points):
    X1, t, W = world(n, 2, 2)
    check_equal(X1, t, loss, W, (0, 1), *window(W, (0, 1), points=points))


@both_losses
@pytest.mark.parametrize("axes", [(0, 1), (1, 0), (0, 2), (2, 1)])
def test_a_height_is_the_loss_of_its_weights(loss, axes):
    X1, t, W = world(20, 2, 3)
    u, v = window(W, axes)
    heights = loss_slice(X1, t, loss, W, axes, u, v)
    for i, j in ((0, 0), (2, 8), (6, 1)):
        weights = W.copy()
        weights[axes[0]], weights[axes[1]] = u[j], v[i]
        model = Classifier(2)
        model.initialize_weights(weights)
        assert heights[i, j] == pytest.approx(loss.forward(model.forward(X1[:, :-1]), t), rel=1e-10)


@both_losses
@pytest.mark.parametrize("method", [loss_slice, loss_slice_plain])
def test_the_held_weights_are_not_changed(loss, method):
    X1, t, W = world(20, 2, 4)
    before = W.copy()
    method(X1, t, loss, W, (0, 1), *window(W, (0, 1)))
    assert np.array_equal(W, before)


@both_losses
@repeatable
@given(n=st.integers(1, 200), d=st.integers(1, 5), seed=st.integers(0, 9999), far=st.floats(0, 500))
def test_the_mean_losses_of_many_weights_are_those_of_an_evaluation(loss, n, d, seed, far):
    X1, t, _ = world(n, d, seed)
    weights = far * np.random.default_rng(seed).standard_normal((9, d + 1))
    slow, _ = evaluate(X1, t, weights, loss)
    assert np.allclose(mean_losses(X1, t, loss, weights), slow, rtol=1e-12, atol=1e-12)
