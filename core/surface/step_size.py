"""How large a learning rate is for the valley it moves in: as a multiple of the largest with which it settles."""

from dataclasses import dataclass, replace

import numpy as np

from core.classifier import with_ones
from core.data.dataset import Dataset
from core.loss import LOSSES
from core.optimizer import RULES
from core.scenario import Scenario
from core.surface.curvature import curvature_at, stable_rate


@dataclass(frozen=True)
class StepSize:
    """A learning rate beside the largest stable one.

    ratio : learning rate / largest stable rate
    stable : the largest stable rate · formula : the same in symbols, "2/λ₁"
    at_minimum : whether λ₁ is the curvature at the minimum; otherwise at the weights given, and only a guide
    kind : what steps over all samples do in a bowl of this curvature, and so near the minimum: "glides", "overshoots"
        (and settles) or "bounces"; where each step also rolls on with the last, "settles" or "bounces". Far out the
        loss is no such bowl: there a rate below the limit may jump about for ever, above all with momentum.
    rolls : whether each step rolls on with the last
    """

    ratio: float
    stable: float
    formula: str
    at_minimum: bool
    kind: str
    rolls: bool = False

    def of(self, learning_rate: float) -> "StepSize":
        """Another learning rate beside the same largest stable one."""
        ratio = learning_rate / self.stable
        kind = "settles" if self.rolls else "overshoots" if ratio > 0.5 else "glides"
        if ratio > 1.0:
            kind = "bounces"
        return replace(self, ratio=ratio, kind=kind)


def step_size(scenario: Scenario, data: Dataset) -> StepSize | None:
    """The learning rate of a scenario beside the largest stable one; None where there is no such limit.

    In a bowl, gradient descent multiplies the distance to its bottom along the steepest axis by 1 - lr · λ₁ at each
    step. With r = lr / (2/λ₁) this factor is 1 - 2r: positive below r = 1/2 (no step goes too far), negative but
    shrinking up to r = 1 (each step lands on the other side, nearer), and growing beyond it.
    The curvature is the one at the minimum, where the loss has one; else at the start, where it is only a guide.
    None for a rule that measures its steps by earlier gradients, as Adam does, and where nothing bends up.
    """
    minimum = data.lowest.W if scenario.loss == "BCE" else None
    W = scenario.start_weights() if minimum is None else minimum
    with np.errstate(over="ignore", invalid="ignore"):
        X1 = with_ones(data.X)
        stable = stable_rate(curvature_at(X1, data.t, LOSSES[scenario.loss](), W), scenario.optimizer)
    if stable is None or not 0.0 < stable < np.inf:
        return None
    rule = RULES[scenario.optimizer]
    limit = StepSize(1.0, stable, rule.stable_rate, minimum is not None, "", rule.rolls)
    return limit.of(scenario.learning_rate)
