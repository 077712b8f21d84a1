"""The numbers of both codes stage by stage, and where they first differ; without a bug, those of the correct code."""

import numpy as np

from core.arrays import Array
from core.mistakes.effects import STAGES, Effect, same
from ui.break_it.case import Case
from ui.break_it.styles import MISTAKEN, RIGHT
from ui.language.speaking import N_, _, here, listed, number
from ui.timeline.content import Grid
from ui.timeline.notation import translate
from ui.timeline.timeline import Panel

# The stages whose arrays have one row per sample; the others have one row per weight.
SAMPLE_STAGES = STAGES[:4]
FIRST_DIFFERENCE = N_("first differ")
# The column that says whether both values of a row agree.
COMPARED = N_("compared")


def stage_table(effect: Effect, count: int, buggy: bool = True) -> tuple[dict[str, list[str]], str]:
    """The numbers stage by stage, as the columns of a table; and which rows of `count` samples it shows."""
    row = _most_different(effect, count)
    # The first, and where most is to be seen.
    samples = sorted({0, min(row or 1, count - 1)})
    table: dict[str, list[str]] = {N_("stage"): [], RIGHT: [], MISTAKEN: [], COMPARED: []}
    for stage in STAGES:
        right, computed, wrong = effect.right.at(stage), effect.computed.at(stage), effect.wrong.at(stage)
        rows = samples if stage in SAMPLE_STAGES else None
        named, shape = _("new W") if stage == "update" else stage, None if right is None else right.shape
        table["stage"].append(named if shape is None else f"{named} {_written(shape)}")
        true, in_float64 = _cell(right, rows, shape), _cell(computed, rows, shape)
        # Where outputs have rounded, the right code gives other numbers than the true ones, and the mistaken code too.
        table[RIGHT].append(true if true == in_float64 else _("{true}; in float64 {made}", true=true, made=in_float64))
        table[MISTAKEN].append(_cell(wrong, rows, shape))
        table[COMPARED].append(
            N_("agree") if same(wrong, computed) else FIRST_DIFFERENCE if stage == effect.stage else N_("differ")
        )
    if not buggy:
        del table[MISTAKEN], table[COMPARED]
    shown = _(" and ").join(here(f"{each:,}") for each in samples)
    said = _("Samples {shown} of {count:,}; dW and the new W whole, the bias last.", shown=shown, count=count)
    if row is not None:
        said = _(
            "Samples {shown} of {count:,} (sample {most:,} differs most); dW and the new W whole, the bias last.",
            shown=shown,
            count=count,
            most=row,
        )
    error = effect.wrong.error
    return table, said if error in effect.sentence else f"{said} {_(error)}"


def _most_different(effect: Effect, count: int) -> int | None:
    """The sample whose numbers differ most at the stage where they first differ; None where that stage has none."""
    if effect.stage not in SAMPLE_STAGES:
        return None
    right, wrong = effect.computed.at(effect.stage), effect.wrong.at(effect.stage)
    if right is None or wrong is None or right.shape != wrong.shape:
        return None
    with np.errstate(over="ignore"):
        return int(np.argmax(np.abs(wrong - right)))


def _written(shape: tuple[int, ...]) -> str:
    return f"({', '.join(f'{length:,}' for length in shape)})"


def _cell(array: Array | None, rows: list[int] | None, shape: tuple[int, ...] | None) -> str:
    """The numbers of these rows, or of all, with the array's shape where it is not `shape`."""
    if array is None:
        return "—"
    own = "" if array.shape == shape else f"{_written(array.shape)}: "
    values = array[:, 0] if rows is None else array[rows, 0]
    more = ["…"] if rows is not None and len(array) > len(rows) else []
    return own + listed([*(number(value, 5) for value in values), *more])


def stages_panel(effect: Effect, case: Case, notation: str, buggy: bool) -> Panel:
    """The table; the row where the values first differ is lit."""
    table, said = stage_table(effect, len(case.X), buggy)
    rows = tuple((translate(stage, notation), *map(_, cells)) for stage, *cells in zip(*table.values(), strict=True))
    lit = tuple(i for i, said_of_both in enumerate(table.get(COMPARED, ())) if said_of_both == FIRST_DIFFERENCE)
    title = _("Where the values first differ") if buggy else _("The values, stage by stage")
    caption = translate(said, notation)
    return Panel(
        "parts",
        _("{panel}: step {step}", panel=title, step=case.step),
        None,
        (),
        caption,
        Grid(tuple(map(_, table)), rows, lit=lit),
        caption,
    )
