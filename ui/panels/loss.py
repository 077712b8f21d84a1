"""The loss over all steps, train and test, with the accuracy beside it.
The curves stand still; a marker says where the run is."""

import numpy as np

from core.arrays import Array
from core.scenario import Scenario
from core.training import History
from ui.panels.view import View
from ui.timeline.figure import Figure
from ui.timeline.style import GRADIENT, PATH, TEXT, canvas, legend, log_axis, now_line
from ui.timeline.timeline import Panel, Track


def figure(
    loss: Array, test_loss: Array, accuracy: Array, test_accuracy: Array, name: str, logarithmic: bool
) -> Figure:
    """Curves over the steps 0 … T, each (T+1,); the test curves may be empty. `name` is the loss's name.

    Moving traces: "now" (the point on the loss), "now line" (a vertical line at the step).
    """
    chart = canvas()
    chart.update_xaxes(title={"text": "step"}, range=[-0.02 * len(loss), 1.02 * (len(loss) - 1) + 1e-9])
    if logarithmic:
        positive = np.maximum(np.concatenate([loss, test_loss]), 1e-16)
        ends = log_axis(chart, float(positive.min()), float(positive.max()))
    else:
        high = float(max(loss.max(), test_loss.max(initial=0.0)))
        ends = [0.0, 1.06 * high]
        chart.update_yaxes(range=ends, rangemode="tozero")
    chart.update_yaxes(title={"text": f"{name} loss", "standoff": 4})
    now_line(chart, ends)
    tested = len(test_loss) > 0
    for values, part, dash in ((accuracy, "train", "solid"), (test_accuracy, "test", "dot")):
        if len(values):
            chart.add_scatter(
                y=(100 * values).astype(np.float32),
                yaxis="y2",
                mode="lines",
                name=f"accuracy, {part}" if tested else "accuracy",
                line={"width": 1.2, "color": PATH, "dash": dash},
                hovertemplate=f"step %{{x}}<br>accuracy, {part} %{{y:.4g}} %<extra></extra>",
            )
    for values, part, dash in ((loss, "train", "solid"), (test_loss, "test", "dot")):
        if len(values):
            chart.add_scatter(
                y=values.astype(np.float32),
                mode="lines",
                name=f"loss, {part}" if tested else "loss",
                line={"width": 2.5, "color": GRADIENT, "dash": dash},
                hovertemplate=f"step %{{x}}<br>loss, {part} %{{y:.6g}}<extra>click: go there</extra>",
            )
    chart.add_scatter(
        x=[None],
        y=[None],
        mode="markers",
        name="now",
        marker={"size": 11, "line": {"width": 2, "color": GRADIENT}},
        hoverinfo="skip",
        meta={"theme": {"marker.color": TEXT}},
    )
    chart.update_layout(
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
    legend(chart, *(("loss, train", "accuracy, train") if tested else ("loss", "accuracy")))
    # Hovering and clicking work anywhere above a step, not on the curve alone.
    chart.update_layout(hovermode="x")
    return chart


def loss_panel(scenario: Scenario, history: History, view: View) -> Panel:
    tested = len(history.test_loss) > 0
    steps = np.arange(history.steps + 1, dtype=float)
    sentence = f"Step {{step}} of {history.steps}: the loss is {{loss:6}}, the accuracy {{accuracy:%1}} %"
    if tested:
        sentence += "; on the test part {test_loss:6} and {test_accuracy:%1} %"
    name = "loss, train" if tested else "loss"
    return Panel(
        name="loss",
        title="Loss and accuracy" + (" (dotted: test)" if tested else ""),
        figure=figure(
            history.loss,
            history.test_loss,
            history.accuracy,
            history.test_accuracy,
            scenario.loss,
            view.scale == "log",
        ),
        tracks=(
            Track("now", "x", steps[:, np.newaxis]),
            Track("now", "y", np.maximum(history.loss, 1e-16)[:, np.newaxis]),
            Track("now line", "x", np.repeat(steps[:, np.newaxis], 2, axis=1)),
        ),
        sentence=sentence + ".",
        goes_to_step=(name, "loss, test", "accuracy", "accuracy, train", "accuracy, test"),
    )
