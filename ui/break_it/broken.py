"""The page "Break it": a bug's training beside the correct one, and of one step what the bug does to its numbers.
Without a bug the correct code stands in the same places. Every number comes from core.mistakes.effects, which runs the
buggy code; nothing is worked out here."""

from collections.abc import Callable

import numpy as np

from core.arrays import Array
from core.classifier import sigmoid, with_ones
from core.data.dataset import Dataset
from core.mistakes.effects import Path, train_with
from core.mistakes.mistake import Mistake
from core.scenario import Scenario
from core.surface.windows import Slice
from core.training import History
from ui.break_it.case import case_of
from ui.break_it.code import code_panels
from ui.break_it.hint import hint_panel
from ui.break_it.losses import losses_panel
from ui.break_it.stages import stages_panel
from ui.break_it.styles import SAMPLES
from ui.break_it.surface import surface_panel
from ui.break_it.verdict import verdict_panel
from ui.language.speaking import _, ngettext, number
from ui.panels.names import weight_names
from ui.panels.paths import at_steps
from ui.timeline.timeline import Timeline

# What the bug does, the code that does it, and below the map, which is wide, what comes of it.
LECTURE = ("surface", "mistaken", "loss")
# A loss below this is all but 0.
STUCK = 1e-6


def broken(
    scenario: Scenario,
    data: Dataset,
    history: History,
    mistake: Mistake | None,
    step: int = 0,
    logarithmic: bool = False,
    notation: str = "I2DL",
    path: Path | None = None,
    heights: Callable[[Slice, Scenario, Dataset], Array] = Slice.heights,
) -> Timeline:
    """The correct run, and beside it the one with the mistake, from the same start; it may end early.

    step : of the correct run, at which the buggy code is called; one behind the last is the last
    path : the run with the mistake, where it is known
    heights : gives those of the loss surface, and may have kept them
    """
    if path is None and mistake is not None:
        path = train_with(mistake, scenario, data, history.steps)
    names = weight_names(data)
    steps = history.steps
    case = case_of(scenario, data, history, step)
    effect, buggy = case.effect(mistake), mistake is not None
    readout: list[tuple[str, str | tuple[str, ...]]] = [
        (_("step"), _("{{step}} of {last}", last=steps)),
        (_("correct L"), "{loss:6}"),
    ]
    scalars = _scalars("", history.W, history.loss, names, steps)
    scalars["step"] = np.arange(steps + 1, dtype=float)
    if path is not None:
        scalars |= _scalars("m", path.W, path.loss, names, steps)
        readout.append((_("buggy L"), _while_it_lasts("{mloss:6}", path, steps)))
    hint = hint_panel(mistake, _outcome(data, history, path), notation)
    verdict = verdict_panel(effect, case.step, notation, buggy)
    panels = (
        surface_panel(scenario, data, history, path, names, heights),
        losses_panel(history, path, logarithmic),
        hint,
        *code_panels(mistake),
        verdict,
        stages_panel(effect, case, notation, buggy),
    )
    spoken = " ".join(f"{panel.title}. {panel.sentence}" for panel in (hint, verdict))
    return Timeline(
        steps,
        panels,
        scalars,
        tuple(readout),
        layout="broken",
        legend={_(label): line for label, line in SAMPLES.items()},
        spoken=spoken,
        lecture=LECTURE,
    )


def _while_it_lasts(template: str, path: Path, steps: int) -> str | tuple[str, ...]:
    last = len(path.W) - 1
    return (
        template
        if last >= steps
        else (*[template] * (last + 1), *[_("ended at step {step}", step=last)] * (steps - last))
    )


def _scalars(prefix: str, W: Array, loss: Array, names: tuple[str, ...], steps: int) -> dict[str, Array]:
    """Loss and weights at every step; behind the end of a run that ended early, those of its end."""
    scalars = {f"{prefix}{name}": at_steps(W[:, i], steps) for i, name in enumerate(names)}
    return {**scalars, f"{prefix}loss": at_steps(loss, steps)}


def _outcome(data: Dataset, history: History, path: Path | None) -> str:
    """What becomes of both runs."""
    steps = ngettext("After {n} step", "After {n:,} steps", history.steps)
    known = {"after": steps, "right": f"L = {number(history.loss[-1], 4)}"}
    if path is None:
        return _("{after}: {right}.", **known)
    if path.error:
        return _("{after}: correct {right}; the buggy code does not run.", **known)
    last = len(path.W) - 1
    known |= {"wrong": f"L = {number(path.loss[-1], 4)}", "last": str(last)}
    if last < history.steps:
        return _(
            "{after}: correct {right}. The buggy run ends at step {last}, at {wrong}: its numbers overflow.", **known
        )
    said = _("{after}: correct {right}, buggy {wrong}.", **known)
    if _stuck(data, path):
        said += " " + _("The buggy run is stuck there: its outputs have been rounded, and in float64 its dW is 0.")
    return said


def _stuck(data: Dataset, path: Path) -> bool:
    """Whether a path stands still at a loss that is not 0, because its outputs have rounded to 0 or 1."""
    if len(path.W) < 2 or path.loss[-1] < STUCK or not np.array_equal(path.W[-1], path.W[-2]):
        return False
    z = sigmoid(with_ones(data.X) @ path.W[-1])
    return bool(np.any((z == 0.0) | (z == 1.0)))
