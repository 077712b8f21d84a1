"""Running somebody's code, or a known mistake's, on the small cases: the same calls in the same order for both."""

from collections.abc import Callable
from typing import Any, Union

import numpy as np

from core.arrays import Array
from core.classifier import sigmoid, with_ones
from core.loss import BCE
from core.own_code.calls import NoNumbersError
from core.own_code.cases import CASES, Case
from core.own_code.compare import agree
from core.own_code.their_loss import TheirLoss
from core.own_code.their_model import TheirModel

# An array, or why there is none. Python 3.9 knows no | between types.
Seen = Union[Array, NoNumbersError]  # noqa: UP007
# By the names of the arrays.
Step = dict[str, Seen]
LEARNING_RATE = 0.5


def outputs(X: Array, W: Array) -> Array:
    """The right z (N, 1)."""
    return np.asarray(sigmoid(with_ones(X) @ W))


def upstream(X: Array, W: Array, t: Array, fused: bool = False) -> Array:
    """The right dL/dz (N, 1); with `fused`, the right dL/dy, which has the slope of the sigmoid in it already."""
    z = outputs(X, W)
    return np.asarray((z - t) / len(t) if fused else BCE().backward(z, t))


def seen(function: "Callable[..., Array]", *given: Any) -> Seen:
    """The array that a function gives, or why there is none."""
    try:
        return function(*given)
    except NoNumbersError as error:
        return error


def alike(a: Seen, b: Seen) -> bool:
    """Whether two codes have given the same: the same numbers, or none, for the same reason."""
    if isinstance(a, NoNumbersError) or isinstance(b, NoNumbersError):
        return isinstance(a, NoNumbersError) and isinstance(b, NoNumbersError) and a.sentence == b.sentence
    return agree(a, b)


def two_steps(given: Any, case: Case, ones: bool = False, fused: bool = False) -> "tuple[Step, TheirModel]":
    """A model's z and dW at both steps of a case, each backward fed with the right upstream gradient."""
    model = TheirModel(given, case.X.shape[1], ones)
    found: Step = {}
    for again, X, W in case.steps:
        model.set_weights(W)
        found["z" + again] = seen(model.forward, X)
        if isinstance(found["z" + again], NoNumbersError):
            found["dW" + again] = found["z" + again]
        else:
            found["dW" + again] = seen(model.backward, upstream(X, W, case.t, fused))
    return found, model


def leaves_outputs_out(given: Any, ones: bool = False) -> bool:
    """Whether a model's dW is the same at other weights, for the same X and dout: it has no z(1 − z) in it."""
    compared = []
    for case in CASES:
        found = []
        for W in (case.W, case.W_next):
            model = TheirModel(given, case.X.shape[1], ones)
            model.set_weights(W)
            seen(model.forward, case.X)
            found.append(seen(model.backward, case.t - 0.5))
        if not any(isinstance(each, NoNumbersError) for each in found):
            compared.append(alike(*found))
    return bool(compared) and all(compared)


def slopes(loss: TheirLoss, case: Case) -> Step:
    """A loss's dL/dz at the right outputs of a case; and what it gives if it is called the other way round."""
    z = outputs(case.X, case.W)
    return {
        "dL/dz": seen(loss.backward, z, case.t),
        "other way": seen(loss.backward, z, case.t, True),
    }


def update(optimizer: Any, given: Any, case: Case, ones: bool = False) -> Array:
    """W after one update by somebody's optimizer on somebody's model, from the right dW. Raises NoNumbersError."""
    model = TheirModel(given, case.X.shape[1], ones)
    model.set_weights(case.W)
    X1 = with_ones(case.X)
    dW = X1.T @ upstream(case.X, case.W, case.t, fused=True)
    model.step_by(model.optimized_by(optimizer, LEARNING_RATE), dW)
    return model.weights()
