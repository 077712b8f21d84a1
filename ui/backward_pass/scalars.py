"""The numbers of one step: of every sample, of every weight, and what float64 makes otherwise.
Every number comes from core.training.moment, the true one and what float64 makes of the course's formula beside it."""

import numpy as np

from core.arrays import Array, Mask
from core.loss import BCE, LARGEST_LOGIT, LOSSES, MSE
from ui.backward_pass.case import Case

# Digits of a sample's numbers in the formulas.
SHOWN = 5


def apart(true: Array, made: Array, digits: int) -> Mask:
    """Where true numbers and what float64 has made of them differ by more than one in the last of so many digits."""
    return np.asarray(np.abs(true - made) > 10.0 ** (1 - digits) * np.abs(true))


def scalars_of(case: Case) -> dict[str, Array]:
    """What the templates name: for each sample of the window, or once for all."""
    now, rows = case.now, case.rows
    t, y = now.t[rows, 0], now.y[rows, 0]
    scalars = {
        "row": np.array(case.numbers, dtype=float),
        "t": t,
        "y": y,
        "z": now.z[rows, 0],
        "one_minus_z": now.rest[rows, 0],
        "each": LOSSES[case.scenario.loss]().each_from_logit(y, t),
        "dz": now.dz[rows, 0],
        "slope": now.dz_dy[rows, 0],
        "dy": now.dy[rows, 0],
        # What BCE has in dL/dy before the ÷ N.
        "residual": BCE().slope_from_logit(y, t),
        "loss": np.array([now.loss]),
        "n": np.array([float(case.count)]),
        "lr": np.array([case.scenario.learning_rate]),
        **_in_float64(case),
    }
    columns = {"t": now.t, "y": now.y, "z": now.z, "dz": now.dz, "slope": now.dz_dy, "dy": now.dy}
    for name, column in {**columns, "x": now.X1[:, :-1]}.items():
        scalars[f"low_{name}"], scalars[f"high_{name}"] = np.array([column.min()]), np.array([column.max()])
    for name, other in (("bce", BCE()), ("mse", MSE())):
        scalars[f"{name}_dz"] = other.output_slope_from_logit(y, t) / case.count
        scalars[f"{name}_fused"] = other.slope_from_logit(y, t) / case.count
    for i, weight in enumerate(case.weights):
        scalars[f"x_{weight}"] = now.X1[rows, i]
        scalars[f"arrow_{weight}"] = now.X1[rows, i] * now.dy[rows, 0]
        scalars[weight] = now.W[i]
        scalars[f"d{weight}"] = now.dW[i]
        scalars[f"new_{weight}"] = now.W_next[i]
        scalars[f"step_{weight}"] = now.W_next[i] - now.W[i]
    return scalars


def _in_float64(case: Case) -> dict[str, Array]:
    """What float64 makes of the formulas, as float64_…, where that is another number; empty where nothing is.

    above_… and below_… are not 0 where a sample's number is another one, with the logit above 0 and below; and beyond
    where no float holds the sample's dL/dz.
    """
    now, rows, course = case.floats, case.rows, case.floats.course
    y, z, t = now.y[rows, 0], now.z[rows, 0], now.t[rows, 0]
    loss = LOSSES[case.scenario.loss]()
    pairs = {
        "each": (loss.each_from_logit(y, t), loss.forward(z, t, individual_losses=True)),
        "dz": (now.dz[rows, 0], course.dz[rows, 0]),
        "slope": (now.dz_dy[rows, 0], course.dz_dy[rows, 0]),
        "dy": (now.dy[rows, 0], course.dy[rows, 0]),
    }
    scalars: dict[str, Array] = {}
    for name, (true, made) in pairs.items():
        differs = apart(true, made, SHOWN)
        if differs.any():
            scalars |= {
                f"float64_{name}": made,
                f"above_{name}": (differs & (y > 0)).astype(np.float32),
                f"below_{name}": (differs & (y <= 0)).astype(np.float32),
                "float64_one_minus_z": 1.0 - z,
            }
    if "float64_dz" in scalars:
        scalars["beyond"] = ((np.abs(y) > LARGEST_LOGIT) & (np.abs(now.dz[rows, 0]) > 1.0)).astype(np.float32)
    if now.loss_differs:
        scalars["float64_loss"] = np.array([course.loss])
    if now.gradient_differs:
        scalars |= {f"float64_d{weight}": course.dW[i] for i, weight in enumerate(case.weights)}
    return scalars | _left(case)


def _left(case: Case) -> dict[str, Array]:
    """What float64 leaves of sums that are 0 on paper, as left_…: of a sample's y, of an entry of dW, of the new W."""
    paper, floats = case.now, case.floats
    scalars: dict[str, Array] = {}
    y = np.where(paper.y != floats.y, floats.y, 0.0)[case.rows, 0]
    if y.any():
        scalars["left_y"] = y
    for i, weight in enumerate(case.weights):
        for name, shown, left in (("d", paper.dW, floats.dW), ("new_", paper.W_next, floats.W_next)):
            if shown[i] != left[i]:
                scalars[f"left_{name}{weight}"] = left[i]
    return scalars
