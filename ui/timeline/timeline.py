"""A timeline: figures, and tracks that say how their traces move from step to step.
It is sent to the browser once, as one block of bytes; the player there only slices, formats and draws."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ui.timeline.content import Content
from ui.timeline.figure import Figure

Array = NDArray[Any]


@dataclass(frozen=True)
class Track:
    """How one attribute of one trace moves.

    trace : the trace's name in its figure
    attribute : "x", "y", "z", or "text" (numbers, which the browser formats with `digits` significant digits)
    values : (T+1, k), what it is at each step; or (T+1,) with prefix
    prefix : at step s the trace shows the first s + 1 values: a path so far
    start, stride : value i of a step stands at place start + stride · i of the figure's own array, whose other places
        stay: this is how a hundred stems travel as a hundred numbers
    by : what the rows of `values` follow: the "step", or the chosen "sample"
    since : before this step it shows nothing
    bits : 32, a float; or 16 at the most, a fraction of the step's largest value, or of a power of two that is no
        twice as large: enough for a place on the screen
    samples : which sample each value belongs to, as its row of X: (k,), or (T+1, k) where every step has others, and
        -1 for none
    ranked : the browser puts each value's place along x, from 0 on: the largest without its sign first, among all of a
        panel's ranked tracks, which are in places of two points and a gap
    """

    trace: str
    attribute: str
    values: Array
    prefix: bool = False
    start: int = 0
    stride: int = 1
    digits: int = 0
    bits: int = 32
    by: Literal["step", "sample"] = "step"
    since: int = 0
    samples: NDArray[np.intp] | None = None
    ranked: bool = False


@dataclass(frozen=True)
class Factor:
    """One way to show a panel's stems: each times a number of its sample's own.

    code : in an address · label : what stands in the switch · title : of the axis · limit : its largest value
    values : (m,), a number for each of the panel's factored samples; None for 1
    """

    code: str
    label: str
    title: str
    limit: float
    values: Array | None = None


@dataclass(frozen=True)
class Factors:
    """The ways to show a panel's stems, the usual one first; samples (m,) : the rows of X that `values` are of."""

    samples: NDArray[np.intp]
    ways: tuple[Factor, ...]


@dataclass(frozen=True)
class Panel:
    """One chart of a page, or other content (see content.py), of which one is given.

    name : its place in the page's layout · title : its heading
    caption : a line under it, for each step or once for all
    sentence : what it shows, for screen readers; {scalar} places are filled in at each step
    In all three, what a person has written stands as content.literal.
    goes_to_step : the traces on which a click goes to the step of the clicked point
    chooses_sample : the traces whose customdata are places in the timeline's samples; a click chooses one
    sweep : a trace whose points a button adds one by one
    lights : a trace that shows the sample below the mouse, in whichever panel the mouse is: as a point where another
        trace has the sample's row of X in its customdata, as a stem where a track has it in its samples
    picks : the traces of which a click reports the point itself
    sets_start : a click beside them reports where it was, in the units of the axes
    board : every click and drag on it is reported: {x, y}, and where a drag began, {x0, y0}
    drags : a trace of one point that follows the mouse while it is dragged over the chart, and then reports likewise
    factors : what the stems of its tracks that know their samples can be shown times
    handles : what can be taken by the hand and moved (see draft.py): at which trace's which point it is
    redraw : its moving traces are not plain lines and markers, so the slower way of drawing is needed
    """

    name: str
    title: str
    figure: Figure | None
    tracks: tuple[Track, ...]
    sentence: str | tuple[str, ...]
    content: Content | None = None
    caption: str | tuple[str, ...] = ""
    goes_to_step: tuple[str, ...] = ()
    chooses_sample: tuple[str, ...] = ()
    sweep: str = ""
    lights: str = ""
    picks: tuple[str, ...] = ()
    sets_start: bool = False
    drags: str = ""
    board: bool = False
    factors: Factors | None = None
    handles: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    redraw: bool = False


@dataclass(frozen=True)
class Inside:
    """What makes a timeline one of the stages inside a step, instead of the steps of a run.

    codes : the stages' names in the address · names : on the screen, short
    step, last : the step that it is inside of, and the run's last one
    samples : the rows of X that can be chosen; the scalars then have a value for each of them, or one for all
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    step: int
    last: int
    samples: tuple[int, ...]


@dataclass(frozen=True)
class Rate:
    """The learning rate as a slider beside a panel has it.

    panel : the panel · notches : the rates of its places, rising; the run's own is one of them
    now : the place of the run's own · stable : that of the largest stable rate, between two of them; None for none
    said : what the run's own means, in one sentence · longest : the longest sentence that any of its rates has
    """

    panel: str
    notches: tuple[float, ...]
    now: int
    stable: float | None
    said: str
    longest: str


@dataclass(frozen=True)
class Timeline:
    """Everything that a page's player shows, at all its steps.

    scalars : a name → its value at each step, (T+1,), sent to its last bit
    readout : (label, template) pairs: the line of numbers. A template may be a tuple, one for each step
    note : one sentence about the whole run
    moment : what stands in its place before the run's end, (scalar, template) pairs: the first whose scalar is not zero
        there; "" for always. Without any, the note stands at all steps
    legend : a number's label in the readout → the (colour, dash) of the line that it belongs to in the charts
    spoken : what a screen reader says before all else, a template, or one for each step: the value that a stage adds,
        or what holds at a point that was asked about
    rate : where the learning rate can be slid beside a panel
    lecture : the panels that a lecture opens on, as many as have room, where these are not the ones in front
    """

    steps: int
    panels: tuple[Panel, ...]
    scalars: Mapping[str, Array]
    readout: tuple[tuple[str, str | tuple[str, ...]], ...]
    note: str = ""
    moment: tuple[tuple[str, str], ...] = ()
    layout: str = "explorer"
    inside: Inside | None = None
    legend: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    spoken: str | tuple[str, ...] = ""
    rate: Rate | None = None
    lecture: tuple[str, ...] = ()


def enough_precision(values: Array) -> str:
    """Single precision, which has more digits than a chart or four digits tell, unless a number is too small for it."""
    sizes = np.abs(np.asarray(values, dtype=np.float64))
    return "float64" if ((sizes > 0) & (sizes < np.finfo(np.float32).tiny)).any() else "float32"
