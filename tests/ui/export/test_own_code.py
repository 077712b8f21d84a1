"""check_gradient.py as the app gives it away: its links open the app, at the very numbers that it speaks of."""

from functools import cache
from urllib.parse import parse_qs

import numpy as np
import pytest

from core.data.drawings import encode
from core.data.user_data import USER_DATA, UserData
from core.mistakes.catalogue import MISTAKES
from core.own_code.cases import CASES
from core.own_code.check import check
from core.own_code.observe import LEARNING_RATE
from core.scenario import Scenario
from ui.export import light_view
from ui.export.own_code import base, check_file, run_link
from ui.language.speaking import _, speaking
from ui.settings import links
from ui.settings.scenario_settings import to_scenario


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org/take_home", "https://example.org/"),
        ("http://localhost:8501/app/take_home?data=moons#x", "http://localhost:8501/app/"),
        ("https://example.org", "https://example.org/"),
        ("", ""),
        ("file:///home/take_home", ""),
        ("javascript:alert(1)", ""),
        ("take_home", ""),
    ],
)
def test_the_app_is_where_its_page_is(address, expected):
    assert base(address) == expected


@cache
def file_in(language):
    """What the file defines for whoever reads this language."""
    names = {}
    with speaking(language):
        text = check_file("https://example.org/take_home", Scenario())
    exec(compile(text, "check_gradient.py", "exec"), names)
    return names


def links_in(text):
    return [line.partition("https://")[2] for line in text.splitlines() if "https://" in line]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.key)
def test_each_link_opens_the_bug_at_the_file_s_own_numbers(mistake, capsys):
    names = file_in("en")
    theirs = {each.key: each for each in names["MISTAKES"]}[mistake.key]
    names["check"](theirs.model, theirs.loss, theirs.optimizer)
    (link,) = links_in(capsys.readouterr().out)
    path, _, query = link.partition("?")
    assert path == "example.org/break_it"
    destination = light_view.destination_of({**parse_qs(query), "page": ["break_it"]})
    assert destination.problems == ()
    assert destination.settings["mistake"] == mistake.key
    assert destination.step == (mistake.key == "stale-cache")
    scenario = to_scenario(destination.settings)
    data = scenario.dataset()
    assert np.array_equal(data.X, CASES[0].X)
    assert np.array_equal(data.t, CASES[0].t)
    assert np.array_equal(scenario.start_weights(), CASES[0].W)
    assert scenario.learning_rate == LEARNING_RATE


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.key)
def test_in_german_the_bugs_are_called_as_the_app_calls_them(mistake, capsys):
    names = file_in("de")
    with speaking("de"):
        said = _(mistake.name), _(mistake.hint)
    theirs = {each.key: each for each in names["MISTAKES"]}[mistake.key]
    names["check"](theirs.model, theirs.loss, theirs.optimizer)
    german = capsys.readouterr().out
    assert mistake.hint not in german
    assert f"„{said[0]}“. {said[1]}" in german
    # The app speaks the file's own language by itself, and another one where the link asks for it.
    assert "lang=" not in german
    names["check"](theirs.model, theirs.loss, theirs.optimizer, language="en")
    english = capsys.readouterr().out
    assert mistake.hint in english
    (link,) = links_in(english)
    assert parse_qs(link)["lang"] == ["en"]


def test_without_an_address_there_are_no_links(capsys):
    check(MISTAKES[0].model, MISTAKES[0].loss)
    assert links_in(capsys.readouterr().out) == []


POINTS = ((-1.0, 0.5, 0), (1.0, 0.25, 1))


@pytest.mark.parametrize(
    ("scenario", "points"),
    [
        (Scenario(), ""),
        (
            Scenario(data="moons", samples=40, learning_rate=3.0, scaling="standard", start="typed", weights=(1, 2, 3)),
            "",
        ),
        (Scenario(data=USER_DATA, user_data=UserData([p[:2] for p in POINTS], [0, 1])), encode(POINTS)),
    ],
)
def test_the_run_s_link_gives_the_run(scenario, points):
    link = links.decode(parse_qs(run_link(scenario, points)))
    assert link.problems == ()
    assert to_scenario(link.settings) == scenario


def test_a_table_of_one_s_own_has_no_link():
    assert run_link(Scenario(data=USER_DATA, user_data=UserData([[0.0], [1.0]], [0, 1]))) == ""
