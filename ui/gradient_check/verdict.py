"""Whether both gradients of a step are right, a sentence each, and what float64 makes of the course's formulas."""

import numpy as np

from core.gradient_check import PASS_MARK, Check
from ui.gradient_check.checked import Checked
from ui.language.speaking import number
from ui.panels.names import WRITTEN
from ui.timeline.content import Line, Text
from ui.timeline.notation import name
from ui.timeline.timeline import Panel


def verdict(check: Check, what: str) -> str:
    """Whether a gradient, called `what`, agrees with its central differences, in one sentence."""
    said = f"{what}: relative error {number(check.worst, 2)}, tolerance {number(PASS_MARK, 2)}"
    bent = check.bend.max() > check.rounding.max()
    cause = "truncation" if bent else "round-off"
    if check.passes and check.worst < PASS_MARK:
        return f"{said}: the gradients agree."
    if check.passes:
        gap = float(np.abs(check.analytic - check.numerical).max())
        return f"{said}; they differ by {number(gap, 2)}, which {cause} alone can make: the gradients agree."
    if check.agrees:
        most = float(max(check.bend.max(), check.rounding.max()))
        size = "large" if bent else "small"
        return f"{said}: they do not agree. h is too {size}: {cause} alone can make {number(most, 2)}."
    if check.worst < PASS_MARK:
        return f"{said}, but only because of the 1e−8 in its formula: at this h they do not agree."
    return f"{said}: at this h they do not agree."


def in_float64(checked: Checked, notation: str) -> str:
    """What float64 makes of the course's formulas, where that is no longer dW; "" where it is."""
    if checked.course is None:
        return ""
    entries = [number(float(entry), 8) for entry in checked.course.analytic[:, 0]]
    if len(entries) > WRITTEN + 1:
        entries = [*entries[:WRITTEN], "…", entries[-1]]
    fails = "" if checked.course.passes else ", which fails the check"
    return (
        f"In float64 the formulas in {name('z', notation)} give dW = ({', '.join(entries)}){fails}: outputs have "
        f"rounded. Training works from the logits, and so does this page."
    )


def verdict_panel(checked: Checked, at: str, notation: str) -> Panel:
    """Both sentences. at : the step and the width, in words"""
    lines: tuple[Line, ...] = tuple(
        ("passed" if check.passes else "failed", verdict(check, what))
        for check, what in ((checked.weights, "dW"), (checked.outputs, name("dL/dz", notation)))
    )
    beside = in_float64(checked, notation)
    if beside:
        lines += (("note", beside),)
    return Panel("verdict", f"Is the gradient right? · {at}", None, (), lines[0][1], Text((lines,)))
