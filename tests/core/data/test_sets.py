"""The data: shapes, labels and names of every set, and what each set says of itself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.classifier import with_ones
from core.data.scaling import SCALINGS
from core.data.sets import SOURCES, load
from core.scenario import Scenario
from tests.examples import examples

SYNTHETIC = [name for name, source in SOURCES.items() if source.synthetic]

pytestmark = pytest.mark.filterwarnings("error")
repeatable = examples(60)

every_set = pytest.mark.parametrize("name", SOURCES)
synthetic_sets = pytest.mark.parametrize("name", SYNTHETIC)
tables = pytest.mark.parametrize("name", ["Ames housing", "penguins"])
seeds, noises, samples = st.integers(0, 9999), st.floats(0, 1), st.integers(2, 60)


def load_set(name, samples=50, noise=0.3, seed=0, features=()):
    return load(name, samples, noise, np.random.default_rng(seed), features)


def check(data, d):
    for X, t in ((data.X, data.t), (data.X_test, data.t_test)):
        assert X.shape == (len(t), d)
        assert t.shape == (len(X), 1)
        assert X.dtype == t.dtype == float
        assert np.isfinite(X).all()
        assert np.isin(t, (0.0, 1.0)).all()
    assert set(data.t[:, 0]) == {0.0, 1.0}


@every_set
def test_shapes_labels_and_names(name):
    data, source = load_set(name), SOURCES[name]
    check(data, len(source.default_features))
    assert data.feature_names == source.default_features
    assert data.class_names == source.classes
    assert len(set(source.features)) == len(source.features)
    assert set(source.default_features) <= set(source.features)
    assert len(set(source.classes)) == 2
    assert source.about.endswith(".")


@every_set
@pytest.mark.parametrize("scaling", SCALINGS)
@pytest.mark.parametrize("order", [1, -1])
def test_samples_lie_row_after_row_in_memory_whichever_features_are_chosen(name, scaling, order):
    # Sums take the order of memory: where two hold the same numbers in another order, their last bits differ.
    features = SOURCES[name].features[::order]
    for count in (0, 1, 2):
        data = Scenario(data=name, samples=20, features=features[:count], scaling=scaling).dataset()
        for X in (data.X, data.X_test, with_ones(data.X), with_ones(data.X_test)):
            assert X.flags.c_contiguous


@every_set
def test_all_features_at_once(name):
    features = SOURCES[name].features
    data = load_set(name, features=features)
    check(data, len(features))
    assert data.feature_names == features


@every_set
def test_the_features_come_in_the_order_asked_for(name):
    features = SOURCES[name].features
    forward, backward = load_set(name, features=features), load_set(name, features=features[::-1])
    assert backward.feature_names == features[::-1]
    assert np.array_equal(backward.X, forward.X[:, ::-1])
    assert np.array_equal(backward.t, forward.t)
    last = load_set(name, features=features[-1:])
    assert np.array_equal(last.X, forward.X[:, -1:])
    assert np.array_equal(last.X_test, forward.X_test[:, -1:])


@synthetic_sets
@repeatable
@given(samples, noises, seeds)
def test_a_synthetic_set_has_the_samples_asked_for_and_both_classes(name, samples, noise, seed):
    data = load_set(name, samples, noise, seed)
    check(data, 2)
    assert len(data.X) == samples
    assert len(data.X_test) == 0
    assert abs(2 * data.t.sum() - samples) <= 1


@every_set
def test_synthetic_says_which_sets_are_drawn(name):
    as_asked = {len(load_set(name, samples).X) for samples in (20, 50)} == {20, 50}
    assert SOURCES[name].synthetic == as_asked


@every_set
def test_the_same_seed_gives_the_same_rows(name):
    first, second = load_set(name, seed=4), load_set(name, seed=4)
    for field in ("X", "t", "X_test", "t_test"):
        assert np.array_equal(getattr(first, field), getattr(second, field))


@synthetic_sets
def test_another_seed_gives_other_rows(name):
    assert not np.array_equal(load_set(name, seed=1).X, load_set(name, seed=2).X)


@every_set
def test_changing_a_drawn_set_does_not_change_the_next(name):
    first = load_set(name)
    kept = first.X.copy()
    first.X[:] = 0.0
    assert np.array_equal(load_set(name).X, kept)


@pytest.mark.parametrize("name", [name for name in SYNTHETIC if name != "one outlier"])
def test_noise_scatters_the_samples(name):
    quiet, loud = load_set(name, noise=0.01), load_set(name, noise=1.0)
    for label in (0, 1):
        assert loud.X[loud.t[:, 0] == label].std() > quiet.X[quiet.t[:, 0] == label].std()


@repeatable
@given(samples, noises, seeds)
def test_separable_is_separable_whatever_the_noise(samples, noise, seed):
    data = load_set("separable", samples, noise, seed)
    side = data.X.sum(axis=1) * np.where(data.t[:, 0] == 1, 1, -1)
    assert side.min() >= 0.4 - 1e-9


@repeatable
@given(samples, noises, seeds)
def test_one_outlier_has_exactly_one_sample_on_the_wrong_side(samples, noise, seed):
    data = load_set("one outlier", samples, noise, seed)
    side = data.X.sum(axis=1) * np.where(data.t[:, 0] == 1, 1, -1)
    wrong = np.flatnonzero(side < 0.4 - 1e-9)
    assert len(wrong) == 1
    assert data.t[wrong[0], 0] == 0
    assert side[wrong[0]] < -1


def test_unscaled_is_blobs_with_its_second_feature_times_4():
    blobs, unscaled = load_set("blobs", seed=7), load_set("unscaled", seed=7)
    assert np.allclose(unscaled.X, blobs.X * [1, 4])
    assert np.array_equal(unscaled.t, blobs.t)


def test_circles_are_a_ring_around_a_ring():
    data = load_set("circles", noise=0.0)
    radius = np.hypot(*data.X.T)
    assert radius == pytest.approx(np.where(data.t[:, 0] == 1, 0.5, 1.2))


def test_xor_has_equal_classes_at_opposite_corners():
    data = load_set("XOR", noise=0.0)
    assert np.array_equal(data.X[:, 0] * data.X[:, 1] < 0, data.t[:, 0] == 1)
    assert len(np.unique(data.X, axis=0)) == 4


def test_moons_lie_on_two_half_circles():
    data = load_set("moons", noise=0.0)
    first = data.t[:, 0] == 0
    assert np.hypot(data.X[first, 0] + 0.5, data.X[first, 1] + 0.25) == pytest.approx(1.0)
    assert np.hypot(data.X[~first, 0] - 0.5, data.X[~first, 1] - 0.25) == pytest.approx(1.0)
    assert data.X[first, 1].min() >= -0.25
    assert data.X[~first, 1].max() <= 0.25


def test_two_samples_are_those_of_the_paper():
    data = load_set("two samples")
    assert data.X.tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert data.t.tolist() == [[1.0], [0.0]]


def test_the_i2dl_preset_has_its_rows():
    data = Scenario().dataset()
    assert data.X.shape == (533, 1)
    assert data.X_test.shape == (177, 1)
    assert data.feature_names == ("GrLivArea",)
    assert data.class_names == ("cheap", "expensive")
    assert data.t.shape == (533, 1)
    assert data.t_test.shape == (177, 1)


def test_ames_is_scaled_by_the_range_of_the_whole_training_part():
    X = load_set("Ames housing", features=SOURCES["Ames housing"].features).X
    # The middle 40 % of the prices are left out after scaling, so 0 and 1 need not be reached by all features.
    assert X.min() == 0.0
    assert X.max() == 1.0


def test_ames_is_the_same_for_every_seed():
    assert np.array_equal(load_set("Ames housing", seed=1).X, load_set("Ames housing", seed=2).X)


def test_penguins_are_219_split_70_to_30_and_standardized_by_train():
    data = load_set("penguins", features=SOURCES["penguins"].features)
    assert len(data.X) == int(0.7 * 219)
    assert len(data.X) + len(data.X_test) == 219
    assert data.X.mean(axis=0) == pytest.approx(np.zeros(4), abs=1e-12)
    assert data.X.std(axis=0) == pytest.approx(np.ones(4))
    assert data.t.sum() + data.t_test.sum() == 68


def test_every_seed_splits_the_same_penguins_in_another_way():
    first, second = load_set("penguins", seed=1), load_set("penguins", seed=2)
    assert not np.array_equal(first.t, second.t)
    assert first.t.sum() + first.t_test.sum() == second.t.sum() + second.t_test.sum()


@tables
def test_the_tables_test_part_holds_both_classes(name):
    assert set(load_set(name).t_test[:, 0]) == {0.0, 1.0}


@pytest.mark.parametrize("name", ["", "Moons", "no such set"])
def test_an_unknown_set_is_refused(name):
    with pytest.raises(ValueError, match="There is no data set named"):
        load_set(name)


@every_set
def test_an_unknown_feature_is_refused(name):
    with pytest.raises(ValueError, match="has no feature named 'x9'"):
        load_set(name, features=(SOURCES[name].features[0], "x9"))
