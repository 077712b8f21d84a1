"""The numbers to work out on paper: those of a step, each with what it is made of."""

import math
import re
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from core.classifier import with_ones
from core.loss import LOSSES
from core.mistakes.hand_calculation import DATA, SATURATED, exercise, quantities, stages
from core.mistakes.quantity import Quantity
from core.scenario import Scenario
from core.training import moment, train
from tests.examples import examples

pytestmark = pytest.mark.filterwarnings("error")

PRESET_W = (0.1, -0.2, 0.3)
WEIGHTS = st.tuples(*[st.integers(-1800, 1800).map(lambda thousandths: thousandths / 1000)] * 3)
MINUS = "\N{MINUS SIGN}"
TEXTBOOK = {"y": "z", "z": "ŷ", "dL/dz": "dL/dŷ", "dz/dy": "dŷ/dz", "dL/dy": "dL/dz"}


def numbers(W=PRESET_W, loss="BCE", lr=1.0, features=(), named=str):
    scenario = exercise(Scenario(data=DATA, loss=loss, learning_rate=lr, features=features), np.array(W))
    data = scenario.dataset()
    now = moment(scenario, data, train(scenario, data), 0)
    return quantities(stages(now, scenario.loss, scenario.learning_rate, named))


def quantity(name, **case):
    return next(each for each in numbers(**case) if each.name == name)


def plain(value):
    return Quantity("y", "y", value, "y = what it is", "", (), ())


def on_paper(W, loss, lr):
    """The step again, a number at a time, as one would on paper."""
    (w1, w2, b), X, t = W, ((1, 2), (3, 4)), (1, 0)
    y = [x1 * w1 + x2 * w2 + b for x1, x2 in X]
    z = [1 / (1 + math.exp(-each)) for each in y]
    if loss == "BCE":
        L = -(math.log(z[0]) + math.log(1 - z[1])) / 2
        dz = [-1 / z[0] / 2, 1 / (1 - z[1]) / 2]
    else:
        L = ((z[0] - 1) ** 2 + z[1] ** 2) / 2
        dz = [z[0] - 1, z[1]]
    slope = [each * (1 - each) for each in z]
    dy = [dz[0] * slope[0], dz[1] * slope[1]]
    dW = [X[0][0] * dy[0] + X[1][0] * dy[1], X[0][1] * dy[0] + X[1][1] * dy[1], dy[0] + dy[1]]
    assert len(t) == 2
    return [*y, *z, L, *dz, *slope, *dy, *dW, *(weight - lr * each for weight, each in zip(W, dW, strict=True))]


# The numbers


def test_the_seventeen_numbers_of_the_preset_in_the_order_of_the_pass():
    assert [(each.name, each.shown) for each in numbers()] == [
        ("y of sample 0", "0"),
        ("y of sample 1", f"{MINUS}0.2"),
        ("z of sample 0", "0.5"),
        ("z of sample 1", "0.45016600"),
        ("L", "0.64564302"),
        ("dL/dz of sample 0", f"{MINUS}1"),
        ("dL/dz of sample 1", "0.90936538"),
        ("dz/dy of sample 0", "0.25"),
        ("dz/dy of sample 1", "0.24751657"),
        ("dL/dy of sample 0", f"{MINUS}0.25"),
        ("dL/dy of sample 1", "0.22508300"),
        ("dW of w1", "0.42524900"),
        ("dW of w2", "0.40033201"),
        ("dW of b", f"{MINUS}0.024916999"),
        ("new w1", f"{MINUS}0.32524900"),
        ("new w2", f"{MINUS}0.60033201"),
        ("new b", "0.32491700"),
    ]


@examples(60)
@given(WEIGHTS, st.sampled_from(sorted(LOSSES)), st.sampled_from([0.01, 0.5, 1.0, 30.0]))
def test_every_number_is_the_one_on_paper(W, loss, lr):
    values = [each.value for each in numbers(W, loss, lr)]
    assert values == pytest.approx(on_paper(W, loss, lr), rel=1e-9, abs=1e-11)


def test_a_sum_that_cancels_is_0_as_on_paper():
    assert quantity("y of sample 0").value == 0
    assert quantity("y of sample 0", W=(1e6, -1e6, 1e6)).value == 0


def test_one_feature_has_two_weights():
    assert len(numbers((0.5, -1.0), features=("x2",))) == 15
    assert quantity("y of sample 0", W=(0.5, -1.0), features=("x2",)).formula == "y = 2 · w1 + 1 · b"


def test_the_notation_changes_names_and_hints_but_no_key():
    course, textbook = numbers(), numbers(named=lambda symbol: TEXTBOOK.get(symbol, symbol))
    assert [each.key for each in textbook] == [each.key for each in course]
    assert [each.name for each in textbook][:4] == [
        "z of sample 0",
        "z of sample 1",
        "ŷ of sample 0",
        "ŷ of sample 1",
    ]
    assert textbook[5].formula == "dL/dŷ = −(t / ŷ − (1 − t) / (1 − ŷ)) / N"
    assert textbook[9].formula == "dL/dz = dL/dŷ · dŷ/dz"


def test_a_key_is_for_one_number_and_does_not_give_it_away():
    here, elsewhere = numbers(), numbers(lr=0.5)
    keys = [each.key for each in here]
    assert len(set(keys)) == 17
    # Only the new weights depend on lr: the rest keeps its keys, and with them what was typed.
    assert [key for key in keys if key in {each.key for each in elsewhere}] == keys[:14]
    assert not any("." in key for key in keys)


# Which case can be worked out


def test_the_exercise_is_one_step_from_the_weights_it_is_given():
    own = Scenario(data=DATA, loss="MSE", optimizer="Adam", batch=1, learning_rate=0.3, steps=500, start="zero")
    assert exercise(own, np.array(PRESET_W)) == Scenario(
        data=DATA, start="typed", weights=PRESET_W, loss="MSE", learning_rate=0.3, steps=1
    )


def test_the_exercise_is_on_the_features_as_the_run_has_them():
    own = Scenario(data=DATA, scaling="standard")
    assert exercise(own, np.array(PRESET_W)).dataset().X.tolist() == [[-1.0, -1.0], [1.0, 1.0]]


@pytest.mark.parametrize(
    ("scenario", "W", "reason"),
    [
        (Scenario(), (0.0, 0.0), "The data set in the sidebar, Ames housing, is too large"),
        (Scenario(data=DATA), (10.0, 10.0, 0.0), "the sigmoid is saturated"),
        (Scenario(data=DATA), (2e6, -2e6, 2e6), "the sigmoid is saturated"),
    ],
)
def test_what_is_too_much_for_paper_says_why(scenario, W, reason):
    with pytest.raises(ValueError, match=reason):
        exercise(scenario, np.array(W))


@pytest.mark.parametrize("loss", sorted(LOSSES))
@pytest.mark.parametrize("sign", [1, -1])
def test_at_the_edge_of_saturation_eight_digits_still_hold(loss, sign):
    W = (0.0, 0.0, sign * SATURATED)
    z, rest = Decimal(1) / (1 + (-Decimal(W[2])).exp()), Decimal(1) / (1 + Decimal(W[2]).exp())
    here = {each.name: each.value for each in numbers(W, loss)}
    assert here["dz/dy of sample 0"] == pytest.approx(float(z * rest), rel=1e-8)
    if loss == "BCE":
        assert here["dL/dz of sample 1"] == pytest.approx(float(1 / rest / 2), rel=1e-8)


# What a formula is filled with


@pytest.mark.parametrize(
    ("name", "loss", "filled"),
    [
        ("y of sample 0", "BCE", ""),
        ("z of sample 1", "BCE", f"1 / (1 + e^{MINUS}({MINUS}0.2))"),
        ("L", "BCE", f"{MINUS}(log 0.5 + log(1 {MINUS} 0.45016600)) / 2"),
        ("L", "MSE", f"((0.5 {MINUS} 1)² + (0.45016600 {MINUS} 0)²) / 2"),
        ("dL/dz of sample 0", "BCE", f"{MINUS}(1 / 0.5 {MINUS} 0 / (1 {MINUS} 0.5)) / 2"),
        ("dL/dz of sample 0", "MSE", f"2(0.5 {MINUS} 1) / 2"),
        ("dz/dy of sample 1", "BCE", f"0.45016600 · (1 {MINUS} 0.45016600)"),
        ("dL/dy of sample 0", "BCE", f"{MINUS}1 · 0.25"),
        ("dW of w1", "BCE", f"1 · ({MINUS}0.25) + 3 · 0.22508300"),
        ("new b", "BCE", f"0.3 {MINUS} 1 · ({MINUS}0.024916999)"),
    ],
)
def test_a_formula_is_filled_with_the_numbers_before_it(name, loss, filled):
    assert quantity(name, loss=loss).filled == filled


@examples(60)
@given(st.tuples(*[st.floats(-5.0, 5.0)] * 3), st.sampled_from(sorted(LOSSES)), st.sampled_from([0.01, 1.0]))
@example((0.0, 0.0, SATURATED), "BCE", 1.0)
@example((0.0, 0.0, 8.0), "MSE", 1.0)
def test_a_filled_formula_comes_to_the_number_and_is_made_of_what_stands_before_it(W, loss, lr):
    assume(np.abs(with_ones(Scenario(data=DATA).dataset().X) @ W).max() <= SATURATED)
    known = set()
    for each in numbers(W, loss, lr):
        assert known.issuperset(each.made_of)
        assert bool(each.filled) == bool(each.made_of)
        known.add(each.key)
        if each.filled:
            assert comes_to(each.filled) == pytest.approx(each.value, rel=2e-6, abs=1e-9), (each.name, each.filled)


def comes_to(filled):
    """What a filled formula comes to, as Python has it."""
    python = filled.replace(MINUS, "-").replace("·", "*").replace("²", "**2").replace("2(", "2 * (")
    python = re.sub(r"log(?:\(([^()]*)\)| ([\d.e-]+))", r"log(\1\2)", python).replace("e^-", "exp(-1) ** ")
    return eval(python, {"log": math.log, "exp": math.exp})
