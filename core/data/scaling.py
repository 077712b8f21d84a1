"""Feature scaling: the same data in other units, so that no feature is a thousand times steeper than the next.
And the way back: weights learned on scaled features, said in the units of the unscaled ones."""

from dataclasses import replace

import numpy as np

from core.arrays import Array
from core.data.dataset import Dataset

SCALINGS = ("as is", "standard", "min-max")


def scaled(data: Dataset, scaling: str) -> Dataset:
    """The data with X_scaled = (X - shift) / scale, and the shift (D,) and scale (D,) that were used.

    "standard" shifts by the mean and scales by the standard deviation, "min-max" by the minimum and the range;
    "as is" gives back the data itself. The numbers are those of the training set, for the test set too:
    a model may not learn from what it is tested on. A column that does not vary is shifted only.

    Raises ValueError for another name.
    """
    if scaling == "as is":
        return data
    if scaling == "standard":
        shift, scale = data.X.mean(axis=0), data.X.std(axis=0)
    elif scaling == "min-max":
        shift, scale = data.X.min(axis=0), np.ptp(data.X, axis=0)
    else:
        raise ValueError(f"There is no feature scaling named {scaling!r}.")
    # Of a constant column the mean may be off by rounding, and the deviation then a tiny number that is not 0.
    constant = (np.ptp(data.X, axis=0) == 0) | (scale == 0)
    shift, scale = np.where(constant, data.X[0], shift), np.where(constant, 1.0, scale)
    return replace(data, X=(data.X - shift) / scale, X_test=(data.X_test - shift) / scale, shift=shift, scale=scale)


def original_weights(W: Array, shift: Array | None, scale: Array | None) -> Array:
    """Weight vectors W (M, D+1) for scaled features → those that give the same outputs for the unscaled ones.

    w · (x - shift) / scale + b  =  (w / scale) · x + (b - Σ w · shift / scale). None and None: no scaling.
    """
    if shift is None or scale is None:
        return W
    w = W[:, :-1] / scale
    return np.column_stack([w, W[:, -1] - w @ shift])


def scaled_weights(W: Array, shift: Array | None, scale: Array | None) -> Array:
    """The inverse: weight vectors W (M, D+1) for unscaled features → those for scaled ones, such as a common start."""
    if shift is None or scale is None:
        return W
    return np.column_stack([W[:, :-1] * scale, W[:, -1] + W[:, :-1] @ shift])
