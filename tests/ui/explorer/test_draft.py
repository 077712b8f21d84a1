"""A draft is the step that the run would have when the hand lets go, number for number."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data.drawings import MOST_POINTS
from core.data.labels import to_user_data
from core.data.tables import read_table
from core.data.user_data import USER_DATA
from core.scenario import Scenario
from core.surface.step_size import StepSize
from core.surface.windows import choose_slice
from core.training import train
from tests.pairs import every_pair
from ui.explorer.draft import REDRAWN, changed, explorer_draft, scene
from ui.explorer.explorer import explorer
from ui.language.speaking import speaking
from ui.page import work
from ui.panels.data import data_tracks
from ui.panels.names import weight_names
from ui.panels.rate import about_rate, rate_slider
from ui.panels.view import View
from ui.settings import links
from ui.settings.scenario_settings import to_scenario
from ui.timeline.packing import pack_draft, read, unpack

ZIGZAG = Scenario(data="unscaled", noise=0.5, start="typed", weights=(-1.5, 2.5, 0.0), learning_rate=7.0, steps=60)
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
BOUNDARY = [("middle", (0.2, 0.1)), ("end", (1.0, 1.5)), ("other end", (1.0, 1.5))]
STAYS = ("rate", "start")
VIEWS = [View(), View(order="by class"), View(surface="3-D")]


def scene_of(scenario, view=VIEWS[0]):
    data = scenario.dataset()
    return scene(scenario, data, train(scenario, data), view)


def rows(tracks, at):
    """What each of a timeline's tracks shows at a step."""
    return {
        (track.trace, track.attribute): track.values[: at + 1] if track.prefix else track.values[at] for track in tracks
    }


@every_pair(name=SCENARIOS, hold=HOLDS + BOUNDARY, view=VIEWS)
def test_a_draft_is_what_the_timeline_of_the_changed_run_shows_at_that_step(name, hold, view):
    if name == "one feature" and hold in BOUNDARY:
        # Its boundary is no line that could be turned.
        hold = HOLDS[0]
    shown = scene_of(SCENARIOS[name], view)
    scenario = changed(shown, hold, 7)
    history = train(scenario, shown.data)
    timeline = explorer(scenario, shown.data, history, view)
    same_window = np.array_equal(choose_slice(scenario, shown.data, history).u, shown.slice_.u)
    stays = hold[0] in STAYS
    for step in (0, 7, 10_000) if stays else (7,):
        draft = explorer_draft(shown, hold, step)
        at = min(step, history.steps) if stays else 0
        wanted = {name: values[at] for name, values in timeline.scalars.items()}
        assert draft.scalars == pytest.approx(wanted | {"step": at if stays else step}, rel=1e-6)
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
        if stays:
            now = dict(((track.trace, track.attribute), track.values[0]) for track in draft.panels["loss"][:3])
            assert now["now", "x"] == at
            assert now["now", "y"] == pytest.approx(max(history.loss[at], 1e-300), rel=1e-6)


@pytest.mark.parametrize("hold", HOLDS + BOUNDARY, ids=str)
def test_what_the_hand_lets_go_of_is_in_the_link_that_a_draft_has(hold):
    shown = scene_of(ZIGZAG)
    query = {"v": ["2"], "data": ["unscaled"], "noise": ["0.5"], "start": ["typed"], "weights": ["-1.5, 2.5, 0"]}
    query |= {"lr": ["7"], "steps": ["60"]}
    link = links.decode(query | {name: [value] for name, value in explorer_draft(shown, hold, 3).link.items()})
    assert not link.problems
    assert to_scenario(link.settings) == changed(shown, hold, 3)


@settings(max_examples=60, deadline=None)
@given(st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9)), st.integers(0, 70))
def test_wherever_a_hand_goes_there_is_a_draft_and_it_travels(at, step):
    for hold in (("rate", at[:1]), *((what, at) for what in ("start", "weights", "middle", "end", "other end"))):
        draft = explorer_draft(SCENE, hold, step)
        header, body = unpack(pack_draft(draft))
        assert {name: read(entry, body)[0] for name, entry in header["scalars"].items()} == draft.scalars
        assert set(header["panels"]) == {"data", "surface", "samples", "loss"}


SCENE = scene_of(ZIGZAG)


@pytest.mark.parametrize(
    "hold",
    [
        ("loss", (1.0,)),
        ("rate", (1.0, 2.0)),
        ("start", (1.0,)),
        ("sample", (1.0, 2.0)),
        ("sample", (-1.0, 0.0, 0.0)),
        ("sample", (200.0, 0.0, 0.0)),
        ("", ()),
    ],
)
def test_what_no_hand_can_hold_is_told_in_a_sentence(hold):
    with pytest.raises(ValueError, match="can be moved"):
        explorer_draft(SCENE, hold, 0)


def test_beside_zero_no_weight_is_minus_zero_and_where_weights_end_so_does_the_hand():
    for what in ("start", "weights"):
        weights = changed(SCENE, (what, (-1e-9, 0.3)), 0).weights
        assert weights[0] == 0.0
        assert not np.signbit(weights[0])
    # Without weights there is no boundary that could be turned.
    for hold in BOUNDARY:
        weights = changed(scene_of(Scenario(data="separable", steps=10)), hold, 0).weights
        assert not np.signbit(weights).any()
    # What is shown reaches farther than a start may lie.
    far = scene_of(replace(ZIGZAG, weights=(9e5, -9e5, 0.0)))
    assert changed(far, ("start", (1e9, -1e9)), 0).weights[:2] == (1e6, -1e6)


@pytest.mark.parametrize("what", ["start", "weights"])
def test_what_is_held_in_the_picture_of_the_run_before_stays_where_it_is_held(what):
    # A hand is quicker than the run of what it let go of last, and that may have a smaller window.
    wide, comes = scene_of(SCENARIOS["bounces"]).slice_, scene_of(ZIGZAG)
    x, y = round(float(wide.u[-2]), 1), round(float(wide.v[-2]), 1)
    assert (x, y) > (comes.slice_.u[-1], comes.slice_.v[-1])
    assert changed(comes, (what, (x, y)), 7).weights[:2] == (x, y)


@pytest.mark.parametrize("name", ["zigzag", "many features"])
@pytest.mark.parametrize("hold", BOUNDARY, ids=str)
def test_a_boundary_goes_through_the_hand_and_turns_about_the_end_that_is_not_held(name, hold):
    shown = scene_of(SCENARIOS[name])
    what, point = hold
    before = shown.history.W[5]
    after = np.array(changed(shown, hold, 5).weights)
    means = shown.data.X.mean(axis=0)

    def logit_at(W, x, y):
        return np.concatenate([[x, y], means[2:], [1.0]]) @ W

    scale = np.abs(after).max()
    assert logit_at(after, *point) == pytest.approx(0.0, abs=1e-4 * scale)
    assert np.hypot(*after[:2]) == pytest.approx(np.hypot(*before[:2]), rel=1e-4)
    assert after[2:-1] == pytest.approx(before[2:-1], rel=1e-4)
    assert after[:2] @ before[:2] >= 0
    if what == "middle":
        assert after[:2] == pytest.approx(before[:2], rel=1e-4)
    else:
        grips = {
            track.attribute: track.values[0]
            for track in data_tracks(shown.data, before[None], np.arange(len(shown.data.X)))
            if track.trace == "grips"
        }
        pivot = 2 if what == "end" else 1
        assert logit_at(after, grips["x"][pivot], grips["y"][pivot]) == pytest.approx(0.0, abs=1e-4 * scale)


def test_the_slider_has_the_run_s_own_rate_and_the_largest_stable_one_between_its_places():
    shown = scene_of(ZIGZAG)
    rate = rate_slider(ZIGZAG, shown.size)
    assert rate.notches[rate.now] == ZIGZAG.learning_rate
    low, high = (rate.notches[round_(rate.stable)] for round_ in (math.floor, math.ceil))
    assert low <= shown.size.stable <= high
    assert list(rate.notches) == sorted(set(rate.notches))
    assert all(float(f"{notch:.3g}") == notch for notch in rate.notches)
    assert "0.94 × the largest stable rate" in rate.said
    assert rate_slider(replace(ZIGZAG, optimizer="Adam"), None).stable is None


@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.parametrize("language", ["en", "de"])
def test_no_rate_of_the_slider_has_a_longer_sentence_than_there_is_room_for(name, language):
    scenario = SCENARIOS[name]
    size = scene_of(scenario).size
    with speaking(language):
        rate = rate_slider(scenario, size)
        said = [about_rate(size and size.of(notch), scenario) for notch in rate.notches]
    assert rate.said in said
    assert max(map(len, said)) <= len(rate.longest)


@settings(max_examples=100, deadline=None)
@given(st.floats(1e-4, 100.0), st.floats(1e-12, 1e12))
def test_whatever_a_rate_is_its_slider_has_it(learning_rate, stable):
    rate = rate_slider(replace(ZIGZAG, learning_rate=learning_rate), StepSize(1.0, stable, "2/λ₁", True, "glides"))
    assert rate.notches[rate.now] == learning_rate
    assert 1e-4 <= rate.notches[0] <= rate.notches[-1] <= 100.0
    assert len(rate.notches) < 500


FEW = replace(ZIGZAG, samples=40)


@pytest.mark.parametrize("view", [VIEWS[0], VIEWS[2]], ids=str)
@pytest.mark.parametrize("step", [0, 7])
def test_a_sample_of_few_becomes_a_drawn_point_and_its_draft_is_the_drawn_run(step, view):
    shown = scene_of(FEW, view)
    hold = ("sample", (3.0, 0.7, -0.4))
    scenario = changed(shown, hold, step)
    data = scenario.dataset()
    assert data.X[3] == pytest.approx([0.7, -0.4])
    assert np.delete(data.X, 3, axis=0) == pytest.approx(np.delete(shown.data.X, 3, axis=0), abs=5e-4)
    history = train(scenario, data)
    timeline = explorer(scenario, data, history, view)
    draft = explorer_draft(shown, hold, step)
    assert draft.scalars == pytest.approx({name: values[step] for name, values in timeline.scalars.items()}, rel=1e-6)
    stems = {(track.trace, track.attribute): track.values[0] for track in draft.panels["samples"]}
    (samples,) = (panel for panel in timeline.panels if panel.name == "samples")
    for key, values in rows(samples.tracks, step).items():
        np.testing.assert_allclose(stems[key], values)
    # The valley is that of the moved samples, over the window that is shown.
    landscape = {track.attribute: track.values[0] for track in draft.panels["surface"] if track.trace == "surface"}
    window = replace(shown.slice_, u=landscape["x"], v=landscape["y"])
    heights = window.heights(scenario, data)
    z = landscape["z"] if view.surface == "3-D" else 10 ** landscape["z"]
    np.testing.assert_allclose(z, heights.ravel())
    # And what it becomes is what a link says.
    query = {"v": ["2"]} | {name: [value] for name, value in draft.link.items()}
    link = links.decode(query)
    assert not link.problems
    # What only makes synthetic samples says nothing of drawn ones.
    assert to_scenario(link.settings) == replace(scenario, samples=Scenario().samples, noise=Scenario().noise)


@pytest.mark.parametrize("name", ["zigzag", "many features", "test part"])
def test_a_sample_of_many_is_only_looked_at(name):
    shown = scene_of(SCENARIOS[name])
    _, right, bottom, _ = shown.box
    hold = ("sample", (5.0, 2 * right, bottom - 1.0))
    draft = explorer_draft(shown, hold, 9)
    X = shown.data.X.copy()
    X[5, :2] = right, bottom
    history = train(shown.scenario, replace(shown.data, X=X))
    assert draft.scalars["loss"] == history.loss[9]
    assert [draft.scalars[name] for name in weight_names(shown.data)] == history.W[9].tolist()
    assert draft.link == {}
    assert "goes back" in draft.said
    # By that the page knows that nothing has to be done.
    assert changed(shown, hold, 9) is shown.scenario


def test_a_sample_of_a_large_table_is_only_looked_at():
    rows = "\n".join(f"{k / 10},{k % 7},{k % 2}" for k in range(2 * MOST_POINTS))
    table, _ = to_user_data(
        read_table(f"a,b,label\n{rows}".encode(), "large.csv"), ["a", "b"], "label", "1", "0", 0.0, 0
    )
    shown = scene_of(Scenario(data=USER_DATA, user_data=table, steps=10))
    assert changed(shown, ("sample", (3.0, 0.1, 0.1)), 4) is shown.scenario


def test_what_has_been_drawn_stays_a_drawing():
    shown = scene_of(changed(scene_of(FEW), ("sample", (3.0, 0.7, -0.4)), 0))
    moved = changed(shown, ("sample", (0.0, 0.1, 0.2)), 0)
    assert moved.dataset().X[0] == pytest.approx([0.1, 0.2])
    assert moved.dataset().X[3] == pytest.approx([0.7, -0.4])


def test_of_a_long_run_only_the_way_to_the_step_is_computed_and_a_longer_one_does_not_follow():
    long = replace(ZIGZAG, samples=4_000, steps=5_000)
    assert work(long) > REDRAWN
    data = long.dataset()
    shown = scene(long, data, train(replace(long, steps=1), data), VIEWS[0])
    draft = explorer_draft(shown, ("rate", (5.0,)), 3)
    whole = train(replace(long, learning_rate=5.0, steps=10), data)
    assert draft.scalars["loss"] == whole.loss[3]
    assert {track.trace for track in draft.panels["loss"]} == {"now", "now line"}
    longer = explorer_draft(shown, ("rate", (5.0,)), 5_000)
    assert (dict(longer.scalars), dict(longer.panels), dict(longer.link)) == ({}, {}, {"lr": "5"})
    assert "too long" in longer.said
    assert explorer_draft(shown, ("weights", (0.0, 0.0)), 5_000).scalars["step"] == 5_000
