"""A run of somebody's own code: read as hostile, known by its data, and parted from the right one where it is wrong."""

import json
from dataclasses import replace

import numpy as np
import pytest

from core.classifier import Classifier
from core.data.user_data import USER_DATA, UserData
from core.loss import BCE
from core.mistakes.catalogue import BY_KEY
from core.optimizer import Optimizer
from core.own_code.trace import MARK, run_csv
from core.scenario import Scenario
from core.take_home.own_run import read_run
from core.take_home.parting import history_of, parting, right_scenario
from core.training import train

BASE = Scenario(data="moons", samples=60)
DATA = BASE.dataset()
START = np.array([[-1.0], [0.8], [0.3]])


def written(key="", steps=30, rate=0.5, start=START, data=DATA):
    """The run of a known mistake, or of the real code, as trace() writes it."""
    mistake = BY_KEY.get(key)
    model = (mistake.model if mistake else Classifier)(data.X.shape[1])
    loss = (mistake.loss if mistake else BCE)()
    model.initialize_weights(start)
    optimizer = (mistake.optimizer if mistake else Optimizer)(model, rate)
    rows = []
    for _ in range(steps + 1):
        z = model.forward(data.X)
        dW = model.backward(loss.backward(z, data.t))
        whole = np.zeros((2, data.X.shape[1] + 1))
        whole[0, : len(model.W)], whole[1, : len(dW)] = model.W[:, 0], dW[:, 0]
        rows.append([*whole.ravel().tolist(), loss.forward(z, data.t)])
        optimizer.step(dW)
    return run_csv(rows, data.X, data.t, rate)


GOOD = written()


def test_the_real_code_is_right_at_all_steps_and_is_the_run_itself():
    run = read_run(GOOD)
    found = parting(run, DATA)
    assert found.step is None
    assert found.sentence == "Your run is right: L, dW and W are what they should be at every step."
    right = train(right_scenario(BASE, run), DATA)
    own = history_of(run, DATA)
    for name in ("W", "dW", "update", "loss"):
        np.testing.assert_allclose(getattr(own, name), getattr(right, name), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("key", "step", "array"),
    [
        ("no-n", 0, "dW"),
        ("twice-n", 0, "dW"),
        ("no-slope", 0, "dW"),
        ("slope-of-output", 0, "dW"),
        ("bce-sign", 0, "dW"),
        ("no-bias", 0, "dW"),
        ("bias-first", 0, "L"),
        ("ascent", 1, "W"),
        ("stale-cache", 1, "dW"),
    ],
)
def test_a_mistake_is_named_where_the_values_first_differ(key, step, array):
    # Its first steps are short: what the gradient of a sum makes of a long one is of no interest here.
    run = read_run(written(key, rate=0.5 if key != "no-n" else 0.01))
    found = parting(run, DATA)
    assert found.step == step
    assert found.sentence.startswith(f"The values first differ at step {step}, in {array}. ")
    assert f"“{BY_KEY[key].name}”" in found.sentence


def test_a_loss_that_is_no_number_is_said_and_not_read_as_wrong():
    lines = GOOD.splitlines()
    lines[7] = lines[7].rpartition(",")[0] + ",nan"
    found = parting(read_run("\n".join(lines)), DATA)
    assert found.step == 5
    assert "in L. It is NaN or infinite" in found.sentence


def test_where_outputs_have_rounded_nothing_is_judged():
    far = np.array([[900.0], [-900.0], [0.0]])
    text = written(start=far, steps=2, rate=0.001)
    assert parting(read_run(text), DATA).step is None


def test_single_precision_and_guards_against_0_are_no_bugs():
    run = read_run(GOOD)
    coarse = replace(run, W=run.W.astype(np.float32).astype(float), dW=run.dW * (1 + 1e-5), loss=run.loss + 1e-7)
    assert parting(coarse, DATA).step is None


def test_it_knows_its_data():
    run = read_run(GOOD)
    assert run.is_of(DATA)
    for other in (
        replace(BASE, samples=61),
        replace(BASE, seed=1),
        replace(BASE, scaling="standard"),
        Scenario(data="penguins"),
    ):
        assert not run.is_of(other.dataset())
    assert not run.is_of(Scenario(data=USER_DATA, user_data=UserData([[0.0], [1.0]], [0, 1])).dataset())


def changed(**about):
    first, _, rest = GOOD.partition("\n")
    return f"{MARK}{json.dumps({**json.loads(first.removeprefix(MARK)), **about})}\n{rest}"


def lines_with(place, line):
    lines = GOOD.splitlines()
    lines[place] = line
    return "\n".join(lines)


HOSTILE = {
    "nothing": "",
    "another table": "x1,x2,t\n1,2,3\n",
    "a binary file": "\x00\xff\x1f" * 100,
    "too long": GOOD + "\n" * 5_000_000,
    "not JSON": MARK + "{\n" + GOOD.partition("\n")[2],
    "deep JSON": MARK + "[" * 9_000 + "\n" + GOOD.partition("\n")[2],
    "a list": MARK + "[]\n" + GOOD.partition("\n")[2],
    "more than asked": changed(more=1),
    "a rate of text": changed(lr="0.5"),
    "a rate that is none": changed(lr=float("nan")),
    "means that are none": changed(means=[True, 1, 2]),
    "means without end": changed(means=[1.0] * 1_000),
    "a huge number": changed(samples=10**400),
    "a long link": changed(link="x" * 5_000),
    "another width": changed(means=[0.1, 0.2]),
    "no steps": "\n".join(GOOD.splitlines()[:3]),
    "no rows": "\n".join(GOOD.splitlines()[:2]),
    "too many steps": GOOD + "".join(f"{step},0,0,0,0,0,0,0\n" for step in range(31, 5_100)),
    "a step missing": "\n".join(GOOD.splitlines()[:5] + GOOD.splitlines()[6:]),
    "a word": lines_with(4, "2,a,b,c,d,e,f,g"),
    "a short line": lines_with(4, "2,0,0"),
    "NaN": lines_with(4, "2,nan,0,0,0,0,0,0.1"),
    "infinity": lines_with(4, "2,0,0,0,0,inf,0,0.1"),
    "too large": lines_with(4, "2,1e999,0,0,0,0,0,0.1"),
    "an open quote": lines_with(4, '"2'),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_any_other_text_gets_one_sentence(name):
    with pytest.raises(ValueError, match=r"\.$") as caught:
        read_run(HOSTILE[name])
    said = str(caught.value)
    assert "\n" not in said
    assert len(said) < 160


@pytest.mark.parametrize("about", [{"lr": 1e9}, {"lr": -1}, {"lr": 0}])
def test_a_rate_beyond_all_limits_gets_one_sentence(about):
    with pytest.raises(ValueError, match="learning rate must be"):
        right_scenario(BASE, read_run(changed(**about)))


def test_numbers_as_large_as_floats_are_can_be_shown():
    run = read_run(lines_with(4, "2,1e300,-1e300,1e300,1e300,1,1,0.1"))
    assert np.isfinite(history_of(run, DATA).loss).all()
    assert parting(run, DATA).step == 2
    for line_end in ("\r\n", "\n"):
        assert read_run("\ufeff" + GOOD.replace("\n", line_end)).steps == 30
