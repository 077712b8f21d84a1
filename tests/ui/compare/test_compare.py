"""Every number of the page "Compare" is that of the runs themselves, each trained alone."""

import numpy as np
import pytest

from core.classifier import with_ones
from core.compare import loss_history, lowest_loss, samples_seen, steps_to
from core.data.scaling import original_weights
from core.loss import LOSSES
from core.numbers import number
from core.scenario import Scenario
from core.stopping import MEANINGS, why_stopped
from core.surface.minimum import minimum
from core.surface.sections import Choice, choose_section
from core.training import train
from ui.compare import runs
from ui.compare.compare import compare
from ui.compare.curves import BY
from ui.compare.sweep import figure, swept
from ui.compare.trained_runs import train_all
from ui.language.speaking import _
from ui.settings import links
from ui.settings.scenario_settings import to_scenario
from ui.timeline.packing import pack
from ui.timeline.templates import FIELD, fill

BASES = {
    classic.name: to_scenario(links.complete(classic.settings or {"data": "Ames housing"})) for classic in runs.CLASSICS
}
every = pytest.mark.parametrize("classic", runs.CLASSICS, ids=lambda classic: classic.name)


def build(classic, base=None, **how):
    base = base or BASES[classic.name]
    chosen = runs.read_runs(classic.runs)
    scenarios = runs.scenarios(base, chosen)
    names = tuple(map(runs.label, chosen))
    return names, scenarios, compare(names, scenarios, base, **how)


def panel(timeline, name):
    return next(each for each in timeline.panels if each.name == name)


def track(timeline, name, trace, attribute):
    return next(t for t in panel(timeline, name).tracks if (t.trace, t.attribute) == (trace, attribute)).values


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("lr:0.5|lr:1", ""),
        ("batch:all|batch:8", " · each of its own batch"),
        ("batch:8,loss:MSE|batch:8", " · each of its own loss and batch"),
    ],
)
def test_whose_gradient_it_is_stands_above_its_length(text, whose):
    chosen, base = runs.read_runs(text), Scenario(data="blobs", samples=20, steps=4)
    timeline = compare(("a", "b"), runs.scenarios(base, chosen), base)
    assert panel(timeline, "norms").title == f"‖dW‖ over the steps{whose}"


@every
@pytest.mark.parametrize("by", BY)
def test_curves_and_paths_are_those_of_each_run_alone(classic, by):
    _, scenarios, timeline = build(classic, by=by)
    for k, scenario in enumerate(scenarios):
        data = scenario.dataset()
        history = train(scenario, data)
        # The curves of different losses are of one loss: the first run's.
        losses = loss_history(scenario, data, history, scenarios[0].loss)
        assert np.array_equal(timeline.scalars[f"loss{k}"][: history.steps + 1], losses)
        norms = np.linalg.norm(history.dW, axis=1)
        assert np.array_equal(timeline.scalars[f"norm{k}"][: history.steps + 1], norms)
        x = samples_seen(history, len(data.X)) if by == "samples seen" else np.arange(history.steps + 1)
        assert np.array_equal(track(timeline, "losses", f"run {k} now", "x")[: history.steps + 1, 0], x)
        curve = next(trace for trace in panel(timeline, "losses").figure.data if trace.name == f"run {k}")
        # Where it begins, at the plot's edge, its marker is whole.
        assert panel(timeline, "losses").figure.trace(f"run {k} now")["cliponaxis"] is False
        assert np.asarray(curve.y) == pytest.approx(losses, rel=1e-6)
        assert np.asarray(curve.x) == pytest.approx(x)
        path = original_weights(history.W, data.shift, data.scale)
        assert track(timeline, "surface", f"run {k}", "x") == pytest.approx(path[:, 0], rel=1e-9, abs=1e-12)


@every
def test_the_surface_is_that_of_the_unscaled_data_and_holds_all_paths(classic):
    _, scenarios, timeline = build(classic)
    base = BASES[classic.name]
    data = base.dataset()
    surface = panel(timeline, "surface").figure.data[0]
    loss = LOSSES[scenarios[0].loss]()
    choice = choose_section(base, data, train(base, data), Choice(), loss)
    W = choice.plane.point(float(surface.x[30]), float(surface.y[60]))
    height = loss.each_from_logit(with_ones(data.X) @ W, data.t).mean()
    # The map's heights stand on even steps.
    heights = np.asarray(surface.z)
    assert heights[60][30] == pytest.approx(np.log10(height), abs=float(np.ptp(heights)) / 2**13)


@every
def test_the_table_says_how_each_run_ends(classic):
    names, scenarios, timeline = build(classic)
    grid = panel(timeline, "table").content
    for k, (scenario, row) in enumerate(zip(scenarios, grid.rows, strict=True)):
        data = scenario.dataset()
        history = train(scenario, data)
        cells = dict(zip(grid.head, row, strict=True))
        hints = dict(zip(grid.head, grid.hints[k], strict=True))
        assert cells["run"] == names[k]
        lowest = lowest_loss(scenario, data)
        for head, share in (("to 1%", 0.01), ("to 0.1%", 0.001)):
            if lowest is None:
                assert (cells[head], hints[head]) == (
                    "–",
                    "MSE can have several valleys: how low the lowest lies is not known.",
                )
            else:
                found = steps_to(history, lowest, share)
                assert cells[head] == ("not reached" if found is None else f"{found:,}")
                assert hints[head] == f"The lowest is {lowest:.6g}."
        assert cells["accuracy"] == f"{100 * history.accuracy[-1]:.1f}%"
        stop = why_stopped(scenario, data, history)
        assert (cells["final status"], hints["final status"]) == (stop.kind, _(stop.sentence))
        about = dict(zip(grid.head, grid.about, strict=True))["final status"].split("\n")
        assert about == [_(meaning) for meaning in MEANINGS.values()]
        now = {name: values[5] for name, values in timeline.scalars.items()}
        if classic.name != "Losses":
            assert cells["final L"] == number(history.loss[-1])
            norm = float(np.linalg.norm(history.dW[5]))
            assert fill(cells["‖dW‖ now"], now) == fill("{norm:4}", {"norm": norm})


def test_runs_of_different_losses_are_compared_by_what_both_have():
    losses = next(classic for classic in runs.CLASSICS if classic.name == "Losses")
    for chosen, shown in ((losses.runs, "BCE"), ("loss:MSE|loss:BCE", "MSE")):
        compared = runs.read_runs(chosen)
        timeline = compare(("a", "b"), runs.scenarios(BASES["Losses"], compared), BASES["Losses"])
        grid = panel(timeline, "table").content
        for k, changes in enumerate(compared):
            scenario = to_scenario({**links.complete(losses.settings), **changes})
            data = scenario.dataset()
            end = train(scenario, data).W[-1].reshape(-1, 1)
            cells = dict(zip(grid.head, grid.rows[k], strict=True))
            for name, loss in LOSSES.items():
                value = loss().each_from_logit(with_ones(data.X) @ end, data.t).mean()
                assert cells[f"final {name}"] == number(value)
        assert "‖dW‖ now" not in grid.head
        assert panel(timeline, "losses").title == f"{shown} over the steps, whatever each was trained with"
        assert panel(timeline, "norms").title == "‖dW‖ over the steps · each of its own loss"
        for k, changes in enumerate(compared):
            scenario = to_scenario({**links.complete(losses.settings), **changes})
            data = scenario.dataset()
            W = train(scenario, data).W[7].reshape(-1, 1)
            label, words = timeline.readout[1 + k]
            values = {
                name: loss().each_from_logit(with_ones(data.X) @ W, data.t).mean() for name, loss in LOSSES.items()
            }
            assert label == f"L, {'ab'[k]}"
            now = {name: series[7] for name, series in timeline.scalars.items()}
            assert fill(words, now) == fill("BCE {BCE:5} · MSE {MSE:5}", values)


def test_the_largest_stable_rate_is_named_at_a_minimum_only():
    def names(**fields):
        figure = panel(compare(("a",), (Scenario(**fields),), Scenario(**fields)), "sweep").figure
        return [trace.name for trace in figure.data]

    assert "largest stable" in names(data="moons", steps=20)
    for fields in ({"loss": "MSE"}, {"data": "separable"}):
        assert "2/λ₁ at the start" in names(**{"data": "moons", "steps": 20, **fields})
    assert "2/λ₁ at the minimum" in names(data="moons", steps=20, batch=8)


def test_the_sweep_shows_forty_runs_and_where_the_largest_stable_rate_lies():
    base = Scenario(data="moons", steps=120)
    figure = panel(build(runs.CLASSICS[0], base)[2], "sweep").figure
    points = {}
    for trace in figure.data:
        if trace.mode == "markers":
            points |= {float(x): (trace.name, float(loss)) for x, loss in zip(trace.x, trace.customdata, strict=True)}
    assert len(points) == 40
    for rate in list(points)[::9]:
        scenario = Scenario(data="moons", steps=120, learning_rate=rate)
        data = scenario.dataset()
        history = train(scenario, data)
        assert points[rate] == (why_stopped(scenario, data, history).kind, pytest.approx(history.loss[-1], rel=1e-12))
    data = base.dataset()
    X1 = with_ones(data.X)
    W, h = minimum(X1, data.t), 1e-4
    # The steepest curvature, by finite differences of the gradient.
    slope = lambda W: X1.T @ LOSSES["BCE"]().slope_from_logit(X1 @ W, data.t) / len(X1)  # noqa: E731
    H = np.hstack([(slope(W + h * unit) - slope(W - h * unit)) / (2 * h) for unit in np.eye(3)[:, :, np.newaxis]])
    line = next(trace for trace in figure.data if trace.name == "largest stable")
    assert line.x[0] == pytest.approx(2 / np.linalg.eigvalsh(H)[-1], rel=1e-5)
    assert next(trace for trace in figure.data if trace.name == "chosen").x[0] == 0.5
    # Its name lies within the axis: Plotly would leave it out beyond the end.
    name = next(trace for trace in figure.data if trace.name == "lr = 0.5 label")
    assert np.log10(name.y[0]) < figure.layout["yaxis"]["range"][1]


@pytest.mark.parametrize(("rate", "side"), [(100.0, "left"), (30.0, "left"), (3.0, "right"), (0.01, "left")])
def test_the_chosen_rate_s_name_stands_where_it_has_room(rate, side):
    rates = np.geomspace(0.001, 100.0, 40)
    drawn = figure(rates, np.full(40, 0.5), ["converged"] * 40, 0.7, ("largest stable", 1.0), rate)
    name = next(trace for trace in drawn.data if trace.name == f"lr = {number(rate)} label")
    assert name.textposition == f"bottom {side}"
    assert (name.x[0] > rate) == (side == "right")


def test_a_large_sweep_has_fewer_steps_and_says_so():
    base = Scenario(data="blobs", samples=100_000, steps=240)
    scenario, _ = swept(base)
    assert scenario.steps == 37


def test_a_run_that_overflows_stays_where_it_ended():
    base = Scenario(data="unscaled", steps=60, learning_rate=100.0, start="typed", weights=(1e6, -1e6, 1e6))
    names = ("one", "two")
    timeline = compare(names, (base, Scenario(data="unscaled", steps=60)), base)
    assert timeline.steps == 60
    for values in timeline.scalars.values():
        assert len(values) == 61
        assert np.isfinite(values).all()
    assert len(pack(timeline)) < 2_000_000


@every
def test_words_can_be_filled_and_the_start_is_told(classic):
    _, scenarios, timeline = build(classic)
    for each in timeline.panels:
        assert all(name[0] in timeline.scalars for name in FIELD.findall(str(each.sentence)))
    assert timeline.note.startswith("All begin at w1 = ")
    different = runs.scenarios(BASES["Optimizers"], ({"start": "far away"}, {}))
    told = compare(("a", "b"), different, BASES["Optimizers"]).note
    assert told == "The runs begin at different weights."
    assert len(train_all(("a",), scenarios[:1])) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", " lr is 0.5, except where an optimizer scales each step itself."),
        ("optimizer:Adam|optimizer:RMSProp,lr:0.05", " lr is 0.5 where a name says no other."),
        ("lr:0.3|same", " lr is 0.5 where a name says no other."),
        ("lr:0.3|lr:3", ""),
        ("batch:8|same", ""),
    ],
)
def test_rates_that_differ_are_explained(text, said):
    base = BASES["Optimizers"]
    chosen = runs.read_runs(text)
    note = compare(tuple(map(runs.label, chosen)), runs.scenarios(base, chosen), base).note
    assert note == f"All begin at w1 = 0, b = 0.{said}"


@pytest.mark.filterwarnings("error")
def test_where_no_gradient_is_left_at_all_its_axis_has_two_ends():
    base = Scenario(data="blobs", start="typed", weights=(0.0, 0.0, 2000.0), loss="MSE", steps=5)
    timeline = compare(("as it is",), (base,), base)
    assert not timeline.scalars["norm0"].any()
    for panel in timeline.panels:
        if panel.figure is not None and panel.figure.layout["yaxis"].get("type") == "log":
            assert np.isfinite(panel.figure.layout["yaxis"]["range"]).all()
