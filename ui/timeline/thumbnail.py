"""A packed timeline of one panel, for a small picture of it on an index."""

import numpy as np

from ui.timeline.figure import shortened
from ui.timeline.packing import Buffers, join, pack_numbers, read, shape_of, unpack

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
                numbers = read(value, body).reshape(shape_of(value))
                if numbers.dtype.kind == "f":
                    thin = numbers[(slice(None, None, every),) * numbers.ndim]
                    numbers = shortened(thin.astype(np.float32), BITS)
                trace[name] = pack_numbers(numbers, buffers)
    silent = {"note": "", "moment": [], "readout": [], "spoken": "", "scalars": {}}
    return join({**header, **silent, "panels": [small]}, buffers)
