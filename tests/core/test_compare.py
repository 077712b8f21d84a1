"""Runs side by side: the numbers of the table, worked out once more by plain loops."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.classifier import with_ones
from core.compare import Summary, loss_history, lowest_loss, samples_seen, steps_to, summary
from core.data.dataset import Dataset
from core.data.scaling import SCALINGS
from core.data.sets import SOURCES
from core.loss import BCE, LOSSES
from core.scenario import Scenario
from core.stopping import why_stopped
from core.surface.minimum import minimum
from core.training import train
from tests.examples import examples

pytestmark = pytest.mark.filterwarnings("error")
repeatable = examples(60)


def run(**fields):
    scenario = Scenario(**fields)
    data = scenario.dataset()
    return scenario, data, train(scenario, data)


def with_losses(losses):
    _, _, history = run(data="moons", samples=4, steps=1)
    return dataclasses.replace(history, loss=np.array(losses, dtype=float))


@pytest.mark.parametrize(
    ("losses", "lowest", "share", "step"),
    [
        ([1.0, 0.5, 0.2, 0.1], 0.0, 0.5, 1),
        ([1.0, 0.5, 0.2, 0.1], 0.0, 0.1, 3),
        ([1.0, 0.5, 0.2, 0.1], 0.0, 0.01, None),
        ([1.1, 0.6, 0.3, 0.2], 0.1, 0.5, 1),
        ([1.0, 0.0, 9.0, 9.0], 0.0, 0.01, 1),  # it may rise again
        ([0.3, 0.3], 0.3, 0.01, 0),  # it starts at the lowest
        ([0.3, 0.3], 0.3 + 1e-16, 0.01, 0),
        ([0.5, 2.0, 3.0], 0.1, 0.01, None),
    ],
)
def test_the_first_step_with_no_more_than_a_share_of_the_excess_loss(losses, lowest, share, step):
    assert steps_to(with_losses(losses), lowest, share) == step


@repeatable
@given(st.lists(st.floats(0, 10), min_size=1, max_size=20), st.floats(0, 1))
def test_the_step_is_what_a_plain_loop_finds(losses, share):
    lowest = min(losses) / 2
    expected = None
    for step, loss in enumerate(losses):
        if expected is None and loss - lowest <= share * (losses[0] - lowest):
            expected = step
    assert steps_to(with_losses(losses), lowest, share) == expected


@pytest.mark.parametrize(("batch", "steps"), [(0, 5), (1, 7), (3, 12), (8, 3), (10, 4)])
def test_the_samples_seen_are_the_sizes_of_the_batches_before(batch, steps):
    _, _, history = run(data="moons", samples=10, batch=batch, steps=steps)
    seen, counts = 0, []
    for moment in range(steps + 1):
        counts.append(seen)
        seen += 10 if history.batches is None else len(history.batches[moment])
    assert samples_seen(history, 10).tolist() == counts


def test_after_an_epoch_all_samples_have_been_seen():
    _, _, history = run(data="moons", samples=10, batch=3, steps=9)
    seen = samples_seen(history, 10)
    assert seen[:6].tolist() == [0, 3, 6, 9, 10, 13]
    assert seen[8] == 20


@pytest.mark.parametrize("name", ["Ames housing", "penguins", "moons", "circles", "XOR", "one outlier", "unscaled"])
def test_the_lowest_loss_is_that_at_the_minimum(name):
    scenario = Scenario(data=name)
    data = scenario.dataset()
    X1 = with_ones(data.X)
    expected = BCE().each_from_logit(X1 @ minimum(X1, data.t), data.t).mean()
    assert lowest_loss(scenario, data) == pytest.approx(expected, rel=1e-13)
    assert expected > 0


@pytest.mark.parametrize("scaling", SCALINGS)
def test_feature_scaling_does_not_change_the_lowest_loss(scaling):
    scenario = Scenario(features=SOURCES["Ames housing"].features, scaling=scaling)
    plain = dataclasses.replace(scenario, scaling="as is")
    assert lowest_loss(scenario, scenario.dataset()) == pytest.approx(lowest_loss(plain, plain.dataset()), rel=1e-12)


def test_separable_data_comes_down_to_0():
    scenario = Scenario(data="separable")
    assert lowest_loss(scenario, scenario.dataset()) == 0.0


def test_classes_that_touch_come_down_to_the_loss_of_those_that_do():
    # -1 and 0 against 0 and 1: two of the four samples lie on one point, and cost log 2 each.
    X, t = np.array([[-1.0], [0.0], [0.0], [1.0]]), np.array([[0.0], [0.0], [1.0], [1.0]])
    data = Dataset(X, t, X[:0], t[:0], ("x1",), ("class 0", "class 1"))
    assert lowest_loss(Scenario(), data) == pytest.approx(np.log(2) / 2, abs=1e-15)


def test_how_low_mse_can_come_is_known_where_the_classes_can_be_parted_only():
    scenario, data, history = run(data="moons", loss="MSE", learning_rate=10.0, steps=30)
    assert lowest_loss(scenario, data) is None
    row = summary(scenario, data, history)
    assert row.lowest is row.steps_to_1_percent is row.steps_to_01_percent is None
    scenario, data, history = run(data="separable", loss="MSE", learning_rate=10.0)
    assert lowest_loss(scenario, data) == 0.0
    assert summary(scenario, data, history).steps_to_1_percent == steps_to(history, 0.0, 0.01) is not None


def test_runs_of_different_losses_are_seen_by_both():
    for own, other in (("BCE", "MSE"), ("MSE", "BCE")):
        scenario, data, history = run(data="blobs", loss=own, steps=20)
        assert loss_history(scenario, data, history, own) is history.loss
        seen = loss_history(scenario, data, history, other)
        again = dataclasses.replace(scenario, loss=other, start="typed", weights=tuple(history.W[7]), steps=1)
        assert seen[7] == pytest.approx(train(again, data).loss[0], rel=1e-14)
        row = summary(scenario, data, history)
        assert row.losses == {own: history.loss[-1], other: pytest.approx(seen[-1], rel=1e-14)}


@pytest.mark.parametrize(
    "fields", [dict(data="one outlier", learning_rate=10.0), dict(data="separable"), dict(batch=8)]
)
def test_a_row_of_the_table(fields):
    scenario, data, history = run(**fields)
    lowest = lowest_loss(scenario, data)
    row = summary(scenario, data, history)
    assert row == Summary(
        lowest,
        steps_to(history, lowest, 0.01),
        steps_to(history, lowest, 0.001),
        history.loss[-1],
        history.accuracy[-1],
        {name: pytest.approx(loss_history(scenario, data, history, name)[-1], rel=1e-12) for name in LOSSES},
        why_stopped(scenario, data, history),
    )
    if row.steps_to_01_percent is not None:
        assert row.steps_to_1_percent <= row.steps_to_01_percent


def test_momentum_is_there_before_plain_descent():
    fields = dict(data="moons", learning_rate=0.3, steps=2000)
    rows = [summary(*run(**fields, optimizer=name)) for name in ("gradient descent", "momentum")]
    assert rows[1].steps_to_01_percent < rows[0].steps_to_01_percent
