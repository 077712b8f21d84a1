"""A scenario as JSON: there and back unchanged, and whatever else is in a file, one clear sentence."""

import json
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.scaling import SCALINGS
from core.data.sets import SOURCES
from core.data.user_data import LARGEST, USER_DATA, UserData
from core.loss import LOSSES
from core.optimizer import OPTIMIZERS
from core.scenario import STARTS, Scenario
from core.take_home.saved import SAMPLES, Place, read_saved, to_json
from tests.examples import examples

pytestmark = pytest.mark.filterwarnings("error")
SENTENCE = r"^[^\n]{15,120}\.$"

names = st.text(min_size=1, max_size=20).filter(lambda name: name.isprintable() and name.strip())


@st.composite
def owns(draw):
    n, d = draw(st.integers(2, 6)), draw(st.integers(1, 4))
    cells = st.lists(st.floats(-LARGEST, LARGEST), min_size=d, max_size=d)
    X = draw(st.lists(cells, min_size=n, max_size=n))
    m = draw(st.integers(0, 3))
    test = (draw(st.lists(cells, min_size=m, max_size=m)), [1] * m) if m else (None, None)
    return UserData(
        X,
        np.arange(n) % 2,
        *test,
        draw(st.lists(names, min_size=d, max_size=d, unique=True)),
        draw(st.lists(names, min_size=2, max_size=2, unique=True)),
    )


@st.composite
def scenarios(draw):
    """Any scenario at all."""
    data = draw(st.sampled_from([*SOURCES, USER_DATA]))
    own = draw(owns() if data == USER_DATA else st.none() | owns())
    known = own.feature_names if data == USER_DATA else SOURCES[data].features
    features = tuple(draw(st.lists(st.sampled_from(known), unique=True)))
    defaults = own.feature_names if data == USER_DATA else SOURCES[data].default_features
    count = len(features or defaults) + 1
    return Scenario(
        data=data,
        samples=draw(st.integers(2, 4_800)),
        noise=draw(st.floats(0, 1)),
        seed=draw(st.integers(0, 9999)),
        features=features,
        scaling=draw(st.sampled_from(SCALINGS)),
        start=draw(st.sampled_from(STARTS)),
        weights=tuple(draw(st.lists(st.floats(-1e6, 1e6), min_size=count, max_size=count))),
        loss=draw(st.sampled_from(list(LOSSES))),
        optimizer=draw(st.sampled_from(list(OPTIMIZERS))),
        batch=draw(st.just(0) | st.integers(1, 100_000)),
        learning_rate=draw(st.floats(1e-4, 100)),
        steps=draw(st.integers(1, 5_000)),
        user_data=own,
    )


@examples(150)
@given(scenarios())
def test_there_and_back(scenario):
    text = to_json(scenario)
    assert read_saved(text)[0] == scenario
    assert to_json(*read_saved(text)) == text


def test_where_it_stood_comes_back_and_is_read_as_hostile():
    place = Place(17, "dw", 5)
    assert read_saved(to_json(Scenario(seed=7), place)) == (Scenario(seed=7), place)
    saved = json.loads(to_json(Scenario()))
    for broken in (
        *([], "x", {"step": -1}, {"step": 1.5}, {"step": True}, {"sample": 10**7}, {"stage": 3}, {"stage": None}),
        *({"step": "1"}, {"where": 1}),
    ):
        with pytest.raises(ValueError, match=SENTENCE):
            read_saved(json.dumps({**saved, "place": broken}))
    # Files of before say nothing of it.
    del saved["place"]
    assert read_saved(json.dumps(saved)) == (Scenario(), Place())


def test_own_data_has_a_limit():
    rng = np.random.default_rng(0)

    def scenario(n):
        return Scenario(data=USER_DATA, user_data=UserData(rng.standard_normal((n, 1)), np.arange(n) % 2))

    assert read_saved(to_json(scenario(SAMPLES)))[0].num_features == 1
    with pytest.raises(ValueError, match=SENTENCE):
        to_json(scenario(SAMPLES + 1))


def test_what_is_left_out_is_the_default():
    text = json.dumps({"format": "Gradient Explorer scenario", "version": 1, "scenario": {"seed": 7}})
    assert read_saved(text)[0] == Scenario(seed=7)


BASE = {"format": "Gradient Explorer scenario", "version": 1}
OWN_FIELDS = json.loads(to_json(Scenario(user_data=UserData([[1.0], [2.0]], [0, 1]))))["own"]


def with_setting(**settings):
    return json.dumps({**BASE, "scenario": settings})


def with_own(**changes):
    return json.dumps({**BASE, "scenario": {"data": USER_DATA}, "own": {**OWN_FIELDS, **changes}})


HOSTILE = [
    "",
    "null",
    "[]",
    "7",
    "{",
    "<script>alert(1)</script>",
    "[" * 100_000,
    '{"a":' * 100_000,
    "9" * 10_000,
    "NaN",
    json.dumps({**BASE, "version": 2, "scenario": {}}),
    json.dumps({**BASE, "version": [1], "scenario": {}}),
    json.dumps({"format": "another", "version": 1, "scenario": {}}),
    json.dumps(BASE),
    json.dumps({**BASE, "scenario": []}),
    json.dumps({**BASE, "scenario": {"data": USER_DATA}}),
    json.dumps({**BASE, "scenario": {"data": USER_DATA}, "own": None}),
    json.dumps({**BASE, "scenario": {"data": USER_DATA}, "own": {}}),
    with_setting(owner=1),
    with_setting(user_data=1),
    with_setting(__class__="x"),
    with_setting(data="no such set"),
    with_setting(data=["moons"]),
    with_setting(data={"moons": 1}),
    with_setting(data="x" * 10_000),
    with_setting(samples=True),
    with_setting(samples=200.0),
    with_setting(samples="200"),
    with_setting(seed=None),
    with_setting(seed=True),
    with_setting(noise=float("nan")),
    with_setting(learning_rate=float("inf")),
    with_setting(learning_rate=10**400),
    '{"format": "Gradient Explorer scenario", "version": 1, "scenario": {"learning_rate": 1e999}}',
    '{"format": "Gradient Explorer scenario", "version": 1, "scenario": {"weights": [1e999]}}',
    with_setting(steps=10**9),
    with_setting(features="GrLivArea"),
    with_setting(features=["x9"]),
    with_setting(features=[["GrLivArea"]]),
    with_setting(features=["<b>"]),
    with_setting(weights=["a"]),
    with_setting(weights=[[1]]),
    with_setting(weights=[True]),
    with_setting(weights=[10**400]),
    with_setting(weights={"a": 1}),
    with_setting(start="typed", weights=[1]),
    with_own(X=[]),
    with_own(X=[[1.0], ["a"]]),
    with_own(X=[[1.0], [None]]),
    with_own(X=[[1.0], [[2.0]]]),
    with_own(X=[[1.0], {}]),
    with_own(X=[[1.0, 2.0], [1.0, 2.0]]),
    with_own(X=[[10**400], [1]]),
    with_own(X="12"),
    with_own(t=[[0], [7]]),
    with_own(t=[[1], [1]]),
    with_own(X_test=[[1.0]]),
    with_own(X_test=[[1.0]], t_test=[["x"]]),
    with_own(feature_names=5),
    with_own(feature_names=[5]),
    with_own(feature_names=[["a"]]),
    with_own(feature_names=["a\nb"]),
    with_own(feature_names=["a", "b"]),
    with_own(class_names=["a"]),
    with_own(class_names=["a", "a"]),
    with_own(class_names=["a", "x" * 10_000]),
    with_own(more=1),
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12] + text[60:120])
def test_a_hostile_file_is_refused_in_one_sentence(text):
    with pytest.raises(ValueError, match=SENTENCE):
        read_saved(text)


def test_a_file_that_is_too_long_is_not_even_read():
    with pytest.raises(ValueError, match="million characters"):
        read_saved(" " * (20 * 2**20 + 1))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = ["data", "samples", "noise", "seed", "features", "scaling", "start", "weights", "loss", "batch", "steps"]


@examples(300)
@given(
    st.dictionaries(st.sampled_from(FIELDS), json_values, max_size=3),
    st.dictionaries(st.sampled_from(list(OWN_FIELDS)), json_values, max_size=2),
)
def test_any_values_are_a_scenario_or_one_sentence(changed, own):
    text = json.dumps({**BASE, "scenario": {"data": USER_DATA, **changed}, "own": {**OWN_FIELDS, **own}})
    sentence = ""
    try:
        found = read_saved(text)
    except ValueError as error:
        sentence = str(error)
    assert re.match(SENTENCE, sentence) if sentence else read_saved(to_json(*found)) == found
