"""One outlier: two clouds with a gap, and one sample far on the wrong side."""

import numpy as np

from core.arrays import Array
from core.data.dataset import on_a_plane
from core.data.sets import separable


def shape(n: int, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """X (n, 2) and t (n,)."""
    X, t = separable.shape(n, noise, rng)
    X[0] = (3.0, 3.0)
    return X, t


SOURCE = on_a_plane(
    name="one outlier",
    place=7,
    about="Two clouds with a gap, and one sample of class 0 far on the wrong side.",
    shape=shape,
    script=separable.SCRIPT + "X[0] = (3.0, 3.0)\n",
)
