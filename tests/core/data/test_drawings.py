"""Points drawn by hand: undone and done again, and there and back through a link."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.data import drawings
from core.data.drawings import MOST_POINTS, UNDOS, Drawing, checked, decode, encode, to_user_data
from core.data.user_data import USER_DATA
from core.scenario import Scenario
from core.training import train
from tests.examples import examples

repeatable = examples(300)
coordinates = st.floats(-100, 100)
points = st.tuples(coordinates, coordinates, st.integers(0, 1))
# Few points are drawn soon, and each is coded by its way from the one before: the most that there may be are examples.
any_drawing = st.lists(points, max_size=12).map(tuple)
SPREAD = tuple((i * 37 % 199 - 99.5, i * 61 % 193 - 96.004, i % 2) for i in range(MOST_POINTS))
SENTENCE = r"^[^\n]{15,98}\.$"


@repeatable
@given(any_drawing)
@example(((100.0, -100.0, 1),) * MOST_POINTS)
@example(SPREAD)
@example(((-0.0001, 0.0, 0),))
def test_there_and_back(before):
    text = encode(before)
    after = decode(text)
    assert after == checked(before)
    assert encode(after) == text
    assert re.fullmatch(r"[A-Za-z0-9_-]*", text)
    assert len(text) <= 8 * len(before)
    for (x1, x2, label), (a1, a2, b) in zip(before, after, strict=True):
        assert abs(x1 - a1) <= 0.00051
        assert abs(x2 - a2) <= 0.00051
        assert label == b
        assert a1 == round(a1, 3)
        assert str(a1) != "-0.0"


@repeatable
@given(st.lists(st.tuples(st.floats(-4, 4), st.floats(-4, 4), st.integers(0, 1)), max_size=12))
@example([(x1 / 25, x2 / 25, label) for x1, x2, label in SPREAD])
@example([(4.0, -4.0, 1), (-4.0, 4.0, 0)] * (MOST_POINTS // 2))
def test_six_characters_a_point_within_a_usual_plot(before):
    assert len(encode(before)) <= 6 * len(before)


def test_the_spelling_stays_as_it_is_because_links_live_long():
    assert encode([]) == ""
    assert decode("") == ()
    assert encode([(0, 0, 0)]) == "AA"
    assert encode([(0, 0, 1), (1.5, -0.25, 1)]) == "BAx7FzP"
    assert decode("BAx7FzP") == ((0.0, 0.0, 1), (1.5, -0.25, 1))


HOSTILE = [
    "A",
    "AAA",
    "AA ",
    " AA",
    "AA\n",
    "A A",
    "gA",
    "gAA",
    "AgA",
    "g",
    "____",
    "________",
    "____A",
    "___f___f",
    "A=",
    "%41A",
    "ÄA",
    "A\0",
    "<script>",
    "AA" * (MOST_POINTS + 1),
    "A" * 10_000,
    "g" * 10_000,
    "\N{FULLWIDTH LATIN CAPITAL LETTER A}A",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_refused_in_one_sentence(text):
    with pytest.raises(ValueError, match=SENTENCE):
        decode(text)


@pytest.mark.long
@repeatable
@given(st.text(max_size=40) | st.text(drawings.DIGITS, max_size=40))
def test_any_text_is_a_drawing_with_this_very_spelling_or_one_sentence(text):
    found, sentence = None, ""
    try:
        found = decode(text)
    except ValueError as error:
        sentence = str(error)
    assert re.match(SENTENCE, sentence) if found is None else encode(found) == text


@pytest.mark.parametrize(
    "point",
    [
        (100.1, 0, 0),
        (0, -100.1, 0),
        (float("nan"), 0, 0),
        (float("inf"), 0, 0),
        (0, None, 0),
        (0, "1", 0),
        (True, 0, 0),
        (0, 0, 2),
        (0, 0, -1),
        (0, 0, None),
        (0, 0, "a"),
        (0, 0, True),
        (0, 0, 0.5),
    ],
)
def test_what_is_no_point_is_refused(point):
    for make in (checked, encode, to_user_data, Drawing, Drawing().having):
        with pytest.raises(ValueError, match=SENTENCE):
            make([point])


# As data


def test_as_data():
    own = to_user_data([(0, 1, 0), (2, 3.0004, 1)])
    assert own.X.tolist() == [[0.0, 1.0], [2.0, 3.0]]
    assert own.t.tolist() == [[0.0], [1.0]]
    assert own.feature_names == ("x1", "x2")
    assert own.class_names == ("class 0", "class 1")
    assert len(own.X_test) == 0
    scenario = Scenario(data=USER_DATA, user_data=own, steps=3)
    assert train(scenario, scenario.dataset()).steps == 3


def test_points_of_one_class_give_a_clear_sentence():
    with pytest.raises(ValueError, match=r"^Nothing is drawn yet: a classifier needs a point of each class\.$"):
        to_user_data([])
    with pytest.raises(ValueError, match=r"^All points are of class 1: a classifier needs a point of each class\.$"):
        to_user_data([(0, 0, 1), (1, 1, 1)])


# The drawing


def test_every_edit_and_back():
    empty = Drawing()
    one = empty.add(1, 2, 0)
    two = one.add(3, 4, 1)
    moved = two.move(0, 5, 6)
    fewer = moved.delete(1)
    cleared = fewer.clear()
    shots = [d.points for d in (empty, one, two, moved, fewer, cleared)]
    assert shots == [
        (),
        ((1, 2, 0),),
        ((1, 2, 0), (3, 4, 1)),
        ((5, 6, 0), (3, 4, 1)),
        ((5, 6, 0),),
        (),
    ]
    here = cleared
    for shot in shots[-2::-1]:
        here = here.undo()
        assert here.points == shot
    assert here.undo() is here
    for shot in shots[1:]:
        here = here.redo()
        assert here.points == shot
    assert here.redo() is here
    assert here == cleared


def test_a_new_edit_forgets_what_was_undone():
    drawing = Drawing().add(1, 1, 0).add(2, 2, 1).undo().add(3, 3, 1)
    assert drawing.future == ()
    assert drawing.points == ((1, 1, 0), (3, 3, 1))


def test_what_changes_nothing_is_no_step():
    drawing = Drawing().add(1, 1, 0).undo().redo().undo()
    assert drawing.clear() is drawing
    assert drawing.redo().points == ((1, 1, 0),)
    assert drawing.redo().move(0, 1.0004, 1) == drawing.redo()


def test_the_limits():
    full = Drawing().having([(0, 0, 0)] * MOST_POINTS)
    with pytest.raises(ValueError, match=r"^A drawing has room for 60 points\.$"):
        full.add(0, 0, 1)
    for index in (-1, MOST_POINTS):
        with pytest.raises(IndexError):
            full.delete(index)
        with pytest.raises(IndexError):
            full.move(index, 0, 0)
    many = Drawing()
    for i in range(UNDOS + 50):
        many = many.having([(i % 100, 0, 0)])
    assert len(many.past) == UNDOS


def test_the_nearest_point():
    drawing = Drawing().having([(0, 0, 0), (1, 1, 1), (1, 1, 0)])
    assert Drawing().nearest(0, 0) is None
    assert drawing.nearest(-3, 0.2) == 0
    # The later one is drawn on top.
    assert drawing.nearest(0.9, 0.9) == 2


@repeatable
@given(st.lists(st.tuples(st.sampled_from(["add", "move", "delete", "clear", "undo", "redo"]), points), max_size=30))
def test_undo_takes_back_any_edit(edits):
    drawing = Drawing()
    for name, (x1, x2, label) in edits:
        before = drawing
        index = label if label < len(drawing.points) else None
        if name == "add":
            drawing = drawing.add(x1, x2, label)
        elif name == "move" and index is not None:
            drawing = drawing.move(index, x1, x2)
        elif name == "delete" and index is not None:
            drawing = drawing.delete(index)
        elif name in ("clear", "undo", "redo"):
            drawing = getattr(drawing, name)()
        if drawing is not before and name != "undo":
            assert drawing.undo().points == before.points
            assert drawing.undo().redo() == drawing
        elif drawing is not before:
            assert drawing.redo() == before
