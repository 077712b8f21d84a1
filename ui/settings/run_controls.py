"""The runs of the page Compare, as it chooses them: a button for each; behind it what the run does otherwise than the
sidebar says. The link has them, and the page reads them from there."""

from collections.abc import Iterable

import streamlit as st

from core.data.scaling import SCALINGS
from core.loss import LOSSES
from core.optimizer import OPTIMIZERS
from core.scenario import LEARNING_RATE, STARTS
from ui.compare import runs
from ui.language.speaking import N_, _
from ui.settings import address, session
from ui.settings.choice import in_words
from ui.settings.scenario_settings import BATCHES

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


def editors(compared: tuple[runs.Changes, ...]) -> None:
    """A button for each of these runs, in the container that is open."""
    for place in range(len(compared)):
        _editor(place, compared)


def adder(compared: tuple[runs.Changes, ...]) -> None:
    """A button that puts another run behind these."""
    full = len(compared) == runs.MOST_RUNS
    st.button(_("Add a run"), on_click=_on_add, args=(compared,), disabled=full, icon=":material/add:")


def _editor(place: int, compared: tuple[runs.Changes, ...]) -> None:
    run = compared[place]
    with st.popover(f"{place + 1} · {runs.label(run)}", key=f"editor {place}"):
        for name, (label, options) in OPTIONS.items():
            choice = session.RUN(place, name)
            choice.set(run.get(name, SAME))
            known = (SAME, *options)
            st.selectbox(
                _(label),
                known,
                key=choice.name,
                on_change=_on_change,
                args=(place, compared),
                format_func=in_words(known),
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
            on_change=_on_change,
            args=(place, compared),
        )
        st.button(
            _("Remove this run"),
            key=session.REMOVE_RUN(place).name,
            on_click=_on_remove,
            args=(place, compared),
            disabled=len(compared) == 1,
        )


def _on_change(place: int, compared: tuple[runs.Changes, ...]) -> None:
    """A run's own settings have changed."""
    said = {name: session.RUN(place, name).get() for name in OPTIONS}
    run = {name: value for name, value in said.items() if value != SAME}
    rate = session.RUN(place, RATE).get()
    if rate is not None:
        run[RATE] = float(rate)
    changed = {name: run[name] for name in runs.FIELDS if name in run}
    _write((*compared[:place], changed, *compared[place + 1 :]))


def _on_add(compared: tuple[runs.Changes, ...]) -> None:
    _write((*compared, {}))


def _on_remove(place: int, compared: tuple[runs.Changes, ...]) -> None:
    _write((*compared[:place], *compared[place + 1 :]))


def _write(compared: Iterable[runs.Changes]) -> None:
    """Into the link."""
    address.write("runs", runs.write_runs(tuple(compared)))
