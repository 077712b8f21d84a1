"""A scenario as a file, on the page Export: written, and read again as the settings of all pages."""

from dataclasses import replace

import streamlit as st

from core.scenario import Scenario
from core.sentence import Sentence
from core.take_home.saved import read_saved, to_json
from ui.language.speaking import _, said_by
from ui.markdown import plain
from ui.serving import table_shelf
from ui.settings import changes, places, session
from ui.settings.download import download


def saved_scenario(scenario: Scenario, step: int, name: str) -> None:
    """A button for the file of the scenario at this step, and a field that takes one. name : of the file"""
    text = ""
    try:
        text = to_json(scenario, replace(places.current(), step=step))
    except ValueError as error:
        st.text(_(error))
    else:
        download(
            "JSON",
            lambda: text,
            f"{name}.json",
            "application/json",
            _("All settings, your own data, and the step, stage and sample."),
        )
    st.file_uploader(_("Load a scenario"), ["json"], key=session.SCENARIO_FILE.name, on_change=_on_load)
    report, trouble = session.SCENARIO_REPORT.get()
    if trouble:
        st.error(plain(_(trouble)), icon=":material/edit:")
    elif report:
        st.success(plain(_(report)), icon=":material/check:")


def _on_load() -> None:
    """A saved scenario becomes the settings of all pages."""
    file = session.SCENARIO_FILE.get()
    if file is None:
        return
    if table_shelf.is_lost(file):
        session.SCENARIO_REPORT.set(("", table_shelf.LOST))
        return
    try:
        changes.load(*read_saved(table_shelf.take_bytes(file).decode("utf-8", errors="replace")))
        session.SCENARIO_REPORT.set((Sentence("Loaded {file}.", file=file.name), ""))
    except ValueError as error:
        session.SCENARIO_REPORT.set(("", said_by(error)))
