"""Eleven classic mistakes, each a small variant of the real code with one wrong line in it.
They are real code: a page shows each beside the right one, runs it, and lets the gradient check find it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array
from core.classifier import Classifier, with_ones
from core.loss import BCE, TINY, same_shape
from core.optimizer import Optimizer

# In the loss


class NoDivision(BCE):
    def backward(self, y_out: ArrayLike, y_truth: ArrayLike) -> Any:
        """Outputs z and targets t, same shape → dL/dz, but of a sum and not of a mean."""
        z, t = same_shape(y_out, y_truth)
        return self._slope(z, t)  # wrong: L is a mean over N samples, so ÷ N is missing


class DividedTwice(BCE):
    def backward(self, y_out: ArrayLike, y_truth: ArrayLike) -> Any:
        """Outputs z and targets t, same shape → dL/dz, divided by N and by N again."""
        z, t = same_shape(y_out, y_truth)
        slope = self._slope(z, t)
        return slope / max(slope.size, 1) / max(slope.size, 1)  # wrong: L has one ÷ N, not two


class WrongSign(BCE):
    def _slope(self, z: Array, t: Array) -> Array:
        # The derivative of log z is 1 / z; the derivative of log(1 - z) is -1 / (1 - z).
        return -(t / np.maximum(z, TINY) + (1.0 - t) / np.maximum(1.0 - z, TINY))  # wrong: + where - belongs


class Swapped(BCE):
    def backward(self, y_out: ArrayLike, y_truth: ArrayLike) -> Any:
        """As if called as loss.backward(t, z): divides by targets, and those are 0 or 1."""
        z, t = same_shape(y_truth, y_out)  # wrong: the outputs come first, the targets second
        slope = self._slope(z, t)
        return slope / max(slope.size, 1)


# In the model


class NoSlope(Classifier):
    def backward(self, dout: ArrayLike) -> Array:
        """The upstream gradient dout = dL/dz (N, 1) → dW (D+1, 1), with a factor of the chain left out."""
        if self.cache is None:
            raise RuntimeError("backward() needs the cache that forward() fills: call forward(X) first.")
        X1, z = self.cache
        dout = np.asarray(dout, dtype=float)
        dz_dy = z * (1.0 - z)
        dy = dout  # wrong: · dz_dy is missing
        dW: Array = X1.T @ dy
        self.slopes = (dz_dy, dy)
        return dW


class SlopeOfOutput(Classifier):
    def backward(self, dout: ArrayLike) -> Array:
        """The upstream gradient dout = dL/dz (N, 1) → dW (D+1, 1), with the sigmoid taken twice."""
        if self.cache is None:
            raise RuntimeError("backward() needs the cache that forward() fills: call forward(X) first.")
        X1, z = self.cache
        dout = np.asarray(dout, dtype=float)
        dz_dy = self.sigmoid(z) * (1.0 - self.sigmoid(z))  # wrong: z is the output already, not the logit
        dy = dout * dz_dy
        dW: Array = X1.T @ dy
        self.slopes = (dz_dy, dy)
        return dW


class NoBias(Classifier):
    def initialize_weights(self, weights: ArrayLike | None = None, rng: np.random.Generator | None = None) -> None:
        """W has one row a feature, (D, 1): of D+1 weights the bias is dropped."""
        super().initialize_weights(weights, rng)
        self.W = self.W[: self.num_features]

    def _check_weights(self) -> None:
        """Asks for nothing: the real check wants a row for the bias."""

    def forward(self, X: ArrayLike) -> Array:
        """X (N, D) → the output z (N, 1) of a model that has no bias."""
        self._check_weights()
        X1 = self._as_samples(X)  # wrong: the column of ones is missing
        y = X1 @ self.W
        z: Array = self.sigmoid(y)
        self.cache = (X1, z)
        return z


def ones_first(X: Array) -> Array:
    """X (N, D) → (N, D+1): the column of ones stands first, where W has a feature's weight."""
    return np.column_stack([np.ones(len(X)), X])


class BiasFirst(Classifier):
    def forward(self, X: ArrayLike) -> Array:
        """X (N, D) → the output z (N, 1), every weight meeting the wrong column."""
        self._check_weights()
        X1 = ones_first(self._as_samples(X))  # wrong: in W the bias stands last
        y = X1 @ self.W
        z: Array = self.sigmoid(y)
        self.cache = (X1, z)
        return z


class NoTranspose(Classifier):
    def backward(self, dout: ArrayLike) -> Array:
        """The upstream gradient dout = dL/dz (N, 1) → raises ValueError, unless N = D+1: then wrong numbers."""
        if self.cache is None:
            raise RuntimeError("backward() needs the cache that forward() fills: call forward(X) first.")
        X1, z = self.cache
        dout = np.asarray(dout, dtype=float)
        dz_dy = z * (1.0 - z)
        dy = dout * dz_dy
        self.slopes = (dz_dy, dy)
        dW: Array = X1 @ dy  # wrong: dW has a row a weight, so it takes X1.T
        return dW


class StaleCache(Classifier):
    def forward(self, X: ArrayLike) -> Array:
        """X (N, D) → the output z (N, 1). Fills the cache once, and never again."""
        self._check_weights()
        X1 = with_ones(self._as_samples(X))
        y = X1 @ self.W
        z: Array = self.sigmoid(y)
        if self.cache is None:  # wrong: every forward must refresh the cache
            self.cache = (X1, z)
        return z


# In the optimizer


class Ascent(Optimizer):
    def step(self, dw: Array) -> None:
        """One update of model.W from the gradient `dw` (D+1, 1): uphill."""
        self.model.W = self.model.W + self.learning_rate * self.direction(dw)  # wrong: the gradient points uphill


@dataclass(frozen=True)
class Mistake:
    """One mistake: its words, the two pieces of code to lay side by side, and the classes that run it.

    key : its name in links
    name : on a switch, at most 28 characters
    hint : what is wrong, and how one recognises it
    part : where it sits: "loss", "model" or "optimizer"
    right, wrong : the functions whose source is shown
    unseen : when it changes nothing, to follow "Here the mistake changes nothing: "
    factor : "N", "1/N" or "−1" where it multiplies the gradient (or, for "−1", the update) by exactly that, else ""
    model, loss, optimizer : what to run; the real class where the mistake is elsewhere
    """

    key: str
    name: str
    hint: str
    part: str
    right: Callable[..., Any]
    wrong: Callable[..., Any]
    unseen: str
    factor: str = ""
    model: type[Classifier] = Classifier
    loss: type[BCE] = BCE
    optimizer: type[Optimizer] = Optimizer


MISTAKES: tuple[Mistake, ...] = (
    Mistake(
        key="no-n",
        name="no ÷ N",
        hint="L is a mean over N samples, so every dL/dz carries a ÷ N. Without it all gradients are exactly N times "
        "too large, and with the same learning rate every step is N times as long.",
        part="loss",
        right=BCE.backward,
        wrong=NoDivision.backward,
        unseen="with N = 1, or where dL/dz is zero, a ÷ N makes no difference.",
        factor="N",
        loss=NoDivision,
    ),
    Mistake(
        key="twice-n",
        name="÷ N twice",
        hint="The ÷ N of the mean belongs in one place only. Taken twice, it makes all gradients exactly N times too "
        "small, and training seems to stand still.",
        part="loss",
        right=BCE.backward,
        wrong=DividedTwice.backward,
        unseen="with N = 1, or where dL/dz is zero, a ÷ N makes no difference.",
        factor="1/N",
        loss=DividedTwice,
    ),
    Mistake(
        key="no-slope",
        name="no σ′ in the chain",
        hint="The chain rule multiplies dL/dz by dz/dy = z(1 − z). Without that factor dL/dy repeats dL/dz, and is at "
        "least four times too large, because z(1 − z) is never more than 1/4.",
        part="model",
        right=Classifier.backward,
        wrong=NoSlope.backward,
        unseen="dL/dz is zero, so a missing factor cannot be seen.",
        model=NoSlope,
    ),
    Mistake(
        key="slope-of-output",
        name="σ′ of the output",
        hint="The cache holds the output z, and z(1 − z) is the slope already. A second sigmoid, of z, puts every "
        "slope between 0.196 and 0.25, however sure the model is.",
        part="model",
        right=Classifier.backward,
        wrong=SlopeOfOutput.backward,
        unseen="at these outputs both slopes happen to be the same.",
        model=SlopeOfOutput,
    ),
    Mistake(
        key="bce-sign",
        name="wrong sign in BCE's slope",
        hint="The derivative of log(1 − z) is −1/(1 − z). With a plus inside, dL/dz keeps its size but has the wrong "
        "sign for every sample of class 0, so that all outputs are pushed towards 1.",
        part="loss",
        right=BCE._slope,
        wrong=WrongSign._slope,
        unseen="every target is 1, so the term with the wrong sign is zero.",
        loss=WrongSign,
    ),
    Mistake(
        key="swapped",
        name="targets and outputs swapped",
        hint="BCE is not symmetric: the outputs come first, the targets second. Swapped, it divides by targets that "
        "are 0, and the gradients become inf, or astronomically large where the code guards against 0.",
        part="loss",
        right=BCE.backward,
        wrong=Swapped.backward,
        unseen="outputs and targets happen to be interchangeable.",
        loss=Swapped,
    ),
    Mistake(
        key="no-bias",
        name="no bias column",
        hint="The bias needs a column of ones to multiply. Without it dW has D rows instead of D + 1, and yet the "
        "model's own gradient check stays green: it is the right gradient of a smaller model.",
        part="model",
        right=Classifier.forward,
        wrong=NoBias.forward,
        unseen="the bias has no effect.",
        model=NoBias,
    ),
    Mistake(
        key="bias-first",
        name="bias column first",
        hint="The ones must stand where W has its bias: last. Put first, they make every weight meet the wrong column: "
        "z is wrong as soon as the weights differ, and the rows of dW come in another order.",
        part="model",
        right=Classifier.forward,
        wrong=BiasFirst.forward,
        unseen="at these numbers the order of the columns makes no difference.",
        model=BiasFirst,
    ),
    Mistake(
        key="no-transpose",
        name="X instead of Xᵀ",
        hint="dW has a row for each weight, which takes Xᵀ (D+1, N) · dL/dy (N, 1). X · dL/dy does not fit, unless "
        "N = D + 1: then it gives wrong numbers without a word.",
        part="model",
        right=Classifier.backward,
        wrong=NoTranspose.backward,
        unseen="X · dL/dy happens to give the same as Xᵀ · dL/dy.",
        model=NoTranspose,
    ),
    Mistake(
        key="ascent",
        name="W + lr · dW",
        hint="The gradient points uphill, so the update subtracts it. With a plus the gradient check stays green, but "
        "the loss rises at every step.",
        part="optimizer",
        right=Optimizer.step,
        wrong=Ascent.step,
        unseen="dW is all but zero, so the update goes nowhere.",
        factor="−1",
        optimizer=Ascent,
    ),
    Mistake(
        key="stale-cache",
        name="stale cache",
        hint="backward reads what forward has left in the cache. Where a later forward does not refresh it, dz/dy "
        "belongs to older weights: all is right in the first step, and wrong from the second on.",
        part="model",
        right=Classifier.forward,
        wrong=StaleCache.forward,
        unseen="the cached outputs have the same slopes as the new ones.",
        model=StaleCache,
    ),
)

BY_KEY: dict[str, Mistake] = {mistake.key: mistake for mistake in MISTAKES}
