"""What the gradient check says of the buggy dW, green or red, and both relative errors beside the tolerance."""

from core.gradient_check import TOLERANCE
from core.mistakes.effects import Effect
from ui.language.speaking import _, number, pgettext
from ui.timeline.content import Line, Text
from ui.timeline.notation import translate
from ui.timeline.timeline import Panel


def measured(effect: Effect, buggy: bool = True) -> str:
    """Both relative errors beside the tolerance; without a bug the correct one alone."""
    # Near a minimum dW is so small that what rounding makes of the differences is more than a millionth of it.
    above = effect.right_passed and effect.right_relative_error >= TOLERANCE
    known = {
        "right": number(effect.right_relative_error, 3),
        "wrong": pgettext("relative error", "undefined")
        if effect.relative_error is None
        # As many digits as in the sentence above it: 0.9998 would be 1 here.
        else number(effect.relative_error, 4),
        "mark": number(TOLERANCE, 1),
    }
    if not buggy and above:
        return _(
            "Relative error of dW: correct {right}; green is below {mark}, or what rounding alone can make.", **known
        )
    if not buggy:
        return _("Relative error of dW: correct {right}; green is below {mark}.", **known)
    if above:
        return _(
            "Relative error of dW: buggy {wrong}, correct {right}; green is below {mark}, or what "
            "rounding alone can make.",
            **known,
        )
    return _("Relative error of dW: buggy {wrong}, correct {right}; green is below {mark}.", **known)


def verdict_panel(effect: Effect, step: int, notation: str, buggy: bool) -> Panel:
    """Whether the check finds the bug at this step."""
    sentence = translate(_(effect.sentence), notation)
    title = (
        _("Gradient check: green at step {step}", step=step)
        if effect.passed
        else _("Gradient check: red at step {step}", step=step)
    )
    lines: tuple[Line, ...] = (
        ("passed" if effect.passed else "failed", sentence),
        ("note", translate(measured(effect, buggy), notation)),
    )
    return Panel("verdict", title, None, (), sentence, Text((lines,)))
