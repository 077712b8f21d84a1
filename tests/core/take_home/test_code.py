"""The numbers as code: every script and every notebook does the same run as the page, step by step."""

import json
import subprocess
import sys
import warnings

import nbformat
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.scaling import SCALINGS
from core.data.sets import SOURCES
from core.data.user_data import USER_DATA, UserData
from core.loss import LOSSES
from core.optimizer import OPTIMIZERS
from core.scenario import STARTS, Scenario
from core.take_home.code import notebook, script
from core.take_home.numbers import data_csv
from core.take_home.recipe import CSV, needs_csv
from core.training import train
from tests.examples import examples
from tests.pairs import every_pair

pytestmark = pytest.mark.filterwarnings("error")


def an_own(n=30, features=3, test=8):
    rng = np.random.default_rng(7)
    X = rng.standard_normal((n + test, features)) * 3 + 1
    t = (X.sum(axis=1) + rng.standard_normal(n + test) > features).astype(float)
    names = ["=a,b", 'the "first"', "#x", *(f"f{i}" for i in range(features))][:features]
    return UserData(X[:n], t[:n], X[n:], t[n:], names, ('"""', "<b>yes</b>"))


OF_ONES_OWN = an_own()


def run(scenario):
    data = scenario.dataset()
    return data, train(scenario, data)


def executed(code):
    """What a program leaves behind, run in a namespace of its own."""
    names = {}
    exec(compile(code, "script.py", "exec"), names)
    return names


def check_same(found, history, data):
    # Relative to the largest number, where that is beyond 1.
    for name in ("W", "dW", "loss", "accuracy"):
        want = getattr(history, name)
        assert found[name].shape == want.shape, name
        assert np.abs(found[name] - want).max() <= 1e-12 * max(1.0, np.abs(want).max()), name
    if len(data.X_test):
        assert np.abs(found["test_accuracy"] - history.test_accuracy).max() <= 1e-12


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def here(place, monkeypatch):
    """A folder to run in; each test writes the data.csv that it needs."""
    monkeypatch.chdir(place)
    return place


@every_pair(name=[*SOURCES, USER_DATA], loss=LOSSES, optimizer=OPTIMIZERS, batch=[0, 7], scaling=SCALINGS)
def test_every_script_does_the_run_of_the_page(here, capsys, name, loss, optimizer, batch, scaling):
    scenario = Scenario(
        data=name,
        user_data=OF_ONES_OWN,
        samples=45,
        seed=3,
        scaling=scaling,
        loss=loss,
        optimizer=optimizer,
        batch=batch,
        start="small random",
        learning_rate=0.3,
        steps=25,
    )
    data, history = run(scenario)
    if needs_csv(scenario):
        (here / CSV).write_text(data_csv(data), encoding="utf-8")
    code = script(scenario, data, history)
    assert len(code.splitlines()) <= 60
    found = executed(code)
    check_same(found, history, data)
    assert np.array_equal(found["X1"][:, :-1], data.X)
    assert capsys.readouterr().out.startswith("step 25: W = [")


@examples(150)
@given(
    data=st.sampled_from([name for name in SOURCES if name not in ("Ames housing", "penguins")]),
    samples=st.integers(2, 60),
    noise=st.floats(0.01, 1),
    seed=st.integers(0, 9999),
    features=st.lists(st.sampled_from(["x1", "x2"]), unique=True).map(tuple),
    scaling=st.sampled_from(SCALINGS),
    start=st.sampled_from(STARTS),
    weights=st.lists(st.floats(-20, 20), min_size=3, max_size=3),
    loss=st.sampled_from(list(LOSSES)),
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    batch=st.just(0) | st.integers(1, 70),
    rate=st.floats(1e-4, 1) | st.just(1),
    steps=st.integers(1, 30),
)
def test_any_drawn_scenario(data, samples, features, weights, rate, **fields):
    count = len(features or "12") + 1
    scenario = Scenario(data, samples, features=features, weights=tuple(weights[:count]), learning_rate=rate, **fields)
    data, history = run(scenario)
    code = script(scenario, data, history)
    assert len(code.splitlines()) <= 60
    found = executed(code)
    assert np.array_equal(found["X1"][:, :-1], data.X)
    check_same(found, history, data)


def test_the_longest_scripts_stay_short(here):
    own = an_own(300, 100)
    weights = tuple(np.random.default_rng(0).standard_normal(101).tolist())
    fields = dict(optimizer="Adam", loss="MSE", batch=8, scaling="standard", steps=5)
    for scenario in (
        Scenario(data=USER_DATA, user_data=own, start="typed", weights=weights, **fields),
        Scenario(data="one outlier", start="far away", features=("x2", "x1"), **fields),
    ):
        data, history = run(scenario)
        (here / CSV).write_text(data_csv(data), encoding="utf-8")
        code = script(scenario, data, history)
        assert len(code.splitlines()) <= 60
        check_same(executed(code), history, data)


def test_a_long_run_far_from_the_boundary(here):
    # Where z has rounded to 0 and 1, and the exponential would overflow.
    for loss in LOSSES:
        scenario = Scenario(data="moons", start="typed", weights=(2000.0, 0.0, 0.0), loss=loss, steps=400)
        data, history = run(scenario)
        check_same(executed(script(scenario, data, history)), history, data)


@every_pair(
    name=["XOR", "circles", "penguins", "Ames housing", USER_DATA],
    turned=[False, True],
    loss=LOSSES,
    batch=[0, 8],
    optimizer=OPTIMIZERS,
)
def test_even_a_run_that_jumps_about_is_the_same(here, name, turned, loss, batch, optimizer):
    # There a difference in the last digit soon makes another run: it takes the same operations in the same order.
    own = OF_ONES_OWN if name == USER_DATA else None
    order = ("x2", "x1") if name in ("XOR", "circles") else SOURCES.get(name, own and own.source).features[::-1]
    scenario = Scenario(
        data=name,
        user_data=own,
        features=order if turned else (),
        loss=loss,
        batch=batch,
        optimizer=optimizer,
        start="small random",
        learning_rate=100.0,
        steps=300,
    )
    data, history = run(scenario)
    if needs_csv(scenario):
        (here / CSV).write_text(data_csv(data), encoding="utf-8")
    found = executed(script(scenario, data, history))
    assert np.array_equal(found["W"], history.W)
    assert np.array_equal(found["dW"], history.dW)


@pytest.mark.parametrize("name", ["penguins", "Ames housing", USER_DATA])
@pytest.mark.parametrize("scaling", SCALINGS)
def test_a_table_gives_the_same_run_to_the_last_bit_also_where_rmsprop_makes_much_of_it(here, name, scaling):
    scenario = Scenario(
        data=name, user_data=OF_ONES_OWN, scaling=scaling, optimizer="RMSProp", learning_rate=1.0, steps=400
    )
    data, history = run(scenario)
    (here / CSV).write_text(data_csv(data), encoding="utf-8")
    found = executed(script(scenario, data, history))
    assert np.array_equal(found["W"], history.W)
    assert np.array_equal(found["dW"], history.dW)


def test_a_real_program_in_a_place_of_its_own(tmp_path):
    scenario = Scenario(data="penguins", optimizer="Adam", batch=16, steps=50, seed=5, scaling="min-max")
    data, history = run(scenario)
    (tmp_path / CSV).write_text(data_csv(data), encoding="utf-8")
    last = 'np.savez("found.npz", W=W, dW=dW, loss=loss, accuracy=accuracy, test_accuracy=test_accuracy)\n'
    (tmp_path / "run.py").write_text(script(scenario, data, history) + last, encoding="utf-8")
    command = [sys.executable, "-W", "error", "run.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.startswith("step 50: W = [")
    assert done.stderr == ""
    check_same(dict(np.load(tmp_path / "found.npz")), history, data)


def test_it_says_in_the_course_s_notation_what_a_line_does():
    scenario = Scenario(data="moons", steps=3)
    code = script(scenario, *run(scenario))
    first = code.splitlines()[0]
    assert first == "# Gradient Explorer: moons, BCE, gradient descent, learning rate 0.5, 3 steps."
    for word in ("# Data. ", "# Start. ", "# Every step. ", "# Loss ", "# Forward: ", "# Backward: ", "# Update: "):
        assert word in code
    assert max(map(len, code.splitlines())) <= 120


HOSTILE = ['"""', "'; import os #", "{0}", "%s", "\\", "${x}", "<script>alert(1)</script>", "=1+1", "“”", "x" * 100]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_a_visitor_s_becomes_code(here, text):
    own = UserData([[1.0], [2.0], [4.0]], [0, 1, 1], None, None, [text], (text, "not " + text[:90]))
    scenario = Scenario(data=USER_DATA, user_data=own, steps=3)
    data, history = run(scenario)
    (here / CSV).write_text(data_csv(data), encoding="utf-8")
    code = script(scenario, data, history)
    check_same(executed(code), history, data)
    plain = UserData(own.X, own.t)
    other = script(
        Scenario(data=USER_DATA, user_data=plain, steps=3), *run(Scenario(data=USER_DATA, user_data=plain, steps=3))
    )
    # All that differs is one comment.
    differing = [(a, b) for a, b in zip(code.splitlines(), other.splitlines(), strict=True) if a != b]
    assert len(differing) <= 1
    assert all(a.split("  # t: ")[0] == b.split("  # t: ")[0] for a, b in differing)
    for cell in json.loads(notebook(scenario, data, history))["cells"]:
        assert cell["cell_type"] == "code" or text not in "".join(cell["source"])


# The notebook


@pytest.mark.parametrize("scenario", [
    Scenario(data="circles", optimizer="momentum", loss="MSE", batch=9, steps=12),
    Scenario(data=USER_DATA, user_data=OF_ONES_OWN, optimizer="RMSProp", steps=12),
    Scenario(data="two samples", start="typed", weights=(0.1, -0.2, 0.3), steps=1),
], ids=lambda scenario: scenario.data)  # fmt: skip
def test_a_notebook_is_valid_and_its_cells_do_the_run(here, scenario):
    data, history = run(scenario)
    (here / CSV).write_text(data_csv(data), encoding="utf-8")
    text = notebook(scenario, data, history)
    with warnings.catch_warnings():
        # Its own warnings are about its own future.
        warnings.simplefilter("ignore", DeprecationWarning)
        book = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
        nbformat.validate(book)
    assert (book.nbformat, book.nbformat_minor) == (4, 5)
    assert [cell.cell_type for cell in book.cells] == ["markdown", *["markdown", "code"] * 4]
    names = {}
    for cell in book.cells:
        if cell.cell_type == "code":
            exec(cell.source, names)
    check_same(names, history, data)
    assert all("".join(cell["source"]).strip() for cell in json.loads(text)["cells"])
