"""The sidebar's controls of how a run is shown, which change nothing of it."""

import streamlit as st

from ui.backward_pass.graph import GRAPHS
from ui.panels.view import ORDERS, SCALES, SURFACES
from ui.settings import links, session
from ui.settings.parameter import Settings
from ui.timeline.notation import NOTATIONS, name


def notation(settings: Settings) -> None:
    """In sight, and not behind View: readers lose their way where one letter means two things."""
    usual = links.defaults(settings["data"])["notation"]
    settings["notation"] = st.radio(
        "Notation",
        NOTATIONS,
        NOTATIONS.index(usual),
        key=session.NOTATION.name,
        bind="query-params",
        horizontal=True,
        help="I2DL: y logit, z output. Textbook: z logit, ŷ output.",
    )


def view(settings: Settings) -> None:
    usual = links.defaults(settings["data"])
    with st.expander("View", icon=":material/visibility:", key="view"):
        for key, label, options, about in (
            (
                session.SURFACE,
                "Loss surface",
                SURFACES,
                "Contours seen from above, or a 3-D surface that you can turn.",
            ),
            (
                session.ORDER,
                name("dL/dy", session.NOTATION.get() or NOTATIONS[0]),
                ORDERS,
                "Sorted by size at every step, or each sample in a fixed place.",
            ),
            (session.SCALE, "Loss axis", SCALES, "A logarithmic axis shows progress that a linear axis hides."),
            (
                session.GRAPH,
                "Graph shows",
                GRAPHS,
                "On the page Backward pass: the selected sample, or the extremes of the batch.",
            ),
        ):
            first = options.index(usual[key.name])
            settings[key.name] = st.radio(
                label, options, first, key=key.name, bind="query-params", horizontal=True, help=about
            )
