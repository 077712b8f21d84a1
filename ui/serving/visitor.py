"""The visitor whose page this thread runs, as the queue knows him: his address, and whether he is still there."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui.serving.queue import RUNNING, Asker, OnWait, asking
from ui.settings import session


def still_there() -> None:
    """Where the page has ended, or is to run anew: end this run of it. No other is asked for in vain: a browser that
    comes back asks for a run if its page had not finished."""
    context = get_script_run_ctx()
    if context is None or not runtime.exists():
        return
    # Whoever looks into the session's state ends here if Streamlit wants him to.
    session.STEP.is_set()
    if not runtime.get_instance().is_active_session(context.session_id):
        st.stop()


@contextmanager
def visiting(on_wait: OnWait | None = None) -> Iterator[None]:
    """Whatever is asked for within the block, this page's visitor asks for.

    on_wait : is called with his place while he waits
    """
    address = st.context.ip_address if runtime.exists() else None
    with asking(Asker(address or "", on_wait, still_there)):
        yield


@contextmanager
def running(on_wait: OnWait | None = None) -> Iterator[None]:
    """A run of this visitor's page, or of a part of it, when it is its turn.

    on_wait : is called with his place while he waits for that, and with 0 when his turn has come
    """
    with ExitStack() as turn:
        with visiting(on_wait):
            turn.enter_context(RUNNING.turn())
        if on_wait is not None:
            on_wait(0)
        with visiting():
            yield
