"""One run: forward, loss, backward, update, again and again, with the whole history kept.
And one Moment of it: every intermediate of a single step, from the real Classifier and loss."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from core.arrays import Array, Rows
from core.classifier import Classifier, with_ones
from core.data.dataset import Dataset
from core.gradient import gradient_at, gradient_from_logit
from core.loss import LOSSES, Loss, output_and_rest
from core.optimizer import OPTIMIZERS, Optimizer
from core.scenario import Scenario

# Logits computed at once: enough to keep numpy busy, few enough for a processor's cache, and for arrays so small that
# their room is had again without asking the system for it.
BLOCK = 1 << 14
# Two numbers that are farther apart than this share of them differ in eight digits.
TOLERANCE = 1e-7
# What floats leave of a sum whose terms cancel, as a share of the terms.
CANCELLED = 1e-13


@dataclass(frozen=True)
class History:
    """A run of T updates, seen at its T + 1 moments 0 … T.

    W, dW, update : (T+1, D+1); W before the update, the gradient there, and what is (or would be) added to W
    loss, accuracy : (T+1,) over all training samples, whatever the batch
    test_loss, test_accuracy : (T+1,) over the test set, empty without one
    batches : each moment's rows of the training samples, or None where a step takes all of them
    ended_early : True where the run ended at its last finite step
    """

    W: Array
    dW: Array
    update: Array
    loss: Array
    accuracy: Array
    test_loss: Array
    test_accuracy: Array
    batches: tuple[Rows, ...] | None
    ended_early: bool

    @property
    def steps(self) -> int:
        """T."""
        return len(self.W) - 1


@dataclass(frozen=True)
class Course:
    """What float64 makes of the course's formulas, by the real Classifier and loss, from the output z.

    Where z has been rounded these are other numbers than the true ones: 1 - z has lost its digits, or is 0. Then a tiny
    number stands in for the 0 below a fraction or in a logarithm (see core.loss), and the product of both factors is 0.

    loss : a number · dz, dz_dy, dy (N, 1) · dW (D+1, 1), named as in Moment
    """

    loss: float
    dz: Array
    dz_dy: Array
    dy: Array
    dW: Array


@dataclass(frozen=True)
class Moment:
    """Every array of one step, named as on screen; N is the number of samples in the step's batch.

    All of it is taken from the logit y, and so it is true to rounding, also where z has been rounded to 0 or 1; dW is
    the gradient that training takes.

    X1 (N, D+1) with its ones · t, y, z, dz = dL/dz, dz_dy, dy = dL/dy (N, 1) · dW, W, W_next (D+1, 1)
    rest : 1 - z (N, 1), exact where z is near 1
    loss : L of the batch
    course : the same by the course's formulas from z, as float64 computes them
    """

    step: int
    X1: Array
    t: Array
    W: Array
    y: Array
    z: Array
    rest: Array
    loss: float
    dz: Array
    dz_dy: Array
    dy: Array
    dW: Array
    W_next: Array
    course: Course

    @property
    def loss_differs(self) -> bool:
        """Whether float64 makes another L of the course's formula, in eight digits."""
        return abs(self.loss - self.course.loss) > TOLERANCE * abs(self.loss)

    @property
    def gradient_differs(self) -> bool:
        """Whether float64 makes another dW of the course's formulas, in eight digits of the largest entry.

        Where its terms cancel, dW has fewer digits, whoever adds them up: that is no difference.
        """
        gap = float(np.abs(self.dW - self.course.dW).max())
        terms = float((np.abs(self.X1).T @ np.abs(self.dy)).max())
        return gap > TOLERANCE * float(np.abs(self.dW).max()) + CANCELLED * terms


def batch_rows(n: int, batch: int, rng: np.random.Generator) -> Iterator[Rows]:
    """The rows of one mini-batch after the other, shuffled anew every epoch; an epoch's last may be smaller.

    n : number of samples · batch : samples a step
    """
    while True:
        order = rng.permutation(n)
        for first in range(0, n, batch):
            yield order[first : first + batch]


def train(scenario: Scenario, data: Dataset) -> History:
    """The run that `scenario` describes, on its own `data`.

    Never yields a NaN and never warns: where the weights overflow, the history ends at the last finite step.
    """
    loss = LOSSES[scenario.loss]()
    model = Classifier(data.X.shape[1])
    model.initialize_weights(scenario.start_weights())
    optimizer = OPTIMIZERS[scenario.optimizer](model, scenario.learning_rate)
    X1 = with_ones(data.X)
    batches = None
    if 0 < scenario.batch < len(X1):
        batches = tuple(islice(batch_rows(len(X1), scenario.batch, scenario.batches()), scenario.steps + 1))
    with np.errstate(over="ignore", invalid="ignore"):
        W, dW = _descend(X1, data.t, loss, optimizer, scenario.steps, batches)
        train_loss, train_accuracy = evaluate(X1, data.t, W[:-1], loss)
        test_loss, test_accuracy = evaluate(with_ones(data.X_test), data.t_test, W[:-1], loss)
        # A moment counts where its weights, its loss, its gradient and the weights that it leads to are all finite.
        fine = np.isfinite(np.hstack([W[:-1], dW, W[1:], train_loss[:, np.newaxis]])).all(axis=1)
        count = len(dW) if fine.all() else max(int(np.argmin(fine)), 1)
        update = np.nan_to_num(W[1 : count + 1] - W[:count])
    return History(
        W=W[:count],
        dW=np.nan_to_num(dW[:count]),
        update=update,
        loss=np.nan_to_num(train_loss[:count]),
        accuracy=train_accuracy[:count],
        test_loss=np.nan_to_num(test_loss[:count]),
        test_accuracy=test_accuracy[:count],
        batches=batches and batches[:count],
        ended_early=count < len(dW),
    )


def _descend(
    X1: Array, t: Array, loss: Loss, optimizer: Optimizer, steps: int, batches: tuple[Rows, ...] | None
) -> tuple[Array, Array]:
    """The training loop → W (steps + 2, D+1) and dW (steps + 1, D+1), a row a moment, and where the last one leads."""
    W = np.empty((steps + 2, X1.shape[1], 1))
    dW = np.empty((steps + 1, X1.shape[1], 1))
    model = optimizer.model
    W[0] = model.W
    of_all = gradient_at(X1, t, loss) if batches is None else None
    for step in range(steps + 1):
        if of_all:
            gradient = of_all(model.W)
        elif batches:
            X_batch, t_batch = X1[batches[step]], t[batches[step]]
            gradient = gradient_from_logit(X_batch, t_batch, X_batch @ model.W, loss)
        optimizer.step(gradient)
        dW[step] = gradient
        W[step + 1] = model.W
    return W[:, :, 0], dW[:, :, 0]


def evaluate(X1: Array, t: Array, W: Array, loss: Loss) -> tuple[Array, Array]:
    """X1 (N, D+1), t (N, 1) and M weight vectors W (M, D+1) → their mean losses (M,) and accuracies (M,).

    A sample counts as right where z > 0.5 exactly when t is 1. Without samples both are empty.
    """
    if len(X1) == 0:
        return np.empty(0), np.empty(0)
    losses, accuracies = np.empty(len(W)), np.empty(len(W))
    width = max(BLOCK // len(X1), 1)
    for first in range(0, len(W), width):
        block = slice(first, first + width)
        y = X1 @ W[block].T
        losses[block] = loss.each_from_logit(y, t).mean(axis=0)
        accuracies[block] = ((y > 0) == (t == 1)).mean(axis=0)
    return losses, accuracies


def moment(scenario: Scenario, data: Dataset, history: History, step: int) -> Moment:
    """Step `step` of the run, once more and in full; and by the real Classifier and loss."""
    loss = LOSSES[scenario.loss]()
    rows = slice(None) if history.batches is None else history.batches[step]
    X, t = data.X[rows], data.t[rows]
    model = Classifier(data.X.shape[1])
    model.initialize_weights(history.W[step])
    z = model.forward(X)
    course_dz = loss.backward(z, t)
    course_dW = model.backward(course_dz)
    assert model.cache is not None
    assert model.slopes is not None
    X1, _ = model.cache
    y = X1 @ model.W
    _, rest = output_and_rest(y)
    last = step == history.steps
    return Moment(
        step=step,
        X1=X1,
        t=t,
        W=model.W,
        y=y,
        z=z,
        rest=rest,
        loss=float(loss.each_from_logit(y, t).mean()),
        dz=loss.output_slope_from_logit(y, t) / len(t),
        dz_dy=z * rest,
        dy=loss.slope_from_logit(y, t) / len(t),
        dW=gradient_from_logit(X1, t, y, loss),
        W_next=model.W + history.update[step].reshape(-1, 1) if last else history.W[step + 1].reshape(-1, 1),
        course=Course(loss.forward(z, t), course_dz, *model.slopes, course_dW),
    )
