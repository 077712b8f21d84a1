"""Step through a training run, and see five views of the same step."""

import streamlit as st

from ui.bridge.component import player
from ui.serving import timelines
from ui.settings import address, controls, drawing

KEY = "explorer"
chosen = controls.chosen()


def on_start() -> None:
    point = st.session_state[KEY].start
    if point and point.get("panel") == "data":
        drawing.draw((drawn and st.session_state.get("explorer: pen")) or "", point)
    elif point:
        controls.start_at(timelines.point_on_surface(chosen.scenario, point["x"], point["y"]))


drawn = chosen.scenario.own is not None and bool(address.kept("points"))
if drawn:
    st.segmented_control(
        "Pen on the data", drawing.PENS, key="explorer: pen", help="Then click the data: it is your own drawing."
    )
    told = drawing.problem()
    if told:
        st.warning(told, icon=":material/edit:")
controls.problems()
with controls.waiting(chosen.scenario):
    timelines.explorer_timeline(chosen.scenario, chosen.view)
controls.say_rate(timelines.step_size_of(chosen.scenario))
player(
    key=KEY,
    timeline=lambda: timelines.explorer_timeline(chosen.scenario, chosen.view),
    detail=lambda: timelines.explorer_detail(chosen.scenario, chosen.view, st.session_state["step"]),
    command=st.session_state["command"],
    on_start=on_start,
)
