"""A choice that is bound to the address, in words. Streamlit writes into it what an option is called on screen.
So where it is called otherwise in a visitor's words, as in another language than English, there are two: one that
nobody sees, whose options are those of every link, and one in the visitor's words. What is chosen in the second is
chosen in the first; a change of language loses nothing."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from core.numbers import typeset
from ui.bridge import race
from ui.language.numbers import is_number
from ui.language.speaking import N_, _, here
from ui.settings import session
from ui.settings.session import Key

# What core calls its options, for `make strings`.
OF_CORE = (
    *(N_("own data"), N_("zero"), N_("small random"), N_("far away"), N_("typed"), N_("as is"), N_("standard")),
    *(N_("min-max"), N_("all"), N_("PCA"), N_("random"), N_("minimum"), N_("start"), N_("current")),
    *(N_("sorted"), N_("by class"), N_("linear"), N_("log"), N_("sample"), N_("batch"), N_("textbook")),
)

# What links have always called it, and what it is called on screen.
SPELLED = {"re-optimised": N_("re-optimized")}


def choose(
    widget: Callable[..., Any],
    label: str,
    options: Sequence[Any],
    default: Any,
    key: Key[Any],
    called: Callable[[Any], str] = str,
    on_change: Callable[[], None] | None = None,
    **looks: Any,
) -> Any:
    """What is chosen of `options`, which are those of a link.

    widget : st.selectbox and its like · label : in the visitor's words · default : where the address says nothing
    called : what an option is called in English, and so in the address · on_change : a callback
    looks : how the widget looks
    """
    if widget is st.select_slider:
        usual = {"value": default}
    else:
        usual = {"default": default} if widget is st.segmented_control else {"index": options.index(default)}
    given = {"format_func": called, "on_change": on_change, **looks}
    said = in_words(options, called)
    if all(said(option) == called(option) for option in options):
        return widget(label, options, key=key.name, bind="query-params", **usual, **given)
    with st.container(key=f"{key.name}-neutral-detail", gap=None):
        value = widget(label, options, key=key.name, bind="query-params", **usual, **given)
    shown = session.SHOWN(key.name)
    if shown.get() != value:
        shown.set(value)
    given |= {"format_func": said, "on_change": _on_choice}
    # A place of the name that a style sheet knows.
    with st.container(key=f"{key.name}-shown", gap=None, width=looks.get("width", "stretch")):
        widget(label, options, key=shown.name, args=(key, on_change), **given)
    return value


def in_words(options: Sequence[Any], called: Callable[[Any], str] = str) -> Callable[[Any], str]:
    """What gives what an option is called in the language that is spoken now. called : what it is called in English"""
    words = {option: _in_words(called(option)) for option in options}
    return lambda option: words.get(option, str(option))


def _in_words(option: str) -> str:
    return here(typeset(option)) if is_number(option) else _(SPELLED.get(option, option))


def _on_choice(key: Key[Any], then: Callable[[], None] | None) -> None:
    chosen = session.SHOWN(key.name).get()
    key.set(chosen)
    if then is not None:
        then()
    race.hold({key.name: chosen})
