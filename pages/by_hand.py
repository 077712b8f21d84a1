"""One step on paper: its numbers are covered. The visitor works them out, types them, and learns what went wrong."""

import streamlit as st

from core.mistakes import hand_calculation
from core.mistakes.hand_calculation import Quantity
from core.mistakes.typed_number import write
from core.scenario import Scenario
from core.training import moment
from ui.bridge import lecture
from ui.bridge.aloud import aloud, mend
from ui.serving import cache
from ui.settings import changes, links, problems, session, sidebar
from ui.settings.presets import PRESETS
from ui.settings.scenario_settings import to_scenario
from ui.timeline import notation

PRESET = next(preset for preset in PRESETS if preset.name == "Hand calculation")
MARKS = {"right": ":green[✓] ", "wrong": ":red[✗] ", "unreadable": ":orange[?] ", "empty": "&nbsp;"}
# A verdict has its lines from the start, so that nothing moves when it comes.
# A button says "Reveal" to the eye, and to a screen reader also what.
# "Press Enter to apply" would lie across what is typed; the page says it at the top.
STYLE = """<style>
[class*="st-key-verdict"] { min-height: 3.55rem; }
[class*="st-key-verdict"] [data-testid="stMarkdownContainer"] { font-size: 0.875rem; line-height: 1.35; }
[class*="st-key-uncover"] .stMarkdownColoredText {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
.stMain [data-testid="InputInstructions"] { display: none; }
</style>"""
chosen = sidebar.chosen()


def typed(key: str) -> str:
    """What stands in a number's field, or stood there: Streamlit forgets its fields when another page is opened."""
    number = session.NUMBER(key)
    return number.get() if number.is_set() else session.NUMBERS_TYPED.get().get(key, "")


def on_typed(key: str) -> None:
    session.NUMBERS_TYPED.set({**session.NUMBERS_TYPED.get(), key: session.NUMBER(key).get()})
    session.LAST_NUMBER.set(key)


def on_reveal(key: str) -> None:
    session.NUMBERS_REVEALED.set(session.NUMBERS_REVEALED.get() | {key})
    session.LAST_NUMBER.set(key)


def on_start_over() -> None:
    texts = session.NUMBERS_TYPED.get()
    session.NUMBERS_TYPED.set({key: text for key, text in texts.items() if key not in verdicts})
    session.NUMBERS_REVEALED.set(session.NUMBERS_REVEALED.get() - verdicts.keys())
    for key in verdicts:
        session.NUMBER(key).set("")
    session.LAST_NUMBER.pop()


def on_preset() -> None:
    changes.apply(PRESET.settings)


def choose() -> tuple[Scenario, str]:
    """The step to work out, and a line that says whose it is."""
    case = chosen.scenario
    W = cache.run(case)[1].W if case.data == hand_calculation.DATA else case.start_weights().T
    step = min(session.STEP.get(), len(W) - 1)
    try:
        return hand_calculation.exercise(case, W[step]), f"Your case from the sidebar, with W as at step {step}"
    except ValueError as error:
        preset = to_scenario(links.complete(PRESET.settings))
        line = f"{error} The numbers here are those of the preset “{PRESET.name}”"
        return hand_calculation.exercise(preset, preset.start_weights()[:, 0]), line


def given() -> str:
    """X with its ones and t as a table, and W."""
    heads = ["sample", *data.feature_names, "1", "t"]
    samples = [[f"**{i}**", *map(write, x), write(t)] for i, (x, t) in enumerate(zip(now.X1, now.t[:, 0], strict=True))]
    table = "\n".join(f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *samples))
    names = ", ".join([*(f"w{k + 1}" for k in range(len(now.W) - 1)), "b"])
    return f"{table}\n\nW = ({names}) = ({', '.join(map(write, now.W[:, 0]))})"


def field(quantity: Quantity) -> None:
    """Where to type a number, a button that reveals it, and the verdict below."""
    key, verdict = quantity.key, verdicts[quantity.key]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(
            quantity.name,
            session.NUMBERS_TYPED.get().get(key, ""),
            key=session.NUMBER(key).name,
            max_chars=40,
            autocomplete="off",
            disabled=key in revealed,
            on_change=on_typed,
            args=(key,),
        )
        st.button(
            f"Reveal :grey[{quantity.name}]",
            key=session.REVEAL(key).name,
            disabled=key in revealed or verdict.kind == "right",
            on_click=on_reveal,
            args=(key,),
        )
    with st.container(key=f"verdict {key}"):
        st.markdown(
            f"Revealed: {quantity.shown}, as {quantity.formula}."
            if key in revealed
            else MARKS[verdict.kind] + verdict.message
        )


def spoken() -> str:
    """For the ear: what the last verdict says to the eye, and how many are right."""
    last = next((quantity for quantity in quantities if quantity.key == session.LAST_NUMBER.get()), None)
    if last is None:
        return ""
    said = f"revealed: {last.shown}." if last.key in revealed else verdicts[last.key].message
    return f"{last.name}: {said} {progress()}."


def progress() -> str:
    """How many numbers are there already."""
    return f"{len(right)} of {len(verdicts)} right, {len(helped)} revealed"


scenario, whose = choose()
data, history = cache.run(scenario)
now = moment(scenario, data, history, 0)
stages = hand_calculation.stages(
    now, scenario.loss, scenario.learning_rate, lambda s: notation.name(s, chosen.notation)
)
quantities = hand_calculation.quantities(stages)
verdicts = {quantity.key: hand_calculation.judge(quantity, typed(quantity.key)) for quantity in quantities}
revealed = session.NUMBERS_REVEALED.get()
helped = revealed & verdicts.keys()
right = [key for key, verdict in verdicts.items() if verdict.kind == "right" and key not in helped]

st.html(STYLE + aloud(spoken()))
problems.show()
with st.container(key="for-lecture-hand"):
    with st.container(horizontal=True, gap="small", horizontal_alignment="distribute"):
        st.markdown(
            "Work out each number on paper, type it and press Enter. "
            "Round to two digits or more; 0.65, 0,65 and 1/3 are all fine.",
            width="content",
        )
        lecture.button()
    with st.container(horizontal=True, gap="medium"):
        st.markdown(given(), width="content")
        with st.container(width=640):
            st.markdown(
                f"{whose}: gradient descent over both samples, {scenario.loss}, lr = {write(scenario.learning_rate)}."
            )
            st.progress(len(right) / len(verdicts), progress())
            with st.container(horizontal=True, gap="small"):
                st.button("Start over", on_click=on_start_over)
                st.button(f"Take the preset “{PRESET.name}”", on_click=on_preset)
    for number, stage in enumerate(stages, 1):
        title, fields = st.columns([1, 5], gap="small")
        title.markdown(f"{number} · **{stage.name}**  \n{stage.title}")
        with fields.container(horizontal=True, gap="small"):
            for quantity in stage.quantities:
                with st.container(width=280, gap="xsmall"):
                    field(quantity)
    if len(right) + len(helped) == len(verdicts):
        st.success(f"All done: {len(right)} right, {len(helped)} revealed. Another loss, lr or W makes new numbers.")
mend(
    {
        session.NUMBER(key).name: f"verdict {key}"
        for key, verdict in verdicts.items()
        if verdict.kind in ("wrong", "unreadable") and key not in helped
    }
)
