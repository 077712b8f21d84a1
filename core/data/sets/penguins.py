"""Penguins: two species near Palmer Station."""

import numpy as np

from core.data.dataset import Parts, Source
from core.data.sets.csv import read_csv

FEATURES = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
SPECIES = ("Adelie", "Chinstrap")


def draw(n: int, noise: float, rng: np.random.Generator) -> Parts:
    """Adelie (0) against Chinstrap (1); 70% train and 30% test by seed; standardised by train."""
    table = read_csv("penguins.csv")
    table = table[table["species"].isin(SPECIES)]
    X = table[list(FEATURES)].to_numpy(dtype=float)
    t = (table["species"] == SPECIES[1]).to_numpy().astype(float).reshape(-1, 1)
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
    about="219 penguins of two species near Palmer Station. Features standardised: mean 0, standard deviation 1.",
    name="penguins",
    place=1,
    draw=draw,
)
