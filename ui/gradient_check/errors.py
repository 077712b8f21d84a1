"""The errors of both gradients over the width of the difference: a V, because h must be neither large nor small."""

from collections.abc import Sequence

import numpy as np

from core.arrays import Array
from core.gradient_check import TOLERANCE, Check
from ui.language.speaking import N_, _, number
from ui.timeline.figure import Figure
from ui.timeline.style import FAINT, GRADIENT, TEXT, canvas, label, legend
from ui.timeline.timeline import Panel

# Two widths a decade, from 1e-12 to 1.
WIDTHS = (*(float(f"{digit}e{power}") for power in range(-12, 0) for digit in (1, 3)), 1.0)
# The picture's ends, as powers of ten: the same at every step and h, so that steps can be compared.
H_ENDS, ERROR_ENDS = (-12.3, 0.3), (-17.3, 0.6)
# The least error that is shown: floats have no more digits.
LEAST = 1e-16


def figure(widths: Array, weights: Array, outputs: Array, h: float, error: float, truncated: bool = True) -> Figure:
    """Relative errors of dW and dL/dz, (n,), over the widths h (n,), on logarithmic axes, with the chosen h on it.

    truncated : dW is a little wrong for large h, as almost everywhere
    """
    chart = canvas()
    chart.update_xaxes(type="log", title={"text": "h"}, dtick=3, range=list(H_ENDS))
    chart.update_yaxes(
        type="log",
        title={"text": _("relative error")},
        dtick=4,
        range=list(ERROR_ENDS),
        ticklabelstandoff=6,
    )
    ways = (("dW", weights, "solid", "circle"), ("dL/dz", outputs, "dot", "circle-open"))
    for name, errors, dash, symbol in ways:
        chart.add_scatter(
            x=widths,
            # A difference that agrees in all digits has the error 0, which no logarithm shows: the line passes over it.
            y=np.where(errors > 0.0, errors.clip(min=LEAST), np.nan),
            mode="lines+markers",
            name=name,
            line={"width": 2.5, "color": GRADIENT, "dash": dash},
            marker={"size": 7, "symbol": symbol},
            connectgaps=True,
            hovertemplate=_("{name}<br>h = %{{x:.1e}}<br>error %{{y:.2e}}<extra></extra>", name=name),
        )
    chart.add_scatter(
        x=[10.0**end for end in H_ENDS],
        y=[TOLERANCE, TOLERANCE],
        mode="lines",
        name="tolerance",
        line={"width": 1.5, "dash": "dash"},
        hoverinfo="skip",
        meta={"theme": {"line.color": FAINT}},
    )
    chart.add_scatter(
        x=[h],
        y=[max(error, LEAST)],
        mode="markers",
        name=N_("chosen h"),
        marker={"size": 14, "symbol": "diamond"},
        hovertemplate=_("h = %{x:.1e}<br>error %{y:.2e}<extra></extra>"),
        meta={"theme": {"marker.color": TEXT}},
    )
    # Below its branch each cause has room, and the tolerance between them.
    left, right = (10.0 ** (end + inwards) for end, inwards in zip(H_ENDS, (0.2, -0.2), strict=True))
    label(chart, _("round-off<br>∝ 1/h"), left, 1e-11, TEXT, textposition="middle right")
    label(chart, _("truncation<br>∝ h²"), right, 3e-10, TEXT, textposition="middle left")
    if not truncated:
        label(chart, _("none for dW<br>at W = 0"), right, 1e-13, TEXT, textposition="middle left")
    label(chart, _("tolerance 1e−6"), 1e-7, TOLERANCE, FAINT, textposition="top center")
    legend(chart, "dW", "dL/dz", "chosen h")
    chart.update_layout(margin={"l": 70})
    return chart


def errors_panel(curve: Sequence[tuple[Check, Check]], h: float, weights: Check, at_zero: bool) -> Panel:
    """curve : dW and dL/dz checked at each of WIDTHS · weights : dW checked at h · at_zero : W is 0"""
    # Around W = 0 BCE is a straight line and an even function: a central difference finds its slope at any h.
    truncated = not at_zero or curve[-1][0].worst > TOLERANCE
    best = min(range(len(WIDTHS)), key=lambda i: curve[i][0].worst)
    found = {"best": WIDTHS[best], "h": h, "error": number(weights.worst, 2)}
    if not any(weights.worst for weights, _outputs in curve):
        said = _("Relative error over h from 1e−12 to 1: for dW it is 0 at every h.")
    elif not truncated:
        said = _(
            "Relative error over h from 1e−12 to 1: it falls and does not rise again, because at W = "
            "0 dW has no truncation error, lowest for dW near h = {best:.0e}. At h = {h:.0e} dW has "
            "{error}.",
            **found,
        )
    elif 0 < best < len(WIDTHS) - 1:
        said = _(
            "Relative error over h from 1e−12 to 1: a V, lowest for dW near h = {best:.0e}. At h = {h:.0e} dW has "
            "{error}.",
            **found,
        )
    else:
        said = _(
            "Relative error over h from 1e−12 to 1: lowest for dW near h = {best:.0e}. At h = {h:.0e} dW has {error}.",
            **found,
        )
    return Panel(
        name="errors",
        title=_("Relative error vs h: truncation (large h), round-off (small h)"),
        figure=figure(
            np.array(WIDTHS),
            np.array([weights.worst for weights, _ in curve]),
            np.array([outputs.worst for _, outputs in curve]),
            h,
            weights.worst,
            truncated,
        ),
        tracks=(),
        sentence=said,
    )
