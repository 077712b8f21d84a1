"""How the compared runs are told apart: a colour and a dash each, the same in every picture, and a marker."""

from collections.abc import Sequence
from typing import Protocol

from ui.panels.paths import RunStyle
from ui.timeline.style import PATH

# (colour, dash, size of the marker): where runs are at one place, the larger frames the smaller.
STYLES = ((PATH, "solid", 18), ("#65862b", "dash", 14), ("#8b5cf6", "dot", 11), ("#a8690f", "dashdot", 8))
# A loss beyond so many times the first one leaves the picture.
ROOM = 30.0


class Marked(Protocol):
    """A run, or a curve of it."""

    @property
    def name(self) -> str: ...

    @property
    def symbol(self) -> str: ...


def styled(runs: Sequence[Marked]) -> tuple[RunStyle, ...]:
    """The styles of the runs; their traces are "run 0", "run 1", …"""
    styles = zip(runs, STYLES, strict=False)
    return tuple(RunStyle(f"run {k}", run.name, *style, run.symbol) for k, (run, style) in enumerate(styles))
