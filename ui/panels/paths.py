"""Several runs in one picture: their paths over a surface, and where each of them is now.
Each has a colour, a dash and a marker of its own, the same in every picture of a page."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from ui.language.speaking import _
from ui.panels.surface import contours
from ui.timeline.figure import Figure
from ui.timeline.style import BACKGROUND, LARGEST, TEXT
from ui.timeline.timeline import Track


@dataclass(frozen=True)
class RunStyle:
    """How one of the runs is drawn.

    name : of its path's trace, and with " now" of its end's · title : what it is called below the mouse
    colour : of both; None for the text's
    size, symbol : of its marker; where runs are at one place, the larger frames the smaller
    """

    name: str
    title: str
    colour: str | None
    dash: str
    size: int
    symbol: str = ""

    def theme(self, attribute: str) -> dict[str, dict[str, str]] | None:
        """What gives that attribute of a trace the text's colour, where the run has none of its own."""
        return None if self.colour else {"theme": {attribute: TEXT}}


def paths_figure(
    u: Array,
    v: Array,
    heights: Array,
    axes: tuple[str, str],
    minimum: tuple[float, float] | None,
    runs: Sequence[RunStyle],
) -> Figure:
    """The surface from above, heights (B, A) over u (A,) and v (B,), with a path for each of the runs.

    Moving traces: each run's path so far, and its end.
    """
    figure = contours(u, v, heights, axes, minimum, gradient_scale=1.0)
    figure.data = [trace for trace in figure.data if trace.name in ("surface", "minimum")]
    hover = f"{axes[0]} = %{{x:.3g}}<br>{axes[1]} = %{{y:.3g}}<extra></extra>"
    figure.trace("surface").change(hovertemplate=hover)
    for run in runs:
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="lines",
            name=run.name,
            line={"width": 3, "color": run.colour, "dash": run.dash},
            hovertemplate=_(
                "{run}, step %{{pointNumber:,}}<br>(%{{x:.5g}}, %{{y:.5g}})<extra>click: go there</extra>",
                run=run.title,
            ),
            meta=run.theme("line.color"),
        )
    draw_ends(figure, runs)
    return figure


def draw_ends(figure: Figure, runs: Sequence[RunStyle], whole: bool = False) -> None:
    """Where each run is now: a marker of its own. Its edge sets it off from what it stands on.

    whole : it is drawn over the plot's edge too, where every run begins that is drawn over its steps
    """
    for run in runs:
        symbol = {"symbol": run.symbol} if run.symbol else {}
        edge = {"marker.line.color": TEXT} if run.colour else {"marker.color": TEXT, "marker.line.color": BACKGROUND}
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="markers",
            name=f"{run.name} now",
            marker={"size": run.size, **symbol, "color": run.colour, "line": {"width": 1.5}},
            hoverinfo="skip",
            cliponaxis=not whole,
            meta={"theme": edge},
        )


def path_tracks(name: str, path: Array, steps: int) -> tuple[Track, ...]:
    """The moving traces of one run: path (S+1, 2) in the picture's coordinates, which may end before step `steps`."""
    places = np.clip(path, -LARGEST, LARGEST)
    now = at_steps(places, steps)
    return tuple(
        track
        for axis, column in (("x", 0), ("y", 1))
        for track in (
            Track(name, axis, places[:, column], prefix=True),
            Track(f"{name} now", axis, now[:, [column]]),
        )
    )


def at_steps(values: Array, steps: int) -> Array:
    """A run's values at the steps 0 … `steps`; behind its end, if that was early, those of its end."""
    return np.asarray(values[np.minimum(np.arange(steps + 1), len(values) - 1)])
