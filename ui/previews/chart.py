"""A panel's chart as a picture has it: the figure that the page shows, at one step of its tracks, with the colours of
the light page. As much of Plotly's words as our figures of two dimensions use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor

from ui.previews.brush import TIMES, Brush, Point, Points, readable, see_through, width_of
from ui.timeline.style import BACKGROUND, FAINT, HEIGHT, TEXT
from ui.timeline.timeline import Panel, Track

Array = NDArray[Any]

# The page's own colours, in the light: those of web/view.css.
COLOURS = {TEXT: "#2f2d2b", FAINT: "#77736f", BACKGROUND: "#ffffff", HEIGHT: "#dfe2e8"}
GRID, GROUND = "#ebe9e6", "#ffffff"
# Lines and markers are so many times as large as on the page: a chat shows the picture small.
LARGER = 1.7
# A text in a chart, in pixels.
LETTERS = 23
# Room around the points of a chart whose axes say no range, as a share of it.
MARGIN = 0.06
# Charts that are so much wider than high, from the first to the second, have units as long on both axes.
ASPECTS = (0.75, 2.0)
# Where a text stands beside its point, by Plotly's words: Pillow's, and how far away in pixels.
BESIDE = {
    "top center": ("md", 0, -14),
    "bottom center": ("ma", 0, 14),
    "middle right": ("lm", 16, 0),
    "middle left": ("rm", -16, 0),
    "middle center": ("mm", 0, 0),
}


@dataclass(frozen=True)
class At:
    """Which moment is drawn: the row of the tracks that follow the step, and of those that follow the sample."""

    step: int
    sample: int = 0


@dataclass(frozen=True)
class Axis:
    """low, high : the ends of what is shown, as powers of ten where it is logarithmic · name : what stands along it"""

    low: float
    high: float
    name: str
    logarithmic: bool = False

    def share(self, values: Array) -> Array:
        """Where values stand between the ends, from 0 to 1."""
        with np.errstate(divide="ignore", invalid="ignore"):
            shown = np.log10(np.maximum(values, 0.0)) if self.logarithmic else values
        return np.asarray((shown - self.low) / (self.high - self.low))


class Chart:
    """A panel's figure at a moment. without : names of traces that are left out"""

    def __init__(self, panel: Panel, at: At, without: Sequence[str] = ()) -> None:
        assert panel.figure is not None
        self.layout = panel.figure.layout
        self.traces = [
            _at(trace, [track for track in panel.tracks if track.trace == trace.name], at)
            for trace in panel.figure.data
            if trace.name not in without
        ]
        self.of_a_sample = {track.trace for track in panel.tracks if track.by == "sample"}
        self.x, self.y = self._axis("x"), self._axis("y")

    @property
    def aspect(self) -> float | None:
        """Width : height, where units are equal on both axes; None for any, or for one that no picture has room for."""
        if "scaleanchor" not in self.layout.yaxis:
            return None
        aspect = (self.x.high - self.x.low) / (self.y.high - self.y.low)
        return float(aspect) if ASPECTS[0] <= aspect <= ASPECTS[1] else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be seen at this moment, but for what belongs to one sample."""
        drawn = [trace for trace in self.traces if trace["name"] not in self.of_a_sample]
        return not any("z" in trace or np.isfinite(_numbers(trace.get("y", []))).any() for trace in drawn)

    @property
    def keys(self) -> list[tuple[str, str, str]]:
        """What the page's legend says of its lines: a name, a colour, a dash."""
        found = []
        for trace in self.traces:
            if trace.get("showlegend") and "lines" in trace.get("mode", "") and self.layout.get("showlegend"):
                line = trace.get("line", {})
                colour = _colour(trace, "line.color", line.get("color"))
                found.append((unescape(trace["name"]), colour, line.get("dash", "solid")))
        return found

    def draw(self, width: int, height: int) -> Brush:
        """The chart without what stands around it."""
        x, y = self.x, self.y
        if "scaleanchor" in self.layout.yaxis:
            x, y = _with_equal_units(x, y, width / height)
        brush = Brush(width, height, GROUND)
        surfaces = [trace for trace in self.traces if "z" in trace]
        if not surfaces:
            _draw_grid(brush, x, y)
        for trace in surfaces:
            brush.paste(_surface(trace, TIMES * width, TIMES * height), (0, 0, width, height))
        for trace in self.traces:
            if "z" not in trace and trace.get("visible", True):
                _draw_scatter(brush, trace, x, y)
        return brush

    def _axis(self, letter: str) -> Axis:
        layout = self.layout[f"{letter}axis"]
        name = unescape(layout.get("title", {}).get("text", ""))
        logarithmic = layout.get("type") == "log"
        if "range" in layout:
            low, high = map(float, layout["range"])
            return Axis(low, high, name, logarithmic)
        # As Plotly does: as far as there are points, and a little more.
        values = [_numbers(trace.get(letter, [])) for trace in self.traces if "z" not in trace]
        values = [each[np.isfinite(each)] for each in values]
        together = np.concatenate([*values, np.zeros(0)])
        low, high = (float(together.min()), float(together.max())) if len(together) else (0.0, 1.0)
        margin = MARGIN * (high - low) or 1.0
        return Axis(low - margin, high + margin, name, logarithmic)


def _at(trace: Mapping[str, Any], tracks: Sequence[Track], at: At) -> dict[str, Any]:
    """A trace as its tracks have it at a moment."""
    found = dict(trace)
    for track in tracks:
        row = at.sample if track.by == "sample" else at.step
        if at.step < track.since:
            found[track.attribute] = []
        elif track.prefix:
            found[track.attribute] = track.values[: row + 1]
        else:
            values = track.values[min(row, len(track.values) - 1)]
            if (track.start, track.stride) != (0, 1):
                whole = _numbers(trace[track.attribute]).copy()
                whole[track.start :: track.stride][: len(values)] = values
                values = whole
            found[track.attribute] = values
    return found


def _numbers(values: Any) -> Array:
    """Numbers of a trace, NaN where it has a gap."""
    if isinstance(values, np.ndarray) and values.dtype.kind in "fiu":
        return values.astype(float)
    return np.array([np.nan if value is None else float(value) for value in values], dtype=float)


def _with_equal_units(x: Axis, y: Axis, aspect: float) -> tuple[Axis, Axis]:
    """Both axes, one of them longer around its middle, so that a unit is as long on both."""
    wide, high = x.high - x.low, y.high - y.low
    more_x, more_y = max(aspect * high - wide, 0.0) / 2, max(wide / aspect - high, 0.0) / 2
    return Axis(x.low - more_x, x.high + more_x, x.name), Axis(y.low - more_y, y.high + more_y, y.name)


def _draw_grid(brush: Brush, x: Axis, y: Axis) -> None:
    width, height = brush.size
    for value in _round_between(x):
        at = width * (value - x.low) / (x.high - x.low)
        brush.line([(at, 0), (at, height)], GRID, 1.5)
    for value in _round_between(y):
        at = height * (1 - (value - y.low) / (y.high - y.low))
        brush.line([(0, at), (width, at)], GRID, 1.5)


def _round_between(axis: Axis) -> Array:
    """Three to eight round numbers on an axis."""
    length = axis.high - axis.low
    unit = 10.0 ** np.floor(np.log10(length))
    step = next(float(unit * share) for share in (1.0, 0.5, 0.2, 0.1) if length / (unit * share) >= 3)
    return step * np.arange(np.ceil(axis.low / step), np.floor(axis.high / step) + 1.0)


def _surface(trace: Mapping[str, Any], width: int, height: int) -> NDArray[np.uint8]:
    """A surface from above, in the steps of its contours, with their lines: (height, width, 3)."""
    heights = np.asarray(trace["z"], dtype=np.float32)
    rows, columns = heights.shape
    # A number stands at a corner of the grid, not in the middle of a cell.
    inner = (0.5, 0.5, columns - 0.5, rows - 0.5)
    smooth = Image.fromarray(heights[::-1].copy()).resize((width, height), Image.Resampling.BILINEAR, inner)
    levels = trace["contours"]
    band = np.floor((np.asarray(smooth) - levels["start"]) / levels["size"]).astype(np.int16)
    last = max(int(np.ceil((levels["end"] - levels["start"]) / levels["size"])), 1)
    band = np.clip(band, 0, last)
    lowest, highest = (np.array(ImageColor.getrgb(colour), dtype=float) for _, colour in trace["colorscale"])
    share = np.arange(last + 1)[:, np.newaxis] / last
    colours = np.round(lowest + share * (highest - lowest)).astype(np.uint8)
    picture: NDArray[np.uint8] = colours[band]
    # A line is where one band meets the next one: as wide as what will be a pixel.
    edge = np.zeros(band.shape, dtype=bool)
    edge[1:] |= band[1:] != band[:-1]
    edge[:, 1:] |= band[:, 1:] != band[:, :-1]
    edge[:-1] |= edge[1:]
    # Half of what is below shows through.
    picture[edge] = picture[edge] // 2 + np.array(ImageColor.getrgb(COLOURS[FAINT]), dtype=np.uint8) // 2
    return picture


def _draw_scatter(brush: Brush, trace: Mapping[str, Any], x: Axis, y: Axis) -> None:
    """Lines, areas, markers and texts, in this order."""
    width, height = brush.size
    down = _numbers(trace.get("y", []))
    across = _numbers(trace["x"]) if "x" in trace else np.arange(len(down), dtype=float)
    count = min(len(across), len(down))
    # Far outside is outside: Pillow's numbers have an end.
    places = np.column_stack([width * x.share(across[:count]), height * (1 - y.share(down[:count]))])
    places = np.clip(places, -20 * width, 20 * width)
    mode, line = trace.get("mode", "lines"), trace.get("line", {})
    colour = _colour(trace, "line.color", line.get("color"))
    parts = _parts(places, trace.get("connectgaps", False))
    if trace.get("fill") == "toself":
        for part in parts:
            brush.area(part, trace["fillcolor"])
    if "lines" in mode:
        for part in parts:
            brush.line(part, colour, LARGER * line.get("width", 2), line.get("dash", "solid"))
    if "markers" in mode:
        _draw_markers(brush, trace, places, colour)
    if "text" in mode:
        _draw_texts(brush, trace, places)


def _colour(trace: Mapping[str, Any], attribute: str, own: str | None, other: str = COLOURS[TEXT]) -> str:
    """The colour of a part of a trace: one of the page's own, its own, or, where it has none, another."""
    theme = (trace.get("meta") or {}).get("theme", {})
    return COLOURS.get(theme.get(attribute, ""), own or other)


def _parts(places: Array, over_gaps: bool) -> list[Points]:
    """The lines between the gaps."""
    there = np.isfinite(places).all(axis=1)
    if over_gaps:
        return [list(map(tuple, places[there]))]
    ends = np.flatnonzero(np.diff(np.concatenate([[False], there, [False]]).astype(int)))
    return [list(map(tuple, places[first:last])) for first, last in zip(ends[::2], ends[1::2], strict=True)]


def _draw_markers(brush: Brush, trace: Mapping[str, Any], places: Array, line_colour: str) -> None:
    marker = trace.get("marker", {})
    own = _colour(trace, "marker.color", marker.get("color"), line_colour)
    edge = marker.get("line", {})
    edge_colour = _colour(trace, "marker.line.color", edge.get("color"), own)
    edge_width = LARGER * (edge.get("width") or 0)
    size, opacity = marker.get("size", 6), marker.get("opacity", 1)
    if opacity == 0:
        return
    for i, (left, top) in enumerate(places):
        radius = LARGER * (size[i] if isinstance(size, list) else size) / 2
        if not radius or not np.isfinite([left, top]).all():
            continue
        symbol = marker.get("symbol", "circle")
        if symbol == "arrow":
            if i and np.isfinite(places[i - 1]).all():
                brush.area(_head(places[i - 1], places[i], radius), own)
            continue
        _draw_marker(brush, symbol, (left, top), radius, see_through(own, opacity), edge_colour, edge_width)


def _head(before: Array, tip: Array, radius: float) -> list[Point]:
    """The head of an arrow, no longer than the arrow; nothing of one without a length."""
    way = tip - before
    length = float(np.hypot(*way))
    if length < 1e-6:
        return []
    radius = min(radius, length / 2)
    along = way / length
    across = np.array([-along[1], along[0]])
    back = tip - 2 * radius * along
    return [tuple(tip), tuple(back + radius * across), tuple(back - radius * across)]


def _draw_marker(
    brush: Brush, symbol: str, at: Point, radius: float, own: str, edge_colour: str, edge_width: float
) -> None:
    """A circle, a diamond, a square, a cross: filled, or open, or of lines."""
    shape, _, kind = symbol.partition("-")
    is_open = kind == "open"
    if shape == "circle":
        brush.disc(at, radius, None if is_open else own, own if is_open else edge_colour, edge_width or float(is_open))
        return
    left, top = at
    if shape in ("x", "cross"):
        reach = radius if kind else 0.8 * radius
        ways = ((1, 1), (1, -1)) if shape == "x" else ((1, 0), (0, 1))
        # One that has an area is drawn as a wide line.
        width = edge_width if kind else 0.6 * radius
        for dx, dy in ways:
            ends = [(left - reach * dx, top - reach * dy), (left + reach * dx, top + reach * dy)]
            brush.line(ends, edge_colour if kind else own, width)
        return
    reach = 1.3 * radius if shape == "diamond" else radius
    turns = ((1, 0), (0, 1), (-1, 0), (0, -1)) if shape == "diamond" else ((1, 1), (-1, 1), (-1, -1), (1, -1))
    corners = [(left + reach * dx, top + reach * dy) for dx, dy in turns]
    if not is_open:
        brush.area(corners, own)
    if is_open or edge_width:
        brush.frame(corners, own if is_open else edge_colour, edge_width or 1.0)


def _draw_texts(brush: Brush, trace: Mapping[str, Any], places: Array) -> None:
    colour = _colour(trace, "textfont.color", None)
    anchor, right, down = BESIDE[trace.get("textposition", "middle center")]
    for text, (left, top) in zip(trace["text"], places, strict=False):
        if text and isinstance(text, str) and np.isfinite([left, top]).all():
            for i, row in enumerate(unescape(text).split("<br>")):
                text_row = readable(row)
                # All of it inside of the picture.
                most = brush.size[0] - width_of(text_row, LETTERS) * {"l": 1.0, "m": 0.5, "r": 0.0}[anchor[0]] - 6
                least = width_of(text_row, LETTERS) * {"l": 0.0, "m": 0.5, "r": 1.0}[anchor[0]] + 6
                place = (max(min(left + right, most), least), top + down + i * 1.1 * LETTERS)
                brush.halo(text_row, place, LETTERS, colour, GROUND, anchor)
