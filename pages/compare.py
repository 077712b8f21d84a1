"""Several runs from one start, moved by one transport: which gets down sooner, and why."""

import streamlit as st

from core.data.scaling import SCALINGS
from core.loss import LOSSES
from core.optimizer import OPTIMIZERS
from core.scenario import LEARNING_RATE, STARTS
from core.take_home.parting import right_scenario
from ui.bridge.aloud import mend
from ui.bridge.component import player
from ui.bridge.report import Click
from ui.compare import runs
from ui.compare.curves import BY
from ui.compare.own_run import CORRECT_CODE
from ui.language.speaking import N_, _
from ui.serving import cache, table_shelf, timelines
from ui.settings import address, changes, own_run, problems, progress, session, sidebar
from ui.settings.choice import choose, in_words
from ui.settings.scenario_settings import BATCHES

chosen = sidebar.chosen()
# What a run may do otherwise than the sidebar says, and "as in the sidebar" for each.
OPTIONS = {
    "loss": (N_("Loss"), tuple(LOSSES)),
    "optimizer": (N_("Optimizer"), tuple(OPTIMIZERS)),
    "batch": (N_("Batch size"), BATCHES),
    "start": (N_("Start weights"), tuple(start for start in STARTS if start != "typed")),
    "scaling": (N_("Scaling"), SCALINGS),
}
SAME = N_("as in the sidebar")
# A number: it has a field of its own.
RATE = "lr"


def on_rate(click: Click) -> None:
    changes.set_rate(click["x"])


def on_classic(classic: runs.Classic) -> None:
    changes.compare(classic.runs if classic.runs != runs.OPTIMIZERS else "", classic.settings, classic.varied)


def on_change(place: int) -> None:
    """A run's own settings have changed."""
    said = {name: session.RUN(place, name).get() for name in OPTIONS}
    run = {name: value for name, value in said.items() if value != SAME}
    rate = session.RUN(place, RATE).get()
    if rate is not None:
        run[RATE] = float(rate)
    put({**dict(enumerate(compared)), place: {name: run[name] for name in runs.FIELDS if name in run}})


def on_add() -> None:
    put({**dict(enumerate(compared)), len(compared): {}})


def on_remove(place: int) -> None:
    put({i: run for i, run in enumerate(compared) if i != place})


def put(changed: dict[int, runs.Changes]) -> None:
    """Into the link: the page reads its runs from there."""
    address.write("runs", runs.write_runs(tuple(changed.values())))


def editor(place: int, run: runs.Changes) -> None:
    """One run's button; behind it what it does otherwise than the sidebar says."""
    with st.popover(f"{place + 1} · {runs.label(run)}", key=f"editor {place}"):
        for name, (label, options) in OPTIONS.items():
            choice = session.RUN(place, name)
            choice.set(run.get(name, SAME))
            known = (SAME, *options)
            st.selectbox(
                _(label), known, key=choice.name, on_change=on_change, args=(place,), format_func=in_words(known)
            )
        rate = session.RUN(place, RATE)
        rate.set(run.get(RATE))
        st.number_input(
            _("Learning rate"),
            *LEARNING_RATE,
            value=None,
            key=rate.name,
            format="%g",
            placeholder=_(SAME),
            on_change=on_change,
            args=(place,),
        )
        st.button(
            _("Remove this run"),
            key=session.REMOVE_RUN(place).name,
            on_click=on_remove,
            args=(place,),
            disabled=len(compared) == 1,
        )


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
if own is None:
    with st.container(horizontal=True, gap="small", key="runs-row"):
        for place, run in enumerate(compared):
            editor(place, run)
        st.button(_("Add a run"), on_click=on_add, disabled=len(compared) == runs.MOST_RUNS, icon=":material/add:")
        own_run.field()
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
with progress.waiting(chosen.scenario) as goes_on:
    if goes_on:
        for place, scenario in enumerate(scenarios):
            goes_on(place / (len(scenarios) + 1), _("Training run {n} of {all} …", n=place + 1, all=len(scenarios)))
            cache.run(scenario)
        goes_on(len(scenarios) / (len(scenarios) + 1), _("Sweeping the learning rate …"))
    base = chosen.scenario if own is None else scenarios[0]
    timeline = timelines.compare_timeline(names, scenarios, base, by, chosen.view.scale == "log", own)
player(
    timeline=lambda: timeline,
    on_start=on_rate,
)
mend(files=True)
