"""One run: the course's numbers, a history that agrees with the real model, and no NaN whatever the settings."""

from decimal import Decimal, getcontext
from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.classifier import Classifier, with_ones
from core.data.dataset import Dataset
from core.data.sets import SOURCES
from core.loss import LOSSES
from core.optimizer import OPTIMIZERS
from core.scenario import Scenario
from core.training import Course, batch_rows, evaluate, moment, train
from tests.core.scenarios import scenarios
from tests.examples import examples
from tests.pairs import every_pair

pytestmark = pytest.mark.filterwarnings("error")
getcontext().prec = 400
repeatable = examples(100)

both_losses = pytest.mark.parametrize("loss", LOSSES)
every_optimizer = pytest.mark.parametrize("optimizer", OPTIMIZERS)


def run(scenario):
    data = scenario.dataset()
    return data, train(scenario, data)


def check_finite(result):
    for name, value in vars(result).items():
        if isinstance(value, Course):
            check_finite(value)
        elif not isinstance(value, (tuple, type(None))):
            assert np.isfinite(value).all(), name


# The numbers of the course


def test_golden_step():
    scenario = Scenario(data="two samples", start="typed", weights=(0.1, -0.2, 0.3), learning_rate=0.5, steps=1)
    data, history = run(scenario)
    now = moment(scenario, data, history, 0)
    assert now.z[:, 0] == pytest.approx([0.5, 0.450166], abs=5e-7)
    assert now.loss == pytest.approx(0.645643025, abs=5e-10)
    assert now.loss == pytest.approx(history.loss[0], rel=1e-15)
    assert now.dz[:, 0] == pytest.approx([-1.0, 0.90936538], abs=5e-9)
    assert now.dW[:, 0] == pytest.approx([0.425249, 0.40033201, -0.024917], abs=5e-7)
    assert history.W[1] == pytest.approx(np.array([0.1, -0.2, 0.3]) - 0.5 * now.dW[:, 0])


def test_an_output_of_exactly_a_half_says_class_0():
    X1, t = np.ones((3, 1)), np.array([[0.0], [0.0], [1.0]])
    for loss in LOSSES.values():
        _, accuracy = evaluate(X1, t, np.zeros((1, 1)), loss())
        assert accuracy == pytest.approx(2 / 3)


def test_one_step_of_the_i2dl_preset():
    _, history = run(Scenario(start="typed", weights=(0.1, 0.1), steps=1))
    assert history.W[1] == pytest.approx([0.11574258, 0.0832162], abs=5e-9)


def test_400_iterations_of_the_i2dl_preset():
    _, history = run(Scenario())
    assert history.steps == 400
    assert len(history.loss) == 401
    assert round(history.loss[399], 4) == 0.5135
    assert round(100 * history.test_accuracy[-1], 1) == 92.7


# Whatever the settings


@repeatable
@given(scenarios())
def test_a_run_never_holds_a_nan_and_never_warns(scenario):
    _, history = run(scenario)
    check_finite(history)
    assert not history.ended_early
    assert history.steps == scenario.steps
    assert np.array_equal(history.W[0], scenario.start_weights()[:, 0])
    assert history.loss.min() >= 0
    assert 0 <= history.accuracy.min() <= history.accuracy.max() <= 1


@repeatable
@given(scenarios(), st.data())
def test_a_moment_never_holds_a_nan_and_never_warns(scenario, choice):
    data, history = run(scenario)
    check_finite(moment(scenario, data, history, choice.draw(st.integers(0, history.steps))))


@repeatable
@given(scenarios())
def test_each_update_leads_to_the_next_weights(scenario):
    _, history = run(scenario)
    assert (
        history.W.shape == history.dW.shape == history.update.shape == (scenario.steps + 1, scenario.num_features + 1)
    )
    assert np.allclose(history.W[1:], (history.W + history.update)[:-1], rtol=1e-12, atol=1e-12)


@repeatable
@given(scenarios())
def test_the_update_is_the_optimizers_step_along_the_gradient(scenario):
    _, history = run(scenario)
    model = Classifier(scenario.num_features)
    model.initialize_weights(history.W[0])
    optimizer = OPTIMIZERS[scenario.optimizer](model, scenario.learning_rate)
    for step, dW in enumerate(history.dW):
        before = model.W
        optimizer.step(dW.reshape(-1, 1))
        assert np.array_equal(history.W[step], before[:, 0])
        assert np.array_equal(history.update[step], (model.W - before)[:, 0])


def saturations():
    """Scenarios whose outputs often round: long steps, far starts, weights of any size."""
    sizes = st.floats(-60, 60) | st.floats(-1e3, 1e3)
    return st.builds(
        lambda data, weights, count, **fields: Scenario(
            data=data, features=SOURCES[data].features[:count], weights=tuple(weights[: count + 1]), **fields
        ),
        data=st.sampled_from(list(SOURCES)),
        weights=st.lists(sizes, min_size=3, max_size=3),
        count=st.integers(1, 2),
        samples=st.integers(2, 20),
        start=st.just("typed") | st.just("far away"),
        seed=st.integers(0, 99),
        loss=st.sampled_from(list(LOSSES)),
        optimizer=st.sampled_from(list(OPTIMIZERS)),
        batch=st.just(0) | st.integers(1, 12),
        learning_rate=st.floats(0.01, 100),
        steps=st.integers(1, 12),
    )


@examples(400)
@given(scenarios() | saturations(), st.data())
def test_what_a_moment_calls_l_and_dw_is_what_the_run_had(scenario, choice):
    data, history = run(scenario)
    step = choice.draw(st.integers(0, history.steps))
    now = moment(scenario, data, history, step)
    if history.batches is None:
        assert now.loss == pytest.approx(history.loss[step], rel=1e-12, abs=1e-300)
    size = np.abs(now.X1).T @ np.abs(now.dy)  # of the terms of dW: their sum is as exact as the largest of them
    assert np.all(np.abs(now.dW[:, 0] - history.dW[step]) <= 1e-12 * size[:, 0] + 1e-300)
    assert np.all(np.abs((now.X1 * now.dy).sum(axis=0) - now.dW[:, 0]) <= 1e-12 * size[:, 0] + 1e-300)
    assert np.array_equal(now.W[:, 0], history.W[step])
    if step < history.steps:
        assert np.array_equal(now.W_next[:, 0], history.W[step + 1])
    else:
        assert np.array_equal(now.W_next[:, 0], history.W[step] + history.update[step])


@examples(100)
@given(saturations(), st.data())
def test_every_number_of_a_moment_is_true_also_where_z_has_rounded(scenario, choice):
    data, history = run(scenario)
    now = moment(scenario, data, history, choice.draw(st.integers(0, history.steps)))
    n = len(now.t)
    # On either side the sample that is farthest out, of those whose numbers a float can all hold.
    y = now.y[:, 0]
    rows = {int(np.argmax(np.where(np.abs(y) < 690, side * y, -np.inf))) for side in (1, -1)}
    for row in rows:
        if abs(y[row]) > 690:
            continue
        # In 400 digits, from the logit that the floats have.
        z, t = 1 / (1 + (-Decimal(float(y[row]))).exp()), Decimal(float(now.t[row, 0]))
        dz = -(t / z - (1 - t) / (1 - z)) / n if scenario.loss == "BCE" else 2 * (z - t) / n
        slope = z * (1 - z)
        expected = {"z": z, "rest": 1 - z, "dz": dz, "dz_dy": slope, "dy": dz * slope}
        for name, number in expected.items():
            assert getattr(now, name)[row, 0] == pytest.approx(float(number), rel=1e-12, abs=1e-300), name


@examples(150)
@given(saturations(), st.data())
def test_dw_is_the_slope_of_the_loss_that_is_shown(scenario, choice):
    data, history = run(scenario)
    now = moment(scenario, data, history, choice.draw(st.integers(0, history.steps)))
    loss = LOSSES[scenario.loss]()
    direction = np.linspace(1.0, -0.5, len(now.W))[:, np.newaxis]
    h = 1e-5
    above, below = (loss.each_from_logit(now.X1 @ (now.W + k * direction), now.t) for k in (h, -h))
    measured = float((above - below).mean()) / (2 * h)
    sharp = float(np.abs(now.X1 @ direction).max())
    slack = 1e-15 * now.loss / h + 1e-15 * float(np.abs(now.X1 @ np.abs(now.W)).max()) / h + h**2 * sharp**3
    assert float(np.sum(now.dW * direction)) == pytest.approx(measured, rel=1e-6, abs=slack)


# The history against the real model and loss, where the output has not rounded


@every_pair(data=["Ames housing", "moons", "two samples"], batch=[0, 1, 7], optimizer=OPTIMIZERS, loss=LOSSES)
def test_the_history_agrees_with_its_moments(data, batch, optimizer, loss):
    scenario = Scenario(
        data=data,
        samples=40,
        start="small random",
        loss=loss,
        optimizer=optimizer,
        batch=batch,
        learning_rate=0.02,
        steps=30,
    )
    data, history = run(scenario)
    for step in range(history.steps + 1):
        now = moment(scenario, data, history, step)
        assert np.abs(now.dW[:, 0] - history.dW[step]).max() <= 1e-12
        for name, value in vars(now.course).items():
            assert np.abs(getattr(now, name) - value).max() <= 1e-12, name
        assert np.array_equal(now.W[:, 0], history.W[step])
        assert (
            np.abs(now.W_next[:, 0] - history.W[min(step + 1, history.steps)]).max() <= 1e-12 or step == history.steps
        )
        model = Classifier(scenario.num_features)
        model.initialize_weights(history.W[step])
        z, z_test = model.forward(data.X), model.forward(data.X_test)
        assert abs(LOSSES[loss]().forward(z, data.t) - history.loss[step]) <= 1e-12
        assert np.mean((z > 0.5) == (data.t == 1)) == history.accuracy[step]
        if len(z_test):
            assert abs(LOSSES[loss]().forward(z_test, data.t_test) - history.test_loss[step]) <= 1e-12
            assert np.mean((z_test > 0.5) == (data.t_test == 1)) == history.test_accuracy[step]
        if batch == 0:
            assert abs(now.loss - history.loss[step]) <= 1e-12


def test_a_moment_is_every_line_of_the_table():
    scenario = Scenario(data="moons", samples=30, batch=8, start="small random", steps=5)
    data, history = run(scenario)
    now, rows = moment(scenario, data, history, 3), history.batches[3]
    assert now.step == 3
    assert len(now.t) == 6
    assert np.array_equal(now.X1, with_ones(data.X[rows]))
    assert np.array_equal(now.t, data.t[rows])
    assert np.allclose(now.y, now.X1 @ now.W)
    assert np.allclose(now.z, 1 / (1 + np.exp(-now.y)))
    assert now.loss == pytest.approx(-np.mean(np.log(np.where(now.t == 1, now.z, 1 - now.z))))
    assert np.allclose(now.dz, -(now.t / now.z - (1 - now.t) / (1 - now.z)) / 6)
    assert np.allclose(now.dz_dy, now.z * (1 - now.z))
    assert np.allclose(now.dy, now.dz * now.dz_dy)
    assert np.allclose(now.dy, (now.z - now.t) / 6)
    assert np.allclose(now.rest, 1 - now.z)
    assert np.allclose(now.dW, now.X1.T @ now.dy)
    assert np.allclose(now.W_next, now.W - 0.5 * now.dW)


def test_where_z_has_rounded_the_true_numbers_stand_beside_what_float64_makes_of_the_formulas():
    scenario = Scenario(data="two samples", start="typed", weights=(1000.0, 0.0, 0.0), steps=1, learning_rate=1.0)
    data, history = run(scenario)
    now = moment(scenario, data, history, 0)
    assert now.z[1, 0] == 1.0
    assert now.dy[1, 0] == 0.5
    assert now.course.dz_dy[1, 0] == now.course.dy[1, 0] == 0.0
    assert now.course.dz[1, 0] == pytest.approx(1e300 / 2)
    assert now.loss == history.loss[0] == 1500.0
    assert now.course.loss == pytest.approx(300 * np.log(10) / 2)
    assert now.dW[:, 0].tolist() == history.dW[0].tolist() == [1.5, 2.0, 0.5]
    assert now.course.dW[:, 0].tolist() == [0.0, 0.0, 0.0]
    assert now.W_next[:, 0].tolist() == history.W[1].tolist() == [998.5, -2.0, -0.5]


@pytest.mark.parametrize(
    ("fields", "step", "loss", "gradient"),
    [
        (dict(data="one outlier"), 1, 0.2390, (0.01496, 0.01496, 0.00502)),
        (dict(data="two samples"), 2, 25.0, None),
    ],
)
def test_long_steps_that_were_shown_wrongly_once(fields, step, loss, gradient):
    scenario = Scenario(**fields, learning_rate=20.0, steps=5)
    data, history = run(scenario)
    now = moment(scenario, data, history, step)
    assert now.loss == pytest.approx(history.loss[step], rel=1e-12)
    assert now.loss == pytest.approx(loss, rel=1e-3)
    if gradient:
        assert now.dW[:, 0] == pytest.approx(gradient, abs=5e-6)
    assert now.course.loss > 1.1 * now.loss


def test_gradient_descent_lowers_the_loss_at_every_step_of_the_preset():
    _, history = run(Scenario())
    assert np.all(np.diff(history.loss) < 0)


# Mini-batches


@repeatable
@given(st.integers(1, 60), st.integers(1, 70), st.integers(0, 9999))
def test_every_epoch_visits_every_row_exactly_once(n, batch, seed):
    rows = batch_rows(n, batch, np.random.default_rng(seed))
    for _ in range(3):
        epoch = list(islice(rows, -(-n // batch)))
        assert [len(part) for part in epoch[:-1]] == [batch] * (len(epoch) - 1)
        assert sorted(np.concatenate(epoch)) == list(range(n))


def test_every_epoch_is_shuffled_anew():
    rows = batch_rows(50, 50, np.random.default_rng(0))
    first, second = next(rows), next(rows)
    assert not np.array_equal(first, second)
    assert not np.array_equal(first, np.arange(50))


@pytest.mark.parametrize(("batch", "parts"), [(1, 10), (3, 4), (9, 2)])
def test_a_run_walks_through_the_batches_of_its_stream(batch, parts):
    scenario = Scenario(data="moons", samples=10, batch=batch, steps=3 * parts - 1)
    _, history = run(scenario)
    assert len(history.batches) == 3 * parts
    for epoch in range(3):
        assert sorted(np.concatenate(history.batches[parts * epoch : parts * (epoch + 1)])) == list(range(10))
    expected = batch_rows(10, batch, scenario.batches())
    assert all(np.array_equal(rows, next(expected)) for rows in history.batches)


@pytest.mark.parametrize("batch", [10, 11, 100_000])
def test_a_batch_of_all_samples_is_gradient_descent(batch):
    full, whole = (run(Scenario(data="moons", samples=10, batch=size, steps=20))[1] for size in (batch, 0))
    assert full.batches is None
    assert np.array_equal(full.W, whole.W)


# Evaluation


@both_losses
@pytest.mark.parametrize("m", [1, 500])
def test_evaluate_agrees_with_one_weight_vector_at_a_time(loss, m):
    rng = np.random.default_rng(0)
    X, t, W = rng.standard_normal((400, 2)), rng.integers(0, 2, (400, 1)) * 1.0, rng.standard_normal((m, 3))
    losses, accuracies = evaluate(with_ones(X), t, W, LOSSES[loss]())
    assert losses.shape == accuracies.shape == (m,)
    for i in (0, m // 2, m - 1):
        model = Classifier(2)
        model.initialize_weights(W[i])
        z = model.forward(X)
        assert losses[i] == pytest.approx(LOSSES[loss]().forward(z, t), abs=1e-12)
        assert accuracies[i] == np.mean((z > 0.5) == (t == 1))


def test_without_a_test_part_there_is_nothing_to_evaluate():
    _, history = run(Scenario(data="moons", steps=3))
    assert history.test_loss.shape == history.test_accuracy.shape == (0,)


def test_a_sample_on_the_boundary_counts_as_class_0():
    _, accuracies = evaluate(np.ones((2, 1)), np.array([[0.0], [1.0]]), np.zeros((1, 1)), LOSSES["BCE"]())
    assert accuracies.tolist() == [0.5]


# Runs that overflow: no scenario's own data does, but a table that a user brings may

ONE_HUGE_FEATURE = 1e200 * np.array([[1.0], [-1.0], [2.0]])
TWO_HUGE_FEATURES = 1e200 * np.array([[1.0, 1.0], [-1.0, 2.0], [2.0, 1.0]])
NEARLY_TOO_HUGE = 1e307 * np.array([[1.0], [-1.0], [2.0]])


def brought(X):
    names = tuple(f"x{i}" for i in range(X.shape[1]))
    t = np.array([[1.0], [0.0], [0.0]])
    return Dataset(X, t, X[:0], t[:0], names, ("class 0", "class 1"))


def of_user(X, **fields):
    """A scenario with as many start weights as `X` needs, and the data itself."""
    return Scenario(data="moons", features=("x1", "x2")[: X.shape[1]], learning_rate=100.0, steps=8, **fields), brought(
        X
    )


huge_data = pytest.mark.parametrize(
    "X", [ONE_HUGE_FEATURE, TWO_HUGE_FEATURES, NEARLY_TOO_HUGE], ids=["one feature", "two features", "nearly too huge"]
)


@huge_data
@every_optimizer
@both_losses
def test_huge_samples_give_neither_a_nan_nor_a_warning(X, optimizer, loss):
    history = train(*of_user(X, loss=loss, optimizer=optimizer))
    check_finite(history)
    assert len(history.W) >= 1
    assert np.allclose(history.W[1:], (history.W + history.update)[:-1], rtol=1e-12)


@huge_data
@pytest.mark.parametrize("batch", [0, 1])
@pytest.mark.parametrize("optimizer", ["gradient descent", "momentum"])
def test_a_run_that_overflows_is_cut_at_its_last_finite_step(X, optimizer, batch):
    scenario, data = of_user(X, optimizer=optimizer, batch=batch)
    history = train(scenario, data)
    assert history.ended_early
    assert history.steps < 8
    assert len(history.W) == len(history.dW) == len(history.update) == len(history.loss) == len(history.accuracy)
    assert history.batches is None if batch == 0 else len(history.batches) == len(history.W)
    check_finite(history)
    check_finite(moment(scenario, data, history, history.steps))
