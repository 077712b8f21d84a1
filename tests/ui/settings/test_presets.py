"""Each preset shows what its sentence promises."""

import numpy as np
import pytest

from core.stopping import why_stopped
from core.training import train
from ui.settings import links
from ui.settings.presets import PRESETS
from ui.settings.scenario_settings import to_scenario

NAMED = {preset.name: preset for preset in PRESETS}


def run(name, **changes):
    scenario = to_scenario({**links.complete(NAMED[name].settings), **changes})
    data = scenario.dataset()
    history = train(scenario, data)
    return data, history, why_stopped(scenario, data, history)


def test_housing_is_the_course():
    data, history, _ = run("I2DL housing")
    assert data.X.shape == (533, 1)
    assert round(float(history.loss[399]), 4) == 0.5135
    assert round(float(history.test_accuracy[-1]), 3) == 0.927


def test_hand_calculation_starts_with_the_golden_numbers():
    _, history, _ = run("Hand calculation")
    assert history.loss[0] == pytest.approx(0.645643025, abs=1e-9)
    assert history.dW[0] == pytest.approx([0.425249, 0.40033201, -0.024917], abs=1e-6)


def test_separable_weights_grow_from_step_to_step():
    _, history, stop = run("Separable")
    assert stop.kind == "separated"
    norms = np.linalg.norm(history.W, axis=1)
    assert np.all(np.diff(norms) > 0)


def test_zigzag_crosses_the_valley_at_almost_every_step_and_arrives():
    _, history, stop = run("Zigzag")
    turns = np.diff(np.sign(np.diff(history.W[4:40, 1]))) != 0
    assert turns.mean() > 0.9
    assert history.loss[-1] < history.loss[0]
    assert stop.kind != "last 10% above the start"


def test_too_large_a_step_leaps_over_the_valley():
    _, history, stop = run("Too large a step")
    assert stop.kind == "last 10% above the start"
    # Of the last steps taken together, and not of the very last: so it is called.
    assert history.loss[-len(history.loss) // 10 :].mean() > history.loss[0]
    # What was downhill before the step is uphill behind it: between the two lies the bottom.
    assert np.mean(np.sum(history.dW[1:] * history.update[:-1], axis=1) > 0) > 0.9


def test_a_saturated_start_hardly_moves_with_mse_and_does_with_bce():
    _, mse, _ = run("Saturated start")
    _, bce, _ = run("Saturated start", loss="BCE")
    moved = [float(np.linalg.norm(history.W[20] - history.W[0])) for history in (mse, bce)]
    assert moved[1] > 10 * moved[0]
    assert bce.accuracy[-1] > 0.9


def test_xor_ends_near_guessing():
    _, history, _ = run("XOR")
    assert history.accuracy[-1] < 0.7
