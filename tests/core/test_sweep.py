"""The sweep: M learning rates in one pass are M trainings, number for number."""

import dataclasses

import numpy as np
import pytest

from core import sweep as module
from core.classifier import with_ones
from core.data.dataset import Dataset
from core.loss import LOSSES
from core.optimizer import OPTIMIZERS
from core.scenario import LEARNING_RATE, Scenario
from core.stopping import why_stopped
from core.sweep import default_rates, sweep
from core.training import train
from tests.pairs import every_pair

pytestmark = pytest.mark.filterwarnings("error")

RATES = np.geomspace(1e-3, 100, 11)
each_optimizer = pytest.mark.parametrize("optimizer", OPTIMIZERS)
each_loss = pytest.mark.parametrize("loss", LOSSES)


def one_after_another(scenario, data, rates):
    histories = [train(dataclasses.replace(scenario, learning_rate=float(rate)), data) for rate in rates]
    return histories, [why_stopped(scenario, data, history).kind for history in histories]


def check_equal(scenario, rates=RATES, data=None):
    """Runs both → the kinds. Rates at which the weights jump about for ever are equal too: the bits are the same."""
    data = data or scenario.dataset()
    swept = sweep(scenario, data, rates)
    histories, kinds = one_after_another(scenario, data, rates)
    assert np.array_equal(swept.rates, rates)
    assert np.allclose(swept.W, [history.W[-1] for history in histories], rtol=1e-12, atol=1e-300)
    assert np.allclose(swept.loss, [history.loss[-1] for history in histories], rtol=1e-12, atol=1e-300)
    assert np.array_equal(swept.accuracy, [history.accuracy[-1] for history in histories])
    assert np.array_equal(swept.steps, [history.steps for history in histories])
    assert swept.kind == tuple(kinds)
    return set(kinds)


@every_pair(name=["XOR", "Ames housing", "separable"], loss=LOSSES, optimizer=OPTIMIZERS, batch=[0, 1, 8])
def test_it_is_the_runs_one_after_another(name, loss, optimizer, batch):
    kinds = check_equal(
        Scenario(data=name, samples=60, loss=loss, optimizer=optimizer, batch=batch, start="small random", steps=60)
    )
    # With these, rates end in more than one way; momentum settles at all of them.
    assert len(kinds) > 1 or optimizer not in ("gradient descent", "RMSProp", "Adam")


@pytest.mark.parametrize("start", ["zero", "far away"])
@each_loss
@pytest.mark.parametrize("features", [(), ("GrLivArea", "OverallQual", "TotalBsmtSF", "YearBuilt")])
def test_it_starts_where_they_start_and_learns_from_what_they_learn_from(start, loss, features):
    check_equal(Scenario(start=start, loss=loss, features=features, steps=40, scaling="standard"))


def test_every_kind_of_end_is_found():
    flat = Scenario(data="XOR", loss="MSE", optimizer="RMSProp", samples=100, start="small random", steps=120)
    kinds = check_equal(flat, default_rates())
    kinds |= check_equal(Scenario(data="separable", steps=20))
    kinds |= check_equal(Scenario(data="one outlier", steps=200))
    assert kinds == {"converged", "separated", "last 10% above the start", "flat", "not converged"}


@pytest.mark.parametrize("steps", [1, 2, 9, 10, 11])
def test_runs_of_few_steps(steps):
    check_equal(Scenario(data="moons", steps=steps))


def test_the_last_batch_of_an_epoch_may_be_smaller():
    check_equal(Scenario(data="moons", samples=50, batch=7, steps=30))
    check_equal(Scenario(data="moons", samples=50, batch=49, steps=5))
    check_equal(Scenario(data="moons", samples=50, batch=50, steps=5))


@pytest.mark.parametrize("block", [1, 150, 400])
def test_runs_in_small_groups_are_the_same_runs(monkeypatch, block):
    scenario = Scenario(data="XOR", samples=50, steps=30)
    together = sweep(scenario, scenario.dataset(), RATES)
    monkeypatch.setattr(module, "LOGITS", block)
    groups = sweep(scenario, scenario.dataset(), RATES)
    assert np.array_equal(groups.W, together.W)


@each_optimizer
@each_loss
def test_a_run_that_overflows_ends_at_its_last_finite_step(optimizer, loss):
    X, t = 1e200 * np.array([[1.0, 1.0], [-1.0, 2.0], [2.0, 1.0]]), np.array([[1.0], [0.0], [0.0]])
    data = Dataset(X, t, X[:0], t[:0], ("x1", "x2"), ("class 0", "class 1"))
    check_equal(Scenario(data="moons", optimizer=optimizer, loss=loss, steps=8), RATES[::5], data)


def test_one_run_that_overflows_leaves_the_others_alone(monkeypatch):
    # No data set of this project can overflow; a limit of 3 says that some runs have.
    scenario = Scenario(data="XOR", samples=40, steps=20)
    asked = []
    monkeypatch.setattr(module, "SAFE", 3.0)
    monkeypatch.setattr(module, "train", lambda one, data: asked.append(one.learning_rate) or train(one, data))
    check_equal(scenario)
    assert 0 < len(asked) < len(RATES)
    assert asked == pytest.approx(RATES[-len(asked) :])


def test_the_rate_of_the_scenario_itself_plays_no_part():
    scenario = Scenario(data="moons", steps=20)
    other = dataclasses.replace(scenario, learning_rate=77.0)
    data = scenario.dataset()
    assert np.array_equal(sweep(scenario, data, RATES).W, sweep(other, data, RATES).W)


def test_the_data_is_not_changed():
    scenario = Scenario(data="moons", steps=20)
    data = scenario.dataset()
    before = data.X.copy(), data.t.copy(), RATES.copy()
    sweep(scenario, data, RATES)
    assert all(np.array_equal(a, b) for a, b in zip(before, (data.X, data.t, RATES), strict=True))


def test_shapes_and_kinds_of_numbers():
    scenario = Scenario(data="moons", steps=5)
    data = scenario.dataset()
    swept = sweep(scenario, data, RATES[:3])
    assert swept.loss.shape == swept.accuracy.shape == swept.steps.shape == (3,)
    assert swept.W.shape == (3, with_ones(data.X).shape[1])
    assert swept.steps.tolist() == [5, 5, 5]


@pytest.mark.parametrize("rate", [0.0, -1.0, 1e-5, 101.0, np.nan, np.inf])
def test_a_rate_that_no_scenario_may_have_is_refused(rate):
    scenario = Scenario(data="moons", steps=5)
    with pytest.raises(ValueError, match=r"between 0\.0001 and 100"):
        sweep(scenario, scenario.dataset(), np.array([0.5, rate]))


def test_the_usual_rates_are_forty_at_equal_factors():
    rates = default_rates()
    assert rates.shape == (40,)
    assert (rates[0], rates[-1]) == (1e-3, LEARNING_RATE[1])
    assert np.allclose(rates[1:] / rates[:-1], rates[1] / rates[0])
    assert len(default_rates(7)) == 7
