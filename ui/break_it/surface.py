"""Both paths over the correct loss."""

from collections.abc import Callable

from core.arrays import Array
from core.data.dataset import Dataset
from core.mistakes.effects import Path
from core.scenario import Scenario
from core.surface.windows import Slice, choose_slice
from core.training import History
from ui.break_it.styles import MISTAKEN, PATHS, RIGHT
from ui.language.speaking import number
from ui.panels.names import slice_at
from ui.panels.paths import path_tracks, paths_figure
from ui.timeline.timeline import Panel


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
    sentence = f"Step {{step}}: the correct run is at {names[i]} = {{{names[i]}:5}}, {names[j]} = {{{names[j]}:5}}"
    if path is not None:
        sentence += f", the buggy one at {{m{names[i]}:5}}, {{m{names[j]}:5}}"
        outside = int((~slice_.contains(path.W)).sum())
        if outside:
            sentence += f"; at {outside} of its {len(path.W)} steps it is outside the picture"
    lowest = None if slice_.minimum is None else (float(slice_.minimum[i, 0]), float(slice_.minimum[j, 0]))
    figure = paths_figure(
        slice_.u, slice_.v, heights(slice_, scenario, data), (names[i], names[j]), lowest, PATHS[: len(paths)]
    )
    figure.update_layout(showlegend=False, margin={"t": 8})
    return Panel(
        name="surface",
        title=f"The correct loss over {names[i]} and {names[j]}"
        + (f" · {slice_at(held, slice_.held_at)}" if held else ""),
        figure=figure,
        tracks=tuple(
            track
            for run, W in zip(PATHS, paths, strict=False)
            for track in path_tracks(run.name, W[:, [i, j]], history.steps)
        ),
        sentence=f"{sentence}.",
        goes_to_step=(RIGHT, MISTAKEN),
    )
