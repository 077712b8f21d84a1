"""The loss surface of this data: the cut you choose, the run on it, and what holds at any point."""

import streamlit as st

from ui.bridge.component import player
from ui.panels.names import names_of_weights
from ui.serving import timelines
from ui.settings import controls

KEY = "landscape"
chosen = controls.chosen()


def on_point() -> None:
    asked = st.session_state[KEY].start
    if asked:
        x, y = timelines.clicked_point(chosen.scenario, look, asked["x"], asked["y"])
        st.session_state["point"] = f"{x:g}, {y:g}"


def on_start_here() -> None:
    if point is not None:
        controls.start_at(timelines.weights_there(chosen.scenario, look, held_at, point))


controls.problems()
look, point = controls.look(names_of_weights(chosen.scenario.num_features), on_start_here)
# Only where the other weights are held at the current step is the picture another one at every step.
held_at = st.session_state["step"] if look.choice.held == "current" else 0
with controls.waiting(chosen.scenario):
    timelines.landscape_timeline(chosen.scenario, look, held_at, point)
player(
    key=KEY,
    timeline=lambda: timelines.landscape_timeline(chosen.scenario, look, held_at, point),
    detail=lambda: timelines.landscape_detail(chosen.scenario, look, st.session_state["step"], held_at, point),
    command=st.session_state["command"],
    on_start=on_point,
    page_shows_step=look.choice.held == "current",
)
