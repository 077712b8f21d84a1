"""A link goes out and comes back unchanged; whatever else comes in gives settings that work, and says what was not."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.data.scaling import SCALINGS
from core.data.sets import SOURCES
from core.loss import LOSSES
from core.optimizer import OPTIMIZERS
from core.scenario import Scenario
from core.surface.sections import OTHER_WEIGHTS
from ui.backward_pass.graph import GRAPHS
from ui.backward_pass.stages import STAGES
from ui.loss_surface.look import HEIGHTS
from ui.loss_surface.page import read_point
from ui.panels.view import ORDERS, SCALES, SURFACES, to_view
from ui.settings import links
from ui.settings.presets import PRESETS
from ui.settings.scenario_settings import BATCHES, from_scenario, read_weights, to_scenario
from ui.timeline.notation import NOTATIONS


@st.composite
def valid_settings(draw):
    data = draw(st.sampled_from(sorted(SOURCES)))
    features = draw(st.lists(st.sampled_from(SOURCES[data].features), unique=True))
    count = len(features or SOURCES[data].default_features) + 1
    typed = draw(st.booleans())
    weights = draw(st.lists(st.floats(-1e6, 1e6), min_size=count, max_size=count))
    return {
        **links.defaults(),
        "notation": draw(st.sampled_from(NOTATIONS)),
        "graph": draw(st.sampled_from(GRAPHS)),
        "scaling": draw(st.sampled_from(SCALINGS)),
        "axes": draw(st.sampled_from(["w1 w2", "w2 b", "PCA", "random"])),
        "held": draw(st.sampled_from(OTHER_WEIGHTS)),
        "height": draw(st.sampled_from(HEIGHTS)),
        "point": draw(st.sampled_from(["", "1.5, -2", "(0 1e-3)"])),
        "data": data,
        "samples": draw(st.integers(2, 4_800)),
        "noise": draw(st.floats(0, 1).map(lambda x: round(x, 2))),
        "seed": draw(st.integers(0, 9_999)),
        "features": features,
        "start": "typed" if typed else draw(st.sampled_from(["zero", "small random", "far away"])),
        "weights": ", ".join(f"{weight:.12g}" for weight in weights) if typed else "",
        "loss": draw(st.sampled_from(sorted(LOSSES))),
        "optimizer": draw(st.sampled_from(sorted(OPTIMIZERS))),
        "batch": draw(st.sampled_from(BATCHES)),
        "lr": draw(st.floats(1e-4, 100).map(lambda x: float(f"{x:.12g}"))),
        "steps": draw(st.integers(1, 5_000)),
        "surface": draw(st.sampled_from(SURFACES)),
        "order": draw(st.sampled_from(ORDERS)),
        "scale": draw(st.sampled_from(SCALES)),
    }


@given(valid_settings(), st.integers(0, 5_000), st.sampled_from(STAGES), st.integers(0, 99_999))
def test_any_settings_go_to_a_link_and_back(chosen, step, stage, sample):
    step = min(step, chosen["steps"])
    link = links.decode(links.encode(chosen, step, stage, sample))
    assert link == links.Link(chosen, step, (), stage, sample)


def test_defaults_are_left_out():
    assert links.encode(links.defaults(), 0) == {"v": ["2"]}
    assert links.encode({**links.defaults(), "lr": 2.0}, 3) == {"v": ["2"], "lr": ["2"], "step": ["3"]}
    assert links.encode(links.defaults("moons")) == {"v": ["2"], "data": ["moons"]}


def test_the_settings_of_the_first_links_are_the_default_scenario():
    assert to_scenario(links.defaults(version=1)) == Scenario()


ours = st.sampled_from([*links.PARAMETERS, "step", "stage", "sample", "other", "embed"])
values = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["", "nan", "inf", "-1", "1e999", "0x10", "1_000", "٣", "99999999999999999999", "2,2", "typed", "\0"]
    ),
    st.text(string.printable, max_size=600),
    st.integers().map(str),
    st.floats().map(str),
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(ours, st.lists(values, max_size=3), max_size=8))
def test_any_query_gives_settings_that_work(query):
    link = links.decode(query)
    scenario = to_scenario(link.settings)
    to_view(link.settings)
    assert 0 <= link.step <= scenario.steps
    assert all(problem.endswith(".") and "\n" not in problem for problem in link.problems)
    # What it made of the query is a link without problems, and the same one.
    again = links.decode(links.encode(link.settings, link.step, link.stage, link.sample))
    assert again == links.Link(link.settings, link.step, (), link.stage, link.sample)


@pytest.mark.parametrize(
    ("query", "name", "says"),
    [
        ({"lr": ["1e9"]}, "lr", "learning rate in this link must be a number from 0.0001 to 100"),
        ({"lr": ["nan"]}, "lr", "learning rate"),
        ({"steps": ["5001"]}, "steps", "number of steps in this link must be a whole number from 1 to 5,000"),
        ({"seed": ["<b>1</b>"]}, "seed", "seed"),
        ({"data": ["mnist"]}, "data", "data set in this link must be one of"),
        ({"optimizer": ["x" * 1000]}, "optimizer", "is too long"),
        ({"features": ["x3"]}, "features", "list of features in this link does not fit"),
        ({"start": ["typed"], "weights": ["1,2,3,4"]}, "weights", "W needs 2 numbers here"),
        ({"start": ["typed"], "weights": ["a,b"]}, "weights", "must be numbers with commas between them"),
        ({"v": ["2"], "data": ["moons"], "start": ["typed"]}, "weights", "must be numbers with commas between them"),
        ({"start": ["typed"]}, "weights", "must be numbers with commas between them"),
        ({"data": ["blobs"], "samples": ["100000"], "steps": ["5000"]}, "steps", "at most 240 steps"),
    ],
)
def test_a_broken_value_falls_back_to_the_default_and_is_named(query, name, says):
    link = links.decode(query)
    assert link.settings[name] == links.PARAMETERS[name].default
    assert len(link.problems) == 1
    assert says.lower() in link.problems[0].lower()


def test_a_step_behind_the_end_becomes_the_last_one():
    assert links.decode({"steps": ["50"], "step": ["400"]}).step == 50


def test_a_broken_value_keeps_the_others():
    link = links.decode({"data": ["moons"], "lr": ["fast"], "steps": ["77"]})
    assert (link.settings["data"], link.settings["steps"], link.settings["lr"]) == ("moons", 77, 0.5)


@pytest.mark.parametrize("text", ["0.1, -0.2, 0.3", "0.1;-0.2;0.3", "(0.1 -0.2 0.3)", "[.1,\N{MINUS SIGN}0.2,3e-1]"])
def test_weights_may_be_typed_in_many_ways(text):
    assert read_weights(text) == (0.1, -0.2, 0.3)


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        ("0,5; 1,5; 0", (0.5, 1.5, 0)),
        ("0,5;1,5;0", (0.5, 1.5, 0)),
        ("(0,5 \N{MINUS SIGN}1,5 0)", (0.5, -1.5, 0)),
        ("1,5e-3; 2", (0.0015, 2)),
        # A comma alone separates, as ever.
        ("1,2", (1, 2)),
        ("1,2,3", (1, 2, 3)),
        ("1,2, 3", (1, 2, 3)),
        ("1, 2; 3", (1, 2, 3)),
        ("0.5,1.5,0", (0.5, 1.5, 0)),
        ("0.5 1.5,0", (0.5, 1.5, 0)),
    ],
)
def test_a_comma_is_a_decimal_sign_where_something_else_separates(text, weights):
    assert read_weights(text) == weights
    link = links.decode({"data": ["blobs"], "start": ["typed"], "weights": [text]})
    assert bool(link.problems) == (len(weights) != 3)


@pytest.mark.parametrize("text", ["0,5, 1,5, 0", "0.5; 1,5; 0", "0,5; 1,5, 0"])
def test_a_comma_that_would_be_both_is_not_guessed(text):
    with pytest.raises(ValueError, match="must have semicolons between the numbers"):
        read_weights(text)


def test_a_point_may_have_decimal_commas():
    assert read_point("1,5; -2") == (1.5, -2.0)
    assert read_point("1.5, -2") == (1.5, -2.0)
    with pytest.raises(ValueError, match="two numbers"):
        read_point("1,5, -2; 3")


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_every_preset_is_a_link_without_problems(preset):
    chosen = links.complete(preset.settings)
    link = links.decode(links.encode(chosen))
    assert link == links.Link(chosen, 0, ())
    assert to_scenario(chosen)


@given(valid_settings())
def test_a_scenario_gives_the_settings_that_describe_it(chosen):
    scenario = to_scenario(chosen)
    assert to_scenario(from_scenario(scenario)) == scenario
