"""Both paths over the correct loss."""

from collections.abc import Callable

from core.arrays import Array
from core.data.dataset import Dataset
from core.mistakes.effects import Path
from core.scenario import Scenario
from core.surface.windows import Slice, choose_slice
from core.training import History
from ui.break_it.styles import MISTAKEN, PATHS, RIGHT
from ui.language.speaking import N_, _, number
from ui.panels.names import slice_at
from ui.panels.paths import path_tracks, paths_figure
from ui.timeline.timeline import Panel

WITH_A_BUG = N_(
    "Step {{step}}: the correct run is at {u} = {{{u}:5}}, {v} = {{{v}:5}}, the buggy one at {{m{u}:5}}, {{m{v}:5}}."
)
WITH_A_BUG_OUTSIDE = N_(
    "Step {{step}}: the correct run is at {u} = {{{u}:5}}, {v} = {{{v}:5}}, the buggy one at {{m{u}:5}}, "
    "{{m{v}:5}}; at "
    "{outside} of its {all} steps it is outside the picture."
)


def surface_panel(
    scenario: Scenario,
    data: Dataset,
    history: History,
    path: Path | None,
    names: tuple[str, ...],
    heights: Callable[[Slice, Scenario, Dataset], Array],
) -> Panel:
    """The paths of both runs; of the buggy one, as far as it goes. `heights` gives those of the correct loss."""
    slice_ = choose_slice(scenario, data, history)
    i, j = slice_.axes
    paths = [history.W] if path is None else [history.W, path.W]
    held = [f"{name} = {number(slice_.held[k, 0])}" for k, name in enumerate(names) if k not in (i, j)]
    known: dict[str, object] = {"u": names[i], "v": names[j]}
    sentence = _("Step {{step}}: the correct run is at {u} = {{{u}:5}}, {v} = {{{v}:5}}.", **known)
    if path is not None:
        outside = int((~slice_.contains(path.W)).sum())
        known |= {"outside": outside, "all": len(path.W)}
        sentence = _(WITH_A_BUG_OUTSIDE if outside else WITH_A_BUG, **known)
    lowest = None if slice_.minimum is None else (float(slice_.minimum[i, 0]), float(slice_.minimum[j, 0]))
    figure = paths_figure(
        slice_.u, slice_.v, heights(slice_, scenario, data), (names[i], names[j]), lowest, PATHS[: len(paths)]
    )
    figure.update_layout(showlegend=False, margin={"t": 8})
    return Panel(
        name="surface",
        title=_("The correct loss over {u} and {v}", u=names[i], v=names[j])
        + (f" · {slice_at(held, slice_.held_at)}" if held else ""),
        figure=figure,
        tracks=tuple(
            track
            for run, W in zip(PATHS, paths, strict=False)
            for track in path_tracks(run.name, W[:, [i, j]], history.steps)
        ),
        sentence=sentence,
        goes_to_step=(RIGHT, MISTAKEN),
    )
