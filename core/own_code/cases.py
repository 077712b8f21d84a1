"""The small cases on which somebody's code is run: few enough samples to be worked out by hand."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array


@dataclass(frozen=True)
class Case:
    """Two steps: at X (N, D), t (N, 1), W (D+1, 1); then at other features X_next and weights W_next of these shapes.

    The second tells whether anything of the first is left over.
    """

    X: Array
    t: Array
    W: Array
    X_next: Array
    W_next: Array

    @property
    def steps(self) -> "tuple[tuple[str, Array, Array], ...]":
        """Of each step what stands behind the names of its arrays, its X and its W."""
        return ("", self.X, self.W), (" again", self.X_next, self.W_next)


def case(samples: "list[list[float]]", t: "list[float]", W: "list[float]") -> Case:
    """A case of N samples, each a list of D features; its second step has them in another place and order."""
    X, weights = np.array(samples), np.array(W).reshape(-1, 1)
    return Case(X, np.array(t, dtype=float).reshape(-1, 1), weights, 0.6 * X[::-1] - 0.3, 0.5 - weights)


CASES = (
    case([[0.5, -1.2], [1.5, 0.3], [-0.8, 0.9], [-1.1, -0.4], [0.2, 1.7]], [1, 0, 1, 0, 1], [0.8, -0.5, 0.3]),
    # N = D + 1: here X fits where Xᵀ belongs, and gives wrong numbers without a word.
    case([[1.0, 0.4], [-0.6, 1.1], [0.3, -0.9]], [1, 0, 0], [-0.7, 0.9, 0.2]),
    case([[-1.4], [0.6], [1.9], [0.1]], [0, 1, 1, 0], [1.1, -0.4]),
)
