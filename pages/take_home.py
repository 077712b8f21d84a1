"""Export: the page as one file, the numbers as tables and as code, and the scenario to load again."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from core.sentence import Sentence
from core.take_home.check_gradient import NAME
from core.take_home.code import notebook, script
from core.take_home.numbers import data_csv, moment_csv, steps_csv
from core.take_home.recipe import CSV, needs_csv
from core.take_home.saved import read_saved, to_json
from core.training import moment
from ui.bridge.aloud import mend
from ui.export import light_view
from ui.export.at_rates import can_come, file_at_rates
from ui.export.one_file import html_file
from ui.export.own_code import check_file
from ui.language.speaking import _, language_code, said_by, speaking
from ui.markdown import plain
from ui.page import Shown
from ui.pages import LIGHT
from ui.serving import cache, table_shelf
from ui.settings import address, changes, links, places, problems, progress, session, sidebar
from ui.settings.choice import in_words
from ui.settings.parameter import write_number

chosen = sidebar.chosen()
scenario = chosen.scenario
# What only another page asks for leaves the address with that page; in the first run behind it, it is still known.
of_pages = {
    name: [str(value)]
    for each in LIGHT.values()
    for name in each.page_controls
    if (value := session.SETTING(name).get()) is not None
}
session.EXPORT_SETTINGS.set({**session.EXPORT_SETTINGS.get(), **of_pages})
# Read here: where a file is made, there is no session.
said = {name: st.query_params.get_all(name) for name in st.query_params}
asked = links.decode({**said, **session.EXPORT_SETTINGS.get(), **address.NOW}).settings


def on_load() -> None:
    """A saved scenario becomes the settings of all pages."""
    file = session.SCENARIO_FILE.get()
    if table_shelf.is_lost(file):
        session.SCENARIO_REPORT.set(("", table_shelf.LOST))
    if file is None or table_shelf.is_lost(file):
        return
    try:
        changes.load(*read_saved(table_shelf.take_bytes(file).decode("utf-8", errors="replace")))
        session.SCENARIO_REPORT.set((Sentence("Loaded {file}.", file=file.name), ""))
    except ValueError as error:
        session.SCENARIO_REPORT.set(("", said_by(error)))


def timeline() -> bytes:
    """The chosen page's packed timeline, as a file has it."""
    return light_view.timeline_in_file(LIGHT[page], shown)


def one_file() -> bytes:
    """The chosen page at this step as one file."""
    if at_rates:
        return file_at_rates(LIGHT[page], shown, title, f"?step={step}")
    return html_file(timeline(), title, f"?step={step}")


def download(label: str, make: Callable[[], str | bytes], name: str, kind: str, about: str, key: str = "") -> None:
    """A button that makes its file when it is pressed, and not before. key : where a label stands there twice"""
    language = language_code()

    def made() -> str | bytes:
        # By a thread that knows no visitor.
        with speaking(language):
            return make()

    st.download_button(
        label, made, name, kind, help=about, on_click="ignore", icon=":material/download:", key=key or None
    )


def use_of_check_file() -> str:
    """What to write in a notebook."""
    rate = write_number(scenario.learning_rate)
    return f"""\
from check_gradient import check, read_data, trace

check(Classifier, BCE)

X, y = read_data("{CSV}")
trace(Classifier, BCE, X, y, lr={rate}, steps={history.steps})"""


problems.show()
with progress.waiting(scenario):
    data, history = cache.run(scenario)
step = min(session.STEP.get(), history.steps)
name = scenario.data.replace(" ", "-")
st.markdown(
    _(
        "{data}, {loss}, {optimizer}, learning rate {rate}, {steps} steps; now at step {step}.",
        data=_(scenario.data),
        loss=scenario.loss,
        optimizer=_(scenario.optimizer),
        rate=write_number(scenario.learning_rate),
        steps=history.steps,
        step=step,
    )
)
left, right = st.columns(2)
with left:
    st.markdown(_("**One file that works offline**"))
    page = st.selectbox(
        _("Page"),
        tuple(LIGHT),
        format_func=in_words(tuple(LIGHT), lambda code: LIGHT[code].title),
        key=session.EXPORT_PAGE.name,
        persist_state="session",
    )
    title = _(LIGHT[page].title)
    shown = Shown(scenario, asked, step)
    at_rates = can_come(LIGHT[page], shown) and st.checkbox(
        _("With other learning rates"),
        key=session.EXPORT_RATES.name,
        persist_state="session",
        help=_("The slider beside the map works in the file too, at 25 rates; that adds at most 1 MB."),
    )
    download(
        "HTML",
        one_file,
        f"gradient-explorer-{name}.html",
        "text/html",
        _("The page with all its steps, keys and charts: it runs from a USB stick or inside slides, without a server."),
    )
    st.markdown(_("**The numbers as code**"))
    with st.container(horizontal=True, gap="small"):
        download(
            "Python",
            lambda: script(scenario, data, history),
            "run.py",
            "text/x-python",
            _("A plain NumPy script of every step."),
        )
        download(
            "Notebook",
            lambda: notebook(scenario, data, history),
            "run.ipynb",
            "application/x-ipynb+json",
            _("The same for Jupyter, with explanations in between."),
        )
        if needs_csv(scenario):
            download(
                CSV, lambda: data_csv(data), CSV, "text/csv", _("The data: the code reads it from its own folder.")
            )
    with st.expander(_("See the code")):
        st.code(script(scenario, data, history), "python")
with right:
    st.markdown(_("**The numbers as tables**"))
    with st.container(horizontal=True, gap="small"):
        download(
            _("Every step"),
            lambda: steps_csv(data, history),
            f"{name}-steps.csv",
            "text/csv",
            _("W, dW, loss and accuracy of each step."),
        )
        download(
            _("Step {step}", step=step),
            lambda: moment_csv(moment(scenario, data, history, step), data.feature_names),
            f"{name}-step-{step}.csv",
            "text/csv",
            _("One row per sample: x, t, y, z, dL/dz, dz/dy, dL/dy."),
        )
    st.caption(_("The Share button of every page (S) saves single panels as PNG or SVG."))
    st.markdown(_("**The scenario, to reload later**"))
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
    st.file_uploader(_("Load a scenario"), ["json"], key=session.SCENARIO_FILE.name, on_change=on_load)
    report, trouble = session.SCENARIO_REPORT.get()
    if trouble:
        st.error(plain(_(trouble)), icon=":material/edit:")
    elif report:
        st.success(plain(_(report)), icon=":material/check:")
st.markdown(_("**Check your own code**"))
left, right = st.columns(2)
with left:
    st.markdown(
        _(
            "One file to put beside your notebook. It runs your `Classifier` and your `BCE` on small cases, and "
            "tells you which array is wrong and why."
        )
    )
    # Read here: where a file is made, there is no browser.
    where, drawn = st.context.url or "", asked["points"]
    with st.container(horizontal=True, gap="small"):
        download(
            NAME,
            lambda: check_file(where, scenario, drawn),
            NAME,
            "text/x-python",
            _("Needs numpy only, on Python 3.9 or newer."),
        )
        download(
            CSV,
            lambda: data_csv(data),
            CSV,
            "text/csv",
            _("This run's data, for your own training."),
            session.OWN_DATA.name,
        )
    st.caption(
        _("`trace` saves your own training run as run.csv; the page Compare draws its path beside the correct one.")
    )
with right:
    st.code(use_of_check_file(), "python", wrap_lines=True)
mend(files=True)
