"""A bar over the page for what takes long: what is being done, or the place in the queue."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.scenario import Scenario
from ui.language.speaking import _, ngettext
from ui.serving import visitor
from ui.settings import session

# Samples × steps from which a run takes long enough to say so: about half a second.
LONG = 5_000_000
# Samples from which a surface alone takes half a second.
MANY = 20_000


# How often a page is told its place before it says so: at the second time a second has passed.
PLACE_SHOWN_FROM = 2


def make_place() -> None:
    """Where the bar of `waiting` comes: over the page, so that it takes no room, and moves nothing that is there."""
    session.WAITING_PLACE.set(st.container(key="waiting", gap=None))


def in_turn() -> AbstractContextManager[None]:
    """Around a run of the page, which begins when it is its turn. Who waits for that for more than a moment reads his
    place."""
    bar: DeltaGenerator | None = None
    said = times = 0

    def wait(place: int) -> None:
        nonlocal bar, said, times
        times += 1
        if place == 0:
            if bar is not None:
                bar.empty()
        # A hundred who wait are a hundred pages to draw on: only where there is something new.
        elif times >= PLACE_SHOWN_FROM and place != said:
            said = place
            bar = _draw(bar, 0.0, _queued(place))

    return visitor.running(wait)


def _draw(bar: DeltaGenerator | None, share: float, words: str) -> DeltaGenerator:
    """The bar over the page, moved on; a new one where there is none yet."""
    if bar is not None:
        bar.progress(share, words)
        return bar
    over_page = session.WAITING_PLACE.get()
    with st.sidebar if over_page is None else over_page:
        return st.progress(share, words)


def _queued(place: int) -> str:
    return _("The server is busy: you are number {place} in the queue …", place=place)


@contextmanager
def waiting(scenario: Scenario) -> Iterator[Callable[[float, str], None] | None]:
    """Around a long computation: a bar over the page that says what is being done; around a short one nothing.

    Where a computation has to wait for its turn, the bar says its place in the queue.

    Gives a function that moves the bar on, to a share of the whole with the words for what comes next; None where
    nothing is shown, and nothing has to be done in parts.
    """
    samples = scenario.size
    is_long = samples * scenario.steps >= LONG or samples >= MANY
    bar: DeltaGenerator | None = None
    doing = (
        0.0,
        ngettext(
            "Training {n:,} step on {samples:,} samples …",
            "Training {n:,} steps on {samples:,} samples …",
            scenario.steps,
            samples=samples,
        )
        if is_long
        else _("It is on its way …"),
    )

    def show(share: float, words: str) -> None:
        nonlocal bar
        bar = _draw(bar, share, words)

    def goes_on(share: float, words: str) -> None:
        nonlocal doing
        doing = (share, words)
        show(*doing)

    def wait(place: int) -> None:
        if place:
            show(doing[0], _queued(place))
        else:
            show(*doing)

    if is_long:
        show(*doing)
    try:
        with visitor.visiting(wait):
            yield goes_on if is_long else None
    finally:
        if bar is not None:
            bar.empty()
