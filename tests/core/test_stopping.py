"""How a run ends: each of the verdicts, and that no run that goes on proves its sentence wrong."""

import dataclasses
import re
from collections import Counter

import numpy as np
import pytest

from core.classifier import with_ones
from core.data.dataset import Dataset
from core.data.scaling import SCALINGS
from core.data.user_data import USER_DATA, UserData
from core.loss import BCE, LOSSES
from core.scenario import Scenario
from core.stopping import ABOVE, FLAT, MEANINGS, NEAR, why_stopped
from core.surface.minimum import minimum
from core.training import moment, train

pytestmark = pytest.mark.filterwarnings("error")

KINDS = ("converged", "separated", "flat", "not converged", "last 10% above the start", "overflow")


def judged(**fields):
    scenario = Scenario(**fields)
    data = scenario.dataset()
    history = train(scenario, data)
    return why_stopped(scenario, data, history), history


def norm(history):
    return np.linalg.norm(history.dW[-1])


def test_a_run_that_has_arrived_says_how_much_is_left():
    stop, history = judged(data="one outlier", learning_rate=10.0)
    assert stop.kind == "converged"
    assert stop.sentence.startswith(
        f"After 400 steps: converged, ‖dW‖ = {norm(history):.2g}. "
        f"More steps can lower the loss, {history.loss[-1]:.6g}, by at most "
    )


def test_arrived_is_who_is_within_a_millionth_of_the_lowest_loss():
    lowest = Scenario(data="moons").dataset().lowest.loss
    above = {}
    for steps in (60, 90, 120, 150):
        stop, history = judged(data="moons", learning_rate=5.0, steps=steps)
        above[stop.kind] = [*above.get(stop.kind, []), history.loss[-1] / lowest - 1.0]
    assert set(above) == {"not converged", "converged"}
    assert max(above["converged"]) <= 1e-6 < min(above["not converged"]) < 1e-4


def test_what_each_kind_means_has_the_numbers_that_decide():
    assert set(MEANINGS) == set(KINDS)
    assert all(meaning.startswith(f"{kind}: ") for kind, meaning in MEANINGS.items())
    assert f"at most {NEAR:g} · L_min" in MEANINGS["converged"]
    assert f"at most {FLAT:g}" in MEANINGS["flat"]
    assert f"{ABOVE:g} times" in MEANINGS["last 10% above the start"]


def test_where_a_run_is_not_converged_it_says_what_would_be():
    stop, _ = judged(data="moons", learning_rate=0.5, steps=20)
    assert stop.sentence.endswith(f"(converged: ≤ {NEAR:g} of it).")
    # How low an MSE can come is not known: its runs end flat, if they end.
    stop, _ = judged(data="moons", loss="MSE", learning_rate=0.5, steps=20)
    assert stop.kind == "not converged"
    assert stop.sentence.endswith(f"Flat would be a ‖dW‖ of at most {FLAT:g}.")


def test_the_preset_is_under_way_after_400_steps():
    stop, history = judged()
    data = Scenario().dataset()
    lowest = BCE().each_from_logit(with_ones(data.X) @ minimum(with_ones(data.X), data.t), data.t).mean()
    assert stop.kind == "not converged"
    assert stop.sentence == (
        "After 400 steps: not converged. "
        f"The loss is {history.loss[-1] - lowest:.2g} above its lowest, {lowest:.4g} "
        f"(converged: ≤ {NEAR:g} of it)."
    )


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("batch", [0, 5])
def test_classes_that_are_parted(loss, batch):
    stop, history = judged(data="separable", loss=loss, batch=batch)
    assert stop.kind == "separated"
    assert f"‖W‖ = {np.linalg.norm(history.W[-1]):.4g}" in stop.sentence
    assert history.accuracy[-1] == 1.0


def test_weights_that_are_frozen_are_not_said_to_grow():
    # So far out the gradient is below the last digit of any weight: no step changes anything.
    stop, history = judged(data="separable", start="typed", weights=(1e5, 1e5, 1.0))
    assert np.all(history.W[0] == history.W)
    assert stop.kind == "separated"
    assert "grow" not in stop.sentence


def test_separable_data_that_is_not_parted_yet():
    stop, history = judged(data="separable", start="typed", weights=(-1.0, -1.0, 0.0), learning_rate=1e-3, steps=5)
    assert history.accuracy[-1] < 1
    assert stop.kind == "not converged"
    assert stop.sentence.endswith("The classes are linearly separable, so the loss can approach 0.")


def test_a_sample_on_the_boundary_is_not_parted():
    # At W = 0 the sample of class 0 counts as right, and yet nothing is parted.
    X, t = np.zeros((2, 1)), np.zeros((2, 1))
    data, scenario = Dataset(X, t, X[:0], t[:0], ("x1",), ("class 0", "class 1")), Scenario(steps=1)
    history = train(scenario, data)
    at_start = dataclasses.replace(history, W=history.W[:1])
    assert history.accuracy[0] == 1.0
    assert why_stopped(scenario, data, at_start).kind != "separated"
    assert why_stopped(scenario, data, history).kind == "separated"


def test_classes_that_touch_have_no_minimum():
    X, t = np.array([[-1.0], [0.0], [0.0], [1.0]]), np.array([[0.0], [0.0], [1.0], [1.0]])
    data = Dataset(X, t, X[:0], t[:0], ("x1",), ("class 0", "class 1"))
    for weights, kind, said in (
        ((1.0, 0.0), "not converged", "above the 0.3466 that it can fall toward"),
        ((40.0, 0.0), "converged", "in some direction it falls forever"),
    ):
        scenario = Scenario(steps=5, start="typed", weights=weights)
        stop = why_stopped(scenario, data, train(scenario, data))
        assert stop.kind == kind
        assert said in stop.sentence
        assert "the classes touch" in stop.sentence
        assert "no minimum" in stop.sentence


@pytest.mark.parametrize("loss", LOSSES)
def test_a_loss_that_ends_above_its_start(loss):
    stop, history = judged(data="XOR", loss=loss, learning_rate=100.0)
    rises = np.sum(np.diff(history.loss) > 0)
    assert stop.kind == "last 10% above the start"
    assert history.loss[-40:].mean() > history.loss[0]
    assert f"over the last 10% of steps ({history.loss[-40:].mean():.4g})" in stop.sentence
    assert f"exceeds the initial loss ({history.loss[0]:.4g})" in stop.sentence
    assert f"It rose in {rises} of 400 steps, each time because the step was too long." in stop.sentence
    assert ("With a learning rate up to" in stop.sentence) == (loss == "BCE")


def test_numbers_of_an_end_are_written_as_anywhere():
    stop, _ = judged(data="circles", optimizer="Adam", learning_rate=0.1, steps=100)
    left = stop.sentence.values["left"]
    assert isinstance(left, float)
    assert 0 < left < 1e-6
    stop, history = judged(data="blobs", start="typed", weights=(1000.0, 1000.0, -1000.0), steps=20)
    assert history.loss[-1] > 100
    assert re.search(r"The loss is 1[0-9]0 above its lowest", stop.sentence)


def test_of_one_step_nothing_is_said_as_of_many():
    stop, _ = judged(data="XOR", learning_rate=100.0, start="far away", steps=1)
    assert stop.kind == "last 10% above the start"
    assert " That step was too long. " in stop.sentence
    stop, _ = judged(data="moons", learning_rate=100.0, steps=3)
    assert " It rose in 1 of 3 steps, because that step was too long. " in stop.sentence
    stop, history = judged(learning_rate=24.0, steps=2)
    assert history.loss[2] > history.loss[1]
    assert stop.sentence.startswith("After 2 steps: not converged")
    assert " The last step raised the loss. " in stop.sentence
    assert "1 steps" not in stop.sentence


@pytest.mark.parametrize("optimizer", ["momentum", "RMSProp", "Adam"])
def test_of_other_optimizers_the_rate_is_not_blamed(optimizer):
    stop, _ = judged(data="XOR", learning_rate=100.0, optimizer=optimizer)
    assert stop.kind == "last 10% above the start"
    assert "too long" not in stop.sentence


def test_a_loss_that_jumps_below_its_start_is_under_way():
    stop, history = judged(learning_rate=30.0)
    rises = int(np.sum(np.diff(history.loss)[200:] > 0))
    assert stop.kind == "not converged"
    assert rises > 40
    assert f"The loss rose in {rises} of the last 200 steps. The learning rate is above 2/λ₁ = " in stop.sentence
    assert stop.sentence.endswith("at the minimum, so the run cannot settle there.")


@pytest.mark.parametrize(("rate", "blamed"), [(34.7, False), (36.4, False), (38.3, True)])
def test_a_rate_is_blamed_only_above_the_limit(rate, blamed):
    # Momentum swings through the valley at smaller rates too: 3.8/λ₁ is 36.5 here.
    stop, _ = judged(optimizer="momentum", start="far away", learning_rate=rate, steps=30)
    assert "The loss rose in" in stop.sentence
    assert ("The learning rate is above 3.8/λ₁ = 36.5" in stop.sentence) == blamed


def test_a_rate_above_the_limit_at_the_minimum_is_not_said_to_be_why_a_loss_rose_far_from_it():
    fields = dict(data="penguins", features=("bill_length_mm",), scaling="min-max", start="far away", seed=9187)
    scenario = Scenario(**fields, learning_rate=63.43297613625173, steps=18)
    data = scenario.dataset()
    stop = why_stopped(scenario, data, train(scenario, data))
    assert "The loss rose in 5 of the last 9 steps. The learning rate is above" in stop.sentence
    # It comes from so far out that with this very rate it falls for a long time.
    longer = train(dataclasses.replace(scenario, steps=90), data)
    assert np.all(np.diff(longer.loss[54:]) < 0)
    # And arrives nowhere: near the minimum it is thrown out again.
    forever = train(dataclasses.replace(scenario, steps=5000), data).loss[-500:]
    assert forever.max() > 1.001 * data.lowest.loss
    assert np.any(np.diff(forever) > 0)


def test_mini_batches_may_jump_without_a_word_about_the_learning_rate():
    stop, history = judged(data="moons", batch=5, learning_rate=0.5)
    assert np.mean(np.diff(history.loss)[200:] > 0) > 0.2
    assert stop.kind == "not converged"
    assert "lr" not in stop.sentence


def test_the_jitter_of_mini_batches_around_the_start_is_no_rise():
    # The lowest loss of XOR is about the one at W = 0: the run jumps around it, as mini-batches do, and goes nowhere.
    stop, history = judged(data="XOR", batch=5, learning_rate=0.5)
    assert history.loss.max() < 1.1 * history.loss[0]
    assert stop.kind != "last 10% above the start"


def test_a_plateau_of_mse_is_not_called_a_minimum():
    stop, _ = judged(data="blobs", loss="MSE", start="typed", weights=(0.0, 0.0, -30.0), steps=20)
    assert stop.kind == "flat"
    assert "a plateau, not the minimum" in stop.sentence
    stop, _ = judged(data="moons", loss="MSE", learning_rate=30.0, steps=1000)
    assert stop.kind == "flat"
    assert stop.sentence.endswith("A minimum or a plateau: the gradient alone cannot tell.")


def test_a_cut_run_says_at_which_step():
    scenario = Scenario(data="moons", steps=7)
    data = scenario.dataset()
    stop = why_stopped(scenario, data, dataclasses.replace(train(scenario, data), ended_early=True))
    assert stop.kind == "overflow"
    assert stop.sentence == "After step 7 the numbers overflow: this is the last step shown."


@pytest.mark.parametrize("optimizer", ["gradient descent", "momentum"])
def test_a_run_that_was_cut_is_judged_without_a_warning(optimizer):
    X, t = 1e200 * np.array([[1.0, 1.0], [-1.0, 2.0], [2.0, 1.0]]), np.array([[1.0], [0.0], [0.0]])
    data = Dataset(X, t, X[:0], t[:0], ("x1", "x2"), ("class 0", "class 1"))
    scenario = Scenario(data="moons", optimizer=optimizer, learning_rate=100.0, steps=8)
    with np.errstate(all="ignore"):  # what training does itself is test_training's concern
        history = train(scenario, data)
    stop = why_stopped(scenario, data, history)
    assert history.ended_early
    assert stop.kind == "overflow"


def test_the_gradient_in_the_sentence_is_that_of_all_samples():
    fields = dict(data="moons", batch=1, steps=7)
    stop, history = judged(**fields)
    scenario = Scenario(data="moons", start="typed", weights=tuple(history.W[-1]), steps=1)
    data = scenario.dataset()
    everything = moment(scenario, data, train(scenario, data), 0)
    assert f"‖dW‖ = {np.linalg.norm(everything.dW):.3g} over all samples" in stop.sentence


PARTS, EACH = 4, 500


def random_scenario(rng):
    """A random scenario; some begin far out, and some are of small whole numbers, whose classes touch."""
    steps = int(rng.integers(1, 61))
    fields = dict(
        data=str(rng.choice(["blobs", "moons", "XOR", "circles", "separable", "one outlier", "unscaled"])),
        loss=str(rng.choice(list(LOSSES), p=[0.7, 0.3])),
        optimizer=str(rng.choice(["gradient descent", "momentum", "RMSProp", "Adam"], p=[0.5, 0.2, 0.15, 0.15])),
        start=str(rng.choice(["zero", "small random", "far away"])),
        scaling=str(rng.choice(SCALINGS, p=[0.6, 0.2, 0.2])),
        batch=int(rng.choice([0, 0, 0, 1, 8])),
        learning_rate=float(10 ** rng.uniform(-2, 2)),
        samples=int(rng.integers(4, 41)),
        noise=float(rng.uniform(0, 1)),
        seed=int(rng.integers(0, 9999)),
        steps=steps,
    )
    if rng.random() < 0.2:
        fields |= dict(start="typed", weights=tuple(float(w) for w in rng.normal(0, 20, 3)))
    if rng.random() < 0.15:
        X = rng.integers(0, 4, (12, 2)).astype(float)
        t = (X.sum(axis=1) + rng.integers(0, 2, 12) > 3).astype(float)
        if len(set(t)) == 2:
            fields |= dict(data=USER_DATA, user_data=UserData(X, t))
    return Scenario(**fields)


def number_after(words, sentence):
    return float(re.search(f"{re.escape(words)}([-+.e0-9,]*[0-9])", sentence)[1].replace(",", ""))


def check(scenario, seen):
    """Train five times as long, and hold every claim of the shorter run's sentence to it."""
    data = scenario.dataset()
    longer = train(dataclasses.replace(scenario, steps=5 * scenario.steps), data)
    history = train(scenario, data)
    stop = why_stopped(scenario, data, history)
    assert np.array_equal(longer.W[: history.steps + 1], history.W)
    after, said, X1 = longer.loss[history.steps :], stop.sentence, with_ones(data.X)
    assert stop.kind in KINDS
    assert said.startswith("After ")
    assert said.endswith(".")
    assert "nan" not in said
    assert "inf" not in said
    seen[stop.kind] += 1
    lowest = data.lowest.loss if scenario.loss == "BCE" else 0.0
    assert lowest is None or after.min() >= lowest * (1 - 1e-12)
    if stop.kind == "converged":
        assert after.min() >= history.loss[-1] - number_after("by at most ", said)
    if stop.kind == "separated" or "linearly separable" in said:
        # No minimum: weights of any length are beaten by longer ones.
        y, loss = X1 @ data.lowest.direction, LOSSES[scenario.loss]()
        losses = [loss.each_from_logit(k * y / np.abs(y).min(), data.t).mean() for k in (1, 10, 100)]
        assert losses[0] > losses[1] > losses[2]
        assert losses[2] < 1e-40
    if stop.kind == "flat":
        y = X1 @ history.W[-1].reshape(-1, 1)
        assert np.linalg.norm(X1.T @ LOSSES[scenario.loss]().slope_from_logit(y, data.t)) / len(X1) <= 1e-5
        if "not the minimum" in said:
            assert LOSSES["MSE"]().each_from_logit(0 * y, data.t).mean() < history.loss[-1]
    if stop.kind == "last 10% above the start":
        assert number_after("last 10% of steps (", said) >= number_after("initial loss (", said)
    if "With a learning rate up to" in said:
        seen["never rises"] += 1
        slower = dataclasses.replace(scenario, learning_rate=number_after("rate up to ", said))
        assert np.diff(train(slower, data).loss).max() <= 1e-12
    if "cannot settle" in said:
        seen["cannot settle"] += 1
        end = after[len(after) // 2 :]
        assert np.all(end.max() - lowest > 1e-6 * lowest)


# One part of them behind every change.
@pytest.mark.parametrize("part", [0, *(pytest.param(part, marks=pytest.mark.long) for part in range(1, PARTS))])
def test_whoever_goes_on_five_times_as_long_does_not_contradict_a_sentence(part):
    rng, seen = np.random.default_rng(part), Counter()
    for _ in range(EACH):
        check(random_scenario(rng), seen)
    # No data of the app overflows.
    assert {*KINDS, "never rises", "cannot settle"} - {"overflow"} <= set(seen)
