"""The data: small worlds that are drawn at random, real tables, and two samples to work out by hand. One set a file.
Every set is drawn from a seed, so that the same name and the same numbers always give the same rows."""

import numpy as np

from core.data.dataset import Dataset, Source
from core.discovery import records
from core.sentence import Sentence

SOURCES: dict[str, Source] = {source.name: source for source in records(__name__, __path__, Source)}


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
        raise ValueError(Sentence("There is no data set named {name!r}.", name=name))
    source = SOURCES[name]
    chosen = features or source.default_features
    unknown = [feature for feature in chosen if feature not in source.features]
    if unknown:
        raise ValueError(Sentence("{data} has no feature named {feature!r}.", data=Sentence(name), feature=unknown[0]))
    columns = [source.features.index(feature) for feature in chosen]
    X, t, X_test, t_test = source.draw(samples, noise, rng)
    return Dataset(X[:, columns], t.copy(), X_test[:, columns], t_test.copy(), chosen, source.classes)
