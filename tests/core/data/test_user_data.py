"""Data of one's own: checked, never changed, known by its digest, and a run's data like any other."""

import copy
import dataclasses
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.compare import summary
from core.data.scaling import SCALINGS
from core.data.sets import SOURCES
from core.data.user_data import COLUMNS, LARGEST, ROWS, USER_DATA, UserData
from core.gradient_check import numerical_gradient
from core.loss import LOSSES
from core.mistakes import hand_calculation
from core.mistakes.catalogue import MISTAKES
from core.mistakes.effects import effect_of, train_with
from core.optimizer import OPTIMIZERS
from core.scenario import Scenario
from core.stopping import why_stopped
from core.surface.sections import Choice, choose_section
from core.surface.windows import choose_slice
from core.sweep import sweep
from core.training import moment, train
from tests.examples import examples

pytestmark = pytest.mark.filterwarnings("error")
nan, inf = float("nan"), float("inf")


def an_own(n=40, features=2, seed=0, test=10):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n + test, features)) * rng.uniform(0.1, 3, features)
    t = (X[:, 0] + rng.standard_normal(n + test) > 0).astype(float)
    t[:2], t[n : n + 2] = (0, 1), (0, 1)[: min(test, 2)]
    return UserData(X[:n], t[:n], X[n:], t[n:], [f"f{i}" for i in range(features)], ("no", "yes"))


def own_scenario(own=None, **fields):
    return Scenario(data=USER_DATA, user_data=own or an_own(), **{"start": "small random", "steps": 20, **fields})


# The container

TWO, LABELS = [[1.0], [2.0]], [0, 1]


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (([], []), "no samples"),
        ((np.empty((0, 3)), np.empty((0, 1))), "no samples"),
        ((np.empty((2, 0)), LABELS), "no feature"),
        ((np.zeros((2, COLUMNS + 1)), LABELS), "at most 100"),
        ((np.zeros((ROWS + 1, 1)), np.arange(ROWS + 1) % 2), "200,000"),
        ((np.zeros((ROWS, 1)), np.arange(ROWS) % 2, TWO, LABELS), "200,000"),
        ((TWO, [1, 1]), "one class"),
        ((TWO, [0, 0]), "one class"),
        ((TWO, [0, 2]), "0 or 1"),
        ((TWO, [0, 0.5]), "0 or 1"),
        (([[nan], [1.0]], LABELS), "finite"),
        (([[inf], [1.0]], LABELS), "finite"),
        ((TWO, [0, nan]), "finite"),
        (([[2 * LARGEST], [1.0]], LABELS), "too large"),
        (([[10**400], [1.0]], LABELS), "numbers"),
        (([["a"], ["b"]], LABELS), "numbers"),
        (([[1.0], [1.0, 2.0]], LABELS), "numbers"),
        ((None, LABELS), "table"),
        ((3.0, LABELS), "table"),
        (([1.0, 2.0], LABELS), "table"),
        ((TWO, [0, 1, 1]), "one target"),
        ((TWO, [[0, 1]]), "one target"),
        ((TWO, LABELS, TWO), "test set"),
        ((TWO, LABELS, None, LABELS), "test set"),
        ((TWO, LABELS, [[1.0, 2.0]], [1]), "test set has 2 features"),
        ((TWO, LABELS, [[nan]], [1]), "finite"),
        ((TWO, LABELS, None, None, ["a", "b"]), "1 feature names"),
        ((TWO, LABELS, None, None, "a"), "feature names"),
        ((TWO, LABELS, None, None, [""]), "printable"),
        ((TWO, LABELS, None, None, [" "]), "printable"),
        ((TWO, LABELS, None, None, ["a\nimport os"]), "printable"),
        ((TWO, LABELS, None, None, ["a\N{RIGHT-TO-LEFT OVERRIDE}b"]), "printable"),
        ((TWO, LABELS, None, None, ["a" * 101]), "printable"),
        ((TWO, LABELS, None, None, [7]), "printable"),
        ((np.zeros((2, 2)), LABELS, None, None, ["a", "a"]), "the same"),
        ((TWO, LABELS, None, None, ["a"], ("yes", "yes")), "the same"),
        ((TWO, LABELS, None, None, ["a"], ("yes",)), "2 class names"),
    ],
)
def test_what_no_run_can_learn_from_is_refused_in_one_sentence(args, word):
    with pytest.raises(ValueError, match=r"^[^\n]{15,98}\.$") as raised:
        UserData(*args)
    assert word in str(raised.value)
    assert ". " not in str(raised.value)


def test_the_arrays_are_copies_that_cannot_be_written_to():
    X = np.array([[1.0, 2.0], [3.0, 4.0]])
    own = UserData(X, LABELS)
    X[0, 0] = 9.0
    assert own.X.tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert own.t.tolist() == [[0.0], [1.0]]
    assert own.X_test.shape == (0, 2)
    assert own.t_test.shape == (0, 1)
    assert own.feature_names == ("x1", "x2")
    for array in (own.X, own.t, own.X_test, own.t_test):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
    with pytest.raises(AttributeError, match="never changes"):
        own.X = X
    with pytest.raises(AttributeError, match="never changes"):
        del own.X


def test_equal_by_digest_and_every_part_counts():
    base = dict(X=[[1.0, 2.0], [3.0, 4.0]], t=LABELS, X_test=[[5.0, 6.0]], t_test=[1], feature_names=("a", "b"))
    changes = [
        dict(X=[[1.0, 2.0], [3.0, 5.0]]),
        dict(t=[1, 0]),
        dict(X_test=[[5.0, 7.0]]),
        dict(t_test=[0]),
        dict(X_test=None, t_test=None),
        dict(feature_names=("a", "c")),
        dict(class_names=("a", "b")),
    ]
    own = UserData(**base)
    assert own == UserData(**base)
    assert hash(own) == hash(UserData(**base))
    assert own != "own"
    assert len(own.digest) == 64
    others = [UserData(**{**base, **change}) for change in changes]
    assert len({own, *others}) == len(changes) + 1
    assert "2 samples" in repr(own)


def test_it_comes_through_copies_as_itself_and_through_a_pickle_as_its_equal():
    own = an_own()
    scenario = own_scenario(own)
    assert copy.copy(own) is copy.deepcopy(own) is own
    assert dataclasses.asdict(scenario)["user_data"] is own
    again = pickle.loads(pickle.dumps(scenario))
    assert again == scenario
    assert hash(again) == hash(scenario)
    assert not again.user_data.X.flags.writeable


# In a Scenario


def test_a_scenario_needs_it_exactly_where_it_is_asked_for():
    assert USER_DATA not in SOURCES
    with pytest.raises(ValueError, match=r"^There is no data of your own yet\.$"):
        Scenario(data=USER_DATA)
    with pytest.raises(ValueError, match="own"):
        Scenario(data=USER_DATA, user_data="mine")
    assert Scenario(user_data=an_own()).dataset().feature_names == ("GrLivArea",)
    assert own_scenario(an_own(seed=1)) != own_scenario(an_own(seed=2))
    assert own_scenario(an_own(seed=1)) == own_scenario(an_own(seed=1))


def test_its_limits():
    with pytest.raises(ValueError, match=r"^own data has no feature named 'x9'\.$"):
        own_scenario(features=("x9",))
    with pytest.raises(ValueError, match="no feature named"):
        an_own().dataset(("x9",))
    with pytest.raises(ValueError, match=r"^With 50,000 samples a run may have at most 480 steps\.$"):
        own_scenario(an_own(50_000), steps=481)
    assert own_scenario(an_own(50_000), steps=480).steps == 480
    # A number that no float can hold is refused like any other.
    with pytest.raises(ValueError, match="learning rate"):
        Scenario(learning_rate=10**400)


def test_its_source_and_its_columns():
    own = an_own(features=4)
    scenario = own_scenario(own, features=("f2", "f0"))
    assert scenario.source.features == ("f0", "f1", "f2", "f3")
    assert scenario.source.classes == ("no", "yes")
    assert not scenario.source.synthetic
    assert Scenario(data="moons").source is SOURCES["moons"]
    data = scenario.dataset()
    assert data.feature_names == ("f2", "f0")
    assert np.array_equal(data.X, own.X[:, [2, 0]])
    assert np.array_equal(data.X_test, own.X_test[:, [2, 0]])
    assert scenario.num_features == 2
    assert own_scenario(own).num_features == 4


@pytest.mark.parametrize("scaling", SCALINGS)
def test_scaling_is_applied_as_for_the_others(scaling):
    data = own_scenario(scaling=scaling).dataset()
    if scaling == "standard":
        assert np.allclose(data.X.mean(axis=0), 0)
        assert np.allclose(data.X.std(axis=0), 1)
    if scaling == "min-max":
        assert np.allclose([data.X.min(axis=0), data.X.max(axis=0)], [[0, 0], [1, 1]])
    own = an_own()
    if scaling != "as is":
        assert np.allclose(data.X_test * data.scale + data.shift, own.X_test)


# Everything that takes a Scenario


@pytest.mark.parametrize("scaling", SCALINGS)
@pytest.mark.parametrize("features", [(), ("x2",), ("x3", "x1")])
def test_samples_lie_row_after_row_in_memory_however_they_were_brought(scaling, features):
    own = an_own(features=3)
    for X, X_test in ((own.X, own.X_test), (np.asfortranarray(own.X), own.X_test[::-1])):
        brought = UserData(X, own.t, X_test, own.t_test)
        data = own_scenario(brought, features=features, scaling=scaling).dataset()
        assert data.X.flags.c_contiguous
        assert data.X_test.flags.c_contiguous


@pytest.mark.parametrize("features", [1, 2, 30])
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_run_of_it(optimizer, loss, features):
    scenario = own_scenario(an_own(60, features), optimizer=optimizer, loss=loss, batch=16, scaling="standard")
    data = scenario.dataset()
    history = train(scenario, data)
    assert history.W.shape == (21, features + 1)
    assert len(history.test_accuracy) == 21
    now = moment(scenario, data, history, 7)
    assert np.allclose(now.dW[:, 0], history.dW[7], rtol=1e-9, atol=1e-12)
    measured = numerical_gradient(lambda W: LOSSES[loss]().forward(1 / (1 + np.exp(-now.X1 @ W)), now.t), now.W)
    # Coarse, because the plain formula from z loses digits where z is near 1.
    assert np.allclose(now.dW, measured, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("features", [1, 2, 30])
def test_everything_else_that_takes_a_scenario(features):
    scenario = own_scenario(an_own(60, features))
    data = scenario.dataset()
    history = train(scenario, data)
    slice_ = choose_slice(scenario, data, history)
    assert np.isfinite(slice_.heights(scenario, data)).all()
    cut = choose_section(scenario, data, history, Choice(), LOSSES["BCE"]())
    assert np.isfinite(cut.heights(LOSSES["BCE"](), data)).all()
    rates = np.array([0.01, 1.0])
    swept = sweep(scenario, data, rates)
    assert swept.W.shape == (2, features + 1)
    again = train(dataclasses.replace(scenario, learning_rate=1.0), data)
    assert np.allclose(swept.W[1], again.W[-1], rtol=1e-9)
    assert summary(scenario, data, history).stop == why_stopped(scenario, data, history)
    W = scenario.start_weights()
    for mistake in MISTAKES:
        assert effect_of(mistake, data.X, data.t, W).sentence
        assert len(train_with(mistake, scenario, data, 5).loss)
    with pytest.raises(
        ValueError, match=r"^The data set in the sidebar, own data, is too large to work out on paper\.$"
    ):
        hand_calculation.exercise(scenario, W[:, 0])


def test_a_run_of_thirty_features_learns():
    own = an_own(300, 30)
    history = train(own_scenario(own, steps=300), own.dataset())
    assert history.loss[-1] < history.loss[0]
    assert history.accuracy[-1] > 0.75


@examples(60)
@given(
    rows=st.lists(st.tuples(st.floats(-LARGEST, LARGEST), st.floats(-LARGEST, LARGEST)), min_size=2, max_size=12),
    lr=st.floats(1e-4, 100),
    loss=st.sampled_from(list(LOSSES)),
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    scaling=st.sampled_from(SCALINGS),
)
def test_no_allowed_number_gives_a_warning_or_a_nan(rows, lr, loss, optimizer, scaling):
    own = UserData(rows, np.arange(len(rows)) % 2)
    scenario = own_scenario(own, learning_rate=lr, loss=loss, optimizer=optimizer, scaling=scaling, steps=8)
    data = scenario.dataset()
    history = train(scenario, data)
    assert np.isfinite(history.W).all()
    slice_ = choose_slice(scenario, data, history)
    assert np.isfinite(slice_.heights(scenario, data)).all()
    assert why_stopped(scenario, data, history).sentence
