"""One step on paper: its numbers, what each is made of, and the mistakes that are usually made on the way.
The numbers are those of the real Classifier and loss; what a student has typed is judged in core/mistakes/judge.py."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from zlib import crc32

import numpy as np

from core.arrays import Array
from core.classifier import sigmoid, with_ones
from core.loss import LOSSES
from core.mistakes import working
from core.mistakes.quantity import Quantity, Slip, Stage
from core.mistakes.typed_number import SHOWN, digits_for, write
from core.mistakes.working import Turn, Way, Working, only, way
from core.rounding import on_paper
from core.scenario import WEIGHT, Scenario
from core.sentence import Sentence
from core.training import Moment

DATA = "two samples"
# Beyond this logit 1 − z is too small for a pocket calculator, and below eight digits of a float.
SATURATED = 15.0


# The case


def exercise(scenario: Scenario, W: Array) -> Scenario:
    """One step of gradient descent over both samples from W (D+1,), with the scenario's features, scaling, loss and lr.

    Raises ValueError, in one sentence, where that cannot be worked out on paper.
    """
    if scenario.data != DATA:
        raise ValueError(
            Sentence(
                "The data set in the sidebar, {data}, is too large to work out on paper.", data=Sentence(scenario.data)
            )
        )
    if np.abs(W).max() > WEIGHT or np.abs(with_ones(scenario.dataset().X) @ W).max() > SATURATED:
        raise ValueError(
            Sentence("At these weights the sigmoid is saturated: outputs are too close to 0 or 1 to work out on paper.")
        )
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
    now = on_paper(now, lr)
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
    of = [Sentence("sample {sample}", sample=i) for i in samples]
    w = [*(f"w{k + 1}" for k in range(D)), "b"]

    def at(symbol: str, place: str) -> Sentence:
        """A number by its symbol, and whose it is."""
        return Sentence("{symbol} of {place}", symbol=symbol, place=place)

    def new(weight: str) -> Sentence:
        return Sentence("new {weight}", weight=weight)

    Y, Z, DZ, SLOPE, DY = (named(symbol) for symbol in ("y", "z", "dL/dz", "dz/dy", "dL/dy"))
    other = next(name for name in LOSSES if name != loss)
    numbers = {"y": y, "z": z, "L": L, "dL/dz": dz, "dz/dy": slope, "dL/dy": dy, "dW": dW, "W": W_next}
    key = {stage: [_key(stage, place, value) for place, value in enumerate(numbers[stage])] for stage in numbers}
    each = LOSSES[loss]().each_from_logit(now.y, now.t)[:, 0]
    formula_z = f"{Z} = 1 / (1 + e^−{Y})"
    formula_L = Sentence("L = mean of ({z} − t)²", z=Z)
    formula_dz = f"{DZ} = 2({Z} − t) / N"
    if loss == "BCE":
        formula_L = Sentence("L = mean of −(t log {z} + (1 − t) log(1 − {z})), with log to the base e", z=Z)
        formula_dz = f"{DZ} = −(t / {Z} − (1 − t) / (1 − {Z})) / N"
    formula_slope = f"{SLOPE} = {Z}(1 − {Z})"
    formula_dy = f"{DY} = {DZ} · {SLOPE}"

    def others(values: Array, i: int, names: Sequence[str]) -> list[tuple[Turn | float, str]]:
        return [(values[j], Sentence("that is {what}.", what=names[j])) for j in range(len(values)) if j != i]

    def logit(i: int) -> Quantity:
        terms = added(
            [Sentence("{x} · {weight}", x=write(x), weight=weight) for x, weight in zip(X1[i], w, strict=True)]
        )
        known: Known = [
            (working.SIGN, Sentence("the size is right, the sign is not.")),
            (working.ONES_FIRST, Sentence("that has the column of ones first; it stands last, where W has b.")),
            (working.NO_BIAS, Sentence("b is missing; the column of ones multiplies it.")),
            *others(y, i, [at(Y, each) for each in of]),
            (z[i], Sentence("that is {z}, the stage after this one.", z=Z)),
        ]
        slips = _slips(known, lambda way: step.logits(way)[i])
        return Quantity(
            key["y"][i], at(Y, of[i]), y[i], Sentence("{left} = {right}", left=Y, right=terms), "", (), *slips
        )

    def output(i: int) -> Quantity:
        known: Known = [
            (working.SIGN, Sentence("an output lies between 0 and 1.")),
            (working.EXPONENT, Sentence("that is 1 / (1 + e^{y}); the exponent is −{y}.", y=Y)),
            *others(z, i, [at(Z, each) for each in of]),
            (y[i], Sentence("that is {y}, the stage before this one.", y=Y)),
            (now.loss, Sentence("that is L, the stage after this one.")),
            (slope[i], Sentence("that is {slope}, which comes on the way back.", slope=SLOPE)),
        ]
        filled = f"1 / (1 + e^−{_factor(y[i])})"
        slips = _slips(known, lambda way: step.outputs(way)[i])
        return Quantity(key["z"][i], at(Z, of[i]), z[i], formula_z, filled, (key["y"][i],), *slips, digits=digits_z[i])

    def mean_loss() -> Quantity:
        known: Known = [(working.SIGN, Sentence("a square is never below 0."))]
        filled = " + ".join(f"({outputs[i]} − {write(t[i])})²" for i in samples)
        if loss == "BCE":
            known = [
                (working.SIGN, Sentence("the minus in front is missing: a logarithm of an output is below 0.")),
                *(
                    (
                        turn,
                        Sentence(
                            "that is with log to the base {base}; here it is to the base e, often written ln.",
                            base=base,
                        ),
                    )
                    for turn, base in ((working.LOG_10, 10), (working.LOG_2, 2))
                ),
            ]
            # Of t log z + (1 − t) log(1 − z), t leaves one.
            filled = " + ".join(f"log {outputs[i]}" if t[i] == 1 else f"log(1 − {outputs[i]})" for i in samples)
        known = [
            *known,
            (
                working.NOT_DIVIDED,
                Sentence("that is the sum of the losses; L is their mean: 1/N is missing, and N = {n}.", n=N),
            ),
            (working.DIVIDED_TWICE, Sentence("that divides by N twice.")),
            (working.SWAPPED, Sentence("t and 1 − t have changed places.")),
            (working.OTHER_LOSS, Sentence("that is {other}; the loss here is {loss}.", other=other, loss=loss)),
            *(
                (each[i], Sentence("that is the loss of {sample} alone; L is the mean over all.", sample=of[i]))
                for i in samples
            ),
            *(
                (z[i], Sentence("that is {z} of {sample}, the stage before this one.", z=Z, sample=of[i]))
                for i in samples
            ),
            *(
                (dz[i], Sentence("that is {dz} of {sample}, the stage after this one.", dz=DZ, sample=of[i]))
                for i in samples
            ),
        ]
        filled = f"{'−' if loss == 'BCE' else ''}({filled}) / {N}"
        return Quantity(key["L"][0], "L", now.loss, formula_L, filled, tuple(key["z"]), *_slips(known, step.mean_loss))

    def upstream(i: int) -> Quantity:
        half = Sentence("that is half of it: 1/N only once.")
        filled = f"−({write(t[i])} / {outputs[i]} − {write(1 - t[i])} / (1 − {outputs[i]})) / {N}"
        if loss == "MSE":
            half = Sentence("that is half of it: ({z} − t)² gives a factor 2, and 1/N comes only once.", z=Z)
            filled = f"2({outputs[i]} − {write(t[i])}) / {N}"
        known: Known = [
            (working.SIGN, Sentence("the sign is wrong: {dz} is below 0 where t = 1, and above 0 where t = 0.", dz=DZ)),
            (working.NOT_DIVIDED, Sentence("1/N is missing: L is a mean, and N = {n}.", n=N)),
            (working.DIVIDED_TWICE, half),
            (working.SWAPPED, Sentence("t and 1 − t have changed places.")),
            (
                working.OTHER_LOSS,
                Sentence("that is the slope of {other}; the loss here is {loss}.", other=other, loss=loss),
            ),
            *others(dz, i, [at(DZ, each) for each in of]),
            (now.loss, Sentence("that is L, the stage before this one.")),
            (dy[i], Sentence("that is {dy}: σ′ is in it already.", dy=DY)),
            (slope[i], Sentence("that is {slope}, the stage after this one.", slope=SLOPE)),
        ]
        slips = _slips(known, lambda way: step.upstream(way)[i])
        return Quantity(key["dL/dz"][i], at(DZ, of[i]), dz[i], formula_dz, filled, (key["z"][i],), *slips)

    def sigmoid_slope(i: int) -> Quantity:
        twice = float(sigmoid(z[i]))
        known: Known = [
            (working.SIGN, Sentence("{z} and 1 − {z} are both above 0, and so is {slope}.", z=Z, slope=SLOPE)),
            (twice * (1 - twice), Sentence("that takes the sigmoid of {z}; {z} is the output already.", z=Z)),
            (y[i] * (1 - y[i]), Sentence("that is {y}(1 − {y}); it takes the output {z}, not the logit.", y=Y, z=Z)),
            (z[i], Sentence("that is {z}; the factor 1 − {z} is missing.", z=Z)),
            (1 - z[i], Sentence("that is 1 − {z}; the factor {z} is missing.", z=Z)),
            *others(slope, i, [at(SLOPE, each) for each in of]),
            (dz[i], Sentence("that is {dz}, the stage before this one.", dz=DZ)),
            (dy[i], Sentence("that is {dy}, the stage after this one.", dy=DY)),
        ]
        filled = f"{outputs[i]} · (1 − {outputs[i]})"
        slips = _slips(known, lambda way: step.sigmoid_slopes(way)[i])
        return Quantity(key["dz/dy"][i], at(SLOPE, of[i]), slope[i], formula_slope, filled, (key["z"][i],), *slips)

    def at_logit(i: int) -> Quantity:
        known: Known = [
            (working.SIGN, Sentence("the sign is wrong: it takes {z} − t, so t and {z} may have changed places.", z=Z)),
            (working.NO_SLOPE, Sentence("that is {dz}: σ′ is missing, the factor {slope}.", dz=DZ, slope=SLOPE)),
            (working.NOT_DIVIDED, Sentence("1/N is missing: L is a mean, and N = {n}.", n=N)),
            (working.DIVIDED_TWICE, Sentence("that is half of it: {dz} has its 1/N already.", dz=DZ)),
            (working.SLOPE_TWICE, Sentence("that has σ′, the factor {slope}, twice.", slope=SLOPE)),
            *others(dy, i, [at(DY, each) for each in of]),
            (slope[i], Sentence("that is {slope}, the stage before this one.", slope=SLOPE)),
            *((dW[k], Sentence("that is dW of {weight}, the stage after this one.", weight=w[k])) for k in weights),
        ]
        filled, made_of = (
            f"{write(dz[i], digits_dy[i])} · {_factor(slope[i], digits_dy[i])}",
            (key["dL/dz"][i], key["dz/dy"][i]),
        )
        slips = _slips(known, lambda way: step.at_logit(way)[i])
        return Quantity(key["dL/dy"][i], at(DY, of[i]), dy[i], formula_dy, filled, made_of, *slips, digits=digits_dy[i])

    def gradient(k: int) -> Quantity:
        terms = added([Sentence("{x} · {dy}", x=write(X1[i, k]), dy=at(DY, of[i])) for i in samples])
        known: Known = [
            (
                working.SIGN,
                Sentence("the sign is wrong: it takes {z} − t, not t − {z}. The minus comes with the update.", z=Z),
            ),
            (working.NO_SLOPE, Sentence("σ′ is missing: that sums {dz}, not {dy}.", dz=DZ, dy=DY)),
            (working.NOT_DIVIDED, Sentence("1/N is missing: L is a mean, and N = {n}.", n=N)),
            (
                working.DIVIDED_TWICE,
                Sentence("that is half of it: {dy} has its 1/N already, so add up and do not divide.", dy=DY),
            ),
            (working.ONES_FIRST, Sentence("that has the column of ones first; it stands last, so b has the last row.")),
            *(
                (only(i), Sentence("that is the part of {sample} alone; dW sums over all.", sample=of[i]))
                for i in samples
            ),
            *others(dW, k, [at("dW", each) for each in w]),
            *(
                (dy[i], Sentence("that is {dy} of {sample}, the stage before this one.", dy=DY, sample=of[i]))
                for i in samples
            ),
            (W_next[k], Sentence("that is the new {weight}, the stage after this one.", weight=w[k])),
            (W[k], Sentence("that is {weight} itself.", weight=w[k])),
        ]
        filled = " + ".join(f"{write(X1[i, k])} · {_factor(dy[i], digits_dy[i])}" for i in samples)
        slips = _slips(known, lambda way: step.gradient(way)[k])
        return Quantity(
            key["dW"][k],
            at("dW", w[k]),
            dW[k],
            Sentence("{left} = {right}", left=at("dW", w[k]), right=terms),
            filled,
            tuple(key["dL/dy"]),
            *slips,
            digits=digits_dW[k],
        )

    def updated(k: int) -> Quantity:
        known: Known = [
            (working.UPHILL, Sentence("that is + lr · dW, uphill; the update subtracts.")),
            (-W_next[k], Sentence("that is lr · dW − {weight}: the two have changed places.", weight=w[k])),
            (-lr * dW[k], Sentence("that is the step alone, −lr · dW; add it to the old {weight}.", weight=w[k])),
            (working.NO_RATE, Sentence("lr is missing, and lr = {lr}.", lr=write(lr))),
            (working.NOT_DIVIDED, Sentence("1/N is missing in dW: L is a mean, and N = {n}.", n=N)),
            (working.DIVIDED_TWICE, Sentence("that takes half of dW: 1/N only once.")),
            (working.NO_SLOPE, Sentence("σ′ is missing in dW, the factor {slope}.", slope=SLOPE)),
            (working.ONES_FIRST, Sentence("that takes a dW whose first row is that of b; it stands last.")),
            *others(W_next, k, [Sentence("the new {weight}", weight=each) for each in w]),
            (dW[k], Sentence("that is dW of {weight}, the stage before this one.", weight=w[k])),
            (W[k], Sentence("that is the old {weight}.", weight=w[k])),
        ]
        formula = Sentence("new {weight} = {weight} − lr · dW of {weight}", weight=w[k])
        filled = f"{write(W[k])} − {write(lr)} · {_factor(dW[k], digits_dW[k])}"
        slips = _slips(known, lambda way: step.new_weights(way)[k])
        return Quantity(key["W"][k], new(w[k]), W_next[k], formula, filled, (key["dW"][k],), *slips)

    return (
        Stage(Y, Sentence("the logit"), Sentence("{y} = X · W; b goes with the 1", y=Y), tuple(map(logit, samples))),
        Stage(Z, Sentence("the output"), formula_z, tuple(map(output, samples))),
        Stage("L", Sentence("the loss ({loss})", loss=loss), formula_L, (mean_loss(),)),
        Stage(DZ, Sentence("the upstream gradient"), formula_dz, tuple(map(upstream, samples))),
        Stage(SLOPE, Sentence("the sigmoid’s slope σ′"), formula_slope, tuple(map(sigmoid_slope, samples))),
        Stage(DY, Sentence("the gradient at the logit"), formula_dy, tuple(map(at_logit, samples))),
        Stage(
            "dW",
            Sentence("the gradient of W"),
            Sentence("dW = Xᵀ · {dy}, a sum over the samples", dy=DY),
            tuple(map(gradient, weights)),
        ),
        Stage(
            Sentence("new W"), Sentence("after one step"), Sentence("new W = W − lr · dW"), tuple(map(updated, weights))
        ),
    )


def quantities(all_stages: Iterable[Stage]) -> tuple[Quantity, ...]:
    """The numbers of all stages in one row."""
    return tuple(quantity for stage in all_stages for quantity in stage.quantities)


def added(terms: Sequence[Sentence]) -> Sentence:
    """Their sum, as it is written."""
    places = {f"term{i}": term for i, term in enumerate(terms)}
    words = " + ".join(f"{{{name}}}" for name in places)
    return Sentence(words, **places)


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
        Slip(float(worked_out(way(one, two))), Sentence("{one}, and {two}.", one=one.name, two=two.name))
        for one, two in combinations(turns, 2)
        if one.field != two.field and {one.field, two.field} != IMPOSSIBLE
    )
    return slips, pairs
