"""What the numbers of a run are called on every panel."""

from collections.abc import Sequence

from core.data.dataset import Dataset
from core.training import History
from ui.language.speaking import _, listed, ngettext

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
        return _("fixed: {values} (at the minimum)", values=held)
    if where == "start":
        return ngettext("fixed: {values} (start value)", "fixed: {values} (start values)", count, values=held)
    return ngettext("fixed: {values} (current value)", "fixed: {values} (current values)", count, values=held)
