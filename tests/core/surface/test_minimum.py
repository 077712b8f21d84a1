"""The minimum: a zero gradient and nothing lower around it, or None where the loss has no minimum."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.classifier import sigmoid, with_ones
from core.data.sets import SOURCES
from core.loss import BCE
from core.scenario import Scenario
from core.surface import minimum as module
from core.surface.minimum import Lowest, lowest, minimum, separates
from tests.examples import examples

SYNTHETIC = [name for name, source in SOURCES.items() if source.synthetic]

pytestmark = pytest.mark.filterwarnings("error")
repeatable = examples(100)

drawn_sets = dict(
    name=st.sampled_from(list(SYNTHETIC)), samples=st.integers(2, 60), noise=st.floats(0, 1), seed=st.integers(0, 9999)
)


def samples_of(name, samples=200, noise=0.3, seed=0, features=()):
    data = Scenario(data=name, samples=samples, noise=noise, seed=seed, features=features).dataset()
    return with_ones(data.X), data.t


def gradient_norm(X1, t, W):
    return np.linalg.norm(X1.T @ (sigmoid(X1 @ W) - t)) / len(X1)


def loss(X1, t, W):
    return BCE().each_from_logit(X1 @ W, t).mean()


def gap(X1, t):
    """The widest angle that the directions from class 0 to class 1 leave free: a line parts them where it exceeds π."""
    here, there = X1[t[:, 0] == 0, :2], X1[t[:, 0] == 1, :2]
    ways = (there[:, np.newaxis] - here).reshape(-1, 2)
    if np.any(np.abs(ways).max(axis=1) < 1e-9):
        return 0.0
    angles = np.sort(np.arctan2(ways[:, 1], ways[:, 0]))
    return np.diff(angles, append=angles[0] + 2 * np.pi).max()


NOT_SEPARABLE = [
    ("Ames housing", ()),
    ("Ames housing", SOURCES["Ames housing"].features),
    ("penguins", ("bill_depth_mm",)),
    ("penguins", ("bill_length_mm", "bill_depth_mm")),
    ("blobs", ()),
    ("moons", ()),
    ("circles", ()),
    ("XOR", ()),
    ("one outlier", ()),
    ("unscaled", ()),
]


@pytest.mark.parametrize(("name", "features"), NOT_SEPARABLE)
def test_the_gradient_at_the_minimum_is_zero(name, features):
    X1, t = samples_of(name, features=features)
    W = minimum(X1, t)
    assert W.shape == (X1.shape[1], 1)
    assert gradient_norm(X1, t, W) <= 1e-10


@repeatable
@given(**drawn_sets)
def test_the_gradient_at_any_minimum_is_zero(name, samples, noise, seed):
    X1, t = samples_of(name, samples, noise, seed)
    W = minimum(X1, t)
    assert W is None or gradient_norm(X1, t, W) <= 1e-10


@pytest.mark.parametrize(
    ("name", "samples", "noise", "seed"), [("XOR", 200, 0.05, 36), ("XOR", 5, 0.05, 0), ("blobs", 60, 1.0, 40)]
)
def test_the_gradient_is_zero_where_the_loss_no_longer_tells_the_last_steps_apart(name, samples, noise, seed):
    X1, t = samples_of(name, samples, noise, seed)
    assert gradient_norm(X1, t, minimum(X1, t)) <= 1e-10


@pytest.mark.parametrize(("name", "features"), NOT_SEPARABLE)
def test_no_weights_around_the_minimum_are_lower(name, features):
    X1, t = samples_of(name, features=features)
    W, rng = minimum(X1, t), np.random.default_rng(0)
    lowest = loss(X1, t, W)
    for size in (1e-6, 1e-3, 1e-1, 1.0, 100.0):
        for _ in range(20):
            assert loss(X1, t, W + size * rng.standard_normal(W.shape)) >= lowest - 1e-15


@repeatable
@given(samples=st.integers(2, 100), noise=st.floats(0, 1), seed=st.integers(0, 9999))
def test_separable_data_has_no_minimum(samples, noise, seed):
    assert minimum(*samples_of("separable", samples, noise, seed)) is None


@repeatable
@given(**drawn_sets)
def test_there_is_no_minimum_exactly_where_a_line_parts_the_classes(name, samples, noise, seed):
    X1, t = samples_of(name, samples, noise, seed)
    free = gap(X1, t)
    assume(abs(free - np.pi) > 1e-4)  # too close to call
    assert (minimum(X1, t) is None) == (free > np.pi)


def test_classes_that_touch_at_the_boundary_have_no_minimum():
    # -1 and 0 against 0 and 1: the loss falls for ever as the weight grows, towards half of log 2.
    X1, t = with_ones(np.array([[-1.0], [0.0], [0.0], [1.0]])), np.array([[0.0], [0.0], [1.0], [1.0]])
    found = lowest(X1, t)
    assert (found.kind, found.W) == ("touching", None)
    assert found.loss == pytest.approx(np.log(2) / 2, abs=1e-15)
    assert abs(found.direction[:, 0]) == pytest.approx([1.0, 0.0], abs=1e-15)


def test_redundant_columns_do_not_make_a_minimum():
    X1, t = with_ones(np.array([[0.0, 0], [1, 1], [1, 1], [2, 2]])), np.array([[0.0], [0.0], [1.0], [1.0]])
    found = lowest(X1, t)
    assert (found.kind, found.W) == ("touching", None)
    assert found.loss == pytest.approx(np.log(2) / 2, abs=1e-15)


def test_the_lowest_loss_of_separable_data_is_0_however_narrow_the_gap():
    for gap in (1.0, 1e-3, 1e-6, 1e-9):
        X1, t = with_ones(np.array([[-1.0], [0.0], [gap], [1.0]])), np.array([[0.0], [0.0], [1.0], [1.0]])
        found = lowest(X1, t)
        assert (found.kind, found.loss) == ("separable", 0.0)
        assert separates(X1, t, found.direction)


@pytest.mark.parametrize("overlap", [1.0, 1e-3, 1e-6])
def test_a_minimum_is_found_however_little_the_classes_overlap(overlap):
    X1, t = with_ones(np.array([[-1.0], [0.0], [overlap], [1.0]])), np.array([[0.0], [1.0], [0.0], [1.0]])
    found = lowest(X1, t)
    assert found.kind == "minimum"
    assert gradient_norm(X1, t, found.W) <= 1e-9


@pytest.mark.parametrize("deviations", [1e3, 1e6, 1e9])
@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
def test_a_feature_far_from_0_in_any_unit_has_the_same_minimum(deviations, unit):
    X1, t = samples_of("moons")
    # Powers of two near these: the same samples, to the last bit.
    shift, scale = 2.0 ** np.round(np.log2(deviations)), 2.0 ** np.round(np.log2(unit))
    near = X1.copy()
    near[:, 0] = near[:, 0] + shift - shift
    far = X1.copy()
    far[:, 0] = (near[:, 0] + shift) * scale
    found, expected = lowest(far, t), lowest(near, t)
    assert (found.kind, found.unique) == ("minimum", True)
    assert found.loss == pytest.approx(expected.loss, rel=1e-12)
    assert found.W[0, 0] * scale == pytest.approx(expected.W[0, 0], rel=1e-6)


@pytest.mark.parametrize("size", [5e-324, 1e-283, 1e-99, 1e-12, 1e12, 1e200])
def test_features_of_any_size_give_numbers_and_no_warning(size):
    X1, t = with_ones(size * np.array([[0.0], [1.0], [2.0]])), np.array([[0.0], [1.0], [0.0]])
    found = lowest(X1, t)
    assert found.kind == "minimum"
    assert np.isfinite(found.W).all()
    assert found.loss == pytest.approx(np.log(3) - 2 / 3 * np.log(2))
    two = lowest(X1[:2], t[:2])
    assert two.kind == ("separable" if size > 1e-100 else "minimum")


@pytest.mark.parametrize(("name", "kind"), [("moons", "minimum"), ("separable", "separable"), ("XOR", "minimum")])
def test_many_samples_begin_where_a_few_end(name, kind):
    X1, t = samples_of(name, 3 * module.FEW)
    found = lowest(X1, t)
    assert found.kind == kind
    assert found.W is None or gradient_norm(X1, t, found.W) <= 1e-10


def test_of_too_much_data_nothing_is_claimed(monkeypatch):
    monkeypatch.setattr(module, "LARGEST", 100)
    assert lowest(*samples_of("moons")) == Lowest("unknown")


def test_weights_on_the_boundary_or_beside_it_by_rounding_do_not_part():
    X1, t = with_ones(np.array([[0.1], [0.3]])), np.array([[0.0], [1.0]])
    assert separates(X1, t, np.array([[1.0], [-0.2]]))
    assert not separates(X1, t, np.array([[1.0], [-0.1]]))
    assert not separates(X1, t, np.array([[1.0], [-0.1 - 1e-17]]))
    assert not separates(X1, t, np.array([[-1.0], [0.2]]))


@pytest.mark.parametrize("label", [0.0, 1.0])
def test_a_single_class_has_no_minimum(label):
    assert minimum(with_ones(np.array([[1.0], [2.0]])), np.full((2, 1), label)) is None


def test_a_minimum_known_by_hand():
    # One point, three of four samples of class 1: z = 3/4 there, so the bias is log 3 where X is 0.
    X1, t = with_ones(np.zeros((4, 1))), np.array([[1.0], [1.0], [1.0], [0.0]])
    assert minimum(X1, t)[:, 0] == pytest.approx([0.0, np.log(3.0)])


def test_a_feature_that_repeats_another_is_no_trouble():
    X1, t = samples_of("moons")
    doubled = np.column_stack([X1[:, 0], X1])
    found, single = lowest(doubled, t), minimum(X1, t)
    W = found.W
    assert not found.unique
    assert gradient_norm(doubled, t, W) <= 1e-10
    assert loss(doubled, t, W) == pytest.approx(loss(X1, t, single), abs=1e-12)
    # The shortest of all that do the same: each of the two has half of the weight.
    assert W[:, 0] == pytest.approx([single[0, 0] / 2, single[0, 0] / 2, *single[1:, 0]], rel=1e-9)


def test_a_feature_that_does_not_vary_is_no_trouble():
    X1, t = samples_of("moons")
    found = lowest(np.column_stack([np.full(len(X1), 1e7), X1]), t)
    assert (found.kind, found.unique) == ("minimum", False)
    assert found.loss == pytest.approx(lowest(X1, t).loss, rel=1e-12)
