"""Export: the page as one file, the numbers as tables and as code, and the scenario to load again."""

import streamlit as st

from core.take_home.code import notebook, script
from core.take_home.numbers import data_csv, moment_csv, steps_csv
from core.take_home.recipe import CSV, needs_csv
from core.training import moment
from ui.bridge.aloud import mend
from ui.export import light_view
from ui.export.at_rates import can_come, file_at_rates
from ui.export.one_file import html_file
from ui.language.speaking import _
from ui.page import Shown
from ui.pages import LIGHT
from ui.serving import cache
from ui.settings import address, links, problems, session, sidebar
from ui.settings.check_file import check_your_own_code
from ui.settings.choice import in_words
from ui.settings.download import download
from ui.settings.parameter import write_number
from ui.settings.saved_scenario import saved_scenario

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
asked = links.decode({**address.query(), **session.EXPORT_SETTINGS.get(), **address.NOW}).settings


def one_file() -> bytes:
    """The chosen page at this step as one file."""
    if at_rates:
        return file_at_rates(LIGHT[page], shown, title, f"?step={step}")
    return html_file(light_view.timeline_in_file(LIGHT[page], shown), title, f"?step={step}")


problems.show()
data, history = cache.run(scenario)
step = min(session.STEP.get(), history.steps)
name = scenario.data.replace(" ", "-")
st.markdown(
    _(
        "{data}, {loss}, {optimizer}, learning rate {rate}; now at step {step} of {steps}.",
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
    saved_scenario(scenario, step, name)
st.markdown(_("**Check your own code**"))
check_your_own_code(scenario, data, history, asked["points"])
mend(files=True)
