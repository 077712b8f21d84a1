"""The fields in which numbers are worked out by hand, and what was typed and revealed there.
Streamlit forgets its fields when another page is opened: what stood there is kept beside them."""

import streamlit as st

from core.mistakes.quantity import Quantity, Stage
from ui.bridge.aloud import mend
from ui.by_hand.answers import Answers
from ui.language.speaking import _
from ui.settings import session


def typed(key: str) -> str:
    """What stands in a number's field, or stood there."""
    number = session.NUMBER(key)
    return number.get() if number.is_set() else session.NUMBERS_TYPED.get().get(key, "")


def can_go_back(answers: Answers) -> bool:
    """Whether these numbers were there until all was emptied, and nothing has come since."""
    texts, revealed = session.NUMBERS_CLEARED.get()
    cleared = texts.keys() | revealed
    return bool(cleared) and cleared <= {quantity.key for quantity in answers.quantities}


def go_back() -> None:
    """Bring back what `start_over` has emptied."""
    texts, revealed = session.NUMBERS_CLEARED.pop()
    session.NUMBERS_TYPED.set({**session.NUMBERS_TYPED.get(), **texts})
    session.NUMBERS_REVEALED.set(session.NUMBERS_REVEALED.get() | revealed)
    for key, text in texts.items():
        session.NUMBER(key).set(text)


def start_over(answers: Answers) -> None:
    """Empty all fields of these numbers, and cover what was revealed; `go_back` brings it back."""
    keys = {quantity.key for quantity in answers.quantities}
    texts = {key: text for key in keys if (text := typed(key))}
    session.NUMBERS_CLEARED.set((texts, session.NUMBERS_REVEALED.get() & keys))
    session.NUMBERS_TYPED.set({key: text for key, text in session.NUMBERS_TYPED.get().items() if key not in keys})
    session.NUMBERS_REVEALED.set(session.NUMBERS_REVEALED.get() - keys)
    for key in keys:
        session.NUMBER(key).set("")
    session.LAST_NUMBER.pop()


def rows(stages: tuple[Stage, ...], answers: Answers) -> None:
    """A row a stage: its title and formula, its fields, and below each what is said of it."""
    for number, stage in enumerate(stages, 1):
        with st.container(key=f"hand-row of {len(stage.quantities)}: {number}"):
            st.markdown(f"{number} · **{_(stage.name)}** {_(stage.title)}  \n*{_(stage.formula)}*")
            # The Tab key leads from field to field, and only behind the last one to what reveals them.
            for quantity in stage.quantities:
                _field(quantity, answers)
            for quantity in stage.quantities:
                _verdict(quantity, answers)
    mend(
        described={session.NUMBER(key).name: f"verdict {key}" for key in answers.verdicts},
        wrong=[session.NUMBER(key).name for key in answers.wrong],
    )


def _field(quantity: Quantity, answers: Answers) -> None:
    st.text_input(
        _(quantity.name),
        session.NUMBERS_TYPED.get().get(quantity.key, ""),
        key=session.NUMBER(quantity.key).name,
        max_chars=40,
        autocomplete="off",
        disabled=quantity.key in answers.revealed,
        on_change=_on_typed,
        args=(quantity.key,),
    )


def _verdict(quantity: Quantity, answers: Answers) -> None:
    key = quantity.key
    with st.container(key=f"answer {key}"):
        with st.container(key=f"verdict {key}"):
            st.markdown(answers.line(quantity) or "&nbsp;")
        st.button(
            _("Reveal {number}", number=_(quantity.name)),
            key=session.REVEAL(key).name,
            icon=":material/visibility:",
            disabled=key in answers.revealed or answers.verdicts[key].kind == "right",
            on_click=_on_reveal,
            args=(key,),
        )


def _on_typed(key: str) -> None:
    session.NUMBERS_CLEARED.pop()
    session.NUMBERS_TYPED.set({**session.NUMBERS_TYPED.get(), key: session.NUMBER(key).get()})
    session.LAST_NUMBER.set(key)


def _on_reveal(key: str) -> None:
    session.NUMBERS_CLEARED.pop()
    session.NUMBERS_REVEALED.set(session.NUMBERS_REVEALED.get() | {key})
    session.LAST_NUMBER.set(key)
