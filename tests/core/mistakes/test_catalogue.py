"""The mistakes: each is real code, parts from the right code where it should, and is found by the gradient check."""

import inspect
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.classifier import Classifier, with_ones
from core.data.dataset import Dataset
from core.data.sets import SOURCES
from core.gradient_check import TOLERANCE, numerical_gradient, relative_error
from core.loss import BCE
from core.mistakes.catalogue import BY_KEY, MISTAKES
from core.mistakes.effects import STAGES, differing_stage, effect_of, numbers_of, train_with
from core.optimizer import Optimizer
from core.scenario import Scenario
from core.training import train
from tests.core.mistakes.cases import case, random_case
from tests.examples import examples
from tests.pairs import every_pair

pytestmark = pytest.mark.filterwarnings("error")
repeatable = examples(60)

KEYS = tuple(BY_KEY)
# Where the values first differ; whoever adds a mistake may say it here, or in a test of its own.
FIRST_STAGE = {
    "no-n": "dL/dz",
    "twice-n": "dL/dz",
    "no-slope": "dL/dy",
    "slope-of-output": "dz/dy",
    "bce-sign": "dL/dz",
    "swapped": "dL/dz",
    "no-bias": "z",
    "bias-first": "z",
    "no-transpose": "dW",
    "ascent": "update",
    "stale-cache": "dz/dy",
}

every_mistake = pytest.mark.parametrize("key", KEYS)
every_data_set = pytest.mark.parametrize("data", SOURCES)


# What a page shows of them


def test_each_has_a_key_a_name_and_a_place_of_its_own():
    for own in (KEYS, [mistake.name for mistake in MISTAKES], [mistake.place for mistake in MISTAKES]):
        assert len(set(own)) == len(MISTAKES)
    assert sorted(MISTAKES, key=lambda mistake: mistake.place) == list(MISTAKES)


@every_mistake
def test_words_fit(key):
    mistake = BY_KEY[key]
    assert 0 < len(mistake.name) <= 28
    assert mistake.hint.count(". ") <= 1
    assert mistake.hint.endswith(".")
    assert mistake.unseen.endswith(".")


@every_mistake
def test_the_shown_code_is_the_code_that_runs_and_has_one_wrong_line(key):
    mistake = BY_KEY[key]
    variant, real = {
        "forward": (mistake.model, Classifier),
        "loss": (mistake.loss, BCE),
        "backward": (mistake.model, Classifier),
        "update": (mistake.optimizer, Optimizer),
    }[mistake.part]
    assert (mistake.model is Classifier) + (mistake.loss is BCE) + (mistake.optimizer is Optimizer) == 2
    assert getattr(variant, mistake.wrong.__name__) is mistake.wrong
    if variant is mistake.model:
        assert mistake.wrong.__name__ == mistake.part
    assert getattr(real, mistake.right.__name__) is mistake.right
    assert inspect.getsource(mistake.wrong).count("# wrong: ") == 1
    assert "# wrong" not in inspect.getsource(mistake.right)


# The numbers of one case


@every_data_set
def test_without_a_mistake_the_numbers_are_those_of_the_real_code(data):
    X, t, W = case(data)
    model = Classifier(X.shape[1])
    model.initialize_weights(W)
    z = model.forward(X)
    dz = BCE().backward(z, t)
    dW = model.backward(dz)
    numbers = numbers_of(None, X, t, W, learning_rate=0.25)
    for stage, expected in zip(STAGES, (z, dz, *model.slopes, dW, W - 0.25 * dW), strict=True):
        assert np.array_equal(numbers.at(stage), expected)
    assert numbers.error == ""
    assert differing_stage(numbers, numbers) == ""


@every_data_set
def test_without_a_mistake_the_check_is_green_and_nothing_differs(data):
    effect = effect_of(None, *case(data))
    assert (effect.stage, effect.passed, effect.factor) == ("", True, None)
    assert effect.sentence == "dW agrees with central differences: the check is green."
    for stage in STAGES:
        assert np.allclose(effect.wrong.at(stage), effect.right.at(stage))


def test_without_a_mistake_too_the_check_cannot_tell_where_outputs_have_rounded():
    effect = effect_of(None, np.array([[3.0], [-3.0]]), np.array([[0.0], [1.0]]), np.array([[20.0], [0.0]]))
    assert not effect.passed
    assert effect.right_passed
    assert "outputs have been rounded" in effect.sentence


@every_pair(data=SOURCES, key=KEYS, seed=[0, 1, 2])
def test_the_gradient_check_finds_it(data, key, seed):
    effect = effect_of(BY_KEY[key], *case(data, seed))
    if key in FIRST_STAGE:
        assert effect.stage == FIRST_STAGE[key]
    assert effect.right_relative_error < TOLERANCE
    # A minus is a real one, in an exponent too.
    assert not re.search(r"\de-\d", effect.sentence)
    assert effect.passed == (key == "ascent")
    if effect.relative_error is not None:
        assert effect.passed == (effect.relative_error < TOLERANCE)
    else:
        assert key in ("no-bias", "no-transpose")
    assert effect.sentence
    assert "cannot tell" not in effect.sentence


@every_data_set
def test_the_check_measures_the_right_loss_of_the_right_model(data):
    X, t, W = case(data)
    model = Classifier(X.shape[1])

    def loss(W):
        model.initialize_weights(W)
        return BCE()(model.forward(X), t)

    effect = effect_of(BY_KEY["no-slope"], X, t, W)
    assert effect.relative_error == pytest.approx(
        relative_error(effect.wrong.dW, numerical_gradient(loss, W)), rel=1e-6
    )


@every_mistake
def test_the_arguments_are_not_changed(key):
    X, t, W = random_case(7, 2)
    before = X.copy(), t.copy(), W.copy()
    effect_of(BY_KEY[key], X, t, W)
    assert all(np.array_equal(a, b) for a, b in zip(before, (X, t, W), strict=True))


@every_data_set
def test_exact_factors(data):
    X, t, W = case(data)
    n = len(X)
    for key, factor in (("no-n", n), ("twice-n", 1 / n)):
        effect = effect_of(BY_KEY[key], X, t, W)
        assert effect.factor == factor
        for stage in ("dL/dz", "dL/dy", "dW"):
            assert effect.wrong.at(stage) == pytest.approx(factor * effect.right.at(stage), rel=1e-12)
        assert effect.relative_error == pytest.approx(abs(factor - 1) / (factor + 1), rel=1e-6)
        assert f"exactly N = {n} times too {'large' if key == 'no-n' else 'small'}" in effect.sentence
    effect = effect_of(BY_KEY["ascent"], X, t, W)
    assert effect.factor == -1
    assert effect.wrong.W_next - W == pytest.approx(-(effect.right.W_next - W), rel=1e-12)
    assert "gradient is right" in effect.sentence
    for key in set(KEYS) - {"no-n", "twice-n", "ascent"}:
        assert effect_of(BY_KEY[key], X, t, W).factor is None


def test_formulas():
    X, t, W = random_case(6, 2)
    right = numbers_of(None, X, t, W)
    z, n = right.z, 6

    def wrong(key):
        return numbers_of(BY_KEY[key], X, t, W)

    def sigmoid(y):
        return 1 / (1 + np.exp(-y))

    assert wrong("no-slope").dy == pytest.approx(right.dz)
    assert wrong("slope-of-output").dz_dy == pytest.approx(sigmoid(z) * (1 - sigmoid(z)))
    assert wrong("bce-sign").dz == pytest.approx(-(t / z + (1 - t) / (1 - z)) / n)
    assert np.sign(wrong("bce-sign").dz) == pytest.approx(-1)
    assert wrong("no-bias").z == pytest.approx(sigmoid(X @ W[:2]))
    assert wrong("no-bias").dW.shape == (2, 1)
    assert wrong("bias-first").z == pytest.approx(sigmoid(W[0] + X @ W[1:]))
    stale = numbers_of(BY_KEY["stale-cache"], X, t, W, stale_W=2 * W)
    old = sigmoid(with_ones(X) @ (2 * W))
    assert np.array_equal(stale.z, z)
    assert stale.dz_dy == pytest.approx(old * (1 - old))
    assert numbers_of(BY_KEY["stale-cache"], X, t, W).dz_dy == pytest.approx(0.25)


def test_swapped_is_huge_and_finite():
    X, t, W = random_case(6, 2)
    swapped = numbers_of(BY_KEY["swapped"], X, t, W)
    assert np.isfinite(swapped.dW).all()
    assert np.abs(swapped.dz).min() > 1e295


def test_shapes_that_do_not_fit_say_so_in_numpys_words():
    X, t, W = random_case(6, 2)
    effect = effect_of(BY_KEY["no-transpose"], X, t, W)
    assert effect.wrong.dW is None
    assert effect.wrong.W_next is None
    assert np.array_equal(effect.wrong.dy, effect.right.dy)
    with pytest.raises(ValueError, match="matmul") as numpys:
        with_ones(X) @ effect.right.dy
    assert str(numpys.value) in effect.wrong.error
    assert str(numpys.value) in effect.sentence


def test_where_x_happens_to_fit_the_numbers_are_wrong():
    X, t, W = random_case(3, 2)
    effect = effect_of(BY_KEY["no-transpose"], X, t, W)
    assert effect.wrong.dW == pytest.approx(with_ones(X) @ effect.right.dy)
    assert effect.stage == "dW"
    assert effect.relative_error > TOLERANCE
    assert effect.wrong.error == ""


def check_unseen(key, X, t, W, **earlier):
    effect = effect_of(BY_KEY[key], X, t, W, **earlier)
    assert effect.stage == ""
    assert effect.factor is None
    assert effect.passed or effect.right_relative_error >= TOLERANCE
    assert "changes nothing" in effect.sentence
    assert BY_KEY[key].unseen in effect.sentence


def test_a_mistake_that_changes_nothing_says_so():
    X, t, W = random_case(1, 2)
    check_unseen("no-n", X, t, W)
    check_unseen("twice-n", X, t, W)
    X, t, W = random_case(6, 2)
    check_unseen("bce-sign", X, np.ones_like(t), W)
    check_unseen("stale-cache", X, t, W, stale_W=W)
    check_unseen("stale-cache", X, t, 0 * W)
    check_unseen("bias-first", np.ones((6, 1)), t, np.ones((2, 1)))
    check_unseen("swapped", X, np.full((6, 1), 0.5), 0 * W)
    check_unseen("ascent", np.zeros((6, 2)), t, 0 * W)
    check_unseen("no-transpose", np.array([[0.0]] * 1 + [[1.0]]), np.array([[1.0], [1.0]]), np.zeros((2, 1)))


def test_a_mistake_that_the_check_cannot_see_says_so():
    X, t, W = random_case(6, 2)
    effect = effect_of(BY_KEY["stale-cache"], X, t, W, stale_W=(1 + 1e-7) * W)
    assert effect.stage == "dz/dy"
    assert effect.passed
    assert "does not notice" in effect.sentence


def test_where_outputs_have_rounded_the_true_numbers_stand_beside_those_of_the_right_code():
    X, t, W = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0], [0.0]]), np.array([[1000.0], [0.0], [0.0]])
    for key in set(KEYS) - {"no-bias", "no-transpose", "bias-first", "stale-cache"}:
        effect = effect_of(BY_KEY[key], X, t, W, learning_rate=1.0)
        assert effect.right.dy[1, 0] == 0.5
        assert effect.right.dW[:, 0] == pytest.approx([1.5, 2.0, 0.5])
        assert effect.right.W_next[:, 0] == pytest.approx([998.5, -2.0, -0.5])
        assert effect.right_passed
        assert effect.computed.dy[1, 0] == 0.0
        assert not effect.passed
        # In float64 the right code fails the check, so it says nothing of a mistake; and where that changes no number,
        # the gradient is still not 0, as it may be said of it elsewhere.
        said = "cannot tell: outputs have been rounded" if effect.stage else "cannot be seen: outputs have been rounded"
        assert said in effect.sentence, key
    for key in ("ascent", "stale-cache", "bias-first"):
        W = np.array([[1000.0], [0.0], [1000.0]])
        effect = effect_of(BY_KEY[key], X, t, W, stale_W=1.1 * W)
        assert effect.stage == ""
        assert "cannot be seen: outputs have been rounded" in effect.sentence
        assert BY_KEY[key].unseen not in effect.sentence


@every_mistake
def test_features_in_thousands_leave_the_verdict_as_it_is(key):
    X, t, W = random_case(8, 2, 3)
    large = np.vstack([W[:2] / 4096, W[2:]])
    for mistake in (BY_KEY[key], None):
        effect, calm = effect_of(mistake, 4096 * X, t, large, learning_rate=1e-8), effect_of(mistake, X, t, W)
        assert effect.right_passed
        assert "cannot tell" not in effect.sentence
        assert effect.passed == calm.passed


def test_where_no_h_is_right_the_features_are_blamed_and_not_the_outputs():
    rng = np.random.default_rng(0)
    X, t = 1e10 + rng.standard_normal((8, 1)), np.arange(8.0).reshape(-1, 1) % 2
    # The outputs are calm: only the large feature's own weight is beyond the check.
    W = np.array([[1.0], [-1e10]])
    for mistake in (BY_KEY["no-n"], None):
        effect = effect_of(mistake, X, t, W)
        assert not effect.right_passed
        assert "cannot tell: the features are so large that no h leaves" in effect.sentence


def test_where_the_gradient_is_zero_the_right_one_passes():
    X, t = np.zeros((4, 1)), np.array([[0.0], [1.0], [0.0], [1.0]])
    effect = effect_of(BY_KEY["no-n"], X, t, np.zeros((2, 1)))
    assert effect.stage == "dL/dz"
    assert not effect.right.dW.any()
    assert effect.right_passed
    assert "the check does not notice" in effect.sentence


@repeatable
@given(st.integers(1, 6), st.integers(1, 3), st.integers(0, 99), st.sampled_from([0.0, 1.0, 100.0, 1e6]))
def test_no_warning_and_no_nan_however_far_the_weights(n, d, seed, size):
    X, t, W = random_case(n, d, seed)
    for mistake in MISTAKES:
        effect = effect_of(mistake, X, t, size * W)
        assert effect.sentence
        for stage in STAGES:
            array = effect.wrong.at(stage)
            assert np.isfinite(array).all() if array is not None else effect.wrong.error
        assert effect.relative_error is None or 0 <= effect.relative_error <= 1


def test_numbers_too_large_for_a_float():
    X, t, W = random_case(4, 2)
    effect = effect_of(BY_KEY["swapped"], 1e200 * X, t, 1e-200 * W)
    assert effect.wrong.dW is None
    assert "overflow" in effect.sentence


# Training with a mistake


@every_data_set
def test_without_a_mistake_the_path_is_that_of_the_real_training(data):
    scenario = Scenario(data=data, start="small random", optimizer="Adam", batch=1, loss="MSE")
    plain = replace(scenario, optimizer="gradient descent", batch=0, loss="BCE", steps=30)
    dataset = scenario.dataset()
    path, history = train_with(None, scenario, dataset, 30), train(plain, dataset)
    assert np.allclose(path.W, history.W, rtol=1e-9, atol=1e-12)
    assert path.loss == pytest.approx(history.loss, rel=1e-9)
    assert not path.ended_early


@every_pair(data=SOURCES, key=KEYS, rate=[0.5, 100.0])
def test_a_path_is_finite_and_has_the_right_length(data, key, rate):
    scenario = Scenario(data=data, samples=50, start="small random", learning_rate=rate)
    dataset = scenario.dataset()
    path = train_with(BY_KEY[key], scenario, dataset, 40)
    start = scenario.start_weights()[:, 0]
    if key == "no-bias":
        start[-1] = 0.0
        assert not path.W[:, -1].any()
    assert np.array_equal(path.W[0], start)
    assert np.isfinite(path.W).all()
    assert np.isfinite(path.loss).all()
    assert path.W.shape == (len(path.loss), len(start))
    if key == "no-transpose":
        assert len(path.W) == 1
        assert path.ended_early
        assert "matmul" in path.error
    else:
        assert path.error == ""
        assert path.ended_early == (len(path.W) < 41)
        assert not path.ended_early or key == "swapped" or rate == 100.0


@every_data_set
def test_ascent_raises_the_loss_at_every_step(data):
    scenario = Scenario(data=data, start="small random", learning_rate=0.1)
    path = train_with(BY_KEY["ascent"], scenario, scenario.dataset(), 50)
    assert len(path.loss) == 51
    assert (np.diff(path.loss) > 0).all()


def test_each_step_follows_the_mistaken_numbers():
    scenario = Scenario(data="blobs", samples=20, start="small random")
    dataset = scenario.dataset()
    first = scenario.start_weights()
    for mistake in MISTAKES:
        if mistake.key in ("no-transpose", "swapped"):
            continue
        path = train_with(mistake, scenario, dataset, 5)
        for now, after in zip(path.W, path.W[1:], strict=False):
            expected = numbers_of(mistake, dataset.X, dataset.t, now.reshape(-1, 1), stale_W=first).W_next[:, 0]
            assert after[: len(expected)] == pytest.approx(expected, rel=1e-9)


def test_the_cache_is_stale_from_the_second_step_on():
    scenario = Scenario(data="blobs", start="small random")
    dataset = scenario.dataset()
    stale, right = (train_with(mistake, scenario, dataset, 2) for mistake in (BY_KEY["stale-cache"], None))
    assert np.array_equal(stale.W[1], right.W[1])
    assert not np.allclose(stale.W[2], right.W[2], rtol=1e-4)


def test_the_loss_is_that_of_the_mistaken_model():
    scenario = Scenario(data="two samples", start="typed", weights=(0.5, -0.3, 0.2))
    dataset = scenario.dataset()
    path = train_with(BY_KEY["bias-first"], scenario, dataset, 1)
    y = 0.5 + dataset.X @ np.array([[-0.3], [0.2]])
    assert path.loss[0] == pytest.approx(BCE().each_from_logit(y, dataset.t).mean())


def test_where_x_happens_to_fit_there_is_a_path():
    scenario = Scenario(data="moons", samples=3)
    path = train_with(BY_KEY["no-transpose"], scenario, scenario.dataset(), 10)
    assert path.W.shape == (11, 3)
    assert path.error == ""


def test_no_steps_is_the_start_alone():
    scenario = Scenario(data="blobs")
    path = train_with(BY_KEY["no-n"], scenario, scenario.dataset(), 0)
    assert path.W.shape == (1, 3)
    assert not path.ended_early


def test_a_start_that_overflows_has_no_path():
    X = np.array([[1e308, 1e308]])
    data = Dataset(X, np.zeros((1, 1)), X[:0], np.zeros((0, 1)), ("x1", "x2"), ("class 0", "class 1"))
    scenario = Scenario(data="blobs", start="typed", weights=(1e6, 1.0, 1.0))
    path = train_with(BY_KEY["no-n"], scenario, data, 3)
    assert path.W.shape == (0, 3)
    assert path.ended_early
