"""A packed timeline of one panel, for a small picture of it on an index."""

import base64
from collections.abc import Mapping

import numpy as np

from ui.timeline.packing import Buffers, join, read, unpack


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
            if isinstance(value, dict) and value.get("dtype") in ("f4", "f8"):
                trace[name] = _coarse(value, every)
    silent = {"note": "", "moment": [], "readout": [], "spoken": "", "scalars": {}}
    return join({**header, **silent, "panels": [small]}, buffers)


def _coarse(numbers: Mapping[str, str], every: int) -> dict[str, str]:
    """Numbers as Plotly has them, in 32 bits, of which the last eight are left empty: so gzip can do its work.

    every : 2 for every second one, along each axis
    """
    values = np.frombuffer(base64.b64decode(numbers["bdata"]), f"<{numbers['dtype']}").astype("<f4")
    shape = [int(length) for length in numbers.get("shape", str(len(values))).split(",")]
    thin = values.reshape(shape)[(slice(None, None, every),) * len(shape)]
    text = base64.b64encode((np.ascontiguousarray(thin).view("<u4") & np.uint32(0xFFFFFF00)).tobytes()).decode()
    return {"dtype": "f4", "bdata": text, **({"shape": ", ".join(map(str, thin.shape))} if len(shape) > 1 else {})}
