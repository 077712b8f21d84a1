"""Penguins: two species near Palmer Station."""

from functools import cache

import numpy as np

from core.arrays import Array
from core.data.dataset import Parts, Source
from core.data.sets.csv import read_csv

FEATURES = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
SPECIES = ("Adelie", "Chinstrap")


@cache
def birds() -> tuple[Array, Array]:
    """The features (219, 4) and the classes (219, 1) of the birds of both species; nobody may change them."""
    table = read_csv("penguins.csv")
    table = table[table["species"].isin(SPECIES)]
    X = table[list(FEATURES)].to_numpy(dtype=float)
    t = (table["species"] == SPECIES[1]).to_numpy().astype(float).reshape(-1, 1)
    return X, t


def draw(n: int, noise: float, rng: np.random.Generator) -> Parts:
    """Adelie (0) against Chinstrap (1); 70% train and 30% test by seed; standardized by train."""
    X, t = birds()
    order = rng.permutation(len(X))
    train, test = np.split(order, [int(0.7 * len(X))])
    mean, deviation = X[train].mean(axis=0), X[train].std(axis=0)
    X = (X - mean) / deviation
    return X[train], t[train], X[test], t[test]


SOURCE = Source(
    FEATURES,
    FEATURES[:2],
    SPECIES,
    synthetic=False,
    about="219 penguins of two species near Palmer Station. Features standardized: mean 0, standard deviation 1.",
    name="penguins",
    place=1,
    draw=draw,
)
