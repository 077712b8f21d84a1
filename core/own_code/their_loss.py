"""Somebody's BCE: a class, an object, a function, or two of them, one for L and one for dL/dz.
It may take outputs or targets first, in any form, and backward may have to be told them again or not."""

import copy
from contextlib import suppress
from functools import partial
from itertools import product
from typing import Any

import numpy as np

from core.arrays import Array
from core.classifier import sigmoid, with_ones
from core.loss import BCE
from core.own_code.calls import NoNumbersError, call, numbers, parameters, takes
from core.own_code.cases import CASES
from core.own_code.compare import LOSS_FACTORS, agree
from core.own_code.form import COLUMN, FORMS, Form
from core.own_code.their_model import TARGETS, is_recipe, method_of

VALUES = ("forward", "__call__", "loss", "compute", "calculate")
SLOPES = ("backward", "gradient", "grad", "derivative", "backprop", "dloss", "prime", "slope")
# What asks a function for its slope instead.
FLAGS = ("deriv", "prime", "grad", "slope", "backward")


class TheirLoss:
    """Somebody's loss.

    form : in which it takes outputs, if the model's come in this one
    targets_first : whether it takes the targets before the outputs
    gives_both : whether it returns L and dL/dz at once
    changed : what it has changed in place, as (method, array)
    """

    def __init__(self, given: Any, form: Form = COLUMN) -> None:
        self.form = self.form_of_targets = form
        self.targets_first = self.gives_both = False
        self.changed: set[tuple[str, str]] = set()
        self._value: Any = None
        self._slope: Any = None
        self.object = None
        if isinstance(given, (tuple, list)):
            self._value, self._slope = (*given, None)[:2]
        elif isinstance(given, type) or (is_recipe(given) and takes(given, 0)):
            self.object, _ = call("BCE", given)
        elif is_recipe(given):
            self._value = given
        else:
            self.object = copy.deepcopy(given)
        if self.object is not None:
            self._value, self._slope = method_of(self.object, VALUES), method_of(self.object, SLOPES)
        if self._slope is None and self._value is not None:
            self._slope = _slope_by_flag(self._value)
        if self._value is None:
            raise NoNumbersError("no method", method="BCE.forward")
        self._learn_how()

    @property
    def has_backward(self) -> bool:
        """Whether it can be asked for dL/dz."""
        return self._slope is not None or self.gives_both

    def forward(self, z: Array, t: Array) -> Array:
        """Outputs and targets (N, 1) → L, as (1, 1). Raises NoNumbersError."""
        returned = self._called("BCE.forward", self._value, z, t)
        if self._slope is None and isinstance(returned, tuple) and [np.size(each) for each in returned] == [1, z.size]:
            self.gives_both, returned = True, returned[0]
        value = numbers("L", returned)
        if value.size != 1:
            raise NoNumbersError("per sample", array="L", shape=value.shape)
        return value.reshape(1, 1)

    def backward(self, z: Array, t: Array, other_way: bool = False) -> Array:
        """Outputs and targets (N, 1) → dL/dz (N, 1). Raises NoNumbersError.

        other_way : targets and outputs in each other's place
        """
        if not self.has_backward:
            raise NoNumbersError("no method", method="BCE.backward")
        if self.gives_both:
            returned = self._called("BCE.forward", self._value, z, t, other_way)[1]
        elif takes(self._slope, 2):
            returned = self._called("BCE.backward", self._slope, z, t, other_way)
        else:
            # It remembers what forward was called with; an upstream gradient of L itself is 1.
            self._called("BCE.forward", self._value, z, t, other_way)
            returned, _ = call("BCE.backward", self._slope, *([] if takes(self._slope, 0) else [1.0]))
        if isinstance(returned, (tuple, list)) and [type(each) for each in returned if each is not None] == [
            np.ndarray
        ]:
            # A gradient for each argument, and none for the targets.
            returned = next(each for each in returned if each is not None)
        dz = numbers("dL/dz", returned)
        right = np.shape(self.form.of(z))
        if dz.shape != right:
            broadcast = dz.shape == (len(z), len(z))
            raise NoNumbersError("shape", array="dL/dz", shape=dz.shape, right=right, broadcast=broadcast)
        return dz.reshape(-1, 1)

    def _called(self, name: str, function: Any, z: Array, t: Array, other_way: bool = False) -> Any:
        arrays = {"z": self.form.of(z), "t": self.form_of_targets.of(t)}
        names = ("t", "z") if self.targets_first else ("z", "t")
        returned, changed = call(name, function, *[arrays[key] for key in (names[::-1] if other_way else names)])
        self.changed.update((name, names[place]) for place in changed)
        return returned

    def _learn_how(self) -> None:
        """Find out how it wants to be called: as it gives the right L, or a multiple of it; else as its names say."""
        z, t = sigmoid(with_ones(CASES[0].X) @ CASES[0].W), CASES[0].t
        right = np.array([[BCE().forward(z, t)]])
        given = self.form
        # Who has lists of outputs may make arrays of them for the loss; targets may come in a form of their own.
        forms = dict.fromkeys((given, Form(given.shape)))
        ways = list(product((False, True), forms, dict.fromkeys((*forms, *FORMS))))
        multiples = [factor(len(t)) * right for factor in LOSS_FACTORS.values()]
        for expected in ([right], multiples):
            for self.targets_first, self.form, self.form_of_targets in ways:
                with suppress(NoNumbersError):
                    value = self.forward(z, t)
                    if any(agree(value, each) for each in expected):
                        return
        names = [each.name.lower() for each in parameters(self._value)]
        self.targets_first = bool(names) and names[0] in TARGETS
        self.form = self.form_of_targets = given


def _slope_by_flag(value: Any) -> Any:
    """The slope of what gives that instead of L where one asks for it by a yes; None where it cannot be asked."""
    names = [each.name for each in parameters(value) if each.default is False]
    flag = next((name for name in names if any(word in name.lower() for word in FLAGS)), None)
    return None if flag is None else partial(value, **{flag: True})
