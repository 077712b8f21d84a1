"""What a mistake does: to the numbers of one case, to the gradient check, and to a whole training.
The buggy numbers come from running the buggy code, never from a formula about it."""

from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Array
from core.classifier import Classifier, with_ones
from core.data.dataset import Dataset
from core.gradient import gradient_from_logit
from core.gradient_check import Check, check_weights
from core.loss import BCE, output_and_rest
from core.mistakes.mistake import Mistake
from core.numbers import number
from core.optimizer import Optimizer
from core.scenario import Scenario
from core.sentence import Sentence

# In the order in which the code computes them.
STAGES = ("z", "dL/dz", "dz/dy", "dL/dy", "dW", "update")
# Of the check: the usual width, and narrower ones for features so large that it moves the logits too far.
WIDTHS = tuple(10.0**-power for power in range(5, 13))


@dataclass(frozen=True)
class Numbers:
    """The numbers of one step, by the right code or by a mistaken one; None where the code does not get that far.

    z, dz = dL/dz, dz_dy, dy = dL/dy (N, 1) · dW, W_next (D+1, 1), for a model without bias (D, 1)
    error : why it stopped, with numpy's own words where shapes do not fit; "" where it did not stop
    """

    z: Array | None
    dz: Array | None
    dz_dy: Array | None
    dy: Array | None
    dW: Array | None
    W_next: Array | None
    error: str = ""

    def at(self, stage: str) -> Array | None:
        """The array of one of STAGES."""
        arrays = (self.z, self.dz, self.dz_dy, self.dy, self.dW, self.W_next)
        return dict(zip(STAGES, arrays, strict=True))[stage]


@dataclass(frozen=True)
class Effect:
    """A mistake's numbers beside the right ones; without a mistake, what the right code makes of them.

    right : the true numbers, from the logits
    computed : what float64 makes of the right code; where outputs have been rounded it is something else
    wrong : what float64 makes of the mistaken code
    stage : the first of STAGES where the two codes differ, "" where they are the same
    relative_error : of the mistaken dW against central differences of the right loss; None where it cannot be compared
    right_relative_error : the same for the right dW
    right_passed, passed : whether the right dW and the mistaken one pass the gradient check
    factor : the exact factor where there is one: N, 1/N (both of the gradients), or −1 (of the update)
    sentence : what is to be seen
    """

    right: Numbers
    computed: Numbers
    wrong: Numbers
    stage: str
    relative_error: float | None
    right_relative_error: float
    right_passed: bool
    passed: bool
    factor: float | None
    sentence: str


@dataclass(frozen=True)
class Path:
    """A training with a mistake: W (T+1, D+1) and the loss (T+1,) that its own model reports at each of these W.

    ended_early : True where it ended at its last finite step, or with an error
    error : numpy's words where the code does not run; then W and loss hold the start only
    """

    W: Array
    loss: Array
    ended_early: bool
    error: str = ""


def numbers_of(
    mistake: Mistake | None,
    X: Array,
    t: Array,
    W: Array,
    stale_W: Array | None = None,
    learning_rate: float = 0.5,
) -> Numbers:
    """Every stage of one step at W, by the mistaken code; for None, by the right one. The loss is BCE.

    X (N, D) · t (N, 1) · W (D+1, 1), the bias last
    stale_W : (D+1, 1), the weights of an earlier forward, which only a stale cache remembers; zero if not given
    """
    model, loss, optimizer = _pieces(mistake, X.shape[1], learning_rate)
    with np.errstate(over="ignore", invalid="ignore"):
        model.initialize_weights(np.zeros_like(W) if stale_W is None else stale_W)
        model.forward(X)
        model.initialize_weights(W)
        z = model.forward(X)
        dz = loss.backward(z, t)
        dW = W_next = None
        error = ""
        try:
            dW = model.backward(dz)
            optimizer.step(dW)
            W_next = model.W
        except ValueError as mismatch:
            error = Sentence("The shapes do not fit; numpy says: {mismatch}", mismatch=mismatch)
    assert model.slopes is not None
    dz_dy, dy = model.slopes
    numbers = Numbers(
        _if_finite(z), _if_finite(dz), _if_finite(dz_dy), _if_finite(dy), _if_finite(dW), _if_finite(W_next), error
    )
    if not error and any(numbers.at(stage) is None for stage in STAGES):
        return replace(numbers, error=Sentence("The numbers overflow: they are larger than a float can hold."))
    return numbers


def differing_stage(wrong: Numbers, right: Numbers) -> str:
    """The first of STAGES where two computations differ by more than rounding; "" where none does."""
    for stage in STAGES:
        if not same(wrong.at(stage), right.at(stage)):
            return stage
    return ""


def same(a: Array | None, b: Array | None) -> bool:
    """Whether two arrays agree in shape and, up to rounding, in every number; None agrees with None only."""
    if a is None or b is None:
        return a is b
    # np.allclose says the same, in eight times as long; an infinity agrees with nothing here.
    with np.errstate(over="ignore", invalid="ignore"):
        return a.shape == b.shape and bool((np.abs(a - b) <= 1e-14 + 1e-9 * np.minimum(np.abs(a), np.abs(b))).all())


def effect_of(
    mistake: Mistake | None, X: Array, t: Array, W: Array, stale_W: Array | None = None, learning_rate: float = 0.5
) -> Effect:
    """What the mistake does at W; for None, what the right code gives there. Arguments: those of `numbers_of`."""
    computed = numbers_of(None, X, t, W, stale_W, learning_rate)
    wrong = numbers_of(mistake, X, t, W, stale_W, learning_rate)
    stage = differing_stage(wrong, computed)
    with np.errstate(over="ignore", invalid="ignore"):
        check = _check(X, t, W)
        right = _from_logits(X, t, W, learning_rate)
        error, passed = _judged(check, wrong.dW)
        right_error, right_passed = _judged(check, right.dW)
        _, judge = _judged(check, computed.dW)
        # Where it is not rounding that the check fails of, it is the features' size.
        rounded = not same(computed.dW, right.dW)
    factor = None
    if mistake is not None and mistake.factor and stage:
        factor = {"N": float(len(X)), "1/N": 1.0 / len(X), "−1": -1.0}[mistake.factor]
    return Effect(
        right=right,
        computed=computed,
        wrong=wrong,
        stage=stage,
        relative_error=error,
        right_relative_error=np.inf if right_error is None else right_error,
        right_passed=right_passed,
        passed=passed,
        factor=factor,
        sentence=(
            _sentence_of_right(computed, error, passed, rounded)
            if mistake is None
            else _sentence(mistake, wrong, stage, error, passed, judge, rounded, len(X), W)
        ),
    )


def train_with(mistake: Mistake | None, scenario: Scenario, data: Dataset, steps: int) -> Path:
    """Plain gradient descent on the BCE over all samples, with the mistaken pieces; for None, with the right ones.

    Start and learning rate are the scenario's. A model without bias is shown with the bias 0, at the start too.
    Never yields a NaN and never warns: where the numbers overflow, the path ends at its last finite step.
    """
    model, loss, optimizer = _pieces(mistake, data.X.shape[1], scenario.learning_rate)
    model.initialize_weights(scenario.start_weights())
    path, losses = [], []
    error = ""
    with np.errstate(over="ignore", invalid="ignore"):
        while np.isfinite(model.W).all():
            z = model.forward(data.X)
            here = _model_loss(model, data.t)
            if not np.isfinite(here):
                break
            path.append(np.zeros(data.X.shape[1] + 1))
            path[-1][: len(model.W)] = model.W[:, 0]
            losses.append(here)
            if len(path) == steps + 1:
                break
            try:
                dW = model.backward(loss.backward(z, data.t))
            except ValueError as mismatch:
                error = Sentence("The shapes do not fit; numpy says: {mismatch}", mismatch=mismatch)
                break
            optimizer.step(dW)
    W = np.array(path).reshape(-1, data.X.shape[1] + 1)
    return Path(W=W, loss=np.array(losses), ended_early=len(W) < steps + 1, error=error)


def _pieces(mistake: Mistake | None, num_features: int, learning_rate: float) -> tuple[Classifier, BCE, Optimizer]:
    if mistake is None:
        model = Classifier(num_features)
        return model, BCE(), Optimizer(model, learning_rate)
    model = mistake.model(num_features)
    return model, mistake.loss(), mistake.optimizer(model, learning_rate)


def _if_finite(array: Array | None) -> Array | None:
    return None if array is None or not np.isfinite(array).all() else array


def _model_loss(model: Classifier, t: Array) -> float:
    """The mean BCE of the model as it is, from the logit. The cached X has the model's own columns of ones, or none."""
    assert model.cache is not None
    X1, _ = model.cache
    return float(BCE().each_from_logit(X1 @ model.W, t).mean())


def _from_logits(X: Array, t: Array, W: Array, learning_rate: float) -> Numbers:
    """The true numbers of one step at W; None where no float holds them."""
    X1, loss = with_ones(X), BCE()
    y = X1 @ W
    z, rest = output_and_rest(y)
    dW = gradient_from_logit(X1, t, y, loss)
    return Numbers(
        z=_if_finite(z),
        dz=_if_finite(loss.output_slope_from_logit(y, t) / len(t)),
        dz_dy=_if_finite(z * rest),
        dy=_if_finite(loss.slope_from_logit(y, t) / len(t)),
        dW=_if_finite(dW),
        W_next=_if_finite(W - learning_rate * dW),
    )


def _check(X: Array, t: Array, W: Array) -> Check:
    """The check of dW at the widest h at which the true gradient passes; at the widest of all where it does at none."""
    widest = check_weights(X, t, W, BCE(), WIDTHS[0])
    if widest.passes:
        return widest
    return next((check for h in WIDTHS[1:] if (check := check_weights(X, t, W, BCE(), h)).passes), widest)


def _judged(check: Check, dW: Array | None) -> tuple[float | None, bool]:
    """The relative error of a dW, None where it cannot be compared, and whether it passes the check."""
    if dW is None or dW.shape != check.numerical.shape:
        return None, False
    own = check.of(dW)
    return (own.worst, own.passes) if np.isfinite(own.worst) else (None, False)


def _sentence_of_right(computed: Numbers, error: float | None, passed: bool, rounded: bool) -> str:
    if computed.dW is None:
        return Sentence("There is no dW. {why}", why=computed.error)
    if (not passed or error is None) and not rounded:
        return Sentence(
            "Here the check cannot tell: the features are so large that no h leaves its differences enough digits, and "
            "even the correct code fails it."
        )
    if not passed or error is None:
        return Sentence(
            "Here the check cannot tell: outputs have been rounded, and in float64 even the correct code fails it."
        )
    return Sentence("dW agrees with central differences: the check is green.")


def _sentence(
    mistake: Mistake,
    wrong: Numbers,
    stage: str,
    error: float | None,
    passed: bool,
    judge: bool,
    rounded: bool,
    n: int,
    W: Array,
) -> str:
    if not stage and not judge and rounded:
        return Sentence(
            "Here the bug cannot be seen: outputs have been rounded, and in float64 the correct code and the buggy "
            "code give the same numbers."
        )
    if not stage:
        return Sentence("Here the bug changes nothing: {why}", why=Sentence(mistake.unseen))
    if wrong.dW is None:
        return Sentence("There is no dW. {why}", why=wrong.error)
    if wrong.dW.shape != W.shape:
        return Sentence(
            "dW has the shape {shape} and W has {needed}, so the check cannot even compare them.",
            shape=str(wrong.dW.shape),
            needed=str(W.shape),
        )
    if not judge and not rounded:
        return Sentence(
            "The values first differ at {stage}; but here the check cannot tell: the features are so large that no h "
            "leaves its differences enough digits, and even the correct code fails it.",
            stage=stage,
        )
    if not judge:
        return Sentence(
            "The values first differ at {stage}; but here the check cannot tell: outputs have been "
            "rounded, and in float64 even the correct code fails it.",
            stage=stage,
        )
    if stage == "update":
        return Sentence(
            "The gradient is right, so the check finds nothing; but the update goes uphill: W + lr · dW, "
            "not W − lr · dW."
        )
    if error is None:
        return Sentence("The values first differ at {stage}, and they are too large for the check.", stage=stage)
    if passed:
        return Sentence(
            "The values first differ at {stage}, but at this W the check does not notice: relative error {error}.",
            stage=stage,
            error=number(error, 2),
        )
    if mistake.factor == "N":
        return Sentence(
            "dW is exactly N = {n:,} times too large, and the check is red: relative error {error}.",
            n=n,
            error=number(error, 4),
        )
    if mistake.factor:
        return Sentence(
            "dW is exactly N = {n:,} times too small, and the check is red: relative error {error}.",
            n=n,
            error=number(error, 4),
        )
    return Sentence(
        "The values first differ at {stage}, and the check is red: relative error {error}.",
        stage=stage,
        error=number(error, 4),
    )
