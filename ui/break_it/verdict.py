"""What the gradient check says of the buggy dW, green or red, and both relative errors beside the tolerance."""

from core.gradient_check import PASS_MARK
from core.mistakes.effects import Effect
from ui.timeline.content import Line, Text
from ui.timeline.notation import translate
from ui.timeline.numbers import short_number
from ui.timeline.timeline import Panel


def measured(effect: Effect, buggy: bool = True) -> str:
    """Both relative errors beside the tolerance; without a bug the correct one alone."""
    mistaken = "none" if effect.relative_error is None else short_number(effect.relative_error, 3)
    both = (f"buggy {mistaken}, " if buggy else "") + f"correct {short_number(effect.right_relative_error, 3)}"
    # Near a minimum dW is so small that what rounding makes of the differences is more than a millionth of it.
    above = effect.right_passed and effect.right_relative_error >= PASS_MARK
    return f"Relative error of dW: {both}; green is below {short_number(PASS_MARK, 1)}" + (
        ", or what rounding alone can make." if above else "."
    )


def verdict_panel(effect: Effect, step: int, notation: str, buggy: bool) -> Panel:
    """Whether the check finds the bug at this step."""
    colour = "green" if effect.passed else "red"
    sentence = translate(effect.sentence, notation)
    lines: tuple[Line, ...] = (
        ("passed" if effect.passed else "failed", sentence),
        ("note", translate(measured(effect, buggy), notation)),
    )
    return Panel("verdict", f"Gradient check: {colour} at step {step}", None, (), sentence, Text((lines,)))
