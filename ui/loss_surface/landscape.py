"""The timeline of the page "Loss surface": the surface of the data, the run on it, and what holds around each step."""

import numpy as np

from core.arrays import Array
from core.data.dataset import Dataset
from core.optimizer import RULES
from core.scenario import Scenario
from core.training import History
from ui.language.speaking import _, listed
from ui.loss_surface.case import Case, case_of, other_loss
from ui.loss_surface.contours import contours_panel
from ui.loss_surface.level import with_levels
from ui.loss_surface.look import Look
from ui.loss_surface.lowest import where_lowest
from ui.loss_surface.numbers import numbers_panel
from ui.loss_surface.point import point_panel
from ui.loss_surface.relief import relief_panel
from ui.timeline.timeline import Timeline


def landscape(
    scenario: Scenario,
    data: Dataset,
    history: History,
    look: Look,
    step: int = 0,
    point: tuple[float, float] | None = None,
    levels: bool = False,
) -> Timeline:
    """The surface under one run. `step` is the current one where the others are held at it; `point` is asked about.

    levels : it has the level line through every step, where they are not too long together; else only a step's own
        detail has it, which a file has nobody to ask for
    """
    case = case_of(scenario, data, history, look, step)
    loss = look.loss(scenario)
    panels = [contours_panel(case, loss, point, "contours")]
    if levels:
        panels[0] = with_levels(case, panels[0])
    if look.beside == "3-D":
        panels.append(relief_panel(case, loss))
    else:
        panels.append(contours_panel(case, other_loss(loss), None, "other"))
    asked = point_panel(case, point)
    panels += [numbers_panel(case), asked]
    readout = [
        (_("step"), _("{{step}} of {last}", last=history.steps)),
        (f"L, {loss}", "{height:8}"),
        ("‖dW‖", "{norm:8}"),
    ]
    readout.append(("W", f"({listed(f'{{{name}:8}}' for name in case.names)})"))
    return Timeline(
        history.steps,
        tuple(panels),
        _scalars(case),
        tuple(readout),
        _note(case),
        layout="landscape",
        spoken="" if point is None else f"{asked.title}: {asked.sentence}",
    )


def _note(case: Case) -> str:
    """A sentence on where the loss is lowest."""
    return f"{_(case.section.reason)} {where_lowest(case.data)}".strip()


def _scalars(case: Case) -> dict[str, Array]:
    history, here = case.history, case.here
    steps = np.arange(history.steps + 1, dtype=np.float32)
    norms = {name: np.linalg.norm(slopes, axis=1) for name, slopes in case.slopes.items()}
    scalars = {
        "step": steps,
        "height": here.loss,
        "norm": norms[case.look.loss(case.scenario)],
        "norm_bce": norms["BCE"],
        "norm_mse": norms["MSE"],
    }
    for i, name in enumerate(case.names):
        scalars[name] = history.W[:, i]
        scalars[f"lambda{i}"] = here.eigenvalues[:, i]
        for j in range(i + 1):
            scalars[f"h{i}_{j}"] = here.hessian[:, i, j]
    first, last = here.eigenvalues[:, 0], here.eigenvalues[:, -1]
    bowl = last > 1e-14 * np.maximum(first, 1e-300)
    scalars["condition"] = np.divide(first, last, out=np.zeros_like(first), where=bowl)
    scalars["bowl"], scalars["no_bowl"] = bowl.astype(np.float32), (~bowl).astype(np.float32)
    limit = RULES[case.scenario.optimizer].stable
    if limit is not None:
        bends = first > 1e-300
        stable = np.divide(limit, first, out=np.zeros_like(first), where=bends)
        ratio = case.scenario.learning_rate * first / limit
        scalars |= {"stable": stable, "ratio": ratio, "percent": 100 * ratio, "bends": bends.astype(np.float32)}
        scalars["bounces"] = (ratio > 1).astype(np.float32)
        scalars["settles"] = (bowl & (ratio <= 1)).astype(np.float32)
    return {name: np.nan_to_num(values) for name, values in scalars.items()}
