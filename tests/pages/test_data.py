"""The page "Data" as Streamlit runs it: a drawing in the link, a table in the session, and what is wrong with both."""

from functools import partial

import numpy as np
import pytest

from core.data.drawings import encode, to_user_data
from core.data.user_data import USER_DATA
from core.scenario import Scenario
from core.training import train
from tests.pages import opening
from tests.pages.test_explorer import components, shown, timeline_of
from ui.serving.table_shelf import GONE, TABLES
from ui.timeline.packing import read

POINTS = ((-1.0, 0.5, 0), (1.0, 0.25, 1), (0.5, -1.0, 1), (-0.5, -0.75, 0))
LINK = {"data": USER_DATA, "points": encode(POINTS)}


open_page = partial(opening.open_page, "data")


def button(test, label):
    (found,) = (each for each in test.button if each.label == label)
    return found


def drawn(test):
    header, _ = timeline_of(components(test.main)[0])
    return header["panels"][0]


def table(test, data, name="own.csv"):
    test.segmented_control[0].set_value("Table").run()
    test.file_uploader[0].set_value((name, data, "text/csv")).run()
    assert not test.exception
    return test


def test_drawn_points_of_a_link_are_learnt_from_on_every_page():
    header, body, _ = shown(opening.open_page(**LINK))
    scenario = Scenario(data=USER_DATA, user_data=to_user_data(POINTS))
    assert np.array_equal(read(header["scalars"]["loss"], body), train(scenario, scenario.dataset()).loss)
    test = open_page(**LINK)
    assert drawn(test)["sentence"] == "2 points of class 0, 2 of class 1."
    assert not test.error


def test_undo_redo_and_clear():
    test = open_page(**LINK)
    button(test, "Clear").click().run()
    assert "first point" in drawn(test)["title"]
    # Nothing is wrong yet.
    assert test.sidebar.info[0].value.startswith("There is no data of your own yet")
    assert not test.sidebar.error
    button(test, "Undo").click().run()
    assert drawn(test)["sentence"] == "2 points of class 0, 2 of class 1."
    assert not test.sidebar.error
    button(test, "Redo").click().run()
    assert "first point" in drawn(test)["title"]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"data": USER_DATA}, "a table of its own, which no link can carry"),
        ({"data": USER_DATA, "points": "!!"}, "drawing in this link cannot be read"),
        ({"data": USER_DATA, "points": encode(POINTS[:1])}, "a classifier needs a point of each class"),
        ({"data": USER_DATA, "points": "A" * 501}, "is too long"),
    ],
)
def test_a_link_without_usable_data_says_so_and_shows_the_usual_one(query, says):
    test = opening.open_page(**query)
    (warning,) = test.warning
    assert says in warning.value.replace("\\", "")
    assert test.sidebar.selectbox(key="data").value == "Ames housing"


def test_a_table_becomes_the_data_of_all_pages():
    rng = np.random.default_rng(0)
    rows = "\n".join(f"{x:.3f};{y:.3f};{'yes' if x + y > 0 else 'no'};text" for x, y in rng.standard_normal((60, 2)))
    test = table(open_page(), f"a;b;label;note\n{rows}".replace(".", ",").encode("latin-1"))
    assert "Rows: 60; columns: 4" in test.text[0].value
    test.selectbox(key="own: label").set_value("label").run()
    button(test, "Use this table").click().run()
    assert not test.exception
    assert "In use on all pages." in [success.value for success in test.success]
    assert test.sidebar.selectbox(key="data").value == USER_DATA
    assert test.sidebar.multiselect(key="features").options == ["a", "b"]
    assert len(test.session_state["chosen"].scenario.user_data.X) == 42
    # Another data set and back: it is still there.
    test.sidebar.selectbox(key="data").set_value("moons").run()
    test.sidebar.selectbox(key="data").set_value(USER_DATA).run()
    assert not test.exception
    assert not test.sidebar.error


@pytest.mark.parametrize(
    "data",
    [b"", b"\0\1\2\xff" * 50, b"a\n", b"a,b\n1,2\n1,2,3\n", b"one column\n1\n2\n", b"<b>,{x}\n$1$,`2`\n", b"x" * 200],
    ids=range(7),
)
def test_any_file_gets_one_sentence_and_no_traceback(data):
    test = table(open_page(), data)
    sentences = [text.value for text in test.text]
    assert sentences
    assert all("\n" not in sentence for sentence in sentences[:1])


def test_a_table_without_a_usable_label_says_so():
    test = table(open_page(), b"a,b,c\n1,2,x\n2,3,x\n3,4,x\n")
    assert any("a label needs two classes" in text.value for text in test.text)
    assert button(test, "Use this table").disabled


def test_the_page_needs_no_data_to_be_opened():
    test = open_page()
    assert drawn(test)["board"]


ROWS = b"a,b,label\n" + b"".join(b"%d,%d,%d\n" % (i, i % 7, i % 2) for i in range(40))


def test_what_was_said_of_a_table_is_said_in_the_language_that_is_chosen_later():
    test = table(open_page(), ROWS)
    button(test, "Use this table").click().run()
    assert any("used" in text.value for text in test.text)
    test.session_state["language chosen"] = "de"
    test.run()
    assert test.session_state["language"] == "de"
    said = [text.value for text in test.text]
    assert any("in Gebrauch" in text for text in said)
    assert not any("used" in text for text in said)


def test_a_table_that_had_to_make_room_is_told_of_once_and_can_be_brought_again():
    test = table(open_page(), ROWS)
    button(test, "Use this table").click().run()
    assert not test.warning
    (me,) = TABLES.owners()
    TABLES.put("another", "used", object(), TABLES.most)
    # Somebody has asked for a run of the page.
    test.run()
    assert not test.exception
    assert [warning.value.replace("\\", "") for warning in test.warning] == [GONE]
    assert GONE not in [text.value for text in test.text]
    assert test.sidebar.selectbox(key="data").value == USER_DATA
    assert "In use on all pages." not in [success.value for success in test.success]
    assert test.session_state["chosen"].scenario.user_data is None
    TABLES.end("another")
    table(test, ROWS, "again.csv")
    button(test, "Use this table").click().run()
    assert not test.warning
    assert "In use on all pages." in [success.value for success in test.success]
    assert TABLES.owners() == (me,)


def test_of_an_upload_only_the_table_stays_and_only_on_its_page():
    test = table(open_page(), ROWS)
    (me,) = TABLES.owners()
    assert TABLES.get(me, "read").rows == 40
    button(test, "Use this table").click().run()
    opening.go(test, "explorer")
    assert TABLES.get(me, "read") is None
    assert test.session_state["chosen"].scenario.user_data == TABLES.get(me, "used")
