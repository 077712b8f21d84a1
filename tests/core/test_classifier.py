"""The model: a sigmoid that holds for every float, a forward and a backward pass, and errors that say what is wrong."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from core.classifier import Classifier, sigmoid, with_ones
from core.gradient_check import TOLERANCE, numerical_gradient, relative_error
from core.loss import BCE, MSE
from tests.examples import examples

pytestmark = pytest.mark.filterwarnings("error")
repeatable = examples(60)

X = np.array([[1.0, 2.0], [3.0, 4.0]])
W = (0.1, -0.2, 0.3)
ANY_FLOAT = st.floats(allow_nan=False)


def classifier(weights):
    model = Classifier(len(weights) - 1)
    model.initialize_weights(weights)
    return model


@repeatable
@given(ANY_FLOAT)
def test_sigmoid_lies_between_0_and_1_for_any_float(x):
    assert 0.0 <= sigmoid(x) <= 1.0


@pytest.mark.parametrize(
    ("x", "z"),
    [
        (0, 0.5),
        (np.inf, 1.0),
        (-np.inf, 0.0),
        (1e308, 1.0),
        (-1e308, 0.0),
        (800, 1.0),
        (-800, 0.0),
        (1, 0.7310585786300049),
    ],
)
def test_sigmoid_of_ints_and_extreme_floats(x, z):
    assert sigmoid(x) == pytest.approx(z, abs=1e-16)


def test_sigmoid_keeps_its_digits_where_it_is_nearly_0():
    assert sigmoid(-40.0) == pytest.approx(np.exp(-40.0), rel=1e-15)
    assert sigmoid(-700.0) == pytest.approx(np.exp(-700.0), rel=1e-15)


@repeatable
@given(arrays(float, array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=3), elements=ANY_FLOAT))
def test_sigmoid_keeps_the_shape_and_works_elementwise(x):
    z = sigmoid(x)
    assert np.shape(z) == x.shape
    assert all(np.asarray(z)[i] == sigmoid(x[i]) for i in np.ndindex(x.shape))


@repeatable
@given(ANY_FLOAT)
def test_sigmoid_is_symmetric_about_one_half(x):
    assert sigmoid(x) + sigmoid(-x) == pytest.approx(1.0, abs=3e-16)


@repeatable
@given(ANY_FLOAT, ANY_FLOAT)
def test_sigmoid_never_falls(a, b):
    low, high = sorted((a, b))
    # "to rounding": neighbouring floats may swap in the last digit
    assert sigmoid(low) <= sigmoid(high) * (1 + 4e-16)


def test_sigmoid_rises():
    assert np.all(np.diff(sigmoid(np.linspace(-30.0, 30.0, 500))) > 0)


def test_the_methods_sigmoid_is_the_functions():
    x = np.array([[-3.0, 0.0], [2.0, 1e308]])
    assert np.array_equal(Classifier(1).sigmoid(x), sigmoid(x))


def test_the_column_of_ones_stands_last():
    assert with_ones(X).tolist() == [[1.0, 2.0, 1.0], [3.0, 4.0, 1.0]]


def test_golden_forward():
    z = classifier(W).forward(X)
    assert z.shape == (2, 1)
    assert z[:, 0] == pytest.approx([0.5, 0.450166], abs=5e-7)


def test_golden_backward():
    model = classifier(W)
    z = model.forward(X)
    dW = model.backward(BCE().backward(z, np.array([[1.0], [0.0]])))
    assert dW.shape == (3, 1)
    assert dW[:, 0] == pytest.approx([0.425249, 0.40033201, -0.024917], abs=5e-7)


def test_forward_fills_the_cache_with_X_and_its_ones_and_z():
    model = classifier(W)
    z = model.forward(X)
    assert np.array_equal(model.cache[0], with_ones(X))
    assert np.array_equal(model.cache[1], z)


def test_backward_keeps_its_factors_to_be_looked_at():
    model = classifier(W)
    z = model.forward(X)
    dout = np.array([[-1.0], [2.0]])
    model.backward(dout)
    dz_dy, dy = model.slopes
    assert np.array_equal(dz_dy, z * (1 - z))
    assert np.array_equal(dy, dout * z * (1 - z))


def test_calling_the_model_is_forward():
    model = classifier(W)
    assert np.array_equal(model(X), model.forward(X))


@pytest.mark.parametrize("x", [2, 2.0, [2], [2.0], [[2]], np.float32(2), np.array(2), np.array([[2.0]])])
def test_forward_takes_an_int_a_scalar_a_list_and_an_array(x):
    z = classifier((0.5, -1.0)).forward(x)
    assert z.shape == (1, 1)
    assert z[0, 0] == 0.5


def test_a_flat_list_is_one_features_column_or_one_sample():
    assert classifier((1, 0)).forward([1, 2, 3]).shape == (3, 1)
    assert classifier(W).forward([1, 2]).shape == (1, 1)


def test_int_samples_give_the_floats_of_the_same_value():
    assert np.array_equal(classifier(W).forward([[1, 2], [3, 4]]), classifier(W).forward(X))


def test_backward_takes_ints():
    model = classifier(W)
    model.forward(X)
    assert np.array_equal(model.backward([[1], [2]]), model.backward(np.array([[1.0], [2.0]])))


@pytest.mark.parametrize("loss", [BCE(), MSE()])
@repeatable
@given(data=st.data())
def test_backward_agrees_with_finite_differences(loss, data):
    n, d = data.draw(st.integers(1, 8)), data.draw(st.integers(1, 3))
    X = data.draw(arrays(float, (n, d), elements=st.floats(-2, 2)))
    weights = data.draw(arrays(float, (d + 1, 1), elements=st.floats(-1, 1)))
    t = data.draw(arrays(float, (n, 1), elements=st.sampled_from([0.0, 1.0])))
    model = classifier(weights)
    dW = model.backward(loss.backward(model.forward(X), t))
    measured = numerical_gradient(lambda w: loss.forward(classifier(w).forward(X), t), weights)
    # The samples may cancel to nearly 0, where a relative error says nothing.
    assert np.allclose(dW, measured, rtol=TOLERANCE, atol=1e-9)


@pytest.mark.parametrize("loss", [BCE(), MSE()])
@pytest.mark.parametrize("seed", range(5))
def test_backward_passes_the_gradient_checker(loss, seed):
    rng = np.random.default_rng(seed)
    X, weights, t = rng.standard_normal((30, 4)), rng.standard_normal((5, 1)), rng.integers(0, 2, (30, 1))
    model = classifier(weights)
    dW = model.backward(loss.backward(model.forward(X), t))
    measured = numerical_gradient(lambda w: loss.forward(classifier(w).forward(X), t), weights)
    assert relative_error(dW, measured) < TOLERANCE


@pytest.mark.parametrize("y", [-800.0, -40.0, -30.0, 30.0, 40.0, 800.0])
@pytest.mark.parametrize("t", [0.0, 1.0])
@pytest.mark.parametrize("loss", [BCE(), MSE()])
def test_saturated_samples_give_a_finite_backward_without_a_warning(loss, t, y):
    model = classifier((y, 0.0))
    dW = model.backward(loss.backward(model.forward([[1.0]]), [[t]]))
    assert np.isfinite(dW).all()


@pytest.mark.parametrize("weights", [(1, 2), (1, 2, 3, 4), [[1, 2, 3]], 1.0, np.zeros((3, 2)), np.zeros((3, 1, 1))])
def test_starting_weights_of_the_wrong_shape_are_refused(weights):
    with pytest.raises(ValueError, match=r"W must have shape \(3, 1\)"):
        Classifier(2).initialize_weights(weights)


@pytest.mark.parametrize("weights", [np.zeros((2, 1)), np.zeros((4, 1)), np.zeros(3), np.zeros((1, 3)), 0.0])
def test_forward_refuses_an_assigned_W_of_the_wrong_shape(weights):
    model = Classifier(2)
    model.W = weights
    with pytest.raises(ValueError, match=r"W must have shape \(3, 1\)"):
        model.forward(X)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_weights_that_are_not_finite_are_refused(bad):
    model = Classifier(2)
    with pytest.raises(ValueError, match="W holds a NaN or an infinity"):
        model.initialize_weights((0.0, bad, 0.0))
    model.W = np.array([[0.0], [bad], [0.0]])
    with pytest.raises(ValueError, match="W holds a NaN or an infinity"):
        model.forward(X)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_samples_that_are_not_finite_are_refused(bad):
    with pytest.raises(ValueError, match="X holds a NaN or an infinity"):
        classifier(W).forward([[1.0, 2.0], [3.0, bad]])


@pytest.mark.parametrize("samples", [np.zeros((4, 1)), np.zeros((4, 3)), np.zeros((2, 2, 2)), [1, 2, 3], 5.0])
def test_the_wrong_number_of_features_is_refused(samples):
    with pytest.raises(ValueError, match=r"X must have shape \(N, 2\)"):
        classifier(W).forward(samples)


def test_backward_before_forward_is_refused():
    with pytest.raises(RuntimeError, match=r"call forward\(X\) first"):
        Classifier(2).backward(np.zeros((2, 1)))


@pytest.mark.parametrize("shape", [(2,), (1, 2), (3, 1), (2, 2), (1, 1)])
def test_an_upstream_gradient_of_the_wrong_shape_is_refused(shape):
    model = classifier(W)
    model.forward(X)
    with pytest.raises(ValueError, match="dout must have the shape of z"):
        model.backward(np.zeros(shape))


def test_the_model_keeps_its_own_copy_of_the_starting_weights():
    weights = np.zeros((3, 1))
    model = classifier(weights)
    weights[:] = 7.0
    assert np.array_equal(model.W, np.zeros((3, 1)))


def test_starting_weights_are_small_random_numbers_from_the_given_generator():
    model, same, other = Classifier(3), Classifier(3), Classifier(3)
    for each, seed in ((model, 5), (same, 5), (other, 6)):
        each.initialize_weights(rng=np.random.default_rng(seed))
    assert model.W.shape == (4, 1)
    assert 0 < np.abs(model.W).max() < 0.01
    assert np.array_equal(model.W, same.W)
    assert not np.array_equal(model.W, other.W)
