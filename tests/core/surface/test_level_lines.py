"""A level line lies where the landscape has that height, and goes around what it encloses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.surface.level_lines import level_line

U, V = np.linspace(-2.0, 2.0, 41), np.linspace(-1.5, 1.5, 31)


def test_a_plane_has_a_straight_line() -> None:
    heights = 2.0 * U + 3.0 * V[:, np.newaxis]
    line = level_line(U, V, heights, 0.7)
    assert len(line) > 20
    assert 2.0 * line[..., 0] + 3.0 * line[..., 1] == pytest.approx(np.full(line.shape[:2], 0.7), abs=1e-9)


def test_a_bowl_has_a_closed_line_near_its_circle() -> None:
    # Not 1: that level goes exactly through corners of the grid.
    line = level_line(U, V, U**2 + V[:, np.newaxis] ** 2, 1.0041)
    assert np.hypot(line[..., 0], line[..., 1]) == pytest.approx(np.ones(line.shape[:2]), abs=5e-3)
    # Closed: every end is the end of exactly two segments.
    ends, counts = np.unique(np.round(line.reshape(-1, 2), 9), axis=0, return_counts=True)
    assert len(ends) == len(line)
    assert (counts == 2).all()
    assert np.linalg.norm(line[:, 1] - line[:, 0], axis=1).sum() == pytest.approx(2 * np.pi, rel=4e-3)


@pytest.mark.parametrize("level", [-1.0, 9.0])
def test_a_level_beyond_all_heights_has_no_line(level: float) -> None:
    assert level_line(U, V, U**2 + V[:, np.newaxis] ** 2, level).shape == (0, 2, 2)


@given(st.integers(0, 2**32 - 1), st.floats(0.0, 1.0))
def test_every_end_lies_on_an_edge_where_the_height_is_the_level(seed: int, level: float) -> None:
    heights = np.random.default_rng(seed).random((5, 6))
    u, v = np.arange(6.0), np.arange(5.0)
    for x, y in level_line(u, v, heights, level).reshape(-1, 2):
        j, i = int(x), int(y)
        right, up = min(j + 1, 5), min(i + 1, 4)
        assert x == j or y == i
        height = (
            heights[i, j] + (x - j) * (heights[i, right] - heights[i, j]) + (y - i) * (heights[up, j] - heights[i, j])
        )
        assert height == pytest.approx(level, abs=1e-9)
