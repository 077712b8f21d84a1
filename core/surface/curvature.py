"""How the loss bends around a point: the Hessian, its axes, and how long a step may be before it bounces.
The gradient says which way is down; the curvature says how far that stays true."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.loss import Loss
from core.optimizer import RULES

# An eigenvalue below this share of the largest one is rounding: there the surface is flat.
FLAT = 1e-14


@dataclass(frozen=True)
class Curvature:
    """The Hessian at one point, and what can be read from it.

    hessian : (D+1, D+1), the second derivatives of the mean loss by the weights
    eigenvalues : (D+1,), the curvature along each axis, the steepest first
    directions : (D+1, D+1), the axes as columns of length 1, in the same order; their largest entry is positive
    condition : largest / smallest eigenvalue, how much longer than wide the valley is (squared);
        inf where it is flat or bends down in some direction
    """

    hessian: Array
    eigenvalues: Array
    directions: Array
    condition: float


@dataclass(frozen=True)
class Ellipse:
    """A level line of a bowl, for a picture.

    points : (P, 2), closed: the last is the first again
    long_axis, short_axis : (2, 2), the two ends of each, a row an end
    """

    points: Array
    long_axis: Array
    short_axis: Array


def hessian(X1: Array, t: Array, loss: Loss, W: Array) -> Array:
    """X1 (N, D+1) with ones, t (N, 1), W (D+1, 1) → the Hessian of the mean loss, Xᵀ S X / N, (D+1, D+1).

    dW = Xᵀ · dL/dy is linear in X, and y = XW too, so the second derivative takes X once more:
      d(dW)/dW = Xᵀ · d²L/dy² · X, with a sample's own curvature by its logit on the diagonal of S.
    For BCE this is S = diag(z (1 - z)) (Bishop, Pattern Recognition and Machine Learning, 4.97).
    """
    curvature = loss.curvature_from_logit(X1 @ W, t)
    return np.asarray(X1.T @ (curvature * X1) / len(X1))


def curvature_at(X1: Array, t: Array, loss: Loss, W: Array) -> Curvature:
    """X1 (N, D+1) with ones, t (N, 1), W (D+1, 1) → the Hessian there with its eigenvalues and axes."""
    H = hessian(X1, t, loss, W)
    eigenvalues, directions = _axes(H)
    steepest, flattest = float(eigenvalues[0]), float(eigenvalues[-1])
    return Curvature(
        hessian=H,
        eigenvalues=eigenvalues,
        directions=directions,
        condition=steepest / flattest if flattest > FLAT * steepest > 0 else np.inf,
    )


def stable_rate(curvature: Curvature, optimizer: str) -> float | None:
    """The largest learning rate with which the optimizer named `optimizer` settles in this curvature.

    Along an axis with curvature c, gradient descent multiplies the distance to the bottom by 1 - lr · c at each step:
    it shrinks for lr < 2 / c, and beyond that it grows. The steepest axis is the first to bounce.
    With momentum β the limit is 2 (1 + β) / c (Polyak 1964; Goh, Why momentum really works, Distill 2017).
    None for a rule that measures its steps by earlier gradients and not by the curvature, as Adam does, and where no
    direction bends up. The surface is taken for a bowl with the curvature of this one point: near a minimum
    that is true, far from it a guide only.
    """
    stable = RULES[optimizer].stable
    return None if stable is None else _rate(stable, float(curvature.eigenvalues[0]))


def newton_step(X1: Array, t: Array, loss: Loss, W: Array) -> Array | None:
    """X1 (N, D+1) with ones, t (N, 1), W (D+1, 1) → Newton's step -H⁻¹ dW (D+1, 1), to the bottom of the local bowl.

    Where a direction is flat (a feature that repeats another) the step does not move along it: H⁻¹ is the
    pseudo-inverse. None where a direction bends down, as MSE has it far from its minimum: there is no bowl, and the
    formula would lead to a saddle or a summit. None too where the sigmoid is so saturated that nothing bends at all, or
    so little that no float holds the step.
    """
    eigenvalues, directions = _axes(hessian(X1, t, loss, W))
    size = np.abs(eigenvalues).max()
    if size == 0.0 or eigenvalues[-1] < -FLAT * size:
        return None
    dW = X1.T @ loss.slope_from_logit(X1 @ W, t) / len(X1)
    bent = eigenvalues > FLAT * size
    axes = directions[:, bent]  # (D+1, axes that bend)
    with np.errstate(over="ignore", invalid="ignore"):
        step = -axes @ (axes.T @ dW / eigenvalues[bent, np.newaxis])
    return np.asarray(step) if np.isfinite(step).all() else None


def restricted(hessian: Array, directions: Array) -> Array:
    """The Hessian (D+1, D+1) within a plane of two directions (D+1, 2) of length 1 → (2, 2)."""
    return np.asarray(directions.T @ hessian @ directions)


def ellipse(hessian: Array, centre: Array, half_length: float, points: int = 73) -> Ellipse | None:
    """The curve vᵀHv = constant around `centre` (2,), for a `hessian` (2, 2) of a plane.

    The step v along an axis with curvature c raises the loss by c · |v|² / 2, so each half axis is as long as
    1 / √c says: long where the valley is flat, short across it. The constant is chosen so that the longer half axis
    has the length `half_length`. None where H is not positive definite: its level lines are not closed.
    """
    eigenvalues, directions = _axes(hessian)
    steepest, flattest = eigenvalues
    if not flattest > FLAT * steepest > 0:
        return None
    long = half_length * directions[:, 1]
    short = half_length * np.sqrt(flattest / steepest) * directions[:, 0]
    angle = np.linspace(0.0, 2.0 * np.pi, points)[:, np.newaxis]
    curve = centre + np.cos(angle) * long + np.sin(angle) * short
    curve[-1] = curve[0]
    return Ellipse(curve, np.stack([centre - long, centre + long]), np.stack([centre - short, centre + short]))


def _axes(hessian: Array) -> tuple[Array, Array]:
    """Eigenvalues, the largest first, and their directions as columns, each with its largest entry positive."""
    eigenvalues, directions = np.linalg.eigh(hessian)
    eigenvalues, directions = eigenvalues[::-1], directions[:, ::-1]
    # A direction and its opposite are the same axis; one of the two is chosen, so that a picture does not flip.
    largest = np.abs(directions).argmax(axis=0)
    return eigenvalues, directions * np.sign(directions[largest, np.arange(len(eigenvalues))])


def _rate(numerator: float, steepest: float) -> float | None:
    """numerator / steepest, or None where nothing bends up, or so little that no number is large enough."""
    rate = numerator / steepest if steepest > 0 else np.inf
    return rate if np.isfinite(rate) else None
