"""Many learning rates at once: the same run M times, each with its own rate, all advancing together.
The plain version is `core.training.train`, M times; a test holds them equal."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from core.arrays import Array, Rows
from core.classifier import Classifier, with_ones
from core.data.dataset import Dataset
from core.loss import LOSSES
from core.optimizer import OPTIMIZERS
from core.scenario import LEARNING_RATE, Scenario
from core.stopping import ending_at, kind_of, tail_length, why_stopped
from core.surface.heights import mean_losses
from core.training import batch_rows, evaluate, train

# Weights and features below this cannot overflow a loss or a gradient.
SAFE = 1e100
# Logits of all runs that are computed at once: their room is made once, not at every step, and stays in the cache.
LOGITS = 1 << 16


@dataclass(frozen=True)
class Sweep:
    """The ends of M runs that differ in their learning rate only.

    rates, loss, accuracy : (M,); loss and accuracy over all training samples at the last moment
    kind : how each ends, as `core.stopping.Stop` has it
    steps : (M,) whole numbers, the last step of each, fewer than asked for where the numbers overflow
    W : (M, D+1), the last weights
    """

    rates: Array
    loss: Array
    accuracy: Array
    kind: tuple[str, ...]
    steps: Rows
    W: Array


def default_rates(count: int = 40) -> Array:
    """So many learning rates (count,) from 0.001 to 100, each the same factor above the last."""
    return np.geomspace(1e-3, LEARNING_RATE[1], count)


def sweep(scenario: Scenario, data: Dataset, rates: Array) -> Sweep:
    """The run that `scenario` describes on its own `data`, with each of the learning rates (M,) in place of its own.

    Where a rate is so large that the weights jump about, a difference in the last digit soon makes another run.
    So every operation is one of `train`'s, in its order; but for M runs at once, without new memory, and the losses
    are computed only where the judgement needs them.

    Raises ValueError for a rate that no scenario may have.
    """
    rates = np.asarray(rates, dtype=float)
    if not np.all((rates >= LEARNING_RATE[0]) & (rates <= LEARNING_RATE[1])):
        raise ValueError(f"Learning rates must be numbers between {LEARNING_RATE[0]:g} and {LEARNING_RATE[1]:g}.")
    X1, loss = with_ones(data.X), LOSSES[scenario.loss]()
    with np.errstate(over="ignore", invalid="ignore"):
        paths = _paths(scenario, X1, data.t, rates)  # (steps + 1, M, D+1)
        ends = paths[-1]
        final, accuracy = evaluate(X1, data.t, ends, loss)
        first = evaluate(X1, data.t, paths[0, :1], loss)[0]
        tail = paths[-tail_length(len(paths)) :]
        tails = mean_losses(X1, data.t, loss, tail.reshape(-1, X1.shape[1])).reshape(tail.shape[:2]).mean(axis=0)
    safe = (np.abs(paths).max(axis=(0, 2)) < SAFE) & (np.abs(X1).max() < SAFE)
    steps, kinds = np.full(len(rates), scenario.steps), []
    for run, rate in enumerate(rates):
        if safe[run]:
            end = ends[run].reshape(-1, 1)
            ending = ending_at(scenario, X1, data.t, end, float(first[0]), float(tails[run]), float(final[run]))
            kinds.append(kind_of(scenario, ending, data.lowest))
            continue
        # So near an overflow, which is rare, the plain version knows best where to cut.
        history = train(replace(scenario, learning_rate=float(rate)), data)
        ends[run], final[run], accuracy[run] = history.W[-1], history.loss[-1], history.accuracy[-1]
        steps[run] = history.steps
        kinds.append(why_stopped(scenario, data, history).kind)
    return Sweep(rates, final, accuracy, tuple(kinds), steps, ends.copy())


def _paths(scenario: Scenario, X1: Array, t: Array, rates: Array) -> Array:
    """The weights of all runs at all moments, (steps + 1, M, D+1)."""
    n = len(X1)
    batches = None
    if 0 < scenario.batch < n:
        batches = tuple(islice(batch_rows(n, scenario.batch, scenario.batches()), scenario.steps))
    # Of many samples few runs at a time, so that their logits stay in a processor's cache.
    together = max(LOGITS // (scenario.batch if batches else n), 1)
    paths = np.empty((scenario.steps + 1, len(rates), X1.shape[1]))
    for run in range(0, len(rates), together):
        runs = slice(run, run + together)
        _advance(scenario, X1, t, rates[runs], batches, paths[:, runs])
    return paths


def _advance(
    scenario: Scenario, X1: Array, t: Array, rates: Array, batches: tuple[Rows, ...] | None, paths: Array
) -> None:
    """The training loop for m rates (m,): fills paths (steps + 1, m, D+1)."""
    model = Classifier(X1.shape[1] - 1)
    # (m, D+1, 1): the optimizers work elementwise, so one of them serves all runs.
    model.W = np.tile(scenario.start_weights(), (len(rates), 1, 1))
    optimizer = OPTIMIZERS[scenario.optimizer](model)
    optimizer.learning_rate = rates.reshape(-1, 1, 1)
    slope = SLOPES[scenario.loss]
    # Room for the numbers of a step, for batches of each size: the last of an epoch may be smaller.
    sizes = {len(X1)} if batches is None else {len(rows) for rows in batches}
    rooms = {size: np.empty((4, len(rates), size)) for size in sizes}
    X_all, t_all = X1, t
    paths[0] = model.W[:, :, 0]
    for step in range(scenario.steps):
        if batches is not None:
            X1, t = X_all[batches[step]], t_all[batches[step]]
        room = rooms[len(X1)]
        # Minus the logits of all runs, (m, n, 1): it is -y that the sigmoid takes the exponential of.
        np.matmul(X1, -model.W, out=room[0, :, :, np.newaxis])
        gradient = X1.T @ slope(t[:, 0], room)[:, :, np.newaxis] / len(X1)
        optimizer.step(gradient)
        paths[step + 1] = model.W[:, :, 0]


def _slope_bce(t: Array, room: Array) -> Array:
    """`BCE.slope_from_logit` of targets t (n,), from minus the logits in room[0] (m, n) and in their place.

    z for t = 0, and -(1 - z), which is minus the sigmoid of -y, for t = 1: one exponential for both.
    """
    sign = 1.0 - 2.0 * t
    slope: Array = room[0]
    slope *= sign
    np.exp(slope, out=slope)
    slope += 1.0
    np.divide(sign, slope, out=slope)
    return slope


def _slope_mse(t: Array, room: Array) -> Array:
    """`MSE.slope_from_logit` of targets t (n,), from minus the logits in room[0] (m, n): 2 (z - t) · z (1 - z)."""
    z, rest = _output_and_rest(room)
    slope, part = room[2:]
    np.multiply(1.0 - t, z, out=slope)
    np.multiply(t, rest, out=part)
    slope -= part
    slope *= 2.0
    slope *= z
    slope *= rest
    return np.asarray(slope)


def _output_and_rest(room: Array) -> tuple[Array, Array]:
    """`core.loss.output_and_rest`, z and 1 - z in room[1] and room[0], from minus the logits in room[0]."""
    rest, z = room[:2]
    np.exp(rest, out=z)
    z += 1.0
    np.divide(1.0, z, out=z)
    np.negative(rest, out=rest)
    np.exp(rest, out=rest)
    rest += 1.0
    np.divide(1.0, rest, out=rest)
    return z, rest


SLOPES: dict[str, Callable[[Array, Array], Array]] = {"BCE": _slope_bce, "MSE": _slope_mse}
