"""Circles: a ring around a ring, which no straight line parts."""

import numpy as np

from core.arrays import Array
from core.data.dataset import on_a_plane, scatter, targets


def shape(n: int, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """X (n, 2) and t (n,)."""
    t = targets(n)
    angle = 2 * np.pi * rng.random(n)
    radius = np.where(t == 1, 0.5, 1.2)
    ring = radius[:, np.newaxis] * np.column_stack([np.cos(angle), np.sin(angle)])
    return ring + scatter(n, noise / 2, rng), t


SCRIPT = """\
angle = 2 * np.pi * rng.random(n)
radius = np.where(t == 1, 0.5, 1.2)[:, np.newaxis]
X = radius * np.column_stack([np.cos(angle), np.sin(angle)])
X = X + noise / 2 * rng.standard_normal((n, 2))
"""
SOURCE = on_a_plane(
    name="circles",
    place=4,
    about="A ring around a ring: no straight line separates them.",
    shape=shape,
    script=SCRIPT,
)
