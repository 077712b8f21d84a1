"""The sidebar's controls of how a run is shown, which change nothing of it."""

import streamlit as st

from ui.backward_pass.graph import GRAPHS
from ui.language.speaking import _
from ui.panels.view import ORDERS, SCALES, SURFACES
from ui.settings import links, session
from ui.settings.choice import choose
from ui.settings.parameter import Settings
from ui.timeline.notation import NOTATIONS, name


def notation(settings: Settings) -> None:
    """In sight, and not in the drawer: readers lose their way where one letter means two things."""
    usual = links.defaults(settings["data"])["notation"]
    settings["notation"] = choose(
        st.radio,
        _("Notation"),
        NOTATIONS,
        usual,
        session.NOTATION,
        horizontal=True,
        help=_(
            "I2DL, as in the course Introduction to Deep Learning: y logit, z output. Textbook: z logit, ŷ output. The "
            "logit is X · W; the sigmoid makes the output of it."
        ),
    )


def view(settings: Settings) -> None:
    """Draw the controls of what of a run is shown, and how."""
    usual = links.defaults(settings["data"])
    with st.container(key="view"):
        for key, label, options, about in (
            (
                session.SURFACE,
                _("Loss surface"),
                SURFACES,
                _("Contours seen from above, or a 3-D surface that you can turn."),
            ),
            (
                session.ORDER,
                name("dL/dy", session.NOTATION.get() or NOTATIONS[0]),
                ORDERS,
                _("Sorted by size at every step, or each sample in a fixed place."),
            ),
            (session.SCALE, _("Loss axis"), SCALES, _("A logarithmic axis shows progress that a linear axis hides.")),
            (
                session.GRAPH,
                _("Graph shows"),
                GRAPHS,
                _("On the page Backward pass: the selected sample, or the extremes of the batch."),
            ),
        ):
            settings[key.name] = choose(st.radio, label, options, usual[key.name], key, horizontal=True, help=about)
