"""Where a run of somebody's own code parts from the right one: the first step whose values are not what they should be
at its own weights, and which bug that is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Array
from core.classifier import Classifier, with_ones
from core.data.dataset import Dataset
from core.loss import BCE
from core.mistakes.catalogue import MISTAKES
from core.mistakes.fingerprints import Verdict, recognise
from core.optimizer import Optimizer
from core.scenario import Scenario
from core.sentence import Sentence
from core.take_home.own_run import OwnRun
from core.training import BLOCK, History, evaluate

# Somebody's code may guard against 0, or use single precision: what agrees to this share of its terms is the same.
CLOSE = 1e-3
# Above this loss of a sample, and below this mean loss, outputs are so near to 0 or 1 that guards against log 0 show.
SURELY_WRONG, SURELY_RIGHT = 10.0, 1e-4


@dataclass(frozen=True)
class Parting:
    """Where the values first differ: the step, or None where they never do, and what there is to say of it."""

    step: int | None
    sentence: str


def right_scenario(base: Scenario, run: OwnRun) -> Scenario:
    """The same run by the right code, on the data of `base`: from its first weights, at its rate, over all samples.

    Raises ValueError, in one sentence, where that is no scenario.
    """
    weights = tuple(float(weight) for weight in run.W[0])
    return replace(
        base,
        loss="BCE",
        optimizer="gradient descent",
        batch=0,
        start="typed",
        weights=weights,
        learning_rate=float(run.learning_rate),
        steps=run.steps,
    )


def history_of(run: OwnRun, data: Dataset) -> History:
    """Its path as a history, with the true loss at each of its weights, whatever its own code has said of it."""
    largest = np.finfo(float).max
    with np.errstate(over="ignore", invalid="ignore"):
        loss, accuracy = evaluate(with_ones(data.X), data.t, run.W, BCE())
        test_loss, test_accuracy = evaluate(with_ones(data.X_test), data.t_test, run.W, BCE())
        last = -run.learning_rate * run.dW[-1:]
        update = np.nan_to_num(np.vstack([np.diff(run.W, axis=0), last]))
    return History(
        W=run.W,
        dW=run.dW,
        update=update,
        loss=np.nan_to_num(loss, nan=largest),
        accuracy=accuracy,
        test_loss=np.nan_to_num(test_loss, nan=largest),
        test_accuracy=test_accuracy,
        batches=None,
        ended_early=False,
    )


def parting(run: OwnRun, data: Dataset) -> Parting:
    """The first step that is not right. Each is judged at the run's own weights, so nothing adds up from earlier ones.

    Where outputs have been rounded to 0 or 1 the course's own formulas go astray: such steps are not judged.
    """
    judged = 0
    for step, loss, dW, terms, sure in _right_values(run, data):
        if not np.isfinite(run.loss[step]):
            return _parting(step, "L", Sentence("It is NaN or infinite, and {right:.5g} is right.", right=loss))
        if sure:
            continue
        judged += 1
        if not abs(run.loss[step] - loss) <= CLOSE * loss:
            said = Sentence("It is {own:.5g}, and {right:.5g} is right.", own=float(run.loss[step]), right=loss)
            verdict = _verdict(run, data, step)
            if verdict.kind == "mistake":
                said = Sentence("{of_loss} As for dW: {of_gradient}", of_loss=said, of_gradient=verdict.sentence)
            return _parting(step, "L", said)
        if not (np.abs(run.dW[step] - dW) <= CLOSE * terms).all():
            return _parting(step, "dW", _verdict(run, data, step).sentence)
        if step < run.steps and (said_of_update := _of_update(run, step)):
            return _parting(step + 1, "W", said_of_update)
    if not judged:
        return Parting(
            None,
            Sentence("Whether your run is right cannot be told: at every step outputs are almost exactly 0 or 1."),
        )
    return Parting(None, Sentence("Your run is right: L, dW and W are what they should be at every step."))


def _parting(step: int, array: str, said: str) -> Parting:
    return Parting(
        step,
        Sentence("The values first differ at step {step}, in {array}. {said}", step=step, array=array, said=said),
    )


def _verdict(run: OwnRun, data: Dataset, step: int) -> Verdict:
    """Whose dW it is. What a stale cache remembers is of the first step."""
    W, start, dW = run.W[step].reshape(-1, 1), run.W[0].reshape(-1, 1), run.dW[step].reshape(-1, 1)
    # A model without bias is written down with 0 in its place.
    without_bias = not run.W[:, -1].any() and not run.dW[:, -1].any()
    return recognise("dW", dW[:-1] if without_bias else dW, data.X, data.t, W, start)


def _right_values(run: OwnRun, data: Dataset) -> Iterator[tuple[int, float, Array, float, bool]]:
    """Each step with its right L and dW (D+1,), how large the terms of dW are, and whether an output is rounded."""
    X1, loss = with_ones(data.X), BCE()
    width = max(BLOCK // len(X1), 1)
    for first in range(0, len(run.W), width):
        with np.errstate(over="ignore", invalid="ignore"):
            y = X1 @ run.W[first : first + width].T
            each, slope = loss.each_from_logit(y, data.t), loss.slope_from_logit(y, data.t)
            dW = (X1.T @ slope / len(X1)).T
            terms = (np.abs(X1).T @ np.abs(slope) / len(X1)).max(axis=0)
        for i in range(len(dW)):
            mean = float(each[:, i].mean())
            sure = not (each[:, i].max() <= SURELY_WRONG and mean >= SURELY_RIGHT)
            yield first + i, mean, dW[i], float(terms[i]), sure


def _of_update(run: OwnRun, step: int) -> str:
    """What is wrong with the step to the next weights, if anything is: "" where nothing is."""
    W, dW, new = run.W[step], run.dW[step], run.W[step + 1]
    size = CLOSE * np.abs(run.learning_rate * dW).max() + 1e-6 * np.abs(W).max()
    if (np.abs(new - (W - run.learning_rate * dW)) <= size).all():
        return ""
    for mistake in MISTAKES:
        if mistake.optimizer is Optimizer:
            continue
        model = Classifier(len(W) - 1)
        model.initialize_weights(W)
        mistake.optimizer(model, run.learning_rate).step(dW.reshape(-1, 1))
        if (np.abs(new - model.W[:, 0]) <= size).all():
            return Sentence("The update is “{name}”.", name=Sentence(mistake.name))
    return Sentence("It is not W − lr · dW of the step before.")
