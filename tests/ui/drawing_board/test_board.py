"""The drawing board: its points are the drawing's, its line is the run's boundary, and it has room for all."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data.drawings import FAR, MOST_POINTS, to_user_data
from core.data.user_data import USER_DATA
from core.scenario import Scenario
from core.training import train
from ui.drawing_board.board import board, learns
from ui.timeline.packing import pack

POINTS = ((-1.0, 0.5, 0), (1.0, 0.25, 1), (0.5, -1.0, 1))
coordinate = st.floats(-FAR, FAR)
drawings = st.lists(st.tuples(coordinate, coordinate, st.integers(0, 1)), max_size=MOST_POINTS)


@settings(deadline=None, max_examples=40)
@given(drawings)
def test_any_drawing_has_a_board_that_holds_it(points):
    (panel,) = board(tuple(points), None).panels
    (left, right), (bottom, top) = panel.figure.layout.xaxis.range, panel.figure.layout.yaxis.range
    assert all(left <= x <= right and bottom <= y <= top for x, y, _ in points)
    assert right - left == -2 * left
    for label in (0, 1):
        shown = [x for x in panel.figure.data[label].x if x is not None]
        assert shown == pytest.approx([x for x, _, own in points if own == label])
    assert len(pack(board(tuple(points), None))) < 10_000


def test_the_line_is_where_the_runs_output_is_one_half():
    scenario = Scenario(data=USER_DATA, user_data=to_user_data(POINTS), steps=50)
    W = train(scenario, scenario.dataset()).W[-1]
    figure = board(POINTS, W).panels[0].figure
    line = next(trace for trace in figure.data if trace.name.startswith("boundary"))
    for x, y in zip(line.x, line.y, strict=True):
        assert np.array([x, y, 1.0]) @ W == pytest.approx(0, abs=1e-9)


def test_an_empty_board_says_what_to_do():
    (panel,) = board((), None).panels
    assert "first point" in panel.title
    assert panel.board
    assert panel.sentence == "0 points of class 0, 0 of class 1."


def test_one_point_is_one_point():
    (panel,) = board(POINTS, None).panels
    assert panel.sentence == "1 point of class 0, 2 of class 1."


def test_a_board_without_pens_says_what_is_on_it():
    (panel,) = board(POINTS, None, pens=False).panels
    assert not panel.board
    assert panel.title == "1 point of class 0, 2 of class 1"
    (panel,) = board((), None, pens=False).panels
    assert panel.title == "Nothing is drawn here"


def test_only_a_run_on_these_points_in_these_axes_has_a_line_here():
    own = Scenario(data=USER_DATA, user_data=to_user_data(POINTS), steps=5)
    assert learns(own, POINTS)
    assert learns(replace(own, features=("x1", "x2")), POINTS)
    assert not learns(replace(own, features=("x2", "x1")), POINTS)
    assert not learns(replace(own, features=("x1",)), POINTS)
    assert not learns(replace(own, scaling="standard"), POINTS)
    assert not learns(own, POINTS[:2])
    # Points that nobody can learn from are no error.
    assert not learns(own, POINTS[:1])
    assert not learns(own, ())
    assert not learns(Scenario(), POINTS)
