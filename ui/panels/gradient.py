"""The gradient in numbers: dW beside W, one stem a weight; and dL/dy, one stem a sample.
Zero is in the middle: what points left pulls a weight up, and what is short hardly matters."""

from collections.abc import Sequence

import numpy as np

from core.arrays import Array, Rows
from ui.timeline.figure import Figure
from ui.timeline.style import CLASS_COLOURS, FAINT, GRADIENT, PATH, TEXT, canvas


def weights(names: Sequence[str], dw_limit: float, w_limit: float) -> Figure:
    """Two columns of stems, a row a weight: dW on the left, the weight's own value on the right.

    Moving traces: "dW", "W" (stems), "dW numbers", "W numbers" (their values as text).
    dw_limit, w_limit : the largest absolute value that each column must hold
    """
    figure = canvas()
    count = len(names)
    rows = list(range(count))
    for side, (name, colour, limit) in enumerate((("dW", GRADIENT, dw_limit), ("W", PATH, w_limit)), start=1):
        axis = "" if side == 1 else "2"
        stem_x: list[float | None] = [0.0, None, None] * count
        stem_y = [y for row in rows for y in (row, row, None)]
        figure.add_scatter(
            x=stem_x,
            y=stem_y,
            mode="lines",
            name=name,
            xaxis=f"x{axis}",
            line={"width": 8 if count <= 8 else 3, "color": colour},
            hovertemplate=f"{name} = %{{x:.8g}}<extra></extra>",
        )
        figure.add_scatter(
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
        figure.add_scatter(
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
        figure.update_layout(
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
    figure.update_yaxes(tickvals=rows, ticktext=list(names), range=[count - 0.5, -0.6], showgrid=False, fixedrange=True)
    longest = max(len(name) for name in names)
    figure.update_layout(margin={"l": min(24 + 7 * longest, 130), "b": 40})
    return figure


def samples(t: Array | None, rows: Rows, limit: float, by_class: bool) -> Figure:
    """dL/dy of the samples, t (n, 1), as stems from zero: first those of class 1, which push up, then class 0.

    Moving traces: "class 1" and "class 0", whose order within the class is the player's, and "lit", the stem of the
    sample below the mouse. Without t, where each step has samples of its own, both traces have all n places.
    rows (n,) : the samples' rows in X, named on hover where the order is fixed (by_class)
    """
    figure = canvas()
    count = len(rows)
    first = 0
    for label in (1, 0):
        of_class = rows if t is None else rows[t[:, 0] == label]
        positions = range(first, first + len(of_class))
        first += 0 if t is None else len(of_class)
        name = "sample %{customdata}<br>" if by_class and t is not None else ""
        figure.add_scatter(
            x=[x for position in positions for x in (position, position, None)],
            # The tip last: hovering anywhere over a stem finds the last of its points.
            y=[0.0, None, None] * len(of_class),
            customdata=[int(row) for row in of_class for _ in range(3)] if by_class and t is not None else None,
            mode="lines",
            name=f"class {label}",
            line={"width": float(np.clip(300 / count, 1.2, 12)), "color": CLASS_COLOURS[label]},
            hovertemplate=f"{name}t = {label}<br>dL/dy = %{{y:.6g}}<extra></extra>",
        )
    figure.add_scatter(
        x=[-1, count],
        y=[0, 0],
        mode="lines",
        name="zero",
        line={"width": 1},
        hoverinfo="skip",
        meta={"theme": {"line.color": FAINT}},
    )
    figure.add_scatter(
        x=[None, None],
        y=[None, None],
        mode="lines+markers",
        name="lit",
        line={"width": float(np.clip(300 / count, 3, 12))},
        marker={"size": 12, "symbol": "circle-open", "line": {"width": 3}},
        hoverinfo="skip",
        meta={"theme": {"line.color": TEXT, "marker.color": TEXT}},
    )
    order = "sorted" if not by_class else "by class, in the order of X" if t is not None else "by class"
    figure.update_xaxes(title={"text": f"samples, {order}"}, range=[-1, count], showgrid=False, showticklabels=False)
    figure.update_yaxes(title={"text": "dL/dy"}, range=[-1.05 * limit, 1.05 * limit], exponentformat="power")
    figure.update_layout(margin={"l": 62, "b": 28}, hovermode="x")
    return figure
