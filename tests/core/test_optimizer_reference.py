"""The optimizers against PyTorch's documented algorithms, written out number by number in fifty decimal digits.

torch itself would be a test dependency of several hundred megabytes for four short formulas. So this is a transcription
of what its documentation states (torch.optim.SGD, RMSprop, Adam; version 2), independent of numpy and of core.
"""

from collections.abc import Callable
from decimal import Decimal, localcontext

import numpy as np
import pytest

from core.classifier import Classifier
from core.optimizer import OPTIMIZERS
from core.scenario import Scenario
from core.training import train

pytestmark = pytest.mark.filterwarnings("error")

STEPS = 200
AGREE = 1e-10

Rule = Callable[[Decimal, Decimal], Decimal]  # a gradient and a learning rate → what is added to the weight


def sgd(momentum: str) -> Rule:
    """torch.optim.SGD with dampening 0, weight_decay 0, nesterov False."""
    buffer = None
    mu = Decimal(momentum)

    def update(g, lr):
        nonlocal buffer
        if mu != 0:
            buffer = g if buffer is None else mu * buffer + g
            g = buffer
        return -lr * g

    return update


def rmsprop() -> Rule:
    """torch.optim.RMSprop with alpha 0.99, eps 1e-8, momentum 0, centered False."""
    v, alpha, eps = Decimal(0), Decimal("0.99"), Decimal("1e-8")

    def update(g, lr):
        nonlocal v
        v = alpha * v + (1 - alpha) * g * g
        return -lr * g / (v.sqrt() + eps)

    return update


def adam() -> Rule:
    """torch.optim.Adam with betas 0.9 and 0.999, eps 1e-8, amsgrad False."""
    m = v = Decimal(0)
    beta1, beta2, eps = Decimal("0.9"), Decimal("0.999"), Decimal("1e-8")
    t = 0

    def update(g, lr):
        nonlocal m, v, t
        t += 1
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
        return -lr * m_hat / (v_hat.sqrt() + eps)

    return update


REFERENCE: dict[str, Callable[[], Rule]] = {
    "gradient descent": lambda: sgd("0"),
    "momentum": lambda: sgd("0.9"),
    "RMSProp": rmsprop,
    "Adam": adam,
}
each_optimizer = pytest.mark.parametrize("name", OPTIMIZERS)


def exact_gradient(samples, targets, weights):
    """The gradient of the mean cross-entropy: the mean of (z - t) · x, and of z - t for the bias."""
    total = [Decimal(0)] * len(weights)
    for x, t in zip(samples, targets, strict=True):
        row = [*x, Decimal(1)]
        y = sum((w * value for w, value in zip(weights, row, strict=True)), Decimal(0))
        z = 1 / (1 + (-y).exp())
        total = [part + (z - t) * value for part, value in zip(total, row, strict=True)]
    return [part / len(samples) for part in total]


def test_every_optimizer_has_a_reference():
    assert set(REFERENCE) == set(OPTIMIZERS)


@each_optimizer
@pytest.mark.parametrize("lr", [0.003, 0.5])
def test_200_steps_along_given_gradients(name, lr):
    gradients = np.random.default_rng(1).standard_normal((STEPS, 3, 1)) * np.array([[1.0], [30.0], [1e-4]])
    model = Classifier(2)
    model.initialize_weights([0.5, -1.0, 2.0])
    optimizer = OPTIMIZERS[name](model, lr)
    with localcontext() as context:
        context.prec = 50
        rules = [REFERENCE[name]() for _ in range(3)]
        weights = [Decimal(float(w)) for w in model.W[:, 0]]
        for gradient in gradients:
            optimizer.step(gradient)
            moves = [rule(Decimal(float(g)), Decimal(lr)) for rule, g in zip(rules, gradient[:, 0], strict=True)]
            weights = [w + move for w, move in zip(weights, moves, strict=True)]
            expected = np.array([[float(w)] for w in weights])
            assert np.allclose(model.W, expected, rtol=AGREE, atol=AGREE)


@each_optimizer
def test_a_training_of_200_steps(name):
    scenario = Scenario(
        data="moons", samples=12, optimizer=name, learning_rate=0.05, start="small random", steps=STEPS, seed=2
    )
    data = scenario.dataset()
    history = train(scenario, data)
    with localcontext() as context:
        context.prec = 50
        samples = [[Decimal(float(value)) for value in x] for x in data.X]
        targets = [Decimal(float(t)) for t in data.t[:, 0]]
        weights = [Decimal(float(w)) for w in scenario.start_weights()[:, 0]]
        rules = [REFERENCE[name]() for _ in weights]
        lr = Decimal(scenario.learning_rate)
        for step in range(STEPS + 1):
            assert np.allclose(history.W[step], [float(w) for w in weights], rtol=0, atol=AGREE)
            gradient = exact_gradient(samples, targets, weights)
            weights = [w + rule(g, lr) for w, rule, g in zip(weights, rules, gradient, strict=True)]
