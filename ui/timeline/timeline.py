"""A timeline: figures, and tracks that say how their traces move from step to step.
It is sent to the browser once, as one block of bytes; the player there only slices, formats and draws."""

import base64
import hashlib
import json
import re
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ui.timeline.content import TEXT, Content, spelled_out
from ui.timeline.figure import Figure
from ui.timeline.numbers import as_in_the_browser

Array = NDArray[Any]

ALIGNMENT = 8


@dataclass(frozen=True)
class Track:
    """How one attribute of one trace moves.

    trace : the trace's name in its figure
    attribute : "x", "y", "z", or "text" (numbers, which the browser formats with `digits` significant digits)
    values : (T+1, k), what it is at each step; or (T+1,) with prefix
    prefix : at step s the trace shows the first s + 1 values: a path so far
    start, stride : value i of a step stands at place start + stride · i of the figure's own array, whose other places
        stay: this is how a hundred stems travel as a hundred numbers
    by : what the rows of `values` follow: the "step", or the chosen "sample"
    since : before this step it shows nothing
    bits : 32, a float; or 16 or 8, a fraction of the step's largest value: enough for a place on the screen
    samples : which sample each value belongs to, as its row of X: (k,), or (T+1, k) where every step has others, and
        -1 for none
    ranked : the browser puts each value's place along x, from 0 on: the largest without its sign first, among all of a
        panel's ranked tracks, which are in places of two points and a gap
    """

    trace: str
    attribute: str
    values: Array
    prefix: bool = False
    start: int = 0
    stride: int = 1
    digits: int = 0
    bits: int = 32
    by: Literal["step", "sample"] = "step"
    since: int = 0
    samples: NDArray[np.intp] | None = None
    ranked: bool = False


@dataclass(frozen=True)
class Factor:
    """One way to show a panel's stems: each times a number of its sample's own.

    code : in an address · label : what stands in the switch · title : of the axis · limit : its largest value
    values : (m,), a number for each of the panel's factored samples; None for 1
    """

    code: str
    label: str
    title: str
    limit: float
    values: Array | None = None


@dataclass(frozen=True)
class Factors:
    """The ways to show a panel's stems, the usual one first; samples (m,) : the rows of X that `values` are of."""

    samples: NDArray[np.intp]
    ways: tuple[Factor, ...]


@dataclass(frozen=True)
class Panel:
    """One chart of a page, or other content (see content.py), of which one is given.

    name : its place in the page's layout · title : its heading
    caption : a line under it, for all
    sentence : what it shows, for screen readers; {scalar} places are filled in at each step
    In all three, what a person has written stands as content.literal.
    goes_to_step : the traces on which a click goes to the step of the clicked point
    chooses_sample : the traces whose customdata are places in the timeline's samples; a click chooses one
    sweep : a trace whose points a button adds one by one
    lights : a trace that shows the sample below the mouse, in whichever panel the mouse is: as a point where another
        trace has the sample's row of X in its customdata, as a stem where a track has it in its samples
    picks : the traces of which a click reports the point itself
    sets_start : a click beside them reports where it was, in the units of the axes
    board : every click and drag on it is reported: {x, y}, and where a drag began, {x0, y0}
    drags : a trace of one point that follows the mouse while it is dragged over the chart, and then reports likewise
    factors : what the stems of its tracks that know their samples can be shown times
    redraw : its moving traces are not plain lines and markers, so the slower way of drawing is needed
    """

    name: str
    title: str
    figure: Figure | None
    tracks: tuple[Track, ...]
    sentence: str | tuple[str, ...]
    content: Content | None = None
    caption: str = ""
    goes_to_step: tuple[str, ...] = ()
    chooses_sample: tuple[str, ...] = ()
    sweep: str = ""
    lights: str = ""
    picks: tuple[str, ...] = ()
    sets_start: bool = False
    drags: str = ""
    board: bool = False
    factors: Factors | None = None
    redraw: bool = False


@dataclass(frozen=True)
class Inside:
    """What makes a timeline one of the stages inside a step, instead of the steps of a run.

    codes : the stages' names in the address · step, last : the step that it is inside of, and the run's last one
    samples : the rows of X that can be chosen; the scalars then have a value for each of them, or one for all
    """

    codes: tuple[str, ...]
    step: int
    last: int
    samples: tuple[int, ...]


@dataclass(frozen=True)
class Timeline:
    """Everything that a page's player shows, at all its steps.

    scalars : a name → its value at each step, (T+1,), sent to its last bit
    readout : (label, template) pairs: the line of numbers. A template may be a tuple, one for each step
    note : one sentence about the whole run
    moment : what stands in its place before the run's end, (scalar, template) pairs: the first whose scalar is not zero
        there; "" for always. Without any, the note stands at all steps
    legend : a number's label in the readout → the (colour, dash) of the line that it belongs to in the charts
    """

    steps: int
    panels: tuple[Panel, ...]
    scalars: Mapping[str, Array]
    readout: tuple[tuple[str, str | tuple[str, ...]], ...]
    note: str = ""
    moment: tuple[tuple[str, str], ...] = ()
    layout: str = "explorer"
    inside: Inside | None = None
    legend: Mapping[str, tuple[str, str]] = field(default_factory=dict)


FIELD = re.compile(r"\{(\w+)(?::(%?)(\d+))?\}")
PLACE = re.compile(f"{TEXT}|{FIELD.pattern}")


def fill(template: str, values: Mapping[str, float]) -> str:
    """Put `values` into a template, as the browser does: {name} whole, {name:8} with 8 digits, {name:%1} in percent.

    What stands there by `content.literal` comes out as it was written.
    """

    def replace(match: re.Match[str]) -> str:
        text, name, percent, digits = match.groups()
        if text is not None:
            return str(json.loads(text))
        value = float(values[name])
        if digits is None:
            return str(int(value))
        if percent:
            return f"{100 * value:.{int(digits)}f}"
        return as_in_the_browser(f"{value:#.{int(digits)}g}")

    return PLACE.sub(replace, template)


class _Buffers:
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


def _pack_track(track: Track, index: int, buffers: _Buffers) -> dict[str, Any]:
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
        most = 2 ** (track.bits - 1) - 1
        largest = np.nanmax(np.abs(values), axis=1, initial=0.0)
        scale = np.where(largest == 0, 1.0, largest / most)
        # The smallest integer, which no value takes, stands for a gap.
        parts = np.nan_to_num(np.round(values / scale[:, np.newaxis]), nan=-most - 1)
        entry["scale"] = buffers.add(scale, "float32")
        entry["values"] = buffers.add(parts, f"int{track.bits}")
    else:
        entry["values"] = buffers.add(values, "float32" if track.attribute != "text" else "float64")
    return entry


def _pack_factors(factors: Factors, buffers: _Buffers) -> dict[str, Any]:
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


def pack(timeline: Timeline) -> bytes:
    """A timeline as bytes: the header's length (4 bytes, little endian), the header as JSON, padding, the arrays.

    The header's "token" is a hash of everything, and a panel's "look" one of its figure: what has the same hash need
    not be drawn again.
    """
    buffers = _Buffers()
    panels = []
    for panel in timeline.panels:
        figure = panel.figure.plain() if panel.figure else None
        places = {trace.name: index for index, trace in enumerate(panel.figure.data if panel.figure else ())}
        content = {"kind": type(panel.content).__name__, **asdict(panel.content)} if panel.content else None
        panels.append(
            {
                "name": panel.name,
                "title": spelled_out(panel.title),
                "figure": figure,
                "content": content,
                "look": hashlib.sha256(json.dumps([figure, content], sort_keys=True).encode()).hexdigest()[:16],
                "tracks": [_pack_track(track, places[track.trace], buffers) for track in panel.tracks],
                "sentence": panel.sentence,
                "caption": spelled_out(panel.caption),
                "goesToStep": [places[name] for name in panel.goes_to_step if name in places],
                "choosesSample": [places[name] for name in panel.chooses_sample if name in places],
                "sweep": places.get(panel.sweep),
                "lights": places.get(panel.lights),
                "picks": [places[name] for name in panel.picks if name in places],
                "setsStart": panel.sets_start,
                "drags": places.get(panel.drags),
                "board": panel.board,
                "redraw": panel.redraw,
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
        "scalars": {name: buffers.add(values, _precision(values)) for name, values in timeline.scalars.items()},
        "panels": panels,
    }
    digest = hashlib.sha256(json.dumps(header, sort_keys=True).encode() + b"".join(buffers.parts))
    header["token"] = digest.hexdigest()[:16]
    return _join(header, buffers)


def pack_detail(token: str, step: int, panel: str, tracks: tuple[Track, ...]) -> bytes:
    """One step of a panel's tracks, (1, k) each, in full: what a timeline with few bits leaves out, sent at rest.

    token : of the packed timeline that it belongs to
    """
    buffers = _Buffers()
    entries = []
    for track in tracks:
        entry = {"trace": track.trace, "attribute": track.attribute, "width": track.values.shape[1]}
        if (track.start, track.stride) != (0, 1):
            entry |= {"start": track.start, "stride": track.stride}
        if track.ranked:
            entry["ranked"] = True
        # Those that every step has are known already.
        if track.samples is not None and track.samples.ndim == 2:
            entry["samples"] = track.samples[0].tolist()
        entries.append({**entry, "values": buffers.add(track.values, "float64")})
    return _join({"detail": token, "step": step, "panel": panel, "tracks": entries}, buffers)


def only(packed: bytes, panel: str) -> bytes:
    """A packed timeline with one of its panels, and without numbers and words: for a small picture of it.

    What stands still in it has five digits, and a surface every second row and column: more cannot be seen.
    """
    header, body = unpack(packed)
    buffers = _Buffers()
    (kept,) = (each for each in header["panels"] if each["name"] == panel)
    kept.pop("factors", None)
    for track in kept["tracks"]:
        track.pop("samples", None)
        for name in ("values", "scale"):
            if name in track:
                track[name] = buffers.add(read(track[name], body), track[name]["dtype"])
    for trace in kept["figure"]["data"]:
        every = 2 if trace["type"] in ("contour", "heatmap") else 1
        for name, value in trace.items():
            if isinstance(value, dict) and value.get("dtype") in ("f4", "f8"):
                trace[name] = _coarse(value, every)
    return _join({**header, "note": "", "moment": [], "readout": [], "scalars": {}, "panels": [kept]}, buffers)


def _coarse(numbers: Mapping[str, str], every: int) -> dict[str, str]:
    """Numbers as Plotly has them, in 32 bits, of which the last eight are left empty: so gzip can do its work.

    every : 2 for every second one, along each axis
    """
    values = np.frombuffer(base64.b64decode(numbers["bdata"]), f"<{numbers['dtype']}").astype("<f4")
    shape = [int(length) for length in numbers.get("shape", str(len(values))).split(",")]
    thin = values.reshape(shape)[(slice(None, None, every),) * len(shape)]
    text = base64.b64encode((np.ascontiguousarray(thin).view("<u4") & np.uint32(0xFFFFFF00)).tobytes()).decode()
    return {"dtype": "f4", "bdata": text, **({"shape": ", ".join(map(str, thin.shape))} if len(shape) > 1 else {})}


def pack_address(address: str, folded: bytes = b"") -> bytes:
    """In the place of a packed timeline: where the browser finds it, folded.

    folded : the timeline itself, folded and gzipped, for a browser that does not find it there
    """
    header = {"address": address, "length": len(folded)} if folded else {"address": address}
    return _join(header, _Buffers()) + folded


def _join(header: dict[str, Any], buffers: _Buffers) -> bytes:
    text = json.dumps(header, separators=(",", ":"), allow_nan=False).encode()
    text += b" " * (-(len(text) + 4) % ALIGNMENT)
    return struct.pack("<I", len(text)) + text + b"".join(buffers.parts)


def unpack(data: bytes) -> tuple[dict[str, Any], bytes]:
    """The header and the arrays' bytes of a packed timeline."""
    (length,) = struct.unpack_from("<I", data)
    return json.loads(data[4 : 4 + length]), data[4 + length :]


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
