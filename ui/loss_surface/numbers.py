"""The curvature at the current step, in numbers."""

from core.optimizer import RULES
from ui.loss_surface.case import Case
from ui.timeline.content import Line, Text
from ui.timeline.numbers import short_number
from ui.timeline.timeline import Panel

# Weights whose Hessian is written out.
WRITTEN = 4


def numbers_panel(case: Case) -> Panel:
    """The curvature at the current step, in numbers."""
    names, optimizer = case.names, case.scenario.optimizer
    count = len(names)
    lines: list[Line] = [("symbols", "H = Xᵀ S X / N, the Hessian at this step")]
    if count <= WRITTEN:
        for i, name in enumerate(names):
            # Tabs: the numbers stand below each other, as in a matrix.
            row = "\t".join(f"{{h{max(i, j)}_{min(i, j)}:4}}" for j in range(count))
            lines.append(("numbers", f"{name}:\t{row}"))
    lines.append(("result", "λ = (" + ", ".join(f"{{lambda{i}:4}}" for i in range(count)) + ")"))
    lines.append(("numbers", "condition number λ₁/λ" + "₁₂₃₄₅₆₇₈₉"[min(count, 9) - 1] + " = {condition:4}", "bowl"))
    lines.append(("numbers", "no bowl here: some direction is flat or bends down", "no_bowl"))
    rule = RULES[optimizer]
    if rule.stable is not None:
        formula = rule.stable_formula or rule.stable_rate
        rate = f"lr = {short_number(case.scenario.learning_rate, 6)} is"
        lines += [
            ("numbers", f"stability limit of lr in a bowl like this: {formula} = {{stable:4}}", "bends"),
            (
                "result",
                f"{rate} {{ratio:3}} × the stability limit: in such a bowl it would bounce ever farther",
                "bounces",
            ),
            ("result", f"{rate} {{percent:3}}% of the stability limit: in such a bowl it would settle", "settles"),
            ("note", "The surface is no such bowl: λ₁ changes along the way."),
        ]
    else:
        formula = RULES["gradient descent"].stable_rate
        lines.append(("numbers", f"{optimizer} measures its steps by earlier gradients: {formula} is no limit for it."))
    lines.append(("note", "‖dW‖ here: BCE {norm_bce:4}, MSE {norm_mse:4}"))
    said = " ".join(line[1] for line in lines if len(line) == 2)
    return Panel("numbers", "The curvature", None, (), said, Text((tuple(lines),)))
