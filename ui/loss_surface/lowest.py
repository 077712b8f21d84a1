"""A sentence on where the loss is lowest, or why it is nowhere."""

import numpy as np

from core.classifier import with_ones
from core.data.dataset import Dataset
from core.loss import LOSSES
from core.surface.path_curvature import gradients
from ui.language.speaking import number


def where_lowest(data: Dataset) -> str:
    found, X1 = data.lowest, with_ones(data.X)
    if found.W is not None:
        slope = float(np.linalg.norm(gradients(X1, data.t, LOSSES["BCE"](), found.W.T)))
        where = f"W = ({', '.join(number(w) for w in found.W[:, 0])})"
        said = f"BCE is lowest at {where}: L = {found.loss:.6g}, ‖dW‖ = {slope:.1g}."
        if found.unique:
            return said
        return f"{said} Features repeat each other, so other weights give the same outputs: these are the shortest."
    if found.direction is None:
        return "Whether BCE has a minimum here is not known: it is too close to call, or there is too much data."
    way = f"({', '.join(number(w) for w in found.direction[:, 0])})"
    if found.kind == "touching":
        return (
            f"There is no minimum: the classes touch. Along {way} BCE falls for ever, nowhere below {found.loss:.6g}."
        )
    far = [LOSSES["BCE"]().each_from_logit(X1 @ (k * found.direction), data.t).mean() for k in (1, 10, 100)]
    words = ", ".join(f"{loss:.2g}" for loss in far)
    return (
        f"There is no minimum: the classes are linearly separable. Along {way} BCE goes to 0: {words} at length 1, 10, "
        "100."
    )
