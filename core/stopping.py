"""Why a run stopped where it did, in one sentence: converged, separable, diverged, stuck, or still moving.
A learner should never have to guess whether more steps would help."""

from dataclasses import dataclass

import numpy as np

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


def why_stopped(scenario: Scenario, data: Dataset, history: History) -> Stop:
    """Judge the end of a run: its last weights, the gradient there over all samples, and the shape of its losses."""
    if history.cut:
        return Stop("diverged", f"Diverged: the numbers overflow after step {history.steps}, the last one shown.")
    X1 = with_ones(data.X)
    W = history.W[-1].reshape(-1, 1)
    y = X1 @ W
    slope = LOSSES[scenario.loss]().slope_from_logit(y, data.t)
    gradient = float(np.linalg.norm(X1.T @ slope / len(X1)))
    steps, losses = history.steps, history.loss
    # Weights that put every sample on its side prove that the data can be parted.
    if np.all((y > 0) == (data.t == 1)) and np.all(y != 0):
        return Stop(
            "separable",
            "Separable: the classes can be parted without a mistake, so the loss has no minimum "
            f"and the weights keep growing (‖W‖ = {np.linalg.norm(W):.4g}).",
        )
    tail = losses[-max(len(losses) // 10, 1) :].mean()
    if tail > losses[0] * (ABOVE if scenario.batch else 1.0) + 1e-9:
        return Stop(
            "diverged",
            f"Diverged: over its last tenth the loss is {tail:.4g} on average, above its start at {losses[0]:.4g}. "
            "The learning rate is too large.",
        )
    if gradient <= CONVERGED:
        if scenario.loss == "MSE" and losses[-1] > GUESSING:
            return Stop(
                "stuck",
                f"Stuck: the loss, {losses[-1]:.4g}, is worse than guessing, but the surface is flat here "
                f"(‖dW‖ = {gradient:.2g}).",
            )
        return Stop("converged", f"Converged: the gradient is all but zero (‖dW‖ = {gradient:.2g}).")
    half = np.diff(losses[len(losses) // 2 :])
    # A rise that no plot would show is no bounce.
    rises = float(np.mean(half > VISIBLE * losses[-1])) if len(half) else 0.0
    if scenario.batch == 0 and rises > BOUNCING:
        return Stop(
            "still moving",
            f"Still moving: the loss rose in {rises:.0%} of the last {len(half)} steps. "
            "The learning rate is too large to settle.",
        )
    whose = " over all samples" if scenario.batch else ""
    after = f"{steps} step" if steps == 1 else f"{steps} steps"
    return Stop("still moving", f"Still moving: ‖dW‖ = {gradient:.3g}{whose} after {after}.")
