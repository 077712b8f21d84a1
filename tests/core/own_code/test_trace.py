"""A run of somebody's own code, written down step by step: also where it goes wrong on its way."""

import numpy as np
import pytest

from core.mistakes.catalogue import BY_KEY
from core.own_code.trace import read_data, trace
from core.scenario import Scenario
from core.take_home.numbers import data_csv
from core.take_home.own_run import read_run
from core.take_home.parting import parting
from tests.core.own_code.styles import COURSE, STYLES

SCENARIO = Scenario(data="Ames housing", features=("GrLivArea",))
DATA = Scenario(data="moons", samples=40).dataset()


@pytest.fixture
def traced(tmp_path, capsys):
    """trace() on these classes, and what it has written and said."""

    def run(classifier, bce, X=DATA.X, y=DATA.t, lr=0.5, steps=12, **more):
        file = tmp_path / "run.csv"
        file.unlink(missing_ok=True)
        trace(classifier, bce, X, y, lr, steps, file=str(file), **more)
        return file.read_text(encoding="utf-8") if file.exists() else "", capsys.readouterr().out

    return run


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_a_correct_run_in_any_style_that_has_a_gradient_is_right(style, traced):
    names = style.run()
    text, said = traced(names["Classifier"], names["BCE"], ones=style.ones)
    if style.name == "the cache handed on":
        assert "BCE.backward is missing" in said
        return
    assert "steps 0 to 12" in said
    assert parting(read_run(text), DATA).sentence.startswith("Your run is right")


def test_their_own_optimizer_takes_the_steps(traced):
    names = COURSE.run()
    text, _ = traced(names["Classifier"], names["BCE"], Optimizer=BY_KEY["ascent"].optimizer)
    found = parting(read_run(text), DATA)
    assert found.step == 1
    assert "“W + lr · dW”" in found.sentence


def test_it_ends_where_the_code_does(traced):
    class Third(COURSE.run()["Classifier"]):
        count = 0

        def backward(self, dout):
            self.count += 1
            if self.count > 3:
                raise RuntimeError("no more")
            return super().backward(dout)

    text, said = traced(Third, COURSE.run()["BCE"])
    assert read_run(text).steps == 2
    assert "backward raises RuntimeError: no more" in said
    assert "The run ends at step 2." in said

    class Grows(COURSE.run()["Classifier"]):
        def backward(self, dout):
            return 1e200 * np.ones_like(self.W)

    text, said = traced(Grows, COURSE.run()["BCE"], lr=2e107)
    assert "W has become infinite or NaN at step 9: there the run ends." in said
    assert "logarithm" not in said
    assert np.isfinite(read_run(text).W).all()


def test_a_loss_without_a_clip_is_named_where_an_output_rounds(traced):
    class Unclipped:
        def forward(self, z, t):
            return -np.mean(t * np.log(z) + (1 - t) * np.log(1 - z))

        def backward(self, z, t):
            return (-t / z + (1 - t) / (1 - z)) / len(t)

    _, said = traced(COURSE.run()["Classifier"], Unclipped, lr=1e6)
    assert "L has become infinite or NaN at step 1: there the run ends." in said
    assert "rounded to 0 or 1, and the logarithm of 0 is infinite" in said
    assert "dW" not in said


@pytest.mark.parametrize(
    "more",
    [
        {"X": None},
        {"X": [["a", "b"]]},
        {"X": DATA.X[:3]},
        {"X": np.full((40, 2), np.nan)},
        {"y": "no"},
        {"lr": 0},
        {"lr": "fast"},
        {"lr": float("nan")},
        {"steps": 2.5},
        {"steps": True},
        {"steps": 5_001},
    ],
    ids=str,
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_what_cannot_be_run_gets_one_sentence(more, language, traced):
    names = COURSE.run()
    text, said = traced(names["Classifier"], names["BCE"], language=language, **more)
    assert text == ""
    assert said.count("\n") == 1


def test_it_changes_nothing_that_it_is_given(traced):
    names = COURSE.run()
    model, X, y = names["Classifier"](2), DATA.X.copy(), DATA.t.copy()
    W = model.W.copy()
    traced(model, names["BCE"](), X, y)
    assert np.array_equal(X, DATA.X)
    assert np.array_equal(y, DATA.t)
    assert np.array_equal(model.W, W)


def test_the_data_of_the_page_export_are_read_without_their_test_part(tmp_path):
    data = SCENARIO.dataset()
    file = tmp_path / "data.csv"
    file.write_text(data_csv(data), encoding="utf-8")
    X, y = read_data(str(file))
    assert np.array_equal(X, data.X)
    assert np.array_equal(y, data.t)
    assert len(data.X_test)
