"""Which section through the loss surface a picture shows: two directions, and what the other weights do meanwhile.
They may stay where the minimum, the start or one step has them, or be chosen best at every point."""

from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Array
from core.classifier import with_ones
from core.data.dataset import Dataset
from core.loss import BCE, Loss
from core.scenario import Scenario
from core.sentence import Sentence
from core.surface.planes import Plane, loss_plane, pca_plane, random_plane, weight_plane
from core.surface.profiles import profile_slice
from core.surface.windows import window
from core.training import History

DIRECTIONS = ("weights", "PCA", "random")
OTHER_WEIGHTS = ("minimum", "start", "current", "re-optimised")
# Points a side of a re-optimised picture, by the largest N they are used for: each point is a search of its own.
PROFILE_POINTS = ((2_000, 41), (20_000, 21))


@dataclass(frozen=True)
class Choice:
    """What a visitor chooses of a section.

    directions : two of the weights; the two along which the path moves most; or two random ones
    axes : the two weights, as rows of W · held : where the others are
    """

    directions: str = "weights"
    axes: tuple[int, int] = (0, 1)
    held: str = "minimum"


@dataclass(frozen=True)
class Section:
    """A window on the loss surface.

    choice : as it could be made: what does not fit has become its nearest, and `reason` says why
    plane : its a and b are the picture's coordinates · u (A,), v (B,) : their values
    minimum : W (D+1, 1) where BCE is lowest, or None where it has no minimum
    """

    choice: Choice
    reason: str
    plane: Plane
    u: Array
    v: Array
    minimum: Array | None

    def heights(self, loss: Loss, data: Dataset) -> Array:
        """The mean training loss at every point of the window, (B, A), over all samples.

        Only BCE is re-optimised; of another loss the others are held where the plane's origin has them.
        """
        X1 = with_ones(data.X)
        if self.choice.held == "re-optimised" and isinstance(loss, BCE):
            return profile_slice(X1, data.t, self.choice.axes, self.u, self.v)[0]
        return loss_plane(X1, data.t, loss, self.plane, self.u, self.v)

    def weights(self, a: float, b: float, data: Dataset) -> Array:
        """The weights W (D+1, 1) that the picture shows at a point."""
        if self.choice.held == "re-optimised":
            found = profile_slice(with_ones(data.X), data.t, self.choice.axes, np.array([a]), np.array([b]))[1]
            return found.reshape(-1, 1)
        return self.plane.point(a, b)


def choose_section(
    scenario: Scenario, data: Dataset, history: History, choice: Choice, loss: Loss, step: int = 0
) -> Section:
    """The chosen section, around the path of a run; `step` is the current one, `loss` the one that is shown."""
    X1 = with_ones(data.X)
    lowest = data.lowest.W
    choice, reason = _possible(choice, X1.shape, lowest, loss)
    start = history.W[0].reshape(-1, 1)
    current = history.W[min(step, history.steps)].reshape(-1, 1)
    held = {"start": start, "current": current}.get(choice.held, start if lowest is None else lowest)
    if choice.directions == "weights":
        plane = weight_plane(held, *choice.axes)
    elif choice.directions == "PCA":
        plane = pca_plane(history.W, held)
    else:
        plane = random_plane(held, np.random.default_rng(scenario.seed))
    # With the current step the window must not move from step to step: it stays around start and minimum.
    around = start if lowest is None else lowest
    ends = plane.coordinates(np.hstack([start, around]).T)
    u, v = window(ends, plane.coordinates(history.W), X1 @ plane.directions)
    if choice.held == "re-optimised":
        points = next(points for most, points in PROFILE_POINTS if len(X1) <= most)
        u, v = (np.linspace(ticks[0], ticks[-1], points) for ticks in (u, v))
    return Section(choice, reason, plane, u, v, lowest)


def _possible(choice: Choice, shape: tuple[int, ...], lowest: Array | None, loss: Loss) -> tuple[Choice, str]:
    """The choice where it can be had, or the nearest one and a sentence why; `shape` is that of X1."""
    samples, columns = shape
    most = PROFILE_POINTS[-1][0]
    if choice.directions != "weights" and columns == 2:
        nearest, _ = _possible(replace(choice, directions="weights"), shape, lowest, loss)
        return nearest, Sentence("There are two weights only.")
    if max(choice.axes) >= columns or choice.axes[0] == choice.axes[1]:
        nearest, _ = _possible(replace(choice, axes=(0, 1)), shape, lowest, loss)
        return nearest, Sentence("Two different weights are needed.")
    if choice.held == "re-optimised":
        if choice.directions != "weights":
            return replace(choice, held="minimum"), Sentence("Re-optimizing is for two of the weights.")
        if columns > 2 and not isinstance(loss, BCE):
            said = Sentence("Re-optimizing needs BCE: MSE can have more than one valley.")
            return replace(choice, held="minimum"), said
        if columns > 2 and samples > most:
            said = Sentence("Re-optimizing is for {most:,} samples at the most.", most=most)
            return replace(choice, held="start"), said
        if columns == 2:
            return replace(choice, held="minimum" if lowest is not None else "start"), ""
    if choice.held == "minimum" and lowest is None:
        said = Sentence("Without a minimum, the other weights are fixed at the start.")
        return replace(choice, held="start"), "" if columns == 2 else said
    return choice, ""
