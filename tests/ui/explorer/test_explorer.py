"""Every number that the Explorer's timeline carries is the core's, at every step; and its figures are complete."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.classifier import Classifier, with_ones
from core.data.sets import SOURCES
from core.loss import LOSSES
from core.numbers import number
from core.scenario import Scenario
from core.surface.minimum import minimum
from core.training import moment, train
from ui.explorer.explorer import explorer
from ui.panels.bands import LEVELS, band_name
from ui.panels.data import NAMED
from ui.panels.names import weight_names
from ui.panels.samples import MOST_SHOWN, exact_samples
from ui.panels.view import ORDERS, View
from ui.timeline.packing import frame, pack, pack_detail, read, token_of, unpack
from ui.timeline.templates import FIELD, fill
from ui.timeline.timeline import Track

SCENARIOS = [
    Scenario(),
    Scenario(data="blobs", learning_rate=2.0, steps=60),
    Scenario(data="moons", loss="MSE", optimizer="Adam", learning_rate=0.1, batch=32, steps=40),
    Scenario(data="penguins", features=SOURCES["penguins"].features, optimizer="momentum", steps=30),
    Scenario(data="two samples", start="typed", weights=(0.1, -0.2, 0.3), steps=20),
    Scenario(data="blobs", start="typed", weights=(-500.0, -500.0, 0.0), steps=20),
    Scenario(data="blobs", samples=2_500, loss="MSE", steps=10),
]


def build(scenario, view=View()):  # noqa: B008 - a frozen dataclass
    data = scenario.dataset()
    history = train(scenario, data)
    return data, history, explorer(scenario, data, history, view)


def panel(timeline, name):
    return next(each for each in timeline.panels if each.name == name)


def track_of(timeline, name, trace, attribute):
    return next(t for t in panel(timeline, name).tracks if (t.trace, t.attribute) == (trace, attribute))


def track(timeline, name, trace, attribute):
    return track_of(timeline, name, trace, attribute).values


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: f"{s.data}-{s.loss}-{s.optimizer}")
@pytest.mark.parametrize("step", [0, 7, -1])
def test_numbers_on_screen_are_those_of_the_classifier_and_the_loss(scenario, step):
    data, history, timeline = build(scenario)
    step = step % (history.steps + 1)
    now = moment(scenario, data, history, step)
    scalars = {name: values[step] for name, values in timeline.scalars.items()}
    names = weight_names(data)
    assert [scalars[name] for name in names] == pytest.approx(now.W[:, 0].tolist(), rel=1e-12)
    # From the logit: where z has rounded to 0 or 1 the product of the factors is not the gradient any more.
    dW = (now.X1.T @ now.dy)[:, 0]
    assert [scalars[f"d{name}"] for name in names] == pytest.approx(dW.tolist(), rel=1e-9, abs=1e-15)
    assert scalars["norm"] == pytest.approx(float(np.linalg.norm(dW)), rel=1e-9)
    model = Classifier(data.X.shape[1])
    model.initialize_weights(history.W[step])
    z = model(data.X)
    if np.all((z > 0) & (z < 1)):
        assert scalars["loss"] == pytest.approx(LOSSES[scenario.loss]()(z, data.t), rel=1e-9)
    assert scalars["accuracy"] == pytest.approx(np.mean((z > 0.5) == (data.t == 1)))
    if len(data.X_test):
        assert scalars["test_loss"] == pytest.approx(LOSSES[scenario.loss]()(model(data.X_test), data.t_test), rel=1e-9)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: f"{s.data}-{s.loss}-{s.optimizer}")
@pytest.mark.parametrize("order", ORDERS)
def test_the_stems_of_dl_dy_are_the_moments(scenario, order):
    data, history, timeline = build(scenario, View(order=order))
    count = len(data.X)
    drawn = np.arange(count) if count <= MOST_SHOWN else np.linspace(0, count - 1, MOST_SHOWN).astype(int)
    for step in (0, history.steps // 2, history.steps):
        now = moment(scenario, data, history, step)
        # With mini-batches the stems are the step's own batch, whichever of its samples are drawn elsewhere.
        rows = drawn if history.batches is None else np.arange(len(now.t))
        for label in (0, 1):
            expected = now.dy[rows][now.t[rows] == label]
            made = track_of(timeline, "samples", f"class {label}", "y")
            stems = made.values[step][~np.isnan(made.values[step])]
            assert made.ranked == (order != "by class")
            if history.batches is not None and made.ranked:
                stems, expected = np.sort(stems), np.sort(expected)
            assert stems == pytest.approx(expected, rel=1e-9, abs=1e-18)


@pytest.mark.parametrize(("loss", "steepest"), [("BCE", 1.0), ("MSE", 8 / 27)])
def test_the_axis_of_the_stems_ends_where_no_sample_can_push_harder(loss, steepest):
    y = np.linspace(-30.0, 30.0, 100_001).reshape(-1, 1)
    pushes = np.abs(LOSSES[loss]().slope_from_logit(y, np.zeros_like(y)))
    assert pushes.max() == pytest.approx(steepest, rel=1e-6)
    *_, timeline = build(Scenario(data="blobs", samples=50, loss=loss, steps=2))
    top = panel(timeline, "samples").figure.layout.yaxis.range[1]
    assert top == pytest.approx(1.05 * steepest / 50)


def said(timeline, template, step):
    """What a template of a timeline says at a step."""
    return fill(template, {name: float(values[step]) for name, values in timeline.scalars.items()})


def test_where_not_all_samples_are_drawn_the_largest_is_said_to_be_of_those_that_are():
    *_, timeline = build(Scenario(data="blobs", samples=2_500, steps=3))
    assert f"of the {MOST_SHOWN} samples drawn" in said(timeline, panel(timeline, "samples").sentence, 1)


def test_a_gradient_of_a_batch_is_called_that_in_every_sentence():
    for batch in (0, 16):
        *_, timeline = build(Scenario(data="blobs", batch=batch, steps=2))
        sentences = [panel(timeline, name).sentence for name in ("weights", "surface")]
        assert [word in sentence for word, sentence in zip(("dW of the batch", "batch's"), sentences, strict=True)] == (
            [bool(batch)] * 2
        )


def test_a_loss_too_small_for_single_precision_is_said_to_fall():
    _, history, timeline = build(Scenario(data="separable", optimizer="Adam", learning_rate=50.0, steps=8))
    assert 0.0 < history.loss[-1] < history.loss[-2] < 1e-50
    told = next(template for name, template in timeline.moment if not name or timeline.scalars[name][8] != 0)
    assert said(timeline, told, 8) == "Step 8 lowered the loss by 4.270e−54."


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: f"{s.data}-{s.loss}-{s.optimizer}")
@pytest.mark.parametrize("order", ORDERS)
def test_every_stem_knows_its_sample(scenario, order):
    data, history, timeline = build(scenario, View(order=order))
    for step in (0, history.steps // 2, history.steps):
        now = moment(scenario, data, history, step)
        rows = np.arange(len(data.X)) if history.batches is None else np.asarray(history.batches[step])
        slopes = dict(zip(rows.tolist(), now.dy[:, 0], strict=True))
        for label in (0, 1):
            made = track_of(timeline, "samples", f"class {label}", "y")
            samples = made.samples if made.samples.ndim == 1 else made.samples[step]
            assert np.array_equal(samples < 0, np.isnan(made.values[step]))
            for sample, value in zip(samples[samples >= 0], made.values[step][samples >= 0], strict=True):
                assert data.t[sample, 0] == label
                assert value == pytest.approx(slopes[int(sample)], rel=1e-9, abs=1e-18)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: f"{s.data}-{s.loss}-{s.optimizer}")
def test_the_table_of_weights_has_dw_and_w_of_every_row_and_room_for_the_longest(scenario):
    _, history, timeline = build(scenario)
    content = panel(timeline, "weights").content
    for column, values in zip(content.columns, (history.dW, history.W), strict=True):
        for row, name in enumerate(column.scalars):
            assert np.array_equal(timeline.scalars[name], values[:, row])
        assert column.limit >= np.abs(values).max() > 0
    assert list(content.names) == list(content.columns[1].scalars)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: f"{s.data}-{s.loss}-{s.optimizer}")
def test_who_pushes_a_weight_is_the_slope_of_the_samples_own_loss_along_it(scenario):
    data, history, timeline = build(scenario)
    shown = panel(timeline, "samples").factors
    if shown is None:
        return
    loss = LOSSES[scenario.loss]()
    step = history.steps // 2
    now = moment(scenario, data, history, step)
    rows = np.arange(len(data.X)) if history.batches is None else np.asarray(history.batches[step])
    slopes = dict(zip(rows.tolist(), now.dy[:, 0], strict=True))
    assert [way.code for way in shown.ways] == ["dL/dy", *weight_names(data)]
    for i, way in enumerate(shown.ways[1:]):
        x = dict(zip(shown.samples.tolist(), way.values, strict=True))
        for sample in rows[:: max(len(rows) // 7, 1)]:
            pushed = x[int(sample)] * slopes[int(sample)]
            W = np.repeat(history.W[step][:, np.newaxis], 2, axis=1)
            h = 1e-6 * max(1.0, abs(W[i, 0]))
            W[i] += [h, -h]
            above, below = (with_ones(data.X[[sample]]) @ W).T
            difference = loss.difference_from_logit(above, below, data.t[sample]) / (2 * h * len(rows))
            assert pushed == pytest.approx(float(difference[0]), rel=1e-4, abs=1e-9)
            assert abs(pushed) <= way.limit
        # All that push a weight make its gradient.
        everybody = [x[row] * slope for row, slope in slopes.items() if row in x]
        if len(everybody) == len(rows):
            assert sum(everybody) == pytest.approx(history.dW[step, i], rel=1e-6, abs=1e-12)


def test_a_batch_fills_the_places_from_both_ends():
    scenario = SCENARIOS[2]
    _, history, timeline = build(scenario)
    for step in (0, 6):
        ones, zeros = (~np.isnan(track(timeline, "samples", f"class {label}", "y")[step]) for label in (1, 0))
        size = len(history.batches[step])
        assert ones.sum() + zeros.sum() == size
        assert not (ones & zeros).any()
        assert ones[: ones.sum()].all()
        assert zeros[len(zeros) - zeros.sum() :].all()


def test_the_path_the_point_and_both_arrows_start_at_the_weights():
    _, history, timeline = build(SCENARIOS[1])
    for axis, column in (("x", 0), ("y", 1)):
        assert np.array_equal(track(timeline, "surface", "path", axis), history.W[:, column])
        assert np.array_equal(track(timeline, "surface", "point", axis)[:, 0], history.W[:, column])
        gradient = track(timeline, "surface", "gradient", axis)
        update = track(timeline, "surface", "update", axis)
        assert np.array_equal(gradient[:, 0], history.W[:, column])
        # The update leads to the next point of the path, where it is long enough to be seen.
        seen = ~np.isnan(update[:-1, 1])
        assert seen[:2].all()
        assert update[:-1, 1][seen] == pytest.approx(history.W[1:, column][seen], rel=1e-12)
        # The gradient's arrow is −dW, as many times as the legend says.
        legend = [t.name for t in panel(timeline, "surface").figure.data if "gradient ×" in t.name]
        times = float(legend[0].split("× ")[1])
        seen = ~np.isnan(gradient[:, 1])
        assert seen[:2].all()
        arrow = gradient[:, 1] - gradient[:, 0]
        assert arrow[seen] == pytest.approx(-times * history.dW[seen, column], rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: f"{s.data}-{s.loss}-{s.optimizer}")
def test_the_line_of_a_moment_says_what_its_step_did_to_the_loss(scenario):
    _, history, timeline = build(scenario)
    for step in range(min(history.steps, 30)):
        values = {name: array[step] for name, array in timeline.scalars.items()}
        said = next(fill(text, values) for when, text in timeline.moment if not when or values[when])
        if step == 0:
            assert said.startswith("No step taken yet")
            continue
        change = history.loss[step] - history.loss[step - 1]
        done = "lowered" if change < 0 else "raised" if change > 0 else "left"
        assert said.startswith(f"Step {step} {done} the loss")
        assert done == "left" or fill("{change:4}", {"change": np.float32(abs(change))}) in said
        # A step along −dW that raises the loss would have lowered it, had it been short enough.
        assert ("too long" in said) == (change > 0 and (scenario.optimizer, scenario.batch) == ("gradient descent", 0))


def test_start_and_minimum_are_named_where_they_are_each_away_from_the_other():
    data, history, timeline = build(Scenario(data="moons", steps=5, start="typed", weights=(1.0, 1.0, 0.0)))
    figure = panel(timeline, "surface").figure
    start, lowest = figure.trace("start"), figure.trace("minimum")
    assert ([*start.x, *start.y], start.text) == (history.W[0, :2].tolist(), ["start"])
    assert [*lowest.x, *lowest.y] == pytest.approx(minimum(with_ones(data.X), data.t)[:2, 0].tolist())
    assert lowest.text == ["minimum"]
    assert lowest.textposition == ("middle right" if lowest.x[0] > start.x[0] else "middle left")
    # Near the edge a word beside it would lie on the scale.
    narrow = panel(build(Scenario(data="unscaled", start="typed", weights=(-1.5, 2.5, 0.0)))[2], "surface").figure
    assert narrow.trace("minimum").textposition.endswith("center")
    assert (start.textposition == "top center") == (start.y[0] > lowest.y[0])


def test_the_boundary_and_the_levels_are_where_the_model_says():
    _, history, timeline = build(SCENARIOS[1])
    for step in (1, 20, 60):
        model = Classifier(2)
        model.initialize_weights(history.W[step])
        ends = np.column_stack([track(timeline, "data", "boundary", axis)[step] for axis in "xy"])
        assert model(ends) == pytest.approx(0.5, abs=1e-9)
        for level in LEVELS:
            corners = np.column_stack([track(timeline, "data", band_name(level), axis)[step] for axis in "xy"])
            assert model(corners)[:2, 0] == pytest.approx(level, abs=1e-9)
            # The third is on the side that the level shades.
            assert (model(corners)[2, 0] - level) * (level - 0.5) > 0
        for place, level in enumerate(NAMED):
            named = [[track(timeline, "data", "level names", axis)[step][place] for axis in "xy"]]
            # A level that misses the picture has no name in it.
            if np.isfinite(named).all():
                assert model(named)[0, 0] == pytest.approx(level, abs=1e-9)


def test_the_bands_of_one_feature_begin_where_the_curve_has_their_level():
    _, history, timeline = build(SCENARIOS[0])
    model = Classifier(1)
    model.initialize_weights(history.W[200])
    for level in LEVELS:
        x = track(timeline, "data", band_name(level), "x")[200]
        assert model(x[:2, np.newaxis])[:, 0] == pytest.approx(level, abs=1e-9)


def test_samples_of_one_feature_stand_beside_their_target_each_at_its_own_height():
    data, _, timeline = build(SCENARIOS[0])
    for trace in panel(timeline, "data").figure.data:
        if trace.get("customdata") is None:
            continue
        rows = np.asarray(trace.customdata)
        # Hovering tells four digits.
        assert trace.x == pytest.approx(data.X[rows, 0], rel=1e-6)
        assert np.array_equal(np.round(trace.y), data.t[rows, 0])
        assert len(np.unique(np.round(trace.y, 6))) == len(rows)


def test_the_sigmoid_curve_is_the_models_forward():
    _, history, timeline = build(SCENARIOS[0])
    curve = next(trace for trace in panel(timeline, "data").figure.data if trace.name == "curve")
    model = Classifier(1)
    model.initialize_weights(history.W[200])
    assert track(timeline, "data", "curve", "y")[200] == pytest.approx(model(np.array(curve.x))[:, 0], rel=1e-12)


def test_with_more_than_two_features_the_boundary_holds_the_others_at_their_mean():
    data, history, timeline = build(SCENARIOS[3])
    x, y = (track(timeline, "data", "boundary", axis)[30][0] for axis in "xy")
    model = Classifier(4)
    model.initialize_weights(history.W[30])
    assert model([[x, y, *data.X[:, 2:].mean(axis=0)]])[0, 0] == pytest.approx(0.5, abs=1e-9)
    assert "at the mean" in panel(timeline, "data").title


def test_the_surface_title_says_which_weight_is_held_and_where():
    def title(**changes):
        return panel(build(Scenario(steps=5, **changes))[2], "surface").title

    data = Scenario(data="moons").dataset()
    bias = number(minimum(with_ones(data.X), data.t)[2, 0])
    assert title(data="moons") == f"BCE loss over w1 and w2 · fixed: b = {bias} (at the minimum)"
    assert title(data="separable") == "BCE loss over w1 and w2 · fixed: b = 0 (start value)"
    assert title() == "BCE loss over w1 and b"


@pytest.mark.parametrize("view", [View(), View("3-D", "by class", "log")])
@pytest.mark.parametrize("data", sorted(SOURCES))
def test_every_data_set_makes_a_timeline_whose_bytes_say_the_same(data, view):
    _, history, timeline = build(Scenario(data=data, steps=12, learning_rate=1.0), view)
    header, body = unpack(pack(timeline))
    assert header["steps"] == history.steps
    assert [each["name"] for each in header["panels"]] == ["data", "surface", "weights", "samples", "loss"]
    for packed, original in zip(header["panels"], timeline.panels, strict=True):
        for entry, made in zip(packed["tracks"], original.tracks, strict=True):
            assert packed["figure"]["data"][entry["trace"]]["name"] == made.trace
            for step in (0, 5, 12):
                values = made.values[: step + 1] if made.prefix else made.values[step]
                # In 16 bits: right to a thirty-thousandth of the largest, a fiftieth of a pixel.
                slack = 1e-30 if made.bits == 32 else np.nanmax(np.abs(values), initial=0.0) / 30_000
                assert frame(entry, body, step) == pytest.approx(values, rel=1e-6, abs=slack, nan_ok=True)
    for name, values in timeline.scalars.items():
        assert np.array_equal(read(header["scalars"][name], body), values)


@pytest.mark.parametrize("title", ["", 'a "token":"0123456789abcdef" in the words'])
def test_the_token_is_found_without_the_header(title):
    timeline = replace(build(Scenario(data="blobs", steps=3))[2], note=title)
    packed = pack(timeline)
    assert token_of(packed) == unpack(packed)[0]["token"]


def test_where_the_stems_are_too_many_they_are_right_to_half_a_pixel_and_exact_at_rest():
    scenario = Scenario(data="blobs", samples=400, steps=1_000)
    data, history, timeline = build(scenario)
    header, body = unpack(pack(timeline))
    packed = next(each for each in header["panels"] if each["name"] == "samples")
    for step in (0, 500, 1_000):
        exact = exact_samples(scenario, data, history, View(), step)
        for entry, made, in_full in zip(packed["tracks"], panel(timeline, "samples").tracks, exact, strict=True):
            assert made.bits == 8
            assert in_full.values[0] == pytest.approx(made.values[step], rel=1e-12)
            error = np.abs(frame(entry, body, step) - made.values[step]).max()
            assert error <= np.abs(made.values[step]).max() / 250
    detail = pack_detail(header["token"], 500, "samples", exact_samples(scenario, data, history, View(), 500))
    said, numbers = unpack(detail)
    assert (said["detail"], said["step"]) == (header["token"], 500)
    for entry, made in zip(said["tracks"], panel(timeline, "samples").tracks, strict=True):
        assert entry["trace"] == made.trace
        assert read(entry["values"], numbers) == pytest.approx(made.values[500], rel=1e-6)
    assert len(detail) < 4_000


def test_at_rest_no_stem_is_rounded_to_zero():
    values = np.array([[1e-3, -2e-60, 0.0]])
    header, body = unpack(pack_detail("token", 0, "samples", (Track("class 1", "y", values, start=1, stride=3),)))
    assert read(header["tracks"][0]["values"], body).tolist() == values[0].tolist()


def test_exact_stems_of_a_mini_batch_are_the_steps_own():
    scenario = Scenario(data="blobs", samples=400, steps=1_500, batch=256)
    data, history, timeline = build(scenario)
    exact = exact_samples(scenario, data, history, View(), 77)
    for made, in_full in zip(panel(timeline, "samples").tracks, exact, strict=True):
        assert in_full.values[0] == pytest.approx(made.values[77], rel=1e-12, nan_ok=True)


def test_a_small_timeline_needs_no_detail():
    scenario = SCENARIOS[1]
    data, history, _ = build(scenario)
    assert exact_samples(scenario, data, history, View(), 3) == ()


@given(st.sampled_from(sorted(SOURCES)), st.floats(1e-4, 100), st.sampled_from(sorted(LOSSES)), st.integers(0, 50))
@settings(max_examples=25, deadline=None)
def test_no_timeline_shows_nan_in_words_or_numbers(data, rate, loss, seed):
    _, history, timeline = build(
        Scenario(data=data, learning_rate=rate, loss=loss, seed=seed, steps=15, samples=50, start="far away")
    )
    for step in (0, history.steps):
        values = {name: array[step] for name, array in timeline.scalars.items()}
        words = [fill(each.sentence, values) for each in timeline.panels]
        words += [fill(template, values) for _, template in (*timeline.readout, *timeline.moment)] + [timeline.note]
        assert not any(re.search(r"\b(nan|inf)", text, re.IGNORECASE) or FIELD.search(text) for text in words)


def test_another_learning_rate_leaves_data_surface_and_stems_as_they_look():
    looks = []
    for rate in (0.5, 0.6):
        header, _ = unpack(pack(build(Scenario(data="moons", learning_rate=rate))[2]))
        looks.append({each["name"]: each["look"] for each in header["panels"]})
    assert looks[0]["data"] == looks[1]["data"]
    assert looks[0]["samples"] == looks[1]["samples"]


def test_a_hundred_thousand_rows_draw_four_hundred_and_say_so():
    data, history, timeline = build(Scenario(data="blobs", samples=100_000, steps=3))
    assert "400 of 100,000" in panel(timeline, "data").title
    assert "400 of 100,000" in panel(timeline, "samples").title
    model = Classifier(2)
    model.initialize_weights(history.W[3])
    assert history.loss[3] == pytest.approx(LOSSES["BCE"]()(model(data.X), data.t), rel=1e-9)
    assert len(pack(timeline)) < 300_000


def test_fill_writes_numbers_as_a_reader_expects():
    values = {"a": 0.11574258123, "b": -1.5e-7, "n": 3.0, "p": 0.92655}
    assert fill("{a:8}", values) == "0.11574258"
    assert fill("{b:3}", values) == "\N{MINUS SIGN}1.50e\N{MINUS SIGN}7"
    assert fill("{n} of 5, {p:%1}%", values) == "3 of 5, 92.7%"


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("scale", ["linear", "log"])
def test_a_loss_of_0_has_an_axis(scale):
    # So far out every output is right to the last digit.
    scenario = Scenario(data="separable", start="typed", weights=(1e5, 1e5, 1.0), steps=3)
    _, history, timeline = build(scenario, View(scale=scale))
    assert not history.loss.any()
    first, last = panel(timeline, "loss").figure.layout["yaxis"]["range"]
    assert first < last


def test_where_the_loss_only_rounds_no_step_has_changed_it():
    # At the minimum: lr · ‖dW‖² is below what a float of L can tell, and the last digits go up and down.
    scenario = Scenario(data="blobs", start="small random", seed=77, learning_rate=33.0)
    _, history, timeline = build(scenario)
    change = np.diff(history.loss)
    promised = scenario.learning_rate * np.sum(history.dW[:-1] ** 2, axis=1)
    rounds = promised < 1e-16 * history.loss[:-1]
    assert np.any(change[rounds] != 0.0)
    assert not timeline.scalars["fell"][1:][rounds].any()
    assert not timeline.scalars["rose"][1:][rounds].any()
    assert timeline.scalars["fell"][1:10] == pytest.approx(-change[:9], rel=1e-6)


def test_of_a_smaller_batch_as_many_samples_are_told_as_it_has():
    scenario = Scenario(data="moons", batch=64, steps=8)
    data = scenario.dataset()
    timeline = explorer(scenario, data, train(scenario, data), View())
    sentence = next(panel for panel in timeline.panels if panel.name == "samples").sentence
    for step, size in ((0, 64), (3, 8), (4, 64)):
        values = {name: array[step] for name, array in timeline.scalars.items()}
        assert f" of {size}. " in fill(sentence, values)
