"""Where the loss is lowest: Newton's method on the cross-entropy, which is convex.
The pictures hold unseen weights there, and separable data is known by having no such point."""

import numpy as np

from core.arrays import Array
from core.classifier import sigmoid
from core.loss import BCE


def minimum(X1: Array, t: Array, tolerance: float = 1e-10, iterations: int = 100) -> Array | None:
    """X1 (N, D+1) with ones, t (N, 1) → W (D+1, 1) where the mean BCE is lowest, or None where there is no minimum.

    Newton's step solves H s = dW with the Hessian H = Xᵀ S X / N, S = diag(z (1 - z)); it is halved
    until the loss falls (Boyd & Vandenberghe, Convex Optimization, 9.5). There is no minimum on separable
    data: there the weights grow until every sample is on its side. Nor where the classes only touch: there the
    surface is all but flat along the weights that grow.
    """
    W, found = _search(X1, t, tolerance, iterations)
    return W if found else None


def lowest_loss(X1: Array, t: Array) -> float:
    """X1 (N, D+1) with ones, t (N, 1) → what the mean BCE comes down to: its value at the minimum.

    Without a minimum, what it tends to as the weights grow: 0 on separable data. Where the classes only touch it is
    above 0, and is given to nine digits or so.
    """
    W, _ = _search(X1, t)
    y = X1 @ W
    return 0.0 if _parted(y, t) else float(BCE().each_from_logit(y, t).mean())


def separating_direction(X1: Array, t: Array) -> Array | None:
    """X1 (N, D+1) with ones, t (N, 1) → a direction (D+1, 1) of length 1 along which the BCE falls to zero.

    Weights that put every sample on its side do so at any length, and the longer they are, the lower the loss.
    None where the data cannot be parted.
    """
    W, _ = _search(X1, t)
    return W / np.linalg.norm(W) if _parted(X1 @ W, t) else None


def _search(X1: Array, t: Array, tolerance: float = 1e-10, iterations: int = 100) -> tuple[Array, bool]:
    """The last weights (D+1, 1) of Newton's method, and whether they are a minimum."""
    W = np.zeros((X1.shape[1], 1))
    for _ in range(iterations):
        y = X1 @ W
        if _parted(y, t):
            return W, False
        dW = _gradient(X1, t, W)
        z = sigmoid(y)
        H = X1.T @ (z * (1 - z) * X1) / len(X1)
        if np.linalg.norm(dW) <= tolerance:
            return W, not _flat(H, X1)
        step = np.linalg.pinv(H, hermitian=True) @ dW
        W = W - _size(X1, t, W, step) * step
    return W, False


def _parted(y: Array, t: Array) -> bool:
    """Whether every sample lies on its own side, none on the boundary."""
    return bool(np.all((y > 0) == (t == 1)) and np.all(y != 0))


def _gradient(X1: Array, t: Array, W: Array) -> Array:
    return np.asarray(X1.T @ (sigmoid(X1 @ W) - t) / len(X1))


def _size(X1: Array, t: Array, W: Array, step: Array) -> float:
    """1, or the first half of it that lowers the loss.

    Near the minimum the losses agree in all their digits; there a step is good that halves the gradient.
    """
    here = BCE().each_from_logit(X1 @ W, t).mean()
    slope = np.linalg.norm(_gradient(X1, t, W))
    size = 1.0
    while size > 1e-6:
        there = W - size * step
        if BCE().each_from_logit(X1 @ there, t).mean() < here:
            break
        if np.linalg.norm(_gradient(X1, t, there)) < slope / 2:
            break
        size /= 2
    return size


def _flat(H: Array, X1: Array) -> bool:
    """Whether H has hardly any curvature in some direction, although the data has an extent in all of them."""
    extent = np.linalg.eigvalsh(X1.T @ X1 / len(X1))
    return bool(extent[0] > 1e-10 * extent[-1] and np.linalg.eigvalsh(H)[0] < 1e-8 * extent[0])
