"""A Scenario says everything about a run, and is checked when it is made.
The same Scenario always gives the same run, to the last bit, with the same numpy on the same kind of processor: the
libraries of others take sums and exponentials in another order, and may differ in the last bits."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.data import sets
from core.data.dataset import Dataset, Facts
from core.data.scaling import SCALINGS, scaled
from core.data.sets import SOURCES
from core.data.user_data import USER_DATA, UserData
from core.loss import LOSSES
from core.optimizer import OPTIMIZERS
from core.sentence import Sentence

STARTS = ("zero", "small random", "far away", "typed")
SMALL, FAR = 0.1, 10.0

SAMPLES = (2, 100_000)
NOISE = (0.0, 1.0)
SEED = (0, 9_999)
LEARNING_RATE = (1e-4, 100.0)
STEPS = (1, 5_000)
BATCH = (1, 100_000)
WEIGHT = 1e6
# So that no scenario keeps a server busy: with what a page shows besides, about two seconds at the most. So many
# features are for free; from there on each step takes as much longer as there are more of them.
SAMPLE_STEPS = 24_000_000
FREE_FEATURES = 10


@dataclass(frozen=True)
class Scenario:
    """Everything about one run.

    Attributes
    ----------
    data : a name in core.data.sets.SOURCES, or "own data"
    samples, noise : of a synthetic data set
    seed : of the data, the start and the order of the batches, a child stream each
    features : columns to learn from; () is the data set's own choice
    scaling : of the features, one of core.data.scaling.SCALINGS
    start : one of STARTS; weights : the D+1 numbers of a typed start, the bias last
    loss : a name in core.loss.LOSSES
    optimizer : a name in core.optimizer.OPTIMIZERS
    batch : samples a step; 0 is all of them
    learning_rate : lr, from 1e-4 to 100
    steps : updates of W, at most 5,000
    user_data : the samples of "own data"; for other data it is not looked at

    Raises ValueError, in one sentence, for anything outside of these.
    """

    data: str = "Ames housing"
    samples: int = 200
    noise: float = 0.3
    seed: int = 0
    features: tuple[str, ...] = ()
    scaling: str = "as is"
    start: str = "zero"
    weights: tuple[float, ...] = ()
    loss: str = "BCE"
    optimizer: str = "gradient descent"
    batch: int = 0
    learning_rate: float = 0.5
    steps: int = 400
    user_data: UserData | None = None

    def __post_init__(self) -> None:
        _one_of("data set", self.data, (*SOURCES, USER_DATA))
        if self.data == USER_DATA and not isinstance(self.user_data, UserData):
            raise ValueError(Sentence("There is no data of your own yet."))
        _one_of("feature scaling", self.scaling, SCALINGS)
        _one_of("start", self.start, STARTS)
        _one_of("loss", self.loss, LOSSES)
        _one_of("optimizer", self.optimizer, OPTIMIZERS)
        _whole("number of samples", self.samples, SAMPLES)
        _between("noise", self.noise, NOISE)
        _whole("seed", self.seed, SEED)
        _between("learning rate", self.learning_rate, LEARNING_RATE)
        _whole("number of steps", self.steps, STEPS)
        if self.batch != 0:
            _whole("batch size", self.batch, BATCH)
        known = self.source.features
        for feature in self.features:
            if feature not in known:
                raise ValueError(
                    Sentence(
                        "{data} has no feature named {feature!r}.", data=Sentence(self.data), feature=str(feature)[:40]
                    )
                )
        if len(set(self.features)) != len(self.features):
            raise ValueError(Sentence("A feature is named twice."))
        if self.start == "typed":
            needed = self.num_features + 1
            if len(self.weights) != needed:
                raise ValueError(
                    Sentence(
                        "W needs {needed} numbers here (the bias last), not {weights}.",
                        needed=needed,
                        weights=len(self.weights),
                    )
                )
            for weight in self.weights:
                _between("weight", weight, (-WEIGHT, WEIGHT))
        if self.steps > self.most_steps():
            wide = (
                Sentence(" of {features} features", features=self.num_features)
                if self.num_features > FREE_FEATURES
                else ""
            )
            raise ValueError(
                Sentence(
                    "With {size:,} samples{wide} a run may have at most {most:,} steps.",
                    size=self.size,
                    wide=wide,
                    most=self.most_steps(),
                )
            )

    @property
    def size(self) -> int:
        """How many samples there are, as far as that takes time: the tables of the app are small, and count 0."""
        if self.data == USER_DATA and self.user_data:
            return len(self.user_data.X)
        return self.samples if self.source.synthetic else 0

    def most_steps(self, runs: int = 1) -> int:
        """The longest that each of so many runs on this data may be."""
        work = runs * self.size * max(self.num_features, FREE_FEATURES) / FREE_FEATURES
        return min(max(int(SAMPLE_STEPS / max(work, 1.0)), 1), STEPS[1])

    @property
    def source(self) -> Facts:
        """What can be said of the data before it is drawn."""
        return self.user_data.source if self.data == USER_DATA and self.user_data else SOURCES[self.data]

    @property
    def num_features(self) -> int:
        """D."""
        return len(self.features or self.source.default_features)

    def dataset(self) -> Dataset:
        """The data, drawn from the scenario's first child stream, its features scaled as the scenario says."""
        if self.data == USER_DATA and self.user_data:
            data = self.user_data.dataset(self.features)
        else:
            data = sets.load(self.data, self.samples, self.noise, self._stream(0), self.features)
        return scaled(data, self.scaling)

    def start_weights(self) -> Array:
        """W (D+1, 1) before the first step; random ones come from the second child stream."""
        shape = (self.num_features + 1, 1)
        if self.start == "typed":
            return np.array(self.weights, dtype=float).reshape(shape)
        if self.start == "zero":
            return np.zeros(shape)
        direction = self._stream(1).standard_normal(shape)
        return SMALL * direction if self.start == "small random" else FAR * direction / np.linalg.norm(direction)

    def batches(self) -> np.random.Generator:
        """The third child stream: it shuffles the samples at the start of every epoch."""
        return self._stream(2)

    def _stream(self, child: int) -> np.random.Generator:
        return np.random.default_rng(np.random.SeedSequence(self.seed).spawn(3)[child])


def _one_of(what: str, value: object, names: Iterable[str]) -> None:
    if value not in list(names):
        raise ValueError(Sentence("There is no {what} named {value!r}.", what=Sentence(what), value=str(value)[:40]))


def _between(what: str, value: object, limits: tuple[float, float]) -> None:
    low, high = limits
    # A NaN is between no limits, nor is an infinity.
    if not (isinstance(value, int | float) and low <= value <= high):
        raise ValueError(
            Sentence(
                "The {what} must be a number between {low:,g} and {high:,g}.", what=Sentence(what), low=low, high=high
            )
        )


def _whole(what: str, value: object, limits: tuple[int, int]) -> None:
    low, high = limits
    if not (isinstance(value, int) and low <= value <= high):
        raise ValueError(
            Sentence(
                "The {what} must be a whole number between {low:,} and {high:,}.",
                what=Sentence(what),
                low=low,
                high=high,
            )
        )
