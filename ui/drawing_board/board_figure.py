"""The drawing board: points of two classes on a plane, and the line that a run has drawn between them."""

import numpy as np

from core.arrays import Array
from ui.timeline.figure import Figure
from ui.timeline.style import CLASS_COLOURS, CLASS_SHAPES, TEXT, canvas, legend


def board(X: Array, labels: Array, box: tuple[float, float, float, float], line: tuple[Array, Array] | None) -> Figure:
    """Points X (N, 2) with labels (N,), 0 or 1, in a box (left, right, bottom, top); and a line (2,), (2,), if any."""
    figure = canvas()
    figure.update_xaxes(title={"text": "x1"}, range=[box[0], box[1]], zeroline=True)
    figure.update_yaxes(title={"text": "x2"}, range=[box[2], box[3]], zeroline=True)
    names = []
    for label, (colour, shape) in enumerate(zip(CLASS_COLOURS, CLASS_SHAPES, strict=True)):
        own = labels == label
        names.append(f"class {label}")
        figure.add_scatter(
            x=X[own, 0] if own.any() else np.array([None]),
            y=X[own, 1] if own.any() else np.array([None]),
            mode="markers",
            name=names[-1],
            marker={"size": 12, "color": colour, "symbol": shape, "opacity": 0.85},
            hovertemplate="(%{x:.3f}, %{y:.3f})<extra></extra>",
        )
    if line is not None:
        figure.add_scatter(
            x=line[0],
            y=line[1],
            mode="lines",
            name="boundary z = 0.5",
            line={"width": 3},
            hoverinfo="skip",
            meta={"theme": {"line.color": TEXT}},
        )
        names.append("boundary z = 0.5")
    legend(figure, *names)
    return figure
