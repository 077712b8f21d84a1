"""A packed timeline of one panel, for a small picture of it on an index."""

import base64
from collections.abc import Mapping
from typing import Any

import numpy as np

from ui.timeline.figure import packed_numbers, shortened
from ui.timeline.packing import Array, Buffers, join, pack_grid, read, unpack

# Of a number's fraction: five digits.
BITS = 15


def thumbnail(packed: bytes, panel: str) -> bytes:
    """A packed timeline with one of its panels, and without numbers and words: for a small picture of it.

    What stands still in it has five digits, and a surface every second row and column: more cannot be seen.
    """
    header, body = unpack(packed)
    buffers = Buffers()
    (small,) = (each for each in header["panels"] if each["name"] == panel)
    small.pop("factors", None)
    for track in small["tracks"]:
        track.pop("samples", None)
        for name in ("values", "scale"):
            if name in track:
                track[name] = buffers.add(read(track[name], body), track[name]["dtype"])
    for trace in small["figure"]["data"]:
        every = 2 if trace["type"] in ("contour", "heatmap") else 1
        for name, value in trace.items():
            if isinstance(value, dict) and "at" in value:
                trace[name] = pack_grid(
                    shortened(_grid(value, body)[::every, ::every].astype(np.float32), BITS), buffers
                )
            elif isinstance(value, dict) and value.get("dtype") in ("f4", "f8"):
                numbers = np.frombuffer(base64.b64decode(value["bdata"]), f"<{value['dtype']}")
                trace[name] = packed_numbers(shortened(numbers[::every].astype(np.float32), BITS))
    silent = {"note": "", "moment": [], "readout": [], "spoken": "", "scalars": {}}
    return join({**header, **silent, "panels": [small]}, buffers)


def _grid(entry: Mapping[str, Any], body: bytes) -> Array:
    """A grid that stands behind the header."""
    return read(entry, body).reshape([int(length) for length in entry["shape"].split(",")])
