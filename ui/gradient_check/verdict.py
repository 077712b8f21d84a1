"""Whether both gradients of a step are right, a sentence each, and what float64 makes of the course's formulas."""

import numpy as np

from core.gradient_check import TOLERANCE, Check
from ui.gradient_check.case import Case
from ui.language.speaking import N_, _, listed, number
from ui.panels.names import WRITTEN
from ui.timeline.content import Line, Text
from ui.timeline.notation import name
from ui.timeline.timeline import Panel

# What a difference comes from, where it is more than the tolerance.
BY_TRUNCATION = N_(
    "{what}: relative error {error}, tolerance {tolerance}; they differ by {gap}, which truncation alone can make: the "
    "gradients agree."
)
BY_ROUNDING = N_(
    "{what}: relative error {error}, tolerance {tolerance}; they differ by {gap}, which round-off alone can make: the "
    "gradients agree."
)
TOO_LARGE = N_(
    "{what}: relative error {error}, tolerance {tolerance}: they do not agree. h is too large: "
    "truncation alone can make "
    "{most}."
)
TOO_SMALL = N_(
    "{what}: relative error {error}, tolerance {tolerance}: they do not agree. h is too small: round-off "
    "alone can make "
    "{most}."
)


def verdict(check: Check, what: str) -> str:
    """Whether a gradient, called `what`, agrees with its central differences, in one sentence."""
    bent = check.bend.max() > check.rounding.max()
    most = float(max(check.bend.max(), check.rounding.max()))
    known = {
        "what": what,
        "error": number(check.worst, 2),
        "tolerance": number(TOLERANCE, 2),
        "gap": number(float(np.abs(check.analytic - check.numerical).max()), 2),
        "most": number(most, 2),
    }
    if check.passes and check.worst < TOLERANCE:
        return _("{what}: relative error {error}, tolerance {tolerance}: the gradients agree.", **known)
    if check.passes:
        return _(BY_TRUNCATION if bent else BY_ROUNDING, **known)
    if check.agrees:
        return _(TOO_LARGE if bent else TOO_SMALL, **known)
    if check.worst < TOLERANCE:
        return _(
            "{what}: relative error {error}, tolerance {tolerance}, but only because of the 1e−8 in its "
            "formula: at this h "
            "they do not agree.",
            **known,
        )
    return _("{what}: relative error {error}, tolerance {tolerance}: at this h they do not agree.", **known)


def in_float64(case: Case, notation: str) -> str:
    """What float64 makes of the course's formulas, where that is no longer dW; "" where it is."""
    if case.course is None:
        return ""
    entries = [number(float(entry), 8) for entry in case.course.analytic[:, 0]]
    if len(entries) > WRITTEN + 1:
        entries = [*entries[:WRITTEN], "…", entries[-1]]
    known = {"z": name("z", notation), "dW": f"({listed(entries)})"}
    if case.course.passes:
        return _(
            "In float64 the formulas in {z} give dW = {dW}: outputs have been rounded. Training works from "
            "the logits, and so does "
            "this page.",
            **known,
        )
    return _(
        "In float64 the formulas in {z} give dW = {dW}, which fails the check: outputs have been rounded. "
        "Training works from the "
        "logits, and so does this page.",
        **known,
    )


def verdict_panel(case: Case, at: str, notation: str) -> Panel:
    """Both sentences. at : the step and the width, in words"""
    lines: tuple[Line, ...] = tuple(
        ("passed" if check.passes else "failed", verdict(check, what))
        for check, what in ((case.weights, "dW"), (case.outputs, name("dL/dz", notation)))
    )
    beside = in_float64(case, notation)
    if beside:
        lines += (("note", beside),)
    return Panel("verdict", _("Is the gradient right?") + f" · {at}", None, (), lines[0][1], Text((lines,)))
