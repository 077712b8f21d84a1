"""The gradient of a training loop is the plain one, to the last bit, wherever the weights are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.classifier import with_ones
from core.gradient import gradient_at, gradient_from_logit
from core.loss import LOSSES


@given(
    seed=st.integers(0, 2**32 - 1),
    n=st.integers(1, 300),
    d=st.integers(1, 6),
    # From logits near 0 to ones whose exponential overflows.
    scale=st.sampled_from([0.0, 1e-3, 1.0, 30.0, 800.0]),
    loss=st.sampled_from(sorted(LOSSES)),
    order=st.sampled_from("CF"),
    # A loss does not judge its targets.
    targets=st.sampled_from([(0.0, 1.0), (0.0,), (1.0,), (0.0, 0.3, 1.0)]),
)
def test_it_is_the_plain_gradient_again_and_again(seed, n, d, scale, loss, order, targets):
    rng = np.random.default_rng(seed)
    X1 = np.asarray(with_ones(rng.normal(size=(n, d))), order=order)
    t = rng.choice(targets, (n, 1))
    gradient = gradient_at(X1, t, LOSSES[loss]())
    with np.errstate(over="ignore"):
        earlier = []
        for _ in range(3):
            W = scale * rng.normal(size=(d + 1, 1))
            plain = gradient_from_logit(X1, t, X1 @ W, LOSSES[loss]())
            earlier.append((gradient(W), plain))
    # What was handed out earlier has not changed.
    for ours, plain in earlier:
        # The sign of a zero too.
        assert ours.tobytes() == plain.tobytes()


@pytest.mark.parametrize("loss", sorted(LOSSES))
def test_it_leaves_its_samples_alone(loss):
    X1, t = with_ones(np.array([[1.0], [2.0]])), np.array([[0.0], [1.0]])
    before = X1.copy(), t.copy()
    gradient_at(X1, t, LOSSES[loss]())(np.ones((2, 1)))
    assert np.array_equal(X1, before[0])
    assert np.array_equal(t, before[1])
