"""What a lesson may ask somebody to point at, in a small vocabulary, and what there is to say of where he has pointed.
A sample is meant by its row of X; a direction and a place are meant on the loss surface."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.lessons.named_numbers import RunAtStep
from core.numbers import number
from core.sentence import Sentence
from core.surface.windows import Slice, choose_slice

SAMPLE = re.compile(r"sample ([0-9]{1,5})")
# A hand means a direction to so many degrees: one of eight is 22.5 off at the most. And a place to so large a share of
# the picture's width.
DEGREES = 23.0
NEAR = 0.06
# What is pointed at is at least so far from where the run stands, as a share of the picture's width.
AWAY = 0.01
# For a sample, where a place is meant.
NO_SAMPLE = -1
# On the map, from the right leftwards.
DIRECTIONS = (
    Sentence("to the right"),
    Sentence("up and to the right"),
    Sentence("up"),
    Sentence("up and to the left"),
    Sentence("to the left"),
    Sentence("down and to the left"),
    Sentence("down"),
    Sentence("down and to the right"),
)


@dataclass(frozen=True)
class Pointed:
    """Where somebody has pointed: at a sample, or at a place on the loss surface."""

    sample: int = NO_SAMPLE
    x: float = np.nan
    y: float = np.nan


@dataclass(frozen=True)
class Verdict:
    """Whether it was right, and a sentence about that."""

    right: bool
    said: str


@dataclass(frozen=True)
class Point:
    """What is to be pointed at.

    sample : which one it is, NO_SAMPLE where it is a place · judge : what there is to say of where somebody has pointed
    answer : where it is, in a sentence
    """

    sample: Callable[[RunAtStep], int]
    judge: Callable[[RunAtStep, Pointed], Verdict]
    answer: Callable[[RunAtStep], Sentence]


def read_point(text: str) -> Point:
    """Raises ValueError, in one sentence, for what is not in the vocabulary."""
    if found := SAMPLE.fullmatch(text):
        row = int(found[1])
        return _point_of(lambda _: row)
    if text in WORDS:
        return WORDS[text]
    raise ValueError(f"“{text[:40]}” is nothing to point at; these are: sample 0, {', '.join(WORDS)}.")


def _point_of(sample: Callable[[RunAtStep], int]) -> Point:
    return Point(
        sample,
        lambda of, pointed: _sample(pointed, sample(of)),
        lambda of: Sentence("It is sample {n}.", n=sample(of)),
    )


def _sample(pointed: Pointed, row: int) -> Verdict:
    right = pointed.sample == row
    if right:
        return Verdict(True, Sentence("Right: sample {n}.", n=row))
    return Verdict(False, Sentence("That is sample {other}. The right one is sample {n}.", other=pointed.sample, n=row))


def _hardest(of: RunAtStep) -> int:
    """The sample with the largest |dL/dy|."""
    return int(np.abs(of.now.dy[:, 0]).argmax())


def _downhill(of: RunAtStep, pointed: Pointed) -> Verdict:
    """The direction of −dW, in the two weights that are shown."""
    window = choose_slice(of.scenario, of.data, of.history)
    axes = list(window.axes)
    way = np.array([pointed.x, pointed.y]) - of.now.W[axes, 0]
    if not np.linalg.norm(way) > AWAY * _width(window):
        return Verdict(False, Sentence("That is where the run stands: click where it goes next."))
    off = _angle(way, -of.now.dW[axes, 0])
    if off <= DEGREES:
        said = Sentence("Right, within {off:.0f}°.", off=off) if off >= 1 else Sentence("Right, within 1°.")
        return Verdict(True, said)
    return Verdict(False, Sentence("That is {off:.0f}° off.", off=off))


def _way_down(of: RunAtStep) -> Sentence:
    """The same as one of eight directions on the map."""
    axes = list(choose_slice(of.scenario, of.data, of.history).axes)
    x, y = -of.now.dW[axes, 0]
    direction = DIRECTIONS[round(np.arctan2(y, x) / (np.pi / 4)) % len(DIRECTIONS)]
    return Sentence("It goes {direction}.", direction=direction)


def _minimum(of: RunAtStep, pointed: Pointed) -> Verdict:
    """The minimum of BCE, where there is one."""
    window = choose_slice(of.scenario, of.data, of.history)
    if window.minimum is None:
        return Verdict(False, Sentence("This loss has no minimum."))
    off = np.linalg.norm(np.array([pointed.x, pointed.y]) - window.minimum[list(window.axes), 0])
    right = bool(off <= NEAR * _width(window))
    said = Sentence("Right: there the gradient is 0.") if right else Sentence("The minimum is somewhere else.")
    return Verdict(right, said)


def _lowest(of: RunAtStep) -> Sentence:
    window = choose_slice(of.scenario, of.data, of.history)
    if window.minimum is None:
        return Sentence("This loss has no minimum.")
    x, y = window.minimum[list(window.axes), 0]
    return Sentence("It is at {x} to the right and {y} upwards.", x=number(x, 3), y=number(y, 3))


def _width(window: Slice) -> float:
    return float(window.u[-1] - window.u[0])


def _angle(one: Array, other: Array) -> float:
    """Between two directions (2,), in degrees."""
    lengths = np.linalg.norm(one) * np.linalg.norm(other)
    return float(np.degrees(np.arccos(np.clip(one @ other / lengths, -1, 1)))) if lengths > 0 else 180.0


WORDS: dict[str, Point] = {
    "hardest sample": _point_of(_hardest),
    "downhill": Point(lambda _: NO_SAMPLE, _downhill, _way_down),
    "minimum": Point(lambda _: NO_SAMPLE, _minimum, _lowest),
}
