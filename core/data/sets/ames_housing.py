"""Ames housing: cheap houses and expensive ones, split and scaled as in I2DL's exercise 4."""

from functools import cache

import numpy as np
import pandas as pd

from core.arrays import Array
from core.data.dataset import Parts, Source
from core.data.sets.csv import read_csv
from core.sentence import Sentence

FEATURES = ("GrLivArea", "OverallQual", "TotalBsmtSF", "YearBuilt")


@cache
def parts() -> Parts:
    """The split of I2DL's exercise 4: shuffle by seed 0; 60% train, 20% validation, 20% test;
    scale by train's range; keep the lowest and the highest 30% of the prices."""
    table = read_csv("ames_housing.csv")
    low, high = table["SalePrice"].quantile([0.3, 0.7])
    shuffled = table.sample(frac=1, random_state=0)
    n = len(shuffled)
    train, test = shuffled[: int(0.6 * n)], shuffled[int(0.8 * n) :]
    names = list(FEATURES)
    minimum, span = train[names].min(), train[names].max() - train[names].min()

    def part(rows: pd.DataFrame) -> tuple[Array, Array]:
        kept = rows[(rows["SalePrice"] <= low) | (rows["SalePrice"] >= high)]
        X = ((kept[names] - minimum) / span).to_numpy(dtype=float)
        t = (kept["SalePrice"] >= high).to_numpy().astype(float).reshape(-1, 1)
        return X, t

    return *part(train), *part(test)


def draw(n: int, noise: float, rng: np.random.Generator) -> Parts:
    """The same parts whatever the seed: the course's split is fixed."""
    return parts()


SOURCE = Source(
    FEATURES,
    FEATURES[:1],
    (Sentence("cheap"), Sentence("expensive")),
    synthetic=False,
    about="1,460 houses in Ames, Iowa. Cheap: price in the lowest 30%; expensive: in the highest 30%. "
    "Features scaled to the range 0 to 1 of the training set (I2DL, exercise 4).",
    name="Ames housing",
    place=0,
    draw=draw,
)
