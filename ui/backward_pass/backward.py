"""The timeline of the page "Backward pass": the stages inside one step, forwards and back."""

from core.data.dataset import Dataset
from core.scenario import Scenario
from core.training import History
from ui.backward_pass.arrays import arrays_panel
from ui.backward_pass.arrows import arrows_panel
from ui.backward_pass.case import Case, case_of, names, titles
from ui.backward_pass.chosen_sample import data_panel
from ui.backward_pass.code import code_panel
from ui.backward_pass.formula import formula_panel, formulas
from ui.backward_pass.graph import graph_panel
from ui.backward_pass.scalars import scalars_of
from ui.backward_pass.shapes import shapes_panel
from ui.backward_pass.spoken import spoken
from ui.backward_pass.stages import LOSS, STAGES, Z
from ui.language.speaking import _, ngettext
from ui.timeline.timeline import Inside, Timeline


def backward(
    scenario: Scenario,
    data: Dataset,
    history: History,
    step: int,
    notation: str = "I2DL",
    graph: str = "sample",
) -> Timeline:
    """The stages inside step `step` of a run.

    graph : one of GRAPHS, whose numbers the computation graph shows
    """
    case = case_of(scenario, data, history, step, notation, graph == "batch")
    scalars = scalars_of(case)
    lines = formulas(case, scalars.keys())
    panels = (
        graph_panel(case),
        formula_panel(lines),
        code_panel(case, scalars.keys()),
        shapes_panel(case),
        arrays_panel(case),
        data_panel(case),
        arrows_panel(case),
    )
    numbered = tuple(
        _("{n} of {all}: {stage}", n=i, all=len(STAGES), stage=title) for i, title in enumerate(titles(case), start=1)
    )
    readout: list[tuple[str, str | tuple[str, ...]]] = [(_("stage"), numbered)]
    readout += [(_("sample"), "{row}"), ("t", "{t}")]
    readout += [(f"{case.s('z')} − t", _known("{residual:6}", Z)), ("L", _known("{loss:8}", LOSS))]
    return Timeline(
        steps=len(STAGES) - 1,
        panels=panels,
        scalars=scalars,
        readout=tuple(readout),
        note=_held(case, history.batches is not None),
        layout="backward",
        inside=Inside(STAGES, names(notation), step, history.steps, case.numbers),
        spoken=spoken(case, lines),
    )


def _held(case: Case, is_batch: bool) -> str:
    """Which samples the arrays hold."""
    if case.count > len(case.numbers):
        return _(
            "The arrays hold all {count:,} samples; {shown} of them can be chosen.",
            count=case.count,
            shown=len(case.numbers),
        )
    if is_batch:
        return ngettext("The batch is one sample.", "The arrays hold the {n:,} samples of this batch.", case.count)
    if case.count == 2:
        return _("The arrays hold both samples.")
    return _("The arrays hold all {count:,} samples.", count=case.count)


def _known(template: str, since: int) -> tuple[str, ...]:
    """A number of the readout: a dash until its stage has come."""
    return tuple(template if stage >= since else "—" for stage in range(len(STAGES)))
