"""The data: seven small worlds that are drawn at random, two real tables, and two samples to reckon by hand.
Every set is drawn from a seed, so that the same name and the same numbers always give the same rows."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from core.arrays import Array
from core.classifier import with_ones
from core.surface.minimum import Lowest, lowest

TABLES = Path(__file__).parent


@dataclass(frozen=True)
class Dataset:
    """What a run learns from.

    X (N, D) and t (N, 1), t being 0 or 1; X_test, t_test likewise, with no rows where there is no test part.
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
class Source:
    """What can be said of a data set before it is drawn: its features, its classes, and whether chance is in it."""

    features: tuple[str, ...]
    default_features: tuple[str, ...]
    classes: tuple[str, str]
    synthetic: bool
    about: str


PLANE = ("x1", "x2")
CLASSES = ("class 0", "class 1")


def _plane(about: str) -> Source:
    return Source(PLANE, PLANE, CLASSES, True, about)


SOURCES: dict[str, Source] = {
    "Ames housing": Source(
        ("GrLivArea", "OverallQual", "TotalBsmtSF", "YearBuilt"),
        ("GrLivArea",),
        ("cheap", "expensive"),
        False,
        "1,460 houses in Ames, Iowa. Cheap: price in the lowest 30 %; expensive: in the highest 30 %. "
        "Features scaled to the range 0 to 1 of the training part (I2DL, exercise 4).",
    ),
    "penguins": Source(
        ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"),
        ("bill_length_mm", "bill_depth_mm"),
        ("Adelie", "Chinstrap"),
        False,
        "219 penguins of two species near Palmer Station. Features standardised: mean 0, standard deviation 1.",
    ),
    "blobs": _plane("Two round clouds that touch."),
    "moons": _plane("Two half circles, one in the other's arms."),
    "circles": _plane("A ring around a ring: no straight line parts them."),
    "XOR": _plane("Four clouds, equal classes at opposite corners: no straight line parts them."),
    "separable": _plane("Two clouds with a gap between them, whatever the noise."),
    "one outlier": _plane("Two clouds with a gap, and one sample of class 0 far on the wrong side."),
    "unscaled": _plane("Two clouds; the second feature is measured in units four times smaller."),
    "two samples": Source(PLANE, PLANE, CLASSES, False, "X = [[1, 2], [3, 4]], t = (1, 0): to be checked on paper."),
}


def load(name: str, samples: int, noise: float, rng: np.random.Generator, features: tuple[str, ...] = ()) -> Dataset:
    """The data set `name` with the named `features` (none named: its own choice).

    Parameters
    ----------
    samples : N of a synthetic set, at least 2; the real tables have their own
    noise : standard deviation of a synthetic set's scatter, in units of x
    rng : draws a synthetic set, and splits the penguins in train and test

    Raises ValueError for an unknown name or feature.
    """
    if name not in SOURCES:
        raise ValueError(f"There is no data set named {name!r}.")
    source = SOURCES[name]
    chosen = features or source.default_features
    unknown = [feature for feature in chosen if feature not in source.features]
    if unknown:
        raise ValueError(f"{name} has no feature named {unknown[0]!r}.")
    columns = [source.features.index(feature) for feature in chosen]
    if name == "Ames housing":
        parts = _ames_housing()
    elif name == "penguins":
        parts = _penguins(rng)
    elif name == "two samples":
        parts = _no_test(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([1.0, 0.0]))
    else:
        parts = _no_test(*SHAPES[name](samples, noise, rng))
    X, t, X_test, t_test = parts
    return Dataset(X[:, columns], t.copy(), X_test[:, columns], t_test.copy(), chosen, source.classes)


Parts = tuple[Array, Array, Array, Array]


def _no_test(X: Array, t: Array) -> Parts:
    return X, t.reshape(-1, 1), X[:0], t[:0].reshape(-1, 1)


@cache
def _ames_housing() -> Parts:
    """The split of I2DL's exercise 4: shuffle by seed 0; 60 % train, 20 % validation, 20 % test;
    scale by train's range; keep the lowest and the highest 30 % of the prices."""
    table = _table("ames_housing.csv")
    low, high = table["SalePrice"].quantile([0.3, 0.7])
    shuffled = table.sample(frac=1, random_state=0)
    n = len(shuffled)
    train, test = shuffled[: int(0.6 * n)], shuffled[int(0.8 * n) :]
    names = list(SOURCES["Ames housing"].features)
    minimum, span = train[names].min(), train[names].max() - train[names].min()

    def part(rows: pd.DataFrame) -> tuple[Array, Array]:
        kept = rows[(rows["SalePrice"] <= low) | (rows["SalePrice"] >= high)]
        X = ((kept[names] - minimum) / span).to_numpy(dtype=float)
        t = (kept["SalePrice"] >= high).to_numpy().astype(float).reshape(-1, 1)
        return X, t

    return *part(train), *part(test)


def _penguins(rng: np.random.Generator) -> Parts:
    """Adelie (0) against Chinstrap (1); 70 % train and 30 % test by seed; standardised by train."""
    source = SOURCES["penguins"]
    table = _table("penguins.csv")
    table = table[table["species"].isin(source.classes)]
    X = table[list(source.features)].to_numpy(dtype=float)
    t = (table["species"] == source.classes[1]).to_numpy().astype(float).reshape(-1, 1)
    order = rng.permutation(len(X))
    train, test = np.split(order, [int(0.7 * len(X))])
    mean, deviation = X[train].mean(axis=0), X[train].std(axis=0)
    X = (X - mean) / deviation
    return X[train], t[train], X[test], t[test]


@cache
def _table(file: str) -> pd.DataFrame:
    return pd.read_csv(TABLES / file)


def _targets(n: int) -> Array:
    """0, 1, 0, 1, …: the classes are as equal as n allows."""
    return np.arange(n, dtype=float) % 2


def _scatter(n: int, noise: float, rng: np.random.Generator) -> Array:
    return noise * rng.standard_normal((n, 2))


def _blobs(n: int, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    t = _targets(n)
    centre = np.where(t == 1, 0.35, -0.35)
    return centre[:, np.newaxis] + _scatter(n, noise, rng), t


def _moons(n: int, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    t = _targets(n)
    angle = np.pi * rng.random(n)
    upper = np.column_stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25])
    lower = np.column_stack([0.5 - np.cos(angle), 0.25 - np.sin(angle)])
    # The moons lie close together: at the usual noise they would melt into one, so they feel half of it.
    return np.where(t[:, np.newaxis] == 1, lower, upper) + _scatter(n, noise / 2, rng), t


def _circles(n: int, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    t = _targets(n)
    angle = 2 * np.pi * rng.random(n)
    radius = np.where(t == 1, 0.5, 1.2)
    ring = radius[:, np.newaxis] * np.column_stack([np.cos(angle), np.sin(angle)])
    return ring + _scatter(n, noise / 2, rng), t


def _xor(n: int, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    t = _targets(n)
    side = np.where(np.arange(n) // 2 % 2 == 0, 0.8, -0.8)
    centre = np.column_stack([side, np.where(t == 1, -side, side)])
    return centre + _scatter(n, noise, rng), t


def _separable(n: int, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    t = _targets(n)
    X = np.where(t == 1, 0.8, -0.8)[:, np.newaxis] + _scatter(n, noise, rng)
    # Whoever crossed the gap along the diagonal is moved back to its edge: x1 + x2 is at least 0.4 from 0.
    sign = np.where(t == 1, 1.0, -1.0)
    missing = np.maximum(0.0, 0.4 - sign * X.sum(axis=1))
    return X + (sign * missing / 2)[:, np.newaxis], t


def _one_outlier(n: int, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    X, t = _separable(n, noise, rng)
    X[0] = (3.0, 3.0)
    return X, t


def _unscaled(n: int, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    X, t = _blobs(n, noise, rng)
    return X * np.array([1.0, 4.0]), t


SHAPES: dict[str, Callable[[int, float, np.random.Generator], tuple[Array, Array]]] = {
    "blobs": _blobs,
    "moons": _moons,
    "circles": _circles,
    "XOR": _xor,
    "separable": _separable,
    "one outlier": _one_outlier,
    "unscaled": _unscaled,
}
