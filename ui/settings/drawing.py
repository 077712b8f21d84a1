"""The drawing of this session: what the pens do to it, and how it stands in the address bar.
State changes in callbacks only; the address has the points, the session also what was undone."""

from typing import Any

import streamlit as st

from core.data.drawings import Drawing, decode, encode
from core.data.own_data import OWN
from ui.settings import address, controls

PENS = ("class 0", "class 1", "move", "delete")


def current() -> Drawing:
    """The points of the address, with the session's own way back; Back and Forward are edits too."""
    drawing: Drawing = st.session_state.get("drawing", Drawing())
    text = address.kept("points")
    if text != encode(drawing.points):
        try:
            drawing = drawing.having(decode(text)) if text else drawing.clear()
        except ValueError:
            # The link's check has told of it already.
            drawing = drawing.clear()
        st.session_state["drawing"] = drawing
    return drawing


def put(drawing: Drawing) -> None:
    """In a callback: this is the drawing now, and the data to learn from."""
    st.session_state["drawing"] = drawing
    address.keep("points", encode(drawing.points))
    if st.session_state.get("data") != OWN:
        controls.use_data(OWN)
        st.session_state["start"] = "zero"


def draw(pen: str, event: dict[str, Any] | None) -> None:
    """In a callback: what a click or a drag on the plot does, with one of PENS.

    A drag moves a point with any pen, for that is what a drag means.
    """
    if not event or pen not in PENS:
        return
    drawing, x, y = current(), float(event["x"]), float(event["y"])
    dragged = "x0" in event
    nearest = drawing.nearest(float(event["x0"]), float(event["y0"])) if dragged else drawing.nearest(x, y)
    try:
        if pen in PENS[:2] and not dragged:
            put(drawing.add(x, y, PENS.index(pen)))
        elif nearest is None:
            return
        elif pen == "delete":
            put(drawing.delete(nearest))
        elif dragged:
            put(drawing.move(nearest, x, y))
    except ValueError as error:
        st.session_state["drawing problem"] = str(error)


def problem() -> str:
    """Why the last stroke did nothing; told once."""
    return str(st.session_state.pop("drawing problem", ""))
