"""The loss as a landscape: its height over two of the weights, the others held.
Written twice: plainly, as the formula, and fast, for pictures of a thousand samples; a test holds them equal."""

import numpy as np

from core.arrays import Array
from core.loss import BCE, Loss

# Samples and grid points handled at once: 32 × 512 floats are 128 KB, which stay in a core's cache.
SAMPLES, POINTS = 32, 512


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

    The grid is walked in blocks. For one block of samples and points the logits are a sum of three parts:
    y = (what the held weights give) + x_first · u + x_second · v.
    """
    held = np.array(W, dtype=float).reshape(-1, 1)
    held[list(axes)] = 0.0
    corners = np.stack([np.tile(u, len(v)), np.repeat(v, len(u))])  # (2, A·B): the grid's points, row by row
    given = X1 @ held  # (N, 1)
    columns = X1[:, list(axes)]  # (N, 2)
    total = _total_bce if isinstance(loss, BCE) else _total_mse
    heights = np.empty(corners.shape[1])
    for first in range(0, len(heights), POINTS):
        points = slice(first, first + POINTS)
        heights[points] = total(given, columns, t, corners[:, points]) / len(X1)
    return heights.reshape(len(v), len(u))


def _total_bce(given: Array, columns: Array, t: Array, corners: Array) -> Array:
    """The sum over all samples of log(1 + e^y) - t y at every point.

    With the targets 0 and 1 that is log(1 + e^m), where m is y for t = 0 and -y for t = 1: how wrong the sample is.
    And log(1 + e^m) = max(m, 0) + log(1 + e^-|m|). Of these logarithms only one a block is taken:
    log a + log b = log ab, and a product of a block's factors, each between 1 and 2, cannot overflow.
    """
    sign = 1.0 - 2.0 * t
    given, columns = sign * given, sign * columns
    total = np.zeros(corners.shape[1])
    for first in range(0, len(given), SAMPLES):
        block = slice(first, first + SAMPLES)
        m = columns[block] @ corners
        m += given[block]
        total += np.maximum(m, 0.0).sum(axis=0)
        np.abs(m, out=m)
        np.negative(m, out=m)
        np.exp(m, out=m)
        m += 1.0
        total += np.log(np.multiply.reduce(m, axis=0))
    return total


def _total_mse(given: Array, columns: Array, t: Array, corners: Array) -> Array:
    """The sum over all samples of (sigmoid(y) - t)² at every point."""
    total = np.zeros(corners.shape[1])
    with np.errstate(over="ignore"):  # e^-y may overflow to infinity: then z = 1 / (1 + inf) is 0, as it should be
        for first in range(0, len(given), SAMPLES):
            block = slice(first, first + SAMPLES)
            z = columns[block] @ corners
            z += given[block]
            np.negative(z, out=z)
            np.exp(z, out=z)
            z += 1.0
            np.reciprocal(z, out=z)
            z -= t[block]
            np.square(z, out=z)
            total += z.sum(axis=0)
    return total
