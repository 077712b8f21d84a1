"""The arrays of somebody's model, however they are called: weights, bias, and the gradients that backward leaves.
Each may be an attribute of the model or of a layer in it, an entry in a dictionary, or an object around an array."""

from typing import Any

import numpy as np

from core.own_code.calls import call

WEIGHTS = ("W", "w", "weights", "weight", "theta", "coef_")
BIASES = ("b", "bias", "intercept_")
GRADIENTS = (
    *("dW", "dw", "W_grad", "w_grad", "grad_W", "grad_w", "grad", "gradient", "dtheta"),
    *("weights_grad", "weight_grad", "grad_weights", "grad_weight", "dweights", "dweight"),
)
BIAS_GRADIENTS = ("db", "b_grad", "grad_b", "dbias", "bias_grad", "grad_bias")
# In an object of theirs around an array: the array, and its gradient.
ARRAY_INSIDE = ("value", "data")
GRADIENT_INSIDE = ("grad", "gradient")


class TheirArrays:
    """The arrays of somebody's model of D features.

    model : theirs, or that layer of it which has the weights
    rows : D+1
    nowhere : whether weights were put where the model has no place for any
    """

    def __init__(self, model: Any, rows: int) -> None:
        self.model, self.rows = model, rows
        self._by_size: str | None = None
        self.nowhere = False
        self.look()

    def look(self) -> None:
        """Weights by any other name are the only array of the model that has as many numbers."""
        if self._by_size is not None or any(map(self._may_fill, WEIGHTS)) or self._filled(WEIGHTS):
            return
        sizes = {name: each.size for name, each in getattr(self.model, "__dict__", {}).items() if _is_array(each)}
        for size in (self.rows, self.rows - 1):
            fitting = [name for name in sizes if sizes[name] == size and name not in BIASES]
            if len(fitting) == 1:
                self._by_size = fitting[0]
                return
        self.model = next(filter(_has_weights, _parts(self.model)), self.model)

    def weights(self) -> Any:
        """Its weights as they are, without the bias where that stands apart; None where there are none."""
        return self._inside(self._weights_name())

    def bias(self) -> Any:
        """Its bias where that stands apart from the weights, else None; a bias of yes or no is none."""
        found = self._inside(self._filled(BIASES))
        if found is None or isinstance(found, (bool, str)) or np.size(self.weights()) == self.rows:
            return None
        return found

    def all(self) -> "list[Any]":
        """Weights and bias, as far as there are any."""
        return [each for each in (self.weights(), self.bias()) if each is not None]

    @property
    def only_read(self) -> bool:
        """Whether its weights can be seen and not put."""
        name = self._weights_name()
        return name is not None and not self._open(name)

    def put_weights(self, value: Any) -> None:
        """Put weights where the model has its own, or may have them."""
        name = self._weights_name() or next(filter(self._may_fill, WEIGHTS), None)
        self.nowhere = self.nowhere or name is None
        self._put(name or WEIGHTS[0], value)

    def put_bias(self, value: Any) -> None:
        """Put a bias where the model has its own."""
        self._put(self._filled(BIASES) or BIASES[0], value)

    def gradients(self, returned: Any) -> "tuple[Any, Any]":
        """What backward has returned or left → dW and db, which is None where the bias is a part of W."""
        own, bias = self.weights(), self.bias()
        left, left_bias = self._left()
        if returned is None:
            dW, db = left, left_bias
        elif isinstance(returned, (tuple, list)) and _of_weights(_by_names(returned)) is None:
            dW, db = _of_shapes(returned, own, bias)
        elif isinstance(returned, (dict, tuple)):
            dW, db = _of_weights(_by_names(returned)), _of_bias(_by_names(returned))
        elif bias is not None and _is_array(returned) and returned.size == self.rows:
            dW, db = returned.ravel()[:-1].reshape(np.shape(own)), returned.ravel()[-1]
        elif np.size(returned) != np.size(own) and np.size(left) == np.size(own):
            # What a layer returns is the gradient of its input, for the layer before it.
            dW, db = left, left_bias
        else:
            dW, db = returned, _of_bias(self.model)
        return dW, None if bias is None else db

    def _left(self) -> "tuple[Any, Any]":
        """What backward has left in the model, or in objects around its arrays: dW and db, None where it has not."""
        grads = getattr(self.model, "grads", None)
        holder = grads if isinstance(grads, dict) else self.model
        found = []
        for of, name in ((_of_weights, self._weights_name()), (_of_bias, self._filled(BIASES))):
            gradient, around = of(holder), self._value(name)
            if gradient is None and _name_inside(around):
                gradient = _one_of(GRADIENT_INSIDE, around)
            found.append(gradient)
        return found[0], found[1]

    def _weights_name(self) -> "str | None":
        """What its weights are called: what can only be read comes last, for it may be a part of others."""
        return self._filled(WEIGHTS) or self._by_size or self._filled(WEIGHTS, only_read=True)

    def _filled(self, names: "tuple[str, ...]", only_read: bool = False) -> "str | None":
        """The first of these names under which there is something."""
        for name in names:
            if self._value(name) is not None and self._open(name) != only_read:
                return name
        return None

    def _open(self, name: str) -> bool:
        found = getattr(type(self.model), name, None)
        return not (isinstance(found, property) and found.fset is None)

    def _may_fill(self, name: str) -> bool:
        """Whether the model has such a name, be it empty."""
        of_class = getattr(type(self.model), name, None)
        there = name in getattr(self.model, "__dict__", {}) or hasattr(type(self.model), name)
        return there and self._open(name) and not callable(of_class)

    def _parameters(self) -> "dict[str, Any]":
        found = getattr(self.model, "params", None)
        return found if isinstance(found, dict) else {}

    def _value(self, name: "str | None") -> Any:
        if name is None:
            return None
        value = _one_of((name,), self.model)
        return _one_of((name,), self._parameters()) if value is None else value

    def _inside(self, name: "str | None") -> Any:
        value = self._value(name)
        inside = _name_inside(value)
        return getattr(value, inside) if inside else value

    def _put(self, name: str, value: Any) -> None:
        now, parameters = self._value(name), self._parameters()
        inside = _name_inside(now)
        if inside:
            call(f"Classifier.{name}.{inside}", setattr, now, inside, value)
        elif name in parameters:
            parameters[name] = value
        else:
            call(f"Classifier.{name}", setattr, self.model, name, value)


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray)


def _parts(model: Any) -> "list[Any]":
    """The objects of which a model is made, as layers are, alone or in a list."""
    found: list[Any] = []
    for each in getattr(model, "__dict__", {}).values():
        inside = each.values() if isinstance(each, dict) else each if isinstance(each, (list, tuple)) else (each,)
        found += [part for part in inside if hasattr(part, "__dict__") and not isinstance(part, type)]
    return found


def _has_weights(part: Any) -> bool:
    return any(_is_array(getattr(part, name, None)) or _name_inside(getattr(part, name, None)) for name in WEIGHTS)


def _name_inside(value: Any) -> "str | None":
    """Where the array is in an object of theirs around one; None where there is none inside."""
    return next((name for name in ARRAY_INSIDE if _is_array(getattr(value, name, None))), None)


def _one_of(names: "tuple[str, ...]", holder: Any) -> Any:
    """What stands under the first of these names that there is."""
    for name in names:
        try:
            value = holder.get(name) if isinstance(holder, dict) else getattr(holder, name, None)
        except Exception:  # a property of theirs that has nothing to give yet
            continue
        if value is not None and not callable(value):
            return value
    return None


def _of_weights(holder: Any) -> Any:
    # In a dictionary of gradients these may be called like what they are the gradients of.
    names = (*GRADIENTS, *WEIGHTS) if isinstance(holder, dict) else GRADIENTS
    return _one_of(names, holder)


def _of_bias(holder: Any) -> Any:
    return _one_of((*BIAS_GRADIENTS, *BIASES) if isinstance(holder, dict) else BIAS_GRADIENTS, holder)


def _by_names(returned: Any) -> "dict[str, Any]":
    """What backward has returned, by the names that it has there, if it has any."""
    if isinstance(returned, dict):
        return returned
    return dict(returned._asdict()) if hasattr(returned, "_asdict") else {}


def _of_shapes(returned: Any, own: Any, bias: Any) -> "tuple[Any, Any]":
    """dW and db of what has no names: what has the shape of the weights, and what has that of the bias."""
    if not any(_is_array(each) for each in returned):
        return returned, None
    dW = _like(own, list(returned))
    rest = [each for each in returned if each is not dW and each is not None]
    db = _like(bias, rest[::-1])
    return (returned[0] if dW is None else dW), (rest[0] if db is None and len(rest) == 1 else db)


def _like(one: Any, found: "list[Any]") -> Any:
    """Which of them has the shape of one, or else its size; None where none has."""
    sized = [each for each in found if each is not None and np.size(each) == np.size(one)]
    return next((each for each in sized if np.shape(each) == np.shape(one)), sized[0] if sized else None)
