"""Separable: two clouds with a gap between them, whatever the noise."""

import numpy as np

from core.arrays import Array
from core.data.dataset import on_a_plane, scatter, targets


def shape(n: int, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """X (n, 2) and t (n,)."""
    t = targets(n)
    X = np.where(t == 1, 0.8, -0.8)[:, np.newaxis] + scatter(n, noise, rng)
    # Whoever crossed the gap along the diagonal is moved back to its edge: x1 + x2 is at least 0.4 from 0.
    sign = np.where(t == 1, 1.0, -1.0)
    missing = np.maximum(0.0, 0.4 - sign * X.sum(axis=1))
    return X + (sign * missing / 2)[:, np.newaxis], t


SCRIPT = """\
X = np.where(t == 1, 0.8, -0.8)[:, np.newaxis] + noise * rng.standard_normal((n, 2))
sign = np.where(t == 1, 1.0, -1.0)  # whoever crossed the gap is moved back to its edge
missing = np.maximum(0.0, 0.4 - sign * X.sum(axis=1))
X = X + (sign * missing / 2)[:, np.newaxis]
"""
SOURCE = on_a_plane(
    name="separable",
    place=6,
    about="Two clouds with a gap between them, whatever the noise.",
    shape=shape,
    script=SCRIPT,
)
