"""The numbers as tables: whoever reads them has the very floats of the run."""

import csv
import io

import numpy as np
import pytest

from core.data.labels import to_user_data
from core.data.sets import SOURCES
from core.data.tables import read_table
from core.data.user_data import USER_DATA, UserData
from core.scenario import Scenario
from core.take_home.numbers import data_csv, moment_csv, steps_csv
from core.training import moment, train

pytestmark = pytest.mark.filterwarnings("error")

SCENARIOS = [
    Scenario(data="penguins", features=SOURCES["penguins"].features, scaling="standard", steps=7),
    Scenario(data="moons", samples=20, batch=6, loss="MSE", optimizer="Adam", steps=9),
    Scenario(data="two samples", start="typed", weights=(0.1, -0.2, 0.3), steps=1),
    Scenario(
        data=USER_DATA, user_data=UserData([[0.1, 1e-300], [1e12, 3.0]], [0, 1], None, None, ["=1+1", 'a,"b"']), steps=3
    ),
]
every = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.data)


def run(scenario):
    data = scenario.dataset()
    return data, train(scenario, data)


def columns(text):
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    return header, np.array(rows, dtype=float)


@every
def test_the_samples(scenario):
    data, _ = run(scenario)
    header, rows = columns(data_csv(data))
    assert header[-2:] == ["t", "test"]
    train_rows, test_rows = rows[rows[:, -1] == 0], rows[rows[:, -1] == 1]
    assert np.array_equal(train_rows[:, :-2], data.X)
    assert np.array_equal(train_rows[:, -2:-1], data.t)
    assert np.array_equal(test_rows[:, :-2], data.X_test)
    assert np.array_equal(test_rows[:, -2:-1], data.t_test)


@every
def test_every_step(scenario):
    data, history = run(scenario)
    header, rows = columns(steps_csv(data, history))
    D = len(data.feature_names)
    assert header[0] == "step"
    assert header[1 : D + 2] == [f"W {name}" for name in (*data.feature_names, "bias")]
    assert header[D + 2 : 2 * D + 3] == [f"dW {name}" for name in (*data.feature_names, "bias")]
    assert np.array_equal(rows[:, 0], np.arange(history.steps + 1))
    assert np.array_equal(rows[:, 1 : D + 2], history.W)
    assert np.array_equal(rows[:, D + 2 : 2 * D + 3], history.dW)
    found = dict(zip(header, rows.T, strict=True))
    assert np.array_equal(found["loss"], history.loss)
    assert np.array_equal(found["accuracy"], history.accuracy)
    assert ("test loss" in found) == (len(data.X_test) > 0)
    if len(data.X_test):
        assert np.array_equal(found["test loss"], history.test_loss)
        assert np.array_equal(found["test accuracy"], history.test_accuracy)


@every
def test_one_step(scenario):
    data, history = run(scenario)
    now = moment(scenario, data, history, 1)
    header, rows = columns(moment_csv(now))
    found = dict(zip(header, rows.T, strict=True))
    assert header[:2] == ["sample", "x1"]
    assert header[len(data.feature_names) + 1 :][:6] == ["t", "y", "z", "dL/dz", "dz/dy", "dL/dy"]
    assert np.array_equal(rows[:, 1 : len(data.feature_names) + 1], now.X1[:, :-1])
    for name, array in {"t": now.t, "y": now.y, "z": now.z, "dL/dz": now.dz, "dz/dy": now.dz_dy}.items():
        assert np.array_equal(found[name], array[:, 0]), name
    assert np.array_equal(found["dL/dy"], now.dy[:, 0])
    assert np.allclose(now.X1.T @ found["dL/dy"], now.dW[:, 0])
    assert len(rows) == len(now.t)


def test_a_step_whose_outputs_have_rounded_says_beside_the_numbers_what_float64_makes_of_the_formulas():
    scenario = Scenario(data="two samples", start="typed", weights=(20.0, 0.0, 0.0), steps=1)
    data, history = run(scenario)
    now = moment(scenario, data, history, 0)
    header, rows = columns(moment_csv(now))
    found = dict(zip(header, rows.T, strict=True))
    assert found["dL/dy"].tolist() == now.dy[:, 0].tolist()
    assert found["dL/dy"][1] == 0.5
    assert found["dL/dy from z in float64"].tolist() == now.course.dy[:, 0].tolist()
    assert found["dL/dy from z in float64"][1] == 0.0
    assert header[-3:] == [f"{stage} from z in float64" for stage in ("dL/dz", "dz/dy", "dL/dy")]


def test_no_name_becomes_a_formula_and_all_stay_one_line():
    data, history = run(SCENARIOS[-1])
    for text in (
        data_csv(data),
        steps_csv(data, history),
        moment_csv(moment(SCENARIOS[-1], data, history, 0), data.feature_names),
    ):
        header, *_ = csv.reader(io.StringIO(text, newline=""))
        assert not any(name.startswith(("=", "+", "-", "@")) for name in header)
        assert any("=1+1" in name for name in header)
        assert len(text.splitlines()) == len(list(csv.reader(io.StringIO(text, newline=""))))


def test_what_was_taken_home_can_be_brought_again():
    data, _ = run(SCENARIOS[0])
    table = read_table(data_csv(data).encode(), "data.csv")
    own, _ = to_user_data(table, data.feature_names, "t", "1", "0", test_share=0)
    assert len(own.X) == len(data.X) + len(data.X_test)
    assert set(map(tuple, own.X.tolist())) == set(map(tuple, np.vstack([data.X, data.X_test]).tolist()))
