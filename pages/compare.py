"""Several runs from one start, moved by one transport: which gets down sooner, and why."""

import streamlit as st

from core.take_home.parting import right_scenario
from ui.bridge.aloud import mend
from ui.bridge.component import player
from ui.bridge.report import Click
from ui.compare import runs
from ui.compare.curves import BY
from ui.compare.own_run import CORRECT_CODE
from ui.language.speaking import _
from ui.serving import table_shelf, timelines
from ui.settings import address, changes, own_run, problems, run_controls, session, sidebar
from ui.settings.choice import choose

chosen = sidebar.chosen()


def on_rate(click: Click) -> None:
    changes.set_rate(click["x"])


def on_classic(classic: runs.Classic) -> None:
    changes.compare(classic.runs if classic.runs != runs.OPTIMIZERS else "", classic.settings, classic.varied)


problems.show()
text = address.read("runs")
problem = ""
try:
    compared = runs.read_runs(text)
    scenarios = runs.scenarios(chosen.scenario, compared)
except ValueError as error:
    problem = runs.unusable(error)
    compared = runs.read_runs("")
    scenarios = runs.scenarios(chosen.scenario, compared)
names = tuple(map(runs.label, compared))
own = own_run.of(chosen.scenario)
if own is not None:
    # Beside a run of one's own stands the same run by the right code, and no other.
    names, scenarios = (_(CORRECT_CODE),), (right_scenario(chosen.scenario, own),)
with st.container(horizontal=True, gap="small", key="classics"):
    for classic in runs.CLASSICS if own is None else ():
        st.button(_(classic.name), help=_(classic.about), on_click=on_classic, args=(classic,))
    with st.container(horizontal=True, gap="xsmall", width="content", vertical_alignment="center", key="curves-over"):
        # The switch has this name for the ear: above it there is no room for one.
        st.caption(_("Curves over"), width="content")
        by = choose(
            st.segmented_control,
            _("Curves over"),
            BY,
            BY[0],
            session.CURVES_OVER,
            label_visibility="collapsed",
            required=True,
        )
    if own is not None:
        own_run.field()
        own_run.remover()
with st.container(horizontal=True, gap="small", key="runs-row"):
    if own is None:
        run_controls.editors(compared)
        run_controls.adder(compared)
        own_run.field()
# What is said now and then has its place always, so that the player keeps its own.
with st.container():
    own_run.say_problem()
    if own is not None:
        own_run.say(own, scenarios[0])
    elif (other := table_shelf.own_run()) is not None:
        own_run.elsewhere(other)
    if problem:
        st.warning(problem, icon=":material/link_off:")
    shortened = runs.shortened(chosen.scenario, len(compared)) if own is None else ""
    if shortened:
        st.caption(shortened)
base = chosen.scenario if own is None else scenarios[0]
player(
    timeline=lambda: timelines.compare_timeline(names, scenarios, base, by, chosen.view.scale == "log", own),
    on_start=on_rate,
)
mend(files=True)
