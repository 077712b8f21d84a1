"""A draft is the step that the run would have when the hand lets go, number for number."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.scenario import Scenario
from core.surface.windows import choose_slice
from core.training import train
from ui import costs
from ui.explorer.draft import changed, explorer_draft, scene
from ui.explorer.explorer import explorer
from ui.panels.view import View
from ui.settings import links
from ui.settings.scenario_settings import to_scenario
from ui.timeline.packing import pack_draft, read, unpack

ZIGZAG = Scenario(data="blobs", noise=0.5, start="typed", weights=(-1.5, 2.5, 0.0), learning_rate=7.0, steps=60)
SCENARIOS = {
    "zigzag": ZIGZAG,
    "one feature": Scenario(data="Ames housing", learning_rate=0.5, steps=40),
    "batches": replace(ZIGZAG, batch=32, steps=30),
    "many features": Scenario(data="penguins", features=(), optimizer="momentum", steps=30),
    "Adam": replace(ZIGZAG, optimizer="Adam", learning_rate=0.1),
    "bounces": replace(ZIGZAG, learning_rate=60.0),
    "test part": Scenario(data="moons", loss="MSE", learning_rate=2.0, steps=30),
}
HOLDS = [("rate", (0.731,)), ("rate", (90.0,)), ("start", (0.4, -0.3)), ("weights", (0.4, -0.3))]
VIEWS = [View(), View(order="by class"), View(surface="3-D")]


def scene_of(scenario, view=VIEWS[0]):
    data = scenario.dataset()
    return scene(scenario, data, train(scenario, data), view)


def rows(tracks, at):
    """What each of a timeline's tracks shows at a step."""
    return {
        (track.trace, track.attribute): track.values[: at + 1] if track.prefix else track.values[at] for track in tracks
    }


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"{view.surface}, {view.order}")
@pytest.mark.parametrize("hold", HOLDS, ids=str)
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_draft_is_what_the_timeline_of_the_changed_run_shows_at_that_step(name, hold, view):
    shown = scene_of(SCENARIOS[name], view)
    scenario = changed(shown, hold)
    history = train(scenario, shown.data)
    timeline = explorer(scenario, shown.data, history, view)
    same_window = np.array_equal(choose_slice(scenario, shown.data, history).u, shown.slice_.u)
    for step in (0, 7, 10_000):
        draft = explorer_draft(shown, hold, step)
        at = 0 if hold[0] == "weights" else min(step, history.steps)
        wanted = {name: values[at] for name, values in timeline.scalars.items()}
        assert draft.scalars == pytest.approx(wanted | {"step": step if hold[0] == "weights" else at}, rel=1e-6)
        for panel in timeline.panels:
            tracks = rows(panel.tracks, at)
            for track in draft.panels.get(panel.name, ()):
                values = track.values if track.prefix else track.values[0]
                key = track.trace, track.attribute
                if panel.name == "surface" and (track.trace == "gradient" or not same_window):
                    # Its arrows are as long as the shown picture has them.
                    continue
                if key in tracks and panel.name != "loss":
                    np.testing.assert_allclose(values, tracks[key], err_msg=str((panel.name, *key)))
                elif panel.name == "loss" and track.prefix:
                    figure = panel.figure.trace(track.trace)
                    np.testing.assert_allclose(values, figure["y"], rtol=1e-6)
        if hold[0] != "weights":
            now = dict(((track.trace, track.attribute), track.values[0]) for track in draft.panels["loss"][:3])
            assert now["now", "x"] == at
            assert now["now", "y"] == pytest.approx(max(history.loss[at], 1e-300), rel=1e-6)


@pytest.mark.parametrize("hold", HOLDS, ids=str)
def test_what_the_hand_lets_go_of_is_in_the_link_that_a_draft_has(hold):
    shown = scene_of(ZIGZAG)
    query = {"v": ["2"], "data": ["blobs"], "noise": ["0.5"], "start": ["typed"], "weights": ["-1.5, 2.5, 0"]}
    query |= {"lr": ["7"], "steps": ["60"]}
    link = links.decode(query | {name: [value] for name, value in explorer_draft(shown, hold, 3).link.items()})
    assert not link.problems
    assert to_scenario(link.settings) == changed(shown, hold)


@settings(max_examples=60, deadline=None)
@given(st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9)), st.integers(0, 70))
def test_wherever_a_hand_goes_there_is_a_draft_and_it_travels(at, step):
    for hold in (("rate", at[:1]), ("start", at), ("weights", at)):
        draft = explorer_draft(SCENE, hold, step)
        header, body = unpack(pack_draft(draft))
        assert {name: read(entry, body)[0] for name, entry in header["scalars"].items()} == draft.scalars
        assert set(header["panels"]) == {"data", "surface", "samples", "loss"}


SCENE = scene_of(ZIGZAG)


@pytest.mark.parametrize("hold", [("loss", (1.0,)), ("rate", (1.0, 2.0)), ("start", (1.0,)), ("", ())])
def test_what_no_hand_can_hold_is_told_in_a_sentence(hold):
    with pytest.raises(ValueError, match="can be moved"):
        explorer_draft(SCENE, hold, 0)


def test_of_a_long_run_only_the_way_to_the_step_is_computed_and_of_a_longer_one_nothing():
    long = replace(ZIGZAG, samples=4_000, steps=5_000)
    assert costs.run(long) > costs.DRAFT
    data = long.dataset()
    shown = scene(long, data, train(replace(long, steps=1), data), VIEWS[0])
    draft = explorer_draft(shown, ("rate", (5.0,)), 3)
    whole = train(replace(long, learning_rate=5.0, steps=10), data)
    assert draft.scalars["loss"] == whole.loss[3]
    assert {track.trace for track in draft.panels["loss"]} == {"now", "now line"}
    assert explorer_draft(shown, ("rate", (5.0,)), 5_000) is None
    assert explorer_draft(shown, ("weights", (0.0, 0.0)), 5_000) is not None
