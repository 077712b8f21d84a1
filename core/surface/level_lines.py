"""A level line of a landscape: where its height is one given number.
It passes through some of the grid's cells, and in each it is straight (marching squares, Lorensen & Cline 1987)."""

import numpy as np

from core.arrays import Array

# The corners of a cell, as steps from its first one along v and along u: once around.
CORNERS = np.array([[0, 0], [0, 1], [1, 1], [1, 0]])


def level_line(u: Array, v: Array, heights: Array, level: float) -> Array:
    """heights (B, A) over u (A,) and v (B,) → the line where they are `level`: segments (K, 2, 2), K cells, two ends.

    Along a cell's edge the height is taken to change evenly, so an end lies where the level lies between the edge's
    two corners. A cell that two lines cross (a saddle) gives two segments.
    """
    B, A = heights.shape
    below = heights < level
    around = np.stack([below[i : B - 1 + i, j : A - 1 + j] for i, j in CORNERS], axis=-1)  # (B-1, A-1, 4)
    # An edge is crossed where its two corners are on different sides. Around a cell that happens 0, 2 or 4 times, so
    # two by two the ends, cell by cell, are those of a segment.
    *cell, edge = np.nonzero(around != np.roll(around, -1, axis=-1))
    (i0, j0), (i1, j1) = (np.array(cell) + CORNERS[(edge + step) % 4].T for step in (0, 1))
    share = (level - heights[i0, j0]) / (heights[i1, j1] - heights[i0, j0])
    ends = np.column_stack([u[j0] + share * (u[j1] - u[j0]), v[i0] + share * (v[i1] - v[i0])])
    return ends.reshape(-1, 2, 2)
