"""A sentence on where the loss is lowest, or why it is nowhere."""

import numpy as np

from core.arrays import Array
from core.classifier import with_ones
from core.data.dataset import Dataset
from core.loss import LOSSES
from core.surface.path_curvature import gradients
from ui.language.speaking import _, listed, number

# A weight that moves no logit by more than this share of what the largest does is 0 on paper: it is rounding.
ROUNDING = 1e-12


def _written(W: Array, X1: Array) -> str:
    """Weights (D+1, 1) in words, of X1 (N, D+1)."""
    moves = np.abs(W[:, 0]) * np.abs(X1).max(axis=0)
    return f"({listed(number(w) for w in np.where(moves > ROUNDING * moves.max(), W[:, 0], 0.0))})"


def where_lowest(data: Dataset) -> str:
    """The sentence, of the training samples and of the cross-entropy."""
    found, X1 = data.lowest, with_ones(data.X)
    if found.W is not None:
        slope = float(np.linalg.norm(gradients(X1, data.t, LOSSES["BCE"](), found.W.T)))
        known = {
            "W": _written(found.W, X1),
            "loss": found.loss,
            "slope": slope,
        }
        if found.unique:
            return _("BCE is lowest at W = {W}: L = {loss:.6g}, ‖dW‖ = {slope:.1g}.", **known)
        return _(
            "BCE is lowest at W = {W}: L = {loss:.6g}, ‖dW‖ = {slope:.1g}. The columns of X with its "
            "ones depend on each other, so other weights give the same outputs: these are the shortest.",
            **known,
        )
    if found.direction is None:
        return _("Whether BCE has a minimum here is not known: it is too close to call, or there is too much data.")
    way = _written(found.direction, X1)
    if found.kind == "touching":
        return _(
            "There is no minimum: the classes touch. Along {way} BCE falls forever, but never below {lowest:.6g}.",
            way=way,
            lowest=found.loss,
        )
    far = [LOSSES["BCE"]().each_from_logit(X1 @ (k * found.direction), data.t).mean() for k in (1, 10, 100)]
    return _(
        "There is no minimum: the classes are linearly separable. Along {way} BCE goes to 0: {losses} at "
        "length 1, 10, 100.",
        way=way,
        losses=listed(number(float(loss), 2) for loss in far),
    )
