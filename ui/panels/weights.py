"""dW beside W, one stem a weight. Zero is in the middle: what points left pulls a weight up."""

from collections.abc import Sequence

import numpy as np

from core.training import History
from ui.panels.names import dw_name
from ui.timeline.figure import Figure
from ui.timeline.style import FAINT, GRADIENT, PATH, canvas
from ui.timeline.timeline import Panel, Track


def figure(names: Sequence[str], dw_limit: float, w_limit: float) -> Figure:
    """Two columns of stems, a row a weight: dW on the left, the weight's own value on the right.

    Moving traces: "dW", "W" (stems), "dW numbers", "W numbers" (their values as text).
    dw_limit, w_limit : the largest absolute value that each column must hold
    """
    chart = canvas()
    count = len(names)
    rows = list(range(count))
    for side, (name, colour, limit) in enumerate((("dW", GRADIENT, dw_limit), ("W", PATH, w_limit)), start=1):
        axis = "" if side == 1 else "2"
        stem_x: list[float | None] = [0.0, None, None] * count
        stem_y = [y for row in rows for y in (row, row, None)]
        chart.add_scatter(
            x=stem_x,
            y=stem_y,
            mode="lines",
            name=name,
            xaxis=f"x{axis}",
            line={"width": 8 if count <= 8 else 3, "color": colour},
            hovertemplate=f"{name} = %{{x:.8g}}<extra></extra>",
        )
        chart.add_scatter(
            x=[0.0] * count,
            y=[row - 0.3 for row in rows],
            text=[""] * count,
            mode="text",
            name=f"{name} numbers",
            xaxis=f"x{axis}",
            textposition="middle center",
            textfont={"size": 13, "color": colour},
            hoverinfo="skip",
        )
        chart.add_scatter(
            x=[0.0, 0.0, None] * count,
            y=[y for row in rows for y in (row - 0.14, row + 0.14, None)],
            mode="lines",
            name=f"{name} zero",
            xaxis=f"x{axis}",
            line={"width": 1.5},
            hoverinfo="skip",
            meta={"theme": {"line.color": FAINT}},
        )
        span = 1.15 * (limit or 1.0)
        chart.update_layout(
            **{
                f"xaxis{axis}": {
                    "range": [-span, span],
                    "domain": [0.0, 0.48] if side == 1 else [0.52, 1.0],
                    "anchor": "y",
                    "title": {"text": name, "standoff": 4},
                    "nticks": 4,
                    "tickangle": 0,
                    "showgrid": False,
                    "zeroline": False,
                    "ticks": "outside",
                    "ticklen": 4,
                }
            }
        )
    chart.update_yaxes(tickvals=rows, ticktext=list(names), range=[count - 0.5, -0.6], showgrid=False, fixedrange=True)
    longest = max(len(name) for name in names)
    chart.update_layout(margin={"l": min(24 + 7 * longest, 130), "b": 40})
    return chart


def weights_panel(history: History, names: tuple[str, ...]) -> Panel:
    dW, W = history.dW, history.W
    numbers = ", ".join(f"{name} {{d{name}:5}}" for name in names)
    return Panel(
        name="weights",
        title=f"{dw_name(history, 'dW')}, and W beside it",
        figure=figure(names, float(np.abs(dW).max()), float(np.abs(W).max())),
        tracks=(
            Track("dW", "x", dW, start=1, stride=3),
            Track("W", "x", W, start=1, stride=3),
            Track("dW numbers", "text", dW, digits=6),
            Track("W numbers", "text", W, digits=6),
        ),
        sentence=f"Step {{step}}: dW is {numbers}; its length is {{norm:5}}.",
    )
