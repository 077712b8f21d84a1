"""In which form somebody's code has a number a sample: (N, 1), (N,) or (1, N), as an array or as lists."""

from dataclasses import dataclass
from typing import Any

from core.arrays import Array


@dataclass(frozen=True)
class Form:
    """shape : as numpy's reshape takes it · listed : whether these are Python's lists and no arrays"""

    shape: "tuple[int, ...]" = (-1, 1)
    listed: bool = False

    def of(self, column: Array) -> Any:
        """A column (N, 1) in this form."""
        array = column.reshape(self.shape)
        return array.tolist() if self.listed else array


COLUMN = Form()
FLAT = Form((-1,))
ROW = Form((1, -1))
FORMS = (COLUMN, FLAT, ROW)


def form_of(given: Any, shape: "tuple[int, ...]") -> Form:
    """The form of somebody's array or list of this shape."""
    found = FLAT if len(shape) == 1 else COLUMN if shape[1] == 1 else ROW
    return Form(found.shape, listed=isinstance(given, (list, tuple)))
