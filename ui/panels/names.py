"""What the numbers of a run are called on every panel."""

from collections.abc import Sequence

from core.data.dataset import Dataset
from core.training import History
from ui.language.speaking import N_, _, listed

# Entries written out in a formula; the others are dots.
WRITTEN = 4


def weight_names(data: Dataset) -> tuple[str, ...]:
    """w1 … wD and b, in the order of W."""
    return names_of_weights(data.X.shape[1])


def names_of_weights(num_features: int) -> tuple[str, ...]:
    """The same, before there is any data."""
    return (*(f"w{i + 1}" for i in range(num_features)), "b")


def dw_name(history: History, symbol: str) -> str:
    """A gradient's name, which says whether it is the whole data's or a mini-batch's."""
    return symbol if history.batches is None else _("{symbol} of the batch", symbol=symbol)


def slice_at(values: Sequence[str], where: str) -> str:
    """Where a slice lies: the other weights' values ("b = 0"), and what these are: those at "start", "minimum" or
    "current"."""
    held, count = listed(values), len(values)
    if where == "minimum":
        return _("slice at {values} (at the minimum)", values=held)
    if where == "start":
        one, many = N_("slice at {values} (start value)"), N_("slice at {values} (start values)")
    else:
        one, many = N_("slice at {values} (current value)"), N_("slice at {values} (current values)")
    return _(one if count == 1 else many, values=held)
