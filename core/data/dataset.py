"""What a run learns from, and what can be said of it before it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.arrays import Array
from core.classifier import with_ones
from core.sentence import Sentence
from core.surface.minimum import Lowest, lowest

PLANE = ("x1", "x2")
CLASSES = (Sentence("class 0"), Sentence("class 1"))

# X (N, D) and t (N, 1), and the same of the test set.
Parts = tuple[Array, Array, Array, Array]


@dataclass(frozen=True)
class Dataset:
    """What a run learns from.

    X (N, D) and t (N, 1), t being 0 or 1; X_test, t_test likewise, with no rows where there is no test set.
    shift, scale : (D,) where the scenario asks for X = (original X - shift) / scale, else None; see core.data.scaling

    Both X lie in memory row after row: sums over them then take the same order, and give the same last bits, wherever
    the same numbers came from.
    """

    X: Array
    t: Array
    X_test: Array
    t_test: Array
    feature_names: tuple[str, ...]
    class_names: tuple[str, str]
    shift: Array | None = None
    scale: Array | None = None

    def __post_init__(self) -> None:
        for name in ("X", "X_test"):
            object.__setattr__(self, name, np.ascontiguousarray(getattr(self, name)))

    @cached_property
    def lowest(self) -> Lowest:
        """How low the mean BCE of the training samples can be, and where: found at the first question."""
        return lowest(with_ones(self.X), self.t)


@dataclass(frozen=True)
class Facts:
    """What can be said of any data before it is drawn.

    features : the columns that it has · default_features : those that are taken where nobody chooses
    classes : the names of t = 0 and t = 1
    synthetic : whether number of samples, noise and seed make it another set · about : one sentence
    """

    features: tuple[str, ...]
    default_features: tuple[str, ...]
    classes: tuple[str, str]
    synthetic: bool
    about: str


@dataclass(frozen=True)
class Source(Facts):
    """A data set that is there for everybody.

    name : in links and on screen · place : among the others
    draw : (number of samples, noise, rng) → its parts, with all its features; a table has its own number, and no noise
    script : plain NumPy that makes X (n, 2), and where the set is not synthetic also t (n,), as `draw` does, from n,
        noise, rng and t; "" for a table, which a script has to read from a file
    """

    name: str
    place: int
    draw: Callable[[int, float, np.random.Generator], Parts]
    script: str = ""


def without_test(X: Array, t: Array) -> Parts:
    """X (N, D) and t (N,) as parts of which none is kept back for a test."""
    return X, t.reshape(-1, 1), X[:0], t[:0].reshape(-1, 1)


def on_a_plane(
    name: str,
    place: int,
    about: str,
    shape: Callable[[int, float, np.random.Generator], tuple[Array, Array]],
    script: str,
) -> Source:
    """A synthetic set of two features. shape : (N, noise, rng) → X (N, 2) and t (N,)"""
    return Source(
        PLANE, PLANE, CLASSES, True, about, name, place, lambda *chances: without_test(*shape(*chances)), script
    )


def targets(n: int) -> Array:
    """0, 1, 0, 1, …: the classes are as equal as n allows."""
    return np.arange(n, dtype=float) % 2


def scatter(n: int, noise: float, rng: np.random.Generator) -> Array:
    """(n, 2) round clouds around zero; noise is their standard deviation, in units of x."""
    return noise * rng.standard_normal((n, 2))
