"""A learning rate is judged by what steps do near the minimum."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.classifier import Classifier, with_ones
from core.gradient import gradient_from_logit
from core.loss import BCE
from core.optimizer import OPTIMIZERS
from core.scenario import Scenario
from core.surface.curvature import curvature_at
from core.surface.step_size import StepSize, step_size
from core.training import train
from ui.panels.rate import about_rate

DATA = ("unscaled", "blobs", "moons", "circles", "XOR")


def near(scenario: Scenario, ratio: float) -> np.ndarray:
    """How far each step with so many times the largest stable rate is from the minimum, along the steepest axis; from a
    start on that axis, very near the minimum."""
    data = scenario.dataset()
    X1, minimum = with_ones(data.X), data.lowest.W
    z = 1.0 / (1.0 + np.exp(-X1 @ minimum))
    steepest = np.linalg.eigh((X1 * z * (1 - z)).T @ X1 / len(X1))[1][:, -1:]
    size = step_size(scenario, data)
    rate = ratio * size.stable
    W, loss, away = minimum + 1e-5 * steepest, BCE(), []
    for _ in range(12):
        W = W - rate * (X1.T @ loss.slope_from_logit(X1 @ W, data.t)) / len(X1)
        away.append(((W - minimum).T @ steepest).item())
    return np.array([1e-5, *away])


@pytest.mark.parametrize("name", DATA)
@pytest.mark.parametrize(("ratio", "kind"), [(0.1, "glides"), (0.4, "glides"), (0.8, "overshoots"), (1.2, "bounces")])
def test_what_is_said_of_a_rate_is_what_steps_near_the_minimum_do(name: str, ratio: float, kind: str) -> None:
    scenario = Scenario(data=name, noise=0.5)
    data = scenario.dataset()
    stable = step_size(scenario, data).stable
    size = step_size(Scenario(data=name, noise=0.5, learning_rate=ratio * stable), data)
    assert size.kind == kind
    assert size.at_minimum
    assert size.ratio == pytest.approx(ratio)
    assert size.stable == pytest.approx(stable)
    away = near(scenario, ratio)
    changes_sides, shrinks = away[1] * away[0] < 0, abs(away[-1]) < abs(away[0])
    assert (changes_sides, shrinks) == {
        "glides": (False, True),
        "overshoots": (True, True),
        "bounces": (True, False),
    }[kind]


@pytest.mark.parametrize(("ratio", "kind"), [(1e-3, "settles"), (0.3, "settles"), (0.9, "settles"), (1.1, "bounces")])
def test_with_momentum_a_step_may_cross_the_valley_at_any_rate(ratio: float, kind: str) -> None:
    scenario = Scenario(data="moons", optimizer="momentum")
    data = scenario.dataset()
    size = step_size(scenario, data).of(ratio * step_size(scenario, data).stable)
    assert size.kind == kind
    X1, minimum = with_ones(data.X), data.lowest.W
    steepest = curvature_at(X1, data.t, BCE(), minimum).directions[:, :1]
    model = Classifier(X1.shape[1] - 1)
    model.initialize_weights(minimum + 1e-6 * steepest)
    optimizer, away = OPTIMIZERS["momentum"](model, ratio * size.stable), []
    for _ in range(400):
        optimizer.step(gradient_from_logit(X1, data.t, X1 @ model.W, BCE()))
        away.append(((model.W - minimum).T @ steepest).item())
    assert (abs(away[-1]) < 1e-6) == (kind == "settles")
    # It does cross it: of no such run it can be said that each step ends before the floor.
    assert min(away) < 0 < max(away)


def test_what_steps_do_changes_at_a_half_and_at_the_whole_limit() -> None:
    size = StepSize(1.0, 4.0, "2/λ₁", True, "")
    told = {ratio: size.of(4.0 * ratio).kind for ratio in (0.49, 0.51, 0.99, 1.01)}
    assert told == {0.49: "glides", 0.51: "overshoots", 0.99: "overshoots", 1.01: "bounces"}
    rolling = replace(size, rolls=True)
    assert [rolling.of(4.0 * ratio).kind for ratio in (0.49, 0.99, 1.01)] == ["settles", "settles", "bounces"]


def test_a_rate_below_the_limit_may_jump_about_so_it_is_told_of_near_the_minimum_alone() -> None:
    scenario = Scenario(data="moons", samples=40, optimizer="momentum", steps=2000)
    data = scenario.dataset()
    size = step_size(scenario, data)
    scenario = replace(scenario, learning_rate=0.8 * size.stable)
    assert train(scenario, data).loss[-200:].max() > 2 * data.lowest.loss
    assert ": near the minimum, the run settles." in about_rate(size.of(scenario.learning_rate), scenario)


@given(st.sampled_from([*DATA, "separable", "one outlier", "two samples"]), st.floats(1e-4, 100), st.booleans())
@settings(max_examples=40)
def test_ratio_and_rate_belong_together(name: str, rate: float, momentum: bool) -> None:
    optimizer = "momentum" if momentum else "gradient descent"
    scenario = Scenario(data=name, samples=40, learning_rate=rate, optimizer=optimizer)
    size = step_size(scenario, scenario.dataset())
    assert size is not None
    assert size.ratio * size.stable == pytest.approx(rate)
    assert size.formula.endswith("/λ₁")
    assert size.at_minimum == (scenario.dataset().lowest.W is not None)


@pytest.mark.parametrize("optimizer", ["RMSProp", "Adam"])
def test_whoever_measures_steps_by_earlier_gradients_has_no_limit(optimizer: str) -> None:
    scenario = Scenario(data="blobs", optimizer=optimizer)
    assert step_size(scenario, scenario.dataset()) is None
