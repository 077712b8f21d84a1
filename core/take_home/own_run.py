"""A run of somebody's own code, as trace() of check_gradient.py has written it.
A file is read as hostile: whatever is in it, there is a run or one clear sentence."""

import csv
import hashlib
import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.arrays import Array
from core.data.dataset import Dataset
from core.own_code.trace import MARK, MOST_STEPS
from core.sentence import Sentence

CHARACTERS = 5_000_000
MOST_FEATURES, MOST_SAMPLES = 100, 1_000_000
LONGEST_LINK = 2_000


@dataclass(frozen=True, eq=False)
class OwnRun:
    """Somebody's run of T updates.

    W, dW (T+1, D+1), loss (T+1,) : as their code had them; a loss may be NaN or infinite
    learning_rate · samples : N · means (D+1,) : of the features and of t, by which the data are known again
    link : to the run from which the data were taken, as a query; "" for none
    digest : what it is called where it is kept
    """

    W: Array
    dW: Array
    loss: Array
    learning_rate: float
    samples: int
    means: Array
    link: str
    digest: str

    @property
    def steps(self) -> int:
        """T."""
        return len(self.W) - 1

    def is_of(self, data: Dataset) -> bool:
        """Whether it was trained on these data."""
        if data.X.shape != (self.samples, self.W.shape[1] - 1):
            return False
        means = np.append(data.X.mean(axis=0), data.t.mean())
        spread = np.append(np.abs(data.X).max(axis=0), 1.0)
        return bool((np.abs(means - self.means) <= 1e-6 * spread).all())


def read_run(text: str) -> OwnRun:
    """The run that trace() has written. Raises ValueError, in one sentence, for any other text."""
    if len(text) > CHARACTERS:
        raise ValueError(Sentence("A run has at most {most} million characters.", most=CHARACTERS // 10**6))
    first, _, table = text.removeprefix("\ufeff").replace("\r\n", "\n").partition("\n")
    about = _about(first)
    width = len(about["means"])
    try:
        rows = list(csv.reader(table.splitlines()))
    except csv.Error:
        rows = []
    if not rows or len(rows[0]) != 2 * width + 2 or rows[0][0] != "step" or rows[0][-1] != "loss":
        raise ValueError(Sentence("The columns of this run must be step, W, dW and loss, as trace() writes them."))
    rows = [row for row in rows[1:] if row]
    if not 2 <= len(rows) <= MOST_STEPS + 1:
        raise ValueError(
            Sentence(
                "A run has 1 to {most:,} steps; this one has {steps:,}.", most=MOST_STEPS, steps=max(len(rows) - 1, 0)
            )
        )
    numbers = np.array([_numbers(row, step, 2 * width + 2) for step, row in enumerate(rows)])
    if not np.isfinite(numbers[:, :-1]).all():
        step = int(np.argmin(np.isfinite(numbers[:, :-1]).all(axis=1)))
        raise ValueError(
            Sentence("At step {step} of this run W or dW is not finite: end it one step earlier.", step=step)
        )
    digest = hashlib.blake2b(text.encode(errors="replace"), digest_size=16).hexdigest()
    W, dW, loss = numbers[:, 1 : width + 1], numbers[:, width + 1 : -1], numbers[:, -1]
    return OwnRun(W, dW, loss, about["lr"], about["samples"], np.array(about["means"]), about["link"], digest)


def _about(line: str) -> dict[str, Any]:
    """What the first line says of the run."""
    unknown = ValueError(Sentence("This is not a run that trace() of check_gradient.py has written."))
    if not line.startswith(MARK) or len(line) > 10_000:
        raise unknown
    try:
        about = json.loads(line.removeprefix(MARK))
    except (ValueError, RecursionError):
        raise unknown from None
    if not isinstance(about, dict) or set(about) != {"lr", "samples", "means", "link"}:
        raise unknown
    means, link = about["means"], about["link"]
    if not isinstance(means, list) or not 2 <= len(means) <= MOST_FEATURES + 1 or not all(map(_is_number, means)):
        raise unknown
    if not _is_number(about["lr"]) or type(about["samples"]) is not int or not 1 <= about["samples"] <= MOST_SAMPLES:
        raise unknown
    if not isinstance(link, str) or len(link) > LONGEST_LINK:
        raise unknown
    return about


def _is_number(value: object) -> bool:
    # To Python true is a kind of 1.
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= 1e300


def _numbers(row: list[str], step: int, width: int) -> list[float]:
    try:
        numbers = [float(cell) for cell in row]
    except ValueError:
        numbers = []
    if len(numbers) != width:
        raise ValueError(
            Sentence("The line of step {step} of this run cannot be read as {width} numbers.", step=step, width=width)
        )
    if numbers[0] != step:
        raise ValueError(
            Sentence("The steps of this run must be 0, 1, 2 and so on; step {step} is missing.", step=step)
        )
    return numbers
