"""Moons: two half circles, one in the other's arms."""

import numpy as np

from core.arrays import Array
from core.data.dataset import on_a_plane, scatter, targets


def shape(n: int, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """X (n, 2) and t (n,)."""
    t = targets(n)
    angle = np.pi * rng.random(n)
    upper = np.column_stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25])
    lower = np.column_stack([0.5 - np.cos(angle), 0.25 - np.sin(angle)])
    # The moons lie close together: at the usual noise they would melt into one, so they feel half of it.
    return np.where(t[:, np.newaxis] == 1, lower, upper) + scatter(n, noise / 2, rng), t


SCRIPT = """\
angle = np.pi * rng.random(n)
upper = np.column_stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25])
lower = np.column_stack([0.5 - np.cos(angle), 0.25 - np.sin(angle)])
X = np.where(t[:, np.newaxis] == 1, lower, upper) + noise / 2 * rng.standard_normal((n, 2))
"""
SOURCE = on_a_plane(
    name="moons",
    place=3,
    about="Two interleaved half circles.",
    shape=shape,
    script=SCRIPT,
)
