"""The light view's answers are pure functions of the link, the same as the app's, and nothing in a link breaks them."""

import gzip
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.scenario import Scenario
from core.training import train
from ui import links, runs, view
from ui.player.backward import backward
from ui.player.compare import compare
from ui.player.explorer import View, explorer
from ui.player.landscape import Look, landscape
from ui.player.timeline import pack, unpack
from ui.player.wire import unfold

SMALL = {"data": ["blobs"], "samples": ["20"], "steps": ["6"]}
SCENARIO = Scenario(data="blobs", samples=20, steps=6)


def _timeline(query: dict[str, list[str]]) -> bytes:
    return unfold(gzip.decompress(view.answer(query).body))


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


def test_links_that_mean_the_same_are_one_answer() -> None:
    first = view.answer(SMALL)
    for query in (
        dict(reversed(SMALL.items())),
        {**SMALL, "steps": ["99", "6"]},
        {**SMALL, "lr": ["0.50"], "noise": [str(links.DEFAULT.noise)]},
        {**SMALL, "page": ["explorer"], "v": ["abc"], "lecture": ["true"], "embed": ["true"]},
        {**SMALL, "step": ["3"], "sample": ["2"], "stage": ["y"]},
    ):
        again = view.answer(query)
        assert again.etag == first.etag
        assert again.asked.key == first.asked.key
    assert view.answer({**SMALL, "lr": ["0.6"]}).etag != first.etag


def test_the_key_is_a_link_to_the_same() -> None:
    query = {**SMALL, "page": ["backward_pass"], "step": ["5"], "features": ["x1"], "shapes": ["true"]}
    asked = view.ask(query)
    assert view.ask(parse_qs(asked.key)) == asked
    assert view.ask({**query, "runs": ["lr:1"], "point": ["1, 2"], "mistake": ["sign"]}).key == asked.key


def test_it_says_what_was_broken_as_the_app_says_it() -> None:
    query = {"data": ["nothing"], "lr": ["1e99"], "page": ["compare"], "runs": ["lr:x"]}
    asked = view.ask(query)
    assert asked.problems[:2] == links.decode(query).problems
    assert asked.problems[2] == (
        "The list of runs in this link is broken: the learning rate must be a number from 0.0001 to 100; "
        "the four optimizers are compared."
    )
    assert view.ask({"page": ["admin"]}).page == "explorer"
    assert "The page in this link must be one of" in view.ask({"page": ["admin"]}).problems[0]
    assert view.ask({}).problems == ()


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
    assert view.ask(query).in_space == bool(kinds - {"scatter", "contour", "heatmap"})


def test_only_what_depends_on_the_step_is_computed_for_each() -> None:
    assert view.ask({**SMALL, "page": ["loss_surface"], "step": ["3"]}).follows == ""
    held = {**SMALL, "page": ["loss_surface"], "held": ["current"], "features": ["x1"]}
    assert view.ask({**held, "step": ["3"]}).follows == "rest"
    assert view.ask({**held, "step": ["3"]}).key != view.ask({**held, "step": ["4"]}).key


def test_a_thousand_requests_of_one_link_compute_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    real = view.packed

    def counted(asked: view.Asked) -> bytes:
        made.append(asked.key)
        time.sleep(0.1)
        return real(asked)

    monkeypatch.setattr(view, "packed", counted)
    query = {**SMALL, "seed": ["123"]}
    with ThreadPoolExecutor(16) as threads:
        tags = {answer.etag for answer in threads.map(lambda _: view.answer(query), range(1_000))}
    assert len(tags) == 1
    assert len(made) == 1


HOSTILE = (
    *("", " ", "null", "nan", "inf", "-inf", "1e999", "-1", "٣", "0x10", "1_000", "1e-400", "-0", "true", "{}", "[]"),
    *("</script><script>alert(1)</script>", "'; DROP TABLE runs; --", "../../etc/passwd", "%00", "\0", "\ud800x"[1:]),
    *("${7*7}", "{{7*7}}", "{lr:8}", "=1+1", "javascript:alert(1)", "\n" * 9, "|||||||||", "same|same|same|same|same"),
    *("lr:", "lr:nan", "lr:1,lr:2", "w1 w1", "w1 w999", "1,2,3", "1;2", "🙂" * 200, "x" * 10_000, "9" * 500),
)
NAMES = st.sampled_from([*links.PARAMETERS, "step", "stage", "sample", "page", "embed", "v", "other"])
WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", "0", "-0", "-1", "1e308", "nan", "true", "blobs", "XOR", "typed", "compare", *view.PAGES]),
    st.sampled_from(["lr:1|same|batch:4", "w1 b", "PCA", "random", "current", "best", "MSE", "3-D", "1, -2", "0,0,0"]),
)


@given(st.dictionaries(NAMES, st.lists(WORDS, max_size=3), max_size=8))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_query_has_an_answer(query: dict[str, list[str]]) -> None:
    # Short runs of few samples, unless the link asks for others: it is the link that is tried, not the training.
    query = {"samples": ["12"], "steps": ["3"], **query}
    answer = view.answer(query)
    assert unpack(unfold(gzip.decompress(answer.body)))[0]["panels"]
    assert view.answer(parse_qs(answer.asked.key)).etag == answer.etag


@pytest.mark.parametrize("page", view.PAGES)
@pytest.mark.parametrize("name", [*links.PARAMETERS, "step", "stage", "sample", "page"])
def test_hostile_values_are_usual_ones_or_have_a_sentence(page: str, name: str) -> None:
    for text in HOSTILE:
        asked = view.ask({**SMALL, "page": [page], name: [text]})
        links.to_scenario(asked.settings)
        assert asked.page in view.PAGES
        assert len(asked.key) < 600
