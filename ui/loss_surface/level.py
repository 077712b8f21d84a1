"""The line of equal loss through a step: drawn at rest, or in a file with every step."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.arrays import Array
from core.classifier import with_ones
from core.data.dataset import Dataset
from core.loss import LOSSES, Loss
from core.scenario import Scenario
from core.surface.level_lines import level_line
from core.surface.sections import Section, choose_section
from core.training import History
from ui.loss_surface.case import Case
from ui.loss_surface.look import Look
from ui.timeline.timeline import Panel, Track

# Numbers of level lines that travel with a timeline at the most: in a file they take half a byte each.
LEVELS = 900_000
# Of a segment: its two ends, then a gap.
POINTS = 3


def level_tracks(scenario: Scenario, data: Dataset, history: History, look: Look, step: int) -> tuple[Track, ...]:
    """The line of equal loss through step `step`, as tracks of one step: it is drawn when the user rests there."""
    loss = LOSSES[look.loss(scenario)]()
    section = choose_section(scenario, data, history, look.choice, loss, step)
    at = section.plane.coordinates(history.W[step : step + 1])
    return _as_tracks([_level(section, loss, data, section.heights(loss, data), at[0])])


def _level(section: Section, loss: Loss, data: Dataset, heights: Array, at: Array) -> Array:
    """The line of equal loss through a point (2,) of the section with these heights (B, A): segments (K, 2, 2)."""
    W = section.weights(float(at[0]), float(at[1]), data)
    height = float(loss.each_from_logit(with_ones(data.X) @ W, data.t).mean())
    return level_line(section.u, section.v, heights, height)


def _as_tracks(lines: Sequence[Array], bits: int = 32) -> tuple[Track, ...]:
    """The level line of each step, (K, 2, 2) with a K of its own, as tracks of the longest one's width."""
    room = np.full((len(lines), max(1, *map(len, lines)), POINTS, 2), np.nan)
    for row, segments in zip(room, lines, strict=True):
        row[: len(segments), :2] = segments
    return tuple(Track("level", axis, room[..., k].reshape(len(lines), -1), bits=bits) for k, axis in enumerate("xy"))


def with_levels(case: Case, panel: Panel) -> Panel:
    """The panel with the level line of every step, in 16 bits. A run that is too long for that keeps none."""
    name = case.look.loss(case.scenario)
    loss, heights = LOSSES[name](), case.heights[name]
    # No level line is short: a run that is far too long need not be measured first.
    if len(case.at) * len(case.section.u) > LEVELS:
        return panel
    lines = []
    for at in case.at:
        lines.append(_level(case.section, loss, case.data, heights, at))
        # Every step gets the room that the longest line takes, so one can be too long for all.
        if len(case.at) * len(lines[-1]) * POINTS * 2 > LEVELS:
            return panel
    levels = _as_tracks(lines, bits=16)
    others = [track for track in panel.tracks if track.trace != "level"]
    return replace(panel, tracks=(*others, *levels))
