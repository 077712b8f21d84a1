"""What all panels of the loss surface are made of: the run, the section, and what holds along it.
Every number comes from core: heights from the section, gradients and Hessians from core.surface.path_curvature."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Mask
from core.classifier import with_ones
from core.data.dataset import Dataset
from core.loss import LOSSES
from core.scenario import Scenario
from core.surface.path_curvature import PathCurvature, gradients, path_curvature
from core.surface.sections import Section, choose_section
from core.training import History
from ui.language.speaking import _
from ui.loss_surface.look import BESIDE, Look
from ui.panels.names import weight_names


@dataclass(frozen=True)
class Case:
    """What all panels are made of.

    here : the shown loss along the run · slopes : each loss's gradients along it, (T+1, D+1), by the loss's name
    heights : the window's heights (B, A) of each loss that is drawn · at : the run in the plane's coordinates, (T+1, 2)
    way_down : (D+1, 1), the direction in which BCE falls for ever where it has no minimum, or None
    """

    scenario: Scenario
    data: Dataset
    history: History
    look: Look
    section: Section
    here: PathCurvature
    slopes: Mapping[str, Array]
    heights: Mapping[str, Array]
    way_down: Array | None
    at: Array
    names: tuple[str, ...]

    @property
    def axes(self) -> tuple[str, str]:
        """What the picture's coordinates are called."""
        kind = self.section.choice.directions
        if kind == "weights":
            i, j = self.section.choice.axes
            return self.names[i], self.names[j]
        return ("PCA 1", "PCA 2") if kind == "PCA" else (_("random 1"), _("random 2"))

    @property
    def width(self) -> float:
        """The width of the picture, in units of W."""
        return float(self.section.u[-1] - self.section.u[0])

    def flat(self, vectors: Array) -> Array:
        """Vectors (M, D+1) as the picture shows them, (M, 2)."""
        return np.asarray(vectors @ self.section.plane.directions)


def case_of(scenario: Scenario, data: Dataset, history: History, look: Look, step: int) -> Case:
    """A run and the section that is chosen through its loss surface."""
    loss = LOSSES[look.loss(scenario)]()
    section = choose_section(scenario, data, history, look.choice, loss, step)
    shown, other = look.loss(scenario), other_loss(look.loss(scenario))
    X1 = with_ones(data.X)
    here = path_curvature(X1, data.t, loss, history.W)
    slopes = {shown: here.dW, other: gradients(X1, data.t, LOSSES[other](), history.W)}
    losses = (shown,) if look.beside == BESIDE[0] else (shown, other)
    heights = {name: section.heights(LOSSES[name](), data) for name in losses}
    way_down = data.lowest.direction
    at = section.plane.coordinates(history.W)
    return Case(scenario, data, history, look, section, here, slopes, heights, way_down, at, weight_names(data))


def other_loss(loss: str) -> str:
    """The loss that a run was not trained with."""
    return next(name for name in LOSSES if name != loss)


def is_inside(case: Case) -> Mask:
    """Which steps of the run lie in the picture, (T+1,)."""
    section, (u, v) = case.section, case.at.T
    return np.asarray((section.u[0] <= u) & (u <= section.u[-1]) & (section.v[0] <= v) & (v <= section.v[-1]))
