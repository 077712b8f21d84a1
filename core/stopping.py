"""How a run ends, in one or two sentences: what its last step shows, and how much lower the loss can come.
Nothing is said of steps that were not taken, and a cause only where it is proved."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.classifier import with_ones
from core.data.dataset import Dataset
from core.loss import LOSSES
from core.optimizer import RULES
from core.scenario import Scenario
from core.sentence import Counted, Sentence, Words
from core.surface.curvature import curvature_at, stable_rate
from core.surface.minimum import Lowest, separates
from core.training import History

# With mini-batches a loss jitters: only one that ends so many times above its start has risen.
ABOVE = 1.1
# A loss above its lowest by less than this share of it is at its lowest.
NEAR = 1e-6
# ‖dW‖ below this: the slope would not be seen on any plot.
FLAT = 1e-5
# A rise of the loss by less than this share of it is not seen.
VISIBLE = 1e-3
# The MSE of a model that always says z = 0.5.
GUESSING = 0.25
# The loss rising in more than this share of the last half of the steps is said.
BOUNCING = 0.2
# A learning rate must exceed the stable one by this factor before it is called too large: the numbers are rounded.
CLEARLY = 1.01

# The ends of a run that says the gradient over its samples, or over all samples where a step takes a batch.
CONVERGED = Words(
    "{after}: converged, ‖dW‖ = {slope:.2g}. More steps can lower the loss, {loss:.6g}, by at most {left}."
)
CONVERGED_OVER_ALL = Words(
    "{after}: converged, ‖dW‖ = {slope:.2g} over all samples. More steps can lower the loss, {loss:.6g}, by at most "
    "{left}."
)
FLAT_HERE = Words("{after}: the surface is almost flat here, ‖dW‖ = {slope:.2g}, at a loss of {loss:.4g}.")
FLAT_OVER_ALL = Words(
    "{after}: the surface is almost flat here, ‖dW‖ = {slope:.2g} over all samples, at a loss of {loss:.4g}."
)
# Where the lowest loss is known it decides, and no gradient.
NOT_THERE = Words("{after}: not converged.")
GOING_ON = Words("{after}: not converged (‖dW‖ = {slope:.3g}).")
GOING_ON_OVER_ALL = Words("{after}: not converged (‖dW‖ = {slope:.3g} over all samples).")


# What each kind means, in the order in which `kind_of` asks for them; what is none of them is "not converged".
MEANINGS = {
    "separated": Sentence("separated: every sample is on the correct side"),
    "converged": Sentence("converged: L − L_min is at most {near:g} · L_min", near=NEAR),
    "last 10% above the start": Sentence(
        "last 10% above the start: the mean loss over the last 10% of steps exceeds the initial loss "
        "(with mini-batches, {above:g} times it)",
        above=ABOVE,
    ),
    "flat": Sentence("flat: ‖dW‖ is at most {flat:g}", flat=FLAT),
    "not converged": Sentence("not converged: none of these"),
    "overflow": Sentence("overflow: the numbers overflow"),
}


@dataclass(frozen=True)
class Stop:
    """How a run ends.

    kind : "converged", "separated", "flat", "not converged", "last 10% above the start" or "overflow"
    sentence : the same with its numbers, and what is proved besides
    """

    kind: str
    sentence: str


@dataclass(frozen=True)
class Ending:
    """The numbers that decide of which kind an end is.

    separated : whether every sample lies on its own side
    gradient : ‖dW‖ at the last weights, over all samples
    initial, last : the losses at the first and at the last weights
    tail : the mean loss over the last tenth of the moments
    """

    separated: bool
    gradient: float
    initial: float
    tail: float
    last: float


def why_stopped(scenario: Scenario, data: Dataset, history: History) -> Stop:
    """Judge the end of a run: its last weights, the gradient there over all samples, and the shape of its losses."""
    if history.ended_early:
        return Stop(
            "overflow",
            Sentence("After step {last} the numbers overflow: this is the last step shown.", last=history.steps),
        )
    steps, losses = history.steps, history.loss
    W = history.W[-1].reshape(-1, 1)
    tail = float(losses[-tail_length(len(losses)) :].mean())
    ending = ending_at(scenario, with_ones(data.X), data.t, W, float(losses[0]), tail, float(losses[-1]))
    kind = kind_of(scenario, ending, data.lowest)
    after = Counted("After {n} step", "After {n:,} steps", steps)
    with np.errstate(over="ignore"):
        length = float(np.linalg.norm(W))
    known = {"after": after, "length": length, "slope": ending.gradient, "loss": float(losses[-1])}
    whole = history.batches is None
    if kind == "separated":
        said = Sentence(
            "{after}: every sample is on the correct side (‖W‖ = {length:.4g}). The classes are linearly separable, so "
            "the loss has no minimum: the longer such weights, the lower it is.",
            **known,
        )
    elif kind == "converged":
        said = Sentence(CONVERGED if whole else CONVERGED_OVER_ALL, **known, left=_left(ending, data.lowest))
        if data.lowest.kind == "touching":
            said += Sentence(" It has no minimum: the classes touch, and in some direction it falls forever.")
    elif kind == "last 10% above the start":
        said = Sentence(
            "{after}: the mean loss over the last 10% of steps ({tail:.4g}) exceeds the initial loss ({initial:.4g}).",
            **known,
            tail=tail,
            initial=float(losses[0]),
        )
        said += _too_long(scenario, data, history)
    elif kind == "flat":
        said = Sentence(FLAT_HERE if whole else FLAT_OVER_ALL, **known)
        if scenario.loss == "MSE" and ending.last > GUESSING:
            said += Sentence(
                " That is a plateau, not the minimum: an output of 0.5 for every sample has a loss of 0.25."
            )
        else:
            said += _possible(scenario, ending, data.lowest)
            if scenario.loss == "MSE" and data.lowest.kind != "separable":
                said += Sentence(" A minimum or a plateau: the gradient alone cannot tell.")
    else:
        possible = _possible(scenario, ending, data.lowest)
        decides = possible and data.lowest.kind != "separable"
        said = Sentence((NOT_THERE if decides else GOING_ON) if whole else GOING_ON_OVER_ALL, **known)
        said += possible or Sentence(" Flat would be a ‖dW‖ of at most {flat:g}.", flat=FLAT)
        said += _bouncing(scenario, data, history)
    return Stop(kind, said)


def tail_length(moments: int) -> int:
    """How many of a run's moments make up its last tenth; one at least."""
    return max(moments // 10, 1)


def ending_at(scenario: Scenario, X1: Array, t: Array, W: Array, initial: float, tail: float, last: float) -> Ending:
    """What decides at the last weights W (D+1, 1), with X1 (N, D+1), t (N, 1) and the losses that `Ending` names."""
    # Of numbers beyond 1e154 the squares are infinite, and then the norm is: a run that is nowhere flat.
    with np.errstate(over="ignore", invalid="ignore"):
        slope = LOSSES[scenario.loss]().slope_from_logit(X1 @ W, t)
        gradient = float(np.linalg.norm(X1.T @ slope / len(X1)))
    return Ending(separates(X1, t, W), gradient, initial, tail, last)


def kind_of(scenario: Scenario, ending: Ending, lowest: Lowest) -> str:
    """The kind of a `Stop`, for a run that did not overflow, on data whose mean BCE can be as low as `lowest` says."""
    if ending.separated:
        return "separated"
    if scenario.loss == "BCE" and lowest.loss and ending.last - lowest.loss <= NEAR * lowest.loss:
        return "converged"
    if ending.tail > ending.initial * (ABOVE if scenario.batch else 1.0) + 1e-9:
        return "last 10% above the start"
    return "flat" if ending.gradient <= FLAT else "not converged"


def _left(ending: Ending, lowest: Lowest) -> float:
    """By how much the loss can still fall, rounded up to two digits."""
    assert lowest.loss is not None
    # Both losses are sums of rounded numbers.
    left = max(ending.last - lowest.loss, 0.0) + 1e-15
    power = 10.0 ** (np.floor(np.log10(left)) - 1)
    return _two_digits(np.ceil(left / power) * power)


def _two_digits(value: float) -> float:
    """It is written out as it is: 150, not 1.5e2."""
    return float(f"{value:.2g}")


def _possible(scenario: Scenario, ending: Ending, lowest: Lowest) -> str:
    """A sentence on how low the loss can come, where that is known."""
    if lowest.kind == "separable":
        return Sentence(" The classes are linearly separable, so the loss can approach 0.")
    if scenario.loss != "BCE" or lowest.loss is None:
        return ""
    known = {"above": _two_digits(ending.last - lowest.loss), "lowest": lowest.loss}
    if lowest.kind == "touching":
        return Sentence(
            " The loss is {above:g} above the {lowest:.4g} that it can fall toward: the classes "
            "touch, and it has no "
            "minimum (converged: ≤ {near:g} of that number).",
            **known,
            near=NEAR,
        )
    return Sentence(
        " The loss is {above:g} above its lowest, {lowest:.4g} (converged: ≤ {near:g} of it).",
        **known,
        near=NEAR,
    )


def _too_long(scenario: Scenario, data: Dataset, history: History) -> str:
    """Why the loss rose, where that is certain: gradient descent over all samples goes straight downhill at first, so
    whoever ends higher has gone past the bottom.

    BCE bends by no more than XᵀX / 4N, for z (1 - z) is 1/4 at the most; with a rate up to 2 / its largest eigenvalue
    no step can raise the loss (Nesterov, Lectures on Convex Optimization, 1.2.3).
    """
    if history.batches is not None or scenario.optimizer != "gradient descent":
        return ""
    rises = int(np.sum(np.diff(history.loss) > 0))
    if history.steps == 1:
        said = Sentence(" That step was too long.")
    elif rises == 1:
        said = Sentence(" It rose in 1 of {steps:,} steps, because that step was too long.", steps=history.steps)
    else:
        said = Sentence(
            " It rose in {rises:,} of {steps:,} steps, each time because the step was too long.",
            rises=rises,
            steps=history.steps,
        )
    safe = never_rises(with_ones(data.X)) if scenario.loss == "BCE" else 0.0
    if not safe:
        return said
    limit = _limit_at_minimum(scenario, data)
    if limit is None:
        return said + Sentence(" With a learning rate up to {safe:.3g}, no step is.", safe=safe)
    return said + Sentence(
        " With a learning rate up to {safe:.3g}, no step is, from any weights; near the "
        "minimum the limit is {formula} = {stable:.3g}.",
        safe=safe,
        formula=RULES[scenario.optimizer].stable_rate,
        stable=limit,
    )


def _limit_at_minimum(scenario: Scenario, data: Dataset) -> float | None:
    """The largest stable rate around the minimum of the BCE; None where there is no such minimum, or no such rate."""
    if scenario.loss != "BCE" or data.lowest.W is None:
        return None
    return stable_rate(curvature_at(with_ones(data.X), data.t, LOSSES["BCE"](), data.lowest.W), scenario.optimizer)


def never_rises(X1: Array) -> float:
    """X1 (N, D+1) with ones → a learning rate, in three digits, up to which gradient descent over all samples never
    raises the mean BCE, from any start; 0 where there is none."""
    with np.errstate(over="ignore", invalid="ignore"):
        bound = X1.T @ X1 / (4 * len(X1))
    if not np.all(np.isfinite(bound)):
        return 0.0
    rate = 2.0 / float(np.linalg.eigvalsh(bound)[-1])
    power = 10.0 ** (np.floor(np.log10(rate)) - 2)
    return float(np.floor(rate / power) * power)


def _bouncing(scenario: Scenario, data: Dataset, history: History) -> str:
    """A sentence on a loss that jumps up and down, and one on why it cannot end at the minimum, where that is certain.

    Around the minimum gradient descent and momentum are linear, and with a rate above the stable one every distance
    along the steepest axis grows: whoever comes near is thrown out again. Far out the surface bends otherwise, and it
    may jump there for another cause: so the second sentence does not explain the first.
    """
    losses = history.loss
    half = np.diff(losses[len(losses) // 2 :])
    # A rise that no plot would show is no jump.
    if history.batches is not None or not len(half) or np.mean(half > VISIBLE * losses[-1]) <= BOUNCING:
        return ""
    known = {"rises": int(np.sum(half > 0)), "steps": len(half)}
    if len(half) == 1:
        said = Sentence(" The last step raised the loss.")
    else:
        said = Sentence(" The loss rose in {rises:,} of the last {steps:,} steps.", **known)
    limit = _limit_at_minimum(scenario, data)
    if limit is not None and scenario.learning_rate > CLEARLY * limit:
        said += Sentence(
            " The learning rate is above {formula} = {stable:.3g} at the minimum, so the run cannot settle there.",
            formula=RULES[scenario.optimizer].stable_rate,
            stable=limit,
        )
    return said
