"""How each run ends, and how soon it came near to the lowest loss."""

from collections.abc import Sequence

from core.compare import Summary
from core.loss import LOSSES
from core.stopping import MEANINGS
from ui.compare.styles import STYLES
from ui.compare.trained_runs import Run, of_different_losses
from ui.language.speaking import _, here, number
from ui.timeline.content import Grid, literal
from ui.timeline.timeline import Panel


def table_panel(runs: Sequence[Run]) -> Panel:
    """How each run ends, and how soon it came near to the lowest loss."""
    mixed = of_different_losses(runs)
    # Of different losses the gradients have nothing in common, but each run has both losses.
    run_name, final = _("run"), [_("final {loss}", loss=name) for name in (LOSSES if mixed else ("L",))]
    first, last = ((run_name,), final) if mixed else ((run_name, _("‖dW‖ now")), final)
    head = (*first, _("to 1%"), _("to 0.1%"), *last, _("accuracy"), _("final status"))
    about = (*("",) * (len(head) - 1), "\n".join(map(_, MEANINGS.values())))
    rows, hints = [], []
    for k, run in enumerate(runs):
        end = run.summary
        losses = [end.losses[name] for name in LOSSES] if mixed else [end.loss]
        rows.append(
            (
                *((run.name,) if mixed else (run.name, f"{{norm{k}:4}}")),
                _steps(end, end.steps_to_1_percent),
                _steps(end, end.steps_to_01_percent),
                *map(number, losses),
                _("{share:.1f}%", share=100 * end.accuracy),
                _(end.stop.kind),
            )
        )
        why = _why_unknown(run) if end.lowest is None else _("The lowest is {loss:.6g}.", loss=end.lowest)
        hints.append((*("",) * len(first), why, why, *("",) * len(last), "", _(end.stop.sentence)))
    styles = tuple((colour, dash) for colour, dash, _ in STYLES[: len(runs)])
    said = " ".join(f"{run.name}: {_(run.summary.stop.sentence)}" for run in runs)
    return Panel(
        "table",
        _("Results"),
        None,
        (),
        literal(said),
        Grid(head, tuple(rows), tuple(hints), styles, about=about),
        caption=_("Steps until the excess loss (L − L_min) falls to 1% and to 0.1% of its initial value.")
        + (" " + _("–: L_min is not known.") if any(run.summary.lowest is None for run in runs) else ""),
    )


def _steps(end: Summary, count: int | None) -> str:
    if end.lowest is None:
        return "–"
    return _("not reached") if count is None else here(f"{count:,}")


def _why_unknown(run: Run) -> str:
    if run.scenario.loss == "MSE":
        return _("MSE can have several valleys: how low the lowest lies is not known.")
    return _("How low the loss can get is not known: it is too close to call, or there is too much data.")
