"""The numbers of both codes stage by stage, and where they first differ."""

import numpy as np

from core.arrays import Array
from core.mistakes.effects import STAGES, Effect, same
from ui.break_it.case import Case
from ui.break_it.styles import MISTAKEN, RIGHT
from ui.timeline.content import Grid
from ui.timeline.notation import translate
from ui.timeline.numbers import short_number
from ui.timeline.timeline import Panel

# Rows of an array that the table shows.
ROWS = 3
# The stages whose arrays have one row per sample; the others have one row per weight.
SAMPLE_STAGES = STAGES[:4]


def stage_table(effect: Effect, count: int) -> tuple[dict[str, list[str]], str]:
    """The numbers stage by stage, as the columns of a table in Markdown; and which rows of `count` samples it shows."""
    row = _most_different(effect, count)
    samples = sorted({*range(min(ROWS, count)), row or 0})
    table: dict[str, list[str]] = {"stage": [], RIGHT: [], MISTAKEN: [], "both": []}
    for stage in STAGES:
        computed, wrong = effect.computed.at(stage), effect.wrong.at(stage)
        rows = samples if stage in SAMPLE_STAGES else None
        table["stage"].append("new W" if stage == "update" else stage)
        right, in_float64 = _cell(effect.right.at(stage), rows), _cell(computed, rows)
        # Where outputs have rounded, the right code gives other numbers than the true ones, and the mistaken code too.
        table[RIGHT].append(right if right == in_float64 else f"{right}; in float64 {in_float64}")
        table[MISTAKEN].append(_cell(wrong, rows))
        table["both"].append(
            "agree" if same(wrong, computed) else "**first differ here**" if stage == effect.stage else "differ"
        )
    shown = ", ".join(f"{each:,}" for each in samples[:-1]) + f" and {samples[-1]:,}"
    most = "" if row is None else f"; in row {row:,} they differ most"
    said = f"Rows {shown} of {count:,} samples{most}. Of dW and the new W every row, the bias last."
    error = effect.wrong.error
    return table, said if error in effect.sentence else f"{said} {error}"


def _most_different(effect: Effect, count: int) -> int | None:
    """The sample whose numbers differ most at the stage where they first differ; None where that stage has none."""
    if effect.stage not in SAMPLE_STAGES:
        return None
    right, wrong = effect.computed.at(effect.stage), effect.wrong.at(effect.stage)
    if right is None or wrong is None or right.shape != wrong.shape:
        return None
    with np.errstate(over="ignore"):
        return int(np.argmax(np.abs(wrong - right)))


def _cell(array: Array | None, rows: list[int] | None) -> str:
    if array is None:
        return "—"
    values = array[:, 0] if rows is None else array[rows, 0]
    more = ", …" if rows is not None and len(array) > len(rows) else ""
    return f"({len(array):,}, 1): " + ", ".join(short_number(value, 5) for value in values) + more


def stages_panel(effect: Effect, case: Case, notation: str) -> Panel:
    """The table; the row where the values first differ is lit."""
    table, said = stage_table(effect, len(case.X))
    rows = tuple(
        (translate(stage, notation), right, mistaken, both.strip("*"))
        for stage, right, mistaken, both in zip(*table.values(), strict=True)
    )
    lit = tuple(i for i, both in enumerate(table["both"]) if both.startswith("*"))
    title = f"Where the values first differ: step {case.step}"
    caption = f"Step {case.step} of the correct run. {said}"
    return Panel("parts", title, None, (), caption, Grid(tuple(table), rows, lit=lit), caption)
