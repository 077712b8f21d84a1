"""The timeline as the light view and the one-file page have it: its bytes in an order that gzip makes half as long.
Nothing is lost: `unfold` gives them back to the last bit, and so does its twin in web/codec.js."""

import gzip
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ui.timeline.packing import shape_of, unpack

Bytes = NDArray[np.uint8]


def fold(packed: bytes) -> bytes:
    """A packed timeline with each array's bytes in another order; the header, and all places and lengths, stay.

    From one step to the next a number changes little. So each column is written as what it adds to the row above (its
    bits read as a whole number), the columns one after another, and first the lowest bytes of all, then the next ones.
    """
    return _each_array(packed, _fold)


def unfold(folded: bytes) -> bytes:
    """The packed timeline that was folded."""
    return _each_array(folded, _unfold)


def compressed(packed: bytes) -> bytes:
    """A packed timeline, folded and compressed. The same timeline always gives the same bytes."""
    return zipped(fold(packed))


def zipped(data: bytes) -> bytes:
    """The same bytes always give the same."""
    # The fifth level takes two thirds of the sixth's time, and 2% more bytes.
    return gzip.compress(data, 5, mtime=0)


def parted(packed: bytes) -> tuple[bytes, bytes]:
    """A packed timeline, folded, as its header and its arrays: one behind the other they are the whole."""
    folded = fold(packed)
    start = len(folded) - len(unpack(folded)[1])
    return folded[:start], folded[start:]


def _each_array(packed: bytes, change: Callable[[bytes, int, int], bytes]) -> bytes:
    header, body = unpack(packed)
    start = len(packed) - len(body)
    result = bytearray(packed)
    for entry, width in _arrays(header):
        size = np.dtype(entry["dtype"]).itemsize
        first = start + entry["at"]
        result[first : first + size * entry["length"]] = change(
            packed[first : first + size * entry["length"]], size, width
        )
    return bytes(result)


def _arrays(header: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], int]]:
    """Every array of a timeline, and how many numbers a step it has; a trace's own grid has a row for each."""
    for entry in header["scalars"].values():
        yield entry, 1
    for panel in header["panels"]:
        for trace in (panel["figure"] or {"data": ()})["data"]:
            for value in trace.values():
                if isinstance(value, dict) and "at" in value:
                    _rows, *columns = shape_of(value)
                    yield value, math.prod(columns)
        for track in panel["tracks"]:
            yield track["values"], track["width"]
            if "scale" in track:
                yield track["scale"], 1
            if isinstance(track.get("samples"), dict):
                yield track["samples"], track["width"]


def _fold(values: bytes, size: int, width: int) -> bytes:
    rows = np.frombuffer(values, f"<u{size}").reshape(-1, width)
    added = rows.copy()
    # Whole numbers without a sign wrap around, so that adding them up again ends at the same bits.
    added[1:] -= rows[:-1]
    columns: Bytes = np.frombuffer(added.T.tobytes(), np.uint8).reshape(-1, size)
    return columns.T.tobytes()


def _unfold(values: bytes, size: int, width: int) -> bytes:
    planes: Bytes = np.frombuffer(values, np.uint8).reshape(size, -1)
    columns = np.frombuffer(planes.T.tobytes(), f"<u{size}").reshape(width, -1)
    return np.cumsum(columns, axis=1, dtype=f"<u{size}").T.tobytes()
