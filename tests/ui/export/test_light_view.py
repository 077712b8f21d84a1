"""The light view's answers are pure functions of the link, the same as the app's, and nothing in a link breaks them."""

import gzip
import itertools
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from urllib.parse import parse_qs

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.data import drawings
from core.data.user_data import USER_DATA
from core.gradient_check import check_outputs, check_weights
from core.loss import LOSSES
from core.mistakes.catalogue import MISTAKES
from core.mistakes.effects import STAGES, effect_of, train_with
from core.scenario import Scenario
from core.training import moment, train
from ui.backward_pass.backward import backward
from ui.break_it.code import code_pair
from ui.compare import runs
from ui.compare.compare import compare
from ui.explorer.explorer import explorer
from ui.export import light_view
from ui.loss_surface import page as loss_surface
from ui.loss_surface.landscape import landscape
from ui.loss_surface.level import level_tracks
from ui.loss_surface.look import Look
from ui.loss_surface.page import to_look
from ui.page import Shown
from ui.pages import LIGHT
from ui.panels.samples import EXACT, exact_samples
from ui.panels.view import View
from ui.serving.cache import run
from ui.settings import links
from ui.settings.scenario_settings import DEFAULT, to_scenario
from ui.timeline.folding import unfold
from ui.timeline.packing import pack, pack_detail, unpack
from ui.timeline.templates import FIELD

SMALL = {"data": ["blobs"], "samples": ["20"], "steps": ["6"]}
SCENARIO = Scenario(data="blobs", samples=20, steps=6)


def _timeline(query: dict[str, list[str]]) -> bytes:
    return unfold(gzip.decompress(light_view.answer(query).body))


def test_each_page_has_the_timeline_of_the_app() -> None:
    data = SCENARIO.dataset()
    history = train(SCENARIO, data)
    assert _timeline(SMALL) == pack(explorer(SCENARIO, data, history, View()))
    inside = {**SMALL, "page": ["backward_pass"], "step": ["4"], "graph": ["batch"]}
    assert _timeline(inside) == pack(backward(SCENARIO, data, history, 4, graph="batch"))
    there = {**SMALL, "page": ["loss_surface"], "point": ["1, 2"], "step": ["4"]}
    assert _timeline(there) == pack(landscape(SCENARIO, data, history, Look(), 0, (1.0, 2.0)))
    both = {**SMALL, "page": ["compare"], "runs": ["lr:1|optimizer:Adam"], "scale": ["log"]}
    changes = runs.read_runs("lr:1|optimizer:Adam")
    expected = compare(tuple(map(runs.label, changes)), runs.scenarios(SCENARIO, changes), SCENARIO, logarithmic=True)
    assert _timeline(both) == pack(expected)


def _panels(query: dict[str, list[str]]) -> dict[str, dict]:
    header, _ = unpack(_timeline(query))
    return {panel["name"]: panel for panel in header["panels"]}


def _numbers(text: str) -> list[float]:
    """The numbers in a sentence or a cell, as they can be read."""
    plain = text.replace("\N{MINUS SIGN}", "-")
    return [float(found) for found in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e-?\d+)?(?![\w])", plain)]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.key)
def test_break_it_has_the_code_the_verdict_and_the_numbers_of_core(mistake) -> None:
    data = SCENARIO.dataset()
    history = train(SCENARIO, data)
    panels = _panels({**SMALL, "page": ["break_it"], "mistake": [mistake.key], "step": ["4"]})
    assert list(panels) == ["surface", "loss", "hint", "right", "mistaken", "verdict", "parts"]
    W, start = history.W[4].reshape(-1, 1), SCENARIO.start_weights()
    expected = effect_of(mistake, data.X, data.t, W, start, SCENARIO.learning_rate)
    (said, ended) = panels["hint"]["content"]["stages"][0]
    assert said == ["numbers", mistake.hint]
    last = train_with(mistake, SCENARIO, data, history.steps).loss[-1]
    assert pytest.approx([history.loss[-1], *([] if "does not run" in ended[1] else [last])], rel=1e-3) == [
        number for number in _numbers(ended[1].split(": ", 1)[1].split(". ")[0])
    ]
    for side, code in zip(("right", "mistaken"), code_pair(mistake), strict=True):
        assert panels[side]["content"]["lines"] == list(code.lines)
        assert panels[side]["content"]["active"] == [list(code.lit)]
    (said, measured), *_ = panels["verdict"]["content"]["stages"]
    assert said == ["passed" if expected.passed else "failed", expected.sentence]
    assert f"{'green' if expected.passed else 'red'} at step 4" in panels["verdict"]["title"]
    if expected.relative_error is not None:
        assert expected.relative_error == pytest.approx(_numbers(measured[1].split("buggy ")[1])[0], rel=1e-2)
    grid = panels["parts"]["content"]
    assert grid["head"] == ["stage", "correct", "buggy", "compared"]
    rows = [int(row) for row in re.findall(r"\d+", panels["parts"]["caption"].split(" of ")[0])]
    shapes = [row[0].partition(" (")[2] for row in grid["rows"]]
    assert shapes == [f"{expected.right.at(stage).shape}"[1:] for stage in STAGES]
    assert [STAGES[row] for row in grid["lit"]] == ([expected.stage] if expected.stage else [])
    for stage, (_, *cells, both) in zip(STAGES, grid["rows"], strict=True):
        assert (both == "first differ") == (stage == expected.stage)
        for cell, array in zip(cells, (expected.right.at(stage), expected.wrong.at(stage)), strict=True):
            if array is None:
                assert cell == "—"
                continue
            own, _, values = cell.rpartition(": ")
            assert own == ("" if array.shape == expected.right.at(stage).shape else f"{array.shape}")
            shown = array[rows] if stage in STAGES[:4] else array[:2]
            assert _numbers(values)[:2] == pytest.approx(shown[:, 0].tolist(), rel=1e-4)
    # Nothing in it is a place to fill in.
    lines = [line[1] for name in ("hint", "verdict") for line in panels[name]["content"]["stages"][0]]
    assert not any(map(FIELD.search, [*lines, *(cell for row in grid["rows"] for cell in row)]))


def test_break_it_says_where_it_departs_from_the_link_and_asks_for_each_step_once() -> None:
    query = {**SMALL, "page": ["break_it"], "mistake": ["ascent"], "step": ["4"]}
    destination = light_view.destination_of(
        {**query, "loss": ["MSE"], "optimizer": ["Adam"], "batch": ["8"], "steps": ["900"]}
    )
    assert destination.problems == (
        "These are bugs in BCE, so this page uses BCE on the same data. "
        "Here training is plain gradient descent over all samples. Here a run is cut off after 400 steps.",
    )
    assert destination.key == light_view.destination_of({**query, "steps": ["400"]}).key
    assert destination.follows == "rest"
    assert "loss" in destination.place
    none = {**query, "mistake": ["none"]}
    # Without a bug too: the check and the numbers are of one step.
    assert (light_view.destination_of(none).follows, list(_panels(none))) == ("rest", list(_panels(query)))


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("batch", ["all", "4"])
@pytest.mark.parametrize("h", [1e-5, 1e-11])
def test_the_gradient_check_has_the_numbers_of_core(loss: str, batch: str, h: float) -> None:
    query = {**SMALL, "page": ["gradient_check"], "step": ["4"], "h": [f"{h}"], "loss": [loss], "batch": [batch]}
    panels = _panels(query)
    assert list(panels) == ["errors", "verdict", "weights", "outputs"]
    scenario = to_scenario(light_view.destination_of(query).settings)
    data = scenario.dataset()
    now = moment(scenario, data, history := train(scenario, data), 4)
    rows = np.arange(8) if history.batches is None else np.argsort(history.batches[4])[:8]
    weights = check_weights(now.X1[:, :-1], now.t, now.W, LOSSES[loss](), h)
    outputs = check_outputs(now.y, now.t, LOSSES[loss](), rows, h)
    for check, name, line in zip((weights, outputs), ("weights", "outputs"), (0, 1), strict=True):
        role, said = panels["verdict"]["content"]["stages"][0][line]
        assert role == ("passed" if check.passes else "failed")
        assert _numbers(said)[0] == pytest.approx(check.worst, rel=0.06)
        table = panels[name]["content"]["rows"]
        values = np.array([_numbers(" ".join(cells[1:])) for cells in table])
        assert values[:, 0] == pytest.approx(check.analytic[:, 0], rel=1e-9)
        assert values[:, 1] == pytest.approx(check.numerical[:, 0], rel=1e-9)
        assert values[:, 2] == pytest.approx(check.error[:, 0], rel=0.06)
    samples = [int(cells[0]) for cells in panels["outputs"]["content"]["rows"]]
    assert samples == (rows if history.batches is None else history.batches[4][rows]).tolist()
    assert "step 4" in panels["verdict"]["title"]


def test_the_board_has_the_points_of_the_link_the_boundary_and_no_pens() -> None:
    points = drawings.encode([(-1, 0.5, 0), (1, 0.25, 1), (0.5, -1, 1)])
    query = {"page": ["data"], "data": [USER_DATA], "points": [points], "steps": ["30"]}
    (panel,) = _panels(query).values()
    assert not panel["board"]
    assert panel["title"] == "1 point of class 0, 2 of class 1"
    scenario = to_scenario(light_view.destination_of(query).settings)
    W = train(scenario, scenario.dataset()).W[-1]
    line = next(trace for trace in panel["figure"]["data"] if trace["name"].startswith("boundary"))
    header, _ = unpack(_timeline(query))
    assert header["steps"] == 0
    figure = (
        LIGHT["data"]
        .timeline_alone(Shown(scenario, light_view.destination_of(query).settings, 0), run)
        .panels[0]
        .figure
    )
    line = next(trace for trace in figure.data if trace.name.startswith("boundary"))
    for x, y in zip(line.x, line.y, strict=True):
        assert np.array([x, y, 1.0]) @ W == pytest.approx(0, abs=1e-9)


def test_a_table_is_in_no_link_and_the_board_says_so() -> None:
    destination = light_view.destination_of({"page": ["data"], "data": [USER_DATA]})
    assert destination.problems == (
        "The data set in this link is a table of its own, which no link can carry; the default is used.",
    )
    (panel,) = _panels({"page": ["data"], "data": [USER_DATA]}).values()
    assert panel["title"] == "Nothing is drawn here"
    # Where nobody learns from the points, all links to them are one.
    assert light_view.destination_of({"page": ["data"], "data": ["blobs"], "lr": ["2"]}).key == "v=2&page=data"


def test_a_step_s_level_line_is_the_app_s_and_belongs_to_the_timeline() -> None:
    data = SCENARIO.dataset()
    history = train(SCENARIO, data)
    for extra in ({}, {"point": ["1, 2"]}, {"height": ["MSE"], "held": ["current"], "features": ["x1"]}):
        query = {**SMALL, "page": ["loss_surface"], "step": ["4"], **extra}
        destination = light_view.destination_of(query)
        assert destination.coarse
        header, _ = unpack(_timeline(query))
        scenario = to_scenario(destination.settings)
        look = to_look(destination.settings, ("w1", "b") if "features" in extra else ("w1", "w2", "b"))
        own = scenario.dataset()
        tracks = level_tracks(scenario, own, train(scenario, own), look, 4)
        assert gzip.decompress(light_view.detail(query).body) == pack_detail(header["token"], 4, "contours", tracks)
    assert len(level_tracks(SCENARIO, data, history, Look(), 4)[0].values[0]) > 30


def test_only_a_long_run_of_the_explorer_has_details() -> None:
    assert light_view.detail(SMALL).body == b""
    assert not light_view.destination_of(SMALL).coarse
    many = {"data": ["blobs"], "samples": ["200"], "steps": ["2000"], "step": ["7"]}
    destination = light_view.destination_of(many)
    assert destination.coarse
    scenario = to_scenario(destination.settings)
    data = scenario.dataset()
    tracks = exact_samples(scenario, data, train(scenario, data), View(), 7)
    header, _ = unpack(_timeline(many))
    assert gzip.decompress(light_view.detail(many).body) == pack_detail(header["token"], 7, "samples", tracks)
    # Whatever is in 8 bits has details: asking once too often is right, once too seldom is not.
    for query in ({"data": ["penguins"], "steps": ["5000"]}, {**many, "batch": ["64"], "steps": ["5000"]}, many, SMALL):
        header, _ = unpack(_timeline(query))
        stems = next(panel for panel in header["panels"] if panel["name"] == "samples")["tracks"]
        assert not any("scale" in track for track in stems) or light_view.destination_of(query).coarse
    assert light_view.detail({"data": ["two samples"], "steps": [str(EXACT // 400 + 1)]}).body == b""


def test_links_that_mean_the_same_are_one_answer() -> None:
    first = light_view.answer(SMALL)
    for query in (
        dict(reversed(SMALL.items())),
        {**SMALL, "steps": ["99", "6"]},
        {**SMALL, "lr": ["0.50"], "noise": [str(DEFAULT.noise)]},
        {**SMALL, "page": ["explorer"], "v": ["abc"], "lecture": ["true"], "embed": ["true"]},
        {**SMALL, "step": ["3"], "sample": ["2"], "stage": ["y"]},
    ):
        again = light_view.answer(query)
        assert again.etag == first.etag
        assert again.destination.key == first.destination.key
    assert light_view.answer({**SMALL, "lr": ["0.6"]}).etag != first.etag


def test_the_key_is_a_link_to_the_same() -> None:
    query = {**SMALL, "page": ["backward_pass"], "step": ["5"], "features": ["x1"], "graph": ["batch"]}
    destination = light_view.destination_of(query)
    again = light_view.destination_of(parse_qs(destination.key))
    assert (destination.version, again.version) == (1, 2)
    assert replace(again, version=1) == destination
    assert (
        light_view.destination_of({**query, "runs": ["lr:1"], "point": ["1, 2"], "mistake": ["sign"]}).key
        == destination.key
    )


def test_it_says_what_was_broken_as_the_app_says_it() -> None:
    query = {"data": ["nothing"], "lr": ["1e99"], "page": ["compare"], "runs": ["lr:x"]}
    destination = light_view.destination_of(query)
    assert destination.problems[:2] == links.decode(query).problems
    assert destination.problems[2] == (
        "The list of runs in this link is broken: the learning rate must be a number from 0.0001 to 100; "
        "the optimizers are compared."
    )
    assert light_view.destination_of({"page": ["admin"]}).page.code == "explorer"
    assert "The page in this link must be one of" in light_view.destination_of({"page": ["admin"]}).problems[0]
    assert light_view.destination_of({}).problems == ()


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"surface": ["3-D"]},
        {"page": ["loss_surface"]},
        {"page": ["loss_surface"], "beside": ["other loss"]},
        {"page": ["backward_pass"], "surface": ["3-D"]},
        {"page": ["compare"], "surface": ["3-D"]},
    ],
)
def test_it_knows_beforehand_where_there_is_a_3d_chart(query: dict[str, list[str]]) -> None:
    query = {**SMALL, **query}
    header, _ = unpack(_timeline(query))
    kinds = {trace["type"] for panel in header["panels"] if panel["figure"] for trace in panel["figure"]["data"]}
    assert light_view.destination_of(query).in_space == bool(kinds - {"scatter", "contour", "heatmap"})


def test_only_what_depends_on_the_step_is_computed_for_each() -> None:
    assert light_view.destination_of({**SMALL, "page": ["loss_surface"], "step": ["3"]}).follows == ""
    held = {**SMALL, "page": ["loss_surface"], "held": ["current"], "features": ["x1"]}
    assert light_view.destination_of({**held, "step": ["3"]}).follows == "rest"
    assert (
        light_view.destination_of({**held, "step": ["3"]}).key != light_view.destination_of({**held, "step": ["4"]}).key
    )


def test_a_thousand_requests_of_one_link_compute_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    real = light_view.packed

    def counted(destination: light_view.Destination) -> bytes:
        made.append(destination.key)
        return real(destination)

    monkeypatch.setattr(light_view, "packed", counted)
    query = {**SMALL, "seed": ["123"]}
    with ThreadPoolExecutor(16) as threads:
        tags = {answer.etag for answer in threads.map(lambda _: light_view.answer(query), range(1_000))}
    assert len(tags) == 1
    assert len(made) == 1


def test_a_step_s_details_are_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    real = loss_surface.level_tracks

    def counted(*arguments):
        made.append(arguments)
        return real(*arguments)

    monkeypatch.setattr(loss_surface, "level_tracks", counted)
    query = {**SMALL, "seed": ["124"], "page": ["loss_surface"], "step": ["3"]}
    with ThreadPoolExecutor(16) as threads:
        tags = {answer.etag for answer in threads.map(lambda _: light_view.detail(query), range(1_000))}
    assert len(tags) == 1
    assert len(made) == 1


def test_a_link_is_large_until_its_answer_is_cached() -> None:
    query = {**SMALL, "data": ["blobs"], "samples": ["1500"], "steps": ["1000"], "seed": ["125"]}
    assert light_view.is_large_answer(query)
    assert not light_view.is_large_answer(SMALL)
    searched = {**SMALL, "page": ["loss_surface"], "held": ["re-optimised"]}
    assert light_view.is_large_answer(searched)
    light_view.answer(query)
    assert not light_view.is_large_answer(query)


HOSTILE = (
    *("", " ", "null", "nan", "inf", "-inf", "1e999", "-1", "٣", "0x10", "1_000", "1e-400", "-0", "true", "{}", "[]"),
    *("</script><script>alert(1)</script>", "'; DROP TABLE runs; --", "../../etc/passwd", "%00", "\0", "\ud800x"[1:]),
    *("${7*7}", "{{7*7}}", "{lr:8}", "=1+1", "javascript:alert(1)", "\n" * 9, "|||||||||", "same|same|same|same|same"),
    *("lr:", "lr:nan", "lr:1,lr:2", "w1 w1", "w1 w999", "1,2,3", "1;2", "🙂" * 200, "x" * 10_000, "9" * 500),
)
NAMES = st.sampled_from([*links.PARAMETERS, "step", "stage", "sample", "page", "embed", "v", "other"])
WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", "0", "-0", "-1", "1e308", "nan", "true", "blobs", "XOR", "typed", "compare", *LIGHT]),
    st.sampled_from(["own data", drawings.encode([(1, 2, 0), (-1, 0, 1)]), "ascent", "no-bias", "1e-9", "textbook"]),
    st.sampled_from(["lr:1|same|batch:4", "w1 b", "PCA", "random", "current", "best", "MSE", "3-D", "1, -2", "0,0,0"]),
)


@given(st.dictionaries(NAMES, st.lists(WORDS, max_size=3), max_size=8))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_query_has_an_answer(query: dict[str, list[str]]) -> None:
    # Short runs of few samples, unless the link asks for others: it is the link that is tried, not the training.
    query = {"samples": ["12"], "steps": ["3"], **query}
    answer = light_view.answer(query)
    assert unpack(unfold(gzip.decompress(answer.body)))[0]["panels"]
    assert light_view.answer(parse_qs(answer.destination.key)).etag == answer.etag
    detail = light_view.detail(query)
    if detail.body:
        header, _ = unpack(gzip.decompress(detail.body))
        assert header["detail"] == unpack(gzip.decompress(answer.body))[0]["token"]
        assert header["step"] == answer.destination.step


@pytest.mark.parametrize(("first", "name"), list(enumerate([*links.PARAMETERS, "step", "stage", "sample", "page"])))
def test_hostile_values_are_usual_ones_or_have_a_sentence(first: int, name: str) -> None:
    # On one page each, and with another parameter on another.
    pages = itertools.islice(itertools.cycle(LIGHT), first, None)
    for page, text in zip(pages, HOSTILE, strict=False):
        destination = light_view.destination_of({**SMALL, "page": [page], name: [text]})
        to_scenario(destination.settings)
        assert destination.page.code in LIGHT
        assert len(destination.key) < 600
