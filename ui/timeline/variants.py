"""Timelines that differ little from another one, each as what it has of its own: two dozen of them weigh as much as
a few. web/variants.js puts back what is left out."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from ui.timeline.packing import ALIGNMENT, Buffers, join, unpack


def leave_out(folded: bytes, base: bytes, heading: str = "") -> bytes:
    """A folded timeline without what `base`, another folded one, has too.

    Of its arrays, those whose bytes are in the base are named by their place there; the others stand behind them. Of
    its header there is the difference: [value] for another value, [] for one that is gone, and for a value inside of
    which something differs the differences by their names or places. heading : what a page with it is called
    """
    header, body = unpack(folded)
    base_header, base_body = unpack(base)
    known = {_bytes_of(entry, base_body): entry["at"] for entry in _entries(base_header)}
    buffers = Buffers()
    buffers.length = len(base_body)
    for entry in _entries(header):
        data = _bytes_of(entry, body)
        if data not in known:
            known[data] = buffers.length
            padded = data + b"\0" * (-len(data) % ALIGNMENT)
            buffers.parts.append(padded)
            buffers.length += len(padded)
        entry["at"] = known[data]
    return join({"differs": _difference(header, base_header), "heading": heading}, buffers)


def _entries(value: Any) -> Iterator[dict[str, Any]]:
    """Every entry of a header that names an array."""
    if isinstance(value, dict):
        if value.keys() >= {"dtype", "at", "length"}:
            yield value
        else:
            for inner in value.values():
                yield from _entries(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _entries(inner)


def _bytes_of(entry: Mapping[str, Any], body: bytes) -> bytes:
    return body[entry["at"] : entry["at"] + entry["length"] * np.dtype(entry["dtype"]).itemsize]


def _difference(value: Any, base: Any) -> Any:
    """What makes `value` of `base`; {} where they are the same."""
    if isinstance(value, dict) and isinstance(base, dict):
        gone: dict[str, Any] = {name: [] for name in base.keys() - value.keys()}
        new = {name: [inner] for name, inner in value.items() if name not in base}
        both = {name: _difference(inner, base[name]) for name, inner in value.items() if name in base}
        return gone | new | {name: inner for name, inner in both.items() if inner != {}}
    if isinstance(value, list) and isinstance(base, list) and len(value) == len(base):
        places = enumerate(zip(value, base, strict=True))
        both = {str(place): _difference(inner, old) for place, (inner, old) in places}
        return {place: inner for place, inner in both.items() if inner != {}}
    # Not asked of what holds others: to Python [0] is [False].
    return {} if value == base and type(value) is type(base) else [value]
