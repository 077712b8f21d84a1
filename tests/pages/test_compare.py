"""The page "Compare" as Streamlit runs it: classics, a run's own settings, links, and broken lists."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from core.training import train
from tests.pages import opening
from tests.pages.test_explorer import components, timeline_of
from ui.compare import runs
from ui.settings.scenario_settings import to_scenario, usual
from ui.timeline.packing import read

open_page = partial(opening.open_page, "compare")


def shown(test):
    return timeline_of(components(test.main)[0])


def names(header):
    return [label.removeprefix("L, ") for label, _ in header["readout"][1:]]


def button(test, label):
    (found,) = (each for each in test.button if each.label == label)
    return found


def test_the_first_visit_compares_the_four_optimizers():
    header, body = shown(open_page())
    assert names(header) == ["gradient descent", "momentum", "RMSProp, lr 0.05", "Adam, lr 0.05"]
    scenario = replace(to_scenario(usual()), optimizer="Adam", learning_rate=0.05)
    assert np.array_equal(read(header["scalars"]["loss3"], body), train(scenario, scenario.dataset()).loss)


@pytest.mark.parametrize("classic", runs.CLASSICS, ids=lambda classic: classic.name)
def test_every_classic_is_one_click(classic):
    test = open_page(data="moons")
    button(test, classic.name).click().run()
    assert not test.exception
    assert not test.warning
    header, _ = shown(test)
    assert names(header) == [runs.label(run) for run in runs.read_runs(classic.runs)]


@pytest.mark.parametrize(("name", "setting", "value"), [("Losses", "loss", "MSE"), ("Scaling", "scaling", "min-max")])
def test_what_each_run_has_for_itself_stays_in_the_sidebar_as_it_was(name, setting, value):
    test = open_page(data="moons", **{setting: value})
    button(test, name).click().run()
    assert not test.exception
    assert test.session_state[setting] == value
    assert test.selectbox(key=setting).value == value
    again = open_page(data="moons")
    button(again, name).click().run()
    # The runs are the same, whatever the sidebar said.
    (header, body), (other, bytes_) = shown(test), shown(again)
    for k in range(2):
        assert np.array_equal(read(header["scalars"][f"loss{k}"], body), read(other["scalars"][f"loss{k}"], bytes_))


def test_a_run_gets_its_own_settings_is_added_and_removed():
    test = open_page(data="moons", runs="lr:1|batch:8")
    test.selectbox(key="run 1 loss").set_value("MSE").run()
    assert not test.exception
    assert names(shown(test)[0]) == ["lr 1", "MSE, batch 8"]
    test.number_input(key="run 0 lr").set_value(0.25).run()
    assert names(shown(test)[0]) == ["lr 0.25", "MSE, batch 8"]
    button(test, "Add a run").click().run()
    assert names(shown(test)[0]) == ["lr 0.25", "MSE, batch 8", "as in the sidebar"]
    test.button(key="remove 0").click().run()
    assert names(shown(test)[0]) == ["MSE, batch 8", "as in the sidebar"]
    test.button(key="remove 0").click().run()
    assert names(shown(test)[0]) == ["as in the sidebar"]
    assert test.button(key="remove 0").disabled


@pytest.mark.parametrize(
    "text", ["lr:1|" * 5, "lr:x", "a", "<script>", "start:typed", "|" * 9, "lr:1,lr:2", "\0", "{x}:1"]
)
def test_a_broken_list_gets_one_line_and_the_optimizers(text):
    test = open_page(data="moons", runs=text)
    (warning,) = test.warning
    assert warning.value.startswith("The list of runs in this link")
    assert "\n" not in warning.value
    assert len(names(shown(test)[0])) == 4


@pytest.mark.parametrize(
    "query",
    [
        {"data": "separable", "steps": "1000"},
        {"data": "blobs", "samples": "100000", "steps": "20"},
        {"data": "blobs", "samples": "2"},
        {"data": "penguins", "scaling": "min-max", "runs": "scaling:as is|scaling:standard|lr:100"},
        {"data": "unscaled", "start": "typed", "weights": "1000000,-1000000,1000000", "lr": "100"},
        {"loss": "MSE", "batch": "16", "by": "samples seen", "scale": "log"},
    ],
)
def test_extreme_cases_are_drawn(query):
    header, _ = shown(open_page(**query))
    assert len(header["panels"]) == 5
