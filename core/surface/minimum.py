"""Where the loss is lowest, and whether it is lowest anywhere: Newton's method on the cross-entropy, which is convex.
Each answer comes with its proof: multipliers that balance, or weights that separate the classes."""

from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Array, Mask
from core.classifier import sigmoid
from core.loss import BCE
from core.surface.whitening import Whitened, whitened

EPS = float(np.finfo(float).eps)
ITERATIONS = 120
# Newton's method is done where a step changes no logit by more than this.
ARRIVED = 1e-11
# Samples × columns² up to which the search takes no more than about two seconds.
LARGEST = 150_000_000
# Of more samples than that, so many show where to begin.
FEW = 5_000
# From this iteration on, and then every so many, the classes may be found to touch.
TOUCHING = 12


@dataclass(frozen=True)
class Lowest:
    """How low the mean BCE of some data can be. Which of these holds is proved, not guessed:

    "minimum" : some weights have the lowest loss. At the minimum dW = Σ (z - t) x = 0, and with positive multipliers
        that balance, no weights can have all samples on their side or on the boundary (Stiemke 1915)
    "separable" : weights that have every sample on its own side. The longer they are the lower is the loss: towards 0
    "touching" : weights that have some samples on their side and all others on the boundary. The loss falls along them
        for ever, towards what those on the boundary cost, and is nowhere lowest
    "unknown" : too close to call in 16 digits, or too much data for a search (LARGEST)

    The three are all there are (Albert & Anderson, On the existence of maximum likelihood estimates in logistic
    regression models, 1984). What differs by less than 1e-11 of the data's extent is taken for equal.

    loss : the lowest loss, or what it falls towards; None where that is unknown
    W : (D+1, 1), the minimum, or None · unique : whether there is only one; otherwise W is the shortest
    direction : (D+1, 1) of length 1, along which the loss falls for ever, or None
    """

    kind: str
    loss: float | None = None
    W: Array | None = None
    unique: bool = False
    direction: Array | None = None


def lowest(X1: Array, t: Array) -> Lowest:
    """X1 (N, D+1) with ones, the last column, and t (N, 1), 0 or 1 → how low the mean BCE can be, and where."""
    if X1.size * X1.shape[1] > LARGEST:
        return Lowest("unknown")
    space = whitened(X1)
    Q, sides = space.Q, 2.0 * t - 1.0
    reach = float(np.sqrt((Q**2).sum(axis=1).max()))
    c = _beginning(Q, t)
    for iteration in range(ITERATIONS):
        y = Q @ c
        if np.all(sides * y > 0) and separates(X1, t, space.back @ c):
            return _separable(space.back @ c)
        step, flattest = _newton_step(Q, t, y)
        moves = Q @ step
        # How far the step is from Newton's by rounding, in logits.
        blur = 10 * EPS * (reach / np.sqrt(flattest) + np.abs(y).max()) if flattest > 0 else np.inf
        if np.abs(moves).max() <= max(ARRIVED, blur):
            return _minimum(X1, t, space.back @ c, space.free, y) if blur < 1e-3 else Lowest("unknown")
        if iteration >= TOUCHING and iteration % 6 == 0:
            found = _touching(X1, t, space, sides * moves, step)
            if found is not None:
                return found
        c = c + _size(Q, t, c, step) * step
    return Lowest("unknown")


def minimum(X1: Array, t: Array) -> Array | None:
    """X1 (N, D+1) with ones, t (N, 1) → W (D+1, 1) where the mean BCE is lowest, or None where it is nowhere lowest.

    Where features repeat each other there are many minima; this is the shortest.
    """
    return lowest(X1, t).W


def separates(X1: Array, t: Array, W: Array) -> bool:
    """Whether W (D+1, 1) has every sample of X1 (N, D+1) on its own side, none on the boundary: a proof that the
    classes can be separated, for each logit is farther from 0 than rounding can have brought it."""
    with np.errstate(over="ignore", invalid="ignore"):
        margins = (2.0 * t - 1.0) * (X1 @ W)
        blur = X1.shape[1] * EPS * (np.abs(X1) @ np.abs(W))
        return bool(np.all(margins > blur))


def _beginning(Q: Array, t: Array) -> Array:
    """Coefficients (R+1, 1) to begin with: 0, or of many samples what is best for a few of them."""
    c = np.zeros((Q.shape[1], 1))
    few = slice(None, None, max(len(Q) // FEW, 1))
    Q, t = Q[few], t[few]
    for _ in range(TOUCHING if len(Q) >= FEW else 0):
        step, flattest = _newton_step(Q, t, Q @ c)
        # Where the few can be separated they say nothing of the others.
        if flattest < 1e-3 or np.abs(Q @ step).max() < 1e-2:
            break
        c = c + _size(Q, t, c, step) * step
    return c


def _newton_step(Q: Array, t: Array, y: Array) -> tuple[Array, float]:
    """Newton's step from the logits y (N, 1), and the smallest eigenvalue of the Hessian H = Qᵀ S Q / N there.

    It solves H s = -dW with S = diag(z (1 - z)) (Boyd & Vandenberghe, Convex Optimization, 9.5).
    """
    z, rest = sigmoid(y), sigmoid(-y)
    root = np.sqrt(z * rest)
    bent = root * Q
    H = bent.T @ bent / len(Q)
    bends, axes = np.linalg.eigh(H)
    if bends[0] > 1e-6 * bends[-1]:
        dW = Q.T @ (z - t) / len(Q)
        return -axes @ (axes.T @ dW / bends[:, np.newaxis]), float(bends[0])
    # The product has lost the flat directions' digits; the least-squares form of the same step keeps twice as many.
    error = np.where(t == 1, -rest, z)  # z - t, without cancelling
    # Beside the triangle of the columns stand the coordinates of the errors.
    beside = np.column_stack([bent, error / np.maximum(root, 1e-150)])
    triangle = np.asarray(np.linalg.qr(beside, mode="r"))[: len(H)]
    U, sizes, axes = np.linalg.svd(triangle[:, :-1], full_matrices=False)
    sizes = np.maximum(sizes, EPS * sizes[0])
    if sizes[0] == 0:
        return np.zeros((Q.shape[1], 1)), 0.0
    return -axes.T @ (U.T @ triangle[:, -1:] / sizes[:, np.newaxis]), float(sizes[-1] ** 2 / len(Q))


def _size(Q: Array, t: Array, c: Array, step: Array) -> float:
    """1, or the first half of it that lowers the loss, or halves the gradient where losses agree in all digits."""
    y, moves = Q @ c, Q @ step
    if np.abs(moves).max() < 1e-4:
        return 1.0
    here = BCE().each_from_logit(y, t).mean()
    slope = np.linalg.norm(Q.T @ (sigmoid(y) - t))
    size = 1.0
    while size > 1e-9:
        there = y + size * moves
        if BCE().each_from_logit(there, t).mean() < here:
            break
        if np.linalg.norm(Q.T @ (sigmoid(there) - t)) < slope / 2:
            break
        size /= 2
    return size


def _minimum(X1: Array, t: Array, W: Array, free: Array, y: Array) -> Lowest:
    loss = float(BCE().each_from_logit(y, t).mean())
    return Lowest("minimum", loss, W - free @ (free.T @ W), unique=free.shape[1] == 0)


def _separable(W: Array) -> Lowest:
    return Lowest("separable", 0.0, direction=W / np.linalg.norm(W))


def _touching(X1: Array, t: Array, space: Whitened, gains: Array, step: Array) -> Lowest | None:
    """What Newton's step tells of the end, or None: far out it takes the samples that can be separated one unit farther
    to their side, `gains` (N, 1), and those on the boundary not at all."""
    Q = space.Q
    boundary: Mask = gains[:, 0] < 0.01
    if gains.min() < -0.01 or not boundary.any() or boundary.all() or gains[~boundary].min() < 0.1:
        return None
    # The part of the step that leaves the boundary samples exactly where they are.
    _, extents, axes = np.linalg.svd(Q[boundary], full_matrices=len(Q[boundary]) < Q.shape[1])
    fixed = axes[: int(np.sum(extents > space.blur * extents[0]))]
    way = step - fixed.T @ (fixed @ step)
    if (np.where(t == 1, 1.0, -1.0) * (Q @ way))[~boundary].min() < 0.05:
        return None
    W = space.back @ way
    rest = lowest(X1[boundary], t[boundary])
    if rest.kind == "separable" and rest.direction is not None:
        # These separate the boundary samples, and with enough of W all others too.
        for power in range(0, 60, 2):
            both = rest.direction + 2.0**power * W / np.linalg.norm(W)
            if separates(X1, t, both):
                return _separable(both)
        return None
    if rest.loss is None:
        return None
    loss = rest.loss * float(boundary.mean())
    return replace(Lowest("touching", loss), direction=W / np.linalg.norm(W))
