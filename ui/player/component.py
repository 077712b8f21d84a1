"""The player as a Streamlit component: one for the whole app, mounted by each page under a key of its own.
Its browser half is player.html, player.css and player.js, which need neither Streamlit nor a server."""

import struct
from collections.abc import Callable
from pathlib import Path

import plotly
import streamlit as st
from plotly.offline import get_plotlyjs_version

HERE = Path(__file__).parent
PLOTLY_FILE = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
# The version is in the name, so that browsers may keep the file for ever.
PLOTLY_ROUTE = f"/assets/plotly-{get_plotlyjs_version()}.min.js"


def _read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def plotly_url() -> str:
    """Where the browser finds Plotly: below the app's base path, if it has one."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}{PLOTLY_ROUTE}" if base else PLOTLY_ROUTE


def player_script() -> str:
    """The player's JavaScript as one module."""
    return _read("player.js") + _read("panels.js")


_component = st.components.v2.component(
    "gradient_explorer_player",
    html=f'<div data-plotly="{plotly_url()}">{_read("player.html")}</div>',
    css=_read("player.css"),
    # One module: a component's JavaScript cannot import from beside itself.
    js=player_script(),
    # Plotly's own style sheet stands in the document's head, which a shadow root would not see.
    isolate_styles=False,
)


def player(
    key: str,
    timeline: bytes,
    command: tuple[int, int],
    on_step: Callable[[], None] = lambda: None,
    on_start: Callable[[], None] = lambda: None,
    detail: bytes | None = None,
) -> None:
    """Mount the player under `key` with a packed timeline.

    detail : packed numbers of the step that the user rests on, where the timeline is coarse
    command : (number, step); whenever the number is a new one, the player goes to the step, and otherwise stays
    on_step : called when the user has rested on a step, then st.session_state[key].step
    on_start : called when a click chose a start, then st.session_state[key].start is {"x": …, "y": …}
    """
    _component(
        key=key,
        data=timeline + struct.pack("<II", *command),
        on_step_change=on_step,
        on_start_change=on_start,
    )
    # A message of its own, so that resting on a step does not send the timeline again. It has no picture.
    with st.container(key=f"{key}-detail", gap=None):
        if detail is not None:
            _component(key=f"{key} detail", data=detail + struct.pack("<II", 0, 0))
