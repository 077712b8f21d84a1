"""The window on the loss surface: what it holds, and that it stands still while a learning rate is tried."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given

from core.classifier import with_ones
from core.data.sets import SOURCES
from core.loss import LOSSES
from core.optimizer import OPTIMIZERS
from core.scenario import Scenario
from core.surface.heights import loss_slice_plain
from core.surface.minimum import minimum
from core.surface.windows import ASPECT, DOUBLINGS, Slice, choose_slice
from core.training import train
from tests.core.scenarios import scenarios
from tests.examples import examples

pytestmark = pytest.mark.filterwarnings("error")
repeatable = examples(60)

every_set = pytest.mark.parametrize("name", SOURCES)


def chosen(scenario):
    data = scenario.dataset()
    history = train(scenario, data)
    return choose_slice(scenario, data, history), data, history


def box(chosen):
    return np.array([chosen.u[0], chosen.u[-1], chosen.v[0], chosen.v[-1]])


@repeatable
@given(scenarios(loss="BCE", batch=0))
def test_the_window_holds_the_start_and_the_minimum(scenario):
    window, _, history = chosen(scenario)
    assert window.contains(history.W[:1]).all()
    assert window.minimum is None or window.contains(window.minimum.T).all()
    assert np.all(np.diff(window.u) > 0)
    assert np.all(np.diff(window.v) > 0)
    assert np.isfinite(box(window)).all()


@repeatable
@given(scenarios(loss="BCE", batch=0))
def test_the_window_grows_in_doublings_until_it_holds_the_path_or_may_grow_no_more(scenario):
    window, data, history = chosen(scenario)
    # Of the same start the smallest window: that of a run which has not moved.
    still = choose_slice(scenario, data, dataclasses.replace(history, W=history.W[:1]))
    doublings = np.log2(np.ptp(box(window)[:2]) / np.ptp(box(still)[:2]))
    assert doublings == pytest.approx(round(doublings), abs=1e-6)
    assert -0.1 < doublings < DOUBLINGS + 0.1
    assert box(window).reshape(2, 2).mean(axis=1) == pytest.approx(box(still).reshape(2, 2).mean(axis=1))
    assert round(doublings) == DOUBLINGS or window.contains(history.W).all()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@every_set
def test_the_window_holds_the_whole_path_of_a_moderate_run(name, optimizer):
    window, _, history = chosen(Scenario(data=name, optimizer=optimizer, learning_rate=0.1, steps=100))
    assert window.contains(history.W).all()


@every_set
@pytest.mark.parametrize("start", ["zero", "small random"])
def test_two_moderate_learning_rates_have_the_same_window(name, start):
    windows = [chosen(Scenario(data=name, start=start, learning_rate=lr))[0] for lr in (0.5, 0.7)]
    assert np.array_equal(windows[0].u, windows[1].u)
    assert np.array_equal(windows[0].v, windows[1].v)
    assert np.array_equal(windows[0].held, windows[1].held)


@pytest.mark.parametrize("start", ["zero", "small random", "far away"])
def test_separable_data_is_held_at_the_start(start):
    scenario = Scenario(data="separable", start=start)
    window, _, _ = chosen(scenario)
    assert window.held_at == "start"
    assert window.minimum is None
    assert np.array_equal(window.held, scenario.start_weights())


@pytest.mark.parametrize("name", ["Ames housing", "penguins", "blobs", "moons", "circles", "XOR", "one outlier"])
def test_other_data_is_held_at_the_minimum(name):
    window, data, _ = chosen(Scenario(data=name, start="small random"))
    lowest = minimum(with_ones(data.X), data.t)
    assert window.held_at == "minimum"
    assert np.array_equal(window.held, lowest)
    assert np.array_equal(window.minimum, lowest)


@every_set
def test_both_axes_have_equal_units_in_the_panels_shape(name):
    window, _, _ = chosen(Scenario(data=name))
    assert window.axes == (0, 1)
    assert np.ptp(window.u) / np.ptp(window.v) == pytest.approx(ASPECT)


def test_with_one_feature_the_axes_are_the_weight_and_the_bias():
    window, _, _ = chosen(Scenario())
    assert window.axes == (0, 1)
    assert window.held.shape == (2, 1)
    # the column of ones does not vary, and must not stretch the window
    assert np.ptp(window.v) < 100


@pytest.mark.parametrize(("samples", "points"), [(2_000, 101), (2_001, 61), (20_000, 61), (20_001, 31)])
def test_more_samples_get_a_coarser_grid(samples, points):
    window, _, _ = chosen(Scenario(data="moons", samples=samples, steps=1))
    assert len(window.u) == len(window.v) == points


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("features", [("GrLivArea",), ("GrLivArea", "OverallQual", "YearBuilt")])
def test_the_heights_are_the_scenarios_loss_over_all_samples(loss, features):
    scenario = Scenario(features=features, loss=loss, batch=8, steps=5)
    window, data, _ = chosen(scenario)
    heights = window.heights(scenario, data)
    assert heights.shape == (len(window.v), len(window.u))
    some_u, some_v = window.u[::25], window.v[::20]
    plain = loss_slice_plain(with_ones(data.X), data.t, LOSSES[loss](), window.held, window.axes, some_u, some_v)
    assert np.allclose(heights[::20, ::25], plain, rtol=1e-12, atol=1e-12)


def test_nowhere_in_the_window_is_lower_than_the_minimum():
    scenario = Scenario(data="moons")
    window, data, _ = chosen(scenario)
    lowest = loss_slice_plain(
        with_ones(data.X), data.t, LOSSES["BCE"](), window.held, (0, 1), window.held[0], window.held[1]
    )
    heights = window.heights(scenario, data)
    assert heights.min() >= lowest.item() - 1e-12
    # and the grid's lowest point lies beside it
    i, j = np.unravel_index(heights.argmin(), heights.shape)
    assert abs(window.u[j] - window.minimum[0, 0]) < 0.05 * np.ptp(window.u)
    assert abs(window.v[i] - window.minimum[1, 0]) < 0.05 * np.ptp(window.v)


def test_contains_looks_at_the_two_shown_weights_and_counts_the_border():
    window = Slice((0, 2), np.zeros((3, 1)), "start", None, np.array([-1.0, 0.0, 1.0]), np.array([2.0, 3.0]))
    W = np.array(
        [
            [0.0, 99.0, 2.5],
            [1.0, 0.0, 2.0],
            [-1.0, 0.0, 3.0],
            [1.01, 0.0, 2.5],
            [-1.01, 0, 2.5],
            [0, 0, 1.9],
            [0, 0, 3.1],
        ]
    )
    assert window.contains(W).tolist() == [True, True, True, False, False, False, False]
