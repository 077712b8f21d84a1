"""Analytic against numerical: is the gradient of this step right, and which h tells?"""

import streamlit as st

from core.gradient_check import Check
from ui.bridge.component import player
from ui.gradient_check.tables import about, head, output_rows, weight_rows
from ui.gradient_check.verdict import in_float64, verdict
from ui.language.speaking import _
from ui.markdown import table
from ui.serving import timelines
from ui.settings import problems, session, sidebar, width_control
from ui.timeline.notation import name

chosen = sidebar.chosen()


def judge(check: Check, what: str) -> None:
    """Green or red, in one sentence."""
    if check.passes:
        st.success(verdict(check, what), icon=":material/check:")
    else:
        st.error(verdict(check, what), icon=":material/close:")


problems.show()

with st.container(key="for-lecture-h"):
    h = width_control.width()
case, timeline = timelines.gradient_check(chosen.scenario, session.STEP.get(), h, chosen.notation)
dz = name("dL/dz", chosen.notation)
left, right = st.columns([4, 5])
with left.container(key="for-lecture-check"):
    judge(case.weights, "dW")
    st.markdown(table(head("dW"), weight_rows(case)))
    judge(case.outputs, dz)
    st.markdown(table(head(_("sample")), output_rows(case)))
    st.caption(about(case, chosen.notation))
    # Few steps have it: last, so that it moves nothing.
    if beside := in_float64(case, chosen.notation):
        st.info(beside, icon=":material/info:")
with right:
    # It has the run's steps, so that the step stays in the address, and another one can be checked from here.
    player(
        timeline=lambda: timeline,
        page_shows_step=True,
    )
