"""Both values of every entry of a gradient beside each other, and their relative error: a table of dW, one of dL/dz."""

from collections.abc import Sequence

from core.gradient_check import Check
from ui.gradient_check.case import Case
from ui.language.speaking import N_, _, number
from ui.timeline.content import Grid
from ui.timeline.notation import name
from ui.timeline.timeline import Panel

# The columns of a table of both values.
HEAD = (N_("analytic"), N_("central difference"), N_("relative error"))


def head(first: str) -> tuple[str, ...]:
    """The columns' names, in words. first : of the column that names the rows"""
    return (first, *map(_, HEAD))


def _rows(check: Check, labels: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """A table's rows, an entry each: its label, and what HEAD says."""
    values = zip(labels, check.analytic[:, 0], check.numerical[:, 0], check.error[:, 0], strict=True)
    return tuple((label, number(a, 10), number(b, 10), number(error, 2)) for label, a, b, error in values)


def weight_rows(case: Case) -> tuple[tuple[str, ...], ...]:
    """The table of dW."""
    names = [*(f"w{i + 1}" for i in range(len(case.weights.analytic) - 1)), "b"]
    return _rows(case.weights, names)


def output_rows(case: Case) -> tuple[tuple[str, ...], ...]:
    """The table of dL/dz, a row a sample."""
    return _rows(case.outputs, [str(row) for row in case.rows])


def about(case: Case, notation: str) -> str:
    """How the errors are measured, in a line under the tables."""
    dz, z, y = (name(symbol, notation) for symbol in ("dL/dz", "z", "y"))
    return _(
        "Step {step}. Analytic: what the backward pass says. Central difference: (L(w + h) − L(w − h)) / 2h. "
        "Relative error: max |a − b| / max(1e−8, |a| + |b|), a and b being these two. For {dz}, one sample’s logit "
        "{y} moves by ±h, and its {z} with it: then the change of L is divided by the change of {z}.",
        step=case.step,
        dz=dz,
        y=y,
        z=z,
    )


def weights_panel(case: Case, at: str) -> Panel:
    """The table of dW. at : the step and the width, in words"""
    return Panel("weights", f"dW · {at}", None, (), "dW.", Grid(head("dW"), weight_rows(case)))


def outputs_panel(case: Case, at: str, notation: str) -> Panel:
    """The table of dL/dz, and how the errors are measured."""
    dz, grid = name("dL/dz", notation), Grid(head(_("sample")), output_rows(case))
    return Panel("outputs", f"{dz} · {at}", None, (), f"{dz}.", grid, caption=about(case, notation))
