"""Somebody's code, run on all cases: what it gives, what that matches, and in which style it is written."""

from dataclasses import dataclass, field
from typing import Any

from core.own_code.cases import CASES
from core.own_code.compare import FACTORS
from core.own_code.form import COLUMN
from core.own_code.known import Match, matching_loss, matching_model
from core.own_code.observe import Step, alike, leaves_outputs_out, outputs, slopes, two_steps, upstream
from core.own_code.their_loss import TheirLoss
from core.own_code.their_model import TheirModel


@dataclass
class Judged:
    """Somebody's code on all cases: what it gives, and what that matches.

    steps, slopes : what model and loss give; empty where they do not run at all
    fused : whether the model takes dL/dy at once, and the loss does not give dL/dz
    """

    classifier: Any
    loss: "TheirLoss | None" = None
    ones: bool = False
    models: "list[TheirModel]" = field(default_factory=list)
    steps: "list[Step]" = field(default_factory=list)
    slopes: "list[Step]" = field(default_factory=list)
    model_match: "Match | None" = None
    loss_match: "Match | None" = None
    fused: bool = False

    def run_model(self) -> None:
        """Run the model. Raises NoNumbersError where it cannot even be made."""
        ran = [two_steps(self.classifier, case, self.ones, self.fused) for case in CASES]
        self.steps = [step for step, _ in ran]
        self.models += [model for _, model in ran]
        self.model_match = matching_model(self.steps)

    def run_loss(self, bce: Any) -> None:
        """Run the loss, after the model. Raises NoNumbersError where it cannot even be made."""
        self.loss = TheirLoss(bce, self.models[0].form if self.models else COLUMN)
        if not self.loss.has_backward:
            return
        self.slopes = [slopes(self.loss, case) for case in CASES]
        self.loss_match = matching_loss(self.slopes)
        if self.loss_match is None and self.steps and leaves_outputs_out(self.classifier, self.ones):
            self.fused = True
            self.run_model()
            factor = self.factor_of_dy()
            self.loss_match = None if factor is None else Match((), factor)

    @property
    def missing(self) -> "int | None":
        """How often the ÷ N is missing in loss and model together; None where one of them is not known."""
        loss, model = self.loss_match, self.model_match
        if loss is None or model is None or loss.missing is None or model.missing is None:
            return None
        return loss.missing + model.missing

    def factor_of_dy(self) -> "str | None":
        """By which factor of FACTORS, or none (""), the loss gives dL/dy where dL/dz belongs; None for neither."""
        right = [upstream(case.X, case.W, case.t, fused=True) for case in CASES]
        for name in ("", *FACTORS):
            times = [FACTORS[name](len(case.t)) if name else 1.0 for case in CASES]
            if all(alike(each["dL/dz"], times[i] * right[i]) for i, each in enumerate(self.slopes)):
                return name
        return None

    def outputs_right(self) -> bool:
        """Whether z is right wherever it was asked for."""
        return all(
            alike(step["z" + again], outputs(X, W))
            for i, step in enumerate(self.steps)
            for again, X, W in CASES[i].steps
        )
