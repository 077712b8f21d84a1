"""The judge of what was typed: exact, specific, and never surprised."""

import math
import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.data.scaling import SCALINGS
from core.loss import LOSSES
from core.mistakes.hand_calculation import DATA, exercise, quantities, stages
from core.mistakes.judge import Judgement, judge
from core.mistakes.typed_number import is_value, read, write
from core.optimizer import OPTIMIZERS
from core.scenario import Scenario
from core.training import moment, train
from tests.core.mistakes.test_hand_calculation import MINUS, TEXTBOOK, WEIGHTS, comes_to, numbers, plain, quantity
from tests.examples import examples

pytestmark = pytest.mark.filterwarnings("error")
repeatable = examples(300)


# What is right


@repeatable
@given(st.floats(1e-9, 1e7), st.booleans(), st.integers(2, 10), st.sampled_from([".", ","]))
def test_any_rounding_to_two_digits_or_more_is_right(size, negative, digits, point):
    value = -size if negative else size
    for text in (f"{value:#.{digits}g}", f"{value:.{digits - 1}e}", fixed(value, digits)):
        for minus in ("-", MINUS, "\N{EN DASH}"):
            typed = text.replace(".", point)
            typed = minus + typed[1:] if negative else typed
            assert judge(plain(value), typed).kind == "right", typed


def fixed(value, digits):
    """Rounded to so many significant digits, without a power of ten."""
    value = Decimal(value)
    place = Decimal(1).scaleb(value.adjusted() - digits + 1)
    return (
        format(value.quantize(place, ROUND_HALF_UP), "f")
        if place < 1
        else str(int((value / place).quantize(Decimal(1), ROUND_HALF_UP) * place))
    )


@repeatable
@given(st.floats(1e-6, 1e5), st.booleans(), st.integers(2, 6), st.integers(1, 1000), st.booleans())
def test_off_by_one_in_the_last_digit_or_more_is_wrong(size, negative, digits, off, up):
    value = Decimal(-size if negative else size)
    power = value.adjusted() - digits + 1
    exact = value.scaleb(-power)
    # On a tie both neighbours are roundings.
    assume(abs(abs(exact - int(exact)) - Decimal("0.5")) > Decimal("1e-6"))
    rounded = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    typed = rounded + (off if up else -off)
    verdict = judge(plain(float(value)), f"{typed}e{power}")
    assert verdict.kind == "wrong"
    assert verdict.message.startswith("Not yet: ")


@repeatable
@given(st.floats(1e-6, 1e5), st.booleans(), st.integers(7, 15), st.floats(-5e-6, 5e-6))
def test_of_more_digits_than_six_those_behind_say_nothing(size, negative, digits, off):
    value = -size if negative else size
    typed = f"{value * (1 + off):.{digits - 1}e}"
    allowed = 1e-6 + 0.5 * 10.0 ** (1 - digits)
    assume(abs(abs(off) - allowed) > 0.6e-6)
    assert (judge(plain(value), typed).kind == "right") == (abs(off) < allowed)


@st.composite
def cells(draw):
    """The numbers that are asked for at a step of some run on the two samples, however far it has come."""
    scenario = Scenario(
        data=DATA,
        features=draw(st.sampled_from([(), ("x1",), ("x2",)])),
        loss=draw(st.sampled_from(sorted(LOSSES))),
        optimizer=draw(st.sampled_from(sorted(OPTIMIZERS))),
        batch=draw(st.sampled_from([0, 1])),
        learning_rate=draw(st.sampled_from([1e-4, 0.3, 20.0]) | st.floats(1e-4, 100.0)),
        scaling=draw(st.sampled_from(SCALINGS)),
        start=draw(st.sampled_from(["zero", "small random", "far away"])),
        seed=draw(st.integers(0, 99)),
        steps=30,
    )
    data = scenario.dataset()
    W = train(scenario, data).W
    try:
        asked = exercise(scenario, W[draw(st.integers(0, len(W) - 1))])
    except ValueError:
        # Then the page has the preset's.
        asked = exercise(Scenario(data=DATA, learning_rate=1.0), np.array([0.1, -0.2, 0.3]))
    data = asked.dataset()
    now = moment(asked, data, train(asked, data), 0)
    return quantities(stages(now, asked.loss, asked.learning_rate))


@repeatable
@given(cells())
def test_at_any_step_of_any_run_the_number_is_right_as_it_is_shown_and_with_all_its_digits(asked):
    for each in asked:
        for text in (each.shown, each.shown.replace(".", ","), repr(float(each.value)), f"{each.value:.17e}"):
            assert judge(each, text).kind == "right", (each.name, each.value, text)


@repeatable
@given(cells(), st.integers(9, 15))
def test_whoever_reckons_with_the_digits_that_are_shown_may_type_all_that_a_calculator_shows(asked, digits):
    for each in asked:
        if each.filled:
            reckoned = comes_to(each.filled)
            # Where terms cancel to nothing there are no digits left to reckon with.
            if math.isclose(reckoned, each.value, rel_tol=9e-7):
                text = f"{reckoned:#.{digits}g}"
                others = (slip.value for slip in (*each.slips, *each.pairs))
                mistaken = any(is_value(read(text), other) for other in others)
                assert mistaken or judge(each, text).kind == "right", (each.name, each.value, each.filled, text)


@repeatable
@given(cells(), st.sampled_from([5, 8, 12]))
def test_at_any_step_of_any_run_a_known_slip_is_wrong_unless_it_is_the_number(asked, digits):
    for each in asked:
        for slip in each.slips:
            text = f"{slip.value:#.{digits}g}"
            if not any(math.isclose(x, each.value, rel_tol=1e-7, abs_tol=1e-12) for x in (slip.value, float(text))):
                assert judge(each, text).kind == "wrong", (each.name, each.value, text, slip.hint)


@repeatable
@given(st.integers(-500, 500), st.integers(1, 500))
def test_a_fraction_is_right_where_it_is_exact(above, below):
    value = above / below
    assert judge(plain(value), f"{above}/{below}").kind == "right"
    assert judge(plain(value), f"{above} / {below}".replace("-", MINUS)).kind == "right"
    assert judge(plain(value), f"{above + 1}/{below}").kind == "wrong"


@pytest.mark.parametrize(
    ("value", "text", "kind"),
    [
        (0.645643, "0.65", "right"),
        (0.645643, "0,6456", "right"),
        (0.645643, "0.64", "wrong"),
        (0.645643, "0.6", "wrong"),
        (0.645643, "1", "wrong"),
        (0.645643, " +.65 ", "right"),
        (0.645643, "6.5e-1", "right"),
        (0.645643, "0.64564300000000000000000000000", "right"),
        (0.0, "0", "right"),
        (0.0, "-0.00", "right"),
        (0.0, "0.01", "wrong"),
        (-1.0, f"{MINUS}1", "right"),
        (-1.0, "- 1", "right"),
        (-1.0, "-1,00", "right"),
        (-1.0, "1", "wrong"),
        (0.25, "1/4", "right"),
        (0.25, "0.3", "wrong"),
        (0.125, "0.12", "right"),
        (0.125, "0.13", "right"),
        (1 / 3, "1/3", "right"),
        (0.4501660, "9/20", "wrong"),
        (3e-7, "0.00", "wrong"),
        (104.3, "100", "right"),
        (104.3, "104", "right"),
        (104.3, "110", "wrong"),
        (104.3, "100.0", "wrong"),
    ],
)
def test_examples(value, text, kind):
    assert judge(plain(value), text).kind == kind


def test_a_right_answer_shows_the_number_to_eight_digits():
    verdict = judge(quantity("z of sample 1"), "0.45")
    assert (verdict.kind, verdict.message) == ("right", "Right: 0.45016600")


def test_numbers_are_written_as_on_screen():
    texts = [write(value) for value in (0.0, -0.0, 1.0, -0.2, 0.45016600268752216, 1e-9, 1634508.686, -1 / 3)]
    assert texts == ["0", "0", "1", "−0.2", "0.45016600", "1e−9", "1634508.7", "−0.33333333"]


# What cannot be read

HOSTILE = (
    "abc",
    "nan",
    "inf",
    "-Infinity",
    "1/0",
    "0/0",
    "1/2/3",
    "1//2",
    "/2",
    "1/",
    "1.2.3",
    "1,000.5",
    "1e",
    "e5",
    "1e999999999",
    "1e+-5",
    "--1",
    "-",
    ".",
    ",",
    "-.",
    "0x1F",
    "1_000",
    "½",
    "٣",
    "１",
    "1j",
    "9" * 5000,
    "1/" + "9" * 5000,
    "__import__('os').system('true')",
    "2**9999999",
    "0.5; drop table",
    "<script>alert(1)</script>",
    "0.5\n0.6",
    "0.5\x00",
    "\u202e5.0",
    "$x^2$",
    "0.5 0.6",
    "1 000",
    "=0.5",
    "50%",
    "0.5e1.5",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_number_is_unreadable(text):
    for each in (*numbers(), plain(0.5)):
        assert judge(each, text).kind == "unreadable"


@repeatable
@given(st.text(max_size=60) | st.text("0123456789.,/eE+-−– ", max_size=45))
def test_no_text_makes_the_judge_fail(text):
    for value in (0.0, 0.5, -1634508.686, 3e-13):
        verdict = judge(plain(value), text)
        assert verdict.kind in ("right", "wrong", "unreadable", "empty")
        assert (verdict.kind == "empty") == (not text.strip())
    assert read(text) is None or judge(plain(0.5), text).kind in ("right", "wrong")


# What the hints say


@pytest.mark.parametrize(
    ("name", "text", "hint"),
    [
        ("y of sample 1", "0.2", "the sign is not"),
        ("y of sample 1", "0,7", "column of ones first"),
        ("y of sample 1", "-0.5", "b is missing"),
        ("y of sample 1", "0", "that is y of sample 0"),
        ("y of sample 0", "1/2", "column of ones first"),
        ("y of sample 1", "0.45", "that is z, the stage after"),
        ("y of sample 0", "7", "y = 1 · w1 + 2 · w2 + 1 · b"),
        ("z of sample 1", "0.55", "the exponent is −y"),
        ("z of sample 1", "-0.2", "that is y, the stage before"),
        ("z of sample 1", "0.5", "that is z of sample 0"),
        ("z of sample 1", "0.6456", "that is L, the stage after"),
        ("z of sample 1", "3", "z = 1 / (1 + e^−y)"),
        ("L", "-0.65", "the minus in front is missing"),
        ("L", "1.29", "1/N is missing"),
        ("L", "0.28", "base 10"),
        ("L", "0.93", "base 2"),
        ("L", "0.69", "the loss of sample 0 alone"),
        ("L", "0.745643", "t and 1 − t have changed places"),
        ("L", "0.2263", "that is MSE; the loss here is BCE"),
        ("dL/dz of sample 0", "1", "dL/dz is below 0 where t = 1"),
        ("dL/dz of sample 0", "-2", "1/N is missing"),
        ("dL/dz of sample 1", "1.82", "1/N is missing"),
        ("dL/dz of sample 1", "-1", "that is dL/dz of sample 0"),
        ("dL/dz of sample 1", "0.2251", "σ′ is in it already"),
        ("dL/dz of sample 1", "-1.1107", "t and 1 − t have changed places"),
        ("dL/dz of sample 0", "-1/2", "that is half of it"),
        ("dz/dy of sample 1", "0.45", "the factor 1 − z is missing"),
        ("dz/dy of sample 1", "0.250", "that is dz/dy of sample 0"),
        ("dz/dy of sample 1", "-0.24", "that is y(1 − y)"),
        ("dz/dy of sample 1", "0.238", "z is the output already"),
        ("z of sample 1", "-0.45", "between 0 and 1"),
        ("dz/dy of sample 1", "-0.2475", "both above 0"),
        ("new w1", "0.325249", "that is lr · dW − w1"),
        ("dL/dy of sample 0", "0.25", "t and z may have changed places"),
        ("dL/dy of sample 0", "-1", "σ′ is missing"),
        ("dL/dy of sample 0", "-1/2", "1/N is missing"),
        ("dL/dy of sample 1", "0.45", "1/N is missing"),
        ("dL/dy of sample 1", "0.2475", "that is dz/dy, the stage before"),
        ("dL/dy of sample 1", "0.4003", "that is dW of w2, the stage after"),
        ("dW of w1", "-0.425", "it takes z − t, not t − z"),
        ("dW of w1", "0.8505", "1/N is missing"),
        ("dW of w1", "1.728", "σ′ is missing"),
        ("dW of w1", "-0.0249", "column of ones first"),
        ("dW of w1", "0.6752", "the part of sample 1 alone"),
        ("dW of b", "0.40", "column of ones first"),
        ("dW of b", "0.4252", "that is dW of w1"),
        ("dW of w2", "5", "dW of w2 = 2 · dL/dy of sample 0 + 4 · dL/dy of sample 1"),
        ("new w1", "0.525249", "+ lr · dW"),
        ("new w1", "-0.42525", "that is the step alone"),
        ("new w1", "-0.7505", "1/N is missing"),
        ("new w1", "0.425", "that is dW of w1, the stage before"),
        ("new w1", "0.1", "that is the old w1"),
        ("new w1", "-0.6003", "that is the new w2"),
        ("new w2", "9", "new w2 = w2 − lr · dW of w2"),
    ],
)
def test_the_hint_names_the_mistake(name, text, hint):
    verdict = judge(quantity(name), text)
    assert verdict.kind == "wrong"
    assert hint in verdict.message


@pytest.mark.parametrize(
    ("name", "text", "hint"),
    [
        ("dL/dz of sample 1", "0.909", "that is the slope of BCE; the loss here is MSE"),
        ("dL/dz of sample 1", "0.2251", "a factor 2"),
        ("L", "0.4526", "1/N is missing"),
        ("L", "0.6456", "that is BCE; the loss here is MSE"),
        ("new w1", "-0.10", "lr is missing, and lr = 0.5"),
    ],
)
def test_with_the_other_loss_and_lr(name, text, hint):
    if name == "new w1":
        text = write(0.1 - quantity("dW of w1", loss="MSE").value)
    assert hint in judge(quantity(name, loss="MSE", lr=0.5), text).message


@examples(40)
@given(WEIGHTS, st.sampled_from(sorted(LOSSES)), st.sampled_from([0.1, 1.0]))
def test_every_known_mistake_is_recognised_unless_it_is_right_or_another(W, loss, lr):
    for each in numbers(W, loss, lr):
        known = {f"Not yet: {slip.hint}" for slip in each.slips}
        for slip in each.slips:
            verdict = judge(each, f"{slip.value:#.12g}")
            assert verdict.kind == "right" or verdict.message in known


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("0.6", "two digits or more"),
        ("0.64", "the last digit is off"),
        ("0.6457", "the last digit is off"),
        ("65/100", "a fraction counts as exact"),
    ],
)
def test_what_is_almost_right_hears_so(text, hint):
    assert hint in judge(plain(0.645643), text).message


def test_a_number_a_tenth_off_is_not_very_close_because_it_has_few_digits():
    assert "very close" not in judge(plain(0.0107), "0.012").message


@pytest.mark.parametrize(
    ("value", "text", "begun"), [(0.5, "1", False), (0.3, "0", False), (0.96, "1", True), (7.3, "7", True)]
)
def test_one_digit_is_right_so_far_only_where_it_begins_the_number(value, text, begun):
    assert ("right so far" in judge(plain(value), text).message) == begun


@pytest.mark.parametrize(
    ("text", "kind"),
    [("0.10", "wrong"), ("0.100", "wrong"), ("0.096", "right"), ("0.0957", "right"), ("0.1", "wrong")],
)
def test_the_old_weight_does_not_pass_as_the_new_one(text, kind):
    verdict = judge(quantity("new w1", lr=0.01), text)
    assert verdict.kind == kind, verdict.message
    if text == "0.10":
        assert verdict.message == "Not yet: right so far, but a mistake looks the same. Give 3 digits or more."


@examples(60)
@given(WEIGHTS, st.sampled_from(sorted(LOSSES)), st.sampled_from([0.001, 0.1, 1.0]), st.integers(2, 7))
def test_no_rounded_mistake_is_right_and_eight_digits_always_are(W, loss, lr, digits):
    for each in numbers(W, loss, lr):
        assert judge(each, f"{each.value:#.8g}").kind == "right"
        for slip in each.slips:
            text = f"{slip.value:#.{digits}g}"
            # It may be the very number, or this mistake changes nothing here.
            if not any(
                math.isclose(number, each.value, rel_tol=1e-9, abs_tol=1e-12) for number in (float(text), slip.value)
            ):
                assert judge(each, text).kind == "wrong", (each.name, text, slip.hint)


@examples(60)
@given(WEIGHTS, st.sampled_from(sorted(LOSSES)), st.sampled_from([0.001, 1.0]), st.integers(2, 7))
def test_whoever_gives_as_many_digits_as_are_asked_for_is_right(W, loss, lr, digits):
    for each in numbers(W, loss, lr):
        verdict = judge(each, f"{each.value:#.{digits}g}")
        if verdict.kind != "right":
            (asked,) = re.findall(r"Give (\d) digits or more", verdict.message)
            assert int(asked) > digits
            assert judge(each, f"{each.value:#.{asked}g}").kind == "right"


# Two slips at once


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("dL/dz of sample 0", "2", "two slips at once: the sign is wrong, and 1/N is missing."),
        ("dL/dz of sample 1", "-1.82", "two slips at once: the sign is wrong, and 1/N is missing."),
        ("dL/dz of sample 1", "-1.8", "that looks like two slips at once. Give one more digit to find out which."),
        ("dL/dz of sample 1", "-2.2214", "two slips at once: 1/N is missing, and t and 1 − t have changed places."),
        ("L", "-1.291", "two slips at once: the sign is wrong, and 1/N is missing."),
        ("L", "0.5608", "two slips at once: log is to base 10, and 1/N is missing."),
        ("dL/dy of sample 0", "-2", "two slips at once: σ′ is missing, and 1/N is missing."),
        ("dL/dy of sample 1", "-0.4502", "two slips at once: the sign is wrong, and 1/N is missing."),
        ("y of sample 1", "0.500", "two slips at once: the sign is wrong, and b is missing."),
        ("dW of w1", "3.456", "two slips at once: σ′ is missing, and 1/N is missing."),
        ("dW of w2", "-0.8007", "two slips at once: the sign is wrong, and 1/N is missing."),
        ("new w1", "0.9505", "two slips at once: it adds lr · dW, and 1/N is missing."),
        # One slip is enough to say so, and a digit that is off is likelier than two slips.
        ("dL/dy of sample 0", "-1", "that is dL/dz: σ′ is missing, the factor dz/dy."),
        ("dL/dz of sample 1", "5.5", "dL/dz = −(t / z − (1 − t) / (1 − z)) / N."),
    ],
)
def test_two_slips_at_once_are_both_named(name, text, said):
    verdict = judge(quantity(name), text)
    assert verdict == Judgement("wrong", f"Not yet: {said}")


@examples(40)
@given(WEIGHTS, st.sampled_from(sorted(LOSSES)), st.sampled_from([0.01, 1.0]))
def test_a_pair_of_slips_is_named_unless_it_comes_to_the_same_as_something_simpler(W, loss, lr):
    for each in numbers(W, loss, lr):
        for pair in each.pairs:
            verdict = judge(each, f"{pair.value:#.12g}")
            same = {f"Not yet: two slips at once: {p.hint}" for p in each.pairs if near(p.value, pair.value)}
            simpler = any(near(value, pair.value) for value in (each.value, *(slip.value for slip in each.slips)))
            assert simpler or verdict.message in same, (each.name, pair, verdict)


def near(one, other):
    # As pytest.approx would have it, in a fiftieth of the time: it is asked of every two slips.
    return math.isclose(one, other, rel_tol=1e-8, abs_tol=1e-11)


@examples(60)
@given(WEIGHTS, st.sampled_from(sorted(LOSSES)), st.sampled_from([0.001, 1.0]), st.integers(2, 8))
def test_no_pair_of_slips_changes_what_is_right_or_which_slip_is_named(W, loss, lr, digits):
    for each in numbers(W, loss, lr):
        without = replace(each, pairs=())
        for value in (each.value, *(slip.value for slip in each.slips)):
            text = f"{value:#.{digits}g}"
            assert judge(each, text) == judge(without, text)


def test_what_is_known_already_stands_in_the_formula_of_a_hint():
    assert judge(quantity("z of sample 1"), "3", "z = 1 / (1 + e^−(−0.2))").message == (
        "Not yet: z = 1 / (1 + e^−(−0.2))."
    )


def test_no_message_is_longer_than_its_place_on_the_page():
    for loss in LOSSES:
        for each in numbers(loss=loss, named=lambda symbol: TEXTBOOK.get(symbol, symbol)):
            # Three numbers beside each other have less room than two.
            most = 90 if each.name.startswith(("dW", "new")) else 105
            hints = [each.formula + ".", *(slip.hint for slip in each.slips)]
            hints += [f"two slips at once: {pair.hint}" for pair in each.pairs]
            said = [f"Not yet: {hint}" for hint in hints] + [f"Revealed: {each.shown}, as {each.formula}."]
            assert max(map(len, said)) <= most, max(said, key=len)
