"""The losses: the formula, its derivative, and the forms from the logit, which hold where the output has rounded."""

from decimal import Decimal, getcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.classifier import sigmoid
from core.gradient_check import TOLERANCE, numerical_gradient, relative_error
from core.loss import BCE, LOSSES, MSE
from tests.examples import examples

pytestmark = pytest.mark.filterwarnings("error")
repeatable = examples(60)

getcontext().prec = 400  # enough digits to see that e^-800 is not 0

both_losses = pytest.mark.parametrize("loss", [BCE(), MSE()], ids=["BCE", "MSE"])
saturated = pytest.mark.parametrize("y", [-800.0, -40.0, -30.0, 30.0, 40.0, 800.0])
labels = pytest.mark.parametrize("t", [0.0, 1.0])

# Any float may be a target; these are not so near an output that the slope is lost in the rounding of the difference.
TARGETS = st.sampled_from([-2.0, 0.0, 1.0, 3.5])


def columns(elements):
    return st.integers(1, 6).flatmap(lambda n: st.tuples(arrays(float, (n, 1), elements=elements), targets(n)))


def targets(n):
    return arrays(float, (n, 1), elements=TARGETS)


def exact(loss, y, t):
    """One sample's loss, its slope and its curvature by y, in 400 digits."""
    y, t = Decimal(y), Decimal(t)
    z = 1 / (1 + (-y).exp())
    s = z * (1 - z)
    if loss.name == "BCE":
        return -(t * z.ln() + (1 - t) * (1 - z).ln()), z - t, s
    return (z - t) ** 2, 2 * (z - t) * s, 2 * (s * s + (z - t) * s * (1 - 2 * z))


def test_golden_bce():
    z, t = np.array([[0.5], [0.450166]]), np.array([[1.0], [0.0]])
    assert BCE().forward(z, t) == pytest.approx(0.645643025, abs=2e-7)
    assert BCE().backward(z, t)[:, 0] == pytest.approx([-1.0, 0.90936538], abs=2e-7)


def test_the_names_lead_to_the_losses():
    assert LOSSES == {"BCE": BCE, "MSE": MSE}
    assert [loss.name for loss in LOSSES.values()] == ["BCE", "MSE"]


@repeatable
@given(st.floats(0.001, 0.999), st.floats(-1e6, 1e6))
def test_bce_is_the_formula_for_any_float_target(z, t):
    expected = -(t * np.log(z) + (1 - t) * np.log(1 - z))
    assert BCE().forward(z, t) == pytest.approx(expected, rel=1e-12, abs=1e-12)
    assert BCE().backward(z, t) == pytest.approx(-(t / z - (1 - t) / (1 - z)), rel=1e-12, abs=1e-12)


@repeatable
@given(st.floats(0, 1), st.floats(-1e6, 1e6))
def test_mse_is_the_formula_for_any_float_target(z, t):
    assert MSE().forward(z, t) == pytest.approx((z - t) ** 2, rel=1e-12)
    assert MSE().backward(z, t) == pytest.approx(2 * (z - t), rel=1e-12)


@both_losses
def test_the_loss_is_the_mean_of_the_individual_losses(loss):
    z, t = np.array([[0.2], [0.9], [0.6]]), np.array([[0.0], [1.0], [0.0]])
    each = loss.forward(z, t, individual_losses=True)
    assert each.shape == (3, 1)
    assert each[:, 0] == pytest.approx([loss.forward(z[i], t[i]) for i in range(3)])
    assert loss.forward(z, t) == pytest.approx(each.mean())


@both_losses
def test_calling_the_loss_is_forward(loss):
    z, t = np.array([[0.2], [0.9]]), np.array([[0.0], [1.0]])
    assert loss(z, t) == loss.forward(z, t)
    assert np.array_equal(loss(z, t, individual_losses=True), loss.forward(z, t, individual_losses=True))


@both_losses
def test_ints_scalars_and_lists_work(loss):
    assert loss.forward(0.25, 1) == loss.forward([0.25], [1]) == loss.forward(np.array([[0.25]]), np.array([[1]]))
    assert loss.backward(0.25, 1) == loss.backward([0.25], [1])[0]
    assert loss.forward(0.25, 1, individual_losses=True) == loss.forward(0.25, 1)


@both_losses
def test_a_scalar_stands_for_an_array_of_itself(loss):
    z, t = [0.25, 0.25, 0.25], [1.0, 0.0, 1.0]
    assert loss.forward(0.25, t) == loss.forward(z, t)
    assert loss.forward(z, 1) == loss.forward(z, [1, 1, 1])
    assert np.array_equal(loss.backward(z, 1), loss.backward(z, [1, 1, 1]))
    assert np.array_equal(loss.backward(0.25, t), loss.backward(z, t))


@both_losses
@pytest.mark.parametrize(
    "shapes", [((3, 1), (3,)), ((3,), (3, 1)), ((3, 1), (2, 1)), ((3, 1), (1, 3)), ((3, 1), (1, 1))]
)
def test_outputs_and_targets_of_different_shapes_are_refused(loss, shapes):
    z, t = np.full(shapes[0], 0.5), np.ones(shapes[1])
    for method in (loss.forward, loss.backward):
        with pytest.raises(ValueError, match="must have the same shape"):
            method(z, t)


@both_losses
@pytest.mark.parametrize("z", [0, 1, 0.0, 1.0])
@pytest.mark.parametrize("t", [0.0, 0.3, 1.0])
def test_outputs_of_exactly_0_and_1_give_finite_numbers(loss, z, t):
    assert np.isfinite(loss.forward(z, t))
    assert np.isfinite(loss.backward(z, t))


def test_bce_of_a_right_output_is_0_and_of_a_wrong_one_is_huge():
    assert BCE().forward([0, 1], [0, 1]) == 0.0
    assert BCE().forward([0, 1], [1, 0]) > 600.0
    assert np.all(BCE().backward([0, 1], [1, 0]) * [-1, 1] > 1e299)


@both_losses
@repeatable
@given(columns(st.floats(0.05, 0.95)))
def test_backward_agrees_with_finite_differences_by_z(loss, sample):
    z, t = sample
    measured = numerical_gradient(lambda z: loss.forward(z, t), z)
    if loss.name == "MSE":  # its slope at z = t is 0
        assert np.allclose(loss.backward(z, t), measured, rtol=TOLERANCE, atol=1e-9)
    else:
        assert relative_error(loss.backward(z, t), measured) < TOLERANCE


@both_losses
@repeatable
@given(columns(st.floats(-4, 4)))
def test_slope_from_logit_agrees_with_finite_differences_by_y(loss, sample):
    y, t = sample
    measured = numerical_gradient(lambda y: loss.each_from_logit(y, t).mean(), y)
    assert relative_error(loss.slope_from_logit(y, t) / len(y), measured) < TOLERANCE


@both_losses
@saturated
@labels
def test_slope_from_logit_agrees_with_finite_differences_where_saturated(loss, t, y):
    measured = numerical_gradient(lambda y: float(loss.each_from_logit(y, t)), np.array(y))
    # The difference of two losses near 800 keeps 9 digits behind the point.
    assert loss.slope_from_logit(np.array(y), t) == pytest.approx(float(measured), abs=1e-8)


@both_losses
@saturated
@labels
def test_slope_from_logit_is_exact_to_rounding_where_saturated(loss, t, y):
    slope = float(exact(loss, y, t)[1])
    # Also where z has rounded to t: e^-|y| is small, but not 0. Below 1e-300 nothing is asked.
    assert loss.slope_from_logit(np.array(y), t) == pytest.approx(slope, rel=1e-12, abs=1e-300)


@both_losses
@repeatable
@given(columns(st.floats(-4, 4)))
def test_curvature_from_logit_agrees_with_finite_differences_of_the_slope(loss, sample):
    y, t = sample
    measured = numerical_gradient(lambda y: loss.slope_from_logit(y, t).sum(), y)
    # The curvature of MSE passes through 0, and there only its absolute error is small.
    assert np.allclose(loss.curvature_from_logit(y, t), measured, rtol=TOLERANCE, atol=1e-8)


@both_losses
@saturated
@labels
def test_curvature_from_logit_agrees_with_finite_differences_where_saturated(loss, t, y):
    measured = numerical_gradient(lambda y: float(loss.slope_from_logit(y, t)), np.array(y))
    assert loss.curvature_from_logit(np.array(y), t) == pytest.approx(float(measured), abs=1e-8)


@both_losses
@saturated
@labels
def test_curvature_from_logit_is_exact_to_rounding_where_saturated(loss, t, y):
    curvature = float(exact(loss, y, t)[2])
    assert loss.curvature_from_logit(np.array(y), t) == pytest.approx(curvature, rel=1e-12, abs=1e-300)


def test_bce_is_convex_and_mse_is_not():
    y = np.linspace(-20, 20, 81)
    assert np.all(BCE().curvature_from_logit(y, np.ones(81)) > 0)
    assert MSE().curvature_from_logit(np.array(-4.0), 1.0) < 0 < MSE().curvature_from_logit(np.array(0.0), 1.0)


@both_losses
@saturated
@labels
def test_each_from_logit_is_exact_to_rounding_where_saturated(loss, t, y):
    # Also of a sample far on its own side: e^-|y| is small, but not 0.
    assert loss.each_from_logit(np.array(y), t) == pytest.approx(float(exact(loss, y, t)[0]), rel=1e-12, abs=1e-300)


@both_losses
@saturated
@labels
def test_output_slope_from_logit_is_exact_to_rounding_where_saturated(loss, t, y):
    _, slope, _ = exact(loss, y, t)
    z = 1 / (1 + (-Decimal(y)).exp())
    found = loss.output_slope_from_logit(np.array(y), t)
    if abs(y) > 700 and loss.name == "BCE" and (y > 0) != t:
        assert 1e299 < abs(found) < 1e300  # no float holds e^800
    else:
        assert found == pytest.approx(float(slope / (z * (1 - z))), rel=1e-12, abs=1e-300)


@both_losses
@repeatable
@given(columns(st.floats(-8, 8)))
def test_output_slope_from_logit_is_that_of_the_output(loss, sample):
    y, t = sample
    expected = loss.backward(sigmoid(y), t) * len(y)
    assert np.allclose(loss.output_slope_from_logit(y, t), expected, rtol=1e-12, atol=1e-12)


def test_bce_from_logit_learns_from_a_wrong_saturated_sample_and_mse_does_not():
    assert BCE().slope_from_logit(np.array(800.0), 0.0) == 1.0
    assert BCE().slope_from_logit(np.array(-800.0), 1.0) == -1.0
    assert MSE().slope_from_logit(np.array(800.0), 0.0) == 0.0


@both_losses
@repeatable
@given(columns(st.floats(-8, 8)))
def test_each_from_logit_is_the_loss_of_the_output(loss, sample):
    y, t = sample
    from_output = loss.forward(sigmoid(y), t, individual_losses=True)
    assert np.allclose(loss.each_from_logit(y, t), from_output, rtol=1e-12, atol=1e-12)


@both_losses
@repeatable
@given(columns(st.floats(-15, 15)))
def test_the_product_of_the_factors_is_the_fused_slope_away_from_saturation(loss, sample):
    y, t = sample
    z = sigmoid(y)
    product = loss.backward(z, t) * (z * (1 - z))
    assert np.allclose(product, loss.slope_from_logit(y, t) / len(y), rtol=1e-12, atol=1e-14)


@both_losses
@repeatable
@given(st.floats(-1e308, 1e308), st.sampled_from([0.0, 1.0]))
def test_the_forms_from_the_logit_are_finite_for_any_logit(loss, y, t):
    assert np.isfinite(loss.each_from_logit(np.array(y), t))
    assert loss.each_from_logit(np.array(y), t) >= 0
    assert np.isfinite(loss.slope_from_logit(np.array(y), t))
    assert np.isfinite(loss.output_slope_from_logit(np.array(y), t))
    assert np.isfinite(loss.curvature_from_logit(np.array(y), t))


@both_losses
def test_the_forms_from_the_logit_broadcast(loss):
    y, t = np.linspace(-3, 3, 6).reshape(3, 2), np.array([[0.0], [1.0], [1.0]])
    assert np.array_equal(loss.each_from_logit(y, t), loss.each_from_logit(y, np.hstack([t, t])))
    assert np.array_equal(loss.slope_from_logit(y, t), loss.slope_from_logit(y, np.hstack([t, t])))
