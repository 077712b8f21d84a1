"""The curvature at the current step, in numbers."""

from core.optimizer import RULES
from core.surface.step_size import step_size
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
    lines.append(
        (
            "note",
            _(
                "S: on its diagonal, how quickly each sample's slope changes with its logit (BCE: σ′). "
                "λ: the eigenvalues of H."
            ),
        )
    )
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
                _("largest stable rate in a bowl like this: {formula} = {{stable:4}}", formula=formula),
                "bends",
            ),
            (
                "result",
                _(
                    "lr = {rate} is {{ratio:3}} × this rate: in such a bowl it would bounce ever farther",
                    rate=rate,
                ),
                "bounces",
            ),
            (
                "result",
                _("lr = {rate} is {{percent:3}}% of this rate: in such a bowl it would settle", rate=rate),
                "settles",
            ),
            ("note", _the_bowl_changes(case)),
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


def _the_bowl_changes(case: Case) -> str:
    """That a limit holds for its bowl alone. The page Explore has that of the minimum: two numbers of one name."""
    size = step_size(case.scenario, case.data)
    if size is None or not size.at_minimum or case.look.loss(case.scenario) != case.scenario.loss:
        return _("The surface is not such a bowl: λ₁ changes along the way.")
    return _(
        "λ₁ changes along the way: at the minimum, this rate is {formula} = {stable:.3g}, the one on the page Explore.",
        formula=size.formula,
        stable=size.stable,
    )
