"""One step on paper: its numbers, what each is made of, and the mistakes that are usually made on the way.
The numbers are those of the real Classifier and loss; what a student has typed is judged in core/mistakes/judge.py."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from zlib import crc32

import numpy as np

from core.arrays import Array
from core.classifier import sigmoid, with_ones
from core.loss import LOSSES
from core.mistakes import working
from core.mistakes.typed_number import SHOWN, digits_for, write
from core.mistakes.working import Turn, Way, Working, only, way
from core.rounding import on_paper
from core.scenario import WEIGHT, Scenario
from core.training import Moment

DATA = "two samples"
# Beyond this logit 1 − z is too small for a pocket calculator, and below eight digits of a float.
SATURATED = 15.0


@dataclass(frozen=True)
class Slip:
    """A well-known mistake: the number that it leads to, and a hint that completes "Not yet: "."""

    value: float
    hint: str


@dataclass(frozen=True)
class Quantity:
    """One number to work out.

    key : tells it from all others, whatever the notation
    name : on its field
    value : the right number
    formula : how it is made, in symbols
    filled : what the formula makes of the numbers before it; "" where it is made of given ones alone
    made_of : the keys of those numbers
    slips : what it may be mistaken for, the most telling mistake first
    pairs : what two of those mistakes at once lead to
    digits : to which it is shown, as the numbers behind it need them
    """

    key: str
    name: str
    value: float
    formula: str
    filled: str
    made_of: tuple[str, ...]
    slips: tuple[Slip, ...]
    pairs: tuple[Slip, ...] = ()
    digits: int = SHOWN

    @property
    def shown(self) -> str:
        """The number to so many digits, or all of it where it has fewer."""
        return write(self.value, self.digits)

    def equation(self, known: Container[str]) -> str:
        """The formula; with numbers in it as soon as all that it is made of is among the `known` keys."""
        if not self.made_of or not all(key in known for key in self.made_of):
            return self.formula
        left, _ = self.formula.split(" = ", 1)
        return f"{left} = {self.filled}"


@dataclass(frozen=True)
class Stage:
    """What stands together: a stage of the pass, its title, its formula, and its numbers."""

    name: str
    title: str
    formula: str
    quantities: tuple[Quantity, ...]


# The case


def exercise(scenario: Scenario, W: Array) -> Scenario:
    """One step of gradient descent over both samples from W (D+1,), with the scenario's features, scaling, loss and lr.

    Raises ValueError, in one sentence, where that cannot be worked out on paper.
    """
    if scenario.data != DATA:
        raise ValueError(f"The data set in the sidebar is {scenario.data}, too much to work out on paper.")
    if np.abs(W).max() > WEIGHT or np.abs(with_ones(scenario.dataset().X) @ W).max() > SATURATED:
        raise ValueError("At these weights the sigmoid is saturated: too fine to work out on paper.")
    weights = tuple(float(weight) for weight in W)
    one = Scenario(data=DATA, start="typed", weights=weights, features=scenario.features, steps=1)
    return replace(one, scaling=scenario.scaling, loss=scenario.loss, learning_rate=scenario.learning_rate)


# The numbers, and what they are mistaken for

# A known mistake, the most telling first: the wrong turn that makes it, or the number that it leads to; and its hint.
Known = Sequence[tuple[Turn | float, str]]


def stages(now: Moment, loss: str, lr: float, named: Callable[[str], str] = str) -> tuple[Stage, ...]:
    """All numbers of a step over N samples, in the order of the pass.

    now : the step's arrays · loss : a name in core.loss.LOSSES · named : a symbol of the course → how it is written
    """
    now = on_paper(now)
    step = Working(now, loss, lr)
    X1, t, W = now.X1, now.t[:, 0], now.W[:, 0]
    y, z, dz, slope, dy = (each[:, 0] for each in (now.y, now.z, now.dz, now.dz_dy, now.dy))
    dW, W_next, L = now.dW[:, 0], now.W_next[:, 0], np.array([now.loss])
    N, D = len(t), X1.shape[1] - 1
    samples, weights = range(N), range(D + 1)
    # Where numbers cancel in what is made of them, eight of their digits leave few: of 1 − z near 1, and of sums.
    digits_z = [digits_for(rest, 1.0) for rest in now.rest[:, 0]]
    digits_dy = [max(digits_for(dW[k], X1[i, k] * dy[i]) for k in weights) for i in samples]
    digits_dW = [digits_for(W_next[k], lr * dW[k]) for k in weights]
    outputs = [write(output, digits) for output, digits in zip(z, digits_z, strict=True)]
    of = [f"sample {i}" for i in samples]
    w = [*(f"w{k + 1}" for k in range(D)), "b"]
    Y, Z, DZ, SLOPE, DY = (named(symbol) for symbol in ("y", "z", "dL/dz", "dz/dy", "dL/dy"))
    other = next(name for name in LOSSES if name != loss)
    numbers = {"y": y, "z": z, "L": L, "dL/dz": dz, "dz/dy": slope, "dL/dy": dy, "dW": dW, "W": W_next}
    key = {stage: [_key(stage, place, value) for place, value in enumerate(numbers[stage])] for stage in numbers}
    each = LOSSES[loss]().each_from_logit(now.y, now.t)[:, 0]
    formula_z = f"{Z} = 1 / (1 + e^−{Y})"
    formula_L = f"L = mean of ({Z} − t)²"
    formula_dz = f"{DZ} = 2({Z} − t) / N"
    if loss == "BCE":
        formula_L = f"L = mean of −(t log {Z} + (1 − t) log(1 − {Z})), with log to the base e"
        formula_dz = f"{DZ} = −(t / {Z} − (1 − t) / (1 − {Z})) / N"
    formula_slope = f"{SLOPE} = {Z}(1 − {Z})"
    formula_dy = f"{DY} = {DZ} · {SLOPE}"

    def others(values: Array, i: int, names: list[str], symbol: str = "") -> list[tuple[Turn | float, str]]:
        return [(values[j], f"that is {symbol}{names[j]}.") for j in range(len(values)) if j != i]

    def logit(i: int) -> Quantity:
        terms = " + ".join(f"{write(x)} · {weight}" for x, weight in zip(X1[i], w, strict=True))
        known: Known = [
            (working.SIGN, "the size is right, the sign is not."),
            (working.ONES_FIRST, "that has the column of ones first; it stands last, where W has b."),
            (working.NO_BIAS, "b is missing; the column of ones multiplies it."),
            *others(y, i, of, f"{Y} of "),
            (z[i], f"that is {Z}, the stage after this one."),
        ]
        slips = _slips(known, lambda way: step.logits(way)[i])
        return Quantity(key["y"][i], f"{Y} of {of[i]}", y[i], f"{Y} = {terms}", "", (), *slips)

    def output(i: int) -> Quantity:
        known: Known = [
            (working.SIGN, "an output lies between 0 and 1."),
            (working.EXPONENT, f"that is 1 / (1 + e^{Y}); the exponent is −{Y}."),
            *others(z, i, of, f"{Z} of "),
            (y[i], f"that is {Y}, the stage before this one."),
            (now.loss, "that is L, the stage after this one."),
            (slope[i], f"that is {SLOPE}, which comes on the way back."),
        ]
        filled = f"1 / (1 + e^−{_factor(y[i])})"
        slips = _slips(known, lambda way: step.outputs(way)[i])
        return Quantity(
            key["z"][i], f"{Z} of {of[i]}", z[i], formula_z, filled, (key["y"][i],), *slips, digits=digits_z[i]
        )

    def mean_loss() -> Quantity:
        known: Known = [(working.SIGN, "a square is never below 0.")]
        filled = " + ".join(f"({outputs[i]} − {write(t[i])})²" for i in samples)
        if loss == "BCE":
            base = "that is with log to the base {}; here it is to the base e, often written ln."
            known = [
                (working.SIGN, "the minus in front is missing: a logarithm of an output is below 0."),
                *((turn, base.format(number)) for turn, number in ((working.LOG_10, 10), (working.LOG_2, 2))),
            ]
            # Of t log z + (1 − t) log(1 − z), t leaves one.
            filled = " + ".join(f"log {outputs[i]}" if t[i] == 1 else f"log(1 − {outputs[i]})" for i in samples)
        known = [
            *known,
            (working.NOT_DIVIDED, f"that is the sum of the losses; L is their mean: 1/N is missing, and N = {N}."),
            (working.DIVIDED_TWICE, "that divides by N twice."),
            (working.SWAPPED, "t and 1 − t have changed places."),
            (working.OTHER_LOSS, f"that is {other}; the loss here is {loss}."),
            *((each[i], f"that is the loss of {of[i]} alone; L is the mean over all.") for i in samples),
            *((z[i], f"that is {Z} of {of[i]}, the stage before this one.") for i in samples),
            *((dz[i], f"that is {DZ} of {of[i]}, the stage after this one.") for i in samples),
        ]
        filled = f"{'−' if loss == 'BCE' else ''}({filled}) / {N}"
        return Quantity(key["L"][0], "L", now.loss, formula_L, filled, tuple(key["z"]), *_slips(known, step.mean_loss))

    def upstream(i: int) -> Quantity:
        half = "that is half of it: 1/N only once."
        filled = f"−({write(t[i])} / {outputs[i]} − {write(1 - t[i])} / (1 − {outputs[i]})) / {N}"
        if loss == "MSE":
            half = f"that is half of it: ({Z} − t)² gives a factor 2, and 1/N comes only once."
            filled = f"2({outputs[i]} − {write(t[i])}) / {N}"
        known: Known = [
            (working.SIGN, f"the sign is wrong: {DZ} is below 0 where t = 1, and above 0 where t = 0."),
            (working.NOT_DIVIDED, f"1/N is missing: L is a mean, and N = {N}."),
            (working.DIVIDED_TWICE, half),
            (working.SWAPPED, "t and 1 − t have changed places."),
            (working.OTHER_LOSS, f"that is the slope of {other}; the loss here is {loss}."),
            *others(dz, i, of, f"{DZ} of "),
            (now.loss, "that is L, the stage before this one."),
            (dy[i], f"that is {DY}: σ′ is in it already."),
            (slope[i], f"that is {SLOPE}, the stage after this one."),
        ]
        slips = _slips(known, lambda way: step.upstream(way)[i])
        return Quantity(key["dL/dz"][i], f"{DZ} of {of[i]}", dz[i], formula_dz, filled, (key["z"][i],), *slips)

    def sigmoid_slope(i: int) -> Quantity:
        twice = float(sigmoid(z[i]))
        known: Known = [
            (working.SIGN, f"{Z} and 1 − {Z} are both above 0, and so is {SLOPE}."),
            (twice * (1 - twice), f"that takes the sigmoid of {Z}; {Z} is the output already."),
            (y[i] * (1 - y[i]), f"that is {Y}(1 − {Y}); it takes the output {Z}, not the logit."),
            (z[i], f"that is {Z}; the factor 1 − {Z} is missing."),
            (1 - z[i], f"that is 1 − {Z}; the factor {Z} is missing."),
            *others(slope, i, of, f"{SLOPE} of "),
            (dz[i], f"that is {DZ}, the stage before this one."),
            (dy[i], f"that is {DY}, the stage after this one."),
        ]
        filled = f"{outputs[i]} · (1 − {outputs[i]})"
        slips = _slips(known, lambda way: step.sigmoid_slopes(way)[i])
        return Quantity(key["dz/dy"][i], f"{SLOPE} of {of[i]}", slope[i], formula_slope, filled, (key["z"][i],), *slips)

    def at_logit(i: int) -> Quantity:
        known: Known = [
            (working.SIGN, f"the sign is wrong: it takes {Z} − t, so t and {Z} may have changed places."),
            (working.NO_SLOPE, f"that is {DZ}: σ′ is missing, the factor {SLOPE}."),
            (working.NOT_DIVIDED, f"1/N is missing: L is a mean, and N = {N}."),
            (working.DIVIDED_TWICE, f"that is half of it: {DZ} has its 1/N already."),
            (working.SLOPE_TWICE, f"that has σ′, the factor {SLOPE}, twice."),
            *others(dy, i, of, f"{DY} of "),
            (slope[i], f"that is {SLOPE}, the stage before this one."),
            *((dW[k], f"that is dW of {w[k]}, the stage after this one.") for k in weights),
        ]
        filled, made_of = (
            f"{write(dz[i], digits_dy[i])} · {_factor(slope[i], digits_dy[i])}",
            (key["dL/dz"][i], key["dz/dy"][i]),
        )
        slips = _slips(known, lambda way: step.at_logit(way)[i])
        return Quantity(
            key["dL/dy"][i], f"{DY} of {of[i]}", dy[i], formula_dy, filled, made_of, *slips, digits=digits_dy[i]
        )

    def gradient(k: int) -> Quantity:
        terms = " + ".join(f"{write(X1[i, k])} · {DY} of {of[i]}" for i in samples)
        known: Known = [
            (working.SIGN, f"the sign is wrong: it takes {Z} − t, not t − {Z}. The minus comes with the update."),
            (working.NO_SLOPE, f"σ′ is missing: that sums {DZ}, not {DY}."),
            (working.NOT_DIVIDED, f"1/N is missing: L is a mean, and N = {N}."),
            (working.DIVIDED_TWICE, f"that is half of it: {DY} has its 1/N already, so add up and do not divide."),
            (working.ONES_FIRST, "that has the column of ones first; it stands last, so b has the last row."),
            *((only(i), f"that is the part of {of[i]} alone; dW sums over all.") for i in samples),
            *others(dW, k, w, "dW of "),
            *((dy[i], f"that is {DY} of {of[i]}, the stage before this one.") for i in samples),
            (W_next[k], f"that is the new {w[k]}, the stage after this one."),
            (W[k], f"that is {w[k]} itself."),
        ]
        filled = " + ".join(f"{write(X1[i, k])} · {_factor(dy[i], digits_dy[i])}" for i in samples)
        slips = _slips(known, lambda way: step.gradient(way)[k])
        return Quantity(
            key["dW"][k],
            f"dW of {w[k]}",
            dW[k],
            f"dW of {w[k]} = {terms}",
            filled,
            tuple(key["dL/dy"]),
            *slips,
            digits=digits_dW[k],
        )

    def updated(k: int) -> Quantity:
        known: Known = [
            (working.UPHILL, "that is + lr · dW, uphill; the update subtracts."),
            (-W_next[k], f"that is lr · dW − {w[k]}: the two have changed places."),
            (-lr * dW[k], f"that is the step alone, −lr · dW; add it to the old {w[k]}."),
            (working.NO_RATE, f"lr is missing, and lr = {write(lr)}."),
            (working.NOT_DIVIDED, f"1/N is missing in dW: L is a mean, and N = {N}."),
            (working.DIVIDED_TWICE, "that takes half of dW: 1/N only once."),
            (working.NO_SLOPE, f"σ′ is missing in dW, the factor {SLOPE}."),
            (working.ONES_FIRST, "that takes a dW whose first row is that of b; it stands last."),
            *others(W_next, k, w, "the new "),
            (dW[k], f"that is dW of {w[k]}, the stage before this one."),
            (W[k], f"that is the old {w[k]}."),
        ]
        formula = f"new {w[k]} = {w[k]} − lr · dW of {w[k]}"
        filled = f"{write(W[k])} − {write(lr)} · {_factor(dW[k], digits_dW[k])}"
        slips = _slips(known, lambda way: step.new_weights(way)[k])
        return Quantity(key["W"][k], f"new {w[k]}", W_next[k], formula, filled, (key["dW"][k],), *slips)

    return (
        Stage(Y, "the logit", f"{Y} = X · W; b goes with the 1", tuple(map(logit, samples))),
        Stage(Z, "the output", formula_z, tuple(map(output, samples))),
        Stage("L", f"the loss ({loss})", formula_L, (mean_loss(),)),
        Stage(DZ, "the upstream gradient", formula_dz, tuple(map(upstream, samples))),
        Stage(SLOPE, "the sigmoid’s slope σ′", formula_slope, tuple(map(sigmoid_slope, samples))),
        Stage(DY, "the gradient at the logit", formula_dy, tuple(map(at_logit, samples))),
        Stage("dW", "the gradient of W", f"dW = Xᵀ · {DY}, a sum over the samples", tuple(map(gradient, weights))),
        Stage("new W", "after one step", "new W = W − lr · dW", tuple(map(updated, weights))),
    )


def quantities(all_stages: Iterable[Stage]) -> tuple[Quantity, ...]:
    """The numbers of all stages in one row."""
    return tuple(quantity for stage in all_stages for quantity in stage.quantities)


def _factor(value: float, digits: int = SHOWN) -> str:
    """A number behind a sign, with brackets where it has one of its own."""
    return f"({write(value, digits)})" if value < 0 else write(value, digits)


def _key(stage: str, place: int, value: float) -> str:
    # Another case is another number, with a key of its own; what was typed for this one stays with it.
    # The number itself would stand in the source of the page, for all to see: this one says nothing.
    return f"{stage} {place + 1} {crc32(f'{value:.12g}'.encode()):08x}"


# The mean squared error has no logarithm whose base could be another one.
IMPOSSIBLE = {"other_loss", "log_base"}


def _slips(known: Known, worked_out: Callable[[Way], float]) -> tuple[tuple[Slip, ...], tuple[Slip, ...]]:
    """The slips, and what two wrong turns at once lead to. worked_out : the number, in any way"""
    slips = tuple(
        Slip(float(worked_out(way(mistake)) if isinstance(mistake, Turn) else mistake), hint) for mistake, hint in known
    )
    turns = [mistake for mistake, _ in known if isinstance(mistake, Turn)]
    pairs = tuple(
        Slip(float(worked_out(way(one, two))), f"{one.name}, and {two.name}.")
        for one, two in combinations(turns, 2)
        if one.field != two.field and {one.field, two.field} != IMPOSSIBLE
    )
    return slips, pairs
