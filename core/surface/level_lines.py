"""A level line of a landscape: where its height is one given number.
The grid's cells are walked one by one, and in each the line is straight (marching squares, Lorensen & Cline 1987)."""

import numpy as np

from core.arrays import Array


def level_line(u: Array, v: Array, heights: Array, level: float) -> Array:
    """heights (B, A) over u (A,) and v (B,) → the line where they are `level`: segments (K, 2, 2), K cells, two ends.

    Along a cell's edge the height is taken to change evenly, so an end lies where the level lies between the edge's
    two corners. A cell that two lines cross (a saddle) gives two segments.
    """
    below = heights < level
    segments = []
    for i in range(len(v) - 1):
        row = below[i : i + 2]
        # Only cells whose corners are not all on one side.
        crossed = np.flatnonzero((row[:, :-1].sum(axis=0) + row[:, 1:].sum(axis=0)) % 4)
        for j in crossed:
            corners = [(j, i), (j + 1, i), (j + 1, i + 1), (j, i + 1)]
            ends = []
            for (j0, i0), (j1, i1) in zip(corners, [*corners[1:], corners[0]], strict=True):
                if below[i0, j0] != below[i1, j1]:
                    share = (level - heights[i0, j0]) / (heights[i1, j1] - heights[i0, j0])
                    ends.append((u[j0] + share * (u[j1] - u[j0]), v[i0] + share * (v[i1] - v[i0])))
            segments += [ends[k : k + 2] for k in range(0, len(ends), 2)]
    return np.array(segments, dtype=float).reshape(-1, 2, 2)
