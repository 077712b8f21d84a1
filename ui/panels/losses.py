"""The loss over all steps, train and test, with the accuracy beside it.
The curves stand still; a marker says where the run is."""

import numpy as np

from core.arrays import Array
from ui.timeline.figure import Figure
from ui.timeline.style import GRADIENT, PATH, TEXT, canvas, legend, log_axis, now_line


def losses(
    loss: Array, test_loss: Array, accuracy: Array, test_accuracy: Array, name: str, logarithmic: bool
) -> Figure:
    """Curves over the steps 0 … T, each (T+1,); the test curves may be empty. `name` is the loss's name.

    Moving traces: "now" (the point on the loss), "now line" (a vertical line at the step).
    """
    figure = canvas()
    figure.update_xaxes(title={"text": "step"}, range=[-0.02 * len(loss), 1.02 * (len(loss) - 1) + 1e-9])
    if logarithmic:
        positive = np.maximum(np.concatenate([loss, test_loss]), 1e-16)
        ends = log_axis(figure, float(positive.min()), float(positive.max()))
    else:
        high = float(max(loss.max(), test_loss.max(initial=0.0)))
        ends = [0.0, 1.06 * high]
        figure.update_yaxes(range=ends, rangemode="tozero")
    figure.update_yaxes(title={"text": f"{name} loss", "standoff": 4})
    now_line(figure, ends)
    tested = len(test_loss) > 0
    for values, part, dash in ((accuracy, "train", "solid"), (test_accuracy, "test", "dot")):
        if len(values):
            figure.add_scatter(
                y=(100 * values).astype(np.float32),
                yaxis="y2",
                mode="lines",
                name=f"accuracy, {part}" if tested else "accuracy",
                line={"width": 1.2, "color": PATH, "dash": dash},
                hovertemplate=f"step %{{x}}<br>accuracy, {part} %{{y:.4g}} %<extra></extra>",
            )
    for values, part, dash in ((loss, "train", "solid"), (test_loss, "test", "dot")):
        if len(values):
            figure.add_scatter(
                y=values.astype(np.float32),
                mode="lines",
                name=f"loss, {part}" if tested else "loss",
                line={"width": 2.5, "color": GRADIENT, "dash": dash},
                hovertemplate=f"step %{{x}}<br>loss, {part} %{{y:.6g}}<extra>click: go there</extra>",
            )
    figure.add_scatter(
        x=[None],
        y=[None],
        mode="markers",
        name="now",
        marker={"size": 11, "line": {"width": 2, "color": GRADIENT}},
        hoverinfo="skip",
        meta={"theme": {"marker.color": TEXT}},
    )
    figure.update_layout(
        yaxis2={
            "overlaying": "y",
            "side": "right",
            "range": [0, 106],
            "showgrid": False,
            "zeroline": False,
            "tickvals": [0, 50, 100],
            "ticktext": ["0 %", "50 %", "100 %"],
        },
        margin={"r": 48},
    )
    legend(figure, *(("loss, train", "accuracy, train") if tested else ("loss", "accuracy")))
    # Hovering and clicking work anywhere above a step, not on the curve alone.
    figure.update_layout(hovermode="x")
    return figure
