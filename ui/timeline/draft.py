"""A draft: what a timeline would show at one step if something of its run were otherwise, in the picture that is shown.
It follows the hand that holds something; at rest the whole timeline comes. See docs/architecture.md."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ui.timeline.timeline import Track

# What a hand can hold, and where: the learning rate, (rate,); the start, the weights, the boundary's middle, or one of
# its ends, (x, y) in a panel's units; or a sample, (row of X, x, y).
Hold: TypeAlias = tuple[str, tuple[float, ...]]
RATE, START, WEIGHTS = "rate", "start", "weights"
MIDDLE, ENDS = "middle", ("end", "other end")
SAMPLE = "sample"


@dataclass(frozen=True)
class Draft:
    """What a hand makes of a step.

    scalars : a name → its value there, instead of the timeline's
    panels : a panel's name → tracks of that step alone, (1, k), or of a path (with prefix), instead of the timeline's,
        also of traces that stand still there
    said : one sentence instead of the step's
    link : the settings with which it becomes the run, as a link has them; none where it is only to be looked at
    """

    scalars: Mapping[str, float]
    panels: Mapping[str, tuple[Track, ...]]
    said: str
    link: Mapping[str, str] = field(default_factory=dict)
