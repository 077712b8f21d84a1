"""One step on paper: its numbers are covered. The visitor works them out, types them, and learns what went wrong."""

import streamlit as st

from core.mistakes import hand_calculation
from core.training import moment
from ui.bridge import lecture
from ui.bridge.aloud import aloud
from ui.by_hand.answers import answers
from ui.by_hand.given import facts, samples_table
from ui.language.speaking import _
from ui.serving import cache
from ui.settings import changes, number_fields, problems, session, sidebar
from ui.settings.hand_case import PRESET, hand_case
from ui.timeline import notation

chosen = sidebar.chosen()
scenario, whose, in_use = hand_case(chosen.scenario)
data, history = cache.run(scenario)
now = moment(scenario, data, history, 0)
stages = hand_calculation.stages(
    now, scenario.loss, scenario.learning_rate, lambda symbol: notation.name(symbol, chosen.notation)
)
answered = answers(hand_calculation.quantities(stages), number_fields.typed, session.NUMBERS_REVEALED.get())


def on_start_over() -> None:
    number_fields.start_over(answered)


def on_undo() -> None:
    number_fields.go_back()


def on_preset() -> None:
    changes.apply(PRESET.settings)


with st.container(key="aloud"):
    st.html(aloud(answered.spoken(session.LAST_NUMBER.get())))
problems.show()
with st.container(key="for-lecture-hand"):
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="hand-words"):
        st.markdown(
            _(
                "Type each result and press Enter; the eye reveals it. Two digits are usually enough; 0,65 and 1/3 "
                "work too."
            )
            + f"  \n{whose}"
        )
        # The same button: whoever pressed it by mistake is on it already.
        emptied = number_fields.can_go_back(answered)
        st.button(
            _("Undo") if emptied else _("Start over"),
            on_click=on_undo if emptied else on_start_over,
            key=session.START_OVER.name,
        )
        case = _(PRESET.name)
        # Taken again it would change nothing that is to be seen.
        taking = _("Case “{name}” in use", name=case) if in_use else _("Use the case “{name}”", name=case)
        st.button(taking, on_click=on_preset, disabled=in_use)
        lecture.button()
    with st.container(horizontal=True, gap="medium", vertical_alignment="center", key="hand-given"):
        st.markdown(samples_table(now, data.feature_names), width="content")
        st.markdown(facts(now, scenario.loss, scenario.learning_rate), width="content")
        st.progress(answered.right / len(answered.quantities), answered.progress())
    number_fields.rows(stages, answered)
