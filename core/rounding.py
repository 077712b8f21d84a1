"""What floats leave of a sum that cancels: on paper 0.1 − 0.4 + 0.3 is 0, in floats it is −5.6e-17.
Where numbers are compared with paper, that is 0 too."""

from dataclasses import replace

import numpy as np

from core.arrays import Array
from core.training import Moment

# The share of its terms' size below which a sum is nothing but rounding.
CANCELLED = 1e-14


def settled(total: Array, size: Array) -> Array:
    """Sums, and 0 where their terms cancel. `size` is the sum of the terms' absolute values, of the same shape."""
    return np.where(np.abs(total) <= CANCELLED * size, 0.0, total)


def on_paper(now: Moment, rate: float = 0.0) -> Moment:
    """The moment with its sums settled: y = X1 · W, dW = X1.T · dL/dy, and the new W.

    rate : lr where the new W is W − lr · dW, and so has the terms of dW too; 0 where earlier steps are in it
    """
    step, terms = now.W_next - now.W, np.abs(now.X1.T) @ np.abs(now.dy)
    return replace(
        now,
        y=settled(now.y, np.abs(now.X1) @ np.abs(now.W)),
        dW=settled(now.dW, terms),
        W_next=settled(now.W_next, np.abs(now.W) + np.abs(step) + rate * terms),
    )
