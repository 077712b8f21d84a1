"""From numbers alone to the mistake behind them; right numbers are never accused; odd texts are read, or refused."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.classifier import with_ones
from core.data.sets import SOURCES
from core.mistakes import fingerprints
from core.mistakes.catalogue import BY_KEY, MISTAKES
from core.mistakes.effects import effect_of, numbers_of, same
from core.mistakes.fingerprints import recognise
from core.mistakes.pasted_numbers import MAX_CHARACTERS, MAX_NUMBERS, read_numbers
from core.mistakes.suspects import KINDS, SHOWN, Question, Suspect, _blur, as_shown, suspects
from core.scenario import Scenario
from core.training import moment, train
from tests.core.mistakes.cases import case, random_case
from tests.examples import examples
from tests.pairs import every_pair
from ui.settings import links
from ui.settings.presets import PRESETS
from ui.settings.scenario_settings import to_scenario

pytestmark = pytest.mark.filterwarnings("error")
repeatable = examples(50)

SHOWS = {
    "no-n": KINDS,
    "twice-n": KINDS,
    "no-slope": ("dL/dy", "dW"),
    "slope-of-output": ("dL/dy", "dW"),
    "bce-sign": KINDS,
    "swapped": KINDS,
    "no-bias": KINDS,
    "bias-first": KINDS,
    "no-transpose": (),  # the shapes of these data sets do not fit
    "ascent": (),
    "stale-cache": ("dL/dy", "dW"),
}


@pytest.fixture(autouse=True, scope="module")
def each_line_up_once() -> Iterator[None]:
    """Whom to suspect says the question alone, so it is worked out once for all numbers that are held against it."""
    known: dict[tuple[object, ...], list[Suspect]] = {}

    def remembered(asked: Question) -> list[Suspect]:
        arrays = (asked.X, asked.t, asked.W, asked.stale_W)
        key = (asked.kind, *(None if array is None else (array.shape, array.tobytes()) for array in arrays))
        if key not in known:
            known[key] = list(suspects(asked))
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fingerprints, "suspects", remembered)
        yield


every_kind = pytest.mark.parametrize("kind", KINDS)
every_data_set = pytest.mark.parametrize("data", SOURCES)


def significant(array, digits):
    """Rounded to significant digits; None leaves them all."""
    if digits is None:
        return array
    return np.vectorize(lambda number: float(f"{number:.{digits - 1}e}"))(array)


def right_numbers(kind, X, t, W):
    return numbers_of(None, X, t, W).at(kind)


# Mistakes


@every_pair(data=SOURCES, key=SHOWS, digits=[None, 4, 6])
def test_a_mistake_is_recognised_from_its_numbers_alone(data, key, digits):
    for seed in (0, 1):
        X, t, W = case(data, seed)
        mistaken, right = numbers_of(BY_KEY[key], X, t, W), numbers_of(None, X, t, W)
        shows = tuple(kind for kind in KINDS if not same(mistaken.at(kind), right.at(kind)))
        assert shows == SHOWS[key] or (key == "no-transpose" and shows == ("dW",))
        for kind in SHOWS[key]:
            verdict = recognise(kind, significant(mistaken.at(kind), digits), X, t, W)
            assert (verdict.kind, verdict.keys) == ("mistake", (key,))
            assert BY_KEY[key].name in verdict.sentence


@every_data_set
@pytest.mark.parametrize("key", [key for key in SHOWS if SHOWS[key]])
def test_a_flat_mistake_is_the_same_mistake(data, key):
    X, t, W = case(data)
    mistaken = numbers_of(BY_KEY[key], X, t, W)
    for kind in SHOWS[key]:
        verdict = recognise(kind, mistaken.at(kind).ravel(), X, t, W)
        assert (verdict.kind, verdict.keys) == ("mistake", (key,))
        assert "flat" in verdict.sentence


def test_x_not_transposed_where_it_fits():
    X, t, W = random_case(3)
    verdict = recognise("dW", significant(numbers_of(BY_KEY["no-transpose"], X, t, W).dW, 4), X, t, W)
    assert verdict.keys == ("no-transpose",)


def test_a_stale_cache_of_other_weights():
    X, t, W = random_case(8)
    stale = numbers_of(BY_KEY["stale-cache"], X, t, W, stale_W=-0.5 * W).dW
    assert recognise("dW", stale, X, t, W, stale_W=-0.5 * W).keys == ("stale-cache",)
    assert recognise("dW", stale, X, t, W).keys == ()


@every_kind
def test_factors(kind):
    X, t, W = random_case(7)
    right = right_numbers(kind, X, t, W)
    for factor, key, said in (
        (7, ("no-n",), "N = 7"),
        (1 / 7, ("twice-n",), "1/7"),
        (-1, (), "−1"),
        (-7, (), "−N = −7"),
        (-1 / 7, (), "−1/7"),
        (49, (), "N² = 49"),
        (1 / 49, (), "1/N² = 1/49"),
        (2, (), "times 2"),
        (0.5, (), "times 1/2"),
    ):
        for digits in (None, 4):
            verdict = recognise(kind, significant(factor * right, digits), X, t, W)
            assert (verdict.kind, verdict.keys) == ("mistake", key)
            assert said in verdict.sentence
    verdict = recognise(kind, significant(3.7 * right, 4), X, t, W)
    assert verdict.kind == "unknown"
    assert "times 3.7" in verdict.sentence


def test_two_mistakes_with_the_same_numbers_are_both_named():
    # At W = 0 every slope is 1/4, so leaving it out is the same as leaving out a ÷ 4.
    X, t, _ = random_case(4)
    W = np.zeros((3, 1))
    for kind in ("dL/dy", "dW"):
        verdict = recognise(kind, numbers_of(BY_KEY["no-n"], X, t, W).at(kind), X, t, W)
        assert verdict.keys == ("no-n", "no-slope")
        assert BY_KEY["no-n"].name in verdict.sentence
        assert BY_KEY["no-slope"].name in verdict.sentence
    # An old logit of 1/2 everywhere has the slope that the new output, 1/2 everywhere, has as a logit.
    stale = np.array([[0.0], [0.0], [0.5]])
    verdict = recognise("dL/dy", numbers_of(BY_KEY["slope-of-output"], X, t, W).dy, X, t, W, stale_W=stale)
    assert verdict.keys == ("slope-of-output", "stale-cache")


def test_one_sample_has_no_n_to_forget():
    X, t, W = random_case(1)
    for kind in KINDS:
        assert recognise(kind, numbers_of(BY_KEY["no-n"], X, t, W).at(kind), X, t, W).kind == "right"


@pytest.mark.parametrize("guard", [1e-5, 1e-7, 1e-12])
@every_kind
def test_swapped_with_another_guard_against_zero(kind, guard):
    X, t, W = random_case(6)
    z = numbers_of(None, X, t, W).z
    dz = -(z / np.maximum(t, guard) - (1 - z) / np.maximum(1 - t, guard)) / 6
    dy = dz * z * (1 - z)
    numbers = {"dL/dz": dz, "dL/dy": dy, "dW": with_ones(X).T @ dy}[kind]
    verdict = recognise(kind, significant(numbers, 4), X, t, W)
    assert (verdict.kind, verdict.keys) == ("mistake", ("swapped",))
    assert f"{guard:.0e}" in verdict.sentence


def test_right_numbers_of_another_quantity():
    X, t, W = random_case(6)
    right = numbers_of(None, X, t, W)
    assert recognise("dL/dy", right.dz, X, t, W).keys == ("no-slope",)
    for kind, numbers, said in (
        ("dL/dz", right.dy, "dL/dy"),
        ("dL/dz", right.z, "those of z"),
        ("dL/dy", right.dz_dy, "dz/dy"),
        ("dW", W, "weights"),
    ):
        verdict = recognise(kind, numbers, X, t, W)
        assert (verdict.kind, verdict.keys) == ("mistake", ())
        assert said in verdict.sentence


# Right numbers


@repeatable
@given(
    st.sampled_from(list(SOURCES)),
    st.integers(0, 9999),
    st.sampled_from(KINDS),
    st.lists(st.floats(-5, 5), min_size=3, max_size=3),
    st.sampled_from([0.0, 1e-4, 0.1, 1.0, 10.0]),
)
def test_right_numbers_are_never_accused(data, seed, kind, weights, size):
    dataset = Scenario(data=data, seed=seed, samples=12).dataset()
    X, t = dataset.X, dataset.t
    W = size * np.array(weights[: X.shape[1] + 1]).reshape(-1, 1)
    right = right_numbers(kind, X, t, W)
    rounded = [significant(right, digits) for digits in (None, 4, 5, 6)]
    rounded += [np.vectorize(lambda number, d=d: round(number, d))(right) for d in (4, 6)]
    rounded += [right.astype(np.float32)] if np.abs(right).max() < 1e38 else []
    for numbers in rounded:
        if right.any() and not numbers.any():
            # Nothing is left of them: who is to say what they were?
            assert recognise(kind, numbers, X, t, W).kind == "unknown"
            continue
        assert recognise(kind, numbers, X, t, W).kind == "right"
        assert recognise(kind, numbers.ravel(), X, t, W).kind == ("right" if numbers.ndim == 1 else "shape")


@repeatable
@given(st.sampled_from(list(SOURCES)), st.integers(0, 9999), st.sampled_from(KINDS))
def test_right_numbers_survive_being_printed_and_read(data, seed, kind):
    dataset = Scenario(data=data, seed=seed, samples=12).dataset()
    X, t = dataset.X, dataset.t
    W = np.random.default_rng(seed).standard_normal((X.shape[1] + 1, 1))
    right = right_numbers(kind, X, t, W)
    for precision in (4, 8):
        with np.printoptions(threshold=MAX_NUMBERS, precision=precision):
            texts = [str(right), repr(right)]
        texts.append("\n".join(f"{number:.6g}" for number in right.ravel()))
        texts.append("; ".join(f"{number:.6f}".replace(".", ",").replace("-", "−") for number in right.ravel()))
        for text in texts:
            numbers = read_numbers(text)
            assert numbers.shape == right.shape
            assert recognise(kind, numbers, X, t, W).kind == "right"


@every_kind
def test_fewer_digits_are_right_as_far_as_they_go(kind):
    X, t, W = random_case(2)
    verdict = recognise(kind, significant(right_numbers(kind, X, t, W), 2), X, t, W)
    assert verdict.kind == "right"
    assert "few digits" in verdict.sentence


def test_digits_that_are_too_few_to_tell_a_mistake_apart_say_so():
    X, t, W = random_case(6)
    near = (1 + 1e-7) * W
    verdict = recognise("dW", significant(right_numbers("dW", X, t, W), 4), X, t, W, stale_W=near)
    assert verdict.kind == "right"
    assert "stale cache" in verdict.sentence


def test_the_fused_form_is_right_where_z_has_rounded_to_1():
    X, t, W = np.array([[1.0], [2.0]]), np.zeros((2, 1)), np.array([[50.0], [0.0]])
    assert recognise("dL/dy", np.array([[0.5], [0.5]]), X, t, W).kind == "right"
    assert recognise("dW", np.array([[1.5], [1.0]]), X, t, W).kind == "right"


@every_kind
def test_what_the_page_calls_right_is_right_where_no_float_holds_it(kind):
    # Of the second sample dL/dz would be e^2000: the page has the largest that it writes.
    X, t, W = np.array([[1.0], [2.0]]), np.zeros((2, 1)), np.array([[1000.0], [0.0]])
    right = effect_of(None, X, t, W).right.at(kind)
    assert recognise(kind, right, X, t, W).kind == "right"
    assert recognise(kind, significant(right, 5), X, t, W).kind == "right"


def test_zeros_say_nothing_where_the_right_numbers_are_not_zero():
    X, t, W = random_case(6)
    verdict = recognise("dW", np.zeros((3, 1)), X, t, W)
    assert verdict.kind == "unknown"
    assert "All are 0" in verdict.sentence
    assert recognise("dW", np.zeros((3, 1)), 0 * X, t, 0 * W).kind == "right"


@cache
def run_of(scenario):
    data = scenario.dataset()
    return data, train(scenario, data)


BATCHED = {"loss": "BCE", "batch": 0, "optimizer": "gradient descent"}
PRESET_RUNS = [replace(to_scenario(links.complete(preset.settings)), **{**BATCHED, "steps": 300}) for preset in PRESETS]
RUNS = st.sampled_from(PRESET_RUNS) | st.builds(
    lambda data, seed, rate, start: Scenario(data=data, seed=seed, learning_rate=rate, start=start, steps=300),
    st.sampled_from(list(SOURCES)),
    st.integers(0, 3),
    st.sampled_from([0.05, 0.5, 3.0, 20.0]),
    st.sampled_from(["zero", "small random", "far away"]),
)


@examples(50)
@given(RUNS, st.floats(0, 1), st.sampled_from(KINDS), st.sampled_from([None, 8, 4, 3]))
def test_whoever_reckons_with_the_weights_that_are_shown_is_right(scenario, share, kind, digits):
    data, history = run_of(scenario)
    W = history.W[round(share * history.steps)].reshape(-1, 1)
    for weights in (as_shown(W), W, W.astype(np.float32).astype(float) if kind == "dL/dy" else W):
        numbers = significant(right_numbers(kind, data.X, data.t, weights), digits)
        verdict = recognise(kind, numbers, data.X, data.t, W)
        assert verdict.kind == "right", verdict.sentence


@examples(80)
@given(RUNS, st.floats(0, 1), st.sampled_from(KINDS), st.lists(st.floats(-1, 1), min_size=101, max_size=101))
def test_no_weights_that_would_be_shown_alike_lead_farther_off_than_allowed(scenario, share, kind, parts):
    data, history = run_of(scenario)
    W = history.W[round(share * history.steps)].reshape(-1, 1)
    blur = _blur(Question(kind, data.X, data.t, W, None))
    off = half_units(W)
    right, there = (right_numbers(kind, data.X, data.t, weights) for weights in (W, W + off * column_of(parts, W)))
    # In dL/dz 1 - z has only so many digits left where z is near 1.
    lost = 1e-13 * (1 + np.abs(right) * (np.abs(right) * len(data.X) if kind == "dL/dz" else 1.0))
    assume(np.abs(right).max() < 1e12)
    assert (np.abs(there - right)[:, 0] <= blur + lost[:, 0]).all()


def half_units(W):
    return np.vectorize(lambda weight: 0.5 * 10.0 ** (np.floor(np.log10(abs(weight))) + 1 - SHOWN) if weight else 0.0)(
        W
    )


def column_of(parts, W):
    return np.array(parts[: len(W)]).reshape(W.shape)


@pytest.mark.parametrize("seed", range(5))
def test_the_allowance_for_dW_is_no_larger_than_the_worst_of_such_weights(seed):
    X, t, W = random_case(30, 3, seed)
    blur = _blur(Question("dW", X, t, W, None))
    off = half_units(W)
    corners = [W + off * np.array(signs).reshape(-1, 1) for signs in product((-1.0, 1.0), repeat=4)]
    right = right_numbers("dW", X, t, W)
    worst = np.max([np.abs(right_numbers("dW", X, t, corner) - right)[:, 0] for corner in corners], axis=0)
    assert worst == pytest.approx(blur, rel=1e-5)


def test_near_a_minimum_the_weights_as_shown_say_as_much_as_they_can():
    data, history = run_of(Scenario(steps=400))
    W = history.W[284].reshape(-1, 1)
    assert recognise(
        "dW", significant(right_numbers("dW", data.X, data.t, as_shown(W)), 7), data.X, data.t, W
    ).kind == ("right")
    # Five digits are fewer than the page shows.
    numbers = significant(right_numbers("dW", data.X, data.t, as_shown(W, 5)), 8)
    verdict = recognise("dW", numbers, data.X, data.t, W)
    assert verdict.kind == "unknown"
    assert "weights rounded to 5 digits" in verdict.sentence


@examples(20)
@given(RUNS, st.floats(0, 1), st.sampled_from(KINDS), st.sampled_from([8, 4]), st.booleans())
def test_a_mistake_is_told_from_right_unless_the_digits_do_not_tell(scenario, share, kind, digits, shown):
    data, history = run_of(scenario)
    W = history.W[round(share * history.steps)].reshape(-1, 1)
    X, t, start = data.X, data.t, scenario.start_weights()
    right = right_numbers(kind, X, t, W)
    blur = _blur(Question(kind, X, t, W, None))
    for mistake in MISTAKES:
        mistaken = numbers_of(mistake, X, t, as_shown(W) if shown else W, start).at(kind)
        if mistaken is None or mistaken.shape != right.shape:
            continue
        mistaken = significant(mistaken, digits)
        verdict = recognise(kind, mistaken, X, t, W, start)
        if mistake.key in verdict.keys:
            continue
        # It is not named: then it is no other number here, as far as the digits go.
        largest = np.abs(right).max()
        gap = np.abs(mistaken - right)[:, 0]
        near = gap <= 2 * blur + 1e-6 * largest + 0.6 * 10.0 ** -(digits - 1) * np.maximum(np.abs(right)[:, 0], 1e-4)
        assert near.all() or verdict.kind != "right", (mistake.key, verdict.sentence)
        assert near.all() or not mistaken.any(), (mistake.key, verdict.sentence)


def test_at_a_minimum_the_digits_of_the_weights_do_not_tell_mistakes_apart():
    data, history = run_of(Scenario(data="moons", learning_rate=3.0, steps=5000))
    W = history.W[-1].reshape(-1, 1)
    right = right_numbers("dW", data.X, data.t, W)
    assert np.abs(right).max() < 1e-9
    mistaken = numbers_of(BY_KEY["no-n"], data.X, data.t, W).dW
    # All digits of all: that is the mistake. A few: nobody can say.
    verdict = recognise("dW", mistaken, data.X, data.t, W)
    assert verdict.keys == ("no-n",)
    assert "eight digits of the weights" in verdict.sentence
    verdict = recognise("dW", significant(mistaken, 3), data.X, data.t, W)
    assert verdict.kind in ("unknown", "right")
    assert "digits of the weights" in verdict.sentence


@pytest.mark.parametrize("digits", [None, 8, 4, 2])
def test_a_forgotten_bias_gradient_is_not_right(digits):
    data, history = run_of(Scenario(data="moons", steps=80))
    for step in range(5, 81, 3):
        W = history.W[step].reshape(-1, 1)
        numbers = significant(right_numbers("dW", data.X, data.t, W), digits)
        bias = right_numbers("dW", data.X, data.t, W)[-1, 0]
        numbers[-1] = 0.0
        decimals = max(len(repr(float(number)).partition(".")[2]) for number in numbers[:-1, 0])
        verdict = recognise("dW", numbers, data.X, data.t, W)
        if abs(bias) > 0.5 * 10.0 ** -max(decimals, 4):
            assert verdict.kind == "unknown", (step, bias, numbers, verdict.sentence)
            assert "2 of the 3 numbers are right; the first wrong one is in row 3, the bias" in verdict.sentence


def test_a_forgotten_bias_gradient_is_not_right_at_a_minimum_either():
    # There the eight digits of the weights allow for more than all of dW, but not for an exact 0.
    data, history = run_of(Scenario(data="moons", learning_rate=3.0, steps=1000))
    W = history.W[-1].reshape(-1, 1)
    numbers = right_numbers("dW", data.X, data.t, W)
    assert 1e-13 < abs(numbers[-1, 0]) < _blur(Question("dW", data.X, data.t, W, None))[-1]
    assert recognise("dW", numbers, data.X, data.t, W).kind == "right"
    numbers[-1] = 0.0
    verdict = recognise("dW", numbers, data.X, data.t, W)
    assert verdict.kind == "unknown", verdict.sentence
    assert "2 of the 3 numbers are right; the first wrong one is in row 3, the bias" in verdict.sentence


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ((0.3, 0.0), "right"),
        ((0.31, 0.0), "right"),
        ((0.3125, 0.0), "unknown"),
        ((0.31, 0.003), "right"),
        ((0.312, 0.0), "unknown"),
        ((0.313, 0.003), "right"),
        ((0.31, 0.01), "unknown"),
        ((0.0, 0.0), "unknown"),
        ((0.0, 0.0031), "unknown"),
        ((0.3125, 1e-9), "unknown"),
    ],
)
def test_a_0_is_right_where_the_number_rounds_to_0_in_the_digits_of_the_others(typed, kind):
    # At W = 0 every output is 1/2, so dL/dy is ±1/4 and dW = (1.25 / 4, 0.0125 / 4) = (0.3125, 0.003125).
    X, t, W = np.array([[1.0, 0.01], [-0.25, -0.0025]]), np.array([[0.0], [1.0]]), np.zeros((3, 1))
    assert right_numbers("dW", X, t, W).ravel().tolist() == [0.3125, 0.003125, 0.0]
    verdict = recognise("dW", np.array([*typed, 0.0]).reshape(3, 1), X, t, W)
    assert verdict.kind == kind, verdict.sentence


@every_kind
def test_small_numbers_with_few_digits_are_right_as_far_as_they_go(kind):
    # Of 5,000 samples each dL/dy is some 1e-4: four decimals are one digit.
    data = Scenario(data="blobs", samples=5000).dataset()
    W = np.array([[0.3], [-0.2], [0.1]])
    X, t = data.X[:2000], data.t[:2000]
    right = right_numbers(kind, X, t, W)
    unit = 10.0 ** np.floor(np.log10(np.abs(right).max()))
    verdict = recognise(kind, unit * np.round(right / unit), X, t, W)
    assert verdict.kind in ("right", "unknown")
    assert verdict.kind != "right" or "few digits" in verdict.sentence


@pytest.mark.parametrize(
    ("kind", "cause"), [("dL/dz", "−1/z"), ("dL/dy", "z − t, not t − z"), ("dW", "z − t, not t − z")]
)
def test_a_sign_that_has_turned_gets_its_cause(kind, cause):
    X, t, W = random_case(7)
    verdict = recognise(kind, -right_numbers(kind, X, t, W), X, t, W)
    assert verdict.kind == "mistake"
    assert "the right ones times −1" in verdict.sentence
    assert cause in verdict.sentence


@pytest.mark.parametrize(("data", "rate", "step"), [("one outlier", 20.0, 1), ("two samples", 20.0, 2)])
@pytest.mark.parametrize("kind", ["dL/dy", "dW"])
def test_a_factor_on_the_true_numbers_is_found_where_outputs_have_rounded(data, rate, step, kind):
    scenario = Scenario(data=data, learning_rate=rate, steps=5)
    dataset, history = run_of(scenario)
    now = moment(scenario, dataset, history, step)
    X, t, W, n = dataset.X, dataset.t, now.W, len(dataset.t)
    true = now.dW if kind == "dW" else now.dy
    assert now.gradient_differs
    turned = recognise(kind, -true, X, t, W)
    assert turned.kind == "mistake", turned.sentence
    assert "The sign is flipped" in turned.sentence
    assert recognise(kind, n * true, X, t, W).keys == ("no-n",)
    assert recognise(kind, true / n, X, t, W).keys == ("twice-n",)
    assert "times 3" in recognise(kind, 3.0 * true, X, t, W).sentence
    if kind == "dW":
        assert "the right arrows" in recognise(kind, now.X1 * now.dy, X, t, W).sentence
        last = true.copy()
        last[-1] += 1.0
        assert f"{len(true) - 1} of the {len(true)} numbers" in recognise(kind, last, X, t, W).sentence


# Shapes


@every_data_set
@every_kind
@pytest.mark.parametrize("digits", [None, 4])
def test_right_numbers_in_another_shape(data, kind, digits):
    X, t, W = case(data)
    right = significant(right_numbers(kind, X, t, W), digits)
    shapes = {"transposed": right.T, "flat": right.ravel(), "reshaped": right.reshape(-1, 1, 1), "without": right[1:]}
    for said, numbers in shapes.items():
        verdict = recognise(kind, numbers, X, t, W)
        assert (verdict.kind, verdict.keys) == ("shape", ())
        assert said in verdict.sentence


@every_data_set
def test_a_missing_bias_entry(data):
    X, t, W = case(data)
    right = right_numbers("dW", X, t, W)
    for numbers in (right[:-1], right[:-1].ravel(), significant(right[:-1], 4)):
        verdict = recognise("dW", numbers, X, t, W)
        assert verdict.kind == "shape"
        assert "the bias" in verdict.sentence


def test_a_missing_bias_entry_at_bias_zero_is_also_the_model_without_bias():
    X, t, W = random_case(6)
    W[-1] = 0.0
    verdict = recognise("dW", right_numbers("dW", X, t, W)[:-1], X, t, W)
    assert verdict.keys == ("no-bias",)
    assert "also the right ones" in verdict.sentence


def test_the_bias_entry_first():
    X, t, W = random_case(6)
    verdict = recognise("dW", np.roll(right_numbers("dW", X, t, W), 1), X, t, W)
    assert verdict.kind == "shape"
    assert "bias first" in verdict.sentence


@every_kind
def test_any_one_row_missing(kind):
    X, t, W = random_case(6)
    right = right_numbers(kind, X, t, W)
    for row in range(len(right)):
        verdict = recognise(kind, np.delete(right, row, axis=0), X, t, W)
        assert verdict.kind == "shape"
        assert f"without row {row + 1} of {len(right)}" in verdict.sentence


def test_the_first_rows_alone():
    X, t, W = random_case(9)
    assert "only the first 4 of 9" in recognise("dL/dz", right_numbers("dL/dz", X, t, W)[:4], X, t, W).sentence
    verdict = recognise("dL/dz", numbers_of(BY_KEY["no-n"], X, t, W).dz[:4], X, t, W)
    assert verdict.keys == ("no-n",)
    assert "only the first 4 of 9" in verdict.sentence


def test_numbers_that_broadcast_or_were_not_summed():
    X, t, W = random_case(6)
    right = numbers_of(None, X, t, W)
    broadcast = right.z - t.ravel()
    assert "(6,)" in recognise("dL/dy", broadcast, X, t, W).sentence
    verdict = recognise("dW", with_ones(X) * right.dy, X, t, W)
    assert verdict.kind == "shape"
    assert "sum" in verdict.sentence


@every_kind
@pytest.mark.parametrize("count", [0, 1, 8, 50])
def test_a_wrong_count(kind, count):
    X, t, W = random_case(6)
    verdict = recognise(kind, np.full(count, 0.1234), X, t, W)
    assert verdict.kind == "shape"
    assert verdict.sentence


# Anything else


@every_kind
def test_unknown_numbers(kind):
    X, t, W = random_case(6)
    right = right_numbers(kind, X, t, W)
    verdict = recognise(kind, right + np.linspace(0.1, 0.7, len(right)).reshape(-1, 1) ** 2, X, t, W)
    assert verdict.kind == "unknown"
    right = right.copy()
    right[1] += 0.5
    verdict = recognise(kind, right, X, t, W)
    assert verdict.kind == "unknown"
    assert "row 2" in verdict.sentence


def test_inf_and_nan_are_a_division_by_zero():
    X, t, W = random_case(2)
    for odd in (np.inf, -np.inf, np.nan):
        verdict = recognise("dL/dz", np.array([[odd], [1.0]]), X, t, W)
        assert verdict.kind == "unknown"
        assert "divides by zero" in verdict.sentence


def test_an_unknown_kind():
    X, t, W = random_case(2)
    with pytest.raises(ValueError, match="nothing else"):
        recognise("dL/dx", W, X, t, W)


@repeatable
@given(
    st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=8),
    st.sampled_from(KINDS),
    st.integers(1, 5),
    st.sampled_from([0.0, 1.0, 1e3, 1e6]),
)
def test_any_numbers_get_a_verdict(numbers, kind, n, size):
    X, t, W = random_case(n)
    verdict = recognise(kind, np.array(numbers), X, t, size * W)
    assert verdict.kind in ("right", "mistake", "shape", "unknown")
    assert set(verdict.keys) <= {mistake.key for mistake in MISTAKES}
    assert verdict.sentence.endswith(".")
    assert verdict.kind == "mistake" or not verdict.keys


@repeatable
@given(st.integers(0, 999), st.sampled_from(KINDS), st.lists(st.integers(-9999, 9999), min_size=6, max_size=6))
def test_random_numbers_accuse_nobody(seed, kind, numbers):
    X, t, W = random_case(6, 5, seed)
    column = np.array(numbers).reshape(-1, 1) / 1e4
    assume(np.abs(column).max() > 0.01)
    assert recognise(kind, column, X, t, W).kind == "unknown"


# Reading

READ = [
    ("0.425", [[0.425]]),
    ("0,425", [[0.425]]),
    ("-0,025", [[-0.025]]),
    ("0.425 0.400", [[0.425], [0.4]]),
    ("0,425 0,400", [[0.425], [0.4]]),
    ("[0,425 0,400]", [0.425, 0.4]),
    ("[0,425, 0,400]", [0.425, 0.4]),
    ("[0,425; 0,400]", [0.425, 0.4]),
    ("[0,425]", [0.425]),
    ("0,425, 0,400, -0,025", [[0.425], [0.4], [-0.025]]),
    ("0,425;0,400;-0,025", [[0.425], [0.4], [-0.025]]),
    ("0,425\n0,400\n−0,025\n", [[0.425], [0.4], [-0.025]]),
    ("0,425 1 -2", [[0.425], [1.0], [-2.0]]),
    ("0.425,0.400", [[0.425], [0.4]]),
    ("0.425, 0.400, -0.025,", [[0.425], [0.4], [-0.025]]),
    ("0.5,1", [[0.5], [1.0]]),
    ("1.000,5", [[1.0], [5.0]]),
    ("1,2", [[1.2]]),
    ("1, 2", [[1.0], [2.0]]),
    ("1,2,3", [[1.0], [2.0], [3.0]]),
    ("-2,2,-2,2", [[-2.0], [2.0], [-2.0], [2.0]]),
    ("[1,2]", [1.0, 2.0]),
    ("[[1,2],[3,4]]", [[1.0, 2.0], [3.0, 4.0]]),
    ("[[0,425], [0,400]]", [[0.425], [0.4]]),
    ("[[0.425]\n [0.4  ]]", [[0.425], [0.4]]),
    ("[[ 4.25e-01]\n [-2.50e-02]]", [[0.425], [-0.025]]),
    ("[[0.425 0.4]]", [[0.425, 0.4]]),
    ("[0.425] [0.4]", [[0.425], [0.4]]),
    ("[1. 0. -1.]", [1.0, 0.0, -1.0]),
    ("array([[0.425],\n       [0.4  ]])", [[0.425], [0.4]]),
    ("np.array([0.5, 0.25])", [0.5, 0.25]),
    ("array([0.5, 0.25], dtype=float32)", [0.5, 0.25]),
    ("tensor([[0.5], [0.25]], dtype=torch.float64)", [[0.5], [0.25]]),
    ("\u22120.5 \u20130.25", [[-0.5], [-0.25]]),
    ("\ufeff0.5\u00a00.25\u202f1", [[0.5], [0.25], [1.0]]),
    ("\t0.5\r\n\r\n0.25 ", [[0.5], [0.25]]),
    (".5 -.5 +.5", [[0.5], [-0.5], [0.5]]),
    ("1e-3,2e-3", [[0.001], [0.002]]),
    ("4,25e-1 1E+2", [[0.425], [100.0]]),
    ("-1.25e297", [[-1.25e297]]),
    ("1e-999", [[0.0]]),
    ("-0.0", [[0.0]]),
]


@pytest.mark.parametrize(("text", "expected"), READ, ids=[text for text, _ in READ])
def test_what_is_read(text, expected):
    numbers = read_numbers(text)
    assert numbers.dtype == float
    assert np.array_equal(numbers, np.array(expected))


REFUSED = [
    "",
    "   \n",
    "[]",
    "[[]]",
    "[[],[]]",
    "hello",
    "0.1 two 0.3",
    "1/2",
    "50 %",
    "2^3",
    "1_000",
    "0x10",
    "1,000.5",
    "1.2.3",
    "1,,2",
    "1;;2",
    ",",
    ";1",
    "- 0.5",
    "--1",
    "1-2",
    "e5",
    "1e",
    "1e5.5",
    "inf 1",
    "-inf",
    "nan",
    "[nan inf]",
    "1e999",
    "9" * 400,
    "٣",
    "１",
    "½",
    "0,425,0,400",
    "-0,425,0,400",
    "[1 2",
    "1 2]",
    "][",
    "[1 2]]",
    "[[1] 2]",
    "[1] 2",
    "[[[1]]]",
    "[[1 2] [3]]",
    "dW = [1 2]",
    "[0.1 0.2 ... 0.9]",
    "[0.1 … 0.9]",
    "{1, 2}",
    "(1, 2)",
    "1j",
    "True",
    "None",
    "'1'",
    "\x00",
    "1\u200b2",
    "0.5 # comment",
    "__import__('os').system('true')",
    "array(__import__('os'))",
    "array([1], dtype=float32",
    "<script>alert(1)</script>",
    "![](http://example.org/x.png)",
    "[" * 20_000,
    "[" * 20_000 + "]" * 20_000,
    "array(" * 6_000,
    ", dtype=" * 5_000,
    "1 " * (MAX_NUMBERS + 1),
    "[[1],[2]" + ",[3]" * MAX_NUMBERS + "]",
    "1" + " " * MAX_CHARACTERS,
]


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_what_is_refused_in_one_sentence(text):
    with pytest.raises(ValueError, match=r"^[A-Z][^\n]{10,160}\.$") as refused:
        read_numbers(text)
    assert not re.search(r"[<>`$\\!]|http", str(refused.value))


def test_the_limits_themselves_are_read():
    assert read_numbers("1 " * MAX_NUMBERS).shape == (MAX_NUMBERS, 1)
    assert read_numbers("1 ".ljust(MAX_CHARACTERS)).shape == (1, 1)
    assert read_numbers("[" + "[1 2]" * (MAX_NUMBERS // 2) + "]").shape == (MAX_NUMBERS // 2, 2)


@examples(500)
@given(st.text("0123456789.,;[]()-+e \n−", max_size=30) | st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    try:
        numbers = read_numbers(text)
    except ValueError as error:
        sentence = str(error)
        assert re.fullmatch(r"[A-Z][^\n]+\.", sentence)
        return
    assert np.isfinite(numbers).all()
    assert 1 <= numbers.ndim <= 2
    assert numbers.size > 0


@repeatable
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_what_python_and_numpy_print_is_read_back(numbers):
    column = np.array(numbers).reshape(-1, 1)
    with np.printoptions(threshold=MAX_NUMBERS, floatmode="unique"):
        texts = [str(column.tolist()), str(column), repr(column), " ".join(map(repr, numbers))]
    for text in texts:
        assert np.array_equal(read_numbers(text), column)
    assert np.array_equal(read_numbers(str(numbers)), column[:, 0])


def test_of_one_number_it_is_not_spoken_as_of_many():
    dataset = Scenario(data="two samples").dataset()
    X, t, W = dataset.X, dataset.t, np.zeros((3, 1))
    for rows, numbers, said in (
        (1, [[0.5], [1.0]], "dL/dy has 1 number here, (1, 1), and 2 are given."),
        (2, [[0.3]], "dL/dy has 2 numbers here, (2, 1), and 1 is given."),
        (2, [[0.5], [1.0], [2.0]], "dL/dy has 2 numbers here, (2, 1), and 3 are given."),
    ):
        assert recognise("dL/dy", np.array(numbers), X[:rows], t[:rows], W).sentence == said
