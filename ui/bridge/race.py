"""The race with Streamlit, explained once and guarded once a side: here, and in the browser by web/race.js.

Whoever changes something tells the other side in a message, and both may be on their way at the same time:

- *The browser's messages are whole states.* With each it sends the values of all widgets and the address that it
  knows. One that was under way when a callback has set a preset, or that stops the preset's run halfway, would take
  the preset back. So what a callback sets is held: it stands against older messages until the browser has surely
  heard of it, so many seconds after the run that has sent it (`hold`, `restore`, `settle`; for one parameter
  of the address `hold_parameter`). Back and Forward are no such messages, however soon they come: they take back what
  was set (`begin`).
- *The player is a fragment.* What it reports runs the fragment alone, and Streamlit drops the fragment's unsent
  messages when a run of the page begins: a report in the middle of one has it take the player away. So the browser
  reports nothing while the page runs, nor for a moment after a click or a key elsewhere, which another message right
  behind it could make Streamlit lose (QUIET). A player that is mounted anew all the same goes on where the last one
  was.
- *A command may come twice, or late.* Python's commands to the player have numbers, and an old number moves nobody;
  nor does the one that was on its way when Back was pressed.
- *Whoever goes to another page may not have rested before.* Python does not know his last step then; the browser does,
  and begins there, unless the address or Python's command names another.
- *A fragment's callback changes what the whole page shows.* It asks for a run of the whole page, which only the
  fragment's next run can begin (`ask_for_page`, `page_first`).
- *A new server does not know the fragment*, and drops what it reports. When the line is back the page runs as a
  whole, and then the player says once more what it has said, by a number that is new to Streamlit (AGAIN).
"""

import json
import time
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ParamSpec

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui.bridge.held_settings import HeldSettings
from ui.settings import session

P = ParamSpec("P")

# Seconds in which the browser has surely heard of what was set; nobody takes a preset and changes a control so fast.
ARRIVAL = 0.8
# Seconds after a click or a key elsewhere in which the player reports nothing.
QUIET = 0.7
# A step that is reported once more is larger by so much: its whole part is the step.
AGAIN = 0.5
# What web/race.js knows of them.
CONSTANTS = json.dumps({"quiet": QUIET, "again": AGAIN})


def is_history_navigation() -> bool:
    """Whether this run is that of Back or Forward: what its address says is newer than all that was set."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def begin() -> None:
    """At the beginning of a whole run: against Back and Forward nothing is held."""
    if is_history_navigation():
        session.HELD_SETTINGS.pop()
        session.PARAMETERS_HELD_UNTIL.pop()


def hold(settings: Mapping[str, Any]) -> None:
    """In a callback: these settings stand against older messages."""
    session.HELD_SETTINGS.set(HeldSettings(settings, None))


def is_holding() -> bool:
    """Whether anything is held now."""
    return bool(_held())


def restore() -> None:
    """Before the widgets of a run: what is held stays, although the browser may not have heard of it yet."""
    for name, value in _held().items():
        setting = session.SETTING(name)
        if setting.is_set() and setting.get() != value:
            setting.set(value)


def settle() -> None:
    """At the end of a whole run: what was set is on its way to the browser, and is held only until it has arrived."""
    held = session.HELD_SETTINGS.get()
    if held is not None and held.until is None:
        session.HELD_SETTINGS.set(HeldSettings(held.settings, time.monotonic() + ARRIVAL))


def _held() -> Mapping[str, Any]:
    held = session.HELD_SETTINGS.get()
    return {} if held is None or held.is_over else held.settings


def hold_parameter(name: str) -> None:
    """In a callback: a parameter of the address that belongs to no widget has just been set."""
    held = session.PARAMETERS_HELD_UNTIL.get()
    session.PARAMETERS_HELD_UNTIL.set({**held, name: time.monotonic() + ARRIVAL})


def is_holding_parameter(name: str) -> bool:
    """Whether that was so short a time ago that the browser's address may be an older one."""
    return time.monotonic() < session.PARAMETERS_HELD_UNTIL.get().get(name, 0.0)


def ask_for_page(wanted: bool = True) -> None:
    """In a callback of the player: the whole page has to run, and not the player alone."""
    session.PAGE_ASKED.set(wanted)


def page_first(play: Callable[P, None]) -> Callable[P, None]:
    """The player's run, or in its place the whole page's, where that was asked for. It stands outside of the player's
    turn: the page waits for its own."""

    @wraps(play)
    def page_or_player(*args: P.args, **named: P.kwargs) -> None:
        if session.PAGE_ASKED.pop():
            st.rerun()
        play(*args, **named)

    return page_or_player
