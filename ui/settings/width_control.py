"""The gradient check's own control: the width h of a finite difference."""

import streamlit as st

from ui.gradient_check.errors import WIDTHS
from ui.language.speaking import _
from ui.settings import address, links, session
from ui.settings.choice import choose
from ui.settings.parameter import write_number


def width() -> float:
    """h, on a logarithmic scale."""
    now = session.DIFFERENCE_STEP.get() or address.setting("h")
    value: float = choose(
        st.select_slider,
        _("Finite-difference step h"),
        sorted({*WIDTHS, now}),
        float(links.defaults()["h"]),
        session.DIFFERENCE_STEP,
        write_number,
        help=_(
            "h in the central difference (L(w + h) − L(w − h)) / 2h, which comes close to the slope. With a large h "
            "the curve bends too much in between: truncation. With a small h both losses share almost all their "
            "digits, and what is left is rounding: round-off."
        ),
    )
    return value
