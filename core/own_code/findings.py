"""What is wrong with somebody's Classifier and BCE: which array differs, how, and which of the known mistakes that is.
Each piece is fed with right numbers, so that a mistake shows where it is made and not in all that follows."""

from dataclasses import replace
from typing import Any

import numpy as np

from core.arrays import Array
from core.classifier import with_ones
from core.loss import BCE
from core.own_code.calls import NoNumbersError
from core.own_code.cases import CASES, Case
from core.own_code.compare import factor_of
from core.own_code.finding import Finding, difference, right, without_numbers
from core.own_code.judged import Judged
from core.own_code.known import Match, by_factor, matching_optimizer, matching_outputs
from core.own_code.observe import LEARNING_RATE, Seen, alike, outputs, seen, update, upstream
from core.own_code.their_model import TheirModel, is_recipe


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
    made = next((each.made for each in judged.models if each.made), None)
    if made is not None and all(each.fine for each in said):
        said.append(Finding("shape", {"array": "W", "shape": made[0], "right": made[1], "broadcast": False}))
    for method in sorted(set().union(*(each.not_taken for each in judged.models))):
        said.append(Finding("not taken", {"method": method}))
    changed = set().union(*(each.changed for each in judged.models), judged.loss.changed if judged.loss else ())
    said += [Finding("in place", {"method": method, "array": array}) for method, array in sorted(changed)]
    # A loss that remembers fails in the same way when it is asked for L and for dL/dz.
    return [each for i, each in enumerate(said) if each not in said[:i]]


def of_outputs(judged: Judged) -> "list[Finding]":
    """Of z."""
    turned = [Finding("columns", fine=True)] if judged.models and all(each.turned for each in judged.models) else []
    for i, step in enumerate(judged.steps):
        for again, X, W in CASES[i].steps:
            got, expected = step["z" + again], outputs(X, W)
            if not alike(got, expected):
                if judged.models[0].arrays.nowhere and not isinstance(got, NoNumbersError):
                    return [*turned, Finding("no W")]
                mistakes = judged.model_match.mistakes if judged.model_match else matching_outputs(judged.steps)
                said = difference("z", got, expected, len(X))
                said = replace(said, filled={**said.filled, **_known_outputs(got, X, W)})
                return [*turned, replace(said, mistakes=mistakes, step=int(again != "")), *_of_habits(judged)]
    return [*turned, right("z")] if judged.steps else []


def _known_outputs(got: Seen, X: Array, W: Array) -> "dict[str, str]":
    """Whose values these are instead of z: what its sentence is filled in with, which names the cause."""
    if alike(got, with_ones(X) @ W):
        return {"factor": "logits"}
    return {"factor": "class 0"} if alike(got, 1.0 - outputs(X, W)) else {}


def _of_habits(judged: Judged) -> "list[Finding]":
    """What may be no bug at all, but another habit: the ones in X before the model gets it, or the bias first in W."""
    if judged.models[0].without_bias:
        return [Finding("ones before", fine=True)]
    case = CASES[0]
    bias_first = seen(_outputs_at, judged, np.roll(case.W, 1, axis=0))
    return [Finding("bias before", fine=True)] if alike(bias_first, outputs(case.X, case.W)) else []


def _outputs_at(judged: Judged, W: Array) -> Array:
    """What the model makes of the first case at other weights. Raises NoNumbersError."""
    X = CASES[0].X
    model = TheirModel(judged.classifier, X.shape[1], judged.ones)
    model.set_weights(W)
    return model.forward(X)


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
    factor = judged.factor_of_dy() if not judged.fused and loss is None else None
    if factor is not None:
        return [Finding("gives dy by" if factor else "gives dy", {"array": "dL/dy", "factor": factor})]
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
            return [*fused, _named(said, "loss", loss, missing)]
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
    for place in (0, 1):
        for i, case in enumerate(CASES):
            again, X, W = case.steps[place]
            got, expected = judged.steps[i]["dW" + again], with_ones(X).T @ upstream(X, W, case.t, fused=True)
            if made_up and not isinstance(got, NoNumbersError):
                got = got * len(case.t)
            if not alike(got, expected):
                said = difference("dW", got, expected, len(case.t))
                if model is None:
                    said = replace(said, filled={**said.filled, **_known_gradient(got, case, place)})
                if place and not isinstance(got, NoNumbersError):
                    said = Finding("again", {"array": "dW"})
                return [replace(_named(said, "model", model, missing), step=place)]
    return []


def _known_gradient(got: Seen, case: Case, place: int) -> "dict[str, str]":
    """Whose values these are instead of dW, of whatever shape: what its sentence is filled in with, which names the
    cause."""
    values = got.values if isinstance(got, NoNumbersError) else got
    if values is None:
        return {}
    _, X, W = case.steps[place]
    X1, dy = with_ones(X), upstream(X, W, case.t, fused=True)
    instead = {"over features": (X1 * dy).sum(axis=1), "reshaped": X1.reshape(X1.shape[1], -1) @ dy, "row": X1.T @ dy}
    for name, each in instead.items():
        if _same_numbers(values, each):
            return {"factor": name}
    # A penalty on weights, with or without the bias among them.
    more = values - instead["row"] if values.shape == W.shape else np.zeros_like(W)
    without_bias = np.vstack([W[:-1], [[0.0]]])
    penalized = factor_of(more, W) or factor_of(more, without_bias)
    return {"factor": "and W"} if penalized else {}


def _same_numbers(a: Array, b: Array) -> bool:
    return alike(a.reshape(-1, 1), b.reshape(-1, 1))


def _named(said: Finding, part: str, match: "Match | None", missing: "int | None") -> Finding:
    """With the mistakes that it comes from; among them those that give a power of N too much, if it is made here."""
    if match is None:
        return said
    power = {1: "N", -1: "1/N"}.get(missing or 0) if match.missing else None
    return replace(said, mistakes=(*match.mistakes, *(by_factor(power, part) if power else ())))


def of_update(judged: Judged, optimizer: Any) -> "list[Finding]":
    """Of W after an update from the right dW."""
    case = CASES[0]
    got = seen(update, optimizer, judged.classifier, case, judged.ones)
    mistakes = matching_optimizer(got)
    if mistakes == ():
        return [right("new W")]
    dW = with_ones(case.X).T @ upstream(case.X, case.W, case.t, fused=True)
    said = difference("new W", got, case.W - LEARNING_RATE * dW, len(case.t))
    return [replace(said, mistakes=mistakes or ())]


def of_edges(judged: Judged) -> "list[Finding]":
    """Of outputs that have been rounded to 0 or 1: there log 0 lies in wait."""
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
    far = 1000.0 * CASES[0].W
    if judged.steps and not alike(seen(_outputs_at, judged, far), outputs(CASES[0].X, far)):
        said.append(Finding("overflow", {"array": "z"}))
    return said
