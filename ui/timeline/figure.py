"""A figure as Plotly's JavaScript takes it: traces and a layout, in plain dictionaries.

plotly.graph_objects has the same words, and checks each of them every time: that takes longer than the training and the
rest of a timeline together. Here a test has it check every kind of figure (tests/ui/test_figures.py).
"""

import base64
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Kinds of numbers that a browser has arrays of, as Plotly's JavaScript calls them.
KINDS = {"float64": "f8", "float32": "f4", "int32": "i4", "int16": "i2", "int8": "i1"}
WHOLE = ("int8", "int16", "int32")
# Bits of a place in a chart: six digits.
PLACE = 20
# What JSON has words for as it is.
SIMPLE = frozenset({type(None), int, str, bool})


ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "{": "&#123;"})


class Part(dict[str, Any]):
    """A trace, a layout, or a part of one: part.line.width is part["line"]["width"].

    What may be missing is asked for by `get`: a name that is not there is an error, as a typo is.
    """

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"there is no {name} among {', '.join(self) or 'nothing'}") from None

    def change(self, **values: Any) -> None:
        """Take over these values, and leave all others, in the parts too; None takes one out."""
        for name, value in values.items():
            # A dict, and not any Mapping: what is asked thousands of times a timeline is asked in the quickest way.
            if isinstance(value, dict):
                self.setdefault(name, Part()).change(**value)
                if not self[name]:
                    del self[name]
            elif value is None:
                self.pop(name, None)
            else:
                self[name] = value


class Verbatim(str):
    """What a person has written, in the place of a figure's text: Plotly shows it letter by letter, and no notation
    renames it. Plotly reads a little HTML in its texts, and %{…} as a place to fill in."""

    __slots__ = ()

    def __new__(cls, text: str) -> "Verbatim":
        return super().__new__(cls, text.translate(ENTITIES))


class Figure:
    """data: the traces, the last one on top · layout: the axes and all around."""

    def __init__(self) -> None:
        self.data: list[Part] = []
        self.layout = Part(xaxis=Part(), yaxis=Part())

    def add(self, kind: str, **values: Any) -> Part:
        """Add a trace of a kind (scatter, contour, …) on top of the others."""
        trace = Part(type=kind)
        trace.change(**values)
        self.data.append(trace)
        return trace

    def add_scatter(self, **values: Any) -> Part:
        """Add points or lines."""
        return self.add("scatter", **values)

    def trace(self, name: str) -> Part:
        """The trace of a name. Raises StopIteration where there is none."""
        return next(trace for trace in self.data if trace.name == name)

    def axes(self, letter: str) -> list[Part]:
        """All axes of x or of y."""
        return [part for name, part in self.layout.items() if name.startswith(f"{letter}axis")]

    def update_layout(self, **values: Any) -> None:
        """Change the layout."""
        self.layout.change(**values)

    def update_xaxes(self, **values: Any) -> None:
        """Change all x axes that there are."""
        for axis in self.axes("x"):
            axis.change(**values)

    def update_yaxes(self, **values: Any) -> None:
        """Change all y axes that there are."""
        for axis in self.axes("y"):
            axis.change(**values)

    def plain(self) -> dict[str, Any]:
        """The figure in what JSON knows; arrays as Plotly packs them."""
        return {"data": _plain(self.data), "layout": _plain(self.layout)}


def _plain(value: Any) -> Any:
    # Most of a figure is numbers: asked for first, they take a fifth of the time.
    if type(value) is float:
        # JSON has no word for "not a number".
        return value if math.isfinite(value) else None
    if type(value) in SIMPLE:
        return value
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [each if type(each) in SIMPLE else _plain(each) for each in value]
    if isinstance(value, np.ndarray):
        return packed_numbers(value) if value.dtype.kind in "if" else value.tolist()
    return _plain(value.item()) if isinstance(value, np.generic) else value


def shortened(values: NDArray[Any], bits: int) -> NDArray[Any]:
    """Numbers in single or double precision of whose fraction so many bits are left, rounded: the others are 0, and
    weigh nothing when they are compressed."""
    fraction, kind = (52, "<u8") if values.dtype == np.float64 else (23, "<u4")
    whole: NDArray[np.unsignedinteger] = np.ascontiguousarray(values).view(kind)
    dropped = whole.dtype.type(fraction - bits)
    # Half of what is dropped is added first: so it rounds, into the exponent too where the fraction is full.
    half = whole.dtype.type(1) << (dropped - whole.dtype.type(1))
    short: NDArray[Any] = ((whole + half) >> dropped << dropped).view(values.dtype)
    return short


def placed(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Places of which a chart tells a few digits: right to six, and to a millionth of the range of all of them, so that
    they stand where they did also where somebody looks closer."""
    span = float(np.ptp(values)) if values.size else 0.0
    beside = int(np.frexp(np.abs(values).max() / span)[1]) if span else 0
    return shortened(values, int(np.clip(PLACE + beside, PLACE, 51)))


def in_steps(values: NDArray[np.float64], bits: int) -> NDArray[np.float32]:
    """Numbers rounded to whole steps from zero, each a power of two, of which there are 2^bits at the most between the
    smallest and the largest: where they lie close to each other, next to nothing is left of them when compressed."""
    span = float(np.ptp(values))
    step = np.ldexp(1.0, int(np.frexp(span)[1]) - bits)
    return (np.rint(values / step) * step if span else values).astype(np.float32)


def packed_numbers(values: NDArray[Any]) -> dict[str, str]:
    """Numbers (n,) or (m, n) as Plotly packs them, whole ones in as few bits as hold them."""
    if values.dtype.kind == "i":
        values = values.astype(next(kind for kind in WHOLE if np.iinfo(kind).max >= np.abs(values).max(initial=0)))
    packed = {"dtype": KINDS[str(values.dtype)], "bdata": base64.b64encode(values.tobytes()).decode()}
    return packed if values.ndim == 1 else {**packed, "shape": ", ".join(map(str, values.shape))}
