"""The page "Export" as Streamlit runs it: every file is there, is right, and a scenario comes back as it was."""

import csv
import io
import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import pytest
import streamlit as st

from core.data.drawings import encode
from core.data.user_data import USER_DATA, UserData
from core.scenario import Scenario
from core.take_home.saved import Place, to_json
from core.training import train
from tests.pages import opening
from ui.settings.scenario_settings import from_scenario, to_scenario

open_page = partial(opening.open_page, "take_home")


def names(test):
    return [button.label for button in test.get("download_button")]


def load(test, text):
    test.file_uploader[0].set_value(("saved.json", text.encode(), "application/json")).run()
    assert not test.exception
    return test


def test_every_file_is_offered_and_the_code_can_be_seen():
    test = open_page(data="moons", step="7")
    assert names(test) == [
        *("HTML", "Python", "Notebook", "Every step", "Step 7", "JSON"),
        *("check_gradient.py", "data.csv"),
    ]
    code, use = (block.value for block in test.code)
    compile(use, "cell", "exec")
    assert 'read_data("data.csv")' in use
    compile(code, "run.py", "exec")
    assert "sigmoid" in code


def test_a_saved_scenario_comes_back_at_its_step_which_may_be_behind_its_end():
    test = load(open_page(), to_json(Scenario(data="moons", steps=20), Place(17, "dw", 5)))
    assert names(test)[4] == "Step 17"
    test = load(open_page(), to_json(Scenario(data="moons", steps=20), Place(400, "no stage", 999_999)))
    assert names(test)[4] == "Step 20"


def test_a_real_table_goes_along_as_a_file():
    assert names(open_page(data="Ames housing")).count("data.csv") == 2


@pytest.mark.parametrize(
    "scenario",
    [
        Scenario(data="moons", learning_rate=3.0, batch=8, optimizer="Adam", scaling="standard", steps=50),
        Scenario(data="penguins", features=("body_mass_g",), start="typed", weights=(0.5, -1.0), loss="MSE"),
        Scenario(data=USER_DATA, user_data=UserData([[0.0, 1.0], [2.0, 3.0], [4.0, -1.0]], [0, 1, 1]), steps=20),
    ],
    ids=lambda scenario: scenario.data,
)
def test_a_saved_scenario_comes_back(scenario):
    test = load(open_page(), to_json(scenario))
    assert [success.value.replace("\\", "") for success in test.success] == ["Loaded saved.json."]
    assert test.session_state["chosen"].scenario == scenario
    assert test.session_state["step"] == 0
    # And its link, where a link can carry it, is the same.
    if scenario.user_data is None:
        assert to_scenario(from_scenario(scenario)) == scenario


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"format": "x"}', to_json(Scenario()).replace("0.5", "1e9"), to_json(Scenario(batch=7))],
    ids=range(7),
)
def test_any_other_file_gets_one_sentence_and_changes_nothing(text):
    test = open_page(data="moons")
    before = test.session_state["chosen"].scenario
    load(test, text)
    (error,) = test.error
    assert "\n" not in error.value
    assert test.session_state["chosen"].scenario == before


def test_the_tables_have_every_step_and_every_sample():
    from core.take_home.numbers import steps_csv

    scenario = Scenario(data="moons", steps=20)
    data = scenario.dataset()
    history = train(scenario, data)
    rows = list(csv.DictReader(io.StringIO(steps_csv(data, history))))
    assert [float(row["loss"]) for row in rows] == history.loss.tolist()
    assert json.loads(to_json(scenario))["scenario"]["data"] == "moons"


def test_a_drawing_can_be_taken_home():
    points = ((-1.0, 0.5, 0), (1.0, 0.25, 1))
    test = open_page(data=USER_DATA, points=encode(points))
    assert names(test).count("data.csv") == 2
    assert np.array_equal(test.session_state["chosen"].scenario.user_data.X, np.array(points)[:, :2])


def test_what_is_made_later_by_a_thread_of_streamlit_s_speaks_the_visitor_s_language(monkeypatch):
    made = {}
    monkeypatch.setattr(
        st, "download_button", lambda label, make, name, *rest, **more: made.setdefault(name, make) and False
    )
    open_page(lang="de", steps="5")
    with ThreadPoolExecutor() as threads:
        page, check = (
            next(threads.submit(make).result() for name, make in made.items() if name.endswith(end))
            for end in (".html", "check_gradient.py")
        )
    assert b'<html lang="de">' in page
    assert "LANGUAGE = 'de'" in check
