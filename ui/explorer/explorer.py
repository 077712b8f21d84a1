"""The Explorer's timeline: panels that show the same step of one run.
Data and boundary · loss surface · dW · dL/dy · loss."""

from collections.abc import Callable
from typing import Any

import numpy as np

from core.arrays import Array
from core.data.dataset import Dataset
from core.rounding import settled
from core.scenario import Scenario
from core.stopping import why_stopped
from core.surface.step_size import step_size
from core.surface.windows import Slice, choose_slice
from core.training import History
from ui.language.speaking import _, listed
from ui.panels.data import data_panel
from ui.panels.loss import loss_panel
from ui.panels.names import dw_name, weight_names
from ui.panels.rate import rate_slider
from ui.panels.samples import EXACT, sample_gradients, samples_panel, shown_rows
from ui.panels.surface import surface_panel
from ui.panels.view import View
from ui.panels.weights import weights_panel
from ui.timeline.notation import translate_panel
from ui.timeline.timeline import Timeline, enough_precision


def explorer(
    scenario: Scenario,
    data: Dataset,
    history: History,
    view: View,
    heights: Callable[[Slice, Scenario, Dataset], Array] = Slice.heights,
    exact: int = EXACT,
    window: Slice | None = None,
    rates: tuple[float, ...] = (),
) -> Timeline:
    """The timeline of one run, shown as `view` says.

    heights : gives those of the loss surface, and may have kept them: they are the same at every learning rate
    exact : so many numbers dL/dy are in it exactly (see ui/panels/samples.py)
    window : on the loss surface; the run's own without
    rates : the places of the learning rate's slider, where there is not a run of any rate
    """
    slice_ = window or choose_slice(scenario, data, history)
    rows = shown_rows(len(data.X))
    names = weight_names(data)
    gradients = sample_gradients(scenario, data, history, rows)
    scalars = scalars_at(data, history, gradients[0], names)
    panels = (
        data_panel(scenario, data, history, rows, names),
        surface_panel(scenario, history, slice_, heights(slice_, scenario, data), names, view),
        weights_panel(history, names),
        samples_panel(scenario, data, history, rows, gradients, view, exact),
        loss_panel(scenario, history, view),
    )
    readout = [
        (_("step"), _("{{step}} of {last}", last=history.steps)),
        ("L", "{loss:8}"),
        (dw_name(history, "‖dW‖"), "{norm:8}"),
    ]
    right = _("{accuracy:%1}% · test {test_accuracy:%1}%") if len(data.X_test) else _("{accuracy:%1}%")
    readout.append((_("accuracy"), right))
    readout.append(("W", f"({listed(f'{{{name}:8}}' for name in names)})"))
    # Only there is it proved that a shorter step would have lowered the loss.
    rose = _("Step {step} raised the loss by {rose:4}.")
    if scenario.optimizer == "gradient descent" and history.batches is None:
        rose = _("Step {step} raised the loss by {rose:4}: it was too long.")
    moment = (
        ("fell", _("Step {step} lowered the loss by {fell:4}.")),
        ("rose", rose),
        ("step", _("Step {step} left the loss as it was.")),
        ("", _("No step taken yet: these are the start weights.")),
    )
    translated = tuple(translate_panel(panel, view.notation) for panel in panels)
    note = _(why_stopped(scenario, data, history).sentence)
    rate = rate_slider(scenario, step_size(scenario, data), rates)
    return Timeline(history.steps, translated, scalars, tuple(readout), note, moment, rate=rate)


def scalars_at(
    data: Dataset,
    history: History,
    gradients: Array,
    names: tuple[str, ...],
    moments: slice = slice(None),
) -> dict[str, Any]:
    """The numbers of some moments of a run, (M,) each, by the names that templates have for them.

    gradients : dL/dy at these moments (M, n)
    """
    pushes = np.abs(gradients)
    largest = np.nanmax(pushes, axis=1)
    # What rounding makes of the loss is no step's doing.
    change = settled(np.diff(history.loss, prepend=history.loss[:1]), history.loss)[moments]
    scalars = {
        "step": _small(np.arange(history.steps + 1.0)[moments]),
        "loss": history.loss[moments],
        "accuracy": _small(history.accuracy[moments]),
        "fell": _small(np.maximum(-change, 0.0)),
        "rose": _small(np.maximum(change, 0.0)),
        "norm": np.linalg.norm(history.dW[moments], axis=1),
        "largest": _small(largest),
        "pushing": _small((pushes >= 0.5 * largest[:, np.newaxis]).sum(axis=1)),
        # A batch at the end of an epoch may be smaller.
        "drawn": _small(np.isfinite(pushes).sum(axis=1)),
    }
    if len(data.X_test):
        scalars |= {
            "test_loss": history.test_loss[moments],
            "test_accuracy": _small(history.test_accuracy[moments]),
        }
    for i, name in enumerate(names):
        scalars[name] = history.W[moments, i]
        scalars[f"d{name}"] = history.dW[moments, i]
        scalars[f"step_{name}"] = _small(history.update[moments, i])
    return scalars


def _small(values: Array) -> Array:
    """Whole numbers, percentages and what only a sentence rounds to four digits travel in half the bytes."""
    return values.astype(enough_precision(values))
