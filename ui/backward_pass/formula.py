"""Each stage as a formula: in symbols, with one sample's numbers, its result; and a word where float64 rounds."""

from collections.abc import Collection

import numpy as np

from ui.backward_pass.case import Case, written
from ui.language.speaking import _, listed, ngettext
from ui.timeline.content import (
    Line,
    Text,
)
from ui.timeline.timeline import Panel

# z(1 − z) below this: the sigmoid is flat, and the factors are worth a word.
FLAT = 1e-4


Lines = tuple[Line, ...]


def formula_panel(lines: tuple[Lines, ...]) -> Panel:
    """The formula of each stage, as `formulas` has them."""
    said = tuple(" ".join(line[1] for line in stage if len(line) == 2) for stage in lines)
    return Panel("formula", _("The formula"), None, (), said, Text(lines))


def formulas(case: Case, rounded: Collection[str]) -> tuple[Lines, ...]:
    """Each stage in symbols, then with this sample's numbers, then the result.

    rounded : the names of what float64 makes otherwise
    """
    s = case.s
    y, z, dz, slope, dy = (s(symbol) for symbol in ("y", "z", "dL/dz", "dz/dy", "dL/dy"))
    bce = case.scenario.loss == "BCE"
    return (
        (
            ("symbols", _("X = [x, 1]: the ones are appended last, for the bias")),
            ("numbers", "x = (" + written(case, lambda w: f"{{x_{w}:6}}") + ")"),
            ("note", _("Forward keeps X in the cache: the backward pass will need it for dW.")),
        ),
        (
            ("symbols", f"{y} = x · W = " + written(case, lambda w: f"{'1' if w == 'b' else 'x' + w[1:]}·{w}", " + ")),
            ("numbers", "= " + written(case, lambda w: f"({{x_{w}:6}})·({{{w}:6}})", " + ")),
            ("result", f"{y} = {{y:5}}"),
            *_cancels(case, rounded, "y"),
        ),
        (
            ("symbols", f"{z} = 1 / (1 + e^(−{y}))"),
            ("numbers", "= 1 / (1 + e^(−({y:6})))"),
            ("result", f"{z} = {{z:5}}"),
            ("note", _("{z} goes into the cache, beside X.", z=z)),
        ),
        _loss_lines(case, rounded),
        (
            ("symbols", f"{dz} = −(t/{z} − (1 − t)/(1 − {z})) / N" if bce else f"{dz} = 2 ({z} − t) / N"),
            (
                "numbers",
                "= −({t}/{z:6} − (1 − {t})/{one_minus_z:6}) / {n}" if bce else "= 2 ({z:6} − {t}) / {n}",
            ),
            ("result", f"{dz} = {{dz:5}}"),
            ("note", _("The upstream gradient: what backward() is handed as dout.")),
            *_beyond(case, rounded),
            *_made(case, rounded, "dz"),
        ),
        (
            ("symbols", f"{slope} = {z} (1 − {z})"),
            ("numbers", "= {z:6} · {one_minus_z:6}"),
            ("result", f"{slope} = {{slope:5}}"),
            ("note", _("{z} comes from the cache: no new exponential.", z=z)),
            *_made(case, rounded, "slope"),
        ),
        _product_lines(case, rounded),
        (
            ("symbols", _("dW = Xᵀ · {dy} = the sum of one arrow x · {dy} per sample", dy=dy)),
            (
                "numbers",
                _("this sample: {formula}", formula="{dy:6} · (" + written(case, lambda w: f"{{x_{w}:6}}") + ")"),
            ),
            ("numbers", "= (" + written(case, lambda w: f"{{arrow_{w}:5}}") + ")"),
            (
                "result",
                _of_all(case.count, "dW = (" + written(case, lambda w: f"{{d{w}:8}}") + ")"),
            ),
            *_made_of_all(case, rounded, "db", "dW = (" + written(case, lambda w: f"{{float64_d{w}:8}}") + ")"),
            *_cancels(case, rounded, *(f"d{w}" for w in case.weights)),
        ),
        (*_update_lines(case), *_cancels(case, rounded, *(f"new_{w}" for w in case.weights))),
    )


def _made(case: Case, rounded: Collection[str], name: str) -> Lines:
    """What float64 makes of a formula, for the samples for which that is another number."""
    if f"float64_{name}" not in rounded:
        return ()
    known = {"z": case.s("z"), "value": f"{{float64_{name}:5}}", "rest": "{float64_one_minus_z:5}"}
    above = _("In float64 this formula gives {value}: {z} has been rounded, and its 1 − {z} is {rest}.", **known)
    below = _("In float64 this formula gives {value}: {z} is too near 0 for it.", **known)
    return ("note", above, f"above_{name}"), ("note", below, f"below_{name}")


def _made_of_all(case: Case, rounded: Collection[str], name: str, template: str) -> Lines:
    """What float64 makes of a formula over all samples, where that is another number."""
    if f"float64_{name}" not in rounded:
        return ()
    said = _(
        "In float64 the formulas in {z} give {formula}, because outputs have been rounded. Training works "
        "from the logits, and "
        "loses nothing.",
        z=case.s("z"),
        formula=template,
    )
    return (("note", said),)


def _cancels(case: Case, rounded: Collection[str], *names: str) -> Lines:
    """A word where terms cancel: there the page has 0, as paper has, and float64 something very small."""
    left = [f"{{left_{name}:3}}" for name in names if f"left_{name}" in rounded]
    if not left:
        return ()
    said = _("The terms cancel. In float64 {left} is left instead of 0: that is rounding.", left=listed(left))
    return (("note", said, "left_y") if names == ("y",) else ("note", said),)


def _beyond(case: Case, rounded: Collection[str]) -> Lines:
    """A word where no float holds dL/dz."""
    said = _("The true {dz} is larger still: no float holds it.", dz=case.s("dL/dz"))
    return (("note", said, "beyond"),) * ("beyond" in rounded)


def _of_all(count: int, formula: str) -> str:
    """A formula of all samples that the arrays hold."""
    if count == 2:
        return _("both: {formula}", formula=formula)
    return ngettext("the only one: {formula}", "all {n:,}: {formula}", count, formula=formula)


def _mean_of_all(count: int, formula: str) -> str:
    if count == 2:
        return _("mean over both: {formula}", formula=formula)
    return ngettext("mean over this one alone: {formula}", "mean over all {n:,}: {formula}", count, formula=formula)


def _loss_lines(case: Case, rounded: Collection[str]) -> Lines:
    z = case.s("z")
    if case.scenario.loss == "BCE":
        symbols = _("L = mean of {each}", each=f"−(t log {z} + (1 − t) log(1 − {z}))")
        numbers = _("this sample: {formula}", formula="−({t}·log {z:6} + (1 − {t})·log {one_minus_z:6}) = {each:5}")
    else:
        symbols = _("L = mean of {each}", each=f"({z} − t)²")
        numbers = _("this sample: {formula}", formula="({z:6} − {t})² = {each:5}")
    lines: Lines = (
        ("symbols", symbols),
        ("numbers", numbers),
        *_made(case, rounded, "each"),
        ("result", _mean_of_all(case.count, "L = {loss:8}")),
        *_made_of_all(case, rounded, "loss", "L = {float64_loss:8}"),
    )
    return (*lines, ("note", _("log is the natural logarithm, ln on a calculator."))) if "log" in symbols else lines


def _product_lines(case: Case, rounded: Collection[str]) -> Lines:
    """dL/dy as a product, beside the fused form: where the sigmoid is flat BCE and MSE differ."""
    s = case.s
    z, dz, slope, dy = (s(symbol) for symbol in ("z", "dL/dz", "dz/dy", "dL/dy"))
    fused = f"({z} − t)/N" if case.scenario.loss == "BCE" else f"2 ({z} − t) {z} (1 − {z})/N"
    lines: list[Line] = [
        ("symbols", f"{dy} = {dz} · {slope}"),
        ("numbers", "= {dz:6} · {slope:6}"),
        *_beyond(case, rounded),
        ("result", f"{dy} = {{dy:5}}"),
        ("note", _("At once, from the logit: {formula}", formula=f"{fused} = {{dy:5}}")),
        *_made(case, rounded, "dy"),
    ]
    if np.any(case.now.dz_dy[case.rows] < FLAT):
        lines.append(
            (
                "note",
                _(
                    "Where {slope} is tiny, BCE has huge · tiny = {{bce_dz:3}} · {{slope:3}}: σ′ cancels, and "
                    "{{bce_fused:3}} is left. MSE has {{mse_dz:3}} · {{slope:3}} = {{mse_fused:3}}: σ′ "
                    "stays and kills it. "
                    "Training takes {dy} at once, which loses nothing where {z} has been rounded.",
                    slope=slope,
                    dy=dy,
                    z=z,
                ),
            )
        )
    return tuple(lines)


def _update_lines(case: Case) -> Lines:
    if case.scenario.optimizer == "gradient descent":
        symbols = "W ← W − lr · dW"
        numbers = written(case, lambda w: f"{w}: {{{w}:6}} − {{lr:3}}·({{d{w}:6}})", "; ")
    else:
        symbols = _(
            "W ← W − lr · ({optimizer}: what it makes of dW and of the steps before)",
            optimizer=_(case.scenario.optimizer),
        )
        numbers = written(case, lambda w: f"{w}: {{{w}:6}} + ({{step_{w}:6}})", "; ")
    return (
        ("symbols", symbols),
        ("numbers", numbers),
        ("result", "W = (" + written(case, lambda w: f"{{new_{w}:5}}") + ")"),
    )
