"""One arrow x · dL/dy a sample, and the chosen one's among them.
Laid head to tail, the arrows of all samples end exactly at dW: that is what the transpose adds up."""

import numpy as np

from core.arrays import Array
from ui.backward_pass.case import Case
from ui.backward_pass.stages import DW, DY, STAGES
from ui.language.speaking import _, ngettext
from ui.timeline.figure import Figure
from ui.timeline.style import FAINT, GRADIENT, arrow, canvas, key, legend
from ui.timeline.timeline import Panel, Track


def figure(ends_x: Array, ends_y: Array, names: tuple[str, str]) -> Figure:
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
    labels = ("dW", _("this sample's arrow"))
    key(figure, labels[0], GRADIENT)
    key(figure, labels[1], None)
    legend(figure, *labels)
    return figure


def arrows_panel(case: Case) -> Panel:
    """All arrows x · dL/dy head to tail; where a window hides samples, their sum is the walk's last leg."""
    first, second = 0, 1
    steps = case.now.X1[:, [first, second]] * case.now.dy
    legs = steps[case.rows]
    hidden = case.now.dW[[first, second], 0] - legs.sum(axis=0)
    walk = np.vstack([np.zeros(2), np.cumsum(legs, axis=0), case.now.dW[[first, second], 0]])
    known = np.arange(len(STAGES)) >= DW
    appears = np.where(known, 1.0, np.nan)[:, np.newaxis]
    dy = case.s("dL/dy")
    leg = ""
    if np.abs(hidden).max() > 1e-12:
        hidden_samples = case.count - len(case.rows)
        leg = " " + ngettext(
            "The last leg is the other sample.", "The last leg is the other {n:,} samples.", hidden_samples
        )
    chart = figure(walk[:, 0], walk[:, 1], (case.weights[first], case.weights[second]))
    tracks = []
    for axis, column in (("x", 0), ("y", 1)):
        tracks += [
            Track("walk", axis, appears * walk[:, column]),
            Track("sum", axis, appears * np.array([0.0, case.now.dW[column, 0]])),
            Track("arrow", axis, np.column_stack([walk[:-2, column], walk[1:-1, column]]), by="sample", since=DY),
        ]
    return Panel(
        name="arrows",
        title=_("x · {dy} per sample", dy=dy),
        caption=tuple(
            _("Head to tail they end at dW = Xᵀ · {dy}: the transpose adds them up.", dy=dy)
            if stage >= DY
            else _("The arrows appear with {dy}, at stage {stage}.", dy=dy, stage=DY + 1)
            for stage in range(len(STAGES))
        ),
        figure=chart,
        tracks=tuple(tracks),
        sentence=_(
            "Sample {{row}} adds its x times {dy}: ({{arrow_{u}:4}}, {{arrow_{v}:4}}). All arrows laid "
            "head to tail end at "
            "dW; adding them up is what the transpose in Xᵀ · {dy} does.",
            dy=dy,
            u=case.weights[first],
            v=case.weights[second],
        )
        + leg,
        chooses_sample=("walk",),
        sweep="walk",
    )
