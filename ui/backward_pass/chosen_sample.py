"""The samples, of which one is chosen by a click."""

from collections.abc import Sequence

import numpy as np

from core.arrays import Array
from ui.backward_pass.case import Case
from ui.language.speaking import _
from ui.panels.data import apart, class_labels, ring, samples, samples_at_targets
from ui.timeline.figure import Figure, Verbatim
from ui.timeline.style import canvas, legend
from ui.timeline.timeline import Panel, Track


def figure(X: Array, t: Array, feature_names: Sequence[str], class_names: tuple[str, str]) -> Figure:
    """The samples X (n, D), t (n, 1) over the first two features (with one: over it and the target).

    Moving trace: "chosen", a ring around one sample. The samples' customdata are their places 0 … n-1.
    """
    figure = canvas()
    one = X.shape[1] == 1
    figure.update_xaxes(title={"text": Verbatim(feature_names[0])})
    figure.update_yaxes(title={"text": _("target t") if one else Verbatim(feature_names[1])})
    places = np.arange(len(X))
    if one:
        samples_at_targets(figure, X[:, 0], t, places, class_names)
    else:
        samples(figure, X[:, 0], X[:, 1], t, places, class_names)
    ring(figure, "chosen")
    legend(figure, *class_labels(class_names))
    return figure


def data_panel(case: Case) -> Panel:
    """The samples of the step, as a panel."""
    X, t = case.now.X1[case.rows, :-1], case.now.t[case.rows]
    chart = figure(X, t, case.data.feature_names, case.data.class_names)
    y = apart(t[:, 0], np.arange(len(X))) if X.shape[1] == 1 else X[:, 1]
    names = tuple(trace.name for trace in chart.data if trace.name != "chosen")
    return Panel(
        name="data",
        title=_("The samples: click one"),
        figure=chart,
        tracks=(
            Track("chosen", "x", X[:, :1], by="sample"),
            Track("chosen", "y", y[:, np.newaxis], by="sample"),
        ),
        sentence=_("Sample {{row}} is chosen: t = {{t}}, {z} = {{z:5}}.", z=case.s("z")),
        chooses_sample=names,
    )
