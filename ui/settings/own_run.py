"""The visitor's own run on the page Compare: its file, where it belongs, and how it goes again.
A session keeps one at most, and no link has anything of it."""

from urllib.parse import parse_qs

import streamlit as st

from core.scenario import Scenario
from core.take_home.own_run import OwnRun, read_run
from core.take_home.parting import right_scenario
from ui.bridge.aloud import aloud
from ui.language.speaking import _, ngettext, said_by
from ui.markdown import plain
from ui.serving import table_shelf, timelines
from ui.settings import changes, links, session
from ui.settings.parameter import Settings, write_number
from ui.settings.scenario_settings import BY_NAME, to_scenario


def of(scenario: Scenario) -> OwnRun | None:
    """The session's own run, if it is of this scenario's data."""
    run = table_shelf.own_run()
    return run if run is not None and run.is_of(scenario.dataset()) else None


def field() -> None:
    """A button; behind it what such a run is, and the place for its file."""
    field_ = session.OWN_RUN_FILE(session.OWN_RUN_FILES.get())
    with st.popover(_("Your run"), icon=":material/upload:", key="own-run"):
        st.markdown(
            _(
                "See the path of your own code beside the correct one: upload the `run.csv` that `trace` "
                "has written. `trace` is in `check_gradient.py`, on the page Export."
            )
        )
        st.file_uploader(_("A run"), ["csv"], key=field_.name, label_visibility="collapsed", on_change=_on_file)


def say_problem() -> None:
    """Why the last file could not be used, if it could not."""
    problem = session.OWN_RUN_PROBLEM.get()
    if problem:
        st.warning(plain(_(problem)), icon=":material/edit:")


def say(run: OwnRun, right: Scenario) -> None:
    """Where it parts from the right run."""
    said = _(timelines.own_parting(run, right).sentence)
    with st.container(key="own-run-said", gap=None):
        st.text(said)
        st.caption(
            _(
                "Both begin at the weights in your file. Gradient descent over all samples, lr = {rate}.",
                rate=write_number(run.learning_rate),
            )
        )
    st.html(aloud(said))


def elsewhere(run: OwnRun) -> None:
    """The session has a run, but of other data than those that are shown."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.caption(
            ngettext(
                "Your run used different data: {n:,} sample.",
                "Your run used different data: {n:,} samples.",
                run.samples,
            )
        )
        if _scenario_of(run) is not None:
            st.button(_("Show its data"), on_click=_on_show)
        remover()


def remover() -> None:
    """The button that lets it go."""
    st.button(_("Remove your run"), on_click=_on_remove, icon=":material/delete:")


def _on_file() -> None:
    """A file has come: if it can be used, it is the session's run from now on, and the page is set to its data."""
    number = session.OWN_RUN_FILES.get()
    file = session.OWN_RUN_FILE(number).get()
    session.OWN_RUN_FILES.set(number + 1)
    if file is None:
        return
    if table_shelf.is_lost(file):
        session.OWN_RUN_PROBLEM.set(table_shelf.LOST)
        return
    try:
        run = read_run(table_shelf.take_bytes(file).decode("utf-8", errors="replace"))
        chosen = session.CHOSEN.get()
        shown = chosen.scenario if chosen is not None else None
        moves = shown is None or not run.is_of(shown.dataset())
        scenario = _scenario_of(run) if moves else shown
        if scenario is None:
            raise ValueError(
                ngettext(
                    "This run used different data from the chosen set: {n:,} sample.",
                    "This run used different data from the chosen set: {n:,} samples.",
                    run.samples,
                )
            )
        right_scenario(scenario, run)
        table_shelf.put_run(run)
    except ValueError as error:
        session.OWN_RUN_PROBLEM.set(said_by(error))
        return
    session.OWN_RUN_PROBLEM.pop()
    if moves:
        _on_show()
    else:
        changes.go_to(0)


def _on_show() -> None:
    run = table_shelf.own_run()
    if run is not None:
        settings = _settings_of(run)
        changes.set_all({**changes.current(), **{name: settings[name] for name in BY_NAME}})


def _on_remove() -> None:
    table_shelf.drop_run()
    session.OWN_RUN_PROBLEM.pop()


def _settings_of(run: OwnRun) -> Settings:
    """The settings of the link that the run has with it: whatever stands there, they can be used."""
    return links.decode(parse_qs(run.link)).settings


def _scenario_of(run: OwnRun) -> Scenario | None:
    """The scenario of that link, if the run is of its data."""
    if not run.link:
        return None
    scenario = to_scenario(_settings_of(run))
    return scenario if run.is_of(scenario.dataset()) else None
