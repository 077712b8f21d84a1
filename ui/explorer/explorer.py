"""The Explorer's timeline: five panels that show the same step of one run.
Data and boundary · loss surface · dW · dL/dy · loss: each a figure and the tracks that move it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.arrays import Array, Rows
from core.classifier import sigmoid, with_ones
from core.data.dataset import Dataset
from core.data.drawings import MOST
from core.data.own_data import OWN
from core.loss import LOSSES
from core.scenario import Scenario
from core.stopping import why_stopped
from core.surface.boundary import clip_lines, logit, padded_box
from core.surface.windows import Slice, choose_slice
from core.training import History
from ui.panels import data as data_figure
from ui.panels import gradient as gradient_figure
from ui.panels import losses as losses_figure
from ui.panels import surface as surface_figure
from ui.timeline.content import literal
from ui.timeline.notation import translate_panel
from ui.timeline.style import number
from ui.timeline.timeline import Panel, Timeline, Track

# Samples drawn at the most; gradients, losses and surfaces are over all of them.
DRAWN = 400
# Numbers dL/dy above which they are sent in 8 bits instead of 32, and a step's own numbers when the user rests on it.
FINE = 300_000
CURVE_POINTS = 161
# Arrows shorter than this share of the picture's width are not drawn.
SHORTEST = 0.015
# Length of the run's longest −gradient arrow, as a share of the picture's width.
ARROW_SHARE = 0.22

SURFACES = ("2-D", "3-D")
ORDERS = ("sorted", "by class")
SCALES = ("linear", "log")


@dataclass(frozen=True)
class View:
    """How the panels show a run: the kind of surface, the order of the stems, the scale of the loss, the notation."""

    surface: str = "2-D"
    order: str = "sorted"
    scale: str = "linear"
    notation: str = "I2DL"


def explorer(scenario: Scenario, data: Dataset, history: History, view: View) -> Timeline:
    """The timeline of one run, shown as `view` says."""
    slice_ = choose_slice(scenario, data, history)
    rows = _drawn(len(data.X))
    names = weight_names(data)
    scalars = _scalars(scenario, data, history, rows, names)
    panels = (
        _data_panel(scenario, data, history, rows, names),
        _surface_panel(scenario, history, slice_, slice_.heights(scenario, data), names, view),
        _weights_panel(history, names),
        _samples_panel(scenario, data, history, rows, view),
        _loss_panel(scenario, history, view),
    )
    readout = [("step", f"{{step}} of {history.steps}"), ("L", "{loss:8}"), (dw_name(history, "‖dW‖"), "{norm:8}")]
    readout.append(("W", "(" + ", ".join(f"{{{name}:8}}" for name in names) + ")"))
    readout.append(("accuracy", "{accuracy:%1} %" + (" · test {test_accuracy:%1} %" if len(data.X_test) else "")))
    told = tuple(translate_panel(panel, view.notation) for panel in panels)
    return Timeline(history.steps, told, scalars, tuple(readout), why_stopped(scenario, data, history).sentence)


def dw_name(history: History, symbol: str) -> str:
    """A gradient's name, which says whether it is the whole data's or a mini-batch's."""
    return symbol if history.batches is None else f"{symbol} of the batch"


def weight_names(data: Dataset) -> tuple[str, ...]:
    """w1 … wD and b, in the order of W."""
    return names_of_weights(data.X.shape[1])


def names_of_weights(num_features: int) -> tuple[str, ...]:
    """The same, before there is any data."""
    return (*(f"w{i + 1}" for i in range(num_features)), "b")


def _drawn(count: int) -> Rows:
    """The rows of X that are drawn: all, or 400 of them, evenly spread."""
    if count <= DRAWN:
        return np.arange(count)
    return np.linspace(0, count - 1, DRAWN).astype(np.intp)


ALL = slice(None)


def sample_gradients(
    scenario: Scenario, data: Dataset, history: History, rows: Rows, moments: slice = ALL
) -> tuple[Array, Array, Rows]:
    """dL/dy, the targets and the rows of X of the samples that are shown as stems, each (T+1, n), or of some `moments`.

    With all samples in a step: those of `rows`. With mini-batches: each step's own batch; where it is smaller, NaN and
    row -1.
    """
    loss = LOSSES[scenario.loss]()
    if history.batches is None:
        y = with_ones(data.X[rows]) @ history.W[moments].T
        slopes = loss.slope_from_logit(y, data.t[rows]).T
        shape = slopes.shape
        return slopes / len(data.X), np.broadcast_to(data.t[rows, 0], shape), np.broadcast_to(rows, shape)
    size = max(map(len, history.batches))
    batches, W = history.batches[moments], history.W[moments]
    gradients, targets = np.full((2, len(W), size), np.nan)
    members = np.full((len(W), size), -1)
    for step, batch in enumerate(batches):
        y = with_ones(data.X[batch]) @ W[step]
        t = data.t[batch, 0]
        gradients[step, : len(batch)] = loss.slope_from_logit(y, t) / len(batch)
        targets[step, : len(batch)] = t
        members[step, : len(batch)] = batch
    return gradients, targets, members


def _scalars(scenario: Scenario, data: Dataset, history: History, rows: Rows, names: tuple[str, ...]) -> dict[str, Any]:
    pushes = np.abs(sample_gradients(scenario, data, history, rows)[0])
    largest = np.nanmax(pushes, axis=1)
    # Whole numbers, percentages and what only a sentence rounds to four digits travel in half the bytes.
    small = np.float32
    scalars = {
        "step": np.arange(history.steps + 1, dtype=small),
        "loss": history.loss,
        "accuracy": history.accuracy.astype(small),
        "norm": np.linalg.norm(history.dW, axis=1),
        "largest": largest.astype(small),
        "pushing": (pushes > 0.5 * largest[:, np.newaxis]).sum(axis=1).astype(small),
    }
    if len(data.X_test):
        scalars |= {"test_loss": history.test_loss, "test_accuracy": history.test_accuracy.astype(small)}
    for i, name in enumerate(names):
        scalars[name] = history.W[:, i]
        scalars[f"d{name}"] = history.dW[:, i]
        scalars[f"step_{name}"] = history.update[:, i].astype(small)
    return scalars


def _data_panel(scenario: Scenario, data: Dataset, history: History, rows: Rows, names: tuple[str, ...]) -> Panel:
    X, t = data.X[rows], data.t[rows]
    drawn = f" ({len(rows)} of {len(data.X):,} samples drawn)" if len(rows) < len(data.X) else ""
    if X.shape[1] == 1:
        return _curve_panel(data, history, rows, drawn)
    box = padded_box(X[:, 0], X[:, 1])
    W = history.W
    # What the features that are not on the axes add to the logit, at their mean.
    rest = W[:, -1] + W[:, 2:-1] @ data.X[:, 2:].mean(axis=0)
    others = f" · {', '.join(map(literal, data.feature_names[2:]))} at the mean" if X.shape[1] > 2 else ""
    x, y = clip_lines(W[:, 0], W[:, 1], -rest, box)
    level_x, level_y, name_x, name_y = [], [], [], []
    gap = np.full((len(W), 1), np.nan)
    for level in data_figure.LEVELS:
        line_x, line_y = clip_lines(W[:, 0], W[:, 1], logit(level) - rest, box)
        level_x += [line_x, gap]
        level_y += [line_y, gap]
        if level not in data_figure.NAMED:
            continue
        # A level's name stands a little inside the upper end of its line.
        upper = line_y[:, 1] >= line_y[:, 0]
        name_x.append(
            np.where(upper, 0.06 * line_x[:, 0] + 0.94 * line_x[:, 1], 0.94 * line_x[:, 0] + 0.06 * line_x[:, 1])
        )
        name_y.append(
            np.where(upper, 0.06 * line_y[:, 0] + 0.94 * line_y[:, 1], 0.94 * line_y[:, 0] + 0.06 * line_y[:, 1])
        )
    arrow_x, arrow_y = _direction(W, rest, box)
    lines = {
        "boundary": (x, y),
        "levels": (np.hstack(level_x), np.hstack(level_y)),
        "level names": (np.column_stack(name_x), np.column_stack(name_y)),
        "direction": (arrow_x, arrow_y),
    }
    features = " + ".join(f"{{{names[i]}:4}}·{literal(data.feature_names[i])}" for i in range(X.shape[1]))
    return Panel(
        name="data",
        title=f"Data and decision boundary{drawn}{others}",
        figure=data_figure.boundary(X, t, rows, data.feature_names, data.class_names, box),
        tracks=tuple(
            Track(name, axis, values, bits=16)
            for name, xy in lines.items()
            for axis, values in zip("xy", xy, strict=True)
        ),
        board=drawable(scenario),
        lights="lit",
        sentence=f"Step {{step}}: the boundary z = 0.5 is where {features} + {{b:4}} = 0; "
        "{accuracy:%1} % of the training samples lie on their own side.",
    )


def drawable(scenario: Scenario) -> bool:
    """Whether these may be points that somebody draws: then clicks on them are reported, for a pen."""
    own = scenario.own if scenario.data == OWN else None
    return own is not None and len(own.X) <= MOST and not scenario.features and scenario.scaling == "as is"


def _direction(W: Array, rest: Array, box: tuple[float, float, float, float]) -> tuple[Array, Array]:
    """The direction of the weight vector, as an arrow from the boundary's point nearest to the picture's middle."""
    left, right, bottom, top = box
    middle = np.array([(left + right) / 2, (bottom + top) / 2])
    square = (W[:, :2] ** 2).sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        foot = middle - (W[:, :2] @ middle + rest)[:, np.newaxis] * W[:, :2] / square
        tip = foot + 0.16 * min(right - left, top - bottom) * W[:, :2] / np.sqrt(square)
    outside = ~((foot > [left, bottom]) & (foot < [right, top])).all(axis=1)
    foot[outside], tip[outside] = np.nan, np.nan
    return np.column_stack([foot[:, 0], tip[:, 0]]), np.column_stack([foot[:, 1], tip[:, 1]])


def _curve_panel(data: Dataset, history: History, rows: Rows, drawn: str) -> Panel:
    x = data.X[rows, 0]
    left, right, _, _ = padded_box(x, x)
    grid = np.linspace(left, right, CURVE_POINTS)
    w, b = history.W[:, :1], history.W[:, 1:]
    z = sigmoid(w * grid + b)
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = -b / w
    crossing[~((crossing >= left) & (crossing <= right))] = np.nan
    return Panel(
        name="data",
        title=f"Data and the sigmoid over it{drawn}",
        figure=data_figure.curve(x, data.t[rows], rows, data.feature_names[0], data.class_names, grid),
        tracks=(Track("curve", "y", z, bits=16), Track("boundary", "x", np.repeat(crossing, 2, axis=1))),
        lights="lit",
        sentence="Step {step}: the output is z = sigmoid({w1:4}·"
        + literal(data.feature_names[0])
        + " + {b:4}); {accuracy:%1} % of the training samples lie on their own side of z = 0.5.",
    )


def _surface_panel(
    scenario: Scenario, history: History, slice_: Slice, heights: Array, names: tuple[str, ...], view: View
) -> Panel:
    i, j = slice_.axes
    axes = (names[i], names[j])
    held = [f"{name} = {number(slice_.held[k, 0])}" for k, name in enumerate(names) if k not in slice_.axes]
    where = {"minimum": "their values at the minimum", "start": "their values at the start"}[slice_.held_at]
    if len(held) == 1:
        where = where.replace("their values", "its value")
    title = f"{scenario.loss} loss over {axes[0]} and {axes[1]}" + (
        f" · {', '.join(held)} held ({where})" if held else ""
    )
    moved = [
        f"{name} to {number(history.W[-1, k])}"
        for k, name in enumerate(names)
        if k not in slice_.axes and abs(history.W[-1, k] - slice_.held[k, 0]) > 0.05 * (1 + abs(slice_.held[k, 0]))
    ]
    if moved:
        title += f"; the run takes {', '.join(moved)}"
    outside = int((~slice_.contains(history.W)).sum())
    sentence = (
        f"Step {{step}}: at {axes[0]} = {{{axes[0]}:5}}, {axes[1]} = {{{axes[1]}:5}} the loss is {{loss:6}}; "
        f"the gradient there is ({{d{axes[0]}:4}}, {{d{axes[1]}:4}}), and the next step is "
        f"({{step_{axes[0]}:4}}, {{step_{axes[1]}:4}})."
    )
    if outside:
        sentence += f" At {outside} of {history.steps + 1} steps the path is outside of the picture."
    u, v = history.W[:, i], history.W[:, j]
    lowest = None if slice_.minimum is None or scenario.loss != "BCE" else slice_.minimum
    if view.surface == "3-D":
        point = None if lowest is None else (float(lowest[i, 0]), float(lowest[j, 0]), float(heights.min()))
        # Far outside, the path would stretch the axes of the whole scene: it ends at the window's edge.
        inside = slice_.contains(history.W)
        loss = np.where(inside, history.loss, np.nan)
        x, y = np.where(inside, u, np.nan), np.where(inside, v, np.nan)
        moving = {"x": x, "y": y, "z": loss}
        return Panel(
            name="surface",
            title=title,
            figure=surface_figure.landscape(slice_.u, slice_.v, heights, axes, point),
            tracks=(
                *(Track("path", axis, values, prefix=True) for axis, values in moving.items()),
                *(Track("point", axis, values[:, np.newaxis]) for axis, values in moving.items()),
            ),
            sentence=sentence,
            redraw=True,
        )
    gradient, update = history.dW[:, [i, j]], history.update[:, [i, j]]
    width = float(slice_.u[-1] - slice_.u[0])
    scale = arrow_scale(gradient, width)
    tip = history.W[:, [i, j]] + visible(-scale * gradient, width)
    after = history.W[:, [i, j]] + visible(update, width)
    return Panel(
        name="surface",
        title=title,
        figure=surface_figure.contours(
            slice_.u,
            slice_.v,
            heights,
            axes,
            None if lowest is None else (float(lowest[i, 0]), float(lowest[j, 0])),
            scale,
        ),
        tracks=(
            Track("path", "x", u, prefix=True),
            Track("path", "y", v, prefix=True),
            Track("gradient", "x", np.column_stack([u, tip[:, 0]])),
            Track("gradient", "y", np.column_stack([v, tip[:, 1]])),
            Track("update", "x", np.column_stack([u, after[:, 0]])),
            Track("update", "y", np.column_stack([v, after[:, 1]])),
            Track("point", "x", u[:, np.newaxis]),
            Track("point", "y", v[:, np.newaxis]),
        ),
        sentence=sentence,
        goes_to_step=("path",),
        sets_start=True,
    )


def visible(arrows: Array, width: float) -> Array:
    """Arrows (M, 2), with NaN for those too short to be seen: their heads alone would point anywhere."""
    length = np.hypot(arrows[:, 0], arrows[:, 1])
    return np.where((length < SHORTEST * width)[:, np.newaxis], np.nan, arrows)


def arrow_scale(gradient: Array, width: float) -> float:
    """A round factor (1, 2 or 5 times a power of ten) that makes the run's longest −gradient a fifth of the picture."""
    longest = float(np.hypot(gradient[:, 0], gradient[:, 1]).max())
    if longest == 0.0:
        return 1.0
    wanted = ARROW_SHARE * width / longest
    power = 10.0 ** np.floor(np.log10(wanted))
    return float(max(digit * power for digit in (1, 2, 5) if digit * power <= wanted))


def _weights_panel(history: History, names: tuple[str, ...]) -> Panel:
    dW, W = history.dW, history.W
    numbers = ", ".join(f"{name} {{d{name}:5}}" for name in names)
    return Panel(
        name="weights",
        title=f"{dw_name(history, 'dW')}, and W beside it",
        figure=gradient_figure.weights(names, float(np.abs(dW).max()), float(np.abs(W).max())),
        tracks=(
            Track("dW", "x", dW, start=1, stride=3),
            Track("W", "x", W, start=1, stride=3),
            Track("dW numbers", "text", dW, digits=6),
            Track("W numbers", "text", W, digits=6),
        ),
        sentence=f"Step {{step}}: dW is {numbers}; its length is {{norm:5}}.",
    )


def _samples_panel(scenario: Scenario, data: Dataset, history: History, rows: Rows, view: View) -> Panel:
    gradients, targets, members = sample_gradients(scenario, data, history, rows)
    by_class = view.order == "by class"
    # |dL/dy| never exceeds this, so the axis is the same for every learning rate: 1 / N, or for MSE 8 / (27 N).
    count = len(data.X) if history.batches is None else min(map(len, history.batches))
    limit = (1.0 if scenario.loss == "BCE" else 8 / 27) / count
    whole = history.batches is None
    places = rows if whole else np.arange(gradients.shape[1])
    drawn = f" ({len(rows)} of {len(data.X):,} drawn)" if len(rows) < len(data.X) else ""
    drawn = drawn if whole else f" in a batch of {scenario.batch}"
    return Panel(
        name="samples",
        title=f"dL/dy: who pushes{drawn}",
        figure=gradient_figure.samples(data.t[rows] if whole else None, places, limit, by_class),
        tracks=_stems(gradients, targets, members, by_class, whole, 8 if _too_many(history, places) else 32),
        lights="lit",
        sentence=f"Step {{step}}: the largest |dL/dy| is {{largest:4}}; {{pushing}} of {len(places)} samples push at "
        "least half as hard. Class 1 pushes its logits up, class 0 down.",
    )


def _too_many(history: History, rows: Rows) -> bool:
    return len(history.W) * len(rows) > FINE


def _stems(
    gradients: Array, targets: Array, members: Rows, by_class: bool, whole: bool, bits: int
) -> tuple[Track, ...]:
    """dL/dy, t and the rows of X, each (steps, n), as the tracks of the stems, a trace a class.

    Where a step takes all samples, each class has its own places, and the player sorts. A batch has other samples at
    each step: there class 1 fills the places from the left, class 0 the rest, and both traces have all places.
    """
    tracks = []
    for label in (1, 0):
        if whole:
            mine = targets[0] == label
            values, samples = gradients[:, mine], members[0, mine]
        else:
            of_class = np.where(targets == label, gradients, np.nan)
            places = _packing(of_class, by_class, left=label == 1)
            values = np.take_along_axis(of_class, places, axis=1)
            samples = np.where(np.isnan(values), -1, np.take_along_axis(members, places, axis=1))
        if values.shape[1]:
            # In a long run the samples would be as many bytes again as their values: they come at rest, with these.
            known = samples if whole or bits == 32 else None
            sort = whole and not by_class
            tracks.append(Track(f"class {label}", "y", values, start=1, stride=3, bits=bits, samples=known, sort=sort))
    return tuple(tracks)


def _packing(values: Array, by_class: bool, left: bool) -> Rows:
    """The order (steps, n) that brings each row's numbers together at its left or right end, as they are or sorted."""
    missing = np.isnan(values)
    # A stable sort by "is it missing" leaves the numbers in their order; NaN is larger than all of them anyway.
    order = np.argsort(missing if by_class else values, axis=1, kind="stable")
    if left:
        return order
    count = (~missing).sum(axis=1, keepdims=True)
    size = values.shape[1]
    # The first `count` places of each row become its last ones.
    return np.take_along_axis(order, (np.arange(size) + count) % size, axis=1)


def exact_samples(scenario: Scenario, data: Dataset, history: History, view: View, step: int) -> tuple[Track, ...]:
    """The samples' stems at one step in full, (1, n), where the timeline has them in 8 bits; otherwise nothing."""
    rows = _drawn(len(data.X))
    places = rows if history.batches is None else np.arange(max(map(len, history.batches)))
    if not _too_many(history, places):
        return ()
    gradients, targets, members = sample_gradients(scenario, data, history, rows, slice(step, step + 1))
    return _stems(gradients, targets, members, view.order == "by class", history.batches is None, 32)


def _loss_panel(scenario: Scenario, history: History, view: View) -> Panel:
    tested = len(history.test_loss) > 0
    steps = np.arange(history.steps + 1, dtype=float)
    sentence = f"Step {{step}} of {history.steps}: the loss is {{loss:6}}, the accuracy {{accuracy:%1}} %"
    if tested:
        sentence += "; on the test part {test_loss:6} and {test_accuracy:%1} %"
    name = "loss, train" if tested else "loss"
    return Panel(
        name="loss",
        title="Loss and accuracy" + (" (dotted: test)" if tested else ""),
        figure=losses_figure.losses(
            history.loss,
            history.test_loss,
            history.accuracy,
            history.test_accuracy,
            scenario.loss,
            view.scale == "log",
        ),
        tracks=(
            Track("now", "x", steps[:, np.newaxis]),
            Track("now", "y", np.maximum(history.loss, 1e-16)[:, np.newaxis]),
            Track("now line", "x", np.repeat(steps[:, np.newaxis], 2, axis=1)),
        ),
        sentence=sentence + ".",
        goes_to_step=(name, "loss, test", "accuracy", "accuracy, train", "accuracy, test"),
    )
