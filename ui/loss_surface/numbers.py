"""The curvature at the current step, in numbers."""

from core.optimizer import RULES
from ui.language.speaking import _, listed, number
from ui.loss_surface.case import Case
from ui.timeline.content import Line, Text
from ui.timeline.timeline import Panel

# Weights whose Hessian is written out.
WRITTEN = 4


def numbers_panel(case: Case) -> Panel:
    """The curvature at the current step, in numbers."""
    names, optimizer = case.names, case.scenario.optimizer
    count = len(names)
    lines: list[Line] = [("symbols", _("H = Xᵀ S X / N, the Hessian at this step"))]
    if count <= WRITTEN:
        for i, name in enumerate(names):
            # Tabs: the numbers stand below each other, as in a matrix.
            row = "\t".join(f"{{h{max(i, j)}_{min(i, j)}:4}}" for j in range(count))
            lines.append(("numbers", f"{name}:\t{row}"))
    lines.append(("result", f"λ = ({listed(f'{{lambda{i}:4}}' for i in range(count))})"))
    lines.append(
        (
            "numbers",
            _("condition number {formula}", formula="λ₁/λ" + "₁₂₃₄₅₆₇₈₉"[min(count, 9) - 1] + " = {condition:4}"),
            "bowl",
        )
    )
    lines.append(("numbers", _("no bowl here: some direction is flat or bends down"), "no_bowl"))
    rule = RULES[optimizer]
    if rule.stable is not None:
        formula = rule.stable_formula or rule.stable_rate
        rate = number(case.scenario.learning_rate, 6)
        lines += [
            (
                "numbers",
                _("stability limit of lr in a bowl like this: {formula} = {{stable:4}}", formula=formula),
                "bends",
            ),
            (
                "result",
                _(
                    "lr = {rate} is {{ratio:3}} × the stability limit: in such a bowl it would bounce ever farther",
                    rate=rate,
                ),
                "bounces",
            ),
            (
                "result",
                _("lr = {rate} is {{percent:3}}% of the stability limit: in such a bowl it would settle", rate=rate),
                "settles",
            ),
            ("note", _("The surface is not such a bowl: λ₁ changes along the way.")),
        ]
    else:
        formula = RULES["gradient descent"].stable_rate
        lines.append(
            (
                "numbers",
                _(
                    "{optimizer} measures its steps by earlier gradients: {formula} is no limit for it.",
                    optimizer=_(optimizer),
                    formula=formula,
                ),
            )
        )
    lines.append(("note", _("‖dW‖ here: BCE {norm_bce:4}, MSE {norm_mse:4}")))
    said = " ".join(line[1] for line in lines if len(line) == 2)
    return Panel("numbers", _("The curvature"), None, (), said, Text((tuple(lines),)))
