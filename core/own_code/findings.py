"""What is wrong with somebody's Classifier and BCE: which array differs, how, and which of the known mistakes that is.
Each piece is fed with right numbers, so that a mistake shows where it is made and not in all that follows."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from core.classifier import with_ones
from core.loss import BCE
from core.own_code.calls import NoNumbersError
from core.own_code.cases import CASES
from core.own_code.compare import FACTORS
from core.own_code.finding import Finding, difference, right, without_numbers
from core.own_code.known import (
    Match,
    by_factor,
    matching_loss,
    matching_model,
    matching_optimizer,
    matching_outputs,
)
from core.own_code.observe import (
    LEARNING_RATE,
    Step,
    alike,
    leaves_outputs_out,
    outputs,
    seen,
    slopes,
    two_steps,
    update,
    upstream,
)
from core.own_code.their_loss import TheirLoss
from core.own_code.their_model import TheirModel, is_recipe


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
        self.loss = TheirLoss(bce, bool(self.models) and self.models[0].flat)
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
        for name in ("", *FACTORS):
            if all(
                alike(
                    each["dL/dz"],
                    (FACTORS[name](len(CASES[i].t)) if name else 1.0)
                    * upstream(CASES[i].X, CASES[i].W, CASES[i].t, fused=True),
                )
                for i, each in enumerate(self.slopes)
            ):
                return name
        return None

    def outputs_right(self) -> bool:
        """Whether z is right wherever it was asked for."""
        return all(
            alike(step["z"], outputs(case.X, case.W)) and alike(step["z again"], outputs(case.X_next, case.W_next))
            for case, step in ((CASES[i], step) for i, step in enumerate(self.steps))
        )


def findings(classifier: Any, bce: Any, optimizer: Any = None, ones: bool = False) -> "list[Finding]":
    """All that there is to say of somebody's code, in the order in which a step computes it.

    classifier, bce, optimizer : classes, objects or functions; bce may be a pair of functions
    ones : whether X gets its column of ones before the model does
    """
    said: list[Finding] = []
    # An object has features of one number, and the cases have two.
    judged = Judged(classifier if is_recipe(classifier) else type(classifier), ones=ones)
    for run in (judged.run_model, lambda: judged.run_loss(bce)):
        try:
            run()
        except NoNumbersError as error:
            said.append(without_numbers(error))
    said += of_outputs(judged)
    said += of_loss(judged)
    upstream_said = of_upstream(judged)
    said += upstream_said
    said += of_gradient(judged, given=not all(each.fine for each in upstream_said))
    if optimizer is not None and judged.steps and judged.outputs_right():
        said += of_update(judged, optimizer)
    if all(each.fine for each in said):
        said += of_edges(judged)
    changed = set().union(*(each.changed for each in judged.models), judged.loss.changed if judged.loss else ())
    said += [Finding("in place", {"method": method, "array": array}) for method, array in sorted(changed)]
    return said


def of_outputs(judged: Judged) -> "list[Finding]":
    """Of z."""
    for i, step in enumerate(judged.steps):
        case = CASES[i]
        for key, X, W, place in (("z", case.X, case.W, 0), ("z again", case.X_next, case.W_next, 1)):
            if alike(step[key], outputs(X, W)):
                continue
            mistakes = judged.model_match.mistakes if judged.model_match else matching_outputs(judged.steps)
            said = difference("z", step[key], outputs(X, W), len(case.t))
            note = [Finding("ones before", fine=True)] if judged.models[0].without_bias else []
            return [replace(said, mistakes=mistakes, step=place), *note]
    return [right("z")] if judged.steps else []


def of_loss(judged: Judged) -> "list[Finding]":
    """Of L, at the right outputs."""
    if judged.loss is None:
        return []
    for case in CASES:
        z = outputs(case.X, case.W)
        expected = np.array([[BCE().forward(z, case.t)]])
        got = seen(judged.loss.forward, z, case.t)
        if not alike(got, expected):
            return [difference("L", got, expected, len(case.t))]
    return [right("L")]


def of_upstream(judged: Judged) -> "list[Finding]":
    """Of dL/dz, at the right outputs."""
    loss, missing = judged.loss_match, judged.missing
    if not judged.slopes:
        return [] if judged.loss is None else [Finding("no dL/dz", fine=True)]
    fused = [Finding("fused", fine=True)] if judged.fused and loss is not None else []
    if loss == Match((), ""):
        return fused or [right("dL/dz")]
    if loss == Match((), "N") and missing == 0:
        return [*fused, Finding("without N", fine=True)]
    if not judged.fused and loss is None and judged.factor_of_dy() is not None:
        return [Finding("gives dy")]
    # A ÷ N that the model makes up for is nothing to speak of.
    made_up = loss is not None and loss.missing == 1 and missing == 0
    for i, case in enumerate(CASES):
        got, expected = judged.slopes[i]["dL/dz"], upstream(case.X, case.W, case.t, judged.fused)
        if made_up and not isinstance(got, NoNumbersError):
            got = got / len(case.t)
        if not alike(got, expected):
            said = difference("dL/dz", got, expected, len(case.t))
            if loss == Match((), "N") and missing is None:
                return [*fused, replace(said, sentence="N somewhere")]
            return [*fused, _named(said, loss, missing)]
    return fused


def of_gradient(judged: Judged, given: bool) -> "list[Finding]":
    """Of dW, where the model gets the right upstream gradient; `given`: its own loss gives it a wrong one."""
    model, missing = judged.model_match, judged.missing
    if not judged.steps:
        return []
    made_up = model is not None and model.missing == -1 and missing == 0
    if model == Match((), "") or (model == Match((), "1/N") and made_up):
        condition = "right if dy" if judged.fused and judged.loss_match is None else "right if" if given else "right"
        return [Finding(condition, {"array": "dW"}, fine=True)]
    if not judged.outputs_right():
        # What follows from wrong outputs says nothing more.
        return []
    for key, place in (("dW", 0), ("dW again", 1)):
        for i, case in enumerate(CASES):
            X, W = (case.X_next, case.W_next) if place else (case.X, case.W)
            got, expected = judged.steps[i][key], with_ones(X).T @ upstream(X, W, case.t, fused=True)
            if made_up and not isinstance(got, NoNumbersError):
                got = got * len(case.t)
            if not alike(got, expected):
                said = difference("dW", got, expected, len(case.t))
                if place and not isinstance(got, NoNumbersError):
                    said = Finding("again", {"array": "dW"})
                return [replace(_named(said, model, missing), step=place)]
    return []


def _named(said: Finding, match: "Match | None", missing: "int | None") -> Finding:
    """With the mistakes that it comes from; among them those that give a power of N too much, if it is made here."""
    if match is None:
        return said
    power = {1: "N", -1: "1/N"}.get(missing or 0) if match.missing else None
    return replace(said, mistakes=(*match.mistakes, *(by_factor(power) if power else ())))


def of_update(judged: Judged, optimizer: Any) -> "list[Finding]":
    """Of W after an update from the right dW."""
    case = CASES[0]
    got = seen(update, optimizer, judged.classifier, case, judged.ones)
    mistakes = matching_optimizer(got)
    if mistakes == ():
        return [right("W")]
    dW = with_ones(case.X).T @ upstream(case.X, case.W, case.t, fused=True)
    said = difference("W", got, case.W - LEARNING_RATE * dW, len(case.t))
    return [replace(said, mistakes=mistakes or ())]


def of_edges(judged: Judged) -> "list[Finding]":
    """Of outputs that have rounded to 0 or 1: there log 0 lies in wait."""
    said = []
    sure, t = np.array([[1.0], [0.0], [1.0], [0.0]]), np.array([[1.0], [0.0], [0.0], [1.0]])
    if judged.loss is not None:
        loss = judged.loss
        value = seen(loss.forward, sure, t)
        if isinstance(value, NoNumbersError) or not np.isfinite(value).all():
            said.append(Finding("log 0", {"array": "L"}))
        if loss.has_backward:
            slope = seen(loss.backward, sure, t)
            if isinstance(slope, NoNumbersError) or not np.isfinite(slope).all():
                said.append(Finding("log 0", {"array": "dL/dz"}))
    case = CASES[0]
    model = TheirModel(judged.classifier, case.X.shape[1], judged.ones)
    model.set_weights(1000.0 * case.W)
    z = seen(model.forward, case.X)
    if not alike(z, outputs(case.X, 1000.0 * case.W)):
        said.append(Finding("overflow", {"array": "z"}))
    return said
