"""Every number of the page "Loss surface" is the core's, at every step; and a finite difference of the loss agrees."""

import itertools

import numpy as np
import pytest

from core.classifier import with_ones
from core.gradient_check import TOLERANCE
from core.loss import LOSSES
from core.scenario import Scenario
from core.surface.curvature import curvature_at, newton_step, stable_rate
from core.surface.sections import OTHER_WEIGHTS, Choice, choose_section
from core.surface.step_size import step_size
from core.training import train
from tests.pairs import every_pair
from ui.loss_surface import level
from ui.loss_surface.field import FIELD
from ui.loss_surface.landscape import landscape
from ui.loss_surface.level import level_tracks
from ui.loss_surface.look import AROUND, BESIDE, FIELDS, HEIGHTS, Look
from ui.panels.names import weight_names
from ui.panels.rate import about_rate
from ui.timeline.packing import frame, pack, unpack
from ui.timeline.templates import FIELD as PLACE
from ui.timeline.templates import fill

SCENARIOS = [
    Scenario(steps=20),
    Scenario(data="moons", learning_rate=5.0, steps=30),
    Scenario(data="separable", samples=60, optimizer="momentum", steps=20),
    Scenario(
        data="penguins",
        features=("bill_length_mm", "bill_depth_mm", "body_mass_g"),
        optimizer="Adam",
        batch=16,
        steps=20,
    ),
    Scenario(data="blobs", start="typed", weights=(-15.0, -15.0, 0.0), loss="MSE", steps=20),
    Scenario(data="blobs", start="typed", weights=(-600.0, -600.0, 0.0), steps=5),
]
every = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: f"{s.data}-{s.loss}-{s.optimizer}")
PCA = Choice("PCA")


def build(scenario, look=None, step=0, point=None):
    data = scenario.dataset()
    history = train(scenario, data)
    return data, history, landscape(scenario, data, history, look or Look(), step, point)


def panel(timeline, name):
    return next(each for each in timeline.panels if each.name == name)


def track(timeline, name, trace, attribute):
    return next(t for t in panel(timeline, name).tracks if (t.trace, t.attribute) == (trace, attribute)).values


def mean_loss(data, name, W):
    return float(LOSSES[name]().each_from_logit(with_ones(data.X) @ W.reshape(-1, 1), data.t).mean())


@every
@pytest.mark.parametrize("height", HEIGHTS)
def test_the_numbers_of_a_step_are_those_of_the_core(scenario, height):
    data, history, timeline = build(scenario, Look(height=height))
    name = scenario.loss if height == HEIGHTS[0] else height
    X1, loss = with_ones(data.X), LOSSES[name]()
    names = weight_names(data)
    for step in (0, history.steps // 2, history.steps):
        now = {key: values[0] if len(values) == 1 else values[step] for key, values in timeline.scalars.items()}
        W = history.W[step].reshape(-1, 1)
        curvature = curvature_at(X1, data.t, loss, W)
        assert now["height"] == pytest.approx(mean_loss(data, name, W), rel=1e-12)
        for i, j in itertools.product(range(len(names)), repeat=2):
            if j <= i:
                assert now[f"h{i}_{j}"] == pytest.approx(curvature.hessian[i, j], rel=1e-9, abs=1e-15)
        eigenvalues = [now[f"lambda{i}"] for i in range(len(names))]
        assert eigenvalues == pytest.approx(curvature.eigenvalues.tolist(), rel=1e-6, abs=1e-14)
        for other in LOSSES:
            dW = X1.T @ LOSSES[other]().slope_from_logit(X1 @ W, data.t) / len(X1)
            assert now[f"norm_{other.lower()}"] == pytest.approx(np.linalg.norm(dW), rel=1e-9, abs=1e-18)
        stable = stable_rate(curvature, scenario.optimizer)
        if stable is None:
            assert not now.get("bends")
        else:
            assert now["stable"] == pytest.approx(stable, rel=1e-6)
            assert now["ratio"] == pytest.approx(scenario.learning_rate / stable, rel=1e-6)
            assert now["bounces"] == (scenario.learning_rate > stable)
            # Where some direction is flat or bends down nothing settles, however small the rate.
            assert now["settles"] == (now["bowl"] and not now["bounces"])


@every
def test_the_rate_of_the_minimum_is_said_too_where_there_is_one(scenario):
    """The page Explore calls it by the same name, and it is another number."""
    data, _history, timeline = build(scenario)
    size = step_size(scenario, data)
    said = panel(timeline, "numbers").sentence
    at_minimum = size is not None and size.at_minimum
    assert ("at the minimum, this rate is" in said) == at_minimum
    if size is not None and at_minimum:
        assert f"{size.formula} = {size.stable:.3g}, the one on the page Explore" in said
        assert f"{size.formula} = {size.stable:.3g}" in about_rate(size, scenario)
    # Of another loss than the run's own it would be another minimum.
    other = next(name for name in LOSSES if name != scenario.loss)
    assert "at the minimum" not in panel(build(scenario, Look(height=other))[2], "numbers").sentence


def test_what_stands_in_the_hessian_is_explained():
    said = panel(build(SCENARIOS[0])[2], "numbers").sentence
    assert "H = Xᵀ S X / N, the Hessian" in said
    assert "S: on its diagonal" in said
    assert "λ: the eigenvalues of H" in said


@every
@pytest.mark.parametrize("choice", [Choice(), Choice(axes=(1, 0), held="start"), PCA, Choice("random")], ids=str)
def test_arrows_and_paths_lie_where_the_core_says(scenario, choice):
    data, history, timeline = build(scenario, Look(choice))
    X1, loss = with_ones(data.X), LOSSES[scenario.loss]()
    section = choose_section(scenario, data, history, choice, loss)
    at = section.plane.coordinates(history.W)
    assert np.array_equal(track(timeline, "contours", "path", "x"), at[:, 0])
    assert np.array_equal(track(timeline, "contours", "point", "y")[:, 0], at[:, 1])
    step = 2
    update = np.array([np.diff(track(timeline, "contours", "update", axis)[step])[0] for axis in "xy"])
    assert np.isnan(update).all() or update == pytest.approx(
        (history.W[step + 1] - history.W[step]) @ section.plane.directions
    )
    newton = np.array([np.diff(track(timeline, "contours", "newton", axis)[step])[0] for axis in "xy"])
    exact = newton_step(X1, data.t, loss, history.W[step].reshape(-1, 1))
    if exact is None:
        assert np.isnan(newton).all()
    elif not np.isnan(newton).any() and np.linalg.norm(exact) < 10:
        assert newton == pytest.approx(exact[:, 0] @ section.plane.directions, rel=1e-4, abs=1e-7)
    # −gradient, against a central difference of the loss along both directions of the picture.
    drawn = np.array([np.diff(track(timeline, "contours", "gradient", axis)[step])[0] for axis in "xy"])
    h = 1e-5
    slopes = [
        (
            mean_loss(data, scenario.loss, history.W[step] + h * d)
            - mean_loss(data, scenario.loss, history.W[step] - h * d)
        )
        / (2 * h)
        for d in (section.plane.direction_a, section.plane.direction_b)
    ]
    if not np.isnan(drawn).any():
        label = next(t.name for t in panel(timeline, "contours").figure.data if "gradient ×" in (t.name or ""))
        scale = float(label.split("×")[1])
        assert -drawn / scale == pytest.approx(slopes, rel=1e-4, abs=1e-8)


@every
def test_the_tangent_plane_touches_the_surface(scenario):
    data, history, timeline = build(scenario)
    section = choose_section(scenario, data, history, Choice(), LOSSES[scenario.loss]())
    x, y, z = (track(timeline, "relief", "tangent", axis)[3] for axis in "xyz")
    if np.isnan(z).any():
        return
    W = history.W[3]
    height = mean_loss(data, scenario.loss, W)
    assert z.mean() == pytest.approx(height, rel=1e-9)
    h = 1e-5
    for values, d in ((x, section.plane.direction_a), (y, section.plane.direction_b)):
        slope = (mean_loss(data, scenario.loss, W + h * d) - mean_loss(data, scenario.loss, W - h * d)) / (2 * h)
        right, left = values > values.mean(), values < values.mean()
        rise = (z[right].mean() - z[left].mean()) / (values[right].mean() - values[left].mean())
        assert rise == pytest.approx(slope, rel=1e-4, abs=1e-7)


@every_pair(scenario=SCENARIOS, held=OTHER_WEIGHTS, beside=BESIDE)
def test_every_look_can_be_drawn_and_its_words_filled(scenario, held, beside):
    for field, around, height in zip(FIELDS, (*AROUND, AROUND[0]), HEIGHTS, strict=True):
        look = Look(Choice(held=held), height, beside, field, around)
        _, history, timeline = build(scenario, look, 4, (0.5, -0.25))
        assert len(pack(timeline)) < 1_000_000
        for each in timeline.panels:
            assert [track.values.shape[0] == history.steps + 1 for track in each.tracks].count(False) == 0
            for name in PLACE.findall(str(each.sentence)):
                assert name[0] in timeline.scalars
            if each.content:
                for line in each.content.stages[0]:
                    assert all(name[0] in timeline.scalars for name in PLACE.findall(line[1]))
                    assert len(line) == 2 or line[2] in timeline.scalars
        assert all(np.isfinite(values).all() for values in timeline.scalars.values())


def test_the_level_line_has_the_height_of_the_point_and_passes_through_it():
    scenario = SCENARIOS[0]
    data = scenario.dataset()
    history = train(scenario, data)
    x, y = (track.values[0] for track in level_tracks(scenario, data, history, Look(), 5))
    assert [track.trace for track in level_tracks(scenario, data, history, Look(), 5)] == ["level", "level"]
    here = mean_loss(data, "BCE", history.W[5])
    along = [mean_loss(data, "BCE", np.array([a, b])) for a, b in zip(x, y, strict=True) if not np.isnan(a)]
    assert len(along) > 20
    assert along == pytest.approx([here] * len(along), rel=2e-2)
    # Two weights only: the picture holds the point itself, so the line comes as near as a cell is wide.
    section = choose_section(scenario, data, history, Choice(), LOSSES["BCE"]())
    assert np.nanmin(np.hypot(x - history.W[5, 0], y - history.W[5, 1])) < section.u[1] - section.u[0]


@pytest.mark.parametrize("name", sorted(LOSSES))
def test_the_asked_point_has_its_loss_gradient_and_hessian(name):
    scenario = SCENARIOS[1]
    data, history, timeline = build(scenario, Look(height=name), 0, (0.5, -0.25))
    section = choose_section(scenario, data, history, Choice(), LOSSES[name]())
    W = section.weights(0.5, -0.25, data)
    said = " ".join(line[1] for line in panel(timeline, "asked").content.stages[0]).replace("\N{MINUS SIGN}", "-")
    assert f"L = {mean_loss(data, name, W):.6g}" in said
    h = 1e-5
    for i, part in enumerate(said.split("dW = (")[1].split(")")[0].split(", ")):
        step = np.eye(len(W))[:, [i]] * h
        slope = (mean_loss(data, name, W + step) - mean_loss(data, name, W - step)) / (2 * h)
        assert abs(float(part) - slope) / max(abs(slope), 1e-8) < 1e-3
    bends = curvature_at(with_ones(data.X), data.t, LOSSES[name](), W).eigenvalues
    assert f"λ = ({', '.join(f'{value:.4g}' for value in bends)})" in said
    assert track(timeline, "contours", "asked", "x")[7, 0] == 0.5
    empty = panel(build(scenario)[2], "asked").content.stages[0]
    assert "Click the map" in empty[0][1]
    assert TOLERANCE < 1e-3


def test_the_field_points_downhill_and_a_logarithm_shows_the_small_ones():
    scenario = SCENARIOS[1]
    lengths = {}
    for kind in ("linear", "log"):
        data, history, timeline = build(scenario, Look(field=kind))
        figure = panel(timeline, "contours").figure
        assert [trace.name for trace in figure.data][:2] == ["surface", "field"]
        field = figure.data[1]
        x, y = np.array(field.x).reshape(-1, 3), np.array(field.y).reshape(-1, 3)
        assert len(x) == FIELD[0] * FIELD[1]
        section = choose_section(scenario, data, history, Choice(), LOSSES["BCE"]())
        for (tail, head, _), (low, high, _) in zip(x[::13], y[::13], strict=True):
            step = 1e-3 * np.array([head - tail, high - low])
            there = section.weights(tail + step[0], low + step[1], data)
            assert mean_loss(data, "BCE", there) < mean_loss(data, "BCE", section.weights(tail, low, data))
        lengths[kind] = np.sort(np.hypot(x[:, 1] - x[:, 0], y[:, 1] - y[:, 0]))
    assert lengths["linear"][-1] == pytest.approx(lengths["log"][-1], rel=1e-5)
    assert lengths["log"][0] > 2 * lengths["linear"][0]


def test_titles_and_notes_say_the_cut_in_words():
    _, _, timeline = build(SCENARIOS[1])
    assert panel(timeline, "contours").title.startswith("BCE loss over w1 and w2 · fixed: b = 0.01887 (at the minimum)")
    assert timeline.note.startswith("BCE is lowest at W = (1.213, \N{MINUS SIGN}5.119, 0.01887): L = 0.281891")
    _, _, timeline = build(SCENARIOS[1], Look(Choice(held="re-optimised"), beside="other loss"))
    assert panel(timeline, "contours").title == "BCE loss over w1 and w2 · b re-optimized at every point"
    assert "(at the minimum)" in panel(timeline, "other").title
    _, history, timeline = build(SCENARIOS[1], Look(PCA))
    data = SCENARIOS[1].dataset()
    share = choose_section(SCENARIOS[1], data, history, PCA, LOSSES["BCE"]()).plane.share(history.W)
    assert f"they show {100 * share:.3g}% of the path" in panel(timeline, "contours").title
    _, _, timeline = build(SCENARIOS[2])
    assert "There is no minimum: the classes are linearly separable" in timeline.note
    assert any(trace.name == "way down" for trace in panel(timeline, "contours").figure.data)


def test_switching_the_height_moves_nothing_but_the_heights():
    scenario = SCENARIOS[1]
    figures = {}
    for height in LOSSES:
        _, _, timeline = build(scenario, Look(height=height))
        figures[height] = panel(timeline, "contours").figure.plain()
        assert np.array_equal(track(timeline, "contours", "path", "x"), build(scenario)[1].W[:, 0])
    bce, mse = figures["BCE"], figures["MSE"]
    assert bce["layout"]["xaxis"] == mse["layout"]["xaxis"]
    assert bce["layout"]["yaxis"] == mse["layout"]["yaxis"]
    assert bce["data"][0]["x"] == mse["data"][0]["x"]
    assert bce["data"][0]["z"] != mse["data"][0]["z"]


def test_a_line_that_is_not_true_at_a_step_is_left_out():
    _, _, timeline = build(Scenario(data="moons", learning_rate=60.0, steps=10))
    numbers = panel(timeline, "numbers").content.stages[0]
    for step in (0, 10):
        now = {name: values[0] if len(values) == 1 else values[step] for name, values in timeline.scalars.items()}
        shown = [fill(line[1], now) for line in numbers if len(line) == 2 or now[line[2]]]
        said = " ".join(shown)
        assert ("would bounce ever farther" in said) != ("would settle" in said)
        assert ("condition number" in said) != ("no bowl here" in said)


@pytest.mark.parametrize("look", [Look(), Look(Choice(held="current"), height="MSE"), Look(Choice("PCA"))])
def test_a_file_has_the_level_line_of_every_step(look):
    scenario = Scenario(data="penguins", steps=12)
    data = scenario.dataset()
    history = train(scenario, data)
    packed, body = unpack(pack(landscape(scenario, data, history, look, 5, levels=True)))
    (panel,) = (each for each in packed["panels"] if each["name"] == "contours")
    names = [trace["name"] for trace in panel["figure"]["data"]]
    levels = [track for track in panel["tracks"] if names[track["trace"]] == "level"]
    assert [track["attribute"] for track in levels] == ["x", "y"]
    # The picture is that of step 5: there the line is the one that the page asks for at rest.
    for track, exact in zip(levels, level_tracks(scenario, data, history, look, 5), strict=True):
        shown = frame(track, body, 5)
        largest = np.nanmax(np.abs(exact.values))
        count = exact.values.shape[1]
        assert shown[:count] == pytest.approx(exact.values[0], abs=largest / 30_000, nan_ok=True)
        assert np.isnan(shown[count:]).all()
    others = [track for track in panel["tracks"] if track not in levels]
    usual = unpack(pack(landscape(scenario, data, history, look, 5)))[0]["panels"][0]["tracks"]
    assert len(others) + len(levels) == len(usual)


def test_level_lines_that_are_too_long_together_are_left_out(monkeypatch):
    scenario = Scenario(data="blobs", steps=400)
    data = scenario.dataset()
    history = train(scenario, data)
    usual = pack(landscape(scenario, data, history, Look(), levels=True))
    assert usual != pack(landscape(scenario, data, history, Look()))
    # Only whoever has measured some of them knows that they are.
    monkeypatch.setattr(level, "LEVELS", 100_000)
    assert pack(landscape(scenario, data, history, Look(), levels=True)) == pack(
        landscape(scenario, data, history, Look())
    )


@pytest.mark.filterwarnings("error")
def test_newton_s_step_is_drawn_though_no_float_holds_its_square():
    # At b = 500 nothing bends but by e^-500, and the step is as long as that is short.
    scenario = Scenario(data="blobs", samples=10, start="typed", weights=(0.0, 0.0, 500.0), steps=1)
    data, history, timeline = build(scenario)
    exact = newton_step(with_ones(data.X), data.t, LOSSES["BCE"](), history.W[0].reshape(-1, 1))
    assert np.abs(exact).max() > 1e154
    section = choose_section(scenario, data, history, Choice(), LOSSES["BCE"]())
    way = exact[:, 0] / np.abs(exact).max() @ section.plane.directions
    drawn = np.array([np.diff(track(timeline, "contours", "newton", axis)[0])[0] for axis in "xy"])
    assert drawn / np.linalg.norm(drawn) == pytest.approx(way / np.linalg.norm(way), rel=1e-6)
