"""A plane through the space of all weights: two directions from one point, for pictures of more than two weights.
The loss and its gradient over such a plane, and how much of a path it shows."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.loss import Loss
from core.surface.heights import POINTS, SAMPLES, grid_corners, grid_heights

# A path whose second direction is shorter than this share of its first is a straight line.
STRAIGHT = 1e-12


@dataclass(frozen=True)
class Plane:
    """The weights origin + a · direction_a + b · direction_b, for all numbers a and b.

    origin : W (D+1, 1), at a = b = 0
    direction_a, direction_b : (D+1,), of length 1 and at a right angle

    Raises ValueError where the directions are not.
    """

    origin: Array
    direction_a: Array
    direction_b: Array

    def __post_init__(self) -> None:
        directions = self.directions
        if not np.allclose(directions.T @ directions, np.eye(2), rtol=0.0, atol=1e-9):
            raise ValueError("The two directions of a plane must have length 1 and a right angle between them.")

    @property
    def directions(self) -> Array:
        """Both directions as columns, (D+1, 2)."""
        return np.column_stack([self.direction_a, self.direction_b])

    def point(self, a: float, b: float) -> Array:
        """The weights W (D+1, 1) at the coordinates a and b."""
        return self.origin + (a * self.direction_a + b * self.direction_b)[:, np.newaxis]

    def coordinates(self, W: Array) -> Array:
        """Weight vectors W (M, D+1) → their a and b (M, 2): the nearest points of the plane."""
        return np.asarray((W - self.origin.T) @ self.directions)

    def share(self, W: Array) -> float:
        """How much of the movement of a path W (M, D+1) goes along the plane, from 0 to 1.

        The movement is the sum of the squared distances from the path's mean, so it does not matter where the
        plane's origin is; of all planes that of `pca_plane` has the largest share. A path that stands still has 1.
        """
        moved = _movement(W)
        total = float(np.sum(moved**2))
        if total == 0.0:
            return 1.0
        return min(float(np.sum((moved @ self.directions) ** 2)) / total, 1.0)


def weight_plane(origin: Array, i: int, j: int) -> Plane:
    """The plane of the weights i and j, whose values are then a and b; the others are held as in origin (D+1, 1).

    Raises ValueError where i and j are the same.
    """
    if i == j:
        raise ValueError("A plane needs two different weights.")
    units = np.eye(len(origin))
    held = np.array(origin, dtype=float).reshape(-1, 1)
    held[[i, j]] = 0.0
    return Plane(held, units[i], units[j])


def pca_plane(W: Array, origin: Array) -> Plane:
    """The plane through origin (D+1, 1) along the two directions in which a path W (M, D+1) moves most.

    They are the first two principal components of the path (Li et al., Visualizing the Loss Landscape of Neural Nets,
    2018, section 7), turned so that the path ends with larger coordinates than it began with. A path along a straight
    line has one such direction only, and one that stands still has none: then axes of single weights complete it.
    """
    moved = _movement(W)
    _, sizes, components = np.linalg.svd(moved, full_matrices=False)  # components: a row a direction
    found = [component for component, size in zip(components[:2], sizes, strict=False) if size > STRAIGHT * sizes[0]]
    ends = moved[-1] - moved[0]
    found = [component if component @ ends >= 0 else -component for component in found]
    first, second = _completed(found, len(origin))
    return Plane(np.array(origin, dtype=float).reshape(-1, 1), first, second)


def random_plane(origin: Array, rng: np.random.Generator) -> Plane:
    """A plane through origin (D+1, 1) along two directions that are drawn at random, all being equally likely."""
    directions, _ = np.linalg.qr(rng.standard_normal((len(origin), 2)))
    return Plane(np.array(origin, dtype=float).reshape(-1, 1), directions[:, 0], directions[:, 1])


def loss_plane(X1: Array, t: Array, loss: Loss, plane: Plane, u: Array, v: Array) -> Array:
    """The mean loss over a plane: a takes the values u (A,), b the values v (B,).

    X1 (N, D+1) with ones · t (N, 1), 0 or 1 → heights (B, A)
    """
    return grid_heights(_columns(X1, plane), t, loss, u, v)


def gradient_plane(X1: Array, t: Array, loss: Loss, plane: Plane, u: Array, v: Array) -> Array:
    """The gradient within a plane at every point of a grid: dL/da and dL/db, where a is in u (A,) and b in v (B,).

    X1 (N, D+1) with ones · t (N, 1) → (B, A, 2). By the chain rule dL/da = dWᵀ · direction_a, and likewise for b:
    the logit y of a sample grows with a by x · direction_a. In blocks, as the heights are.
    """
    columns = _columns(X1, plane)
    corners = grid_corners(u, v)  # (3, A·B)
    gradient = np.zeros((2, corners.shape[1]))
    for first in range(0, corners.shape[1], POINTS):
        points = slice(first, first + POINTS)
        for start in range(0, len(X1), SAMPLES):
            samples = slice(start, start + SAMPLES)
            slope = loss.slope_from_logit(columns[samples] @ corners[:, points], t[samples])  # (samples, points)
            gradient[:, points] += columns[samples, :2].T @ slope
    return gradient.T.reshape(len(v), len(u), 2) / len(X1)


def _columns(X1: Array, plane: Plane) -> Array:
    """How every sample's logit grows with a, how with b, and what it is at the origin, (N, 3)."""
    return np.hstack([X1 @ plane.directions, X1 @ plane.origin])


def _movement(W: Array) -> Array:
    """A path (M, D+1) as seen from its mean, in units of its largest entry: so no square of it overflows."""
    scale = float(np.abs(W).max()) or 1.0
    # From its start first, so that a path that stands still gives exact zeros.
    moved = W / scale - W[0] / scale
    moved = moved - moved.mean(axis=0)
    return np.asarray(moved / (float(np.abs(moved).max()) or 1.0))


def _completed(found: list[Array], count: int) -> list[Array]:
    """Two directions (count,) at right angles: those that were found, and what single weights add to them."""
    units = list(np.eye(count))
    while len(found) < 2:
        # The weight that the directions so far move least, made orthogonal to them.
        moved = np.sum([direction**2 for direction in found], axis=0) if found else np.zeros(count)
        new = units[int(np.argmin(moved))]
        for direction in found:
            new = new - (new @ direction) * direction
        found = [*found, new / np.linalg.norm(new)]
    return found
