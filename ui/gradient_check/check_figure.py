"""The gradient check over the width of its difference: the V that shows why h must be neither large nor small."""

from core.arrays import Array
from core.gradient_check import PASS_MARK
from ui.timeline.figure import Figure
from ui.timeline.style import CLASS_COLOURS, FAINT, GRADIENT, TEXT, canvas, legend


def error_over_width(widths: Array, weights: Array, outputs: Array, h: float, error: float) -> Figure:
    """Relative errors of dW and dL/dz, (n,), over the widths h (n,), on logarithmic axes, with the chosen h on it."""
    figure = canvas()
    figure.update_xaxes(type="log", title={"text": "h"}, exponentformat="power", dtick=3)
    figure.update_yaxes(type="log", title={"text": "relative error"}, exponentformat="power", dtick=2)
    for name, errors, colour, dash in (("dW", weights, GRADIENT, "solid"), ("dL/dz", outputs, CLASS_COLOURS[0], "dot")):
        figure.add_scatter(
            x=widths,
            # A difference that agrees in all digits has the error 0, which no logarithm shows.
            y=errors.clip(min=1e-17),
            mode="lines+markers",
            name=name,
            line={"width": 2.5, "color": colour, "dash": dash},
            hovertemplate=f"{name}<br>h = %{{x:.1e}}<br>error %{{y:.2e}}<extra></extra>",
        )
    figure.add_scatter(
        x=[widths[0], widths[-1]],
        y=[PASS_MARK, PASS_MARK],
        mode="lines",
        name="pass mark 1e-6",
        line={"width": 1.5, "dash": "dash"},
        hoverinfo="skip",
        meta={"theme": {"line.color": FAINT}},
    )
    figure.add_scatter(
        x=[h],
        y=[max(error, 1e-17)],
        mode="markers",
        name="chosen h",
        marker={"size": 14, "symbol": "diamond"},
        hovertemplate="h = %{x:.1e}<br>error %{y:.2e}<extra></extra>",
        meta={"theme": {"marker.color": TEXT}},
    )
    legend(figure, "dW", "dL/dz", "pass mark 1e-6", "chosen h")
    figure.update_layout(margin={"l": 70})
    return figure
