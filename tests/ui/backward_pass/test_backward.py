"""Every number of the page Backward pass is an array that the Classifier and the loss made, at every stage."""

import ast
import re
from dataclasses import replace

import numpy as np
import pytest

from core.classifier import Classifier, with_ones
from core.data.dataset import Dataset
from core.data.sets import SOURCES
from core.data.user_data import USER_DATA, UserData
from core.loss import LOSSES
from core.optimizer import OPTIMIZERS
from core.scenario import Scenario
from core.training import moment, train
from ui.backward_pass.backward import backward
from ui.backward_pass.case import WINDOW
from ui.backward_pass.code import code_of_stages, excerpt
from ui.backward_pass.scalars import apart
from ui.backward_pass.shapes import TO_SCALE
from ui.backward_pass.stages import DW, DY, SLOPE, STAGES, X, Y, Z
from ui.panels.source_code import source, with_plain
from ui.timeline.content import Graph, Shapes, Tables, Text
from ui.timeline.packing import pack, read, unpack
from ui.timeline.templates import FIELD, fill

SCENARIOS = [
    Scenario(data="two samples", start="typed", weights=(0.1, -0.2, 0.3), learning_rate=1.0, steps=20),
    Scenario(data="Ames housing", steps=40),
    Scenario(data="moons", batch=32, optimizer="Adam", learning_rate=0.1, steps=20),
    Scenario(data="penguins", features=SOURCES["penguins"].features, steps=20),
    Scenario(data="blobs", start="typed", weights=(-600.0, -600.0, 0.0), steps=5),
]
every = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: f"{s.data}-{s.optimizer}")
both = pytest.mark.parametrize("loss", sorted(LOSSES))


def test_numbers_are_apart_where_the_digits_that_are_shown_are():
    true = np.array([1.0, 1.0, -1.0, 1e-300, 0.0])
    made = np.array([1.00005, 1.0002, -1.0002, 1.0002e-300, 0.0])
    assert apart(true, made, 5).tolist() == [False, True, True, True, False]


def build(scenario, step=3, **how):
    data = scenario.dataset()
    history = train(scenario, data)
    return data, history, backward(scenario, data, history, step, **how)


def changed(scenario, **fields):
    return Scenario(**{**{name: getattr(scenario, name) for name in scenario.__dataclass_fields__}, **fields})


@every
@both
@pytest.mark.parametrize("step", [0, 3])
def test_the_numbers_are_those_of_forward_and_backward(scenario, loss, step):
    scenario = changed(scenario, loss=loss)
    data, history, timeline = build(scenario, step)
    batch = np.arange(len(data.X)) if history.batches is None else history.batches[step]
    chosen = np.array(timeline.inside.samples)
    rows = np.array([int(np.flatnonzero(batch == number)[0]) for number in chosen])
    model, rule = Classifier(data.X.shape[1]), LOSSES[loss]()
    model.initialize_weights(history.W[step])
    t = data.t[batch]
    z = model.forward(data.X[batch])
    dz = rule.backward(z, t)
    dW = model.backward(dz)
    X1, _ = model.cache
    slope, dy = model.slopes

    def computed(name):
        """What float64 makes of the formula: where the page says no other number, it is the number itself."""
        return timeline.scalars.get(f"float64_{name}", timeline.scalars[name])

    expected = {"y": X1 @ model.W, "z": z, "dz": dz, "slope": slope, "dy": dy, "t": t, "residual": z - t}
    for name, array in expected.items():
        # Where terms cancel, what is left is as exact as the terms are, not as exact as it is small itself.
        rounding = 1e-15 * max(1, np.abs(array).max())
        assert computed(name) == pytest.approx(array[rows, 0], rel=1e-12, abs=rounding)
    assert computed("loss")[0] == pytest.approx(rule.forward(z, t), rel=1e-12)
    assert timeline.scalars["loss"][0] == pytest.approx(rule.each_from_logit(X1 @ model.W, t).mean(), rel=1e-12)
    weights = [*(f"w{i + 1}" for i in range(data.X.shape[1])), "b"]
    for i, weight in enumerate(weights):
        assert computed(f"d{weight}") == pytest.approx(dW[i], rel=1e-12, abs=1e-15)
        if history.batches is None:
            assert timeline.scalars[f"d{weight}"] == pytest.approx(history.dW[step, i], rel=1e-12, abs=1e-15)
        assert np.array_equal(timeline.scalars[f"x_{weight}"], X1[rows, i])
        if step < history.steps:
            assert timeline.scalars[f"new_{weight}"] == pytest.approx(history.W[step + 1, i], rel=1e-12)
        if len(rows) == len(batch):
            assert timeline.scalars[f"arrow_{weight}"].sum() == pytest.approx(
                timeline.scalars[f"d{weight}"][0], abs=1e-12
            )


def test_what_is_0_on_paper_is_0_and_what_float64_leaves_is_told_beside_it():
    data, history, timeline = build(SCENARIOS[0], 0)
    y = with_ones(data.X) @ history.W[0]
    # 0.1 · 1 − 0.2 · 2 + 0.3
    assert 0 < abs(y[0]) < 1e-15
    assert timeline.scalars["y"].tolist() == [0.0, y[1]]
    assert timeline.scalars["left_y"].tolist() == [y[0], 0.0]
    formula = next(panel for panel in timeline.panels if panel.name == "formula")
    (note,) = [line for line in formula.content.stages[Y] if "rounding" in line[1]]
    assert note[2] == "left_y"  # only for the sample that it is so for
    assert "5.55e" in fill(note[1], {"left_y": y[0]})
    # Where nothing cancels there is not a word of it.
    words = str(next(panel for panel in build(SCENARIOS[0], 3)[2].panels if panel.name == "formula").content)
    assert "cancel" not in words


def test_an_entry_of_dw_that_cancels_is_0_too():
    own = UserData([[0.1], [0.2], [0.3]], [0, 0, 1])
    scenario = Scenario(data=USER_DATA, user_data=own, start="typed", weights=(0.0, 0.0), steps=1)
    _, history, timeline = build(scenario, 0)
    assert 0 < abs(history.dW[0, 0]) < 1e-16
    assert timeline.scalars["dw1"].tolist() == [0.0]
    assert timeline.scalars["left_dw1"].tolist() == [history.dW[0, 0]]
    stages = next(panel for panel in timeline.panels if panel.name == "formula").content.stages
    assert any("{left_dw1:3} is left instead of 0" in line[1] for line in stages[DW])
    # And so is the new weight, which is 0 − lr · 0 on paper.
    assert history.W[1, 0] != 0
    assert timeline.scalars["new_w1"].tolist() == timeline.scalars["step_w1"].tolist() == [0.0]
    assert timeline.scalars["left_new_w1"].tolist() == [history.W[1, 0]]
    # An optimizer with a memory of its own makes a step of it.
    _, history, timeline = build(replace(scenario, optimizer="Adam"), 0)
    assert timeline.scalars["new_w1"].tolist() == [history.W[1, 0]]


@every
@both
def test_every_template_of_every_stage_can_be_filled_for_every_sample(scenario, loss):
    _, _, timeline = build(changed(scenario, loss=loss))
    assert len(STAGES) == len(timeline.spoken) == timeline.steps + 1
    for sample in (0, len(timeline.inside.samples) - 1):
        values = {n: float(v[0] if len(v) == 1 else v[sample]) for n, v in timeline.scalars.items()}
        assert not any(FIELD.search(fill(template, values)) for template in timeline.spoken)
        for panel in timeline.panels:
            templates = list(panel.sentence) if isinstance(panel.sentence, tuple) else [panel.sentence]
            if isinstance(panel.content, Text):
                assert len(panel.content.stages) == len(STAGES)
                templates += [line[1] for lines in panel.content.stages for line in lines]
                conditions = {line[2] for lines in panel.content.stages for line in lines if len(line) == 3}
                assert conditions <= set(timeline.scalars)
            if isinstance(panel.content, Graph):
                templates += [node.value for node in panel.content.nodes]
            if isinstance(panel.content, Tables):
                assert len(panel.content.stages) == len(STAGES)
                names = {name for stage in panel.content.stages for table in stage for name in table.columns}
                assert names <= set(timeline.scalars)
            for template in templates:
                text = fill(template, values)
                assert not FIELD.search(text)
                assert not re.search(r"\b(nan|inf)\b", text)


@every
@both
def test_the_arrows_laid_head_to_tail_end_at_dw(scenario, loss):
    data, _, timeline = build(changed(scenario, loss=loss))
    (panel,) = [panel for panel in timeline.panels if panel.name == "arrows"]
    walk = {t.attribute: t.values for t in panel.tracks if t.trace == "walk"}
    for axis, weight in (("x", "w1"), ("y", "w2" if data.X.shape[1] > 1 else "b")):
        assert np.isnan(walk[axis][:DW]).all()
        assert walk[axis][DW][-1] == timeline.scalars[f"d{weight}"][0]
        assert walk[axis][DW][-2] == pytest.approx(walk[axis][DW][-1], abs=1e-12)
        arrow = next(t.values for t in panel.tracks if (t.trace, t.attribute) == ("arrow", axis))
        assert arrow[:, 1] - arrow[:, 0] == pytest.approx(timeline.scalars[f"arrow_{weight}"], abs=1e-12)


@both
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_stage_lights_its_own_lines_of_the_real_code(loss, optimizer):
    scenario = Scenario(loss=loss, optimizer=optimizer)
    stages = code_of_stages(scenario)
    assert len(stages) == len(STAGES)
    lit = []
    for functions, starts in stages:
        shown = excerpt(functions, starts, "Try first.")
        real = [line for function in functions for line in source(function)]
        # The source as it stands, below a line that says where it stands.
        assert [line for line, _, _ in shown.lines if line in real] == real
        lit.append(tuple(plain.strip() for _, plain, is_lit in shown.lines if is_lit))
    assert all(lit)
    assert len(set(lit)) == len(lit)
    # What is read from the cache is lit where it is read: z by dz/dy, X by dW.
    assert lit[SLOPE] == ("X1, z = self.cache", "dz_dy = z * (1.0 - z)")
    assert lit[DW] == ("X1, z = self.cache", "dW = X1.T @ dy")
    assert "X1, z = self.cache" not in lit[DY]


@both
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_code_without_types_and_guards_does_the_same(loss, optimizer):
    for functions, _ in code_of_stages(Scenario(loss=loss, optimizer=optimizer)):
        for function in functions:
            plain = [line for _, line in with_plain(function) if line]
            (definition,) = ast.parse("\n".join(plain)).body
            assert isinstance(definition, ast.FunctionDef)
            assert definition.returns is None
            assert not any(isinstance(node, (ast.AnnAssign, ast.Raise)) for node in ast.walk(definition))
            assert not any(node.annotation for node in ast.walk(definition) if isinstance(node, ast.arg))
            # What is left are statements of the source, in their order.
            whole = ast.parse("\n".join(source(function))).body[0]
            assert isinstance(whole, ast.FunctionDef)
            kept = [ast.unparse(each) for each in definition.body]
            every = [re.sub(r"^(\w+): \w+ = ", r"\1 = ", ast.unparse(each)) for each in whole.body]
            assert [each for each in every if each in kept] == kept


def test_the_notation_is_switched_everywhere_at_once():
    _, _, course = build(SCENARIOS[0], notation="I2DL")
    _, _, book = build(SCENARIOS[0], notation="textbook")

    def words(timeline):
        header, _ = unpack(pack(timeline))
        content = [panel["content"] for panel in header["panels"] if panel["content"] and panel["name"] != "code"]
        return str([content, [panel["title"] for panel in header["panels"]], header["readout"]])

    assert "dL/dy" in words(course)
    assert "ŷ" not in words(course)
    assert "dL/dŷ" in words(book)
    assert "dL/dy" not in words(book)
    assert {name: values.tolist() for name, values in course.scalars.items()} == {
        name: values.tolist() for name, values in book.scalars.items()
    }


def said(timeline, stage, sample):
    """The lines of the formula that stand there for a sample of the window."""
    (formula,) = [panel.content for panel in timeline.panels if panel.name == "formula"]
    values = {n: float(v[0] if len(v) == 1 else v[sample]) for n, v in timeline.scalars.items()}
    lines = formula.stages[STAGES.index(stage)]
    return [fill(line[1], values) for line in lines if len(line) == 2 or values[line[2]]]


def test_where_z_has_rounded_the_true_number_has_the_name_and_float64s_stands_beside_it():
    scenario = Scenario(data="two samples", start="typed", weights=(20.0, 0.0, 0.0), learning_rate=1.0, steps=3)
    _, history, timeline = build(scenario, 0)
    loss, dz, slope, dy, dw, update = (
        said(timeline, stage, 1) for stage in ("loss", "dz", "slope", "dy", "dw", "update")
    )
    rounded = "z has been rounded, and its 1 \N{MINUS SIGN} z is 0.0000."
    # e^-60, of which nothing is left in 1 \N{MINUS SIGN} z.
    assert (
        "this sample: \N{MINUS SIGN}(0·log 1.00000 + (1 \N{MINUS SIGN} 0)·log 8.75651e\N{MINUS SIGN}27) = 60.000"
        in loss
    )
    assert f"In float64 this formula gives 690.78: {rounded}" in loss
    assert "mean over both: L = 30.000000" in loss
    assert any("In float64 the formulas in z give L = 345.38776, because" in line for line in loss)
    assert "dL/dz = 5.7100e25" in dz
    assert f"In float64 this formula gives 5.0000e299: {rounded}" in dz
    assert "dz/dy = 8.7565e\N{MINUS SIGN}27" in slope
    assert f"In float64 this formula gives 0.0000: {rounded}" in slope
    assert "dL/dy = 0.50000" in dy
    assert f"In float64 this formula gives 0.0000: {rounded}" in dy
    assert "both: dW = (1.5000000, 2.0000000, 0.50000000)" in dw
    assert any(
        "In float64 the formulas in z give dW = (\N{MINUS SIGN}1.0305768e\N{MINUS SIGN}9, " in line for line in dw
    )
    assert "W = (18.500, \N{MINUS SIGN}2.0000, \N{MINUS SIGN}0.50000)" in update
    assert history.W[1] == pytest.approx([18.5, -2.0, -0.5])
    # The other sample has not rounded: for it nothing is said but what is said of all.
    for stage in ("dz", "slope", "dy"):
        assert not any("float64" in line for line in said(timeline, stage, 0))


@pytest.mark.parametrize("weights", [(0.1, -0.2, 0.3), (2.0, -1.0, 0.5)])
@both
def test_where_nothing_has_rounded_nothing_more_is_said(weights, loss):
    scenario = Scenario(data="two samples", start="typed", weights=weights, loss=loss, learning_rate=1.0, steps=20)
    _, _, timeline = build(scenario, 3)
    assert "float64" not in str(timeline)


def test_where_no_float_holds_a_factor_it_says_so():
    scenario = Scenario(data="two samples", start="typed", weights=(1000.0, 0.0, 0.0), steps=1)
    _, _, timeline = build(scenario, 0)
    for stage in ("dz", "dy"):
        assert "The true dL/dz is larger still: no float holds it." in said(timeline, stage, 1)
        assert "The true dL/dz is larger still: no float holds it." not in said(timeline, stage, 0)


def test_where_the_sigmoid_is_flat_both_losses_are_compared():
    _, _, timeline = build(SCENARIOS[4], 0)
    saturated = int(np.argmin(timeline.scalars["slope"]))
    assert "huge · tiny" in " ".join(said(timeline, "dy", saturated))
    _, _, calm = build(SCENARIOS[0], 0)
    (formula,) = [panel.content for panel in calm.panels if panel.name == "formula"]
    assert "huge" not in str(formula)


@pytest.mark.parametrize("d", [1, 2, 30])
@pytest.mark.parametrize("n", [2, 100_000])
def test_it_works_for_few_and_many_features_and_samples(d, n):
    rng = np.random.default_rng(0)
    features, t = rng.standard_normal((n, d)), (np.arange(n) % 2.0).reshape(-1, 1)
    names = tuple(f"x{i + 1}" for i in range(d))
    data = Dataset(features, t, features[:0], t[:0], names, ("class 0", "class 1"))
    scenario = Scenario(data="blobs", features=("x1",) if d == 1 else (), steps=2)
    if d == 30:
        scenario = Scenario(data="blobs", steps=2)
        object.__setattr__(scenario, "start_weights", lambda: np.zeros((31, 1)))
    history = train(scenario, data)
    timeline = backward(scenario, data, history, 1)
    assert len(timeline.inside.samples) == min(n, WINDOW)
    assert ("600 of them" in timeline.note) == (n > WINDOW)
    header, body = unpack(pack(timeline))
    assert len(body) < 600_000
    for name, values in timeline.scalars.items():
        assert np.array_equal(read(header["scalars"][name], body), values)


def test_each_product_is_drawn_with_its_dimensions_and_what_would_not_fit():
    data, _, timeline = build(SCENARIOS[1])
    n, d1 = len(data.X), data.X.shape[1] + 1
    (panel,) = [panel for panel in timeline.panels if panel.name == "shapes"]
    assert isinstance(panel.content, Shapes)
    assert len(panel.content.stages) == len(STAGES)
    right, wrong = panel.content.stages[DW]
    assert right.fits
    assert not wrong.fits
    drawn = [part if isinstance(part, str) else f"{part.label} {part.dimensions}" for part in right.parts]
    assert drawn == [f"Xᵀ ({d1}, {n})", "·", f"dL/dy ({n}, 1)", "→", f"dW ({d1}, 1)"]
    assert (np.ones((d1, n)) @ np.ones((n, 1))).shape == (d1, 1)
    with pytest.raises(ValueError, match="matmul"):
        np.ones((n, d1)) @ np.ones((n, 1))
    assert f"({n}, 1)" in panel.sentence[X]
    # To scale: X without its ones and the ones are as wide together as X is; of the samples not all are drawn.
    features, _, ones, _, whole = panel.content.stages[X][0].parts
    assert features.width + ones.width == whole.width == d1
    assert {part.height for part in (features, ones, whole)} == {TO_SCALE + 1}
    assert [part.cut for part in right.parts[::2]] == ["width", "height", ""]


def test_the_cache_shows_what_is_in_it_from_the_first_stage_that_fills_it():
    _, _, timeline = build(SCENARIOS[0])
    graph = next(panel.content for panel in timeline.panels if panel.name == "graph")
    cache = next(node for node in graph.nodes if node.kind == "cache")
    assert (cache.since, cache.value) == (X, "X")
    assert (cache.later_since, cache.later) == (Z, "X, z = {z:4}")
    assert set(cache.lit) == {X, Z, SLOPE, DW}


def test_the_code_names_what_it_calls_otherwise_than_a_textbook():
    _, _, course = build(SCENARIOS[0])
    _, _, book = build(SCENARIOS[0], notation="textbook")
    captions = [panel.caption for each in (course, book) for panel in each.panels if panel.name == "code"]
    assert captions == ["", "In the code y is z, z is ŷ, dout is dL/dŷ, dz_dy is dŷ/dz, dy is dL/dz."]


def test_a_box_of_the_graph_leads_to_the_stage_that_makes_it():
    _, _, timeline = build(SCENARIOS[0])
    graph = next(panel.content for panel in timeline.panels if panel.name == "graph")
    leads = {node.title.split(" (")[0]: node.since if node.leads_to is None else node.leads_to for node in graph.nodes}
    names = ("X", "y", "z", "L", "dL/dz", "dz/dy", "dL/dy", "dW", "W")
    assert [leads[name] for name in names] == list(range(len(STAGES)))
    assert timeline.inside.names[:-1] == names[:-1]


@every
@both
def test_the_graph_of_the_whole_batch_shows_each_arrays_lowest_and_highest_number(scenario, loss):
    scenario = changed(scenario, loss=loss)
    data, history, timeline = build(scenario, graph="batch")
    graph = next(panel for panel in timeline.panels if panel.name == "graph")
    nodes = {node.title.split(" (")[0]: node.value for node in graph.content.nodes}
    now = moment(scenario, data, history, 3)
    for name, array in (("y", now.y), ("z", now.z), ("dL/dz", now.dz), ("dz/dy", now.dz_dy), ("dL/dy", now.dy)):
        shown = [field[0] for field in FIELD.findall(nodes[name])]
        assert [timeline.scalars[field][0] for field in shown] == [array.min(), array.max()], name
    assert nodes["t"] == "{low_t} … {high_t}"
    assert [timeline.scalars[f"{end}_x"][0] for end in ("low", "high")] == [
        now.X1[:, :-1].min(),
        now.X1[:, :-1].max(),
    ]
    assert "whole batch" in graph.title
    assert "lowest … highest" in graph.sentence[-1]


def test_the_corners_of_the_walk_name_their_samples():
    _, _, timeline = build(SCENARIOS[0])
    arrows = next(panel for panel in timeline.panels if panel.name == "arrows")
    walk = next(trace for trace in arrows.figure.data if trace.name == "walk")
    # The start and the first arrow's end are the first sample's; the leg to the sum, of all others, is nobody's.
    assert list(walk.customdata) == [0, 0, 1, -1]
    assert "walk" in arrows.chooses_sample


def test_a_batch_is_called_one_and_of_one_sample_nothing_is_said_as_of_many():
    alone, mean = "the loss of sample {row} alone, whose t is {t}.", "the mean over {n} samples; of sample {{row}}"
    for name, batch, held, spoken, of_all in (
        ("moons", 1, "The batch is one sample.", alone, ("mean over this one alone: L", "the only one: dW")),
        ("moons", 8, "The arrays hold the 8 samples of this batch.", mean.format(n=8), ("all 8: L", "all 8: dW")),
        ("moons", 0, "The arrays hold all 200 samples.", mean.format(n=200), ("over all 200: L", "all 200: dW")),
        ("two samples", 0, "The arrays hold both samples.", mean.format(n=2), ("over both: L", "both: dW")),
    ):
        scenario = Scenario(data=name, batch=batch, steps=5)
        data = scenario.dataset()
        timeline = backward(scenario, data, train(scenario, data), 2)
        assert timeline.note == held
        assert spoken in timeline.spoken[3]
        for stage, formula in zip(("loss", "dw"), of_all, strict=True):
            assert any(formula in line for line in said(timeline, stage, 0)), formula
