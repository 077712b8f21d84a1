"""The list of compared runs: into the link and back, what is broken in it, and one start for all."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.classifier import with_ones
from core.data.scaling import SCALINGS
from core.loss import LOSSES
from core.optimizer import OPTIMIZERS
from core.scenario import Scenario
from ui.compare import runs
from ui.settings import links
from ui.settings.scenario_settings import BATCHES, to_scenario

changes = st.fixed_dictionaries(
    {},
    optional={
        "loss": st.sampled_from(sorted(LOSSES)),
        "optimizer": st.sampled_from(sorted(OPTIMIZERS)),
        "lr": st.floats(1e-4, 100).map(lambda x: float(f"{x:.6g}")),
        "batch": st.sampled_from(BATCHES),
        "start": st.sampled_from(["zero", "small random", "far away"]),
        "scaling": st.sampled_from(SCALINGS),
    },
)


@given(st.lists(changes, min_size=1, max_size=runs.MOST_RUNS))
def test_any_runs_go_to_a_link_and_back(chosen):
    text = runs.write_runs(tuple(chosen))
    assert runs.read_runs(text) == tuple(chosen)
    assert len(text) <= links.LONGEST
    assert links.decode({"runs": [text]}).settings["runs"] == text


def test_nothing_is_the_optimizers_as_many_as_there_is_room_for():
    assert [run["optimizer"] for run in runs.read_runs("")] == list(OPTIMIZERS)[: runs.MOST_RUNS]
    assert runs.write_runs(runs.read_runs("")) == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("lr:1|lr:2|lr:3|lr:4|lr:5", "at most 4 runs"),
        ("lr:1e9", "learning rate must be a number"),
        ("lr:nan", "learning rate"),
        ("color:red", "must say what changes"),
        ("lr", "must say what changes"),
        ("lr:1,lr:2", "must say what changes"),
        ("optimizer:<b>", "optimizer must be one of"),
        ("start:typed", "typed weights"),
        ("data:moons", "must say what changes"),
    ],
)
def test_a_broken_list_says_what_is_broken(text, says):
    with pytest.raises(ValueError, match=says):
        runs.read_runs(text)


@given(st.text(max_size=80))
def test_any_text_is_runs_or_one_sentence(text):
    problem = ""
    try:
        assert 1 <= len(runs.read_runs(text)) <= runs.MOST_RUNS
    except ValueError as error:
        problem = str(error)
    assert "\n" not in problem


@pytest.mark.parametrize("classic", runs.CLASSICS, ids=lambda classic: classic.name)
def test_every_classic_is_a_link_without_problems(classic):
    chosen = {**links.complete(classic.settings or {}), "runs": classic.runs}
    assert links.decode(links.encode(chosen)).problems == ()
    base = to_scenario(chosen)
    assert len(runs.scenarios(base, runs.read_runs(classic.runs))) == len(classic.runs.split("|"))
    names = [runs.label(run) for run in runs.read_runs(classic.runs)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("scaling", SCALINGS)
@pytest.mark.parametrize("start", ["zero", "far away", "small random"])
def test_scaled_runs_begin_with_the_same_outputs(scaling, start):
    base = Scenario(data="unscaled", start=start, seed=3, scaling=scaling)
    logits = []
    for scenario in runs.scenarios(base, tuple({"scaling": other} for other in SCALINGS)):
        data = scenario.dataset()
        logits.append(with_ones(data.X) @ scenario.start_weights())
    for other in logits[1:]:
        assert other == pytest.approx(logits[0], rel=1e-9, abs=1e-9)


def test_a_run_changes_what_it_says_and_nothing_else():
    base = Scenario(data="moons", learning_rate=2.0)
    (run,) = runs.scenarios(base, ({"batch": "8", "lr": 0.1, "optimizer": "Adam"},))
    assert run == Scenario(data="moons", learning_rate=0.1, batch=8, optimizer="Adam")
    assert runs.scenarios(base, ({},)) == (base,)
    assert np.isfinite(run.start_weights()).all()


def test_on_very_much_data_the_runs_are_shorter_together():
    base = Scenario(data="blobs", samples=20_000, steps=1_200)
    four = runs.scenarios(base, runs.read_runs(""))
    assert {run.steps for run in four} == {300}
    assert runs.shortened(base, 4) == "With 20,000 samples, 4 runs are cut off after 300 steps here."
    assert runs.scenarios(base, runs.read_runs("same"))[0] == base
    assert runs.shortened(base, 1) == runs.shortened(Scenario(steps=5_000), 4) == ""
