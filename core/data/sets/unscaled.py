"""Unscaled: two clouds, of which one feature is measured in other units."""

import numpy as np

from core.arrays import Array
from core.data.dataset import on_a_plane
from core.data.sets import blobs


def shape(n: int, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """X (n, 2) and t (n,)."""
    X, t = blobs.shape(n, noise, rng)
    return X * np.array([1.0, 4.0]), t


SOURCE = on_a_plane(
    name="unscaled",
    place=8,
    about="Two clouds; the second feature is measured in units four times smaller.",
    shape=shape,
    script=blobs.SCRIPT + "X = X * np.array([1.0, 4.0])\n",
)
