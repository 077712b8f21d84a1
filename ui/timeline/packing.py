"""A timeline as one block of bytes, and back: a header that says what there is, and all arrays one after another."""

import base64
import hashlib
import json
import struct
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ui.language.catalogue import ENGLISH
from ui.language.speaking import _, current_language
from ui.timeline.content import spelled_out
from ui.timeline.draft import Draft
from ui.timeline.timeline import Factors, Panel, Timeline, Track, enough_precision

Array = NDArray[Any]

ALIGNMENT = 8
# Letters of a token.
TOKEN = 16


class Buffers:
    """The binary part of a timeline: arrays one after another, each at a multiple of 8 bytes."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.length = 0

    def add(self, values: Array, dtype: str) -> dict[str, Any]:
        data = np.ascontiguousarray(values, dtype=dtype).tobytes()
        entry = {"dtype": dtype, "at": self.length, "length": len(data) // np.dtype(dtype).itemsize}
        data += b"\0" * (-len(data) % ALIGNMENT)
        self.parts.append(data)
        self.length += len(data)
        return entry


def pack_numbers(values: Array, buffers: Buffers) -> dict[str, Any]:
    """Numbers (n,) or a grid (m, n) of a trace: their entry, with their shape as Plotly writes it."""
    return {**buffers.add(values, str(values.dtype)), "shape": ", ".join(map(str, values.shape))}


def _pack_figure(figure: dict[str, Any], buffers: Buffers) -> dict[str, Any]:
    """A figure whose numbers stand behind the header, where they are folded: there they have a third of the bytes."""

    def placed(value: Any) -> Any:
        if not (isinstance(value, dict) and "bdata" in value):
            return value
        values = np.frombuffer(base64.b64decode(value["bdata"]), value["dtype"])
        return pack_numbers(values.reshape(shape_of(value)) if "shape" in value else values, buffers)

    data = [{name: placed(value) for name, value in trace.items()} for trace in figure["data"]]
    return {**figure, "data": data}


def shape_of(entry: Mapping[str, Any]) -> tuple[int, ...]:
    """The shape of a trace's numbers, as `pack_numbers` writes it."""
    return tuple(map(int, entry["shape"].split(",")))


def _in_words(figure: dict[str, Any]) -> dict[str, Any]:
    """A figure whose traces are called, and whose numbers are written, in the language that is spoken here. In Python a
    trace has one name in all languages: tracks and pages know it by that."""
    language = current_language()
    if language.code == ENGLISH:
        return figure
    data = [{**trace, "name": _(trace["name"])} if "name" in trace else trace for trace in figure["data"]]
    layout = {**figure["layout"], "separators": language.decimal + language.group}
    return {**figure, "data": data, "layout": layout}


def _pack_track(track: Track, index: int, buffers: Buffers) -> dict[str, Any]:
    entry: dict[str, Any] = {"trace": index, "attribute": track.attribute}
    values = np.asarray(track.values)
    if track.prefix:
        entry["prefix"] = True
        entry["width"] = 1
    else:
        entry["width"] = values.shape[1]
        if (track.start, track.stride) != (0, 1):
            entry["start"], entry["stride"] = track.start, track.stride
    if track.by != "step":
        entry["by"] = track.by
    if track.since:
        entry["since"] = track.since
    if track.digits:
        entry["digits"] = track.digits
    if track.ranked:
        entry["ranked"] = True
    if track.samples is not None:
        entry["samples"] = track.samples.tolist() if track.samples.ndim == 1 else buffers.add(track.samples, "int32")
    if track.bits < 32:
        kind = "int8" if track.bits <= 8 else "int16"
        # fmax passes over what is not a number.
        largest = np.fmax.reduce(np.abs(values), axis=1, initial=0.0)
        scale = np.where(largest == 0, 1.0, largest) / (2 ** (track.bits - 1) - 1)
        # It is sent in single precision, of which this is the smallest number: of what is smaller nothing is left.
        scale = np.maximum(scale, float(np.finfo(np.float32).smallest_subnormal))
        if kind == "int16":
            # The next power of two: most steps have that of the step before, and next to nothing of it is sent. Of
            # eight bits there is none to spare for it.
            scale = np.ldexp(1.0, np.frexp(scale)[1])
        parts = np.rint(values / scale[:, np.newaxis])
        # The smallest integer, which no value takes, stands for a gap.
        parts[np.isnan(parts)] = np.iinfo(kind).min
        entry["scale"] = buffers.add(scale, "float32")
        entry["values"] = buffers.add(parts, kind)
    else:
        entry["values"] = buffers.add(values, "float32" if track.attribute != "text" else "float64")
    return entry


def _pack_factors(factors: Factors, buffers: Buffers) -> dict[str, Any]:
    ways = [
        {
            "code": way.code,
            "label": way.label,
            "title": way.title,
            "limit": way.limit,
            **({} if way.values is None else {"values": buffers.add(way.values, "float32")}),
        }
        for way in factors.ways
    ]
    return {"samples": buffers.add(factors.samples, "int32"), "ways": ways}


def _precision(values: Array) -> str:
    """Scalars are sent exactly, unless they were made in single precision."""
    return "float32" if values.dtype == np.float32 else "float64"


def _pack_handles(panel: Panel, places: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    return {hold: (places[name], point) for hold, (name, point) in panel.handles.items()}


def pack(timeline: Timeline) -> bytes:
    """A timeline as bytes: the header's length (4 bytes, little endian), the header as JSON, padding, the arrays.

    The header's "token" is a hash of everything, and a panel's "look" one of its figure: what has the same hash need
    not be drawn again.
    """
    buffers = Buffers()
    panels = []
    for panel in timeline.panels:
        figure = _in_words(panel.figure.plain()) if panel.figure else None
        places = {trace.name: index for index, trace in enumerate(panel.figure.data if panel.figure else ())}
        content = {"kind": type(panel.content).__name__, **asdict(panel.content)} if panel.content else None
        panels.append(
            {
                "name": panel.name,
                "title": spelled_out(panel.title),
                "figure": figure and _pack_figure(figure, buffers),
                "content": content,
                "look": hashlib.sha256(json.dumps([figure, content], sort_keys=True).encode()).hexdigest()[:16],
                "tracks": [_pack_track(track, places[track.trace], buffers) for track in panel.tracks],
                "sentence": panel.sentence,
                "caption": spelled_out(panel.caption)
                if isinstance(panel.caption, str)
                else [spelled_out(each) for each in panel.caption],
                "goesToStep": [places[name] for name in panel.goes_to_step if name in places],
                "choosesSample": [places[name] for name in panel.chooses_sample if name in places],
                "sweep": places.get(panel.sweep),
                "lights": places.get(panel.lights),
                "picks": [places[name] for name in panel.picks if name in places],
                "setsStart": panel.sets_start,
                "drags": places.get(panel.drags),
                "board": panel.board,
                "redraw": panel.redraw,
                **({"handles": _pack_handles(panel, places)} if panel.handles else {}),
                **({"factors": _pack_factors(panel.factors, buffers)} if panel.factors else {}),
            }
        )
    header = {
        "steps": timeline.steps,
        "layout": timeline.layout,
        "note": timeline.note,
        **({"moment": timeline.moment} if timeline.moment else {}),
        "inside": asdict(timeline.inside) if timeline.inside else None,
        "readout": timeline.readout,
        **({"legend": dict(timeline.legend)} if timeline.legend else {}),
        **({"spoken": timeline.spoken} if timeline.spoken else {}),
        **({"rate": vars(timeline.rate)} if timeline.rate else {}),
        **({"lecture": timeline.lecture} if timeline.lecture else {}),
        "scalars": {name: buffers.add(values, _precision(values)) for name, values in timeline.scalars.items()},
        "panels": panels,
    }
    digest = hashlib.sha256(json.dumps(header, sort_keys=True).encode() + b"".join(buffers.parts))
    header["token"] = digest.hexdigest()[:TOKEN]
    return join(header, buffers)


def pack_detail(token: str, step: int, panel: str, tracks: tuple[Track, ...]) -> bytes:
    """One step of a panel's tracks, (1, k) each, in full: what a timeline with few bits leaves out, sent at rest.

    token : of the packed timeline that it belongs to
    """
    buffers = Buffers()
    return join({"detail": token, "step": step, "panel": panel, "tracks": _pack_stills(tracks, buffers)}, buffers)


def pack_draft(draft: Draft, heading: str = "") -> bytes:
    """A draft as bytes, in the form of `pack_detail`, for all panels; in single precision, but for the scalars.

    heading : what a page with its run is called
    """
    buffers = Buffers()
    header = {
        "scalars": {name: buffers.add(np.atleast_1d(value), "float64") for name, value in draft.scalars.items()},
        "panels": {name: _pack_stills(tracks, buffers) for name, tracks in draft.panels.items()},
        "said": draft.said,
        "heading": heading,
        "link": dict(draft.link),
    }
    return join(header, buffers)


def _pack_stills(tracks: Iterable[Track], buffers: Buffers) -> list[dict[str, Any]]:
    """Tracks of one step, (1, k) each, or of a path, by the names of their traces."""
    entries = []
    for track in tracks:
        entry: dict[str, Any] = {"trace": _(track.trace), "attribute": track.attribute}
        entry |= {"prefix": True, "width": 1} if track.prefix else {"width": track.values.shape[1]}
        if (track.start, track.stride) != (0, 1):
            entry |= {"start": track.start, "stride": track.stride}
        if track.ranked:
            entry["ranked"] = True
        # Those that every step has are known already.
        if track.samples is not None and track.samples.ndim == 2:
            entry["samples"] = track.samples[0].tolist()
        entries.append({**entry, "values": buffers.add(track.values, enough_precision(track.values))})
    return entries


def pack_address(address: str, token: str, folded: bytes = b"", arrays: str = "") -> bytes:
    """In the place of a packed timeline: where the browser finds it, folded.

    token : its own, by which a browser knows whether it has it already
    folded : the timeline itself, folded and gzipped, for a browser that does not find it there
    arrays : where its arrays are, if at the first address there is only its header
    """
    header: dict[str, Any] = {"address": address, "token": token}
    header |= {"length": len(folded)} if folded else {}
    header |= {"arrays": arrays} if arrays else {}
    return join(header, Buffers()) + folded


def join(header: dict[str, Any], buffers: Buffers) -> bytes:
    """A header and its buffers as one block of bytes."""
    text = json.dumps(header, separators=(",", ":"), allow_nan=False).encode()
    text += b" " * (-(len(text) + 4) % ALIGNMENT)
    return struct.pack("<I", len(text)) + text + b"".join(buffers.parts)


def unpack(data: bytes) -> tuple[dict[str, Any], bytes]:
    """The header and the arrays' bytes of a packed timeline."""
    (length,) = struct.unpack_from("<I", data)
    return json.loads(data[4 : 4 + length]), data[4 + length :]


def token_of(packed: bytes) -> str:
    """The token of a packed timeline, with which its header ends: to be had without reading all of that."""
    (length,) = struct.unpack_from("<I", packed)
    _before, _name, last = packed[: 4 + length].rpartition(b'"token":"')
    return last[:TOKEN].decode()


def read(entry: Mapping[str, Any], body: bytes) -> Array:
    """The array that an entry of the header names."""
    values: Array = np.frombuffer(body, dtype=entry["dtype"], count=entry["length"], offset=entry["at"])
    return values


def frame(track: Mapping[str, Any], body: bytes, step: int) -> Array:
    """A packed track's values at one step, as the browser slices them."""
    values = read(track["values"], body)
    if track.get("prefix"):
        return values[: step + 1]
    row = values[step * track["width"] : (step + 1) * track["width"]]
    if "scale" in track:
        gap = np.iinfo(row.dtype).min
        row = np.where(row == gap, np.nan, row * read(track["scale"], body)[step])
    return row
