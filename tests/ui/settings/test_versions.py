"""Links for ever show what they showed: what an old one leaves out is what was usual when it was sent."""

import json
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.sets import SOURCES
from core.data.user_data import USER_DATA
from core.training import train
from ui.export import light_view
from ui.serving.older_links import renewed_query
from ui.settings import links, versions
from ui.settings.presets import PRESETS
from ui.settings.scenario_settings import fitting, to_scenario, usual, with_data

# Written by the app when links had no version yet: it is never written anew.
KNOWN = json.loads(Path(__file__).with_name("version_1.json").read_text(encoding="utf-8"))
every = pytest.mark.parametrize("known", KNOWN["links"], ids=lambda known: known["link"])


# The same of the version that the app writes: what it leaves out may not change in place either.
KNOWN_2 = json.loads(Path(__file__).with_name("version_2.json").read_text(encoding="utf-8"))
of_version_2 = pytest.mark.parametrize("known", KNOWN_2["links"], ids=lambda known: known["link"])


def query(link):
    return parse_qs(link, keep_blank_values=True)


@every
def test_a_link_of_version_1_says_what_it_said(known):
    for said in (query(known["link"]), {**query(known["link"]), "v": ["1"]}):
        link = links.decode(said)
        settings = {name: link.settings[name] for name in KNOWN["defaults"]}
        assert settings == {**KNOWN["defaults"], **known["settings"]}
        assert (link.step, link.stage, link.sample) == (known["step"], known["stage"], known["sample"])
        assert (link.version, len(link.problems)) == (1, known["problems"])


@of_version_2
def test_a_link_of_version_2_says_what_it_said(known):
    link = links.decode(query(known["link"]))
    settings = {name: link.settings[name] for name in KNOWN_2["defaults"]}
    assert settings == {**KNOWN_2["defaults"], **known["settings"]}
    assert (link.step, link.stage, link.sample) == (known["step"], known["stage"], known["sample"])
    assert (link.version, len(link.problems)) == (2, known["problems"])


@pytest.mark.parametrize("known", KNOWN["links"] + KNOWN_2["links"], ids=lambda known: known["link"])
def test_a_link_gives_the_run_that_it_gave(known):
    scenario = to_scenario(links.decode(query(known["link"])).settings)
    history = train(scenario, scenario.dataset())
    assert history.loss[[0, 1, -1]] == pytest.approx(known["loss"], rel=1e-7)
    assert history.W[-1] == pytest.approx(known["weights"], rel=1e-6, abs=1e-9)


@every
def test_it_is_the_same_link_in_the_words_of_today(known):
    said = query(known["link"])
    newer = links.renewed(said)
    assert newer["v"] == [str(versions.NEWEST)]
    link, again = links.decode(said), links.decode(newer)
    assert (again.settings, again.step, again.stage, again.sample) == (
        link.settings,
        link.step,
        link.stage,
        link.sample,
    )
    assert again.problems == ()
    assert light_view.destination_of(newer).key == light_view.destination_of(said).key
    for name in ("task", "title", "hide", "panel", "lecture", "page", "embed"):
        assert newer.get(name) == said.get(name)


@every
def test_the_full_page_is_sent_on_unless_there_is_something_to_say(known):
    newer = renewed_query(known["link"])
    assert bool(newer) == (not known["problems"])
    # Once is enough.
    assert not newer or renewed_query(newer) == ""


def test_the_timeline_of_an_old_link_is_that_of_its_newer_form():
    for link in ("data=unscaled&steps=20", "steps=8", "data=blobs&samples=20&steps=6"):
        assert light_view.packed(light_view.destination_of(query(link))) == light_view.packed(
            light_view.destination_of(links.renewed(query(link)))
        )


@pytest.mark.parametrize("said", [{}, {"fbclid": ["IwAR"]}, {"utm_source": ["mail"], "v": []}])
def test_an_address_that_says_nothing_of_ours_is_the_first_screen(said):
    link = links.decode(said)
    zigzag = next(preset for preset in PRESETS if preset.name == "Zigzag")
    assert link == links.Link(links.defaults(), 0, ())
    assert link.settings == links.complete(zigzag.settings)
    assert not renewed_query("")


@pytest.mark.parametrize("version", ["3", "0", "-1", "two", "1.0", "\0", "9" * 600, "\u0661"])
def test_a_version_that_is_not_known_is_told_in_a_sentence(version):
    link = links.decode({"v": [version], "data": ["moons"]})
    assert link.settings == links.defaults("moons")
    (problem,) = link.problems
    assert problem.startswith("The version in this link ")
    assert problem.endswith("; the default is used.")


@given(st.sampled_from(sorted(SOURCES)), st.sampled_from(sorted(SOURCES)))
def test_another_data_set_brings_what_is_usual_with_it_and_back(first, second):
    settings = links.defaults(first)
    assert with_data(settings, second) == links.defaults(second)
    assert with_data(with_data(settings, second), first) == settings
    # What somebody has chosen stays.
    chosen = {**settings, "lr": 0.123, "seed": 5}
    moved = with_data(chosen, second)
    assert (moved["lr"], moved["seed"]) == (0.123, 5)
    assert to_scenario(moved)


def test_a_start_that_somebody_typed_is_for_its_data_only():
    typed = {**links.defaults("blobs"), "start": "typed", "weights": "1, 2, 3"}
    assert with_data(typed, "unscaled")["start"] == "zero"
    assert with_data({**links.defaults(), "weights": "1, 2, 3"}, "moons")["start"] == "zero"
    assert with_data(links.defaults(), USER_DATA)["start"] == "zero"


def test_other_features_do_not_meet_a_start_that_nobody_typed():
    chosen = {**links.defaults(), "features": ["x1"]}
    assert to_scenario(fitting(chosen)).num_features == 1
    assert fitting(links.defaults()) == links.defaults()
    link = links.decode({"v": ["2"], "features": ["x1"]})
    assert (link.settings["start"], link.problems) == ("zero", ())


def test_each_version_is_what_it_changes_of_the_one_before():
    assert usual()["data"] == versions.data_of(versions.NEWEST) == "unscaled"
    assert versions.data_of(1) == KNOWN["defaults"]["data"]
    for data in SOURCES:
        assert links.defaults(data, 1) == {**links.defaults(version=1), "data": data}


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [("stage", "dW", "dw"), ("stage", "LOSS", "loss"), ("data", "MOONS", "moons"), ("loss", "mse", "MSE")],
)
def test_capitals_are_no_other_choice(name, text, value):
    link = links.decode({"v": ["2"], name: [text]})
    assert link.problems == ()
    assert value == (link.stage if name == "stage" else link.settings[name])
    assert not link.as_written
    assert links.decode({"v": ["2"], name: [value]}).as_written
