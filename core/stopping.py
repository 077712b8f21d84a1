"""Why a run stopped where it did, in one sentence: converged, separable, diverged, stuck, or still moving.
A learner should never have to guess whether more steps would help."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.classifier import with_ones
from core.datasets import Dataset
from core.loss import LOSSES
from core.scenario import Scenario
from core.training import History

# With mini-batches a loss jitters: only one that ends so many times above its start has diverged.
ABOVE = 1.1
# ‖dW‖ below this: another thousand steps would not be seen on any plot.
CONVERGED = 1e-5
# A rise of the loss by less than this share of it is not seen.
VISIBLE = 1e-3
# The MSE of a model that always says z = 0.5.
GUESSING = 0.25
# The loss rising in more than this share of the last half of the steps: the step is too long to settle.
BOUNCING = 0.2


@dataclass(frozen=True)
class Stop:
    """`kind` is "converged", "separable", "diverged", "stuck" or "still moving"; `sentence` gives its numbers too."""

    kind: str
    sentence: str


@dataclass(frozen=True)
class Ending:
    """The numbers that decide of which kind an end is.

    parted : whether every sample lies on its own side
    gradient : ‖dW‖ at the last weights, over all samples
    first, last : the losses there · tail : the mean loss over the last tenth of the moments
    """

    parted: bool
    gradient: float
    first: float
    tail: float
    last: float


def why_stopped(scenario: Scenario, data: Dataset, history: History) -> Stop:
    """Judge the end of a run: its last weights, the gradient there over all samples, and the shape of its losses."""
    if history.cut:
        return Stop("diverged", f"Diverged: the numbers overflow after step {history.steps}, the last one shown.")
    steps, losses = history.steps, history.loss
    W = history.W[-1].reshape(-1, 1)
    tail = float(losses[-tail_length(len(losses)) :].mean())
    ending = ending_at(scenario, with_ones(data.X), data.t, W, float(losses[0]), tail, float(losses[-1]))
    kind = kind_of(scenario, ending)
    gradient = ending.gradient
    if kind == "separable":
        return Stop(
            kind,
            "Separable: the classes can be parted without a mistake, so the loss has no minimum "
            f"and the weights keep growing (‖W‖ = {np.linalg.norm(W):.4g}).",
        )
    if kind == "diverged":
        return Stop(
            kind,
            f"Diverged: over its last tenth the loss is {tail:.4g} on average, above its start at {losses[0]:.4g}. "
            "The learning rate is too large.",
        )
    if kind == "stuck":
        return Stop(
            kind,
            f"Stuck: the loss, {losses[-1]:.4g}, is worse than guessing, but the surface is flat here "
            f"(‖dW‖ = {gradient:.2g}).",
        )
    if kind == "converged":
        return Stop(kind, f"Converged: the gradient is all but zero (‖dW‖ = {gradient:.2g}).")
    half = np.diff(losses[len(losses) // 2 :])
    # A rise that no plot would show is no bounce.
    rises = float(np.mean(half > VISIBLE * losses[-1])) if len(half) else 0.0
    if scenario.batch == 0 and rises > BOUNCING:
        return Stop(
            kind,
            f"Still moving: the loss rose in {rises:.0%} of the last {len(half)} steps. "
            "The learning rate is too large to settle.",
        )
    whose = " over all samples" if scenario.batch else ""
    after = f"{steps} step" if steps == 1 else f"{steps} steps"
    return Stop(kind, f"Still moving: ‖dW‖ = {gradient:.3g}{whose} after {after}.")


def tail_length(moments: int) -> int:
    """How many of a run's moments make up its last tenth; one at least."""
    return max(moments // 10, 1)


def ending_at(scenario: Scenario, X1: Array, t: Array, W: Array, first: float, tail: float, last: float) -> Ending:
    """What decides at the last weights W (D+1, 1), with X1 (N, D+1), t (N, 1) and the losses that `Ending` names."""
    # Of numbers beyond 1e154 the squares are infinite, and then the norm is: a run that has not converged.
    with np.errstate(over="ignore", invalid="ignore"):
        y = X1 @ W
        slope = LOSSES[scenario.loss]().slope_from_logit(y, t)
        gradient = float(np.linalg.norm(X1.T @ slope / len(X1)))
    parted = bool(np.all((y > 0) == (t == 1)) and np.all(y != 0))
    return Ending(parted, gradient, first, tail, last)


def kind_of(scenario: Scenario, ending: Ending) -> str:
    """The kind of a `Stop`, for a run that was not cut."""
    # Weights that put every sample on its side prove that the data can be parted.
    if ending.parted:
        return "separable"
    if ending.tail > ending.first * (ABOVE if scenario.batch else 1.0) + 1e-9:
        return "diverged"
    if ending.gradient <= CONVERGED:
        return "stuck" if scenario.loss == "MSE" and ending.last > GUESSING else "converged"
    return "still moving"
