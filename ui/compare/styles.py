"""How the compared runs are told apart: a colour and a dash each, the same in every picture, and a marker."""

from ui.timeline.figure import Figure
from ui.timeline.style import PATH, TEXT

# (colour, dash, size of the marker): where runs are at one place, the larger frames the smaller.
STYLES = ((PATH, "solid", 18), ("#e5383b", "dash", 14), ("#8b5cf6", "dot", 11), ("#b7791f", "dashdot", 8))


# What a float in the browser can hold, by far.
FARTHEST = 1e30


# A loss beyond so many times the first one leaves the picture.
ROOM = 30.0


def draw_ends(figure: Figure, count: int) -> None:
    """Where each run is now: a marker of its own."""
    for i, (colour, _, size) in enumerate(STYLES[:count]):
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="markers",
            name=f"run {i} now",
            marker={"size": size, "color": colour, "line": {"width": 1.5}},
            hoverinfo="skip",
            meta={"theme": {"marker.line.color": TEXT}},
        )
