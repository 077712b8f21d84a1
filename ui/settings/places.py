"""Where the visitor stands: the step that all pages share, and the stage and the sample of the Backward pass."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from core.take_home.saved import Place
from ui.backward_pass.stages import STAGES
from ui.settings import links, session


def current() -> Place:
    """Where the visitor stands: at the step that all pages share, and where the Backward pass was last."""
    return replace(session.PLACE.get(), step=session.STEP.get())


def move(report: Mapping[str, str]) -> None:
    """In a callback: the Backward pass rests at this stage and this sample, as the address has them."""
    linked = links.decode({name: [text] for name, text in report.items() if text and name in ("stage", "sample")})
    session.PLACE.set(Place(0, linked.stage, linked.sample))


def load(place: Place) -> None:
    """In a callback: this is where a saved scenario stood. It is shown where the Backward pass is opened next."""
    linked = links.decode({"stage": [place.stage or STAGES[0]], "sample": [str(place.sample)]})
    session.PLACE.set(Place(place.step, linked.stage, linked.sample))
    session.PLACE_TO_SHOW.set(True)


def arrive() -> None:
    """On the Backward pass: what the address says of stage and sample, or what a scenario that was loaded says."""
    if session.PLACE_TO_SHOW.pop():
        loaded = current()
        for name, value, usual in (("stage", loaded.stage, STAGES[0]), ("sample", loaded.sample, 0)):
            if value != usual:
                st.query_params[name] = str(value)
    else:
        move({name: st.query_params.get(name, "") for name in ("stage", "sample")})
