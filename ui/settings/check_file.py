"""check_gradient.py and the data for it, on the page Export, and how somebody uses them in his notebook."""

import streamlit as st

from core.data.dataset import Dataset
from core.scenario import Scenario
from core.take_home.check_gradient import NAME
from core.take_home.numbers import data_csv
from core.take_home.recipe import CSV
from core.training import History
from ui.export.own_code import check_file
from ui.language.speaking import _
from ui.settings import session
from ui.settings.download import download
from ui.settings.parameter import write_number


def check_your_own_code(scenario: Scenario, data: Dataset, history: History, points: str) -> None:
    """Both files, and beside them the lines that use them. points : drawn ones, as the link has them"""
    left, right = st.columns(2)
    with left:
        st.markdown(
            _(
                "One file to put beside your notebook. It runs your `Classifier` and your `BCE` on small cases, and "
                "tells you which array is wrong and why."
            )
        )
        # Read here: where a file is made, there is no browser.
        where = st.context.url or ""
        with st.container(horizontal=True, gap="small"):
            download(
                NAME,
                lambda: check_file(where, scenario, points),
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
        st.code(_use_of_both(scenario, history), "python", wrap_lines=True)


def _use_of_both(scenario: Scenario, history: History) -> str:
    """What to write in a notebook."""
    rate = write_number(scenario.learning_rate)
    return f"""\
from check_gradient import check, read_data, trace

check(Classifier, BCE)

X, y = read_data("{CSV}")
trace(Classifier, BCE, X, y, lr={rate}, steps={history.steps})"""
