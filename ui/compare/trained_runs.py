"""The compared runs, trained: each with its data, its history, and how it ends."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.compare import Summary, loss_history, summary
from core.data.dataset import Dataset
from core.data.scaling import original_weights
from core.scenario import Scenario
from core.training import History, train
from ui.page import Runner


@dataclass(frozen=True)
class Run:
    """One of the compared runs.

    path : its W in the units of the unscaled data, (T+1, D+1) · symbol : of its marker; "" for a circle
    """

    name: str
    scenario: Scenario
    data: Dataset
    history: History
    path: Array
    summary: Summary
    symbol: str = ""

    def loss(self, name: str) -> Array:
        """The loss of that name at each of its steps, (T+1,), whatever it was trained with."""
        return loss_history(self.scenario, self.data, self.history, name)


def trained(scenario: Scenario) -> tuple[Dataset, History]:
    """The data of a scenario and the history of its training."""
    data = scenario.dataset()
    return data, train(scenario, data)


def train_all(names: Sequence[str], scenarios: Sequence[Scenario], known: Runner = trained) -> tuple[Run, ...]:
    """Train each scenario, by `known`, and judge each by the lowest loss that it could reach."""
    runs = []
    for name, scenario in zip(names, scenarios, strict=True):
        data, history = known(scenario)
        with np.errstate(over="ignore"):
            path = original_weights(history.W, data.shift, data.scale)
        runs.append(Run(name, scenario, data, history, path, summary(scenario, data, history)))
    return tuple(runs)


def of_different_losses(runs: Sequence[Run]) -> bool:
    """Whether the runs were trained with different losses, whose values have nothing in common."""
    return len({run.scenario.loss for run in runs}) > 1
