"""The code that runs in one step, with the lines of a stage lit."""

from collections.abc import Callable, Collection

from core.classifier import Classifier
from core.loss import LOSSES, Loss
from core.optimizer import OPTIMIZERS, Optimizer
from core.scenario import Scenario
from ui.backward_pass.case import Case
from ui.panels.source_code import headed
from ui.timeline.content import (
    Code,
    literal,
)
from ui.timeline.timeline import Panel


def code_functions(scenario: Scenario) -> tuple[Callable[..., object], ...]:
    """What runs in one step: forward, the loss, its derivative, backward, the update."""
    loss: type[Loss] = LOSSES[scenario.loss]
    rule: type[Optimizer] = OPTIMIZERS[scenario.optimizer]
    functions = (Classifier.forward, loss._each, loss.backward, loss._slope, Classifier.backward, Optimizer.step)
    return functions if rule is Optimizer else (*functions, rule.direction)


def active_lines(lines: list[str], scenario: Scenario) -> tuple[tuple[int, ...], ...]:
    """For each stage the numbers of the lines that do it."""

    def place(*starts: str) -> tuple[int, ...]:
        return tuple(i for start in starts for i, line in enumerate(lines) if line.strip().startswith(start))

    each = place("return -(t * np.log") if scenario.loss == "BCE" else place("return (z - t) ** 2")
    slope = place("return -(t / np.maximum") if scenario.loss == "BCE" else place("return 2.0 * (z - t)")
    return (
        place("X1 = with_ones"),
        place("y = X1 @ self.W"),
        (*place("z: Array = self.sigmoid(y)"), *place("self.cache = (X1, z)")),
        each,
        (*slope, *place("return slope / max")),
        place("dz_dy = z * (1.0 - z)"),
        place("dy = dout * dz_dy"),
        place("dW: Array = X1.T @ dy"),
        place("self.model.W = self.model.W - "),
    )


def code_panel(case: Case, rounded: Collection[str]) -> Panel:
    lines: list[str] = []
    for function in code_functions(case.scenario):
        lines += ["", *headed(function)] if lines else headed(function)
    active = active_lines(lines, case.scenario)
    said = tuple("The line that runs: " + "; ".join(lines[i].strip() for i in stage) for stage in active)
    z, dy = case.s("z"), case.s("dL/dy")
    return Panel(
        "code",
        "The code that runs",
        None,
        (),
        tuple(map(literal, said)),
        Code(tuple(lines), active),
        caption=f"Where {z} has rounded, training takes {dy} from the logit, and so do the numbers here."
        if "float64_one_minus_z" in rounded
        else "",
    )
