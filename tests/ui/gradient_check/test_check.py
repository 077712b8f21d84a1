"""The page Gradient check: a right gradient is green, a mistaken one is red, and the sentence says why."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from core.gradient_check import check_outputs, check_weights
from core.loss import BCE, LOSSES
from core.mistakes.catalogue import MISTAKES
from core.mistakes.effects import numbers_of
from core.scenario import Scenario
from core.training import moment, train
from ui.gradient_check.check import check_step
from ui.gradient_check.verdict import in_float64, verdict
from ui.settings import links
from ui.settings.presets import PRESETS
from ui.settings.scenario_settings import to_scenario

pytestmark = pytest.mark.filterwarnings("error")


def checked(step, h=1e-5, **fields):
    scenario = Scenario(**fields)
    data = scenario.dataset()
    return check_step(scenario, data, train(scenario, data), step, h)[0]


every_preset = pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)


@cache
def every_seventh(place):
    """Of a preset with BCE: its scenario, its data, and of every seventh step the moment and what its check knows."""
    scenario = replace(to_scenario(links.complete(PRESETS[place].settings)), loss="BCE")
    data = scenario.dataset()
    history = train(scenario, data)
    moments = [moment(scenario, data, history, step) for step in range(0, history.steps + 1, 7)]
    return scenario, data, [(now, check_weights(data.X, data.t, now.W, BCE())) for now in moments]


@every_preset
@pytest.mark.parametrize("loss", LOSSES)
def test_a_right_gradient_passes_at_every_step_of_every_preset(preset, loss):
    scenario = replace(to_scenario(links.complete(preset.settings)), loss=loss)
    data = scenario.dataset()
    history = train(scenario, data)
    # Each step with one of the losses.
    for step in range(list(LOSSES).index(loss), history.steps + 1, len(LOSSES)):
        now = moment(scenario, data, history, step)
        assert check_weights(now.X1[:, :-1], now.t, now.W, LOSSES[loss]()).passes, step
        assert check_outputs(now.y, now.t, LOSSES[loss](), np.arange(min(8, len(now.t)))).passes, step


@every_preset
@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.key)
def test_a_mistake_that_changes_the_gradient_fails_at_every_step_of_every_preset(preset, mistake):
    scenario, data, steps = every_seventh(PRESETS.index(preset))
    for now, checked_weights in steps:
        mistaken = numbers_of(mistake, data.X, data.t, now.W, scenario.start_weights()).dW
        if mistaken is None or mistaken.shape != now.W.shape:
            continue
        changed = np.abs(mistaken - now.dW).max() > 3e-6 * np.abs(now.dW).max()
        assert checked_weights.of(mistaken).passes != changed, now.W


# What is said


def test_an_ordinary_step():
    found = checked(3, data="moons", steps=5)
    assert verdict(found.weights, "dW").endswith("tolerance 1e\N{MINUS SIGN}6: the gradients agree.")
    assert in_float64(found, "I2DL") == ""


def test_where_rounding_is_all_that_parts_them():
    found = checked(2000, data="moons", learning_rate=3.0, steps=2000)
    assert found.weights.worst > 1e-6
    said = verdict(found.weights, "dW")
    assert ", which round-off alone can make: the gradients agree." in said


@pytest.mark.parametrize(("h", "words"), [(1.0, "h is too large: truncation"), (1e-12, "h is too small: round-off")])
def test_an_h_that_cannot_tell_says_why(h, words):
    said = verdict(checked(3, h, data="moons", steps=5).weights, "dW")
    assert f"they do not agree. {words} alone can make " in said


def test_where_outputs_have_rounded_the_true_gradient_is_checked_and_float64s_stands_beside_it():
    found = checked(1, data="one outlier", learning_rate=20.0, steps=3)
    assert found.weights.passes
    assert found.outputs.passes
    assert found.weights.analytic[:, 0] == pytest.approx([0.01496, 0.01496, 0.00502], abs=5e-6)
    assert not found.course.passes
    said = in_float64(found, "textbook")
    assert said.startswith("In float64 the formulas in ŷ give dW = (\N{MINUS SIGN}3.")
    assert "which fails the check: outputs have been rounded." in said


def test_at_a_minimum_round_off_is_no_rounded_output():
    found = checked(2000, data="moons", learning_rate=3.0, steps=2000)
    assert np.abs(found.weights.analytic).max() < 1e-12
    assert found.course is None
