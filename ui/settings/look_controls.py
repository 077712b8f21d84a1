"""The controls of the page Loss surface: what of the surface is seen, from where, and the point that is asked about."""

from collections.abc import Callable, Sequence
from itertools import combinations

import streamlit as st

from core.surface.sections import DIRECTIONS, OTHER_WEIGHTS
from ui.language.speaking import _
from ui.loss_surface.look import AROUND, BESIDE, FIELDS, HEIGHTS, Look
from ui.loss_surface.page import read_point, to_look
from ui.settings import session
from ui.settings.choice import choose
from ui.settings.parameter import Settings
from ui.settings.typed_numbers import mark, type_numbers


def look(names: Sequence[str], on_start_here: Callable[[], None]) -> tuple[Look, tuple[float, float] | None]:
    """All of them in one row, for a run whose weights have these names.

    Gives what is to be seen, and the point that is asked about, if any.
    """
    pairs = [f"{first} {second}" for first, second in combinations(names, 2)]
    options = pairs if len(names) == 2 else [*pairs, *DIRECTIONS[1:]]
    # Another data set has other weights.
    if session.AXES.is_set() and session.AXES.get() not in options:
        session.AXES.set(pairs[0])
    settings: Settings = {}
    with st.container(horizontal=True, gap="xsmall", key="look", vertical_alignment="bottom"):
        for key, label, choices, about in (
            (
                session.AXES,
                _("Axes"),
                options,
                _(
                    "Two of the weights; PCA: the two directions in which the path moves most; random: two "
                    "directions drawn by the seed."
                ),
            ),
            (
                session.OTHER_WEIGHTS,
                _("Other weights fixed at"),
                OTHER_WEIGHTS,
                _(
                    "The weights that are not on the axes: as at the minimum, at the start, at the current step, "
                    "or re-optimized at every point (the profile)."
                ),
            ),
            (
                session.HEIGHT,
                _("Loss shown"),
                HEIGHTS,
                _("The loss whose surface is shown: the one the run is trained on, or BCE or MSE."),
            ),
            (
                session.BESIDE,
                _("Second panel"),
                BESIDE,
                _("The same surface in 3-D, or the other loss over the same weights."),
            ),
            (
                session.FIELD,
                _("Gradient field"),
                FIELDS,
                _("−gradient at every point, drawn to scale or with logarithmic length."),
            ),
            (
                session.AROUND,
                _("Overlays"),
                AROUND,
                _(
                    "What is drawn at the current point. All: also the bowl that fits the surface there best (its "
                    "curvature is the Hessian, all second derivatives): an ellipse with its axes, and Newton's step, "
                    "which leads to the bottom of that bowl."
                ),
            ),
        ):
            settings[key.name] = choose(st.selectbox, label, choices, choices[0], key, help=about, width=114)
        text = type_numbers(
            _("Point"),
            "",
            session.POINT,
            placeholder=_("click the map"),
            max_chars=60,
            width=114,
            help=_("A point on the map, as two numbers: its loss, gradient and curvature are shown below the map."),
        )
        point, problem = None, ""
        try:
            point = read_point(text)
        except ValueError as error:
            problem = _("The point {problem}.", problem=error)
        st.button(
            _("Start here"), on_click=on_start_here, disabled=point is None, help=_("Train from the point on the map.")
        )
    mark(session.POINT, problem)
    return to_look(settings, names), point
