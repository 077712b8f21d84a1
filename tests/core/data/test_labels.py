"""From a table to data: which classes a column can give, which rows are left out, and the split."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.labels import ABOVE_MEDIAN, MANY, label_choices, to_user_data
from core.data.sets.csv import TABLES
from core.data.tables import read_table
from core.data.user_data import LARGEST, USER_DATA, UserData
from core.scenario import Scenario
from core.training import train
from tests.examples import examples

pytestmark = pytest.mark.filterwarnings("error")
SENTENCE = r"^[^\n]{15,200}\.$"

PENGUINS = read_table((TABLES / "penguins.csv").read_bytes(), "penguins.csv")


def read(text):
    return read_table(text.encode(), "data.csv")


def column(*values):
    return read("label;x\n" + "".join(f"{value};{i}\n" for i, value in enumerate(values)))


SMALL = read("label,x,y,city,same\na,1,,Bonn,7\nb,2,3,Ulm,7\n,3,4,Ulm,7\nc,4,5,Bonn,7\na,5,6,Bonn,7\nb,6,7,Ulm,7\n")


@pytest.mark.parametrize(
    ("values", "kind", "choices"),
    [
        (("yes", "no", "yes"), "two", ("no", "yes")),
        ((1, 0, 0, ""), "two", ("0", "1")),
        ((2, 10, 2), "two", ("2", "10")),
        (("b", "a", "c"), "several", ("a", "b", "c")),
        ((10, 9, 8), "several", ("8", "9", "10")),
        (range(MANY), "several", tuple(map(str, range(MANY)))),
        (range(MANY + 1), "many", (ABOVE_MEDIAN,)),
        ([f"name {i}" for i in range(MANY + 1)], "none", ()),
        (("a", "a"), "none", ()),
        ((1, 1), "none", ()),
        (("", ""), "none", ()),
    ],
)
def test_how_a_column_may_be_a_label(values, kind, choices):
    found = label_choices(column(*values), "label")
    assert (found.kind, found.values) == (kind, choices)
    assert re.match(SENTENCE, found.sentence)


def test_two_values_are_the_classes_whichever_is_positive():
    table = column("yes", "no", "yes", "no")
    own, _ = to_user_data(table, ["x"], "label", "no", test_share=0)
    assert own.class_names == ("yes", "no")
    assert sorted(zip(own.X[:, 0], own.t[:, 0], strict=True)) == [(0, 0), (1, 1), (2, 0), (3, 1)]


def test_one_against_the_rest_and_what_is_left_out():
    own, report = to_user_data(SMALL, ["x", "y"], "label", "a", test_share=0)
    assert own.class_names == ("not a", "a")
    assert own.feature_names == ("x", "y")
    rows = sorted(zip(own.X[:, 0], own.X[:, 1], own.t[:, 0], strict=True))
    assert rows == [(2, 3, 0), (4, 5, 0), (5, 6, 1), (6, 7, 0)]
    assert report == (
        "1 row is left out, because “label” is missing there.",
        "1 row is left out, because a feature is missing there (“y” 1).",
        "4 rows are used, all to train.",
        "3 are “not a” (t = 0), 1 are “a” (t = 1).",
    )


def test_two_to_keep():
    own, report = to_user_data(SMALL, ["x"], "label", "a", "b", test_share=0)
    assert own.class_names == ("b", "a")
    assert sorted(own.X[:, 0]) == [1, 2, 5, 6]
    assert "1 row is left out, because “label” is neither of the two classes." in report


def test_above_the_median():
    table = read("price;x\n" + "".join(f"{i};{i}\n" for i in range(30)) + ";5\n")
    own, report = to_user_data(table, ["x"], "price", ABOVE_MEDIAN, test_share=0)
    assert own.class_names == ("price ≤ 14.5", "price > 14.5")
    assert np.array_equal(own.t[:, 0], own.X[:, 0] > 14.5)
    assert len(own.X) == 30
    assert report[0] == "1 row is left out, because “price” is missing there."


@examples(60)
@given(st.integers(0, 9999), st.floats(0.05, 0.6))
def test_the_split_is_by_seed_and_loses_nothing(seed, share):
    own, _ = to_user_data(PENGUINS, ["bill_length_mm", "body_mass_g"], "species", "Adelie", None, share, seed)
    again, _ = to_user_data(PENGUINS, ["bill_length_mm", "body_mass_g"], "species", "Adelie", None, share, seed)
    assert own == again
    assert len(own.X_test) == round(share * PENGUINS.rows)
    together = np.vstack([own.X, own.X_test])
    whole = np.column_stack([PENGUINS.numbers("bill_length_mm"), PENGUINS.numbers("body_mass_g")])
    assert np.array_equal(np.sort(together, axis=0), np.sort(whole, axis=0))
    assert len(np.unique(own.t_test)) == 2


def test_another_seed_is_another_split():
    owns = {to_user_data(PENGUINS, ["bill_length_mm"], "species", "Adelie", seed=seed)[0] for seed in range(5)}
    assert len(owns) == 5


@pytest.mark.parametrize(
    ("args", "word"),
    [
        ((SMALL, [], "label", "a"), "at least one feature"),
        ((SMALL, ["x9"], "label", "a"), "no column"),
        ((SMALL, ["x"], "x9", "a"), "no column"),
        ((SMALL, ["city"], "label", "a"), "is text"),
        ((SMALL, ["same"], "label", "a"), "only one value"),
        ((SMALL, ["x"], "x", "1"), "cannot be a feature too"),
        ((SMALL, ["x"], "label", "z"), "no value 'z'"),
        ((SMALL, ["x"], "label", ""), "no value ''"),
        ((SMALL, ["x"], "label", ABOVE_MEDIAN), "no value"),
        ((SMALL, ["x"], "label", "a", "a"), "must be different"),
        ((SMALL, ["x"], "same", "7"), "always 7"),
        ((SMALL, ["x", "x"], "label", "a", None, 0.0), "the same"),
        ((SMALL, ["x"], "label", "a", None, 0.95), "share"),
        ((SMALL, ["x"], "label", "a", None, -0.1), "share"),
        ((SMALL, ["x"], "label", "a", None, float("nan")), "share"),
        ((SMALL, ["x"], "label", "a", None, 0.3, -1), "seed"),
        ((SMALL, ["x"], "label", "c", None, 0.3), "not have both classes"),
        ((read("l,x\na,\nb,1\nb,2\n"), ["x"], "l", "a"), "Every row of the class"),
        ((read(f"l,x\na,{10 * LARGEST}\nb,1\n"), ["x"], "l", "a", None, 0.0), "too large"),
        (
            (read("l;x\n" + "".join(f"{max(i, 15)};{i}\n" for i in range(40, 0, -1)) + "9;1\n" * 60), ["x"], "l", "b"),
            "",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(args, word):
    with pytest.raises(ValueError, match=SENTENCE) as raised:
        to_user_data(*args)
    assert word in str(raised.value)


def test_it_trains():
    own, report = to_user_data(PENGUINS, ["bill_length_mm", "bill_depth_mm"], "species", "Adelie", "Chinstrap", 0.3, 1)
    assert isinstance(own, UserData)
    assert "123 rows are left out, because “species” is neither of the two classes." in report
    scenario = Scenario(data=USER_DATA, user_data=own, scaling="standard", optimizer="Adam", steps=200)
    history = train(scenario, scenario.dataset())
    assert history.test_accuracy[-1] > 0.9
