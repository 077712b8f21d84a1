"""The gradient checker itself, on functions whose derivative is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from core.classifier import sigmoid, with_ones
from core.gradient_check import TOLERANCE, Check, check_outputs, check_weights, numerical_gradient, relative_error
from core.loss import BCE, LOSSES, MSE
from core.training import moment, train
from tests.core.test_training import saturations, scenarios
from tests.examples import examples

pytestmark = pytest.mark.filterwarnings("error")
repeatable = examples(60)


@repeatable
@given(arrays(float, array_shapes(min_dims=0, max_dims=3, max_side=3), elements=st.floats(0.1, 2)))
def test_the_gradient_of_a_sum_of_cubes_in_any_shape(x):
    gradient = numerical_gradient(lambda x: float((x**3).sum()), x)
    assert gradient.shape == x.shape
    assert relative_error(gradient, 3 * x**2) < TOLERANCE


def test_entries_that_act_on_one_another():
    x = np.array([[1.0, 2.0], [3.0, 4.0]])
    gradient = numerical_gradient(lambda x: float(np.linalg.det(x)), x)
    assert np.allclose(gradient, [[4.0, -3.0], [-2.0, 1.0]], atol=1e-9)


def test_the_point_is_not_changed():
    x = np.array([[1.0], [2.0]])
    seen = []
    numerical_gradient(lambda _: seen.append(x.tolist()) or 0.0, x)
    assert seen == 4 * [[[1.0], [2.0]]]


def test_a_point_of_ints_is_stepped_in_floats():
    assert numerical_gradient(lambda x: float((x**2).sum()), np.array([1, 2])) == pytest.approx([2.0, 4.0])


def test_the_step_is_h_to_both_sides():
    seen = []
    numerical_gradient(lambda x: seen.append(x.tolist()) or 0.0, np.array([1.0, 2.0]), h=0.25)
    assert sorted(seen) == [[0.75, 2.0], [1.0, 1.75], [1.0, 2.25], [1.25, 2.0]]


def test_the_error_of_a_central_difference_falls_with_the_square_of_h():
    errors = [abs(numerical_gradient(lambda x: float(np.exp(x)), np.array(0.0), h) - 1.0) for h in (1e-1, 1e-2)]
    assert errors[0] / errors[1] == pytest.approx(100.0, rel=0.01)


def test_the_relative_error_is_the_courses_definition():
    assert relative_error([1.0, 2.0], [1.0, 3.0]) == pytest.approx(1.0 / 5.0)
    assert relative_error([1.0], [-1.0]) == 1.0
    assert relative_error([0.0], [1e-9]) == pytest.approx(0.1)
    assert relative_error([0.0, 5.0], [0.0, 5.0]) == 0.0
    assert relative_error(2.0, 2) == 0.0


@repeatable
@given(arrays(float, 3, elements=st.floats(-1e6, 1e6)), arrays(float, 3, elements=st.floats(-1e6, 1e6)))
def test_the_relative_error_is_symmetric_and_lies_between_0_and_1(a, b):
    assert relative_error(a, b) == relative_error(b, a)
    assert 0.0 <= relative_error(a, b) <= 1.0


@pytest.mark.parametrize(
    "slip", [lambda g: -g, lambda g: 2 * g, lambda g: g / 3, lambda g: g[::-1], lambda g: g + 1e-4]
)
def test_a_wrong_gradient_fails(slip):
    x = np.array([0.5, 1.0, 2.0])
    measured = numerical_gradient(lambda x: float((x**2).sum()), x)
    assert relative_error(2 * x, measured) < TOLERANCE < relative_error(slip(2 * x), measured)


@pytest.mark.parametrize("loss", [BCE(), MSE()], ids=["BCE", "MSE"])
@pytest.mark.parametrize("scale", [0.1, 3.0])
def test_both_gradients_of_the_real_code_pass_at_the_usual_h(loss, scale):
    rng = np.random.default_rng(1)
    X, t, W = rng.standard_normal((30, 3)), rng.integers(0, 2, (30, 1)) * 1.0, scale * rng.standard_normal((4, 1))
    weights = check_weights(X, t, W, loss)
    assert weights.passes
    assert weights.analytic.shape == weights.numerical.shape == weights.error.shape == (4, 1)
    assert weights.worst == weights.error.max()
    y = with_ones(X) @ W
    outputs = check_outputs(y, t, loss, np.array([0, 7, 29]))
    assert outputs.passes
    assert np.allclose(outputs.analytic, loss.backward(sigmoid(y), t)[[0, 7, 29]], rtol=1e-9)


@pytest.mark.parametrize("loss", [BCE(), MSE()], ids=["BCE", "MSE"])
def test_a_gradient_that_is_wrong_by_a_hundred_thousandth_fails_at_the_usual_h(loss):
    rng = np.random.default_rng(1)
    X, t, W = rng.standard_normal((30, 3)), rng.integers(0, 2, (30, 1)) * 1.0, rng.standard_normal((4, 1))
    for right in (check_weights(X, t, W, loss), check_outputs(with_ones(X) @ W, t, loss, np.arange(30))):
        assert right.passes
        assert not right.of(right.analytic * (1.0 + 1e-5)).passes


def test_the_error_over_h_is_a_v():
    X, t = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0], [0.0]])
    W = np.array([[0.1], [-0.2], [0.3]])
    errors = [check_weights(X, t, W, BCE(), h).worst for h in (1e-12, 1e-5, 1.0)]
    assert errors[0] > 1e3 * errors[1]
    assert errors[2] > 1e3 * errors[1]


def test_a_wrong_gradient_does_not_pass():
    none = np.zeros((2, 1))
    wrong = Check(np.array([[1.0], [2.0]]), np.array([[1.0], [-2.0]]), none, none, np.ones((2, 1)))
    assert not wrong.passes
    assert wrong.error[:, 0].tolist() == [0.0, 1.0]
    assert wrong.of(np.array([[1.0], [-2.0]])).passes


def test_tiny_gradients_are_told_apart_though_the_courses_formula_has_1e_minus_8_in_it():
    none = np.zeros((1, 1))
    tiny = Check(np.array([[1e-17]]), np.array([[2e-17]]), none, none, np.full((1, 1), 1e-17))
    assert tiny.worst < TOLERANCE
    assert not tiny.passes


def test_an_h_that_cannot_tell_does_not_pass():
    X, t = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0], [0.0]])
    W = np.array([[0.1], [-0.2], [0.3]])
    for h, passes in ((1e-12, False), (1e-5, True), (1e-2, False), (1.0, False)):
        check = check_weights(X, t, W, BCE(), h)
        assert check.agrees
        assert check.can_tell == check.passes == passes


# Any moment of any run


@examples(300)
@given(scenarios() | saturations(), st.sampled_from([1e-12, 1e-8, 1e-5, 1e-3, 0.1, 1.0]), st.data())
def test_the_quotients_are_as_near_to_the_gradient_as_is_said(scenario, h, choice):
    data = scenario.dataset()
    history = train(scenario, data)
    now = moment(scenario, data, history, choice.draw(st.integers(0, history.steps)))
    loss = LOSSES[scenario.loss]()
    weights = check_weights(now.X1[:, :-1], now.t, now.W, loss, h)
    outputs = check_outputs(now.y, now.t, loss, np.arange(len(now.t)), h)
    assert np.array_equal(weights.analytic, now.dW)
    for check in (weights, outputs):
        assert np.isfinite(check.numerical).all()
        assert check.agrees
        assert np.all(np.abs(check.analytic - check.numerical) <= check.rounding + check.bend + 1e-300)
    assert outputs.passes or h != 1e-5
    # A logit of 1,000 has three digits fewer behind the point.
    assert weights.passes or h != 1e-5 or np.abs(now.y).max() > 1e3
