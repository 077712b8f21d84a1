"""The re-optimised slice: the loss over two of the weights, with all others chosen best at every point.
A slice with held weights shows one section of the valley; this one shows its floor (in statistics, the profile)."""

import numpy as np

from core.arrays import Array, Rows
from core.loss import BCE
from core.surface.heights import POINTS, SAMPLES, grid_corners, loss_slice
from core.surface.minimum import minimum

# A point is done where its gradient is below this, in units in which every free weight moves the logits alike.
TOLERANCE = 1e-9
ITERATIONS = 300
# How much of the bound B is added to H: at first, at least, and at most.
DAMPING, LEAST, MOST = 1e-3, 1e-10, 1.0
# A direction of the free weights that moves the logits by less than this share of the first one moves nothing.
FLAT = 1e-10


def profile_slice(X1: Array, t: Array, axes: tuple[int, int], u: Array, v: Array) -> tuple[Array, Array]:
    """The lowest mean BCE where weight axes[0] takes the values u (A,) and weight axes[1] the values v (B,).

    X1 (N, D+1) with ones · t (N, 1), 0 or 1 → heights (B, A) and the weights there, (B, A, D+1)

    For every point the D - 1 free weights are found by Newton's method, for the whole grid at once. The step solves
    (H + λB) s = -gradient, where B = XᵀX / 4N bounds every Hessian of the BCE, because z(1 - z) is never above 1/4
    (Böhning & Lindsay, Monotonicity of quadratic-approximation algorithms, 1988). With λ = 1 no step can overshoot,
    so a point that does not get better is tried again with a larger λ, and one that does goes on with a smaller one:
    it never diverges (Levenberg 1944, Marquardt 1963).

    Where the free weights alone can part the classes there is no best choice: they would grow for ever. They stop
    where the gradient is below 1e-9; the height, which should be 0, is then of that size too.
    BCE only: MSE is not convex, so what is lowest from where a search began says little about what is lowest.
    """
    points = grid_corners(u, v)[:2]  # (2, A·B)
    free = [row for row in range(X1.shape[1]) if row not in axes]
    W = np.empty((X1.shape[1], points.shape[1]))
    W[list(axes)] = points
    if not free:
        return loss_slice(X1, t, BCE(), W[:, :1], axes, u, v), W.T.reshape(len(v), len(u), -1)
    # In the singular vectors of the free columns, Q (N, F) with QᵀQ = N, the bound B is I / 4, whatever the features'
    # units; a feature that repeats others drops out.
    U, sizes, components = np.linalg.svd(X1[:, free], full_matrices=False)
    kept = sizes > FLAT * sizes[0]
    Q = np.sqrt(len(X1)) * U[:, kept]
    back = np.sqrt(len(X1)) * components[kept].T / sizes[kept]  # from coefficients of Q to weights
    # Where to begin: with the logits as near to those of the minimum as the free weights can bring them.
    lowest = minimum(X1, t)
    aim = np.zeros_like(t) if lowest is None else X1 @ lowest
    shown = X1[:, list(axes)]
    c = Q.T @ aim / len(X1) - Q.T @ shown @ points / len(X1)  # (F, A·B)
    heights, c = _lowest(Q, shown, t, points, c)
    W[free] = back @ c
    return heights.reshape(len(v), len(u)), W.T.reshape(len(v), len(u), -1)


def _lowest(Q: Array, shown: Array, t: Array, points: Array, c: Array) -> tuple[Array, Array]:
    """The coefficients c (F, P) of Q (N, F) with the lowest loss, found from those given → losses (P,) and c.

    The logits are y = Q c + shown · points, with shown (N, 2) and points (2, P).
    """
    bound = np.eye(len(c)) / 4.0
    losses, gradients, hessians = _derivatives(Q, shown, t, points, c)
    damping = np.full(c.shape[1], DAMPING)
    for _ in range(ITERATIONS):
        active: Rows = np.flatnonzero(np.linalg.norm(gradients, axis=0) > TOLERANCE)
        if len(active) == 0:
            break
        damped = hessians[active] + damping[active, np.newaxis, np.newaxis] * bound  # (active, F, F)
        step = -np.linalg.solve(damped, gradients.T[active, :, np.newaxis])[:, :, 0].T  # (F, active)
        tried = c[:, active] + step
        new_losses, new_gradients, new_hessians = _derivatives(Q, shown, t, points[:, active], tried)
        # Near the bottom the losses agree in all their digits. There a step is good that has not gone past the bottom:
        # still downhill at its end, a convex loss was downhill all along. With λ = 1 no step goes past it.
        short = np.sum(new_gradients * step, axis=0) <= 0
        better = (new_losses < losses[active]) | short
        good = active[better]
        c[:, good], losses[good] = tried[:, better], new_losses[better]
        gradients[:, good], hessians[good] = new_gradients[:, better], new_hessians[better]
        damping[active] = np.clip(np.where(better, 0.1, 10.0) * damping[active], LEAST, MOST)
    return losses, c


def _derivatives(Q: Array, shown: Array, t: Array, points: Array, c: Array) -> tuple[Array, Array, Array]:
    """The mean loss (P,) at every point, its gradient (F, P) and its Hessian (P, F, F) by c (F, P), in blocks."""
    N, F = Q.shape
    loss = BCE()
    columns, coefficients = np.hstack([Q, shown]), np.vstack([c, points])
    # Q_f · Q_g of every sample: the Hessian is their sum, weighted by the sample's curvature.
    pairs = (Q[:, :, np.newaxis] * Q[:, np.newaxis, :]).reshape(N, F * F)
    losses, gradients, hessians = np.zeros(c.shape[1]), np.zeros(c.shape), np.zeros((F * F, c.shape[1]))
    for first in range(0, c.shape[1], POINTS):
        some = slice(first, first + POINTS)
        for start in range(0, N, SAMPLES):
            rows = slice(start, start + SAMPLES)
            y = columns[rows] @ coefficients[:, some]  # (samples, points)
            losses[some] += loss.each_from_logit(y, t[rows]).sum(axis=0)
            gradients[:, some] += Q[rows].T @ loss.slope_from_logit(y, t[rows])
            hessians[:, some] += pairs[rows].T @ loss.curvature_from_logit(y, t[rows])
    return losses / N, gradients / N, hessians.T.reshape(c.shape[1], F, F) / N
