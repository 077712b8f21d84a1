"""The timeline of the page "Compare": up to four runs from one start, moved by one transport.
Paths on one surface · losses · ‖dW‖ · a table of how each ends · a sweep of the learning rate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core.arrays import Array
from core.classifier import with_ones
from core.compare import Summary, loss_along, samples_seen, summary
from core.data.dataset import Dataset
from core.data.scaling import original_weights
from core.loss import LOSSES
from core.optimizer import RULES
from core.scenario import Scenario
from core.surface.curvature import curvature_at, stable_rate
from core.surface.sections import Choice, choose_cut
from core.sweep import Sweep, default_rates, sweep
from core.training import History, train
from ui.compare import runs_figure as figures
from ui.compare.runs_figure import FARTHEST, STYLES, Curve
from ui.panels.names import weight_names
from ui.timeline.content import Grid, literal
from ui.timeline.style import number
from ui.timeline.timeline import Panel, Timeline, Track

BY = ("steps", "samples seen")
# Rates × samples × steps of a sweep at the most: about half a second.
LARGEST_SWEEP = 150_000_000


@dataclass(frozen=True)
class Run:
    """One of the compared runs; `path` is its W in the units of the unscaled data, (T+1, D+1)."""

    name: str
    scenario: Scenario
    data: Dataset
    history: History
    path: Array
    summary: Summary

    def at(self, values: Array, steps: int) -> Array:
        """Its values at the steps 0 … `steps`; behind its end, if that was early, those of its end."""
        return np.asarray(values[np.minimum(np.arange(steps + 1), self.history.steps)])

    def loss(self, name: str) -> Array:
        """The loss of that name at each of its steps, (T+1,), whatever it was trained with."""
        return loss_along(self.scenario, self.data, self.history, name)


Trained = Callable[[Scenario], tuple[Dataset, History]]


def trained(scenario: Scenario) -> tuple[Dataset, History]:
    """The data of a scenario and the history of its training."""
    data = scenario.dataset()
    return data, train(scenario, data)


def train_all(names: Sequence[str], scenarios: Sequence[Scenario], known: Trained = trained) -> tuple[Run, ...]:
    """Train each scenario, by `known`, and judge each by the lowest loss that it could reach."""
    runs = []
    for name, scenario in zip(names, scenarios, strict=True):
        data, history = known(scenario)
        with np.errstate(over="ignore"):
            path = original_weights(history.W, data.shift, data.scale)
        runs.append(Run(name, scenario, data, history, path, summary(scenario, data, history)))
    return tuple(runs)


def compare(
    names: Sequence[str],
    scenarios: Sequence[Scenario],
    base: Scenario,
    by: str = BY[0],
    logarithmic: bool = False,
    known: Trained = trained,
) -> Timeline:
    """The named runs beside each other, and the sweep of `base`, the sidebar's own scenario.

    known : trains a scenario, or knows its run already
    """
    runs = train_all(names, scenarios, known)
    steps = max(run.history.steps for run in runs)
    scalars: dict[str, Any] = {"step": np.arange(steps + 1, dtype=np.float32)}
    readout: list[tuple[str, str | tuple[str, ...]]] = [("step", f"{{step}} of {steps}")]
    mixed = of_different_losses(runs)
    # The loss that all are seen by: the one that the surface shows.
    shown = runs[0].scenario.loss
    losses = [run.loss(shown) for run in runs]
    legend = {}
    for i, run in enumerate(runs):
        scalars[f"loss{i}"] = run.at(losses[i], steps)
        scalars[f"norm{i}"] = run.at(np.linalg.norm(run.history.dW, axis=1), steps)
        numbers = f"{{loss{i}:6}}"
        if mixed:
            keys = {name: f"loss{i}" if name == shown else f"other{i}" for name in LOSSES}
            scalars |= {key: run.at(run.loss(name), steps) for name, key in keys.items() if name != shown}
            numbers = " · ".join(f"{name} {{{key}:5}}" for name, key in keys.items())
        readout.append((f"L, {run.name}", numbers))
        legend[readout[-1][0]] = STYLES[i][:2]
    panels = (
        _surface(runs, base, steps),
        _curves(runs, steps, by, logarithmic, "losses", shown if mixed else "loss", losses),
        _curves(runs, steps, by, True, "norms", "‖dW‖", [np.linalg.norm(run.history.dW, axis=1) for run in runs]),
        _table(runs),
        _sweep(base),
    )
    return Timeline(steps, panels, scalars, tuple(readout), _note(runs), layout="compare", legend=legend)


def of_different_losses(runs: Sequence[Run]) -> bool:
    """Whether the runs were trained with different losses, whose values have nothing in common."""
    return len({run.scenario.loss for run in runs}) > 1


def _note(runs: Sequence[Run]) -> str:
    names = weight_names(runs[0].data)
    starts = {tuple(np.round(run.path[0], 9)) for run in runs}
    if len(starts) > 1:
        return "The runs begin at different weights."
    values = ", ".join(f"{name} = {number(w)}" for name, w in zip(names, runs[0].path[0], strict=True))
    return f"All begin at {values}."


def _surface(runs: Sequence[Run], base: Scenario, steps: int) -> Panel:
    """All paths on the surface of the unscaled data; its height is the first run's loss."""
    plain = replace(base, scaling="as is")
    data, names = plain.dataset(), weight_names(runs[0].data)
    loss = runs[0].scenario.loss
    # One path behind the other: the window is to hold them all.
    merged = replace(runs[0].history, W=np.vstack([runs[0].path[:1], *(run.path for run in runs)]))
    cut = choose_cut(plain, data, merged, Choice(), LOSSES[loss]())
    i, j = cut.choice.axes
    held = [k for k in range(len(names)) if k not in (i, j)]
    where = {"minimum": "at the minimum", "start": "at the start"}[cut.choice.held]
    title = f"{loss} loss over {names[i]} and {names[j]}"
    if held:
        values = ", ".join(f"{names[k]} = {number(cut.plane.origin[k, 0])}" for k in held)
        title += f" · {values} held, as {where}"
    if len({run.scenario.scaling for run in runs}) > 1:
        title += " · in the units of the unscaled features"
    if of_different_losses(runs):
        title += f" · each run goes down its own loss, this is {loss}"
    lowest = None if cut.minimum is None or loss != "BCE" else cut.plane.coordinates(cut.minimum.T)[0]
    tracks = []
    for k, run in enumerate(runs):
        places = np.clip(cut.plane.coordinates(np.clip(run.path, -FARTHEST, FARTHEST)), -FARTHEST, FARTHEST)
        now = run.at(places, steps)
        for axis, column in (("x", 0), ("y", 1)):
            tracks.append(Track(f"run {k}", axis, places[:, column], prefix=True))
            tracks.append(Track(f"run {k} now", axis, now[:, [column]]))
    return Panel(
        name="surface",
        title=title,
        figure=figures.over_surface(
            cut.u,
            cut.v,
            cut.heights(LOSSES[loss](), data),
            (names[i], names[j]),
            None if lowest is None else (float(lowest[0]), float(lowest[1])),
            [run.name for run in runs],
        ),
        tracks=tuple(tracks),
        sentence="Step {step}: " + "; ".join(f"{run.name}: loss {{loss{k}:5}}" for k, run in enumerate(runs)) + ".",
        goes_to_step=tuple(f"run {k}" for k in range(len(runs))),
    )


def _curves(
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
    for k, (run, x, y) in enumerate(zip(runs, seen, values, strict=True)):
        for axis, numbers in (("x", x), ("y", np.clip(y, 1e-16, FARTHEST))):
            tracks.append(Track(f"run {k} now", axis, run.at(numbers, steps)[:, np.newaxis]))
    scalar = "norm" if what == "‖dW‖" else "loss"
    said = "; ".join(f"{run.name} {{{scalar}{k}:5}}" for k, run in enumerate(runs))
    return Panel(
        name=name,
        title=f"{what[0].upper()}{what[1:]} over the {by}{_whose(runs, what)}",
        figure=figures.curves(
            [Curve(run.name, x, y) for run, x, y in zip(runs, seen, values, strict=True)],
            {"steps": "step", "samples seen": "samples seen"}[by],
            what,
            logarithmic,
        ),
        tracks=tuple(tracks),
        sentence=f"Step {{step}}: {what} of {said}.",
        goes_to_step=tuple(f"run {k}" for k in range(len(runs))),
    )


def _whose(runs: Sequence[Run], what: str) -> str:
    """What a title adds where the runs were trained with different losses."""
    if not of_different_losses(runs):
        return ""
    return " · each of its own loss" if what == "‖dW‖" else ", whatever each was trained with"


def _table(runs: Sequence[Run]) -> Panel:
    """How each run ends, and how soon it came near to the lowest loss."""
    mixed = of_different_losses(runs)
    # Of different losses the gradients have nothing in common, but each run has both losses.
    first, last = (("run",), [f"final {name}" for name in LOSSES]) if mixed else (("run", "‖dW‖ now"), ["final L"])
    head = (*first, "to 1 %", "to 0.1 %", *last, "accuracy", "at the end")
    rows, hints = [], []
    for k, run in enumerate(runs):
        end = run.summary
        losses = [end.losses[name] for name in LOSSES] if mixed else [end.loss]
        rows.append(
            (
                *((run.name,) if mixed else (run.name, f"{{norm{k}:4}}")),
                _steps(end, end.steps_to_1_percent),
                _steps(end, end.steps_to_01_percent),
                *map(number, losses),
                f"{100 * end.accuracy:.1f} %",
                end.stop.kind,
            )
        )
        why = _why_unknown(run) if end.lowest is None else f"The lowest is {end.lowest:.6g}."
        hints.append((*("",) * len(first), why, why, *("",) * len(last), "", end.stop.sentence))
    styles = tuple((colour, dash) for colour, dash, _ in STYLES[: len(runs)])
    said = " ".join(f"{run.name}: {run.summary.stop.sentence}" for run in runs)
    return Panel(
        "table",
        "How they end",
        None,
        (),
        literal(said),
        Grid(head, tuple(rows), tuple(hints), styles),
        caption="To 1 % and 0.1 %: steps until so much is left of what the loss has above its lowest value."
        + (" –: that value is not known." if any(run.summary.lowest is None for run in runs) else ""),
    )


def _steps(end: Summary, count: int | None) -> str:
    if end.lowest is None:
        return "–"
    return "not reached" if count is None else f"{count:,}"


def _why_unknown(run: Run) -> str:
    if run.scenario.loss == "MSE":
        return "MSE can have several valleys: how low the lowest lies is not known."
    return "How low the loss can come is not known: it is too close to call, or there is too much data."


def swept(base: Scenario) -> tuple[Scenario, Sweep]:
    """The sweep of a scenario, and the scenario as it was swept: of a large one with fewer steps."""
    data = base.dataset()
    rates = default_rates()
    steps = min(base.steps, max(LARGEST_SWEEP // (len(rates) * len(data.X)), 10))
    scenario = replace(base, steps=steps)
    return scenario, sweep(scenario, data, rates)


def _sweep(base: Scenario) -> Panel:
    scenario, found = swept(base)
    data = scenario.dataset()
    X1, loss = with_ones(data.X), LOSSES[scenario.loss]()
    lowest = data.lowest.W if scenario.loss == "BCE" else None
    where, W = ("minimum", lowest) if lowest is not None else ("start", scenario.start_weights())
    stable = stable_rate(curvature_at(X1, data.t, loss, W), scenario.optimizer)
    first = float(loss.each_from_logit(X1 @ scenario.start_weights(), data.t).mean())
    best = int(np.argmin(found.loss))
    said = (
        f"{scenario.optimizer}: final loss over {len(found.rates)} learning rates; the lowest, {found.loss[best]:.4g}, "
    )
    said += f"at lr = {found.rates[best]:.3g}."
    title = f"Final loss after {scenario.steps} steps over lr: {scenario.optimizer}, {scenario.loss}"
    limit = None
    if stable is not None:
        formula = RULES[scenario.optimizer].stable_rate
        # Only near the minimum, and only of steps over all samples, is it a limit.
        whole = not 0 < scenario.batch < len(X1)
        name = "largest stable" if lowest is not None and whole else f"{formula} at the {where}"
        limit = (name, stable)
        title += f" · dashed: {formula} = {number(stable)} at the {where}"
        said += f" {formula} by the curvature at the {where} is {stable:.3g}"
        said += ": with a larger one no run settles there." if name == "largest stable" else "."
    return Panel(
        name="sweep",
        title=title,
        figure=figures.sweep(found.rates, found.loss, found.kind, first, limit, scenario.learning_rate),
        tracks=(),
        sentence=said,
        picks=tuple(figures.KINDS),
    )
