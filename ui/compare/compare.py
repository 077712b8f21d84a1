"""The timeline of the page "Compare": several runs from one start, moved by one transport.
Paths on one surface · losses · ‖dW‖ · a table of how each ends · a sweep of the learning rate."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from core.loss import LOSSES
from core.optimizer import RULES
from core.scenario import Scenario
from core.take_home.own_run import OwnRun
from ui.compare.curves import BY, curves_panel
from ui.compare.own_run import own_run_beside
from ui.compare.styles import STYLES
from ui.compare.surface import surface_panel
from ui.compare.sweep import sweep_panel
from ui.compare.table import table_panel
from ui.compare.trained_runs import Run, of_different_losses, train_all, trained
from ui.language.speaking import _, listed, number
from ui.page import Runner
from ui.panels.names import weight_names
from ui.panels.paths import at_steps
from ui.timeline.timeline import Timeline


def compare(
    names: Sequence[str],
    scenarios: Sequence[Scenario],
    base: Scenario,
    by: str = BY[0],
    logarithmic: bool = False,
    known: Runner = trained,
    own_run: OwnRun | None = None,
) -> Timeline:
    """The named runs beside each other, and the sweep of `base`, the sidebar's own scenario.

    known : trains a scenario, or knows its run already · own_run : a run of somebody's own code, to stand behind them
    """
    runs = train_all(names, scenarios, known)
    if own_run is not None:
        runs = (*runs, own_run_beside(runs[0], own_run))
    steps = max(run.history.steps for run in runs)
    scalars: dict[str, Any] = {"step": np.arange(steps + 1, dtype=np.float32)}
    readout: list[tuple[str, str | tuple[str, ...]]] = [(_("step"), _("{{step}} of {last}", last=steps))]
    mixed = of_different_losses(runs)
    # The loss that all are seen by: the one that the surface shows.
    shown = runs[0].scenario.loss
    losses = [run.loss(shown) for run in runs]
    legend = {}
    for i, run in enumerate(runs):
        scalars[f"loss{i}"] = at_steps(losses[i], steps)
        scalars[f"norm{i}"] = at_steps(np.linalg.norm(run.history.dW, axis=1), steps)
        numbers = f"{{loss{i}:6}}"
        if mixed:
            keys = {name: f"loss{i}" if name == shown else f"other{i}" for name in LOSSES}
            scalars |= {key: at_steps(run.loss(name), steps) for name, key in keys.items() if name != shown}
            numbers = " · ".join(f"{name} {{{key}:5}}" for name, key in keys.items())
        readout.append((f"L, {run.name}", numbers))
        legend[readout[-1][0]] = STYLES[i][:2]
    panels = (
        surface_panel(runs, base, steps),
        curves_panel(runs, steps, by, logarithmic, "losses", shown if mixed else _("loss"), losses),
        curves_panel(runs, steps, by, True, "norms", "‖dW‖", [np.linalg.norm(run.history.dW, axis=1) for run in runs]),
        table_panel(runs),
        sweep_panel(base),
    )
    return Timeline(
        steps, panels, scalars, tuple(readout), _note(runs, base.learning_rate), layout="compare", legend=legend
    )


def _note(runs: Sequence[Run], rate: float) -> str:
    """Where the runs begin, and why they do not all have the same learning rate. rate : the sidebar's"""
    return " ".join(filter(None, (_starts(runs), _rates(runs, rate))))


def _starts(runs: Sequence[Run]) -> str:
    names = weight_names(runs[0].data)
    starts = {tuple(np.round(run.path[0], 9)) for run in runs}
    if len(starts) > 1:
        return _("The runs begin at different weights.")
    values = listed(f"{name} = {number(w)}" for name, w in zip(names, runs[0].path[0], strict=True))
    return _("All begin at {weights}.", weights=values)


def _rates(runs: Sequence[Run], rate: float) -> str:
    usual: list[float | None] = []
    others: list[float | None] = []
    for run in runs:
        (usual if run.scenario.learning_rate == rate else others).append(RULES[run.scenario.optimizer].stable)
    if not usual or not others:
        return ""
    if None not in usual and not any(others):
        return _("lr is {rate}, except where an optimizer scales each step itself.", rate=number(rate))
    return _("lr is {rate} where a name says no other.", rate=number(rate))
