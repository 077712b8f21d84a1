"""What floats leave of a sum that cancels: on paper 0.1 − 0.4 + 0.3 is 0, in floats it is −5.6e-17.
Where numbers are compared with paper, that is 0 too."""

import numpy as np

from core.arrays import Array

# The share of its terms' size below which a sum is nothing but rounding.
CANCELLED = 1e-14


def settled(total: Array, size: Array) -> Array:
    """Sums, and 0 where their terms cancel. `size` is the sum of the terms' absolute values, of the same shape."""
    return np.where(np.abs(total) <= CANCELLED * size, 0.0, total)
