"""One step on paper: its numbers, what each is made of, and the mistakes that are usually made on the way.
What a student has typed is read and judged here; the numbers are those of the real Classifier and loss."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal
from zlib import crc32

import numpy as np

from core.arrays import Array
from core.classifier import sigmoid, with_ones
from core.loss import LOSSES
from core.mistakes.typed_number import SAME, SHOWN, Typed, is_value, read, write
from core.rounding import on_paper, settled
from core.scenario import WEIGHT, Scenario
from core.training import Moment

DATA = "two samples"
# Beyond this logit 1 − z is too small for a pocket calculator, and below eight digits of a float.
SATURATED = 15.0

SIGN = "the size is right, the sign is not."


@dataclass(frozen=True)
class Slip:
    """A well-known mistake: the number that it leads to, and a hint that completes "Not yet: "."""

    value: float
    hint: str


@dataclass(frozen=True)
class Quantity:
    """One number to work out.

    stage : the stage it belongs to, in the course's notation
    key : tells it from all others, whatever the notation
    name : on its field
    value : the right number
    formula : how it is made, in words
    slips : what it may be mistaken for, the most telling mistake first
    """

    stage: str
    key: str
    name: str
    value: float
    formula: str
    slips: tuple[Slip, ...]

    @property
    def shown(self) -> str:
        """The number to eight digits, or all of it where it has fewer."""
        return write(self.value)


@dataclass(frozen=True)
class Stage:
    """What stands together: a stage of the pass, its title, and its numbers."""

    name: str
    title: str
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True)
class Judgement:
    """What there is to say of what was typed."""

    kind: Literal["right", "wrong", "unreadable", "empty"]
    message: str


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


def stages(now: Moment, loss: str, lr: float, named: Callable[[str], str] = str) -> tuple[Stage, ...]:
    """All numbers of a step over N samples, in the order of the pass.

    now : the step's arrays · loss : a name in core.loss.LOSSES · named : a symbol of the course → how it is written
    """
    now = on_paper(now)
    X1, t, W = now.X1, now.t[:, 0], now.W[:, 0]
    z, dz, slope, dy = now.z[:, 0], now.dz[:, 0], now.dz_dy[:, 0], now.dy[:, 0]
    y, dW, W_next = now.y[:, 0], now.dW[:, 0], now.W_next[:, 0]
    N, D = len(t), X1.shape[1] - 1
    samples, weights = range(N), range(D + 1)
    of = [f"sample {i}" for i in samples]
    w = [*(f"w{k + 1}" for k in range(D)), "b"]
    Y, Z, DZ, SLOPE, DY = (named(symbol) for symbol in ("y", "z", "dL/dz", "dz/dy", "dL/dy"))

    # The same step with one mistake in it: the column of ones first, the other loss, 1 − t for t, no σ′.
    X1_first = np.roll(X1, 1, axis=1)
    this = LOSSES[loss]()
    other = next(LOSSES[name]() for name in LOSSES if name != loss)
    y_first = settled(X1_first @ W, np.abs(X1_first) @ np.abs(W))
    y_no_bias = settled(y - W[-1], np.abs(y) + np.abs(W[-1]))
    each = this.forward(z, t, individual_losses=True)
    dz_flipped, dz_other = this.backward(z, 1 - t), other.backward(z, t)
    dW_first = settled(X1_first.T @ dy, np.abs(X1_first.T) @ np.abs(dy))
    dW_no_slope = settled(X1.T @ dz, np.abs(X1.T) @ np.abs(dz))
    arrows = X1 * dy[:, np.newaxis]

    def others(values: Array, i: int, names: list[str], symbol: str = "") -> list[tuple[float, str]]:
        return [(values[j], f"that is {symbol}{names[j]}.") for j in range(len(values)) if j != i]

    def logit(i: int) -> Quantity:
        terms = " + ".join(f"{write(x)} · {weight}" for x, weight in zip(X1[i], w, strict=True))
        slips = [
            (-y[i], SIGN),
            (y_first[i], "that has the column of ones first; it stands last, where W has b."),
            (y_no_bias[i], "b is missing; the column of ones multiplies it."),
            *others(y, i, of, f"{Y} of "),
            (z[i], f"that is {Z}, the stage after this one."),
        ]
        return _quantity("y", i, f"{Y} of {of[i]}", y[i], f"{Y} = {terms}", slips)

    def output(i: int) -> Quantity:
        slips = [
            (-z[i], "an output lies between 0 and 1."),
            (1 - z[i], f"that is 1 / (1 + e^{Y}); the exponent is −{Y}."),
            *others(z, i, of, f"{Z} of "),
            (y[i], f"that is {Y}, the stage before this one."),
            (now.loss, "that is L, the stage after this one."),
            (slope[i], f"that is {SLOPE}, which comes on the way back."),
        ]
        return _quantity("z", i, f"{Z} of {of[i]}", z[i], f"{Z} = 1 / (1 + e^−{Y})", slips)

    def mean_loss() -> Quantity:
        formula, slips = f"L = mean of ({Z} − t)²", [(-now.loss, "a square is never below 0.")]
        if loss == "BCE":
            formula = f"L = mean of −(t log {Z} + (1 − t) log(1 − {Z})), with log to the base e"
            slips = [(-now.loss, "the minus in front is missing: a logarithm of an output is below 0.")]
            base = "that is with log to the base {}; here it is to the base e, often written ln."
            slips += [(now.loss / np.log(b), base.format(b)) for b in (10, 2)]
        slips += [
            (now.loss * N, f"that is the sum of the losses; L is their mean: ÷ N is missing, and N = {N}."),
            (now.loss / N, "that divides by N twice."),
            (this.forward(z, 1 - t), "t and 1 − t have changed places."),
            (other.forward(z, t), f"that is {other.name}; the loss here is {loss}."),
            *((each[i], f"that is the loss of {of[i]} alone; L is the mean over all.") for i in samples),
            *((z[i], f"that is {Z} of {of[i]}, the stage before this one.") for i in samples),
            *((dz[i], f"that is {DZ} of {of[i]}, the stage after this one.") for i in samples),
        ]
        return _quantity("L", 0, "L", now.loss, formula, slips)

    def upstream(i: int) -> Quantity:
        formula = f"{DZ} = −(t / {Z} − (1 − t) / (1 − {Z})) / N"
        half = "that is half of it: ÷ N only once."
        if loss == "MSE":
            formula = f"{DZ} = 2({Z} − t) / N"
            half = f"that is half of it: ({Z} − t)² gives a factor 2, and ÷ N comes only once."
        slips = [
            (-dz[i], f"the sign is wrong: {DZ} is below 0 where t = 1, and above 0 where t = 0."),
            (dz[i] * N, f"÷ N is missing: L is a mean, and N = {N}."),
            (dz[i] / N, half),
            (dz_flipped[i], "t and 1 − t have changed places."),
            (dz_other[i], f"that is the slope of {other.name}; the loss here is {loss}."),
            *others(dz, i, of, f"{DZ} of "),
            (now.loss, "that is L, the stage before this one."),
            (dy[i], f"that is {DY}: σ′ is in it already."),
            (slope[i], f"that is {SLOPE}, the stage after this one."),
        ]
        return _quantity("dL/dz", i, f"{DZ} of {of[i]}", dz[i], formula, slips)

    def sigmoid_slope(i: int) -> Quantity:
        twice = float(sigmoid(z[i]))
        slips = [
            (-slope[i], f"{Z} and 1 − {Z} are both above 0, and so is {SLOPE}."),
            (twice * (1 - twice), f"that takes the sigmoid of {Z}; {Z} is the output already."),
            (y[i] * (1 - y[i]), f"that is {Y}(1 − {Y}); it takes the output {Z}, not the logit."),
            (z[i], f"that is {Z}; the factor 1 − {Z} is missing."),
            (1 - z[i], f"that is 1 − {Z}; the factor {Z} is missing."),
            *others(slope, i, of, f"{SLOPE} of "),
            (dz[i], f"that is {DZ}, the stage before this one."),
            (dy[i], f"that is {DY}, the stage after this one."),
        ]
        return _quantity("dz/dy", i, f"{SLOPE} of {of[i]}", slope[i], f"{SLOPE} = {Z}(1 − {Z})", slips)

    def at_logit(i: int) -> Quantity:
        slips = [
            (-dy[i], f"the sign is wrong: it takes {Z} − t, so t and {Z} may have changed places."),
            (dz[i], f"that is {DZ}: σ′ is missing, the factor {SLOPE}."),
            (dz[i] * N, f"that lacks both ÷ N and σ′, the factor {SLOPE}."),
            (dy[i] * N, f"÷ N is missing: L is a mean, and N = {N}."),
            (dy[i] / N, f"that is half of it: {DZ} has its ÷ N already."),
            (dy[i] * slope[i], f"that has σ′, the factor {SLOPE}, twice."),
            *others(dy, i, of, f"{DY} of "),
            (slope[i], f"that is {SLOPE}, the stage before this one."),
            *((dW[k], f"that is dW of {w[k]}, the stage after this one.") for k in weights),
        ]
        return _quantity("dL/dy", i, f"{DY} of {of[i]}", dy[i], f"{DY} = {DZ} · {SLOPE}", slips)

    def gradient(k: int) -> Quantity:
        terms = " + ".join(f"{write(X1[i, k])} · {DY} of {of[i]}" for i in samples)
        slips = [
            (-dW[k], f"the sign is wrong: it takes {Z} − t, not t − {Z}. The minus comes with the update."),
            (dW_no_slope[k], f"σ′ is missing: that sums {DZ}, not {DY}."),
            (dW[k] * N, f"÷ N is missing: L is a mean, and N = {N}."),
            (dW[k] / N, f"that is half of it: {DY} has its ÷ N already, so add up and do not divide."),
            (dW_first[k], "that has the column of ones first; it stands last, so b has the last row."),
            *((arrows[i, k], f"that is the part of {of[i]} alone; dW sums over all.") for i in samples),
            *others(dW, k, w, "dW of "),
            *((dy[i], f"that is {DY} of {of[i]}, the stage before this one.") for i in samples),
            (W_next[k], f"that is the new {w[k]}, the stage after this one."),
            (W[k], f"that is {w[k]} itself."),
        ]
        return _quantity("dW", k, f"dW of {w[k]}", dW[k], f"dW of {w[k]} = {terms}", slips)

    def updated(k: int) -> Quantity:
        def step(gradient: Array, rate: float = lr) -> float:
            total: Array = settled(W - rate * gradient, np.abs(W) + abs(rate) * np.abs(gradient))
            return float(total[k])

        slips = [
            (step(dW, -lr), "that is + lr · dW, uphill; the update subtracts."),
            (-W_next[k], f"that is lr · dW − {w[k]}: the two have changed places."),
            (-lr * dW[k], f"that is the step alone, −lr · dW; add it to the old {w[k]}."),
            (step(dW, 1.0), f"lr is missing, and lr = {write(lr)}."),
            (step(dW * N), f"÷ N is missing in dW: L is a mean, and N = {N}."),
            (step(dW / N), "that takes half of dW: ÷ N only once."),
            (step(dW_no_slope), f"σ′ is missing in dW, the factor {SLOPE}."),
            (step(dW_first), "that takes a dW whose first row is that of b; it stands last."),
            *others(W_next, k, w, "the new "),
            (dW[k], f"that is dW of {w[k]}, the stage before this one."),
            (W[k], f"that is the old {w[k]}."),
        ]
        return _quantity("W", k, f"new {w[k]}", W_next[k], f"new {w[k]} = {w[k]} − lr · dW of {w[k]}", slips)

    return (
        Stage(Y, "the logit", tuple(map(logit, samples))),
        Stage(Z, "the output", tuple(map(output, samples))),
        Stage("L", f"the loss ({loss})", (mean_loss(),)),
        Stage(DZ, "the upstream gradient", tuple(map(upstream, samples))),
        Stage(SLOPE, "the sigmoid’s slope σ′", tuple(map(sigmoid_slope, samples))),
        Stage(DY, "the gradient at the logit", tuple(map(at_logit, samples))),
        Stage("dW", "the gradient of W", tuple(map(gradient, weights))),
        Stage("new W", "after one step", tuple(map(updated, weights))),
    )


def quantities(all_stages: Iterable[Stage]) -> tuple[Quantity, ...]:
    """The numbers of all stages in one row."""
    return tuple(quantity for stage in all_stages for quantity in stage.quantities)


def _quantity(
    stage: str, place: int, name: str, value: float, formula: str, slips: list[tuple[float, str]]
) -> Quantity:
    # Another case is another number, with a key of its own; what was typed for this one stays with it.
    # The number itself would stand in the source of the page, for all to see: this one says nothing.
    key = f"{stage} {place + 1} {crc32(f'{value:.12g}'.encode()):08x}"
    return Quantity(stage, key, name, float(value), formula, tuple(Slip(float(wrong), hint) for wrong, hint in slips))


# What was typed


def judge(quantity: Quantity, text: str) -> Judgement:
    """Is `text` the quantity's value, rounded to two digits or more, or all of it?"""
    if not text.strip():
        return Judgement("empty", "")
    typed = read(text)
    if typed is None:
        return Judgement("unreadable", "That is no number that can be read here. Try one like 0.65, 0,65, −2 or 1/3.")
    if is_value(typed, quantity.value):
        if digits := _digits_to_tell(typed, quantity):
            return Judgement(
                "wrong", f"Not yet: right so far, but a mistake looks the same. Give {digits} digits or more."
            )
        return Judgement("right", f"Right: {quantity.shown}")
    for slip in quantity.slips:
        if is_value(typed, slip.value):
            return Judgement("wrong", f"Not yet: {slip.hint}")
    return Judgement("wrong", f"Not yet: {_nearness(typed, quantity.value) or quantity.formula + '.'}")


def _digits_to_tell(typed: Typed, quantity: Quantity) -> int:
    """How many digits it takes until no slip is right as well; 0 where what was typed is the number itself."""
    value = Fraction(quantity.value)
    if abs(typed.value - value) <= SAME * abs(value):
        return 0
    # A slip that comes to the same number is none here.
    others = [slip.value for slip in quantity.slips if abs(Fraction(slip.value) - value) > SAME * abs(value)]
    if typed.digits >= SHOWN or not any(is_value(typed, other) for other in others):
        return 0
    for digits in range(typed.digits + 1, SHOWN):
        rounded = read(f"{quantity.value:#.{digits}g}")
        if rounded is not None and not any(is_value(rounded, other) for other in others):
            return digits
    return SHOWN


def _nearness(typed: Typed, value: float) -> str:
    """A hint for a number that is almost right, or nothing."""
    gap, size = abs(typed.value - Fraction(value)), abs(Fraction(value))
    if typed.half == 0:
        return "very close, but a fraction counts as exact. Type the decimals." if gap <= size / 100 else ""
    if typed.digits == 1 and gap <= typed.half:
        return "right as far as it goes. Give two digits or more, zeros in front not counted."
    if typed.digits >= 2 and gap <= 3 * typed.half and gap <= size / 20:
        return "very close, the last digit is off. Keep more digits on the way, and round only at the end."
    return ""
