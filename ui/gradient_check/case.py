"""What all panels of the page "Gradient check" are made of: both gradients of a step, held against differences."""

from dataclasses import dataclass

from core.arrays import Rows
from core.gradient_check import Check


@dataclass(frozen=True)
class Case:
    """Both gradients of a step, checked at one h.

    rows : the samples of dL/dz, by their rows of X
    course : dW as float64 makes it of the course's formulas, where outputs have rounded so far that it is another one
    """

    weights: Check
    outputs: Check
    rows: Rows
    step: int
    course: Check | None
