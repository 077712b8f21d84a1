"""The numbers that somebody may have for a gradient: the right ones, and what comes of every known mistake."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Array
from core.classifier import with_ones
from core.loss import BCE
from core.mistakes.catalogue import MISTAKES
from core.mistakes.effects import numbers_of, same
from core.mistakes.mistake import Mistake
from core.sentence import Sentence

KINDS = ("dL/dz", "dL/dy", "dW")

# Digits of the weights that a person has before them.
SHOWN = 8


@dataclass(frozen=True)
class Question:
    """What the numbers are asked for: dL/dz, dL/dy or dW (`kind`) at X (N, D), t (N, 1), W (D+1, 1).

    stale_W : (D+1, 1), the weights that a stale cache would still remember, or None
    """

    kind: str
    X: Array
    t: Array
    W: Array
    stale_W: Array | None


@dataclass(frozen=True)
class Suspect:
    """Numbers (M, 1) that somebody may have: of a mistake, or (with the key "") of a slip that is none of them.

    blur (M,) : how far each may be off for somebody who knows the weights as they are shown
    size : of what the numbers are sums of; where they cancel, floats leave a little of it
    """

    key: str
    name: Sentence
    numbers: Array
    blur: Array
    size: float = 0.0

    def sharp(self) -> "Suspect":
        """The same without blur."""
        return replace(self, blur=np.zeros_like(self.blur))


def as_shown(W: Array, digits: int = SHOWN) -> Array:
    """W, of any shape, as somebody has it who reads so many significant digits of each weight."""
    rounded = [float(f"{weight:.{digits}g}") for weight in W.ravel()]
    return np.array(rounded).reshape(W.shape)


def right_numbers(asked: Question) -> Iterator[Suspect]:
    """The right numbers at the weights themselves, and at those that are shown.

    From the logit at once, which stays right where z has been rounded to 0 or 1; and by the real code.
    """
    kind = asked.kind
    blur, size = _blur(asked), _size(asked)
    for W in (asked.W, as_shown(asked.W)):
        for numbers in (from_logit(kind, asked.X, asked.t, W), numbers_of(None, asked.X, asked.t, W).at(kind)):
            if numbers is not None and np.isfinite(numbers).all():
                yield Suspect("", Sentence("the right ones"), numbers, blur, size)


def from_logit(kind: str, X: Array, t: Array, W: Array) -> Array:
    """dL/dz, dL/dy (N, 1) or dW (D+1, 1), from the logit y at once."""
    X1 = with_ones(X)
    each = _each_from_logit(kind, X1 @ W, t) / len(X)
    return np.asarray(X1.T @ each if kind == "dW" else each)


def _each_from_logit(kind: str, y: Array, t: Array) -> Array:
    """Logits y and targets t → the derivative of each sample's loss by its own z (for dL/dz), or by its own y."""
    return BCE().output_slope_from_logit(y, t) if kind == "dL/dz" else BCE().slope_from_logit(y, t)


def _blur(asked: Question) -> Array:
    """How far (M,) the right numbers may be from those at any weights that would be shown alike.

    A weight is off by half a unit of its last shown digit, so a logit by as much as these add up to (the reach).
    dL/dz and dL/dy of a sample rise or fall with its logit, all the way: they are farthest off at the reach's ends.
    dW moves by the Hessian, X1.T @ (slopes * X1) / N, times what the weights are off. On the way the Hessian itself may
    change: the logarithm of a slope z (1 - z) has the derivative 1 - 2 z, so by a factor of e^reach at the most.
    """
    kind, t, W = asked.kind, asked.t, asked.W[:, 0]
    X1 = with_ones(asked.X)
    size = np.abs(W)
    off = np.where(size > 0, 0.5 * 10.0 ** (np.floor(np.log10(np.where(size > 0, size, 1.0))) + 1 - SHOWN), 0.0)
    y = (X1 @ W)[:, np.newaxis]
    reach = (np.abs(X1) @ off)[:, np.newaxis]
    if kind == "dW":
        slopes = BCE().curvature_from_logit(y, t) / len(X1)
        hessian, largest = X1.T @ (slopes * X1), np.abs(X1).T @ (slopes * np.abs(X1))
        with np.errstate(over="ignore", invalid="ignore"):
            growth = np.expm1(reach.max())
            # However large the reach, dL/dy lies between -1 / N and 1 / N.
            most = np.abs(X1).sum(axis=0) / len(X1)
            return np.asarray(np.fmin((np.abs(hessian) + growth * largest) @ off, most))
    with np.errstate(over="ignore", invalid="ignore"):
        here = _each_from_logit(kind, y, t)
        ends = [np.abs(_each_from_logit(kind, y + sign * reach, t) - here) for sign in (-1.0, 1.0)]
    return np.asarray(np.nan_to_num(np.maximum(*ends), nan=0.0, posinf=0.0)[:, 0] / len(X1))


def _size(asked: Question) -> float:
    """The largest sum of |x · dL/dy| of an entry of dW; 0 for what is no sum."""
    if asked.kind != "dW":
        return 0.0
    X1 = with_ones(asked.X)
    return float((np.abs(X1).T @ np.abs(BCE().slope_from_logit(X1 @ asked.W, asked.t))).max() / len(X1))


def suspects(asked: Question) -> Iterator[Suspect]:
    """What somebody may have instead, at the weights themselves and at those that are shown.

    What agrees with the right numbers in all digits is no suspect: its mistake does not show here.
    """
    for W in (asked.W, as_shown(asked.W)):
        right = numbers_of(None, asked.X, asked.t, W).at(asked.kind)
        rights = [array for array in (right, from_logit(asked.kind, asked.X, asked.t, W)) if array is not None]
        for key, name, numbers in _mistaken(asked, W, rights):
            if np.isfinite(numbers).all() and not any(same(numbers, each) for each in rights):
                yield Suspect(key, name, numbers, np.zeros(len(numbers)))


def _bug(mistake: Mistake) -> Sentence:
    return Sentence("“{bug}”", bug=Sentence(mistake.name))


def times(factor: str) -> Sentence:
    """What right numbers are called that a plain factor has made wrong ones."""
    return Sentence("the right ones times {factor}", factor=factor)


def _mistaken(asked: Question, W: Array, rights: list[Array]) -> Iterator[tuple[str, Sentence, Array]]:
    """A mistake's key, or "", what it is called, and its numbers at W, beside the right ones.

    Where outputs have been rounded the right ones are two: those of the real code, and the true ones, which the page
    shows. A plain factor may be on either.
    """
    kind, X, t = asked.kind, asked.X, asked.t
    for mistake in MISTAKES:
        array = numbers_of(mistake, X, t, W, asked.stale_W).at(kind)
        if array is not None:
            yield mistake.key, _bug(mistake), array
    n = len(X)
    for mistake in MISTAKES:
        if mistake.factor in ("N", "1/N"):
            with np.errstate(over="ignore"):
                yield mistake.key, _bug(mistake), (float(n) if mistake.factor == "N" else 1.0 / n) * rights[-1]
    factors = {
        "−1": -1.0,
        f"−N = −{n}": -float(n),
        f"−1/N = −1/{n}": -1.0 / n,
        f"N² = {n**2}": float(n**2),
        f"1/N² = 1/{n**2}": 1.0 / n**2,
        "2": 2.0,
        "1/2": 0.5,
    }
    for name, factor in factors.items():
        for right in rights:
            with np.errstate(over="ignore"):
                yield "", times(name), factor * right
    # Right numbers, but of another quantity.
    others = {"dL/dz": ("dL/dy", "dz/dy", "z"), "dL/dy": ("dz/dy", "z"), "dW": ()}[kind]
    step = numbers_of(None, X, t, W)
    for other in others:
        array = step.at(other)
        if array is not None:
            yield "", Sentence("those of {array}", array=other), array
    if kind == "dW":
        yield "", Sentence("the weights W themselves"), W
