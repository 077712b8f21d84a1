"""The loss as a landscape: its height over two of the weights, the others held.
Written twice: plainly, as the formula, and fast, for pictures of a thousand samples; a test holds them equal."""

import numpy as np

from core.arrays import Array
from core.loss import BCE, Loss

# Samples and grid points handled at once: 64 × 512 floats are 256 KB, which stay in a core's cache.
SAMPLES, POINTS = 64, 512


def loss_slice_plain(X1: Array, t: Array, loss: Loss, W: Array, axes: tuple[int, int], u: Array, v: Array) -> Array:
    """The mean loss over a grid: weight axes[0] takes the values u (A,), weight axes[1] the values v (B,).

    X1 (N, D+1) · t (N, 1), 0 or 1 · W (D+1, 1) holds the other weights → heights (B, A)
    """
    heights = np.empty((len(v), len(u)))
    point = np.array(W, dtype=float).reshape(-1, 1)
    for i, second in enumerate(v):
        for j, first in enumerate(u):
            point[axes[0], 0], point[axes[1], 0] = first, second
            heights[i, j] = loss.each_from_logit(X1 @ point, t).mean()
    return heights


def loss_slice(X1: Array, t: Array, loss: Loss, W: Array, axes: tuple[int, int], u: Array, v: Array) -> Array:
    """The same numbers as `loss_slice_plain`, to rounding, at about the cost of one exponential each.

    The logits are a sum of three parts: y = (what the held weights give) + x_first · u + x_second · v.
    """
    held = np.array(W, dtype=float).reshape(-1, 1)
    held[list(axes)] = 0.0
    return grid_heights(np.hstack([X1[:, list(axes)], X1 @ held]), t, loss, u, v)


def grid_heights(columns: Array, t: Array, loss: Loss, u: Array, v: Array) -> Array:
    """The mean loss where every sample's logit is y = columns · (u, v, 1), over the grid u (A,), v (B,).

    columns (N, 3): how a sample's logit grows with u, how with v, and what it is at u = v = 0 · t (N, 1), 0 or 1
    → heights (B, A). In blocks of samples and points, so that a hundred thousand samples take no more memory than few.
    """
    return mean_losses(columns, t, loss, grid_corners(u, v).T).reshape(len(v), len(u))


def mean_losses(X1: Array, t: Array, loss: Loss, W: Array) -> Array:
    """X1 (N, D+1), t (N, 1), 0 or 1, and M weight vectors W (M, D+1) → their mean losses (M,).

    Exact to rounding beside 1: a loss of 1e-9 keeps half of its digits.
    """
    # m = y for t = 0 and -y for t = 1 says how wrong a sample is. Both losses depend on it alone:
    # log(1 + e^y) - t y = log(1 + e^m), and (sigmoid(y) - t)² = sigmoid(m)².
    wrong = (1.0 - 2.0 * t) * X1
    total = _total_bce if isinstance(loss, BCE) else _total_mse
    losses = np.empty(len(W))
    for first in range(0, len(W), POINTS):
        points = slice(first, first + POINTS)
        losses[points] = total(wrong, W[points].T) / len(X1)
    return losses


def grid_corners(u: Array, v: Array) -> Array:
    """The points (u, v, 1) of a grid, row by row, as columns: u (A,), v (B,) → (3, A·B)."""
    return np.stack([np.tile(u, len(v)), np.repeat(v, len(u)), np.ones(len(u) * len(v))])


def _total_bce(wrong: Array, points: Array) -> Array:
    """The sum over all samples of log(1 + e^m) at every point, m = wrong · points.

    log(1 + e^m) = max(m, 0) + log(1 + e^-|m|). Of these logarithms only one a block is taken:
    log a + log b = log ab, and a product of a block's factors, each between 1 and 2, cannot overflow.
    """
    total = np.zeros(points.shape[1])
    for first in range(0, len(wrong), SAMPLES):
        m = wrong[first : first + SAMPLES] @ points
        total += np.maximum(m, 0.0).sum(axis=0)
        np.abs(m, out=m)
        np.negative(m, out=m)
        np.exp(m, out=m)
        m += 1.0
        total += np.log(np.multiply.reduce(m, axis=0))
    return total


def _total_mse(wrong: Array, points: Array) -> Array:
    """The sum over all samples of sigmoid(m)² at every point, m = wrong · points."""
    total = np.zeros(points.shape[1])
    with np.errstate(over="ignore"):  # e^-m may overflow to infinity: then 1 / (1 + inf) is 0, as it should be
        for first in range(0, len(wrong), SAMPLES):
            z = -wrong[first : first + SAMPLES] @ points  # -m
            np.exp(z, out=z)
            z += 1.0
            np.reciprocal(z, out=z)
            np.square(z, out=z)
            total += z.sum(axis=0)
    return total
