"""One curve a run, of the loss or of ‖dW‖, over the steps or over the samples seen."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.compare import samples_seen
from ui.compare.styles import ROOM, styled
from ui.compare.trained_runs import Run, of_different_losses
from ui.language.speaking import N_, _
from ui.panels.paths import at_steps, draw_ends
from ui.timeline.figure import Figure
from ui.timeline.style import LARGEST, SMALLEST, canvas, log_axis
from ui.timeline.timeline import Panel, Track

BY = (N_("steps"), N_("samples seen"))


@dataclass(frozen=True)
class Curve:
    """One run's numbers over the steps: its name, x (T+1,), y (T+1,), the symbol of its marker."""

    name: str
    x: Array
    y: Array
    symbol: str = ""


def figure(runs: Sequence[Curve], x_name: str, y_name: str, logarithmic: bool) -> Figure:
    """A curve for each run. Moving traces: "run 0 now", … (a point on each curve)."""
    figure = canvas()
    last = max(float(run.x[-1]) for run in runs)
    figure.update_xaxes(title={"text": x_name}, range=[-0.02 * last, 1.02 * last + 1e-9], separatethousands=True)
    high = max(min(float(run.y.max()), ROOM * float(run.y[0])) for run in runs)
    if logarithmic:
        low = min(float(np.maximum(run.y, SMALLEST).min()) for run in runs)
        log_axis(figure, min(low, high), max(high, 1e-15))
    else:
        figure.update_yaxes(range=[0.0, 1.06 * high + 1e-300], rangemode="tozero")
    figure.update_yaxes(title={"text": y_name, "standoff": 4})
    styles = styled(runs)
    for run, style in zip(runs, styles, strict=True):
        figure.add_scatter(
            x=run.x.astype(np.float32),
            y=np.clip(run.y, SMALLEST, LARGEST).astype(np.float32),
            mode="lines",
            name=style.name,
            line={"width": 2.5, "color": style.colour, "dash": style.dash},
            hovertemplate=_(
                "{run}<br>{x} %{{x}}<br>{y} %{{y:.6g}}<extra>click: go there</extra>", run=run.name, x=x_name, y=y_name
            ),
        )
    draw_ends(figure, styles, whole=True)
    return figure


def _title(what: str, by: str) -> str:
    return _("{what} over the steps", what=what) if by == BY[0] else _("{what} over the samples seen", what=what)


def curves_panel(
    runs: Sequence[Run], steps: int, by: str, logarithmic: bool, name: str, what: str, values: Sequence[Array]
) -> Panel:
    """One curve a run, over the steps or over the samples seen."""
    seen = [
        np.asarray(
            samples_seen(run.history, len(run.data.X)) if by == BY[1] else np.arange(run.history.steps + 1), float
        )
        for run in runs
    ]
    tracks = []
    for k, (x, y) in enumerate(zip(seen, values, strict=True)):
        for axis, numbers in (("x", x), ("y", np.clip(y, SMALLEST, LARGEST))):
            tracks.append(Track(f"run {k} now", axis, at_steps(numbers, steps)[:, np.newaxis]))
    scalar = "norm" if what == "‖dW‖" else "loss"
    said = "; ".join(f"{run.name} {{{scalar}{k}:5}}" for k, run in enumerate(runs))
    return Panel(
        name=name,
        title=_title(f"{what[0].upper()}{what[1:]}", by) + _whose(runs, what),
        figure=figure(
            [Curve(run.name, x, y, run.symbol) for run, x, y in zip(runs, seen, values, strict=True)],
            {"steps": _("step"), "samples seen": _("samples seen")}[by],
            what,
            logarithmic,
        ),
        tracks=tuple(tracks),
        sentence=_("Step {{step}}: {what} of {runs}.", what=what, runs=said),
        goes_to_step=tuple(f"run {k}" for k in range(len(runs))),
    )


def _whose(runs: Sequence[Run], what: str) -> str:
    """What a title adds where the runs were trained with different losses, or a step takes a batch."""
    mixed = of_different_losses(runs)
    if what != "‖dW‖":
        return _(", whatever each was trained with") if mixed else ""
    in_batches = any(run.history.batches is not None for run in runs)
    if mixed and in_batches:
        return " · " + _("each of its own loss and batch")
    if mixed:
        return " · " + _("each of its own loss")
    return " · " + _("each of its own batch") if in_batches else ""
