"""What is said of the lowest loss holds at the very numbers that the sentence names."""

import re

import numpy as np
import pytest

from core.classifier import with_ones
from core.data.dataset import Dataset
from core.loss import BCE
from core.scenario import Scenario
from ui.loss_surface.lowest import where_lowest


def of(X: list[list[float]], t: list[float]) -> Dataset:
    samples, targets = np.array(X), np.array(t).reshape(-1, 1)
    names = tuple(f"x{i}" for i in range(samples.shape[1]))
    return Dataset(samples, targets, samples[:0], targets[:0], names, ("class 0", "class 1"))


def loss(data: Dataset, W: np.ndarray) -> float:
    return float(BCE().each_from_logit(with_ones(data.X) @ W, data.t).mean())


def numbers(said: str, behind: str) -> list[float]:
    found = re.search(rf"{behind} ?\(?([^()a-zA-Z]*[0-9])", said)
    assert found
    return [float(each.replace("−", "-")) for each in re.split(r"[;,] ", found[1])]


ONE = [[0.0], [1.0], [2.0], [3.0]]
MIXED = [0.0, 1.0, 0.0, 1.0]
CONSTANT = of([[x[0], 5.0] for x in ONE], MIXED)
REPEATED = of([[x[0], 2 * x[0]] for x in ONE], MIXED)


@pytest.mark.parametrize("data", [Scenario(data="moons").dataset(), of(ONE, MIXED), CONSTANT, REPEATED])
def test_a_minimum_is_where_the_sentence_says(data: Dataset) -> None:
    said = where_lowest(data)
    W = np.array(numbers(said, "at W =")).reshape(-1, 1)
    (lowest,) = numbers(said, "L =")
    assert loss(data, W) == pytest.approx(lowest, rel=1e-5)
    for step in 0.1 * np.random.default_rng(0).standard_normal((20, *W.shape)):
        assert loss(data, W + step) >= lowest * (1 - 1e-5)


def test_other_weights_that_give_the_same_outputs_are_told_with_their_cause() -> None:
    assert "depend on each other" not in where_lowest(of(ONE, MIXED))
    # A column that does not vary repeats no other feature, but the ones.
    for data in (CONSTANT, REPEATED):
        assert "The columns of X with its ones depend on each other" in where_lowest(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (of(ONE, [0.0, 0.0, 1.0, 1.0]), "linearly separable"),
        (of([[-1.0], [0.0], [0.0], [1.0]], [0.0, 0.0, 1.0, 1.0]), "the classes touch"),
    ],
)
def test_where_there_is_no_minimum_the_loss_falls_along_the_weights_that_are_named(data: Dataset, words: str) -> None:
    said = where_lowest(data)
    assert words in said
    assert "e-" not in said
    # What floats leave of a 0 is no number to read.
    assert "e−" not in said.partition(" BCE ")[0]
    way = np.array(numbers(said, "Along")).reshape(-1, 1)
    losses = [loss(data, length * way) for length in (1.0, 10.0, 100.0)]
    assert losses[0] > losses[1] > losses[2]
    if "never below" in said:
        (lowest,) = numbers(said, "never below")
        assert loss(data, 1e4 * way) == pytest.approx(lowest, rel=1e-5)
    else:
        # To two digits, along a direction that is written to four.
        assert numbers(said, "goes to 0:")[:2] == pytest.approx(losses[:2], rel=0.1)
