"""Which part of the loss surface a picture shows: two of the weights, over a box that holds start, path and minimum.
The box grows in doublings only, so that another learning rate moves the path and not the landscape."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Mask
from core.classifier import with_ones
from core.data.dataset import Dataset
from core.loss import LOSSES
from core.scenario import Scenario
from core.surface.heights import loss_slice
from core.training import History

ASPECT = 1.35  # width : height of the box, that of the panel
DOUBLINGS = 5
# Grid points a side, by the largest N they are used for: about 10⁸ exponentials at the most.
GRIDS = ((2_000, 101), (20_000, 61), (100_000, 31))


@dataclass(frozen=True)
class Slice:
    """A window on the loss surface.

    axes : the two weights shown, as rows of W
    held : W (D+1, 1), which gives the other weights their values
    held_at : "minimum" or "start", where those values are from
    minimum : W (D+1, 1) where BCE is lowest, or None where it has no minimum
    u (A,), v (B,) : the values of the two weights
    """

    axes: tuple[int, int]
    held: Array
    held_at: str
    minimum: Array | None
    u: Array
    v: Array

    def heights(self, scenario: Scenario, data: Dataset) -> Array:
        """The mean training loss at every point of the window, (B, A), over all samples."""
        loss = LOSSES[scenario.loss]()
        return loss_slice(with_ones(data.X), data.t, loss, self.held, self.axes, self.u, self.v)

    def contains(self, W: Array) -> Mask:
        """Weight vectors (M, D+1) → whether each lies in the window, (M,)."""
        u, v = W[:, self.axes[0]], W[:, self.axes[1]]
        return np.asarray((self.u[0] <= u) & (u <= self.u[-1]) & (self.v[0] <= v) & (v <= self.v[-1]))


def choose_slice(scenario: Scenario, data: Dataset, history: History) -> Slice:
    """The first two weights (with one feature: the weight and the bias), the others held at the minimum.

    Where there is no minimum (separable data, classes that touch) they are held at the start.
    """
    lowest = data.lowest.W
    start = history.W[0].reshape(-1, 1)
    held = start if lowest is None else lowest
    axes = (0, 1)
    ends = np.hstack([start, held])[list(axes)].T  # (2, 2): a row a point
    u, v = window(ends, history.W[:, list(axes)], with_ones(data.X)[:, list(axes)])
    return Slice(
        axes=axes,
        held=held,
        held_at="start" if lowest is None else "minimum",
        minimum=lowest,
        u=u,
        v=v,
    )


def window(ends: Array, path: Array, columns: Array) -> tuple[Array, Array]:
    """The values of both coordinates in a picture, u (A,) and v (B,): a box around `ends` and, if it can, `path`.

    ends : (2, 2), the start and where the other weights are held, a row a point · path : (M, 2)
    columns : (N, 2), how much each sample's logit grows with a coordinate
    """
    centre = ends.mean(axis=0)
    # A unit of W means a logit of about one where the feature varies by one.
    scale = np.array([1.5 / max(float(column.std()), 1e-3) for column in columns.T])
    scale = np.where(scale > 100, 1.5, scale)  # the column of ones does not vary
    half = np.maximum(0.75 * np.abs(ends[1] - ends[0]), scale)
    # Equal units on both axes, in the panel's shape.
    half = np.array([max(half[0], ASPECT * half[1]), max(half[1], half[0] / ASPECT)])
    reach = np.abs(path - centre) * 1.05
    for _ in range(DOUBLINGS):
        if np.all(reach <= half):
            break
        half = 2 * half
    points = next(grid for most, grid in GRIDS if len(columns) <= most or most == GRIDS[-1][0])
    low, high = centre - half, centre + half
    return np.linspace(low[0], high[0], points), np.linspace(low[1], high[1], points)
