"""One step as somebody works it out on paper: right, or with slips in it.
Each field of a Way is a decision on the way. A slip takes one of them wrongly; two slips at once take two."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core.arrays import Array
from core.loss import LOSSES, Loss
from core.rounding import settled
from core.sentence import Sentence
from core.training import Moment


@dataclass(frozen=True)
class Way:
    """How a number is worked out. As it stands it is right.

    sign : -1 where a sign is wrong
    ones_first : the column of ones stands first in X, not last
    bias : b is added to the logit
    exponent : of e in the output, in logits
    swapped : t and 1 - t have changed places
    other_loss : the slope, or the loss, is that of the other loss
    log_base : of the logarithms in BCE
    divisions : how often it is divided by N
    slopes : how often σ′, the slope of the sigmoid, is a factor
    only : the one sample that a sum over all has in it
    uphill : the update adds lr · dW
    rate : the update has the factor lr
    """

    sign: float = 1.0
    ones_first: bool = False
    bias: bool = True
    exponent: float = -1.0
    swapped: bool = False
    other_loss: bool = False
    log_base: float = np.e
    divisions: int = 1
    slopes: int = 1
    only: int | None = None
    uphill: bool = False
    rate: bool = True


RIGHT = Way()


@dataclass(frozen=True)
class Turn:
    """A wrong turn: the field of Way that it changes, to what, and what it is called in a few words."""

    field: str
    to: float | None
    name: str


SIGN = Turn("sign", -1.0, Sentence("the sign is wrong"))
ONES_FIRST = Turn("ones_first", True, Sentence("the column of ones is first"))
NO_BIAS = Turn("bias", False, Sentence("b is missing"))
EXPONENT = Turn("exponent", 1.0, Sentence("the exponent has the wrong sign"))
SWAPPED = Turn("swapped", True, Sentence("t and 1 − t have changed places"))
OTHER_LOSS = Turn("other_loss", True, Sentence("it uses the other loss"))
LOG_10 = Turn("log_base", 10.0, Sentence("log is to base 10"))
LOG_2 = Turn("log_base", 2.0, Sentence("log is to base 2"))
NOT_DIVIDED = Turn("divisions", 0, Sentence("1/N is missing"))
DIVIDED_TWICE = Turn("divisions", 2, Sentence("1/N is applied twice"))
NO_SLOPE = Turn("slopes", 0, Sentence("σ′ is missing"))
SLOPE_TWICE = Turn("slopes", 2, Sentence("σ′ is in it twice"))
UPHILL = Turn("uphill", True, Sentence("it adds lr · dW"))
NO_RATE = Turn("rate", False, Sentence("lr is missing"))


def only(sample: int) -> Turn:
    """The turn that leaves all samples out but one."""
    return Turn("only", sample, Sentence("it has sample {sample} alone", sample=sample))


def way(*turns: Turn) -> Way:
    """The way with these wrong turns on it, each at another field."""
    changes: dict[str, Any] = {turn.field: turn.to for turn in turns}
    return replace(RIGHT, **changes)


@dataclass(frozen=True)
class Working:
    """A step's numbers, worked out in any way. Those of the stage before are right: slips are of one stage.

    now : the step's arrays · loss : a name in core.loss.LOSSES · lr : the learning rate
    """

    now: Moment
    loss: str
    lr: float

    def logits(self, way: Way) -> Array:
        """The logits (N,)."""
        X1, W = self._inputs(way), self.now.W * 1.0
        if not way.bias:
            W[-1] = 0.0
        return way.sign * settled(X1 @ W, np.abs(X1) @ np.abs(W))[:, 0]

    def outputs(self, way: Way) -> Array:
        """The outputs (N,)."""
        return np.asarray(way.sign / (1.0 + np.exp(way.exponent * self.now.y[:, 0])))

    def mean_loss(self, way: Way) -> float:
        """The loss, a number."""
        each = self._loss(way).each_from_logit(self.now.y, self._targets(way))
        logarithm = np.log(way.log_base)
        return float(way.sign * each.sum() / logarithm / len(each) ** way.divisions)

    def upstream(self, way: Way) -> Array:
        """dL/dz (N,)."""
        each = self._loss(way).output_slope_from_logit(self.now.y, self._targets(way))
        return np.asarray(way.sign * each[:, 0] / len(each) ** way.divisions)

    def sigmoid_slopes(self, way: Way) -> Array:
        """dz/dy (N,)."""
        return way.sign * self.now.dz_dy[:, 0]

    def at_logit(self, way: Way) -> Array:
        """dL/dy (N,)."""
        dy = {0: self.now.dz, 1: self.now.dy, 2: self.now.dy * self.now.dz_dy}[way.slopes]
        # Its ÷ N came with dL/dz.
        return np.asarray(way.sign * dy[:, 0] * len(dy) ** (1 - way.divisions))

    def gradient(self, way: Way) -> Array:
        """The gradient (D+1,)."""
        arrows = self._inputs(way) * self.at_logit(way)[:, np.newaxis]
        if way.only is not None:
            return np.asarray(arrows[way.only])
        return settled(arrows.sum(axis=0), np.abs(arrows).sum(axis=0))

    def new_weights(self, way: Way) -> Array:
        """The new weights (D+1,)."""
        step = (self.lr if way.rate else 1.0) * self.gradient(way)
        W = self.now.W[:, 0]
        return settled(W + step if way.uphill else W - step, np.abs(W) + np.abs(step))

    def _inputs(self, way: Way) -> Array:
        return np.roll(self.now.X1, 1, axis=1) if way.ones_first else self.now.X1

    def _targets(self, way: Way) -> Array:
        return 1.0 - self.now.t if way.swapped else self.now.t

    def _loss(self, way: Way) -> Loss:
        return next(LOSSES[name]() for name in LOSSES if (name == self.loss) != way.other_loss)
