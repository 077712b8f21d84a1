"""The obvious page, to compare with: a fragment with a button and st.plotly_chart for each of the same figures.
The data, the run and the figures are those of the Explorer; only the way to the screen is another."""

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
# `streamlit run bench/alternative_page.py` puts only its own folder on the path.
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import plotly.graph_objects as go  # noqa: E402
import streamlit as st  # noqa: E402

from core.scenario import Scenario  # noqa: E402
from core.training import train  # noqa: E402
from ui.explorer.explorer import explorer  # noqa: E402
from ui.panels.view import View  # noqa: E402
from ui.timeline.timeline import Panel, Timeline, Track  # noqa: E402

# So that all charts are in the window, as the player's are.
HEIGHT = 270
RATES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0)


@st.cache_resource(max_entries=8, show_spinner=False)
def timeline(rate: float, seed: int) -> tuple[Timeline, list[go.Figure]]:
    """What the run's figures show at every step, and the figures. A resource, because nobody changes it."""
    scenario = Scenario(data="blobs", samples=200, steps=500, learning_rate=rate, seed=seed)
    data = scenario.dataset()
    run = explorer(scenario, data, train(scenario, data), View())
    return run, [go.Figure(panel.figure.plain()).update_layout(template="none") for panel in run.panels if panel.figure]


def values_at(track: Track, step: int, before: tuple[object, ...]) -> list[object]:
    """What a trace's attribute, `before` in the figure, is at this step."""
    if track.prefix:
        return list(track.values[: step + 1])
    row = track.values[step]
    if track.attribute == "text":
        return [f"{value:.{track.digits}g}" for value in row]
    if (track.start, track.stride) == (0, 1):
        return list(row)
    values = list(before)
    for i, value in enumerate(row):
        values[track.start + track.stride * i] = value
    return values


def figure_at(panel: Panel, drawn: go.Figure, step: int, rate: float) -> go.Figure:
    """The panel's figure at this step."""
    figure = go.Figure(drawn)
    traces = {trace.name: trace for trace in figure.data}
    for track in panel.tracks:
        trace = traces[track.trace]
        trace[track.attribute] = values_at(track, step, trace[track.attribute])
    # For the benchmark, which asks the charts in the browser what they show.
    figure.update_layout(meta=f"step {step}, rate {rate}", height=HEIGHT)
    return figure


def forward() -> None:
    st.session_state["step"] += 1


@st.fragment
def panels(rate: float, seed: int) -> None:
    """The button and the charts: a step reruns this part only."""
    run, figures = timeline(rate, seed)
    step = min(st.session_state["step"], run.steps)
    st.button("Step forward", on_click=forward)
    st.write(f"Step {step} of {run.steps}")
    charts = [panel for panel in run.panels if panel.figure]
    places = [*st.columns(2), *st.columns(2)]
    for place, panel, drawn in zip(places, charts, figures, strict=True):
        place.write(panel.title)
        place.plotly_chart(figure_at(panel, drawn, step, rate), key=panel.name)


st.set_page_config("Alternative", layout="wide")
st.session_state.setdefault("step", 0)
panels(st.sidebar.select_slider("Learning rate", RATES, 0.5), int(st.query_params.get("seed", 0)))
