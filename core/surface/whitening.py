"""A change of variables after which all features are alike: each centred, of one extent, and at right angles.
It changes neither outputs nor losses, and lets Newton's method see a minimum whatever units the data is in."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array

# What differs by less than this, as a share of its own numbers, may do so by rounding only.
ROUNDING = 1e-11
# A feature that varies by less would need weights whose squares overflow.
SMALLEST = 1e-100


@dataclass(frozen=True)
class Whitened:
    """The data in coordinates of its own: the logits X1 W are Q c.

    Q : (N, R+1), QᵀQ = N · I, the last column ones; R < D where features repeat each other, or do not vary
    back : (D+1, R+1), W = back c
    free : (D+1, F), F = D - R: weights along these directions of length 1 change no logit at all
    blur : what differs by less than this share of the data's extent may do so by rounding only
    """

    Q: Array
    back: Array
    free: Array
    blur: float


def whitened(X1: Array) -> Whitened:
    """X1 (N, D+1) with ones, the last column → its coordinates. Numbers must be finite."""
    X, n, columns = X1[:, :-1], len(X1), X1.shape[1]
    largest = np.abs(X).max(axis=0)
    safe = np.where(largest > 0, largest, 1.0)
    # The mean of numbers that are 1 at the most: no sum can overflow.
    mean = safe * (X / safe).mean(axis=0)
    centred = X - mean
    size = np.abs(centred).max(axis=0)
    # What is left of a column that does not vary is rounding.
    varies = size > np.maximum(ROUNDING * largest, SMALLEST)
    size = np.where(varies, size, 1.0)
    flattened = np.where(varies, centred, 0.0) / size
    # Far from 0 the last digits of a feature are large beside its extent.
    blur = max(ROUNDING, float(8 * np.finfo(float).eps * (largest / size)[varies].max(initial=0.0)))
    # The axes of the triangle are those of the data, and it is small where the data is long.
    triangle = np.linalg.qr(flattened, mode="r")
    _, extents, axes = np.linalg.svd(triangle, full_matrices=True)
    kept = int(np.sum(extents > blur * extents.max(initial=0.0)))
    turn = np.sqrt(n) * axes[:kept].T / extents[:kept]  # (D, R)
    Q = np.column_stack([flattened @ turn, np.ones(n)])
    back = np.zeros((columns, kept + 1))
    back[:-1, :-1] = turn / size[:, np.newaxis]
    back[-1, :-1] = -mean @ back[:-1, :-1]
    back[-1, -1] = 1.0
    still = axes[kept:].T / size[:, np.newaxis]  # (D, F), in units of W
    free = np.vstack([still, -mean @ still])
    free, _ = np.linalg.qr(free)
    return Whitened(Q, back, free, blur)
