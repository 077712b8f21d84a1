"""The colours and the bare canvas that all figures share.
The page's own colours (text, lines, background) are put in by the player, in light and in dark."""

import numpy as np

from ui.timeline.figure import Figure

# Told apart by colour-blind people, and readable on white and on black. Each class has a marker shape too.
CLASS_COLOURS = ("#2f7fd1", "#e8860c")
CLASS_SHAPES = ("circle", "diamond")
GRADIENT = "#d6409f"
PATH = "#12a594"
# A trace whose meta names one of these gets the page's own colour: {"theme": {"line.color": "text"}}.
TEXT, FAINT, BACKGROUND = "text", "faint", "background"


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
    figure.update_xaxes(automargin=False, zeroline=False, ticks="", title={"standoff": 6})
    figure.update_yaxes(automargin=False, zeroline=False, ticks="", title={"standoff": 6})
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


def number(value: float) -> str:
    """A held weight or a factor in a title: four digits are enough to recognise it."""
    return f"{value:.4g}".replace("-", "\N{MINUS SIGN}")


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


def round_ticks(low: float, high: float) -> tuple[list[float], list[str]]:
    """Two to six round numbers between low and high, for a logarithmic axis, and how they are written."""
    for digits in ((1, 2, 5), range(1, 10), np.arange(10, 100) / 10):
        all_round = [float(f"{digit:.1f}e{power}") for power in range(-16, 7) for digit in digits]
        inside = [value for value in all_round if low <= value <= high]
        if len(inside) > 2:
            break
    while len(inside) > 6:
        inside = inside[::2]
    return inside, [f"{value:g}" for value in inside]


def log_axis(figure: Figure, low: float, high: float) -> list[float]:
    """Make the y axis logarithmic, from a little below `low` to a little above `high`, and give its two ends."""
    bottom, top = float(np.log10(low)), float(np.log10(high))
    margin = 0.05 * max(top - bottom, 0.1)
    ends = [10 ** (bottom - margin), 10 ** (top + margin)]
    ticks, texts = round_ticks(*ends)
    figure.update_yaxes(type="log", range=[bottom - margin, top + margin], tickvals=ticks, ticktext=texts)
    return ends
