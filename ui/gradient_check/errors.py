"""The errors of both gradients over the width of the difference: a V, because h must be neither large nor small."""

from collections.abc import Sequence

import numpy as np

from core.arrays import Array
from core.gradient_check import PASS_MARK, Check
from ui.timeline.figure import Figure
from ui.timeline.style import CLASS_COLOURS, FAINT, GRADIENT, TEXT, canvas, legend
from ui.timeline.timeline import Panel

# Two widths a decade, from 1e-12 to 1.
WIDTHS = (*(float(f"{digit}e{power}") for power in range(-12, 0) for digit in (1, 3)), 1.0)


def figure(widths: Array, weights: Array, outputs: Array, h: float, error: float) -> Figure:
    """Relative errors of dW and dL/dz, (n,), over the widths h (n,), on logarithmic axes, with the chosen h on it."""
    chart = canvas()
    chart.update_xaxes(type="log", title={"text": "h"}, exponentformat="power", dtick=3)
    chart.update_yaxes(type="log", title={"text": "relative error"}, exponentformat="power", dtick=2)
    for name, errors, colour, dash in (("dW", weights, GRADIENT, "solid"), ("dL/dz", outputs, CLASS_COLOURS[0], "dot")):
        chart.add_scatter(
            x=widths,
            # A difference that agrees in all digits has the error 0, which no logarithm shows.
            y=errors.clip(min=1e-17),
            mode="lines+markers",
            name=name,
            line={"width": 2.5, "color": colour, "dash": dash},
            hovertemplate=f"{name}<br>h = %{{x:.1e}}<br>error %{{y:.2e}}<extra></extra>",
        )
    chart.add_scatter(
        x=[widths[0], widths[-1]],
        y=[PASS_MARK, PASS_MARK],
        mode="lines",
        name="tolerance 1e-6",
        line={"width": 1.5, "dash": "dash"},
        hoverinfo="skip",
        meta={"theme": {"line.color": FAINT}},
    )
    chart.add_scatter(
        x=[h],
        y=[max(error, 1e-17)],
        mode="markers",
        name="chosen h",
        marker={"size": 14, "symbol": "diamond"},
        hovertemplate="h = %{x:.1e}<br>error %{y:.2e}<extra></extra>",
        meta={"theme": {"marker.color": TEXT}},
    )
    legend(chart, "dW", "dL/dz", "tolerance 1e-6", "chosen h")
    chart.update_layout(margin={"l": 70})
    return chart


def errors_panel(curve: Sequence[tuple[Check, Check]], h: float, weights: Check) -> Panel:
    """curve : dW and dL/dz checked at each of WIDTHS · weights : dW checked at h"""
    best = min(range(len(WIDTHS)), key=lambda i: curve[i][0].worst)
    return Panel(
        name="errors",
        title="Relative error vs h: truncation (large h), round-off (small h)",
        figure=figure(
            np.array(WIDTHS),
            np.array([weights.worst for weights, _ in curve]),
            np.array([outputs.worst for _, outputs in curve]),
            h,
            weights.worst,
        ),
        tracks=(),
        sentence=f"Relative error over h from 1e-12 to 1: a V, lowest for dW near h = {WIDTHS[best]:.0e}. "
        f"At h = {h:.0e} dW has {weights.worst:.1e}.",
    )
