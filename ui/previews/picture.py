"""The picture of a link: 1200 × 630 pixels, as chats and forums show it. On top what the link is called; the panels by
which its page is known, at the link's moment; and the numbers of that moment."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Array
from ui.export.light_view import Destination
from ui.language.speaking import _
from ui.page import Runner
from ui.pages import HOME
from ui.previews.brush import SEMIBOLD, Brush, fitted, readable, width_of
from ui.previews.chart import COLOURS, At, Chart
from ui.timeline.style import BACKGROUND, FAINT, TEXT
from ui.timeline.templates import FIELD, fill
from ui.timeline.timeline import Panel, Timeline

WIDTH, HEIGHT = 1200, 630
NAME = "Gradient Explorer"
INK, PALE, GROUND, LINE = COLOURS[TEXT], COLOURS[FAINT], COLOURS[BACKGROUND], "#d9d6d2"
EDGE = 40
# Sizes of the title, the first one that has room; and of the rest, in pixels.
TITLES = (52, 46, 40, 36)
VALUE, LABEL, PRODUCT, AXIS = 44, 26, 28, 23
# Of names that have no room, the first one that has some.
LABELS = (LABEL, 24, 22, 20)
# Where the charts begin, and what stands below and beside one: the name of its axis.
TOP, AXIS_ROOM, BETWEEN = 104, 36, 24
# Numbers are below two charts, or beside one.
BELOW, BESIDE = 134, 372
ROUND = 10
# As many numbers as can be read.
NUMBERS = 5
DIGITS = 5
# Between two numbers, and as wide as a line with its room before a name.
GAP, KEY = 26, 48
# The panel that says least of what becomes of a run.
DATA = "data"
# Of the numbers inside a step, those that say least to whoever is not there.
LEFT_OUT = ("t", "z − t")


def picture(
    title: str, destination: Destination, run: Runner, shown: Sequence[str], without: Sequence[str] = ()
) -> bytes:
    """A PNG of a link's moment.

    title : of the link · shown : the panels that it may be of, the first one first
    without : names of panels and traces that are left out
    """
    title = readable(title)
    timeline = destination.page.timeline_alone(destination.shown, run)
    at = moment_of(timeline, destination)
    brush = Brush(WIDTH, HEIGHT, GROUND)
    size = next((size for size in TITLES if width_of(title, size, SEMIBOLD) <= WIDTH - 2 * EDGE), TITLES[-1])
    brush.write(fitted(title, WIDTH - 2 * EDGE, size, SEMIBOLD), (EDGE, 74), size, INK, SEMIBOLD)
    charts = [Chart(panel, at, without) for panel in flat_panels(timeline, shown) if panel.name not in without]
    charts = [chart for chart in charts if not chart.is_empty][:2]
    if not charts and DATA not in without:
        charts = [_of_its_data(destination, run)]
    numbers = numbers_of(timeline, at)
    if len(charts) == 1:
        room = WIDTH - 2 * EDGE - AXIS_ROOM - BETWEEN - BESIDE
        height = HEIGHT - EDGE - AXIS_ROOM - TOP
        width = _width(charts[0], room, height)
        _draw_chart(brush, charts[0], EDGE, width, height)
        left = EDGE + AXIS_ROOM + width + BETWEEN + 16
        _write_column(
            brush, [*numbers, *(Number(name, "", (colour, dash)) for name, colour, dash in charts[0].keys)], left
        )
        _write_app(brush, HEIGHT - EDGE)
    elif charts:
        height = HEIGHT - BELOW - AXIS_ROOM - TOP
        room = WIDTH - 2 * EDGE - 2 * AXIS_ROOM - BETWEEN
        first = _width(charts[0], room // 2, height)
        second = _width(charts[1], room - first, height)
        _draw_chart(brush, charts[0], EDGE, first, height)
        # What is left is on both sides of the second one.
        left = EDGE + AXIS_ROOM + first + BETWEEN + (room - first - second) // 2
        _draw_chart(brush, charts[1], left, second, height)
        _write_row(brush, numbers)
    else:
        _write_column(brush, numbers, EDGE)
        _write_app(brush, HEIGHT - EDGE)
    return brush.png()


@dataclass(frozen=True)
class Number:
    """A number of a moment: what it is called, how it is written, and the colour and dash of the line it belongs to."""

    label: str
    value: str
    line: tuple[str, str] | None = None


def _of_its_data(destination: Destination, run: Runner) -> Chart:
    """The samples and the boundary, where a page shows nothing that can be drawn."""
    settings = HOME.flat(destination.settings)
    timeline = HOME.timeline_alone(replace(destination.shown, settings=settings), run)
    return Chart(flat_panels(timeline, (DATA,))[0], At(min(destination.step, timeline.steps)))


def moment_of(timeline: Timeline, destination: Destination) -> At:
    """Where in a timeline a link stands."""
    inside = timeline.inside
    if inside is None:
        return At(min(destination.step, timeline.steps))
    sample = min(range(len(inside.samples)), key=lambda place: abs(inside.samples[place] - destination.sample))
    return At(inside.codes.index(destination.stage), sample)


def flat_panels(timeline: Timeline, shown: Sequence[str]) -> list[Panel]:
    """Those of a timeline's panels that are flat charts."""
    panels = {panel.name: panel for panel in timeline.panels if panel.figure and "scene" not in panel.figure.layout}
    return [panels[name] for name in shown if name in panels]


def numbers_of(timeline: Timeline, at: At) -> list[Number]:
    """The first numbers of a moment, as the page's own line has them."""
    inside = timeline.inside

    def now(values: Array) -> float:
        place = at.sample if inside else at.step
        return float(values[place if len(values) > 1 else 0])

    values = {name: now(values) for name, values in timeline.scalars.items()}
    found = [Number(_("step"), _("{step} of {last}", step=inside.step, last=inside.last))] if inside else []
    for label, template in timeline.readout:
        text = template if isinstance(template, str) else template[at.step]
        shorter = FIELD.sub(lambda field: re.sub(r":[6-9]}", f":{DIGITS}}}", field[0]), text)
        # What is said besides has no room.
        value = fill(shorter, values).partition(" · ")[0]
        if value != "—" and not (inside and label in LEFT_OUT):
            found.append(Number(readable(label), readable(value), timeline.legend.get(label)))
    return found[:NUMBERS]


def _width(chart: Chart, room: int, height: int) -> int:
    """How wide a chart of a height is, where there is so much room."""
    return min(room, round(height * chart.aspect)) if chart.aspect else room


def _draw_chart(brush: Brush, chart: Chart, left: int, width: int, height: int) -> None:
    """A chart with the names of its axes, the upper one's before its left edge."""
    if chart.aspect:
        height = min(height, round(width / chart.aspect))
    place = (left + AXIS_ROOM, TOP)
    brush.put(chart.draw(width, height), place, ROUND)
    brush.box((place[0], TOP, place[0] + width, TOP + height), None, LINE, 1.5, ROUND)
    name = fitted(readable(chart.x.name), width, AXIS)
    brush.write(name, (place[0] + width / 2, TOP + height + 8), AXIS, PALE, anchor="ma")
    name = fitted(readable(chart.y.name), height, AXIS)
    upwards = Brush(max(round(width_of(name, AXIS)), 1), AXIS + 8, GROUND)
    upwards.write(name, (0, AXIS), AXIS, PALE)
    brush.put(upwards.turned(), (left, TOP + (height - upwards.size[0]) / 2))


def _write_row(brush: Brush, numbers: Sequence[Number]) -> None:
    """Numbers below the charts, as many as have room; their names share what the numbers themselves leave. Names of
    lines are all that tells the lines apart: they have the app's room too, and smaller letters before they are cut."""
    lines = any(number.line for number in numbers)
    _write_app(brush, HEIGHT - BELOW - 2 if lines else HEIGHT - EDGE)
    room = WIDTH - 2.0 * EDGE - (0 if lines else width_of(NAME, PRODUCT, SEMIBOLD))
    ends = np.cumsum([width_of(number.value, VALUE, SEMIBOLD) + GAP for number in numbers])
    numbers = _without_what_all_say(numbers[: int((ends <= room).sum())])
    needed = [width_of(number.value, VALUE, SEMIBOLD) + GAP for number in numbers]
    for size in LABELS:
        wanted = [max(_wide(number, size) + GAP, need) for number, need in zip(numbers, needed, strict=True)]
        if sum(wanted) <= room:
            break
    share = min(max(room - sum(needed), 0.0) / max(sum(wanted) - sum(needed), 1.0), 1.0)
    left = float(EDGE)
    for number, need, want in zip(numbers, needed, wanted, strict=True):
        width = need + share * (want - need)
        _write_number(brush, number, left, HEIGHT - EDGE, width - GAP / 2, size)
        left += width


def _without_what_all_say(numbers: Sequence[Number]) -> list[Number]:
    """The same numbers, the names of whose lines leave out what each of them begins with: "L, momentum" and "L, Adam"
    are momentum and Adam."""
    named = [number.label for number in numbers if number.line]
    begin = "".join(named[0].partition(", ")[:2]) if len(named) > 1 else ""
    if not all(label.startswith(begin) for label in named):
        return list(numbers)
    return [replace(number, label=number.label.removeprefix(begin)) if number.line else number for number in numbers]


def _write_app(brush: Brush, baseline: float) -> None:
    brush.write(NAME, (WIDTH - EDGE, baseline), PRODUCT, PALE, SEMIBOLD, "rs")


def _write_column(brush: Brush, numbers: Sequence[Number], left: float) -> None:
    """Numbers beside the chart, as many as have room."""
    baseline = TOP + 78.0
    for number in numbers:
        if baseline < HEIGHT - EDGE - PRODUCT - GAP / 2:
            _write_number(brush, number, left, baseline, WIDTH - EDGE - left)
        baseline += 102 if number.value else 44


def _wide(number: Number, size: int) -> float:
    """How wide a number's name is in letters of this size, with the line before it."""
    return width_of(number.label, size) + (KEY if number.line else 0)


def _write_number(brush: Brush, number: Number, left: float, baseline: float, room: float, size: int = LABEL) -> None:
    """A number below its name, and before the name the line that it belongs to."""
    begin = left
    if number.line:
        colour, dash = number.line
        ends = [(left, baseline - 54), (left + KEY - 10, baseline - 54)]
        brush.line(ends, INK if colour == "currentColor" else colour, 4, dash)
        begin += KEY
    brush.write(fitted(number.label, room - (begin - left), size), (begin, baseline - 46), size, PALE)
    brush.write(fitted(number.value, room, VALUE, SEMIBOLD), (left, baseline), VALUE, INK, SEMIBOLD)
