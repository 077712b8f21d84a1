"""Two samples: a step over them can be checked on paper."""

import numpy as np

from core.data.dataset import CLASSES, PLANE, Parts, Source, without_test


def draw(n: int, noise: float, rng: np.random.Generator) -> Parts:
    """X (2, 2) and t (2, 1), whatever the seed."""
    return without_test(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([1.0, 0.0]))


SOURCE = Source(
    PLANE,
    PLANE,
    CLASSES,
    synthetic=False,
    about="X = [[1, 2], [3, 4]], t = (1, 0): small enough to check on paper.",
    name="two samples",
    place=9,
    draw=draw,
    script="""\
X = np.array([[1.0, 2.0], [3.0, 4.0]])
t = np.array([1.0, 0.0])
""",
)
