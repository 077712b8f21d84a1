"""The colours and the bare canvas that all figures share.
The page's own colours (text, lines, background) are put in by the player, in light and in dark."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from core.arrays import Array
from ui.language.speaking import number
from ui.timeline.figure import Figure

# One colour, one meaning (docs/design.md): told apart by colour-blind people, and seen on white and on black.
# Each class has a marker shape too.
CLASS_COLOURS = ("#2f7fd1", "#d97706")
CLASS_SHAPES = ("circle", "diamond")
GRADIENT = "#d6409f"
# The weights, the path that they take, and the step to come.
PATH = "#0d8d7e"
# A trace whose meta names one of these gets the page's own colour: {"theme": {"line.color": "text"}}.
TEXT, FAINT, BACKGROUND, HEIGHT = "text", "faint", "background", "height"
LOSS, ACCURACY = TEXT, FAINT
# The least height that a logarithmic axis shows: it has no 0.
SMALLEST = 1e-16
# What a float in the browser can hold, by far.
LARGEST = 1e30
# From a line to the middle of its name, as a share of the plot's height.
HALF = 0.07


def canvas() -> Figure:
    """An empty figure: no title (the page has it as a heading), no background, tight margins."""
    figure = Figure()
    figure.update_layout(
        margin={"l": 58, "r": 12, "t": 8, "b": 38},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        showlegend=False,
        dragmode=False,
        hovermode="closest",
        font={"size": 13},
    )
    # Very large and small numbers are written as in the sentences and tables: 7e6, 5e−5 (tools/plotly/exponents.js).
    plain = {"automargin": False, "zeroline": False, "ticks": "", "title": {"standoff": 6}, "exponentformat": "e"}
    figure.update_xaxes(**plain)
    figure.update_yaxes(**plain)
    # Above and below the plot there is room for half a number: Plotly measures none of them, which takes time.
    figure.update_yaxes(ticklabeloverflow="allow")
    return figure


def legend(figure: Figure, *names: str) -> None:
    """A line above the plot that names these traces, and no others."""
    for trace in figure.data:
        trace.change(showlegend=trace.name in names)
    figure.update_layout(
        showlegend=True,
        margin={"t": 24},
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1.0,
            "yanchor": "bottom",
            "bgcolor": "rgba(0,0,0,0)",
            "font": {"size": 12},
            "itemclick": False,
            "itemdoubleclick": False,
        },
    )


def arrow(figure: Figure, name: str, colour: str | None = None, width: float = 3) -> None:
    """Add a moving arrow: a line of two points, the second of them the head. Without a colour it has the text's."""
    figure.add_scatter(
        x=[None, None],
        y=[None, None],
        mode="lines+markers",
        name=name,
        line={"width": width, "color": colour},
        marker={
            "symbol": "arrow",
            "angleref": "previous",
            "size": [0, 9 + 2 * width],
            "color": colour,
            "line": {"width": 0},
            "opacity": 1,
        },
        hoverinfo="skip",
        meta=None if colour else {"theme": {"line.color": TEXT, "marker.color": TEXT}},
    )


def key(figure: Figure, name: str, colour: str | None) -> None:
    """Add a trace that only stands in the legend: an arrow's own entry there would show its invisible tail."""
    figure.add_scatter(
        x=[None],
        y=[None],
        mode="lines",
        name=name,
        line={"width": 3, "color": colour},
        meta=None if colour else {"theme": {"line.color": TEXT}},
    )


def label(figure: Figure, text: str, x: float, y: float, colour: str, **values: Any) -> None:
    """Write a name beside the line that it is of; `colour` is one of the page's own."""
    figure.add_scatter(
        x=[x],
        y=[y],
        text=[text],
        mode="text",
        name=f"{text} label",
        textfont={"size": 13},
        hoverinfo="skip",
        cliponaxis=False,
        meta={"theme": {"textfont.color": colour}},
        **values,
    )


def free_place(line: Array, others: Sequence[Array]) -> tuple[int, float]:
    """Where a name beside a line has room, as near to the line as can be: the index of the point, and its height.

    line (T+1,), others: as shares of the plot's height, from 0 at the bottom to 1 on top; not a number is no line
    """
    last = len(line) - 1
    lines = np.vstack([*others, line])
    best, found = -np.inf, (last // 2, 0.5)
    for away in (HALF, 1.6 * HALF, 2.4 * HALF):
        for index in np.unique(np.linspace(0.28 * last, 0.72 * last, 25).astype(int)):
            # As wide as the name, about.
            window = slice(max(int(index - 0.24 * last), 0), int(index + 0.24 * last) + 1)
            for height in (line[index] + away, line[index] - away):
                # fmin passes over what is not a number.
                nearest = np.fmin.reduce(np.abs(lines[:, window] - height), axis=None, initial=1.0)
                room = min(height, 1.0 - height, nearest)
                if room > best:
                    best, found = room, (int(index), float(height))
        if best > 0.8 * HALF:
            break
    return found


def now_line(figure: Figure, ends: list[float]) -> None:
    """Add the moving trace "now line": a vertical line at the step, from one of the `ends` to the other."""
    figure.add_scatter(
        x=[None, None],
        y=ends,
        mode="lines",
        name="now line",
        line={"width": 1},
        hoverinfo="skip",
        meta={"theme": {"line.color": FAINT}},
    )


def round_ticks(low: float, high: float, most: int = 6) -> tuple[list[float], list[str]]:
    """Two to `most` round numbers between low and high, for a logarithmic axis, and how they are written."""
    for digits in ((1, 2, 5), range(1, 10), np.arange(10, 100) / 10):
        all_round = [float(f"{digit:.1f}e{power}") for power in range(-16, 7) for digit in digits]
        inside = [value for value in all_round if low <= value <= high]
        if len(inside) > 2:
            break
    while len(inside) > most:
        inside = inside[::2]
    return inside, [number(value) for value in inside]


def ticks_in_space(low: float, high: float, most: int = 4) -> dict[str, list[float] | list[str]]:
    """About so many round numbers along an axis of a 3-D chart, as far again beyond its ends, and how they are written.

    Nothing where all are neither large nor small: those Plotly writes as we do, the others as 2M and 50µ, and its own
    program for what is in space is not made by us (tools/plotly/exponents.js)."""
    largest, span = max(abs(low), abs(high)), high - low
    if span <= 0 or 2e-3 < largest < 5e3:
        return {}
    rough = 10.0 ** np.floor(np.log10(span / most))
    step = next(float(f"{digit * rough:.0e}") for digit in (1, 2, 5, 10) if digit * rough >= 0.999 * span / most)
    values = [float(k) * step for k in range(int(np.ceil((low - span) / step)), int((high + span) // step) + 1)]
    # As many digits as tell two that are next to each other apart.
    digits = max(int(np.log10(largest / step)) + 2, 4)
    return {"tickvals": values, "ticktext": [number(value, digits) for value in values]}


def log_axis(figure: Figure, low: float, high: float, most: int = 6) -> list[float]:
    """Make the y axis logarithmic, from a little below `low` to a little above `high`, and give its two ends.

    Where there are smaller numbers than SMALLEST, or 0 alone, it begins there.
    most : numbers on it
    """
    bottom, top = float(np.log10(max(low, SMALLEST))), float(np.log10(max(high, SMALLEST)))
    margin = 0.05 * max(top - bottom, 0.1)
    ends = [10 ** (bottom - margin), 10 ** (top + margin)]
    ticks, texts = round_ticks(ends[0], ends[1], most)
    figure.update_yaxes(type="log", range=[bottom - margin, top + margin], tickvals=ticks, ticktext=texts)
    return ends
