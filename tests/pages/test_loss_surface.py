"""The page "Loss surface" as Streamlit runs it: its own controls, links, the asked point, and what cannot be had."""

from functools import partial

import numpy as np
import pytest

from core.scenario import Scenario
from core.surface.sections import Choice
from core.training import train
from tests.pages import opening
from tests.pages.test_explorer import components, timeline_of
from ui.loss_surface.landscape import landscape
from ui.loss_surface.look import Look
from ui.timeline.packing import pack, read, unpack

open_page = partial(opening.open_page, "loss_surface")


def shown(test):
    return timeline_of(components(test.main)[0])


def titles(header):
    return {panel["name"]: panel["title"] for panel in header["panels"]}


def test_the_courses_data_has_a_landscape():
    test = open_page(data="Ames housing")
    header, body = shown(test)
    scenario = Scenario()
    history = train(scenario, scenario.dataset())
    assert np.array_equal(read(header["scalars"]["w1"], body), history.W[:, 0])
    assert titles(header)["contours"] == "BCE loss over w1 and b"
    assert test.selectbox(key="axes").options == ["w1 b"]
    assert test.button[0].disabled
    assert not test.error
    assert not test.warning


def test_a_link_is_obeyed():
    query = {"data": "moons", "lr": "5", "axes": "w2 b", "held": "start", "beside": "other loss", "field": "log"}
    header, _ = shown(open_page(**query, point="0.5, -1"))
    scenario = Scenario(data="moons", learning_rate=5.0)
    data = scenario.dataset()
    look = Look(Choice(axes=(1, 2), held="start"), beside="other loss", field="log")
    expected, _ = unpack(pack(landscape(scenario, data, train(scenario, data), look, 0, (0.5, -1.0))))
    assert header["token"] == expected["token"]


def test_start_here_trains_from_the_asked_point():
    test = open_page(data="moons", held="start", point="0.5, -1")
    next(button for button in test.button if button.label == "Start here").click().run()
    assert not test.exception
    header, body = shown(test)
    assert read(header["scalars"]["w1"], body)[0] == 0.5
    assert read(header["scalars"]["w2"], body)[0] == -1.0
    assert test.session_state["start"] == "typed"


@pytest.mark.parametrize("text", ["1", "1,2,3", "a,b", "nan,1", "<b>,1", "{w1},2"])
def test_a_point_that_cannot_be_read_gets_one_sentence_and_stays(text):
    test = open_page(data="moons")
    test.text_input(key="point").set_value(text).run()
    assert not test.exception
    (error,) = test.error
    assert error.value.startswith("The point must be two numbers")
    assert test.text_input(key="point").value == text
    assert shown(test)[0]["steps"] == 400


def test_a_point_too_far_away_is_told_how_far_one_may_be():
    test = open_page(data="moons")
    test.text_input(key="point").set_value("1e9,0").run()
    assert not test.exception
    (error,) = test.error
    assert error.value.startswith("The point must lie between ")


@pytest.mark.parametrize(
    "query",
    [
        {"axes": "w9 b"},
        {"axes": "w1 w1"},
        {"axes": "PCA"},
        {"axes": "<script>"},
        {"held": "re-optimised", "loss": "MSE", "data": "moons"},
        {"held": "minimum", "data": "separable"},
        {"held": "current", "data": "moons", "step": "30"},
        {"point": "1,2,3"},
        {"data": "penguins", "axes": "w4 b"},
        {"data": "blobs", "samples": "100000", "steps": "10", "held": "re-optimised"},
        {"data": "blobs", "samples": "2", "axes": "random"},
        {"data": "moons", "lr": "100", "start": "far away"},
    ],
)
def test_what_cannot_be_had_is_said_and_something_is_shown(query):
    header, _ = shown(open_page(**query))
    assert titles(header)["contours"]


def test_another_data_set_has_other_axes():
    test = open_page(data="moons", axes="w2 b")
    test.sidebar.selectbox(key="data").set_value("Ames housing").run()
    assert not test.exception
    assert test.selectbox(key="axes").value == "w1 b"
