"""Step through a training run, and see five views of the same step."""

import streamlit as st

from ui import cached, controls
from ui.player.component import player

KEY = "explorer"
chosen = controls.chosen()


def on_step() -> None:
    st.session_state["step"] = int(st.session_state[KEY].step)


def on_start() -> None:
    point = st.session_state[KEY].start
    if point:
        controls.start_at(cached.point_on_surface(chosen.scenario, point["x"], point["y"]))


controls.presets()
controls.problems()
with controls.waiting(chosen.scenario):
    cached.explorer_timeline(chosen.scenario, chosen.view)
player(
    key=KEY,
    timeline=lambda: cached.explorer_timeline(chosen.scenario, chosen.view),
    detail=lambda: cached.explorer_detail(chosen.scenario, chosen.view, st.session_state["step"]),
    command=st.session_state["command"],
    on_step=on_step,
    on_start=on_start,
)
