"""Somebody's Classifier, however its methods are called and its arrays are shaped: made, fed, and read.
All that goes in and comes out here is a column: z and dout (N, 1), W and dW (D+1, 1), the bias last."""

import copy
import inspect
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np

from core.arrays import Array
from core.classifier import with_ones
from core.own_code.calls import NoNumbersError, call, needed_by_name, numbers, parameters, takes
from core.own_code.compare import agree
from core.own_code.form import COLUMN, FORMS, form_of
from core.own_code.their_arrays import WEIGHTS, TheirArrays

FORWARD = ("forward", "__call__", "predict_proba", "predict")
BACKWARD = ("backward", "backprop", "gradient", "grad")
STEPS = ("step", "update")
SETTERS = ("initialize_weights", "init_weights", "initialize", "set_weights")
# What a setter's weights are called, where it is sure that these are weights.
GIVEN_WEIGHTS = ("w", "weights", "weight", "theta")
TARGETS = ("t", "target", "targets", "y_true", "y_truth", "truth", "true", "label", "labels")
# What the number of features is called, where other numbers stand before it; and what backward gets back from forward.
FEATURES = ("feature", "dim", "input", "column")
# What a number with a default is that is not the number of features.
OTHER_NUMBERS = ("unit", "class", "out", "seed", "epoch", "iter", "step", "batch")
HANDED_ON = ("cache", "ctx", "context", "memory", "saved", "stored", "state")


def is_recipe(given: Any) -> bool:
    """Whether it makes an object, as a class does; an object itself is copied instead."""
    return inspect.isclass(given) or inspect.isroutine(given)


def method_of(given: Any, names: "tuple[str, ...]") -> "Callable[..., Any] | None":
    """The first method of these names that somebody's object has."""
    for name in names:
        found = getattr(given, name, None)
        if callable(found):
            method: Callable[..., Any] = found
            return method
    return None


class TheirModel:
    """Somebody's model of D features.

    given : the class, a function that makes one, or an object, which is copied
    ones : whether X has its column of ones before the model gets it
    form : in which form its outputs come
    turned : whether it takes a sample a column, X as (D, N)
    changed : what it has changed in place, as (method, array)
    made : the shape of the weights that it has made itself, and that which they should have; None where these are one
    not_taken : what was given weights, and has others afterwards
    without_bias : whether it has a weight for each feature, and none for the bias
    """

    def __init__(self, given: Any, num_features: int, ones: bool = False) -> None:
        self.rows = num_features + 1
        self.ones, self.columns = ones, num_features + ones
        self.changed: set[tuple[str, str]] = set()
        self.made: tuple[tuple[int, ...], tuple[int, ...]] | None = None
        self.not_taken: set[str] = set()
        self._knows_columns = False
        self.form = COLUMN
        self.turned = self.without_bias = False
        self._left: tuple[Any, ...] = ()
        self._outputs: Any = None
        make = self._made if is_recipe(given) else copy.deepcopy
        self.model, _ = call("Classifier", make, given)
        self.arrays = TheirArrays(self.model, self.rows)

    def set_weights(self, W: Array) -> None:
        """W (D+1, 1) from now on, in the shape in which the model has its own."""
        made = self.arrays.weights()
        if self._setter is not None:
            if self._takes_weights:
                self._set_by(self._setter, W)
                self._see_whether_taken(self._setter, W)
            else:
                first = parameters(self._setter)[:1]
                asked = any(each.default is each.empty or _of_columns(each) for each in first)
                call(self._setter.__name__, self._setter, *((self.columns,) if asked else ()))
                self._knows_columns = self._knows_columns or asked
                made = self.arrays.weights()
            self.arrays.look()
        if self.arrays.weights() is None:
            self._see_an_x()
        own = self.arrays.weights()
        self.without_bias = own is not None and self.arrays.bias() is None and np.size(own) == self.rows - 1
        self._write(W)
        self._compare_shapes(made)

    @property
    def _setter(self) -> "Callable[..., Any] | None":
        return method_of(self.model, SETTERS)

    @property
    def _takes_weights(self) -> bool:
        """Whether its setter is given weights, and not a number of features."""
        first = [each.name.lower() for each in parameters(self._setter)[:1]] if self._setter else []
        return bool(first) and (first[0].startswith("w") or first[0] in ("theta", "init"))

    def _compare_shapes(self, made: Any) -> None:
        """Whether it had as many weights as it has now; what is one number alone may stand for none yet."""
        shape, size = np.shape(made), np.size(self.arrays.weights())
        if self._knows_columns and made is not None and np.size(made) != size and (len(shape) > 1 or np.size(made) > 1):
            self.made = self.made or (shape, (size,) if len(shape) == 1 else (1, size) if shape[0] == 1 else (size, 1))

    def _see_whether_taken(self, setter: Callable[..., Any], W: Array) -> None:
        """Whether it has the weights now that it was given: what is called by another name may be another thing."""
        self.arrays.look()
        if parameters(setter)[0].name.lower() in GIVEN_WEIGHTS and self.arrays.weights() is not None:
            with suppress(NoNumbersError):
                if not agree(self.weights(), W):
                    self.not_taken.add(setter.__name__)

    def _see_an_x(self) -> None:
        """It may make its weights only when the first X comes; of so many samples that nothing else is as large."""
        method = method_of(self.model, FORWARD)
        if method is not None:
            with suppress(NoNumbersError):
                call("forward", method, np.ones((self.rows + 1, self.columns)))
        self.arrays.look()

    def _set_by(self, setter: Callable[..., Any], W: Array) -> None:
        """W by the model's own method, which may want it flat, or its bias apart."""
        try:
            call(setter.__name__, setter, W)
        except NoNumbersError as error:
            for given in ([W.ravel()], [W[:-1], float(W[-1, 0])], [W[:-1, 0], float(W[-1, 0])]):
                with suppress(NoNumbersError):
                    call(setter.__name__, setter, *given)
                    return
            raise error

    def _write(self, W: Array) -> None:
        """Put W (D+1, 1) where the model has its weights, and its bias where that stands apart."""
        own, bias = self.arrays.weights(), self.arrays.bias()
        part = W if bias is None and not self.without_bias else W[:-1]
        if own is not None and np.size(own) == len(part):
            part = part.reshape(np.shape(own))
        elif own is not None and np.ndim(own) == 1:
            part = part.ravel()
        if self.arrays.only_read and self._setter is not None and self._takes_weights:
            self._set_by(self._setter, W)
        else:
            self.arrays.put_weights(np.array(part))
        if bias is not None:
            self.arrays.put_bias(np.full(np.shape(bias), W[-1, 0]) if np.ndim(bias) else float(W[-1, 0]))

    def weights(self) -> Array:
        """Its W (D+1, 1) now; for a model without bias, with the bias 0. Raises NoNumbersError where it has none."""
        own = self.arrays.weights()
        return self._whole("W", np.array(own) if isinstance(own, list) else own, self.arrays.bias())

    def forward(self, X: Array) -> Array:
        """X (N, D), which may have its ones already → z (N, 1). Raises NoNumbersError."""
        method = method_of(self.model, FORWARD)
        if method is None:
            raise NoNumbersError("no method", method="forward")
        rows = with_ones(X) if self.ones else X
        if self.turned:
            return self._outputs_of(method, rows.T, turned=True)
        try:
            return self._outputs_of(method, rows)
        except NoNumbersError:
            with suppress(NoNumbersError):
                z = self._outputs_of(method, rows.T, turned=True)
                self.turned = True
                return z
            raise

    def _outputs_of(self, method: Callable[..., Any], X: Array, turned: bool = False) -> Array:
        """What forward gives for X as it is, as a column; `turned`: a sample is a column of it."""
        n, given = X.shape[int(turned)], {"X": X}
        try:
            returned = self._called("forward", method, given)
        except NoNumbersError:
            returned = None if turned else self._without_ones(method, given)
            if returned is None:
                raise
        if isinstance(returned, tuple) and len(returned) > 1 and np.ndim(returned[0]):
            # What is left for backward may also be handed on.
            returned, self._left = returned[0], returned[1:]
        z = numbers("z", returned)
        self._outputs = (returned, z)
        if method.__name__ == "predict_proba" and z.shape == (n, 2):
            # A probability for each class: the output is that of class 1.
            z = z[:, 1:]
        shapes = [np.shape(form.of(np.empty((n, 1)))) for form in (FORMS if turned else FORMS[:2])]
        if z.shape not in shapes:
            raise NoNumbersError("shape", array="z", shape=z.shape, right=(n, 1), broadcast=z.shape == (n, n))
        self.form = form_of(returned, z.shape)
        return z.reshape(-1, 1)

    def backward(self, dout: Array) -> Array:
        """dout (N, 1) → dW (D+1, 1), or (D, 1) for a model without bias. Raises NoNumbersError."""
        method = method_of(self.model, BACKWARD)
        if method is None:
            raise NoNumbersError("no method", method="backward")
        of_targets = any(each.name.lower() in (*TARGETS, "y") for each in parameters(method)[:1])
        if of_targets or not (takes(method, 1) or (self._left and takes(method, 1 + len(self._left)))):
            raise NoNumbersError("arguments", method="backward", right="dout")
        left = self._left if not takes(method, 1) else ()
        given = {"dout": dout.reshape(self.form.shape)}
        dW, db = self.arrays.gradients(self._called("backward", _upstream_first(method), given, *left))
        if self._outputs is not None:
            outputs, before = self._outputs
            if not np.array_equal(np.array(outputs, dtype=float), before, equal_nan=True):
                self.changed.add(("backward", "z"))
        own = self.arrays.weights()
        dW = numbers("dW", dW)
        if own is not None and dW.shape != np.shape(own):
            n = len(dout)
            broadcast = n in dW.shape[1:]
            raise NoNumbersError("shape", dW, array="dW", shape=dW.shape, right=np.shape(own), broadcast=broadcast)
        if self.arrays.bias() is None:
            return dW.reshape(-1, 1)
        if db is None:
            raise NoNumbersError("nothing", array="db")
        if np.size(db) != np.size(self.arrays.bias()):
            right = np.shape(self.arrays.bias())
            raise NoNumbersError("shape", array="db", shape=np.shape(db), right=right, broadcast=False)
        return self._whole("dW", dW, db)

    def step(self, dW: Array, learning_rate: float) -> None:
        """W ← W - lr · dW, with dW (D+1, 1), or (D, 1) of a model without a bias."""
        W, gradient = self.weights(), np.zeros((self.rows, 1))
        gradient[: len(dW)] = dW
        with np.errstate(over="ignore", invalid="ignore"):
            self._write(W - learning_rate * gradient)

    def optimized_by(self, optimizer: Any, learning_rate: float) -> Any:
        """Somebody's optimizer of this model. Raises NoNumbersError."""
        if not takes(optimizer, 2):
            raise NoNumbersError("arguments", method="Optimizer", right="model, lr")
        made, _ = call("Optimizer", optimizer, self.model, learning_rate)
        return made

    def step_by(self, made: Any, dW: Array) -> None:
        """One step of that optimizer, from dW (D+1, 1). Raises NoNumbersError."""
        step = method_of(made, STEPS)
        if step is None or not takes(step, 1) or self.arrays.bias() is not None:
            raise NoNumbersError("arguments", method="Optimizer.step", right="dW")
        _, changed = call("Optimizer.step", step, dW.reshape(np.shape(self.arrays.weights())))
        self.changed.update(("Optimizer.step", "dW") for _ in changed)

    def begin(self) -> None:
        """Begin at its own weights; at 0 where it has none yet."""
        if self.arrays.weights() is None:
            self.set_weights(np.zeros((self.rows, 1)))

    def _without_ones(self, method: Callable[..., Any], given: "dict[str, Array]") -> Any:
        """What forward returns if W has no row for the bias, because X gets no ones; None where that does not help."""
        own = self.arrays.weights()
        if self.arrays.bias() is not None or np.size(own) != self.rows:
            return None
        self.arrays.put_weights(np.array(own).reshape(-1)[:-1].reshape((-1, 1)[: np.ndim(own)]))
        try:
            returned = self._called("forward", method, given)
        except NoNumbersError:
            self.arrays.put_weights(own)
            return None
        self.without_bias = True
        return returned

    def _made(self, recipe: Callable[..., Any]) -> Any:
        """It is asked for by its number of features, if it takes that."""
        taken = parameters(recipe)
        named = [each for each in taken if _of_columns(each)]
        given: list[Any] = []
        asked = False
        for each in taken:
            needed = each.default is each.empty
            other = any(word in each.name.lower() for word in OTHER_NUMBERS)
            may_be = each.default is None or (type(each.default) is int and not other)
            likely = each is named[0] if named else needed or may_be
            if not asked and each.name in WEIGHTS:
                given.append(np.zeros((self.rows, 1)))
            elif not asked and likely:
                given.append(self.columns)
                self._knows_columns = True
            elif needed:
                given.append(1)
                continue
            elif named and not asked:
                given.append(each.default)
                continue
            else:
                break
            asked = True
        by_name = needed_by_name(recipe)
        self._knows_columns = self._knows_columns or bool(by_name)
        return recipe(*given, **dict.fromkeys(by_name, self.columns))

    def _called(self, name: str, method: Callable[..., Any], arrays: "dict[str, Array]", *left: Any) -> Any:
        before = [np.array(each) for each in self.arrays.all()]
        returned, changed = call(name, method, *arrays.values(), *left)
        self.changed.update((name, list(arrays)[place]) for place in changed if place < len(arrays))
        after = [np.array(each) for each in self.arrays.all()]
        if len(before) == len(after) and not all(map(np.array_equal, before, after)):
            self.changed.add((name, "W"))
        return returned

    def _whole(self, name: str, part: Any, bias: Any) -> Array:
        column = numbers(name, part).reshape(-1, 1)
        if bias is not None:
            column = np.vstack([column, numbers(name, bias).reshape(-1, 1)])
        if len(column) == self.rows - 1:
            return np.vstack([column, [[0.0]]])
        if len(column) != self.rows:
            raise NoNumbersError("shape", array=name, shape=np.shape(part), right=(self.rows, 1), broadcast=False)
        return column


def _of_columns(parameter: inspect.Parameter) -> bool:
    """Whether it is called like a number of features."""
    return any(word in parameter.name.lower() for word in FEATURES)


def _upstream_first(backward: Callable[..., Any]) -> Callable[..., Any]:
    """A backward that takes dout first, also where somebody's takes first what forward has handed on."""
    first = [each.name.lower() for each in parameters(backward)[:1]]
    if not takes(backward, 1) and any(word in name for word in HANDED_ON for name in first):
        return lambda dout, *left: backward(*left, dout)
    return backward
