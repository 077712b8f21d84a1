"""Whatever a link says is judged or shown as text: no value of any parameter breaks a page, or becomes a part of it."""

import re
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest

from core.drawn import MOST, encode
from core.labels import label_choices
from core.own import Own
from core.tables import read_table
from core.take_home.saved import from_json
from tests.hostile import HOSTILE
from ui import links, runs, view
from ui.player.assets import CARTESIAN_FILE
from ui.player.standalone import embed_snippet, html_file, view_page
from ui.player.timeline import Timeline, pack

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
    asked = view.ask({field: [text] for field in FIELDS})
    assert asked.page in view.PAGES


@short
def test_the_light_view_holds_nothing_of_a_link_but_text(text):
    asked = view.ask({field: [text] for field in FIELDS})
    page = view_page(asked.title, asked.problems, "view/timeline?v=1", "./", "?a=b")
    clean = Tags(view_page("title", ["A problem."], "view/timeline?v=1", "./", "?a=b"))
    assert Tags(page).found == clean.found
    assert Tags(page).handlers == clean.handlers
    named = Tags(view_page(text[:400], [text[:400]], "view/timeline?v=1", "./", "?a=b"))
    assert named.found == clean.found
    assert named.handlers == clean.handlers
    assert Tags(embed_snippet(text)).found == ["iframe"]
    assert Tags(embed_snippet("https://here/view", text)).handlers == []


@short
def test_the_one_file_page_holds_a_title_as_text(text):
    timeline = pack(Timeline(0, (), {}, ()))
    # Plotly's program is the same in all of them, and long.
    files = (html_file(timeline, title, "?a=b").decode().replace(PLOTLY, "") for title in ("title", text[:400]))
    clean, named = map(Tags, files)
    assert named.found == clean.found
    assert named.handlers == clean.handlers


@short
def test_runs_points_and_files_are_read_or_refused_in_a_sentence(text):
    for read in (
        runs.read_runs,
        links.read_point,
        from_json,
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
        own = Own([[0.0], [1.0]], [0, 1], feature_names=(text,), class_names=(text, "other"))
        assert own.feature_names == (text,)
    except ValueError as error:
        said = str(error)
    assert "\n" not in said


def test_a_whole_lesson_fits_into_two_thousand_characters():
    points = [(x / 7, -x / 9, x % 2) for x in range(-30, 30)]
    assert len(points) == MOST
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
