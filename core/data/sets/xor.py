"""XOR: four clouds, equal classes at opposite corners."""

import numpy as np

from core.arrays import Array
from core.data.dataset import on_a_plane, scatter, targets


def shape(n: int, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """X (n, 2) and t (n,)."""
    t = targets(n)
    side = np.where(np.arange(n) // 2 % 2 == 0, 0.8, -0.8)
    centre = np.column_stack([side, np.where(t == 1, -side, side)])
    return centre + scatter(n, noise, rng), t


SCRIPT = """\
side = np.where(np.arange(n) // 2 % 2 == 0, 0.8, -0.8)
X = np.column_stack([side, np.where(t == 1, -side, side)]) + noise * rng.standard_normal((n, 2))
"""
SOURCE = on_a_plane(
    name="XOR",
    place=5,
    about="Four clouds, equal classes at opposite corners: no straight line separates them.",
    shape=shape,
    script=SCRIPT,
)
