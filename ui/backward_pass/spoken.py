"""What a screen reader says at each stage: first the value that is new, then the formula that it came from.
Whoever listens from the first stage to the last has heard every number that goes into the next."""

from ui.backward_pass.case import Case, written
from ui.backward_pass.formula import Lines
from ui.language.speaking import _, ngettext


def spoken(case: Case, formulas: tuple[Lines, ...]) -> tuple[str, ...]:
    """A sentence a stage. `formulas` are those of the stages."""
    s = case.s
    y, z, dz, slope, dy = (s(symbol) for symbol in ("y", "z", "dL/dz", "dz/dy", "dL/dy"))
    values = (
        _("{name} of sample {{row}} is {value}", name="x", value="(" + written(case, lambda w: f"{{x_{w}:3}}") + ")"),
        _("{name} of sample {{row}} is {value}", name=y, value="{y:3}"),
        _("{name} of sample {{row}} is {value}", name=z, value="{z:3}"),
        ngettext(
            "L is {{loss:3}}, the loss of sample {{row}} alone, whose t is {{t}}",
            "L is {{loss:3}}, the mean over {n:,} samples; of sample {{row}}, whose t is {{t}}, it is {{each:3}}",
            case.count,
        ),
        _("{name} of sample {{row}} is {value}", name=dz, value="{dz:3}"),
        _("{name} of sample {{row}} is {value}", name=slope, value="{slope:3}"),
        _("{name} of sample {{row}} is {value}", name=dy, value="{dy:3}"),
        _("dW is {value}", value="(" + written(case, lambda w: f"{{d{w}:3}}") + ")"),
        _("The new W is {value}", value="(" + written(case, lambda w: f"{{new_{w}:3}}") + ")"),
    )
    return tuple(f"{value}. {_way(lines)}." for value, lines in zip(values, formulas, strict=True))


def _way(lines: Lines) -> str:
    """The formula, in symbols and with the numbers."""
    said = "; ".join(line[1] for line in lines if line[0] in ("symbols", "numbers"))
    return said.replace("; =", " =")
