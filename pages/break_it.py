"""The classic bugs: break the training on purpose, and see where it shows. Or find out which one is yours."""

from typing import Literal

import streamlit as st

from core.mistakes.catalogue import BY_KEY
from core.mistakes.pasted_numbers import MAX_NUMBERS
from core.mistakes.suspects import KINDS
from ui.break_it.case import case_of, comparable, departures
from ui.break_it.code import SIDES, code_pair
from ui.break_it.stages import stage_table
from ui.break_it.verdict import measured
from ui.bridge.aloud import aloud, mend
from ui.bridge.component import player
from ui.serving import cache, timelines
from ui.settings import problems, progress, session, sidebar
from ui.timeline.notation import translate

NAMES = ("none", *(mistake.name for mistake in BY_KEY.values()))
# Streamlit puts an option's text into the link. That is the mistake's key; what is read and clicked is its name.
NAME = '.st-key-mistake [role="radiogroup"] > :nth-child(%d) [data-testid="stMarkdownContainer"]::after'
NAMED = "".join(f'{NAME % place} {{ content: "{name}"; }}\n' for place, name in enumerate(NAMES, start=1))
STYLE = """<style>
.st-key-mistake [role="radiogroup"] p { display: none; }
%s
.st-key-mistaken-code code .comment { color: inherit !important; font-weight: 600; }
%s</style>"""
# An outline that is not to be seen: where the system chooses the colours, it is what is left.
LIT = (
    ".st-key-%s code > span:nth-child(%d) "
    "{ display: block; background: rgba(%s, 0.24); outline: 1px solid transparent; }\n"
)
LIT_RIGHT, LIT_WRONG = "18, 165, 148", "229, 56, 59"
VERDICTS: dict[str, tuple[str, str, Literal["green", "red", "orange", "gray"]]] = {
    "right": ("correct", ":material/check:", "green"),
    "mistake": ("found", ":material/bug_report:", "red"),
    "shape": ("shape", ":material/straighten:", "orange"),
    "unknown": ("unknown", ":material/question_mark:", "gray"),
}

chosen = sidebar.chosen()
scenario = comparable(chosen.scenario)


def say(text: str) -> str:
    """A sentence in the visitor's notation. The code keeps its own."""
    return translate(text, chosen.notation)


def on_name() -> None:
    session.JUDGED.set((case_key, session.NUMBERS_KIND.get(), session.NUMBERS_PASTED.get()))


def on_show(key: str) -> None:
    session.MISTAKE.set(key)


# Whatever stands in this container, the player behind it keeps its place, and with it its charts.
with st.container(gap="xsmall", key="for-lecture-mistake"):
    problems.show()
    picked = st.radio("Choose a bug", ("none", *BY_KEY), key=session.MISTAKE.name, bind="query-params", horizontal=True)
    mistake = BY_KEY.get(picked)
    with progress.waiting(scenario):
        data, history = cache.run(scenario)
        timeline = timelines.broken_timeline(scenario, picked, chosen.view.scale == "log")
    case = case_of(scenario, data, history, session.STEP.get())
    case_key = (scenario, case.step)
    otherwise = departures(chosen.scenario)
    lit, effect, explained = "", None, ""
    if otherwise:
        st.caption(otherwise)
    if mistake is None:
        st.info("The code is correct. Choose a bug to see its symptoms.", icon=":material/check:")
    else:
        st.markdown(say(mistake.hint))
        explained = f"{mistake.name}: {say(mistake.hint)}"
        for column, (side, said), code, colour in zip(
            st.columns(2), SIDES, code_pair(mistake), (LIT_RIGHT, LIT_WRONG), strict=True
        ):
            lit += "".join(LIT % (f"{side}-code", line + 1, colour) for line in code.lit)
            with column.container(key=f"{side}-code", gap="small"):
                st.caption(f"{said}: `{code.name}`")
                st.code("\n".join(code.lines), wrap_lines=True)
        effect = case.effect(mistake)
        if effect.passed:
            st.warning(say(effect.sentence), title="Gradient check: green", icon=":material/check:")
        else:
            st.error(say(effect.sentence), title="Gradient check: red", icon=":material/close:")
    st.html(STYLE % (NAMED, lit) + aloud(explained))
    mend(names={session.MISTAKE.name: NAMES})
player(
    timeline=lambda: timeline,
    page_shows_step=True,
)
if effect is not None:
    st.subheader("Where the values first differ", anchor=False)
    st.caption(measured(effect))
    table, rows = stage_table(effect, len(data.X))
    table["stage"] = [say(stage) for stage in table["stage"]]
    st.table(table, hide_index=True)
    st.caption(f"Step {case.step} of the correct run. {rows}")

st.subheader("Diagnose your own gradient", anchor=False)
st.markdown(f"Compute dL/dz, dL/dy or dW for this setup and paste the values: {case.line()}. W with all its digits:")
st.code(case.weights(), wrap_lines=True)
left, right = st.columns(2)
with left:
    kind = st.radio(
        "Your numbers are",
        KINDS,
        KINDS.index("dW"),
        key=session.NUMBERS_KIND.name,
        format_func=say,
        horizontal=True,
        persist_state="session",
    )
    st.text_area(
        f"Your numbers of {say(kind)}, {case.shape(kind)}",
        key=session.NUMBERS_PASTED.name,
        height=120,
        placeholder="[[0.425249]\n [0.400332]]",
        help=f"Plain, or as numpy prints them; at most {MAX_NUMBERS:,}. They are compared, never run.",
        persist_state="session",
    )
    st.button("Name the bug", on_click=on_name, type="primary")
judged_case, judged_kind, judged_text = session.JUDGED.get()
if judged_case == case_key:
    with right.container(border=True, key="verdict"):
        try:
            judged = case.name(judged_kind, judged_text)
        except ValueError as error:
            st.badge("cannot be read", icon=":material/edit:", color="orange")
            st.text(str(error))
        else:
            label, icon, colour = VERDICTS[judged.kind]
            st.badge(f"{say(judged_kind)}: {label}", icon=icon, color=colour)
            st.text(say(judged.sentence))
            for key in judged.keys if picked not in judged.keys else ():
                shown = session.SHOW_MISTAKE(key).name
                st.button(f"Show “{BY_KEY[key].name}”", key=shown, on_click=on_show, args=(key,))
