"""What is kept between runs of the page, for all visitors: one timeline a scenario and view.
This is the only place with st.cache_data; what it keeps is never changed in place."""

import numpy as np
import streamlit as st

from core.datasets import Dataset
from core.mistakes import BY_KEY
from core.scenario import Scenario
from core.slices import choose_slice
from core.training import History, moment, train
from ui.player.backward import backward
from ui.player.broken import broken
from ui.player.check import Checked, check_step
from ui.player.explorer import View, exact_samples, explorer
from ui.player.timeline import pack, pack_detail, unpack

# A timeline has 3 MB at the most, a run 2 MB.
TIMELINES, RUNS = 48, 48


@st.cache_data(max_entries=RUNS, show_spinner=False)
def run(scenario: Scenario) -> tuple[Dataset, History]:
    """The data of a scenario and the whole history of its training."""
    data = scenario.dataset()
    return data, train(scenario, data)


@st.cache_data(max_entries=TIMELINES, show_spinner=False)
def explorer_timeline(scenario: Scenario, view: View) -> bytes:
    """The Explorer's packed timeline."""
    data, history = run(scenario)
    return pack(explorer(scenario, data, history, view))


@st.cache_data(max_entries=TIMELINES, show_spinner=False)
def backward_timeline(scenario: Scenario, step: int, notation: str, shapes: bool, graph: str) -> bytes:
    """The packed timeline of the stages inside a step; a step behind the run's last is the last."""
    data, history = run(scenario)
    return pack(backward(scenario, data, history, min(step, history.steps), notation, shapes, graph))


@st.cache_data(max_entries=TIMELINES, show_spinner=False)
def gradient_check(scenario: Scenario, step: int, h: float, notation: str) -> tuple[Checked, bytes]:
    """A step's gradients, checked at width h, and the packed chart of the errors over all widths."""
    data, history = run(scenario)
    now = moment(scenario, data, history, min(step, history.steps))
    checked, timeline = check_step(scenario, now, h, notation)
    return checked, pack(timeline)


@st.cache_data(max_entries=TIMELINES, show_spinner=False)
def broken_timeline(scenario: Scenario, mistake: str, logarithmic: bool) -> bytes:
    """The packed timeline of a run beside the same run with a mistake, named by its key ("none": the run alone)."""
    data, history = run(scenario)
    return pack(broken(scenario, data, history, BY_KEY.get(mistake), logarithmic))


def explorer_detail(scenario: Scenario, view: View, step: int) -> bytes | None:
    """What the timeline has in few bits, in full for one step; None where it has everything in full."""
    data, history = run(scenario)
    step = min(step, history.steps)
    tracks = exact_samples(scenario, data, history, view, step)
    if not tracks:
        return None
    header, _ = unpack(explorer_timeline(scenario, view))
    return pack_detail(header["token"], step, "samples", tracks)


def point_on_surface(scenario: Scenario, x: float, y: float) -> list[float]:
    """Weights (D+1 numbers) at a point of the Explorer's surface: x and y on its axes, the others as it holds them.

    x and y are rounded to what a click can mean, a five-hundredth of the picture.
    """
    data, history = run(scenario)
    slice_ = choose_slice(scenario, data, history)
    weights = slice_.held[:, 0].copy()
    for axis, value, ticks in zip(slice_.axes, (x, y), (slice_.u, slice_.v), strict=True):
        decimals = int(np.ceil(-np.log10((ticks[-1] - ticks[0]) / 500)))
        weights[axis] = np.clip(np.round(value, decimals), ticks[0], ticks[-1])
    return [float(weight) for weight in weights]
