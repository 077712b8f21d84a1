"""The drawing board: the drawn points, and the boundary that a run on them has learnt.
A timeline of one picture; a click or a drag on it is reported, and whoever shows it decides what that means."""

import numpy as np

from core.arrays import Array
from core.drawn import Points
from core.geometry import clip_lines
from ui.figures import board as figure
from ui.player.timeline import Panel, Timeline

# The board without points, and how much larger it is where they need it. Doublings, so that it seldom moves.
HALF = (4.0, 3.0)


def board(points: Points, W: Array | None) -> Timeline:
    """The points, and the line z = 0.5 of the weights W (3,) over x1, x2 and the bias, where there are any."""
    labels = np.array([label for _, _, label in points], dtype=float)
    X = np.array([point[:2] for point in points], dtype=float).reshape(-1, 2)
    reach = float(np.max(np.abs(X) / HALF, initial=1.0))
    half = np.array(HALF) * 2.0 ** np.ceil(np.log2(reach))
    box = (-half[0], half[0], -half[1], half[1])
    line = None
    if W is not None:
        x, y = clip_lines(W[:1], W[1:2], -W[2:3], box)
        line = (x[0], y[0])
    counts = [int(np.sum(labels == label)) for label in (0, 1)]
    panel = Panel(
        name="board",
        title="Click to draw, drag to move" if points else "Click here: the first point",
        figure=figure.board(X, labels, box, line),
        tracks=(),
        sentence=f"{counts[0]} points of class 0 and {counts[1]} of class 1.",
        board=True,
    )
    return Timeline(0, (panel,), {}, (), layout="board")
