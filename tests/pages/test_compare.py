"""The page "Compare" as Streamlit runs it: classics, a run's own settings, links, and broken lists."""

from dataclasses import replace
from functools import cache, partial

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.data.drawings import encode
from core.data.user_data import USER_DATA
from core.scenario import Scenario
from core.training import train
from tests.pages import opening
from tests.pages.test_explorer import components, timeline_of
from ui.bridge import race
from ui.compare import runs
from ui.export.own_code import check_file
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


def test_the_first_visit_compares_the_optimizers():
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


def setting(test, *names):
    return [test.session_state[name] for name in names]


CASE = ("data", "noise", "start", "lr", "steps", "loss", "scaling", "samples")


def test_the_case_one_had_comes_back_behind_a_comparison_with_its_own():
    test = open_page(data="moons", noise="0.1", lr="2", steps="40", scaling="min-max")
    had = setting(test, *CASE)
    for name in ("Scaling", "Losses"):
        button(test, name).click().run()
        assert setting(test, "data") != ["moons"]
    button(test, "Optimizers").click().run()
    assert not test.exception
    assert setting(test, *CASE) == had
    assert names(shown(test)[0]) == ["gradient descent", "momentum", "RMSProp, lr 0.05", "Adam, lr 0.05"]
    # And it stays, whatever is compared of it.
    button(test, "Learning rates").click().run()
    assert setting(test, *CASE) == had


def test_a_comparison_s_own_case_that_was_changed_is_the_visitor_s(monkeypatch):
    # What was set is not held against what somebody changes right behind it.
    monkeypatch.setattr(race, "ARRIVAL", 0)
    test = open_page(data="moons")
    button(test, "Scaling").click().run()
    test.select_slider(key="lr").set_value(0.5).run()
    button(test, "Optimizers").click().run()
    assert not test.exception
    assert setting(test, "data", "lr") == ["unscaled", 0.5]


def test_against_an_older_address_what_was_set_stands_but_not_against_back(monkeypatch):
    # However slow this machine is.
    monkeypatch.setattr(race, "ARRIVAL", 600)
    test = open_page(data="moons")
    before = dict(test.query_params)

    def run_with_the_address_of_before():
        test.query_params.clear()
        test.query_params.update(before)
        test.select_slider(key="lr").set_value(0.02).run()
        assert not test.exception

    button(test, "Scaling").click().run()
    set_by_it = setting(test, "lr")
    assert set_by_it != [0.02]
    run_with_the_address_of_before()
    assert "runs" in test.query_params
    assert setting(test, "lr") == set_by_it
    monkeypatch.setattr(race, "is_history_navigation", lambda: True)
    run_with_the_address_of_before()
    assert "runs" not in test.query_params
    assert setting(test, "lr") == [0.02]
    # A message behind that is no older one either.
    monkeypatch.undo()
    run_with_the_address_of_before()
    assert "runs" not in test.query_params


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


@pytest.mark.long
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


# A run of the visitor's own code


@cache
def file_of(scenario, points):
    """What the downloaded file defines."""
    names = {}
    exec(compile(check_file("https://example.org/take_home", scenario, points), "check_gradient.py", "exec"), names)
    return names


def run_of(scenario, key="", steps=20, points=""):
    """What trace() of the downloaded file writes, of this scenario's data."""
    names = file_of(scenario, points)
    data = scenario.dataset()
    mistake = {each.key: each for each in names["MISTAKES"]}.get(key)
    model, loss = (mistake.model, mistake.loss) if mistake else (names["Classifier"], names["BCE"])
    rows = []
    names["_run"](rows, names["TheirModel"](model, data.X.shape[1]), loss, data.X, data.t, 0.5, steps, None)
    return names["run_csv"](rows, data.X, data.t, 0.5)


def bring(test, text):
    test.file_uploader[0].set_value(("run.csv", text.encode(), "text/csv")).run()
    assert not test.exception
    return test


def said(test):
    return [each.value for each in test.text]


MOONS = Scenario(data="moons", samples=60)


def test_a_run_of_one_s_own_code_stands_beside_the_right_one():
    test = open_page(data="moons", samples="60", runs="lr:1|lr:2")
    link = dict(test.query_params)
    bring(test, run_of(MOONS, "no-n"))
    header, body = shown(test)
    assert names(header) == ["correct code", "your run"]
    assert header["steps"] == 20
    (sentence,) = said(test)
    assert sentence.startswith("The values first differ at step 0, in dW. These are what you get from “missing 1/N”")
    # Both begin at one place, and part there.
    right, own = (read(header["scalars"][f"norm{k}"], body) for k in range(2))
    assert own[0] == pytest.approx(60 * right[0], rel=1e-6)
    # Nothing of it is in the link.
    assert dict(test.query_params) == link
    button(test, "Remove your run").click().run()
    assert not test.exception
    assert names(shown(test)[0]) == ["lr 1", "lr 2"]
    assert said(test) == []


def test_a_right_run_is_said_to_be_right():
    test = bring(open_page(data="moons", samples="60"), run_of(MOONS))
    assert said(test) == ["Your run is right: L, dW and W are what they should be at every step."]


def test_the_page_is_set_to_the_data_of_the_run_and_says_if_others_are_chosen_then():
    test = bring(open_page(data="xor"), run_of(MOONS))
    assert names(shown(test)[0]) == ["correct code", "your run"]
    assert test.session_state["chosen"].scenario.data == "moons"
    test = bring(open_page(data="moons", samples="60"), run_of(MOONS))
    test.selectbox(key="data").set_value("blobs").run()
    assert not test.exception
    assert len(names(shown(test)[0])) == 4
    assert "Your run used different data: 60 samples." in [each.value for each in test.caption]
    button(test, "Show its data").click().run()
    assert names(shown(test)[0]) == ["correct code", "your run"]
    # A newer one takes its place.
    assert said(bring(test, run_of(MOONS, "no-slope")))[0].endswith("“no σ′ in the chain”.")


def only_said(text, lang):
    from core.take_home.own_run import read_run
    from ui.language.speaking import speaking
    from ui.settings import own_run

    with speaking(lang):
        own_run.elsewhere(read_run(text))


# What is said of a file that does not fit, and of a run of before.
ON_OTHER_DATA = {
    "en": ("This run used different data from the chosen set: {}.", "Your run used different data: {}."),
    "de": (
        "Dieser Lauf gehört zu anderen Daten als den gewählten: {}.",
        "Dein Lauf gehört zu anderen Daten: {}.",
    ),
}


@pytest.mark.parametrize(
    ("lang", "samples", "counted"), [("en", 1, "1 sample"), ("en", 2, "2 samples"), ("de", 1, "1 Beispiel")]
)
def test_of_one_sample_of_a_run_on_other_data_nothing_is_said_as_of_many(lang, samples, counted):
    text = run_of(MOONS).replace("moons", "no such data").replace('"samples": 60', f'"samples": {samples}')
    test = bring(open_page(data="moons", samples="60", lang=lang), text)
    (warning,) = test.warning
    refused, elsewhere = (sentence.format(counted) for sentence in ON_OTHER_DATA[lang])
    assert warning.value.replace("\\", "") == refused
    alone = AppTest.from_function(only_said, args=(text, lang)).run()
    assert not alone.exception
    assert elsewhere in [each.value for each in alone.caption]


@pytest.mark.long
@pytest.mark.parametrize(
    "text",
    [
        "",
        "step,W\n0,1",
        "\0" * 100,
        run_of(MOONS).replace("moons", "no such data").replace('"samples": 60', '"samples": 61'),
    ],
    ids=range(4),
)
def test_any_other_file_gets_one_sentence_and_changes_nothing(text):
    test = bring(open_page(data="moons", samples="60"), run_of(MOONS, "no-n"))
    before, settings = shown(test)[0], test.session_state["chosen"]
    bring(test, text)
    (warning,) = test.warning
    assert "\n" not in warning.value
    assert shown(test)[0]["readout"] == before["readout"]
    assert test.session_state["chosen"] == settings
    # The next good one takes the sentence away.
    assert not bring(test, run_of(MOONS)).warning


def test_scaled_features_and_a_drawing_come_back_from_the_run_s_own_link():
    test = bring(open_page(data="moons"), run_of(replace(MOONS, scaling="standard"), "bias-first"))
    assert test.session_state["chosen"].scenario.scaling == "standard"
    assert names(shown(test)[0]) == ["correct code", "your run"]
    points = encode(((-1.0, 0.5, 0), (1.0, 0.25, 1), (0.5, -1.0, 0)))
    drawn = to_scenario({**usual(USER_DATA), "data": USER_DATA, "points": points})
    bring(test, run_of(drawn, points=points))
    assert test.session_state["chosen"].scenario.user_data == drawn.user_data
    assert said(test) == ["Your run is right: L, dW and W are what they should be at every step."]


def test_in_german_it_speaks_german():
    test = open_page(data="moons", samples="60", lang="de")
    bring(test, run_of(MOONS))
    assert said(test)[0].startswith("Dein Lauf ist richtig")
    assert button(test, "Deinen Lauf entfernen")
