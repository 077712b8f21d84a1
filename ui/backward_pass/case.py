"""What all panels of one step are made of: its arrays, its samples, and what they are called."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.arrays import Rows
from core.data.dataset import Dataset
from core.rounding import on_paper
from core.scenario import Scenario
from core.training import History, Moment, moment
from ui.language.speaking import _, listed
from ui.panels.names import WRITTEN, weight_names
from ui.timeline.notation import name as named

# Samples that can be chosen at the most: all of the course's 533. The arrays are those of all samples.
WINDOW = 600


@dataclass(frozen=True)
class Case:
    """What all panels of one step are made of.

    now : the step's arrays, 0 where a sum cancels · floats : the same as float64 has them
    rows : their rows that can be chosen · numbers : the rows' numbers in X
    whole : the graph shows the ends of whole arrays, and not one sample's numbers
    """

    scenario: Scenario
    data: Dataset
    now: Moment
    floats: Moment
    rows: Rows
    numbers: tuple[int, ...]
    weights: tuple[str, ...]
    notation: str
    whole: bool = False

    @property
    def count(self) -> int:
        """N, the number of samples in the step's batch."""
        return len(self.now.t)

    @property
    def columns(self) -> int:
        """D + 1."""
        return len(self.weights)

    def s(self, symbol: str) -> str:
        """A symbol in the chosen notation."""
        return named(symbol, self.notation)


def case_of(scenario: Scenario, data: Dataset, history: History, step: int, notation: str, whole: bool) -> Case:
    """Step `step` of a run as the panels have it."""
    floats = moment(scenario, data, history, step)
    rate = scenario.learning_rate if scenario.optimizer == "gradient descent" else 0.0
    batch = np.arange(len(data.X)) if history.batches is None else history.batches[step]
    # The window shows the batch's samples in the order of X, so that a link finds its sample.
    rows = np.argsort(batch, kind="stable")
    if len(rows) > WINDOW:
        rows = rows[np.linspace(0, len(rows) - 1, WINDOW).astype(np.intp)]
    numbers = tuple(int(number) for number in batch[rows])
    return Case(scenario, data, on_paper(floats, rate), floats, rows, numbers, weight_names(data), notation, whole)


def titles(case: Case) -> tuple[str, ...]:
    s = case.s
    y, z = s("y"), s("z")
    return (
        _("X with its ones"),
        _("{y} = XW", y=y),
        _("{z} = sigmoid({y})", z=z, y=y),
        _("L, the loss"),
        s("dL/dz"),
        s("dz/dy"),
        s("dL/dy"),
        "dW",
        _("the new W"),
    )


def names(notation: str) -> tuple[str, ...]:
    """The stages' short names, for the rail."""
    symbols = ("y", "z", "L", "dL/dz", "dz/dy", "dL/dy", "dW")
    return ("X", *(named(symbol, notation) for symbol in symbols), _("new W"))


def written(case: Case, template: Callable[[str], str], joint: str = "") -> str:
    """A template for every weight, joined, else as numbers are listed; in the middle of many, dots."""
    parts = [template(weight) for weight in case.weights]
    if len(parts) > WRITTEN + 1:
        parts = [*parts[:WRITTEN], "…", parts[-1]]
    return joint.join(parts) if joint else listed(parts)
