"""A number of a run by its name, as a lesson writes it: L, z[1], dL/dy[0], dW[2], or next.L for the step after it.
So a lesson never says a number that somebody has typed: it is taken from the run that is shown."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.arrays import Array
from core.data.dataset import Dataset
from core.scenario import Scenario
from core.surface.step_size import step_size
from core.training import History, Moment, moment

# Which moment is meant, the quantity, and its place in it: a row, or a row and a column.
NAME = re.compile(r"(?:(first|next|last)\.)?([A-Za-z/|]+)(?:\[([0-9]{1,5})(?:,([0-9]{1,3}))?\])?")
# The arrays of a moment by their names on screen.
ARRAYS: dict[str, Callable[[Moment], Array]] = {
    "X": lambda now: now.X1,
    "t": lambda now: now.t,
    "W": lambda now: now.W,
    "y": lambda now: now.y,
    "z": lambda now: now.z,
    "dL/dz": lambda now: now.dz,
    "dz/dy": lambda now: now.dz_dy,
    "dL/dy": lambda now: now.dy,
    "dW": lambda now: now.dW,
}


@dataclass(frozen=True)
class RunAtStep:
    """A run, and the step at which it is looked at; a step behind its end is the last."""

    scenario: Scenario
    data: Dataset
    history: History
    at: int

    @property
    def step(self) -> int:
        return min(self.at, self.history.steps)

    @cached_property
    def now(self) -> Moment:
        return self.moment_at(self.step)

    def moment_at(self, step: int) -> Moment:
        """Another moment of the run; before its beginning and behind its end the first and the last."""
        return moment(self.scenario, self.data, self.history, int(np.clip(step, 0, self.history.steps)))


# The numbers that are no array's.
NUMBERS: dict[str, Callable[[RunAtStep, Moment], float]] = {
    "L": lambda of, now: now.loss,
    "N": lambda of, now: len(now.t),
    "D": lambda of, now: now.X1.shape[1] - 1,
    "step": lambda of, now: now.step,
    "steps": lambda of, now: of.history.steps,
    "lr": lambda of, now: of.scenario.learning_rate,
    "accuracy": lambda of, now: float(of.history.accuracy[now.step]),
    "|dW|": lambda of, now: float(np.linalg.norm(now.dW)),
    "limit": lambda of, now: _step_size(of)[0],
    "lr/limit": lambda of, now: _step_size(of)[1],
}


@dataclass(frozen=True)
class Name:
    """A name in parts. which : "", "first", "next" or "last" · row, column : -1 for none"""

    which: str
    quantity: str
    row: int
    column: int


def read_name(text: str) -> Name:
    """Raises ValueError, in one sentence, for what is the name of no number."""
    found = NAME.fullmatch(text)
    which, quantity, row, column = found.groups() if found else (None, "", None, None)
    name = Name(which or "", quantity, -1 if row is None else int(row), -1 if column is None else int(column))
    if quantity in (NUMBERS if row is None else ARRAYS):
        return name
    known = ", ".join([*NUMBERS, *(f"{each}[0]" for each in ARRAYS)])
    raise ValueError(f"“{text[:40]}” is no number of a run; these are: {known}, and each with first., next. or last.")


def number_of(text: str, of: RunAtStep) -> float:
    """The number of this name where the run is looked at.

    Raises ValueError, in one sentence, where there is no number of this name.
    """
    name = read_name(text)
    steps = {"": of.step, "first": 0, "next": of.step + 1, "last": of.history.steps}
    now = of.moment_at(steps[name.which]) if name.which else of.now
    if name.quantity in NUMBERS:
        return NUMBERS[name.quantity](of, now)
    values = ARRAYS[name.quantity](now)
    wide = values.shape[1] > 1
    if wide != (name.column >= 0):
        needed = "a row and a column" if wide else "a row alone"
        raise ValueError(f"“{text[:40]}” needs {needed}, for its shape is {values.shape}.")
    place = (name.row, max(name.column, 0))
    if place[0] >= values.shape[0] or place[1] >= values.shape[1]:
        raise ValueError(f"“{text[:40]}” is not there: the shape is {values.shape}.")
    return float(values[place])


def _step_size(of: RunAtStep) -> tuple[float, float]:
    """The largest stable rate, and the learning rate as a multiple of it."""
    size = step_size(of.scenario, of.data)
    if size is None:
        raise ValueError("This run has no largest stable rate.")
    return size.stable, size.ratio
