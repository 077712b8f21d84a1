"""The chart of errors over h: gradients in their colour, the same picture at every step, and both branches named."""

import numpy as np
import pytest

from core.data.drawings import to_user_data
from core.data.user_data import USER_DATA
from core.scenario import Scenario
from core.training import train
from ui.gradient_check.check import check_step
from ui.gradient_check.errors import ERROR_ENDS, H_ENDS, WIDTHS
from ui.settings import links
from ui.settings.scenario_settings import to_scenario
from ui.timeline.style import GRADIENT

pytestmark = pytest.mark.filterwarnings("error")
# That of the first screen: its start is not 0.
USUAL = to_scenario(links.defaults())
AT_ZERO = Scenario(data="moons", steps=5)


def panel(scenario, step, h=1e-5):
    data = scenario.dataset()
    return check_step(scenario, data, train(scenario, data), step, h)[1].panels[0]


def trace(figure, name):
    return next(each for each in figure.data if each.name == name)


def labels(figure):
    return [each.text[0].replace("<br>", " ") for each in figure.data if each.mode == "text"]


def test_both_gradients_have_the_colour_of_gradients_and_differ_by_dash_and_marker():
    ways = [trace(panel(USUAL, 0).figure, name) for name in ("dW", "dL/dz")]
    assert [way.line.color for way in ways] == [GRADIENT, GRADIENT]
    assert ways[0].line.dash != ways[1].line.dash
    assert ways[0].marker.symbol != ways[1].marker.symbol


@pytest.mark.parametrize("name", ["dW", "dL/dz"])
def test_the_page_opens_on_a_v_with_both_branches_far_above_the_chosen_h(name):
    errors = np.asarray(trace(panel(USUAL, 0).figure, name).y)
    at_h = errors[WIDTHS.index(1e-5)]
    assert errors[0] > 1e5 * at_h
    assert errors[-1] > 1e5 * at_h


@pytest.mark.parametrize(("scenario", "step", "h"), [(USUAL, 0, 1e-5), (USUAL, 30, 1.0), (AT_ZERO, 0, 1e-12)])
def test_the_picture_has_the_same_ends_at_every_step_and_h_and_all_is_within(scenario, step, h):
    figure = panel(scenario, step, h).figure
    (x_axis,), (y_axis,) = figure.axes("x"), figure.axes("y")
    assert (x_axis.range, y_axis.range) == ([*H_ENDS], [*ERROR_ENDS])
    for name in ("dW", "dL/dz", "chosen h"):
        errors = np.log10(np.asarray(trace(figure, name).y, dtype=float))
        assert np.nanmin(errors) > ERROR_ENDS[0]
        assert np.nanmax(errors) < ERROR_ENDS[1]


def test_both_branches_are_named_and_where_one_is_missing_it_says_why():
    both = ["round-off ∝ 1/h", "truncation ∝ h²", "tolerance 1e−6"]
    assert labels(panel(USUAL, 0).figure) == both
    assert panel(USUAL, 0).sentence.startswith("Relative error over h from 1e−12 to 1: a V, lowest for dW near h = ")
    at_zero = panel(AT_ZERO, 0)
    assert "none for dW at W = 0" in labels(at_zero.figure)
    assert "at W = 0 dW has no truncation error" in at_zero.sentence
    assert labels(panel(AT_ZERO, 3).figure) == both
    # The square of an output's error is no even function of the logit.
    assert labels(panel(Scenario(data="moons", loss="MSE", steps=5), 0).figure) == both


def test_an_error_of_0_is_passed_over():
    errors = np.asarray(trace(panel(AT_ZERO, 0).figure, "dL/dz").y, dtype=float)
    assert np.isnan(errors).any()
    assert trace(panel(AT_ZERO, 0).figure, "dL/dz").connectgaps


def test_where_there_is_no_error_no_v_is_claimed():
    one_place = to_user_data(((1.0, 1.0, 0), (1.0, 1.0, 1)))
    same = Scenario(data=USER_DATA, user_data=one_place, steps=5)
    assert panel(same, 5).sentence == "Relative error over h from 1e−12 to 1: for dW it is 0 at every h."
    far = to_user_data(((100.0, -100.0, 0), (-100.0, 100.0, 1), (99.0, 99.0, 0), (-99.0, -98.0, 1)))
    saturated = Scenario(data=USER_DATA, user_data=far, learning_rate=10.0, steps=30)
    assert "a V" not in panel(saturated, 30).sentence
    assert "0.0e0" not in panel(saturated, 30).sentence
