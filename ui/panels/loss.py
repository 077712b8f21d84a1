"""The loss over all steps, train and test, with the accuracy beside it.
The curves stand still; a marker says where the run is."""

import numpy as np

from core.arrays import Array
from core.scenario import Scenario
from core.training import History
from ui.language.speaking import N_, _
from ui.panels.view import View
from ui.timeline.figure import Figure
from ui.timeline.style import (
    ACCURACY,
    BACKGROUND,
    LOSS,
    SMALLEST,
    TEXT,
    canvas,
    free_place,
    label,
    log_axis,
    now_line,
)
from ui.timeline.timeline import Panel, Track

# The top of the accuracy's axis, in percent.
TOP_PERCENT = 106


def figure(
    loss: Array, test_loss: Array, accuracy: Array, test_accuracy: Array, name: str, logarithmic: bool
) -> Figure:
    """Curves over the steps 0 … T, each (T+1,); the test curves may be empty. `name` is the loss's name.

    Moving traces: "now" (the point on the loss), "now line" (a vertical line at the step).
    """
    chart = canvas()
    chart.update_xaxes(
        title={"text": _("step")}, range=[-0.02 * len(loss), 1.02 * (len(loss) - 1) + 1e-9], separatethousands=True
    )
    if logarithmic:
        positive = np.maximum(np.concatenate([loss, test_loss]), SMALLEST)
        ends = log_axis(chart, float(positive.min()), float(positive.max()))
    else:
        high = float(max(loss.max(), test_loss.max(initial=0.0)))
        # Where every output is right to the last digit the loss is 0, all the way.
        ends = [0.0, 1.06 * high or 1.0]
        chart.update_yaxes(range=ends, rangemode="tozero")
    chart.update_yaxes(title={"text": _("{loss} loss", loss=name), "standoff": 4})
    now_line(chart, ends)
    tested = len(test_loss) > 0
    for values, part, dash in ((accuracy, N_("train"), "solid"), (test_accuracy, N_("test"), "dot")):
        if len(values):
            chart.add_scatter(
                y=(100 * values).astype(np.float32),
                yaxis="y2",
                mode="lines",
                name=accuracy_name(part, tested),
                line={"width": 1.5, "dash": dash},
                hovertemplate=_("step %{{x}}<br>accuracy, {part} %{{y:.4g}}%<extra></extra>", part=_(part)),
                meta={"theme": {"line.color": ACCURACY}},
            )
    for values, part, dash in ((loss, "train", "solid"), (test_loss, "test", "dot")):
        if len(values):
            chart.add_scatter(
                y=values.astype(np.float32),
                mode="lines",
                name=loss_name(part, tested),
                line={"width": 2.5, "dash": dash},
                hovertemplate=_("step %{{x}}<br>loss, {part} %{{y:.6g}}<extra>click: go there</extra>", part=_(part)),
                meta={"theme": {"line.color": LOSS}},
            )
    heights = [_shares(values, ends, logarithmic) for values in (loss, test_loss) if len(values)]
    heights += [values / (TOP_PERCENT / 100) for values in (accuracy, test_accuracy) if len(values)]
    tests = int(tested)
    for name, colour, own in ((N_("loss"), LOSS, 0), (N_("accuracy"), ACCURACY, 1 + tests)):
        at, height = free_place(heights[own], heights[:own] + heights[own + 1 :])
        if name == "accuracy":
            label(chart, _(name), at, TOP_PERCENT * height, colour, yaxis="y2")
        else:
            label(chart, _(name), at, _loss_at(height, ends, logarithmic), colour)
        # The other name keeps clear of this one too.
        named, reach = np.full_like(heights[own], np.nan), int(0.24 * len(loss))
        named[max(at - reach, 0) : at + reach + 1] = height
        heights.append(named)
    chart.add_scatter(
        x=[None],
        y=[None],
        mode="markers",
        name="now",
        marker={"size": 11, "line": {"width": 2}},
        hoverinfo="skip",
        meta={"theme": {"marker.color": TEXT, "marker.line.color": BACKGROUND}},
    )
    chart.update_layout(
        yaxis2={
            "overlaying": "y",
            "side": "right",
            "range": [0, TOP_PERCENT],
            "showgrid": False,
            "zeroline": False,
            "tickvals": [50, 100],
            "ticktext": [_("50%"), _("100%")],
        },
        margin={"r": 44},
    )
    # Hovering and clicking work anywhere above a step, not on the curve alone.
    chart.update_layout(hovermode="x")
    return chart


def _shares(losses: Array, ends: list[float], logarithmic: bool) -> Array:
    """Losses as shares of the axis's height, from one of its `ends` to the other."""
    if logarithmic:
        losses, ends = np.log10(np.maximum(losses, SMALLEST)), [float(np.log10(end)) for end in ends]
    return (losses - ends[0]) / (ends[1] - ends[0])


def _loss_at(share: float, ends: list[float], logarithmic: bool) -> float:
    """The loss at a share of the axis's height."""
    if logarithmic:
        return float(ends[0] * (ends[1] / ends[0]) ** share)
    return ends[0] + share * (ends[1] - ends[0])


def loss_panel(scenario: Scenario, history: History, view: View) -> Panel:
    """Both losses and the accuracy of a run, as a panel."""
    tested = len(history.test_loss) > 0
    said = _("Step {{step}} of {last}: the loss is {{loss:6}}, the accuracy {{accuracy:%1}}%.", last=history.steps)
    if tested:
        said = _(
            "Step {{step}} of {last}: the loss is {{loss:6}}, the accuracy {{accuracy:%1}}%; on the test set "
            "{{test_loss:6}} and {{test_accuracy:%1}}%.",
            last=history.steps,
        )
    return Panel(
        name="loss",
        title=_("Loss and accuracy (dotted: test)") if tested else _("Loss and accuracy"),
        figure=figure(
            history.loss,
            history.test_loss,
            history.accuracy,
            history.test_accuracy,
            scenario.loss,
            view.scale == "log",
        ),
        tracks=loss_tracks(np.arange(history.steps + 1.0), history.loss),
        sentence=said,
        goes_to_step=(loss_name("train", tested), "loss, test", "accuracy", "accuracy, train", "accuracy, test"),
    )


def loss_tracks(steps: Array, loss: Array) -> tuple[Track, ...]:
    """Where the run is at some steps (M,), and its loss there (M,)."""
    now = steps[:, np.newaxis]
    return (
        Track("now", "x", now),
        Track("now", "y", np.maximum(loss, SMALLEST)[:, np.newaxis]),
        Track("now line", "x", np.repeat(now, 2, axis=1)),
    )


def curve_tracks(history: History) -> tuple[Track, ...]:
    """The curves of a whole run, which stand still in a timeline: another run's, in the same picture."""
    tested = len(history.test_loss) > 0
    curves = {
        loss_name("train", tested): history.loss,
        "loss, test": history.test_loss,
        accuracy_name("train", tested): 100 * history.accuracy,
        "accuracy, test": 100 * history.test_accuracy,
    }
    return tuple(Track(name, "y", values, prefix=True) for name, values in curves.items() if len(values))


def loss_name(part: str, tested: bool) -> str:
    """What the loss of a part is called: where there is but one, no part."""
    return {"train": N_("loss, train"), "test": N_("loss, test")}[part] if tested else "loss"


def accuracy_name(part: str, tested: bool) -> str:
    """The same for the accuracy."""
    return {"train": N_("accuracy, train"), "test": N_("accuracy, test")}[part] if tested else "accuracy"
