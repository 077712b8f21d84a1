"""Inside one step: nine stages from X to the new W, forwards and backwards, each with all its numbers."""

import streamlit as st

from ui.bridge.component import player
from ui.serving import cache, timelines
from ui.settings import controls

KEY = "backward"
chosen = controls.chosen()


def on_place() -> None:
    controls.move(st.session_state[KEY].place)


controls.problems()
with controls.waiting(chosen.scenario):
    cache.run(chosen.scenario)
player(
    key=KEY,
    timeline=lambda: timelines.backward_timeline(
        chosen.scenario, st.session_state["step"], chosen.notation, chosen.shapes, chosen.graph
    ),
    command=st.session_state["command"],
    on_place=on_place,
)
