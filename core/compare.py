"""Runs side by side: how soon each comes near to its lowest loss, what it has used by then, and how it ends.
Steps alone compare badly: a step over one sample costs less than a step over all of them."""

from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Array, Rows
from core.classifier import with_ones
from core.data.dataset import Dataset
from core.loss import LOSSES
from core.scenario import Scenario
from core.stopping import Stop, why_stopped
from core.training import History, evaluate


@dataclass(frozen=True)
class Summary:
    """One run's row in a table of runs.

    lowest : what its loss can come down to, or None where nobody knows
    steps_to_1_percent, steps_to_01_percent : see `steps_to`, for 1% and 0.1%; None where the run does not get there,
        or nobody knows where that is
    loss, accuracy : at its end, over all training samples
    losses : the loss of each name there, for runs that were trained with different ones
    stop : how it ends
    """

    lowest: float | None
    steps_to_1_percent: int | None
    steps_to_01_percent: int | None
    loss: float
    accuracy: float
    losses: dict[str, float]
    stop: Stop


def lowest_loss(scenario: Scenario, data: Dataset) -> float | None:
    """What the scenario's loss can come down to on its `data`, or None where nobody knows.

    BCE: its minimum, or what it falls towards. MSE may have several minima; but where the classes can be separated it
    falls towards 0, as BCE does. Feature scaling does not change the number; other data and other features do.
    """
    if scenario.loss == "BCE":
        return data.lowest.loss
    return 0.0 if data.lowest.kind == "separable" else None


def loss_history(scenario: Scenario, data: Dataset, history: History, loss: str) -> Array:
    """The loss of that name at each moment of a run, (T+1,), whatever the run was trained with.

    So runs of different losses can be compared: a BCE of 0.3 and an MSE of 0.3 have nothing in common.
    """
    if loss == scenario.loss:
        return history.loss
    with np.errstate(over="ignore", invalid="ignore"):
        return np.nan_to_num(evaluate(with_ones(data.X), data.t, history.W, LOSSES[loss]())[0])


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


def summary(scenario: Scenario, data: Dataset, history: History) -> Summary:
    """A run's row."""
    lowest = lowest_loss(scenario, data)
    end = replace(history, W=history.W[-1:], loss=history.loss[-1:])
    return Summary(
        lowest=lowest,
        steps_to_1_percent=None if lowest is None else steps_to(history, lowest, 0.01),
        steps_to_01_percent=None if lowest is None else steps_to(history, lowest, 0.001),
        loss=float(history.loss[-1]),
        accuracy=float(history.accuracy[-1]),
        losses={name: float(loss_history(scenario, data, end, name)[0]) for name in LOSSES},
        stop=why_stopped(scenario, data, history),
    )
