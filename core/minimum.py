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
    data: there the weights grow until every sample is on its side.
    """
    loss = BCE()
    W = np.zeros((X1.shape[1], 1))
    for _ in range(iterations):
        y = X1 @ W
        if np.all((y > 0) == (t == 1)) and np.all(y != 0):
            return None
        z = sigmoid(y)
        dW = X1.T @ (z - t) / len(X1)
        if np.linalg.norm(dW) <= tolerance:
            return W
        H = X1.T @ (z * (1 - z) * X1) / len(X1)
        step = np.linalg.pinv(H, hermitian=True) @ dW
        here, size = loss.each_from_logit(y, t).mean(), 1.0
        while size > 1e-6 and loss.each_from_logit(X1 @ (W - size * step), t).mean() > here:
            size /= 2
        if size <= 1e-6:
            return W  # no step lowers the loss any more: rounding is all that is left
        W = W - size * step
    return None
