"""The kinds of array in this project: numbers, rows to pick from one, and a yes or no each."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Rows = NDArray[np.intp]
Mask = NDArray[np.bool_]
