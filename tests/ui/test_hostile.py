"""Whatever a link says is judged or shown as text: no value of any parameter breaks a page, or becomes a part of it."""

import html
import re
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urlencode

import numpy as np
import pytest

from core.data.drawings import MOST_POINTS, encode
from core.data.labels import label_choices
from core.data.tables import read_table
from core.data.user_data import USER_DATA, UserData
from core.scenario import Scenario
from core.take_home.saved import read_saved
from core.training import train
from tests.hostile import HOSTILE
from ui.assets import CARTESIAN_FILE
from ui.backward_pass.backward import backward
from ui.break_it.broken import broken
from ui.compare import runs
from ui.explorer.explorer import explorer
from ui.export import light_view
from ui.export.one_file import html_file, view_page
from ui.loss_surface.landscape import landscape
from ui.loss_surface.look import Look
from ui.loss_surface.page import read_point
from ui.pages import LIGHT
from ui.panels.view import View
from ui.settings import links
from ui.timeline.content import literal, spelled_out
from ui.timeline.notation import NOTATIONS, translate
from ui.timeline.packing import pack, unpack
from ui.timeline.templates import fill
from ui.timeline.timeline import Timeline

FIELDS = [*links.PARAMETERS, "step", "stage", "sample", "page", "title", "task", "predict", "show", "hide"]
PLOTLY = CARTESIAN_FILE.read_text(encoding="utf-8")
short = pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))


class Tags(HTMLParser):
    """The elements of a page, and what its attributes say."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.handlers: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]


@short
def test_every_parameter_of_a_link_is_judged(text):
    for field in FIELDS:
        link = links.decode({field: [text]})
        assert all(len(problem) < 400 and "\n" not in problem for problem in link.problems)
        assert links.decode(links.encode(link.settings, link.step, link.stage, link.sample)).problems == ()
    destination = light_view.destination_of({field: [text] for field in FIELDS})
    assert destination.page.code in LIGHT


@cache
def clean_view() -> Tags:
    return Tags(view_page("title", ["A problem."], "view/timeline?v=1", "./", "?a=b"))


@short
def test_the_light_view_holds_nothing_of_a_link_but_text(text):
    destination = light_view.destination_of({field: [text] for field in FIELDS})
    page = view_page(destination.title, destination.problems, "view/timeline?v=1", "./", "?a=b")
    clean = clean_view()
    assert Tags(page).found == clean.found
    assert Tags(page).handlers == clean.handlers
    named = Tags(view_page(text[:400], [text[:400]], "view/timeline?v=1", "./", "?a=b"))
    assert named.found == clean.found
    assert named.handlers == clean.handlers


@cache
def one_file(title: str) -> Tags:
    """The page of a file with this title. Plotly's program is the same in all of them, and long."""
    return Tags(html_file(pack(Timeline(0, (), {}, ())), title, "?a=b").decode().replace(PLOTLY, ""))


@short
def test_the_one_file_page_holds_a_title_as_text(text):
    clean, named = one_file("title"), one_file(text[:400])
    assert named.found == clean.found
    assert named.handlers == clean.handlers


@short
def test_runs_points_and_files_are_read_or_refused_in_a_sentence(text):
    for read in (
        runs.read_runs,
        read_point,
        read_saved,
        lambda text: read_table(text.encode("utf-8", "replace"), text),
    ):
        said = ""
        try:
            read(text)
        except ValueError as error:
            said = str(error)
        assert "\n" not in said
        assert len(said) < 1_000


@short
def test_columns_and_classes_may_be_called_anything_or_are_refused(text):
    name = text[:40].replace('"', '""')
    said = ""
    try:
        table = read_table(f'"{name}",b,label\n1,2,"{name}"\n2,3,no\n3,4,no\n'.encode("utf-8", "replace"), "own.csv")
        assert len({column.name for column in table.columns}) == 3
        said = label_choices(table, table.columns[-1].name).sentence
    except ValueError as error:
        said = str(error)
    assert "\n" not in said
    said = ""
    try:
        own = UserData([[0.0], [1.0]], [0, 1], feature_names=(text,), class_names=(text, "other"))
        assert own.feature_names == (text,)
    except ValueError as error:
        said = str(error)
    assert "\n" not in said


NAMES = tuple(text for text in HOSTILE if text.isprintable() and text.strip() and len(text) <= 100)


def spoken(timeline: Timeline) -> str:
    """All that the timelines's own words say at its last step, filled in as the browser does."""
    now = {name: float(values[min(timeline.steps, len(values) - 1)]) for name, values in timeline.scalars.items()}
    templates = [template for _, template in timeline.readout] + [panel.sentence for panel in timeline.panels]
    said = [fill(each if isinstance(each, str) else each[timeline.steps], now) for each in templates]
    header, _ = unpack(pack(timeline))
    return "\n".join([*said, *(panel["title"] for panel in header["panels"]), timeline.note])


@pytest.mark.long
@pytest.mark.parametrize("pair", [*zip(NAMES[::2], NAMES[1::2], strict=False), ("y", "z"), ("width {cm}", "{loss:4}")])
def test_what_people_call_their_columns_is_never_a_template(pair):
    first, second = pair
    X = np.random.default_rng(0).standard_normal((12, 3))
    own = UserData(X, [0, 1] * 6, feature_names=(first, second, "third {z}"), class_names=(second, first))
    for features in ((), (second,)):
        scenario = Scenario(data=USER_DATA, user_data=own, features=features, steps=5)
        data = scenario.dataset()
        history = train(scenario, data)
        # These two have their notation from the course.
        spoken(broken(scenario, data, history, None))
        spoken(landscape(scenario, data, history, Look()))
        for notation in NOTATIONS:
            timelines = [
                explorer(scenario, data, history, View(notation=notation)),
                explorer(scenario, data, history, View(surface="3-D", notation=notation)),
                backward(scenario, data, history, 2, notation),
            ]
            said, *_ = map(spoken, timelines)
            for name in data.feature_names:
                assert name in said
            for timeline in (timelines[0], timelines[2]):
                figure = next(panel.figure for panel in timeline.panels if panel.name == "data")
                axes = [figure.layout.xaxis.title.text] + ([] if features else [figure.layout.yaxis.title.text])
                # Plotly reads a little HTML, and nothing else.
                assert [html.unescape(text) for text in axes] == list(data.feature_names[:2])
                assert not any("<" in text for text in axes)
                names = {html.unescape(trace.name) for trace in figure.data}
                assert {f"{second} (t = 0)", f"{first} (t = 1)"} <= names


def test_a_literal_in_a_template_is_what_was_written_and_leaves_the_rest_a_template():
    for text in (*HOSTILE, "{a:4}", "{{", "}}", '{"a"}', "\\u007b", "`{y}`"):
        template = f"{literal('{')}{{a:4}}{literal(text)}}} z {{a}}"
        assert fill(template, {"a": 2.0}) == f"{{2.000{text}}} z 2"
        assert fill(translate(template, "textbook"), {"a": 2.0}) == f"{{2.000{text}}} ŷ 2"
        assert spelled_out(literal(text)) == text


def test_a_whole_lesson_fits_into_two_thousand_characters():
    points = [(x / 7, -x / 9, x % 2) for x in range(-30, 30)]
    assert len(points) == MOST_POINTS
    chosen = {
        **links.defaults(),
        "data": "own data",
        "points": encode(points),
        "start": "typed",
        "weights": "-1.234567, 2.345678, 0.123456",
        "optimizer": "RMSProp",
        "lr": 0.123456,
        "batch": "16",
        "runs": "optimizer:gradient descent,lr:0.12345|optimizer:momentum,lr:0.12345|lr:0.5,batch:8|loss:MSE,lr:20",
        "held": "re-optimised",
        "field": "log",
        "point": "-1.23456, 2.34567",
        "notation": "textbook",
    }
    query = links.encode(chosen, 123, "dy", 45)
    own = {"title": "t" * 80, "task": "w" * 240, "predict": "123~" + "q" * 160 + ("~" + "a" * 60) * 3}
    text = urlencode({**query, **own, "camera": "1.23,-1.23,1.23", "panel": "data,surface"}, doseq=True)
    assert len("https://gradient-explorer.example.org/loss_surface?" + text) < 2_000
    assert links.decode(query).problems == ()
    assert re.fullmatch(r"[\w-]+", chosen["points"])
