"""Blobs: two round clouds that touch."""

import numpy as np

from core.arrays import Array
from core.data.dataset import on_a_plane, scatter, targets


def shape(n: int, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """X (n, 2) and t (n,)."""
    t = targets(n)
    centre = np.where(t == 1, 0.35, -0.35)
    return centre[:, np.newaxis] + scatter(n, noise, rng), t


SCRIPT = """\
X = np.where(t == 1, 0.35, -0.35)[:, np.newaxis] + noise * rng.standard_normal((n, 2))
"""
SOURCE = on_a_plane(
    name="blobs",
    place=2,
    about="Two round clouds that touch.",
    shape=shape,
    script=SCRIPT,
)
