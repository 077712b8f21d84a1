"""One step's gradient, sample by sample: the chosen sample among the data, and its arrow among all arrows.
Laid head to tail, the arrows x · dL/dy of all samples end exactly at dW: that is what the transpose adds up."""

from collections.abc import Sequence

import numpy as np

from core.arrays import Array
from ui.panels.data import class_labels, ring, samples
from ui.timeline.figure import Figure, Verbatim
from ui.timeline.style import FAINT, GRADIENT, arrow, canvas, key, legend


def chosen_sample(X: Array, t: Array, feature_names: Sequence[str], class_names: tuple[str, str]) -> Figure:
    """The samples X (n, D), t (n, 1) over the first two features (with one: over it and the target).

    Moving trace: "chosen", a ring around one sample. The samples' customdata are their places 0 … n-1.
    """
    figure = canvas()
    one = X.shape[1] == 1
    figure.update_xaxes(title={"text": Verbatim(feature_names[0])})
    figure.update_yaxes(title={"text": "target t" if one else Verbatim(feature_names[1])})
    y = t[:, 0] if one else X[:, 1]
    samples(figure, X[:, 0], y, t, np.arange(len(X)), class_names)
    ring(figure, "chosen")
    legend(figure, *class_labels(class_names))
    return figure


def head_to_tail(ends_x: Array, ends_y: Array, names: tuple[str, str]) -> Figure:
    """The plane of two entries of dW, with room for the walk whose corners are ends_x, ends_y (n+1,).

    Moving traces: "walk" (all arrows, head to tail; its customdata are the samples' places), "arrow" (the chosen
    sample's), "sum" (dW).
    """
    figure = canvas()
    for axis, ends in (("x", ends_x), ("y", ends_y)):
        low, high = min(float(ends.min()), 0.0), max(float(ends.max()), 0.0)
        margin = 0.08 * (high - low) or 1.0
        figure.update_layout(**{f"{axis}axis": {"range": [low - margin, high + margin]}})
    figure.update_xaxes(title={"text": f"dL/d{names[0]}"}, zeroline=True)
    figure.update_yaxes(title={"text": f"dL/d{names[1]}"}, zeroline=True)
    figure.add_scatter(
        x=[None],
        y=[None],
        mode="lines",
        name="walk",
        # A corner stands for the arrow that ends there; the last leg, of the samples that are not shown, for none.
        customdata=[0, *range(len(ends_x) - 2), -1],
        line={"width": 1.5},
        hoverinfo="none",
        meta={"theme": {"line.color": FAINT}},
    )
    arrow(figure, "sum", GRADIENT, width=5)
    arrow(figure, "arrow", width=3)
    labels = ("dW", "this sample's arrow")
    key(figure, labels[0], GRADIENT)
    key(figure, labels[1], None)
    legend(figure, *labels)
    return figure
