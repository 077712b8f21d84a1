"""The player as a Streamlit component: one for the whole app, mounted by each page under a key of its own.
Its browser half is player.html, player.css and player.js, which need neither Streamlit nor a server."""

import struct
from collections.abc import Callable

import streamlit as st

from ui import measures, visitor
from ui.player.assets import CARTESIAN_ROUTE, PLAYER_ROUTE, PLOTLY_ROUTE, text
from ui.player.sent import address
from ui.player.timeline import pack_address


def url(route: str) -> str:
    """Where the browser finds a file: below the app's base path, if it has one."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}{route}" if base else route


_component = st.components.v2.component(
    "gradient_explorer_player",
    html=f'<div data-plotly="{url(PLOTLY_ROUTE)}" data-light="{url(CARTESIAN_ROUTE)}">{text("player.html")}</div>',
    css=text("player.css"),
    # What stands here travels with every timeline; the program itself comes by a route that browsers keep.
    js=f"""const player = await import(new URL("{url(PLAYER_ROUTE)}", location.origin).href);
export default (component) => player.default(component);""",
    # Plotly's own style sheet stands in the document's head, which a shadow root would not see.
    isolate_styles=False,
)

_line = st.components.v2.component(
    "gradient_explorer_line",
    js=f"""const player = await import(new URL("{url(PLAYER_ROUTE)}", location.origin).href);
export default (component) => player.watchLine(component);""",
    isolate_styles=False,
)

# Set by a callback that changed the settings: then the whole page has to run, and not the player alone.
RERUN = "player rerun"


def watch_line() -> None:
    """Ask for a run of the whole page as soon as a line that was cut is back.

    A server that has started again, or another replica, does not know the fragment that a player is in, and drops what
    it reports; nor does it know the files that are offered for download, or the table of its visitor.
    """
    with st.container(key="line-detail", gap=None):
        _line(key="line", on_back_change=lambda: None)


def player(
    key: str,
    timeline: Callable[[], bytes],
    command: tuple[int, int],
    on_step: Callable[[], None] = lambda: None,
    on_start: Callable[[], None] = lambda: None,
    detail: Callable[[], bytes | None] = lambda: None,
    page_shows_step: bool = False,
) -> None:
    """Mount the player under `key`; what it reports runs this function again and nothing else of the page.

    timeline : gives the packed timeline
    command : (number, step); whenever the number is a new one, the player goes to the step, and otherwise stays
    on_step : called when the user has rested on a step, then st.session_state[key].step
    on_start : called when a click chose a start, then st.session_state[key].start is {"x": …, "y": …}; the whole page
        runs behind it
    detail : gives the packed numbers of the step that the user rests on, where the timeline is coarse
    page_shows_step : the page around the player depends on the step, so it runs too when the user rests
    """
    _play(key, timeline, command, on_step, on_start, detail, page_shows_step)


@st.fragment
@measures.rerun("player")
@visitor.visiting()
def _play(
    key: str,
    timeline: Callable[[], bytes],
    command: tuple[int, int],
    on_step: Callable[[], None],
    on_start: Callable[[], None],
    detail: Callable[[], bytes | None],
    page_shows_step: bool,
) -> None:
    if st.session_state.pop(RERUN, False):
        st.rerun()

    def step() -> None:
        on_step()
        st.session_state[RERUN] = page_shows_step

    def start() -> None:
        on_start()
        st.session_state[RERUN] = True

    def missing() -> None:
        st.session_state[f"{key}: missing"] = st.session_state[key].missing

    packed = timeline()
    where = url(address(packed))
    # It may be gone again, or the browser may have asked another replica for it: then it comes as it is.
    comes = st.session_state.get(f"{key}: missing") == where
    _component(
        key=key,
        data=(packed if comes else pack_address(where)) + struct.pack("<II", *command),
        on_step_change=step,
        on_start_change=start,
        on_missing_change=missing,
    )
    # A message of its own, so that resting on a step does not send the timeline again. It has no picture.
    with st.container(key=f"{key}-detail", gap=None):
        numbers = detail()
        if numbers is not None:
            _component(key=f"{key} detail", data=numbers + struct.pack("<II", 0, 0))
