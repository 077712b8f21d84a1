"""The section that a picture shows: every choice gives one, the nearest with a reason where it cannot be had."""

import itertools

import numpy as np
import pytest

from core.classifier import with_ones
from core.loss import LOSSES
from core.scenario import Scenario
from core.surface.sections import DIRECTIONS, OTHER_WEIGHTS, PROFILE_POINTS, Choice, choose_section
from core.surface.windows import choose_slice
from core.training import train
from tests.pairs import every_pair

BIRDS = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
SCENARIOS = [
    Scenario(steps=20),
    Scenario(data="moons", steps=20, learning_rate=5.0),
    Scenario(data="separable", samples=50, steps=20),
    Scenario(data="penguins", features=BIRDS, steps=20, learning_rate=1.0),
]
every = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.data)


@every_pair(scenario=SCENARIOS, name=sorted(LOSSES), directions=DIRECTIONS, held=OTHER_WEIGHTS)
def test_every_choice_has_a_picture_whose_heights_are_losses(
    scenario: Scenario, name: str, directions: str, held: str
) -> None:
    data = scenario.dataset()
    history, loss, X1 = train(scenario, data), LOSSES[name](), with_ones(data.X)
    section = choose_section(scenario, data, history, Choice(directions, (1, 0), held), loss, 7)
    section = choose_section(scenario, data, history, section.choice, loss, 7)
    assert section.reason == "" or section.choice.held == "start"
    heights = section.heights(loss, data)
    assert heights.shape == (len(section.v), len(section.u))
    i, j = len(section.v) // 3, len(section.u) // 4
    W = section.weights(section.u[j], section.v[i], data)
    assert heights[i, j] == pytest.approx(loss.each_from_logit(X1 @ W, data.t).mean(), rel=1e-6, abs=1e-9)
    assert section.plane.coordinates(W.T)[0] == pytest.approx([section.u[j], section.v[i]], abs=1e-9)
    # The window holds the start.
    start = section.plane.coordinates(history.W[:1])[0]
    assert section.u[0] <= start[0] <= section.u[-1]
    assert section.v[0] <= start[1] <= section.v[-1]


@every
def test_the_first_two_weights_at_the_minimum_are_the_explorers_slice(scenario: Scenario) -> None:
    data = scenario.dataset()
    history, loss = train(scenario, data), LOSSES["BCE"]()
    slice_ = choose_slice(scenario, data, history)
    section = choose_section(scenario, data, history, Choice(), loss)
    assert np.array_equal(section.u, slice_.u)
    assert np.array_equal(section.v, slice_.v)
    assert section.heights(loss, data) == pytest.approx(slice_.heights(scenario, data), rel=1e-12)


def test_the_current_step_moves_the_plane_and_not_the_window() -> None:
    scenario = SCENARIOS[1]
    data = scenario.dataset()
    history, loss = train(scenario, data), LOSSES["BCE"]()
    first, later = (choose_section(scenario, data, history, Choice(held="current"), loss, step) for step in (0, 15))
    assert np.array_equal(first.u, later.u)
    assert later.plane.origin[2, 0] == history.W[15, 2]
    u, v = later.plane.coordinates(history.W[15:16])[0]
    assert later.weights(u, v, data)[:, 0] == pytest.approx(history.W[15])


@pytest.mark.parametrize(
    ("scenario", "choice", "name", "reason"),
    [
        (SCENARIOS[0], Choice(directions="PCA"), "BCE", "two weights only"),
        (SCENARIOS[1], Choice(directions="PCA", held="re-optimised"), "BCE", "two of the weights"),
        (SCENARIOS[1], Choice(held="re-optimised"), "MSE", "more than one valley"),
        (SCENARIOS[1], Choice(axes=(1, 1)), "BCE", "Two different weights"),
        (SCENARIOS[1], Choice(axes=(0, 7)), "BCE", "Two different weights"),
        (SCENARIOS[2], Choice(), "BCE", "Without a minimum"),
    ],
)
def test_what_cannot_be_had_says_why(scenario: Scenario, choice: Choice, name: str, reason: str) -> None:
    data = scenario.dataset()
    assert reason in choose_section(scenario, data, train(scenario, data), choice, LOSSES[name]()).reason


def test_a_re_optimised_picture_is_the_valleys_floor() -> None:
    scenario = SCENARIOS[1]
    data = scenario.dataset()
    history, loss = train(scenario, data), LOSSES["BCE"]()
    floor = choose_section(scenario, data, history, Choice(held="re-optimised"), loss)
    held = choose_section(scenario, data, history, Choice(held="start"), loss)
    assert floor.heights(loss, data).shape == (PROFILE_POINTS[0][1],) * 2
    for a, b in itertools.product(floor.u[::20], floor.v[::20]):
        low = loss.each_from_logit(with_ones(data.X) @ floor.weights(a, b, data), data.t).mean()
        assert low <= loss.each_from_logit(with_ones(data.X) @ held.weights(a, b, data), data.t).mean() + 1e-9


def test_separable_data_has_a_direction_along_which_the_loss_falls_to_zero() -> None:
    data = SCENARIOS[2].dataset()
    X1, loss = with_ones(data.X), LOSSES["BCE"]()
    direction = data.lowest.direction
    assert data.lowest.kind == "separable"
    assert direction is not None
    assert np.linalg.norm(direction) == pytest.approx(1.0)
    losses = [loss.each_from_logit(X1 @ (length * direction), data.t).mean() for length in (1, 10, 100, 1000)]
    assert all(later < earlier / 2 for earlier, later in itertools.pairwise(losses))
    assert losses[-1] < 1e-6
    other = SCENARIOS[1].dataset()
    assert other.lowest.kind == "minimum"
    assert other.lowest.direction is None
