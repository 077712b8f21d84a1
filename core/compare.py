"""Runs side by side: how soon each comes near to the lowest loss, what it has used by then, and how it ends.
Steps alone compare badly: a step over one sample costs less than a step over all of them."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from core import minimum
from core.arrays import Rows
from core.classifier import with_ones
from core.datasets import Dataset
from core.scenario import Scenario
from core.stopping import Stop, why_stopped
from core.training import History


@dataclass(frozen=True)
class Summary:
    """One run's row in a table of runs.

    steps_to_1_percent, steps_to_01_percent : see `steps_to`, for 1 % and 0.1 %; None where the run does not get there
    loss, accuracy : at its end, over all training samples
    stop : why it stopped
    """

    steps_to_1_percent: int | None
    steps_to_01_percent: int | None
    loss: float
    accuracy: float
    stop: Stop


def lowest_loss(scenario: Scenario, data: Dataset) -> float | None:
    """What the scenario's loss can come down to on its `data`: for BCE its minimum, or 0 on separable data.

    None for MSE, which may have several minima: there the runs are measured by the lowest loss that any of them
    has seen, `lowest_seen`. Feature scaling does not change the number; other data and other features do.
    """
    if scenario.loss != "BCE":
        return None
    return minimum.lowest_loss(with_ones(data.X), data.t)


def lowest_seen(histories: Iterable[History]) -> float:
    """The lowest loss at any moment of any of these runs, which should have the same loss and the same data."""
    return min(float(history.loss.min()) for history in histories)


def steps_to(history: History, lowest: float, share: float) -> int | None:
    """The first step at which no more than `share` of the excess loss is left, or None where that never happens.

    The excess is the loss above `lowest`: loss - lowest <= share · (loss at the start - lowest). A run that starts at
    the lowest loss is there at step 0. The loss may rise again afterwards.
    """
    excess = history.loss - lowest
    there = np.flatnonzero(excess <= share * excess[0])
    return int(there[0]) if len(there) else None


def samples_seen(history: History, n: int) -> Rows:
    """How many samples the steps before each moment have used, (T+1,), for a training set of n.

    A sample counts each time that it is used, so an epoch is n of them.
    """
    if history.batches is None:
        return n * np.arange(history.steps + 1)
    sizes = [len(rows) for rows in history.batches]
    # The batch of the last moment belongs to a step that has not been taken.
    return np.concatenate([[0], np.cumsum(sizes[:-1], dtype=np.intp)])


def summary(scenario: Scenario, data: Dataset, history: History, lowest: float) -> Summary:
    """A run's row; `lowest` is the loss to measure by, from `lowest_loss` or `lowest_seen`."""
    return Summary(
        steps_to_1_percent=steps_to(history, lowest, 0.01),
        steps_to_01_percent=steps_to(history, lowest, 0.001),
        loss=float(history.loss[-1]),
        accuracy=float(history.accuracy[-1]),
        stop=why_stopped(scenario, data, history),
    )
