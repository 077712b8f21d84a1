"""The page as Streamlit runs it, without a browser: no setting, no link makes it fail."""

import gzip

import numpy as np
import pytest

from core.scenario import Scenario
from core.training import train
from tests.pages.opening import open_page
from ui.serving import addresses
from ui.settings import links
from ui.settings.presets import PRESETS
from ui.settings.scenario_settings import to_scenario
from ui.timeline.folding import unfold
from ui.timeline.packing import read, unpack


def shown(test):
    """What the player was sent: the header and the arrays of its timeline, and the command behind it."""
    # Behind it may come the exact numbers of its step.
    component, *_ = components(test.main)
    header, body = timeline_of(component)
    return header, body, tuple(int(value) for value in np.frombuffer(component.proto.bytes[-8:], "<u4"))


def timeline_of(component):
    """The header and the arrays of the timeline whose address a player was sent."""
    header, _body = unpack(component.proto.bytes[:-8])
    parts = [header[name].rpartition("/")[2] for name in ("address", "arrays") if name in header]
    return unpack(unfold(b"".join(gzip.decompress(addresses.find(digest)) for digest in parts)))


def components(block):
    """All players below a block of the page. (The watch on the line is a component too.)"""
    found = []
    for child in getattr(block, "children", {}).values():
        if getattr(child, "type", "") != "bidi_component":
            found += components(child)
        elif child.proto.component_name == "gradient_explorer_player":
            found.append(child)
    return found


def test_the_first_visit_shows_the_zigzag_without_a_click():
    test = open_page()
    header, body, command = shown(test)
    zigzag = next(preset for preset in PRESETS if preset.name == "Zigzag")
    scenario = to_scenario(links.complete(zigzag.settings))
    history = train(scenario, scenario.dataset())
    assert header["steps"] == scenario.steps
    assert dict(test.query_params) == {"v": "2"}
    assert np.array_equal(read(header["scalars"]["loss"], body), history.loss)
    assert np.array_equal(read(header["scalars"]["w1"], body), history.W[:, 0])
    assert command == (1, 0)
    assert not test.warning
    assert not test.error


def test_a_link_is_obeyed():
    header, body, command = shown(open_page(data="moons", lr="2", steps="50", step="17"))
    scenario = Scenario(data="moons", learning_rate=2.0, steps=50)
    assert np.array_equal(read(header["scalars"]["loss"], body), train(scenario, scenario.dataset()).loss)
    assert command == (1, 17)


def test_a_run_that_would_be_too_long_is_shorter_and_starts_where_it_is_to_start():
    test = open_page(data="unscaled", samples="100000", steps="20", start="typed", weights="1, 2, 0")
    test.number_input(key="steps").set_value(5000).run()
    (error,) = test.error
    assert "at most 240 steps" in error.value
    header, body, _ = shown(test)
    assert header["steps"] == 240
    assert [read(header["scalars"][name], body)[0] for name in ("w1", "w2", "b")] == [1, 2, 0]


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_preset_takes_one_click_and_starts_at_step_0(preset):
    test = open_page(data="circles", lr="7", step="3")
    test.selectbox(key="case").select(preset.name).run()
    assert not test.exception
    header, _, command = shown(test)
    assert command == (2, 0)
    assert header["steps"] == preset.settings.get("steps", 400)
    assert test.selectbox(key="data").value == preset.settings.get("data", "Ames housing")


def test_another_learning_rate_or_optimizer_keeps_the_step_the_data_and_the_start():
    test = open_page(data="blobs", start="small random", step="40")
    before, body, command = shown(test)
    test.select_slider(key="lr").set_value(3.0).run()
    test.selectbox(key="optimizer").select("Adam").run()
    assert not test.exception
    after, new_body, new_command = shown(test)
    assert new_command == command
    assert after["token"] != before["token"]
    for name in ("w1", "w2", "b"):
        assert read(after["scalars"][name], new_body)[0] == read(before["scalars"][name], body)[0]


def test_weights_of_the_wrong_number_get_one_sentence_and_stay_typed():
    test = open_page(data="blobs")
    test.selectbox(key="start").select("typed").run()
    test.text_input(key="weights").set_value("1, 2").run()
    assert not test.exception
    assert len(test.error) == 1
    assert "W needs 3 numbers here" in test.error[0].value
    assert test.text_input(key="weights").value == "1, 2"
    test.text_input(key="weights").set_value("1; 2; x").run()
    assert "must be numbers" in test.error[0].value
    test.text_input(key="weights").set_value("1; 2; 3").run()
    assert not test.error
    header, body, _ = shown(test)
    assert [read(header["scalars"][name], body)[0] for name in ("w1", "w2", "b")] == [1, 2, 3]


def test_weights_with_decimal_commas_work_and_what_cannot_be_read_changes_nothing():
    test = open_page(data="blobs", start="typed", weights="0,5; 1,5; 0")
    assert not test.error
    header, body, _ = shown(test)
    assert [read(header["scalars"][name], body)[0] for name in ("w1", "w2", "b")] == [0.5, 1.5, 0]
    for text in ("0,5; 1,5; x", "0,5, 1,5, 0", "1; 2", "", "1e9, 0, 0"):
        test.text_input(key="weights").set_value(text).run()
        assert not test.exception
        (error,) = test.error
        assert error.value.endswith("The run starts from the same weights as before.")
        assert test.text_input(key="weights").value == text
        assert shown(test)[0]["token"] == header["token"]


def test_too_large_a_run_is_cut_with_one_sentence():
    test = open_page(data="blobs", steps="200")
    test.number_input(key="samples").set_value(100_000).run()
    test.number_input(key="steps").set_value(5_000).run()
    assert not test.exception
    assert "at most 240 steps" in test.error[0].value


def test_another_data_set_forgets_the_features_and_the_typed_weights_of_the_last():
    test = open_page(data="penguins", features=["flipper_length_mm"], start="typed", weights="1, 2")
    assert not test.error
    test.selectbox(key="data").select("moons").run()
    assert not test.exception
    assert not test.error
    assert test.selectbox(key="start").value == "zero"


@pytest.mark.parametrize(
    "query",
    [
        {"data": "nothing"},
        {"lr": "-1", "steps": "1e9", "seed": "∞", "noise": "x", "batch": "0", "loss": "hinge"},
        {"features": "a,b,c", "data": "penguins"},
        {"start": "typed", "weights": "<img src=x onerror=alert(1)>"},
        {"step": "-5"},
        {"surface": "4-D", "order": "[click](javascript:alert(1))", "scale": "*" * 5000},
    ],
)
def test_a_broken_link_is_the_page_with_one_line(query):
    test = open_page(**query)
    assert len(test.warning) == 1
    assert "in this link" in test.warning[0].value
    header, _, command = shown(test)
    assert header["steps"] == 400
    assert command == (1, 0)


def test_a_link_with_a_question_asks_that_one_alone():
    def invites(**query):
        return any('class="gx-invitation"' in each.proto.body for each in open_page(**query).get("html"))

    assert invites(data="moons", steps="20")
    assert not invites(data="moons", steps="20", predict="5~Where next?~left~right")
