"""Why a run stopped: each of the verdicts, and that its sentence tells the truth."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.classifier import with_ones
from core.datasets import SOURCES, Dataset
from core.loss import LOSSES
from core.optimizer import OPTIMIZERS
from core.scenario import Scenario
from core.stopping import why_stopped
from core.training import moment, train

pytestmark = pytest.mark.filterwarnings("error")
repeatable = settings(max_examples=100, deadline=None, derandomize=True)

KINDS = ("converged", "separable", "diverged", "stuck", "still moving")


def judged(**fields):
    scenario = Scenario(**fields)
    data = scenario.dataset()
    history = train(scenario, data)
    return why_stopped(scenario, data, history), history


def test_a_run_that_has_arrived_is_converged():
    stop, history = judged(data="one outlier", learning_rate=10.0)
    gradient = np.linalg.norm(history.dW[-1])
    assert stop.kind == "converged"
    assert gradient <= 1e-5
    assert stop.sentence == f"Converged: the gradient is all but zero (‖dW‖ = {gradient:.2g})."


def test_a_gradient_of_3e_5_has_not_arrived():
    stop, history = judged(data="one outlier", steps=1000)
    assert 1e-5 < np.linalg.norm(history.dW[-1]) < 5e-5
    assert stop.kind == "still moving"


def test_the_preset_is_still_moving_after_400_steps():
    stop, history = judged()
    gradient = np.linalg.norm(history.dW[-1])
    assert stop.kind == "still moving"
    assert stop.sentence == f"Still moving: ‖dW‖ = {gradient:.3g} after 400 steps."


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("batch", [0, 5])
def test_classes_that_are_parted_are_separable(loss, batch):
    stop, history = judged(data="separable", loss=loss, batch=batch)
    assert stop.kind == "separable"
    assert f"‖W‖ = {np.linalg.norm(history.W[-1]):.4g}" in stop.sentence
    assert history.accuracy[-1] == 1.0


def test_separable_data_that_is_not_parted_yet_is_not_called_separable():
    stop, history = judged(data="separable", start="typed", weights=(-1.0, -1.0, 0.0), learning_rate=1e-3, steps=5)
    assert history.accuracy[-1] < 1
    assert stop.kind == "still moving"


def test_a_sample_on_the_boundary_is_not_parted():
    # At W = 0 the sample of class 0 counts as right, and yet nothing is parted.
    X, t = np.zeros((2, 1)), np.zeros((2, 1))
    data, scenario = Dataset(X, t, X[:0], t[:0], ("x1",), ("class 0", "class 1")), Scenario(steps=1)
    history = train(scenario, data)
    at_start = dataclasses.replace(history, W=history.W[:1])
    assert history.accuracy[0] == 1.0
    assert why_stopped(scenario, data, at_start).kind != "separable"
    assert why_stopped(scenario, data, history).kind == "separable"


@pytest.mark.parametrize("loss", LOSSES)
def test_a_loss_that_ends_above_its_start_has_diverged(loss):
    stop, history = judged(data="XOR", loss=loss, learning_rate=100.0)
    assert stop.kind == "diverged"
    assert "learning rate is too large" in stop.sentence
    assert history.loss[-40:].mean() > history.loss[0]
    assert f"start at {history.loss[0]:.4g}" in stop.sentence


def test_a_loss_that_jumps_below_its_start_is_still_moving():
    stop, history = judged(learning_rate=30.0)
    rises = np.diff(history.loss)[200:] > 0
    assert stop.kind == "still moving"
    assert "too large to settle" in stop.sentence
    assert rises.mean() > 0.2
    assert f"rose in {rises.mean():.0%} of the last 200 steps" in stop.sentence
    assert history.loss[-40:].mean() < history.loss[0]


def test_mini_batches_may_jump_without_a_word_about_the_learning_rate():
    stop, history = judged(data="moons", batch=5, learning_rate=0.5)
    assert np.mean(np.diff(history.loss)[200:] > 0) > 0.2
    assert stop.kind == "still moving"
    assert "learning rate" not in stop.sentence


def test_the_jitter_of_mini_batches_around_the_start_is_not_divergence():
    # The lowest loss of XOR is about the one at W = 0: the run jumps around it, as mini-batches do, and goes nowhere.
    stop, history = judged(data="XOR", batch=5, learning_rate=0.5)
    assert history.loss.max() < 1.1 * history.loss[0]
    assert stop.kind != "diverged"


def test_a_cut_run_has_diverged_and_says_at_which_step():
    scenario = Scenario(data="moons", steps=7)
    data = scenario.dataset()
    stop = why_stopped(scenario, data, dataclasses.replace(train(scenario, data), cut=True))
    assert stop.kind == "diverged"
    assert stop.sentence == "Diverged: the numbers overflow after step 7, the last one shown."


@pytest.mark.parametrize("optimizer", ["gradient descent", "momentum"])
def test_a_run_that_was_cut_is_judged_without_a_warning(optimizer):
    X, t = 1e200 * np.array([[1.0, 1.0], [-1.0, 2.0], [2.0, 1.0]]), np.array([[1.0], [0.0], [0.0]])
    data = Dataset(X, t, X[:0], t[:0], ("x1", "x2"), ("class 0", "class 1"))
    scenario = Scenario(data="moons", optimizer=optimizer, learning_rate=100.0, steps=8)
    with np.errstate(all="ignore"):  # what training does itself is test_training's concern
        history = train(scenario, data)
    stop = why_stopped(scenario, data, history)
    assert history.cut
    assert stop.kind == "diverged"


@repeatable
@given(
    data=st.sampled_from(list(SOURCES)),
    loss=st.sampled_from(list(LOSSES)),
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    start=st.sampled_from(["zero", "small random", "far away"]),
    batch=st.sampled_from([0, 1, 8]),
    learning_rate=st.floats(1e-4, 100),
    noise=st.floats(0, 1),
    steps=st.integers(1, 60),
)
def test_every_verdict_is_one_true_statement(**fields):
    stop, history = judged(samples=30, **fields)
    assert stop.kind in KINDS
    assert stop.sentence.lower().startswith(stop.kind)
    assert stop.sentence.endswith(".")
    assert "nan" not in stop.sentence
    assert "inf" not in stop.sentence
    if stop.kind == "separable":
        assert history.accuracy[-1] == 1.0
    if stop.kind == "converged":
        data = Scenario(samples=30, **fields).dataset()
        y = with_ones(data.X) @ history.W[-1].reshape(-1, 1)
        slope = LOSSES[fields["loss"]]().slope_from_logit(y, data.t)
        assert np.linalg.norm(with_ones(data.X).T @ slope) / len(data.X) <= 1e-5
    if stop.kind == "diverged":
        assert history.loss[1:].max() > history.loss[0]


def test_the_gradient_in_the_sentence_is_that_of_all_samples():
    fields = dict(data="moons", batch=1, steps=7)
    stop, history = judged(**fields)
    scenario = Scenario(data="moons", start="typed", weights=tuple(history.W[-1]), steps=1)
    data = scenario.dataset()
    everything = moment(scenario, data, train(scenario, data), 0)
    assert f"‖dW‖ = {np.linalg.norm(everything.dW):.3g} over all samples after 7 steps" in stop.sentence
