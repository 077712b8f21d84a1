"""The classic bugs: break the training on purpose, and see where it shows. Or find out which one is yours."""

from typing import Literal

import streamlit as st

from core.mistakes.catalogue import BY_KEY
from core.mistakes.pasted_numbers import MAX_NUMBERS
from core.mistakes.suspects import KINDS
from ui.break_it.case import case_of, comparable, departures
from ui.break_it.choices import GROUPS, OPTIONS, names, style
from ui.bridge.aloud import aloud, mend
from ui.bridge.component import player
from ui.language.speaking import N_, _
from ui.serving import cache, timelines
from ui.settings import problems, session, sidebar
from ui.timeline.notation import translate

VERDICTS: dict[str, tuple[str, str, Literal["green", "red", "orange", "gray"]]] = {
    "right": (N_("correct"), ":material/check:", "green"),
    "mistake": (N_("found"), ":material/bug_report:", "red"),
    "shape": (N_("shape"), ":material/straighten:", "orange"),
    "unknown": (N_("unknown"), ":material/question_mark:", "gray"),
}

chosen = sidebar.chosen()
scenario = comparable(chosen.scenario)


def say(text: str) -> str:
    """A sentence in the visitor's notation. The code keeps its own."""
    return translate(text, chosen.notation)


def on_name() -> None:
    session.JUDGED.set((case_key, session.NUMBERS_KIND.get(), session.NUMBERS_PASTED.get()))


def on_numbers() -> None:
    """Ctrl+Enter behind numbers asks, and so does another array; where there are no numbers, nobody asks."""
    if session.NUMBERS_PASTED.get().strip():
        on_name()
    else:
        session.JUDGED.pop()


def on_show(key: str) -> None:
    session.MISTAKE.set(key)


problems.show()
# It has its place always, so that the player keeps its own.
with st.container():
    if otherwise := departures(chosen.scenario):
        st.caption(otherwise)
data, history = cache.run(scenario)
case = case_of(scenario, data, history, session.STEP.get())
case_key = (scenario, case.step)
with st.container(key="break-it", horizontal=True):
    with st.container(key="for-lecture-bugs", gap="small"):
        picked = st.radio(
            _("Choose a bug"),
            OPTIONS,
            key=session.MISTAKE.name,
            bind="query-params",
            captions=tuple(map(_, GROUPS)),
        )
        st.html(style(session.MISTAKE.name))
        mend(names={session.MISTAKE.name: names()})
        diagnosis = st.popover(_("Diagnose your own gradient"), width="stretch")
    player(
        timeline=lambda: timelines.broken_timeline(
            scenario, picked, session.STEP.get(), chosen.view.scale == "log", chosen.notation
        ),
        page_shows_step=True,
    )

with diagnosis, st.container(key="diagnosis", horizontal=True):
    with st.container(gap="small", width=300):
        st.markdown(
            _(
                "Compute dL/dz, dL/dy or dW for this setup and paste the values: {setup}, the bias last.",
                setup=case.line(),
            )
        )
        st.code(case.weights(), wrap_lines=True)
    with st.container(gap="small", width=300):
        kind = st.radio(
            _("Your numbers are"),
            KINDS,
            KINDS.index("dW"),
            key=session.NUMBERS_KIND.name,
            format_func=say,
            horizontal=True,
            persist_state="session",
            on_change=on_numbers,
        )
        st.text_area(
            _("Your numbers of {kind}, {shape}", kind=say(kind), shape=case.shape(kind)),
            key=session.NUMBERS_PASTED.name,
            height=100,
            placeholder="[[0.425249]\n [0.400332]]",
            help=_("Plain, or as numpy prints them; at most {most:,}. They are compared, never run.", most=MAX_NUMBERS),
            persist_state="session",
            on_change=on_numbers,
        )
        st.button(_("Name the bug"), on_click=on_name, type="primary")
        judged_case, judged_kind, judged_text = session.JUDGED.get()
        if judged_case == case_key:
            with st.container(border=True, key="verdict", gap="small"):
                try:
                    judged = case.name(judged_kind, judged_text)
                except ValueError as error:
                    sentence = _(error)
                    st.badge(_("cannot be read"), icon=":material/edit:", color="orange")
                    st.text(sentence)
                else:
                    label, icon, colour = VERDICTS[judged.kind]
                    st.badge(f"{say(judged_kind)}: {_(label)}", icon=icon, color=colour)
                    sentence = say(_(judged.sentence))
                    st.text(sentence)
                    for key in judged.keys if picked not in judged.keys else ():
                        shown = session.SHOW_MISTAKE(key).name
                        st.button(_("Show “{bug}”", bug=_(BY_KEY[key].name)), key=shown, on_click=on_show, args=(key,))
                st.html(aloud(sentence))
