"""Cases on which the mistakes are tried: X, t and weights."""

from functools import cache

import numpy as np

from core.arrays import Array
from core.scenario import Scenario


@cache
def case(data: str, seed: int = 0) -> tuple[Array, Array, Array]:
    """X, t of a data set, and small random weights."""
    dataset = Scenario(data=data, seed=seed).dataset()
    W = 0.3 * np.random.default_rng(seed).standard_normal((dataset.X.shape[1] + 1, 1))
    return dataset.X, dataset.t, W


def random_case(n: int, d: int = 2, seed: int = 0) -> tuple[Array, Array, Array]:
    """n random samples of d features, by turns of class 0 and 1, and random weights."""
    rng = np.random.default_rng(seed)
    return rng.standard_normal((n, d)), np.arange(float(n)).reshape(-1, 1) % 2.0, rng.standard_normal((d + 1, 1))
