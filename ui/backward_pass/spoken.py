"""What a screen reader says at each stage: first the value that is new, then the formula that it came from.
Whoever listens from the first stage to the last has heard every number that goes into the next."""

from ui.backward_pass.case import Case, written
from ui.backward_pass.formula import Lines


def spoken(case: Case, formulas: tuple[Lines, ...]) -> tuple[str, ...]:
    """A sentence a stage. `formulas` are those of the stages."""
    s = case.s
    y, z, dz, slope, dy = (s(symbol) for symbol in ("y", "z", "dL/dz", "dz/dy", "dL/dy"))
    values = (
        "x of sample {row} is (" + written(case, lambda w: f"{{x_{w}:3}}") + ")",
        f"{y} of sample {{row}} is {{y:3}}",
        f"{z} of sample {{row}} is {{z:3}}",
        f"L is {{loss:3}}, the mean over {case.count:,} samples; of sample {{row}}, whose t is {{t}}, it is {{each:3}}",
        f"{dz} of sample {{row}} is {{dz:3}}",
        f"{slope} of sample {{row}} is {{slope:3}}",
        f"{dy} of sample {{row}} is {{dy:3}}",
        "dW is (" + written(case, lambda w: f"{{d{w}:3}}") + ")",
        "The new W is (" + written(case, lambda w: f"{{new_{w}:3}}") + ")",
    )
    return tuple(f"{value}. {_way(lines)}." for value, lines in zip(values, formulas, strict=True))


def _way(lines: Lines) -> str:
    """The formula, in symbols and with the numbers."""
    said = "; ".join(line[1] for line in lines if line[0] in ("symbols", "numbers"))
    return said.replace("; =", " =")
