"""The paths of all runs over one surface, that of the unscaled data."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.loss import LOSSES
from core.scenario import Scenario
from core.surface.sections import Choice, choose_section
from ui.compare.styles import styled
from ui.compare.trained_runs import Run, of_different_losses
from ui.language.speaking import _, number
from ui.panels.names import slice_at, weight_names
from ui.panels.paths import path_tracks, paths_figure
from ui.timeline.style import LARGEST
from ui.timeline.timeline import Panel


def surface_panel(runs: Sequence[Run], base: Scenario, steps: int) -> Panel:
    """All paths on the surface of the unscaled data; its height is the first run's loss."""
    plain = replace(base, scaling="as is")
    data, names = plain.dataset(), weight_names(runs[0].data)
    loss, styles = runs[0].scenario.loss, styled(runs)
    # One path behind the other: the window is to hold them all.
    merged = replace(runs[0].history, W=np.vstack([runs[0].path[:1], *(run.path for run in runs)]))
    section = choose_section(plain, data, merged, Choice(), LOSSES[loss]())
    i, j = section.choice.axes
    held = [k for k in range(len(names)) if k not in (i, j)]
    title = _("{loss} loss over {u} and {v}", loss=loss, u=names[i], v=names[j])
    if held:
        values = [f"{names[k]} = {number(section.plane.origin[k, 0])}" for k in held]
        title += f" · {slice_at(values, section.choice.held)}"
    if len({run.scenario.scaling for run in runs}) > 1:
        title += " · " + _("in the units of the unscaled features")
    if of_different_losses(runs):
        title += " · " + _("each run goes down its own loss, this is {loss}", loss=loss)
    lowest = None if section.minimum is None or loss != "BCE" else section.plane.coordinates(section.minimum.T)[0]
    figure = paths_figure(
        section.u,
        section.v,
        section.heights(LOSSES[loss](), data),
        (names[i], names[j]),
        None if lowest is None else (float(lowest[0]), float(lowest[1])),
        styles,
    )
    figure.update_layout(showlegend=False, margin={"t": 8})
    losses = (_("{run}: loss {loss}", run=run.name, loss=f"{{loss{k}:5}}") for k, run in enumerate(runs))
    return Panel(
        name="surface",
        title=title,
        figure=figure,
        tracks=tuple(
            track
            for style, run in zip(styles, runs, strict=True)
            for track in path_tracks(style.name, section.plane.coordinates(np.clip(run.path, -LARGEST, LARGEST)), steps)
        ),
        sentence=_("Step {{step}}: {losses}.", losses="; ".join(losses)),
        goes_to_step=tuple(style.name for style in styles),
    )
