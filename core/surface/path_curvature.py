"""What is true at every step of a path: the loss, its gradient, its Hessian, and Newton's step.
The same numbers as core.surface.curvature gives one point at a time, for all points of a run at once."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.loss import Loss
from core.surface.curvature import FLAT

# Logits at work at once: enough to keep numpy busy, few enough for a processor's cache.
BLOCK = 1 << 16


@dataclass(frozen=True)
class PathCurvature:
    """M points of a path.

    loss (M,) · dW (M, D+1) · hessian (M, D+1, D+1) · eigenvalues (M, D+1), the steepest first
    newton : (M, D+1), Newton's step -H⁻¹ dW; NaN where a direction bends down, and where nothing bends, or so little
        that no float holds the step
    """

    loss: Array
    dW: Array
    hessian: Array
    eigenvalues: Array
    newton: Array


def path_curvature(X1: Array, t: Array, loss: Loss, W: Array) -> PathCurvature:
    """X1 (N, D+1) with ones, t (N, 1), a path W (M, D+1) → its losses, gradients and Hessians over all samples."""
    count, columns = W.shape
    losses, dW = np.empty(count), np.empty((count, columns))
    flat = np.empty((count, columns * columns))
    # A sample's part of the Hessian is its curvature times x xᵀ, here written as one row.
    squares = (X1[:, :, np.newaxis] * X1[:, np.newaxis, :]).reshape(len(X1), -1)
    width = max(BLOCK // len(X1), 1)
    for first in range(0, count, width):
        block = slice(first, first + width)
        y = X1 @ W[block].T  # (N, points)
        losses[block] = loss.each_from_logit(y, t).mean(axis=0)
        dW[block] = loss.slope_from_logit(y, t).T @ X1 / len(X1)
        flat[block] = loss.curvature_from_logit(y, t).T @ squares / len(X1)
    H = flat.reshape(count, columns, columns)
    eigenvalues, directions = np.linalg.eigh(H)
    eigenvalues, directions = eigenvalues[:, ::-1], directions[:, :, ::-1]
    return PathCurvature(losses, dW, H, eigenvalues, _newton(dW, eigenvalues, directions))


def gradients(X1: Array, t: Array, loss: Loss, W: Array) -> Array:
    """X1 (N, D+1) with ones, t (N, 1), a path W (M, D+1) → its gradients over all samples, (M, D+1)."""
    dW = np.empty_like(W)
    width = max(BLOCK // len(X1), 1)
    for first in range(0, len(W), width):
        block = slice(first, first + width)
        dW[block] = loss.slope_from_logit(X1 @ W[block].T, t).T @ X1 / len(X1)
    return dW


def _newton(dW: Array, eigenvalues: Array, directions: Array) -> Array:
    """-H⁻¹ dW by the axes of H (see core.surface.curvature.newton_step); along a flat axis the step does not move."""
    size = np.abs(eigenvalues).max(axis=1, keepdims=True)
    bent = eigenvalues > FLAT * size
    slopes = np.einsum("mij,mi->mj", directions, dW)  # the gradient along each axis
    with np.errstate(over="ignore", invalid="ignore"):
        steps = np.divide(slopes, eigenvalues, out=np.zeros_like(slopes), where=bent)
        newton = -np.einsum("mij,mj->mi", directions, steps)
    none = (size[:, 0] == 0.0) | (eigenvalues[:, -1] < -FLAT * size[:, 0]) | ~np.isfinite(newton).all(axis=1)
    newton[none] = np.nan
    return np.asarray(newton)


def ellipses(hessian: Array, centres: Array, half_length: float, points: int = 33) -> tuple[Array, Array]:
    """The level lines of M bowls in a plane: `hessian` (M, 2, 2) and `centres` (M, 2).

    → (M, points, 2) closed curves, and (M, 5, 2) both axes with a gap between them (see curvature.ellipse).
    NaN where the Hessian is not positive definite.
    """
    eigenvalues, directions = np.linalg.eigh(hessian)
    flattest, steepest = eigenvalues[:, 0], eigenvalues[:, 1]
    bowl = flattest > FLAT * np.abs(steepest)
    ratio = np.sqrt(np.divide(flattest, steepest, out=np.full(len(hessian), np.nan), where=bowl))
    long = half_length * directions[:, :, 0]
    short = half_length * ratio[:, np.newaxis] * directions[:, :, 1]
    long[~bowl] = np.nan
    angle = np.linspace(0.0, 2.0 * np.pi, points)[:, np.newaxis]
    centre = centres[:, np.newaxis]
    curves = centre + np.cos(angle) * long[:, np.newaxis] + np.sin(angle) * short[:, np.newaxis]
    gap = np.full_like(centres, np.nan)
    axes = np.stack([centres - long, centres + long, gap, centres - short, centres + short], axis=1)
    return np.asarray(curves), np.asarray(axes)
