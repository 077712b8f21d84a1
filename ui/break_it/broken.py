"""The page "Break it": a bug's training beside the correct one as a timeline, and its code and numbers side by side.
Every number comes from core.mistakes.effects, which runs the buggy code; nothing is worked out here."""

from dataclasses import replace

import numpy as np

from core.arrays import Array
from core.classifier import sigmoid, with_ones
from core.data.dataset import Dataset
from core.mistakes.effects import Path, train_with
from core.mistakes.mistake import Mistake
from core.scenario import Scenario
from core.training import History
from ui.break_it.case import Case
from ui.break_it.code import code_panels
from ui.break_it.hint import hint_panel
from ui.break_it.losses import losses_panel
from ui.break_it.stages import stages_panel
from ui.break_it.surface import surface_panel
from ui.break_it.verdict import verdict_panel
from ui.panels.names import weight_names
from ui.panels.paths import at_steps
from ui.timeline.numbers import short_number
from ui.timeline.timeline import Timeline

# A loss below this is all but 0.
STUCK = 1e-6


def broken(
    scenario: Scenario, data: Dataset, history: History, mistake: Mistake | None, logarithmic: bool = False
) -> Timeline:
    """The right run, and beside it the one with the mistake, from the same start; its path may end early."""
    path = None if mistake is None else train_with(mistake, scenario, data, history.steps)
    names = weight_names(data)
    steps = history.steps
    readout: list[tuple[str, str | tuple[str, ...]]] = [("step", f"{{step}} of {steps}")]
    readout += [("correct L", "{loss:8}"), ("correct W", _weights("", names))]
    scalars = _scalars("", history.W, history.loss, names, steps)
    scalars["step"] = np.arange(steps + 1, dtype=float)
    if path is not None:
        scalars |= _scalars("m", path.W, path.loss, names, steps)
        readout += [
            ("buggy L", _while_it_lasts("{mloss:8}", path, steps)),
            ("buggy W", _while_it_lasts(_weights("m", names), path, steps)),
        ]
    panels = (surface_panel(scenario, data, history, path, names), losses_panel(history, path, logarithmic))
    return Timeline(steps, panels, scalars, tuple(readout), _note(data, history, path), layout="broken")


def broken_alone(timeline: Timeline, case: Case, mistake: Mistake | None, notation: str = "I2DL") -> Timeline:
    """The page without a page around it: both runs, and of one step what the mistake does to its numbers, as panels."""
    if mistake is None:
        return replace(timeline, note=f"No bug is chosen. {timeline.note}")
    effect = case.effect(mistake)
    hint, verdict = hint_panel(mistake, notation), verdict_panel(effect, case.step, notation)
    panels = (hint, *code_panels(mistake), verdict, stages_panel(effect, case, notation))
    spoken = " ".join(f"{panel.title}. {panel.sentence}" for panel in (hint, verdict))
    return replace(timeline, panels=(*timeline.panels, *panels), layout="mistake", spoken=spoken)


def _weights(prefix: str, names: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"{{{prefix}{name}:5}}" for name in names) + ")"


def _while_it_lasts(template: str, path: Path, steps: int) -> str | tuple[str, ...]:
    last = len(path.W) - 1
    return template if last >= steps else (*[template] * (last + 1), *[f"ended at step {last}"] * (steps - last))


def _scalars(prefix: str, W: Array, loss: Array, names: tuple[str, ...], steps: int) -> dict[str, Array]:
    """Loss and weights at every step; behind the end of a run that ended early, those of its end."""
    scalars = {f"{prefix}{name}": at_steps(W[:, i], steps) for i, name in enumerate(names)}
    return {**scalars, f"{prefix}loss": at_steps(loss, steps)}


def _note(data: Dataset, history: History, path: Path | None) -> str:
    said = f"The correct loss goes from {short_number(history.loss[0], 4)} to {short_number(history.loss[-1], 4)}"
    if path is None:
        return f"{said} in {history.steps} steps."
    if path.error:
        return f"{said} in {history.steps} steps; the buggy code does not run."
    said += f", the buggy one to {short_number(path.loss[-1], 4)}"
    last = len(path.W) - 1
    if last < history.steps:
        return f"{said}: at step {last} it ends, because its numbers overflow."
    said += f", in {history.steps} steps."
    if _stuck(data, path):
        said += " The buggy run stands still there: outputs have rounded, and in float64 its dW is 0."
    return said


def _stuck(data: Dataset, path: Path) -> bool:
    """Whether a path stands still at a loss that is not 0, because its outputs have rounded to 0 or 1."""
    if len(path.W) < 2 or path.loss[-1] < STUCK or not np.array_equal(path.W[-1], path.W[-2]):
        return False
    z = sigmoid(with_ones(data.X) @ path.W[-1])
    return bool(np.any((z == 0.0) | (z == 1.0)))
