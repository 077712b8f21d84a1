"""The code of each stage, from the source of core: its function alone, covered until it is asked for, with the lines
lit that do the stage. Where one of them reads the cache, the line that takes it from the cache is lit too."""

from collections.abc import Callable, Collection

from core.classifier import Classifier
from core.loss import LOSSES, Loss
from core.optimizer import OPTIMIZERS, Optimizer
from core.scenario import Scenario
from ui.backward_pass.case import Case, titles
from ui.backward_pass.stages import LOSS
from ui.language.speaking import _
from ui.panels.source_code import heading, with_plain
from ui.timeline.content import Excerpt, Excerpts
from ui.timeline.timeline import Panel

# The textbook's names mean something else in the code: what the code calls them.
NAMES = (("y", "y"), ("z", "z"), ("dout", "dL/dz"), ("dz_dy", "dz/dy"), ("dy", "dL/dy"))
FROM_CACHE = "X1, z = self.cache"


def code_of_stages(scenario: Scenario) -> tuple[tuple[tuple[Callable[..., object], ...], tuple[str, ...]], ...]:
    """For each stage the functions that do it, and how the lines begin that are lit, types left out."""
    loss: type[Loss] = LOSSES[scenario.loss]
    rule: type[Optimizer] = OPTIMIZERS[scenario.optimizer]
    forward, backward = (Classifier.forward,), (Classifier.backward,)
    update = (Optimizer.step,) if rule is Optimizer else (Optimizer.step, rule.direction)
    return (
        (forward, ("X1 = with_ones",)),
        (forward, ("y = X1 @ self.W",)),
        (forward, ("z = self.sigmoid(y)", "self.cache = (X1, z)")),
        (
            (loss.forward, loss._each),
            ("losses = self._each", "return losses if", "return -(t * np.log", "return (z - t)"),
        ),
        ((loss.backward, loss._slope), ("return -(t / np.max", "return 2.0 * (z - t)", "return slope / max")),
        (backward, (FROM_CACHE, "dz_dy = z * (1.0 - z)")),
        (backward, ("dy = dout * dz_dy",)),
        (backward, (FROM_CACHE, "dW = X1.T @ dy")),
        (update, ("self.model.W = self.model.W - ",)),
    )


def excerpt(functions: tuple[Callable[..., object], ...], lit: tuple[str, ...], task: str) -> Excerpt:
    """One stage's code."""
    lines: list[tuple[str, str, bool]] = []
    for function in functions:
        head = heading(function)
        # A blank line between two functions has to be seen, in the plain form too.
        lines += [(" ", " ", False)] if lines else []
        lines.append((head, head, False))
        lines += [(line, plain, plain.strip().startswith(lit)) for line, plain in with_plain(function)]
    return Excerpt(task, tuple(lines))


def _task(stage: int, title: str) -> str:
    """What is asked before a stage's line is lit up."""
    if stage == 0:
        return _("Try first: which line of code adds the column of ones?")
    return _("Try first: which line of code computes {what}?", what=title if stage != LOSS else "L")


def code_panel(case: Case, rounded: Collection[str]) -> Panel:
    """The code of all stages, as a panel."""
    stages = tuple(
        excerpt(functions, lit, _task(stage, title))
        for stage, ((functions, lit), title) in enumerate(zip(code_of_stages(case.scenario), titles(case), strict=True))
    )
    said = []
    if case.s("y") != "y":
        same = ", ".join(_("{code} is {symbol}", code=code, symbol=case.s(symbol)) for code, symbol in NAMES)
        said.append(_("In the code {same}.", same=same))
    if "float64_one_minus_z" in rounded:
        said.append(
            _(
                "Where {z} has been rounded, training takes {dy} from the logit, and so do the numbers here.",
                z=case.s("z"),
                dy=case.s("dL/dy"),
            )
        )
    return Panel(
        "code", _("The code of this stage"), None, (), _("The code."), Excerpts(stages), caption=" ".join(said)
    )
