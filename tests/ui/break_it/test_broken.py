"""Every number of the page Break it comes from core.mistakes.effects and core.training, for every mistake."""

import inspect
import re
from dataclasses import replace
from functools import cache
from itertools import groupby

import numpy as np
import pytest

from core.classifier import Classifier
from core.data.sets import SOURCES
from core.gradient_check import TOLERANCE
from core.loss import BCE
from core.mistakes.catalogue import BY_KEY, MISTAKES
from core.mistakes.effects import STAGES, effect_of, same, train_with
from core.mistakes.fingerprints import recognise
from core.scenario import Scenario
from core.sentence import Sentence
from core.surface.windows import choose_slice
from core.training import train
from tests.pairs import every_pair
from ui.break_it import broken
from ui.break_it.case import case_of, comparable, departures
from ui.break_it.choices import GROUPS, NAMES, OPTIONS, PARTS
from ui.break_it.code import code_pair, code_panels
from ui.break_it.stages import FIRST_DIFFERENCE, stage_table
from ui.break_it.verdict import measured
from ui.language.speaking import number, speaking
from ui.panels.names import weight_names
from ui.timeline.packing import frame, pack, read, unpack
from ui.timeline.style import LARGEST, PATH, SMALLEST, TEXT
from ui.timeline.templates import FIELD, fill

pytestmark = pytest.mark.filterwarnings("error")

SCENARIOS = [
    Scenario(data="two samples", start="typed", weights=(0.1, -0.2, 0.3), learning_rate=1.0, steps=20),
    Scenario(data="Ames housing", steps=60),
    Scenario(data="blobs", learning_rate=2.0, start="small random", steps=60),
    Scenario(data="penguins", features=SOURCES["penguins"].features, steps=20),
]
# Outputs have rounded from the first step on.
SATURATED = Scenario(data="one outlier", learning_rate=20.0, start="far away", seed=63, samples=40, steps=12)
every_scenario = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.data)
every_mistake = pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: m.key)


@cache
def build(scenario, mistake, logarithmic=False):
    data = scenario.dataset()
    history = train(scenario, data)
    return data, history, broken.broken(scenario, data, history, mistake, logarithmic=logarithmic)


def written(text):
    """The numbers in a cell of the table."""
    return [float(part.replace("\N{MINUS SIGN}", "-")) for part in text.split(", ") if part != "…"]


def numbers_shown(array, stage, rows):
    """What a cell shows of a stage's array."""
    return (array[:, 0] if stage in ("dW", "update") else array[rows, 0]).tolist()


def outcome(timeline):
    """What is said of the end of both runs."""
    (hint,) = (panel for panel in timeline.panels if panel.name == "hint")
    return hint.content.stages[0][-1][1]


def charts(timeline):
    return [panel for panel in timeline.panels if panel.figure is not None]


# The training


@every_scenario
@every_mistake
def test_both_runs_are_those_of_core_in_numbers_and_in_bytes(scenario, mistake):
    data, history, timeline = build(scenario, mistake)
    path = train_with(mistake, scenario, data, scenario.steps)
    last = len(path.W) - 1
    assert timeline.steps == history.steps
    header, body = unpack(pack(timeline))
    names = weight_names(data)
    for step in {0, 1, last, timeline.steps}:
        end = min(step, last)
        for prefix, W, loss in (("", history.W[step], history.loss[step]), ("m", path.W[end], path.loss[end])):
            assert read(header["scalars"][f"{prefix}loss"], body)[step] == loss
            assert [read(header["scalars"][f"{prefix}{name}"], body)[step] for name in names] == W.tolist()
    surface, losses = header["panels"][:2]
    i, j = choose_slice(scenario, data, history).axes
    for packed in surface["tracks"]:
        trace = surface["figure"]["data"][packed["trace"]]["name"]
        run = history.W if trace.startswith("correct") else path.W
        column = np.clip(run[:, {"x": i, "y": j}[packed["attribute"]]], -LARGEST, LARGEST)
        for step in (0, timeline.steps // 2, timeline.steps):
            expected = [column[min(step, len(run) - 1)]] if trace.endswith("now") else column[: step + 1]
            assert frame(packed, body, step) == pytest.approx(np.array(expected), rel=1e-6)
    for packed in losses["tracks"]:
        trace = losses["figure"]["data"][packed["trace"]]["name"]
        if packed["attribute"] == "y":
            run = history.loss if trace.startswith("correct") else path.loss
            expected = np.clip(run[min(timeline.steps, len(run) - 1)], SMALLEST, LARGEST)
            assert frame(packed, body, timeline.steps)[0] == pytest.approx(expected, rel=1e-6)


@every_scenario
def test_the_right_run_is_what_the_right_pieces_give(scenario):
    data, history, _ = build(scenario, None)
    path = train_with(None, scenario, data, scenario.steps)
    assert np.allclose(history.W, path.W, rtol=1e-6, atol=1e-9)


@every_pair(scenario=SCENARIOS, mistake=MISTAKES, logarithmic=[False, True])
def test_no_word_says_nan_and_no_place_stays_empty(scenario, mistake, logarithmic):
    _, _, timeline = build(scenario, mistake, logarithmic)
    for step in (0, 1, timeline.steps):
        values = {name: array[step] for name, array in timeline.scalars.items()}
        # The words of the bug itself are the catalogue's.
        shown = [each.sentence for each in timeline.panels if each.name != "hint"]
        templates = shown + [template for _, template in timeline.readout]
        words = [fill(each if isinstance(each, str) else each[step], values) for each in templates]
        for text in [*words, outcome(timeline)]:
            assert not re.search(r"\b(nan|inf)\b", text, re.IGNORECASE)
            assert not FIELD.search(text)


def test_without_a_mistake_there_is_the_right_run_alone():
    _, _, timeline = build(SCENARIOS[1], None)
    names = {trace.name for panel in charts(timeline) for trace in panel.figure.data}
    assert not any("buggy" in name for name in names)
    assert [label for label, _ in timeline.readout] == ["step", "correct L"]
    assert timeline.spoken.startswith(
        "No bug. The code is correct. Choose a bug to see its symptoms. Gradient check: green"
    )


@every_scenario
def test_without_a_mistake_the_same_places_have_the_correct_code_and_its_numbers(scenario):
    data, history, timeline = build(scenario, None)
    _, _, with_one = build(scenario, MISTAKES[0])
    assert [panel.name for panel in timeline.panels] == [panel.name for panel in with_one.panels]
    # The charts are called the same: a longer name would take a line from them.
    assert [panel.title for panel in charts(timeline)] == [panel.title for panel in charts(with_one)]
    panels = {panel.name: panel for panel in timeline.panels}
    for name, function in (("right", BCE.backward), ("mistaken", Classifier.backward)):
        assert panels[name].title == f"correct: {function.__qualname__}"
        source = inspect.getsource(function)
        assert all(line.replace("dW =", "dW: Array =") in source for line in panels[name].content.lines[1:])
        assert panels[name].content.active == ((),)
    effect = effect_of(None, data.X, data.t, history.W[0].reshape(-1, 1), scenario.start_weights(), 1.0)
    assert effect.passed
    assert panels["verdict"].content.stages[0][0] == ("passed", effect.sentence)
    table = panels["parts"].content
    assert table.head == ("stage", "correct")
    assert not table.lit
    rows = [int(row) for row in re.findall(r"\d+", panels["parts"].caption.split(" of ")[0])]
    for stage, (_, cell) in list(zip(STAGES, table.rows, strict=True))[:-1]:
        array = effect.right.at(stage)
        shown = array[:, 0] if stage == "dW" else array[rows, 0]
        assert written(cell) == pytest.approx(shown.tolist(), rel=1e-4)


def test_the_correct_and_the_buggy_run_differ_by_dash_and_shape_and_the_numbers_say_whose_is_which():
    _, _, timeline = build(SCENARIOS[2], BY_KEY["ascent"])
    # The path of the weights is teal, the loss black: each as everywhere else.
    for panel, colour in zip(charts(timeline), (PATH, None), strict=True):
        traces = {trace.name: trace for trace in panel.figure.data}
        assert (traces["correct"].line.get("color"), traces["correct"].line.dash) == (colour, "solid")
        assert (traces["buggy"].line.get("color"), traces["buggy"].line.dash) == (None, "dash")
        assert traces["buggy"].meta == {"theme": {"line.color": TEXT}}
        markers = [traces[f"{run} now"].marker for run in ("correct", "buggy")]
        assert [marker.symbol for marker in markers] == ["circle", "square"]
        assert markers[0].size > markers[1].size
    dashes = {label: dash for label, (_, dash) in timeline.legend.items()}
    assert dashes == {"correct L": "solid", "buggy L": "dash"}
    assert set(dashes) < {label for label, _ in timeline.readout}


def test_a_run_that_is_known_is_not_run_again():
    scenario = SCENARIOS[0]
    data, history, timeline = build(scenario, BY_KEY["no-n"])
    path = train_with(BY_KEY["no-n"], scenario, data, history.steps)
    again = broken.broken(scenario, data, history, BY_KEY["no-n"], path=path)
    assert pack(again) == pack(timeline)


def test_the_list_has_every_bug_once_grouped_in_the_order_of_a_step():
    assert sorted(OPTIONS) == sorted(("none", *BY_KEY))
    assert [group for group, _ in groupby(GROUPS)] == [
        "",
        "Forward pass, cache",
        "Loss gradient",
        "Backward pass",
        "Update",
    ]
    for key, name, group in list(zip(OPTIONS, NAMES, GROUPS, strict=True))[1:]:
        assert (name, group) == (BY_KEY[key].name, PARTS[BY_KEY[key].part])


def test_code_that_does_not_run_ends_at_the_start_and_the_right_run_goes_on():
    _, history, timeline = build(SCENARIOS[2], BY_KEY["no-transpose"])
    assert timeline.steps == history.steps
    assert "does not run" in outcome(timeline)
    said = dict(timeline.readout)["buggy L"]
    assert FIELD.search(said[0])
    assert set(said[1:]) == {"ended at step 0"}


def test_a_run_that_overflows_ends_early_and_says_so(monkeypatch):
    def overflows(mistake, scenario, data, steps):
        path = train_with(mistake, scenario, data, steps)
        return replace(path, W=path.W[:4], loss=path.loss[:4], ended_early=True)

    monkeypatch.setattr(broken, "train_with", overflows)
    _, history, timeline = build.__wrapped__(SCENARIOS[2], BY_KEY["no-n"])
    assert timeline.steps == history.steps
    assert "The buggy run ends at step 3, at L = " in outcome(timeline)
    said = dict(timeline.readout)["buggy L"]
    assert all(FIELD.search(text) for text in said[:4])
    assert set(said[4:]) == {"ended at step 3"}
    header, body = unpack(pack(timeline))
    for packed in header["panels"][0]["tracks"]:
        if header["panels"][0]["figure"]["data"][packed["trace"]]["name"] == "buggy":
            assert len(frame(packed, body, 60)) == 4


def test_numbers_as_large_as_floats_go_still_make_a_picture():
    scenario = Scenario(data="two samples", start="typed", weights=(1e6, 1e6, 1e6), learning_rate=100.0, steps=30)
    for mistake in MISTAKES:
        header, body = unpack(pack(build(scenario, mistake)[2]))
        for panel in header["panels"]:
            for track in panel["tracks"]:
                assert np.isfinite(read(track["values"], body)).all()


def test_a_loss_beyond_all_measure_turns_the_axis_logarithmic():
    kinds = []
    for key in ("twice-n", "ascent"):
        _, _, timeline = build(SCENARIOS[2], BY_KEY[key])
        (losses,) = (panel for panel in timeline.panels if panel.name == "loss")
        kinds.append(losses.figure.layout.yaxis.get("type"))
    assert kinds == [None, "log"]


def test_a_hundred_thousand_samples_stay_small():
    scenario = Scenario(data="blobs", samples=100_000, steps=3)
    data, history, timeline = build(scenario, BY_KEY["no-n"])
    assert len(pack(timeline)) < 200_000
    effect = case_of(scenario, data, history, 3).effect(BY_KEY["no-n"])
    assert f"exactly N = {len(data.X):,} times too large" in effect.sentence
    table, rows = stage_table(effect, 100_000)
    assert "of 100,000" in rows
    assert all(len(cell) < 80 for cell in table["correct"])


# The numbers of a step


@every_pair(scenario=[*SCENARIOS, SATURATED], mistake=MISTAKES, step=[0, 5])
def test_the_table_and_the_check_have_the_numbers_of_core(scenario, mistake, step):
    data, history, _ = build(scenario, None)
    case = case_of(scenario, data, history, step)
    W = history.W[step].reshape(-1, 1)
    effect = case.effect(mistake)
    expected = effect_of(mistake, data.X, data.t, W, scenario.start_weights(), scenario.learning_rate)
    assert effect.sentence == expected.sentence
    table, said = stage_table(effect, len(data.X))
    assert len(table["stage"]) == len(STAGES)
    rows = [int(row.replace(",", "")) for row in re.findall(r"\d[\d,]*\b", said.split(" of ")[0])]
    assert rows[0] == 0
    assert len(rows) == 2
    for place, stage in enumerate(STAGES):
        for name, numbers in (("correct", expected.right), ("buggy", expected.wrong)):
            array, cell = numbers.at(stage), table[name][place]
            # Where outputs have rounded, what float64 makes of the right code stands beside the true numbers.
            cell, _, made = cell.partition("; in float64 ")
            if made:
                in_float64 = numbers_shown(expected.computed.at(stage), stage, rows)
                assert written(made) == pytest.approx(in_float64, rel=1e-4)
            if array is None:
                assert cell == "—"
                continue
            # A shape stands with the stage, and with the numbers where they have another one.
            expected_shape = expected.right.at(stage).shape
            assert table["stage"][place].endswith(f" ({expected_shape[0]:,}, 1)")
            own, _, numbers_there = cell.rpartition(": ")
            assert own == ("" if array.shape == expected_shape else f"({len(array):,}, 1)")
            assert written(numbers_there) == pytest.approx(numbers_shown(array, stage, rows), rel=1e-4)
        agree = same(expected.computed.at(stage), expected.wrong.at(stage))
        assert table["compared"][place] == (
            "agree" if agree else FIRST_DIFFERENCE if stage == expected.stage else "differ"
        )
    assert table["compared"].count(FIRST_DIFFERENCE) == (1 if expected.stage else 0)
    said = measured(effect)
    assert f"correct {number(expected.right_relative_error, 3)}" in said
    assert f"green is below {number(TOLERANCE, 1)}" in said
    # Two sentences on one number write it alike.
    if isinstance(effect.sentence, Sentence) and "the check is red: relative error" in effect.sentence:
        assert f"buggy {effect.sentence.values['error']}," in said


def test_where_outputs_have_rounded_the_table_has_the_true_numbers_and_those_in_float64():
    scenario = Scenario(data="two samples", start="typed", weights=(20.0, 0.0, 0.0), learning_rate=1.0, steps=2)
    data, history, _ = build(scenario, None)
    table, _ = stage_table(case_of(scenario, data, history, 0).effect(BY_KEY["no-n"]), 2)
    shown = dict(zip(table["stage"], table["correct"], strict=True))
    assert shown["dW (3, 1)"].startswith("1.5, 2, 0.5; in float64 ")
    assert "in float64" in shown["dL/dy (2, 1)"]
    assert "in float64" not in shown["z (2, 1)"]
    calm = Scenario(data="two samples", start="typed", weights=(0.1, -0.2, 0.3), learning_rate=1.0, steps=2)
    data, history, _ = build(calm, None)
    assert "float64" not in str(stage_table(case_of(calm, data, history, 0).effect(BY_KEY["no-n"]), 2))


def test_a_run_that_stands_still_because_outputs_have_rounded_says_so():
    scenario = Scenario(data="two samples", learning_rate=20.0, steps=10)
    _, _, timeline = build(scenario, BY_KEY["no-n"])
    stuck = "The buggy run is stuck there: its outputs have been rounded, and in float64 its dW is 0."
    assert stuck in outcome(timeline)
    _, _, calm = build(replace(scenario, learning_rate=0.1), BY_KEY["no-n"])
    assert "is stuck" not in outcome(calm)


def test_the_row_where_they_part_is_among_the_rows():
    scenario = SCENARIOS[1]
    data, history, _ = build(scenario, None)
    effect = case_of(scenario, data, history, 5).effect(BY_KEY["bce-sign"])
    table, said = stage_table(effect, len(data.X))
    assert re.search(r"Samples \d+ and (\d+) of \d+ \(sample \1 differs most\); ", said)
    place = STAGES.index("dL/dz")
    assert table["correct"][place] != table["buggy"][place]


def test_ascent_passes_the_check_and_parts_at_the_update():
    scenario = SCENARIOS[2]
    data, history, _ = build(scenario, None)
    effect = case_of(scenario, data, history, 3).effect(BY_KEY["ascent"])
    assert effect.passed
    table, said = stage_table(effect, len(data.X))
    assert table["compared"] == ["agree"] * 5 + [FIRST_DIFFERENCE]
    assert "differs most" not in said


def test_the_case_is_told_and_eight_digits_of_its_weights_are_enough():
    scenario = SCENARIOS[2]
    data, history, _ = build(scenario, None)
    case = case_of(scenario, data, history, 7)
    assert case.line() == "N = 200, D = 2, step 7"
    W = np.array([float(f"{weight:.8g}") for weight in history.W[7]]).reshape(-1, 1)
    assert (case.shape("dL/dz"), case.shape("dW")) == ("(200, 1)", "(3, 1)")
    # With so many digits of W, and six of dW, every mistake that shows in dW is found.
    for mistake in MISTAKES:
        dW = effect_of(mistake, data.X, data.t, W, scenario.start_weights()).wrong.dW
        if dW is not None:
            text = " ".join(f"{number:.6g}" for number in dW[:, 0])
            expected = recognise("dW", np.array(text.split(), dtype=float), data.X, data.t, W, scenario.start_weights())
            assert case.name("dW", text).keys == expected.keys


def test_the_weights_can_be_copied_with_all_their_digits():
    scenario = SCENARIOS[2]
    data, history, _ = build(scenario, None)
    line = case_of(scenario, data, history, 7).weights()
    names = {"np": np}
    exec(line, names)
    assert np.array_equal(names["W"], history.W[7].reshape(-1, 1))


def test_a_step_behind_the_end_is_the_last():
    scenario = SCENARIOS[0]
    data, history, _ = build(scenario, None)
    assert case_of(scenario, data, history, 5_000).step == 20


# The code


@every_mistake
def test_the_code_is_that_of_core_and_its_wrong_lines_are_lit(mistake):
    for code, function in zip(code_pair(mistake), (mistake.right, mistake.wrong), strict=True):
        # Without the types, which say nothing of the bug.
        source = re.sub(r"(: ArrayLike|: Array|: Any| -> \w+)\b(?=[:,) ])", "", inspect.getsource(function))
        assert all(line.strip() in source for line in code.lines)
        assert 0 < len(code.lit) < len(code.lines)
        assert len(code.lines) <= 12
    right, wrong = code_pair(mistake)
    assert any("# wrong:" in wrong.lines[i] for i in wrong.lit)
    assert all("# wrong:" not in line for i, line in enumerate(wrong.lines) if i not in wrong.lit)
    assert not any("raise" in line for code in (right, wrong) for line in code.lines)


@every_mistake
def test_why_a_line_is_wrong_is_said_in_the_visitor_s_language(mistake):
    with speaking("de"):
        _, wrong = code_panels(mistake)
    german = "\n".join(wrong.content.lines)
    english = "\n".join(code_panels(mistake)[1].content.lines)
    assert "wrong" not in german
    assert german.partition("  # falsch: ")[2].partition("\n")[0]
    assert german.partition("# falsch: ")[2] != english.partition("# wrong: ")[2]


# What the page does otherwise


def test_mse_optimizers_batches_and_long_runs_become_what_the_mistakes_know():
    scenario = Scenario(data="moons", loss="MSE", optimizer="Adam", batch=8, steps=3_000, learning_rate=0.1)
    plain = comparable(scenario)
    assert plain == replace(scenario, loss="BCE", optimizer="gradient descent", batch=0, steps=400)
    said = departures(scenario)
    for part in ("uses BCE", "plain gradient descent", "cut off after 400 steps"):
        assert part in said
    assert departures(plain) == ""
