"""The update rules, each against its published form written once more by hand."""

import numpy as np
import pytest

from core.classifier import Classifier
from core.optimizer import OPTIMIZERS, Adam, Momentum, Optimizer, RMSProp

pytestmark = pytest.mark.filterwarnings("error")

START = np.array([[0.5], [-1.0], [2.0]])
GRADIENTS = np.random.default_rng(3).standard_normal((25, 3, 1)) * np.array([[[1.0], [100.0], [0.001]]])
LR = 0.05

every_optimizer = pytest.mark.parametrize("rule", OPTIMIZERS.values(), ids=OPTIMIZERS)


def model_at_start():
    model = Classifier(2)
    model.initialize_weights(START)
    return model


def path(optimizer):
    """W after every gradient."""
    weights = []
    for gradient in GRADIENTS:
        optimizer.step(gradient)
        weights.append(optimizer.model.W)
    return np.array(weights)


def gradient_descent_by_hand():
    return START - LR * np.cumsum(GRADIENTS, axis=0)


def momentum_by_hand():
    """torch.optim.SGD(momentum=0.9): v = momentum · v + g, p = p - lr · v, with v = g at first."""
    weights, W, v = [], START, 0.0
    for g in GRADIENTS:
        v = 0.9 * v + g
        W = W - LR * v
        weights.append(W)
    return np.array(weights)


def rmsprop_by_hand():
    """torch.optim.RMSprop: the square average starts at 0, eps is added to its root."""
    weights, W, s = [], START, 0.0
    for g in GRADIENTS:
        s = 0.99 * s + 0.01 * g * g
        W = W - LR * g / (np.sqrt(s) + 1e-8)
        weights.append(W)
    return np.array(weights)


def adam_by_hand():
    """Kingma & Ba 2015, algorithm 1, with its default numbers."""
    weights, W, m, v = [], START, 0.0, 0.0
    for t, g in enumerate(GRADIENTS, start=1):
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g * g
        m_hat, v_hat = m / (1 - 0.9**t), v / (1 - 0.999**t)
        W = W - LR * m_hat / (np.sqrt(v_hat) + 1e-8)
        weights.append(W)
    return np.array(weights)


@pytest.mark.parametrize(
    ("rule", "by_hand"),
    [
        (Optimizer, gradient_descent_by_hand),
        (Momentum, momentum_by_hand),
        (RMSProp, rmsprop_by_hand),
        (Adam, adam_by_hand),
    ],
)
def test_25_steps_follow_the_published_rule(rule, by_hand):
    assert np.allclose(path(rule(model_at_start(), LR)), by_hand(), rtol=1e-12, atol=1e-12)


def test_the_settings_of_a_rule_are_used():
    gradient = np.ones((3, 1))
    model = model_at_start()
    heavy = Momentum(model, 1.0, momentum=0.5)
    heavy.step(gradient)
    heavy.step(gradient)
    assert np.allclose(model.W, START - 2.5)
    model = model_at_start()
    RMSProp(model, 1.0, decay=0.75, eps=0.5).step(gradient)
    assert np.allclose(model.W, START - 1 / (0.5 + 0.5))
    model = model_at_start()
    Adam(model, 1.0, beta1=0.5, beta2=0.5, eps=1.0).step(gradient)
    assert np.allclose(model.W, START - 1 / (1 + 1))


def test_the_names_lead_to_the_rules():
    ours = {"gradient descent": Optimizer, "momentum": Momentum, "RMSProp": RMSProp, "Adam": Adam}
    assert ours.items() <= OPTIMIZERS.items()


@every_optimizer
def test_the_learning_rate_is_5e_5_unless_said(rule):
    assert rule(model_at_start()).learning_rate == 5e-5


@every_optimizer
def test_the_first_step_goes_against_the_gradient(rule):
    model = model_at_start()
    rule(model, LR).step(GRADIENTS[0])
    assert np.array_equal(np.sign(model.W - START), -np.sign(GRADIENTS[0]))


@every_optimizer
def test_a_gradient_of_zero_moves_nothing_at_the_start(rule):
    model = model_at_start()
    rule(model, LR).step(np.zeros((3, 1)))
    assert np.array_equal(model.W, START)


@every_optimizer
def test_the_weights_keep_their_shape(rule):
    assert path(rule(model_at_start(), LR)).shape == (25, 3, 1)


@every_optimizer
def test_an_array_handed_out_earlier_is_never_changed(rule):
    model = model_at_start()
    optimizer = rule(model, LR)
    handed_out = []
    for gradient in GRADIENTS:
        gradient = gradient.copy()
        optimizer.step(gradient)
        arrays = [gradient, model.W, *(value for value in vars(optimizer).values() if isinstance(value, np.ndarray))]
        handed_out += [(array, array.copy()) for array in arrays]
    assert all(np.array_equal(array, copy) for array, copy in handed_out)


@every_optimizer
def test_two_runs_of_one_rule_do_not_share_their_memory(rule):
    first = path(rule(model_at_start(), LR))
    assert np.array_equal(path(rule(model_at_start(), LR)), first)
