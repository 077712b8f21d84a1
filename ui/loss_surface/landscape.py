"""The timeline of the page "Loss surface": the landscape of the data, the run on it, and what holds around each step.
Every number comes from core: heights from the cut, gradients and Hessians from core.surface.path_curvature."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Array, Mask
from core.classifier import with_ones
from core.data.dataset import Dataset
from core.loss import LOSSES, Loss
from core.optimizer import RULES
from core.scenario import Scenario
from core.surface.curvature import curvature_at, restricted
from core.surface.level_lines import level_line
from core.surface.minimum import parted
from core.surface.path_curvature import Along, along, ellipses, gradients
from core.surface.planes import gradient_plane
from core.surface.profiles import profile_slice
from core.surface.sections import Choice, Cut, choose_cut
from core.training import History
from ui.loss_surface import surroundings
from ui.panels import surface as surface_figure
from ui.panels.arrow_lengths import arrow_scale, visible
from ui.panels.names import weight_names
from ui.timeline.content import Line, Text
from ui.timeline.figure import Figure
from ui.timeline.style import number
from ui.timeline.timeline import Panel, Timeline, Track

HEIGHTS = ("as trained", *LOSSES)
BESIDE = ("3-D", "other loss")
FIELDS = ("none", "linear", "log")
AROUND = ("all", "steps only")
# Arrows a row and a column of the field.
FIELD = (15, 11)
# The longer half axis of the ellipse, and a side of the tangent plane, as shares of the picture's width.
ELLIPSE, TANGENT = 0.09, 0.28
# Numbers of level lines that travel with a timeline at the most: in a file they take half a byte each.
LEVELS = 900_000
# An arrow that is longer than so many pictures leaves it whatever its length.
FARTHEST = 20.0
# Weights whose Hessian is written out.
WRITTEN = 4


FIRST = Choice()


@dataclass(frozen=True)
class Look:
    """What the visitor chooses of the picture: the cut, the loss whose height it is, and what is drawn besides."""

    choice: Choice = FIRST
    height: str = HEIGHTS[0]
    beside: str = BESIDE[0]
    field: str = FIELDS[0]
    around: str = AROUND[0]

    def loss(self, scenario: Scenario) -> str:
        """The name of the loss that is the height."""
        return scenario.loss if self.height == HEIGHTS[0] else self.height


@dataclass(frozen=True)
class Case:
    """What all panels are made of.

    here : the shown loss along the run · slopes : each loss's gradients along it, (T+1, D+1), by the loss's name
    heights : the window's heights (B, A) of each loss that is drawn · at : the run in the plane's coordinates, (T+1, 2)
    way_down : (D+1, 1), the direction in which BCE falls for ever where it has no minimum, or None
    """

    scenario: Scenario
    data: Dataset
    history: History
    look: Look
    cut: Cut
    here: Along
    slopes: Mapping[str, Array]
    heights: Mapping[str, Array]
    way_down: Array | None
    at: Array
    names: tuple[str, ...]

    @property
    def axes(self) -> tuple[str, str]:
        """What the picture's coordinates are called."""
        kind = self.cut.choice.directions
        if kind == "weights":
            i, j = self.cut.choice.axes
            return self.names[i], self.names[j]
        return ("PCA 1", "PCA 2") if kind == "PCA" else ("random 1", "random 2")

    @property
    def width(self) -> float:
        """The width of the picture, in units of W."""
        return float(self.cut.u[-1] - self.cut.u[0])

    def flat(self, vectors: Array) -> Array:
        """Vectors (M, D+1) as the picture shows them, (M, 2)."""
        return np.asarray(vectors @ self.cut.plane.directions)


def landscape(
    scenario: Scenario,
    data: Dataset,
    history: History,
    look: Look,
    step: int = 0,
    point: tuple[float, float] | None = None,
    levels: bool = False,
) -> Timeline:
    """The surface under one run. `step` is the current one where the others are held at it; `point` is asked about.

    levels : it has the level line through every step, where they are not too long together; else only a step's own
        detail has it, which a file has nobody to ask for
    """
    case = _case(scenario, data, history, look, step)
    loss = look.loss(scenario)
    panels = [_contours(case, loss, point, "contours")]
    if levels:
        panels[0] = _with_levels(case, panels[0])
    if look.beside == "3-D":
        panels.append(_relief(case, loss))
    else:
        panels.append(_contours(case, _other(loss), None, "other"))
    panels += [_numbers(case), _point(case, point)]
    readout = [("step", f"{{step}} of {history.steps}"), (f"L, {loss}", "{height:8}"), ("‖dW‖", "{norm:8}")]
    readout.append(("W", "(" + ", ".join(f"{{{name}:8}}" for name in case.names) + ")"))
    return Timeline(history.steps, tuple(panels), _scalars(case), tuple(readout), _note(case), layout="landscape")


def _case(scenario: Scenario, data: Dataset, history: History, look: Look, step: int) -> Case:
    loss = LOSSES[look.loss(scenario)]()
    cut = choose_cut(scenario, data, history, look.choice, loss, step)
    shown, other = look.loss(scenario), _other(look.loss(scenario))
    X1 = with_ones(data.X)
    here = along(X1, data.t, loss, history.W)
    slopes = {shown: here.dW, other: gradients(X1, data.t, LOSSES[other](), history.W)}
    drawn = (shown,) if look.beside == BESIDE[0] else (shown, other)
    heights = {name: cut.heights(LOSSES[name](), data) for name in drawn}
    way_down = data.lowest.direction
    at = cut.plane.coordinates(history.W)
    return Case(scenario, data, history, look, cut, here, slopes, heights, way_down, at, weight_names(data))


def _other(loss: str) -> str:
    return next(name for name in LOSSES if name != loss)


def _title(case: Case, loss: str) -> str:
    """The cut in words: what is shown, and what the other weights do."""
    cut, choice = case.cut, case.cut.choice
    first, second = case.axes
    said = f"{loss} loss over {first} and {second}"
    if choice.directions != "weights":
        share = cut.plane.share(case.history.W)
        way = (
            "the two directions in which the path moves most" if choice.directions == "PCA" else "two random directions"
        )
        where = {"minimum": "the minimum", "start": "the start", "current": "the current step"}[choice.held]
        return f"{loss} loss over {way}, through {where} · they show {100 * share:.3g} % of the path"
    held = [i for i in range(len(case.names)) if i not in choice.axes]
    if not held:
        return said
    if choice.held == "re-optimised" and loss == "BCE":
        return f"{said} · {', '.join(case.names[i] for i in held)} chosen best at every point"
    values = ", ".join(f"{case.names[i]} = {number(cut.plane.origin[i, 0])}" for i in held)
    kept = ("minimum" if cut.minimum is not None else "start") if choice.held == "re-optimised" else choice.held
    where = {"minimum": "at the minimum", "start": "at the start", "current": "at the current step"}[kept]
    return f"{said} · {values} held, as {where}"


def _note(case: Case) -> str:
    """A sentence on where the loss is lowest."""
    return f"{case.cut.reason} {_where_lowest(case.data)}".strip()


def _where_lowest(data: Dataset) -> str:
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
        f"There is no minimum: the classes can be parted, and along {way} BCE goes to 0: {words} at length 1, 10, 100."
    )


def _scalars(case: Case) -> dict[str, Array]:
    history, here = case.history, case.here
    steps = np.arange(history.steps + 1, dtype=np.float32)
    norms = {name: np.linalg.norm(slopes, axis=1) for name, slopes in case.slopes.items()}
    scalars = {
        "step": steps,
        "height": here.loss,
        "norm": norms[case.look.loss(case.scenario)],
        "norm_bce": norms["BCE"],
        "norm_mse": norms["MSE"],
        "lr": np.full(1, case.scenario.learning_rate),
    }
    for i, name in enumerate(case.names):
        scalars[name] = history.W[:, i]
        scalars[f"lambda{i}"] = here.eigenvalues[:, i]
        for j in range(i + 1):
            scalars[f"h{i}_{j}"] = here.hessian[:, i, j]
    first, last = here.eigenvalues[:, 0], here.eigenvalues[:, -1]
    bowl = last > 1e-14 * np.maximum(first, 1e-300)
    scalars["condition"] = np.divide(first, last, out=np.zeros_like(first), where=bowl)
    scalars["bowl"], scalars["no_bowl"] = bowl.astype(np.float32), (~bowl).astype(np.float32)
    limit = RULES[case.scenario.optimizer].stable
    if limit is not None:
        bends = first > 1e-300
        stable = np.divide(limit, first, out=np.zeros_like(first), where=bends)
        ratio = case.scenario.learning_rate * first / limit
        scalars |= {"stable": stable, "ratio": ratio, "bends": bends.astype(np.float32)}
        scalars["bounces"] = (ratio > 1).astype(np.float32)
        scalars["settles"] = (bowl & (ratio <= 1)).astype(np.float32)
    return {name: np.nan_to_num(values) for name, values in scalars.items()}


def _tracks(case: Case, loss: str) -> list[Track]:
    """The run on the surface of one loss: its path, −gradient, the next step."""
    u, v = case.at.T
    gradient = case.flat(case.slopes[loss])
    tip = case.at + visible(-arrow_scale(gradient, case.width) * gradient, case.width)
    after = case.at + visible(case.flat(case.history.update), case.width)
    tracks = [Track("path", "x", u, prefix=True), Track("path", "y", v, prefix=True)]
    for name, head in (("gradient", tip), ("update", after)):
        tracks += [Track(name, axis, np.column_stack([case.at[:, k], head[:, k]])) for k, axis in enumerate("xy")]
    tracks += [Track("point", axis, case.at[:, [k]]) for k, axis in enumerate("xy")]
    return tracks


def _contours(case: Case, loss: str, point: tuple[float, float] | None, name: str) -> Panel:
    cut = case.cut
    lowest = None if cut.minimum is None or loss != "BCE" else cut.plane.coordinates(cut.minimum.T)[0]
    own = loss == case.look.loss(case.scenario)
    scale = arrow_scale(case.flat(case.slopes[loss]), case.width)
    figure = surface_figure.contours(
        cut.u,
        cut.v,
        case.heights[loss],
        case.axes,
        None if lowest is None else (float(lowest[0]), float(lowest[1])),
        scale,
    )
    hover = f"{case.axes[0]} = %{{x:.3g}}<br>{case.axes[1]} = %{{y:.3g}}<extra>click: ask about it</extra>"
    figure.trace("surface").change(hovertemplate=hover)
    tracks = _tracks(case, loss)
    if case.look.field != FIELDS[0]:
        _add_field(case, figure, loss)
    if own and name == "contours":
        newton = case.look.around == AROUND[0]
        surroundings.add_surroundings(figure, f"\N{MINUS SIGN}gradient × {number(scale)}", newton)
        tracks += _around(case, newton)
        surroundings.add_point(figure)
        tracks += _asked(case, point, scale)
        _add_way_down(case, figure)
    sentence = f"Step {{step}}: at {case.axes[0]} and {case.axes[1]} the run stands where {loss} is " + (
        "{height:6}; the gradient's length is {norm:4}." if own else "shown for comparison."
    )
    outside = int(np.sum(~_inside(case)))
    if outside:
        sentence += f" At {outside} of {case.history.steps + 1} steps the path is outside of the picture."
    return Panel(
        name=name,
        title=_title(case, loss),
        figure=figure,
        tracks=tuple(tracks),
        sentence=sentence,
        goes_to_step=("path",),
        sets_start=name == "contours",
        drags="asked" if name == "contours" else "",
    )


def _inside(case: Case) -> Mask:
    cut, (u, v) = case.cut, case.at.T
    return np.asarray((cut.u[0] <= u) & (u <= cut.u[-1]) & (cut.v[0] <= v) & (v <= cut.v[-1]))


def _add_field(case: Case, figure: Figure, loss: str) -> None:
    cut, X1 = case.cut, with_ones(case.data.X)
    # In the middle of the cells that the picture is cut into.
    u, v = (_middles(ticks, count) for ticks, count in zip((cut.u, cut.v), FIELD, strict=True))
    if cut.choice.held == "re-optimised" and loss == "BCE":
        # At the best choice of the others the gradient along them is zero, so what is left is the picture's own.
        W = profile_slice(X1, case.data.t, cut.choice.axes, u, v)[1].reshape(-1, X1.shape[1])
        field = case.flat(gradients(X1, case.data.t, LOSSES[loss](), W)).reshape(len(v), len(u), 2)
    else:
        field = gradient_plane(X1, case.data.t, LOSSES[loss](), cut.plane, u, v)
    surroundings.add_field(figure, u, v, field, case.look.field == "log")
    # The arrows lie right above the surface.
    surface, *others = figure.data
    figure.data = [surface, others[-1], *others[:-1]]


def _middles(ticks: Array, count: int) -> Array:
    edges = np.linspace(ticks[0], ticks[-1], count + 1)
    return np.asarray((edges[:-1] + edges[1:]) / 2)


def _around(case: Case, newton: bool) -> list[Track]:
    """The level line (drawn at rest), the ellipse of the Hessian with its axes, and Newton's step."""
    count = len(case.at)
    nothing = np.full((count, 1), np.nan)
    tracks = [Track("level", axis, nothing) for axis in "xy"]
    directions = case.cut.plane.directions
    within = np.einsum("ia,mij,jb->mab", directions, case.here.hessian, directions)
    curves, axes = ellipses(within, case.at, ELLIPSE * case.width)
    if not newton:
        curves, axes = nothing[:, :, np.newaxis] * np.ones(2), nothing[:, :, np.newaxis] * np.ones(2)
    for k, axis in enumerate("xy"):
        tracks += [Track("ellipse", axis, curves[:, :, k], bits=16), Track("axes", axis, axes[:, :, k], bits=16)]
    if newton:
        move = case.flat(case.here.newton)
        far = FARTHEST * case.width / np.maximum(np.linalg.norm(move, axis=1, keepdims=True), 1e-300)
        head = case.at + visible(move * np.minimum(far, 1.0), case.width)
        for k, axis in enumerate("xy"):
            tracks.append(Track("newton", axis, np.column_stack([case.at[:, k], head[:, k]])))
    return tracks


def _asked(case: Case, point: tuple[float, float] | None, scale: float) -> list[Track]:
    """The asked point's marker and −gradient: the same at every step, and moved without drawing the picture anew."""
    rows = len(case.at)
    place, head = np.full(2, np.nan), np.full(2, np.nan)
    if point is not None:
        place = np.array(point)
        W = case.cut.weights(*point, case.data)
        loss = LOSSES[case.look.loss(case.scenario)]()
        dW = gradients(with_ones(case.data.X), case.data.t, loss, W.T)
        head = place + visible(-scale * case.flat(dW), case.width)[0]
    tracks = []
    for k, axis in enumerate("xy"):
        tracks.append(Track("asked", axis, np.full((rows, 1), place[k])))
        tracks.append(Track("asked gradient", axis, np.tile([place[k], head[k]], (rows, 1))))
    return tracks


def _add_way_down(case: Case, figure: Figure) -> None:
    """The direction in which the loss falls for ever, where it does so within the picture too: the rest is held."""
    if case.way_down is None:
        return
    way = case.flat(case.way_down.T)[0]
    within = case.cut.plane.directions @ way[:, np.newaxis]
    if case.data.lowest.kind == "separable":
        words, falls = "L → 0", parted(with_ones(case.data.X), case.data.t, within)
    else:
        words, falls = "L falls", bool(np.abs(within - case.way_down).max() < 1e-9)
    if falls:
        start, way = case.at[0], 0.3 * case.width * way / float(np.linalg.norm(way))
        x, y = np.array([start, start + way]).T
        surroundings.add_way_down(figure, x, y, words)


def level_tracks(scenario: Scenario, data: Dataset, history: History, look: Look, step: int) -> tuple[Track, ...]:
    """The line of equal loss through step `step`, as tracks of one step: it is drawn when the user rests there."""
    loss = LOSSES[look.loss(scenario)]()
    cut = choose_cut(scenario, data, history, look.choice, loss, step)
    at = cut.plane.coordinates(history.W[step : step + 1])
    return _as_tracks([_level(cut, loss, data, cut.heights(loss, data), at[0])])


def _level(cut: Cut, loss: Loss, data: Dataset, heights: Array, at: Array) -> Array:
    """The line of equal loss through a point (2,) of the cut with these heights (B, A): segments (K, 2, 2)."""
    W = cut.weights(float(at[0]), float(at[1]), data)
    height = float(loss.each_from_logit(with_ones(data.X) @ W, data.t).mean())
    return level_line(cut.u, cut.v, heights, height)


def _as_tracks(lines: Sequence[Array], bits: int = 32) -> tuple[Track, ...]:
    """The level line of each step, (K, 2, 2) with a K of its own, as tracks of the longest one's width."""
    # Each segment, then a gap.
    room = np.full((len(lines), max(1, *map(len, lines)), 3, 2), np.nan)
    for row, segments in zip(room, lines, strict=True):
        row[: len(segments), :2] = segments
    return tuple(Track("level", axis, room[..., k].reshape(len(lines), -1), bits=bits) for k, axis in enumerate("xy"))


def _with_levels(case: Case, panel: Panel) -> Panel:
    """The panel with the level line of every step, in 16 bits. A run that is too long for that keeps none."""
    name = case.look.loss(case.scenario)
    loss, heights = LOSSES[name](), case.heights[name]
    # No level line is short: a run that is far too long need not be measured first.
    if len(case.at) * len(case.cut.u) > LEVELS:
        return panel
    levels = _as_tracks([_level(case.cut, loss, case.data, heights, at) for at in case.at], bits=16)
    if sum(track.values.size for track in levels) > LEVELS:
        return panel
    others = [track for track in panel.tracks if track.trace != "level"]
    return replace(panel, tracks=(*others, *levels))


def _relief(case: Case, loss: str) -> Panel:
    """The same surface in space, with the path, the point, and the plane that touches it there."""
    cut, here = case.cut, case.here
    lowest = None
    if cut.minimum is not None and loss == "BCE":
        a, b = cut.plane.coordinates(cut.minimum.T)[0]
        value = float(LOSSES[loss]().each_from_logit(with_ones(case.data.X) @ cut.minimum, case.data.t).mean())
        lowest = (float(a), float(b), value)
    inside = _inside(case)
    moving = {
        "x": np.where(inside, case.at[:, 0], np.nan),
        "y": np.where(inside, case.at[:, 1], np.nan),
        "z": np.where(inside, here.loss, np.nan),
    }
    figure = surface_figure.landscape(cut.u, cut.v, case.heights[loss], case.axes, lowest)
    surroundings.add_tangent_plane(figure)
    # Corners around the point, in the order of a square; each as high as the gradient says.
    half = TANGENT * case.width / 2
    corners = half * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    gradient = case.flat(here.dW)
    rises = gradient @ corners.T  # (T+1, 4)
    shown = inside[:, np.newaxis]
    square = {
        "x": np.where(shown, case.at[:, :1] + corners[:, 0], np.nan),
        "y": np.where(shown, case.at[:, 1:] + corners[:, 1], np.nan),
        "z": np.where(shown, here.loss[:, np.newaxis] + rises, np.nan),
    }
    return Panel(
        name="relief",
        title=f"The same in space: {loss}, with the plane that touches it",
        figure=figure,
        tracks=(
            *(Track("path", axis, values, prefix=True) for axis, values in moving.items()),
            *(Track("point", axis, values[:, np.newaxis]) for axis, values in moving.items()),
            *(Track("tangent", axis, values, bits=16) for axis, values in square.items()),
        ),
        sentence="Step {step}: the run is at height {height:6}. The plane has the gradient's slope.",
        redraw=True,
    )


def _numbers(case: Case) -> Panel:
    """The curvature at the current step, in numbers."""
    names, optimizer = case.names, case.scenario.optimizer
    count = len(names)
    lines: list[Line] = [("symbols", "H = Xᵀ S X / N, the Hessian at this step")]
    if count <= WRITTEN:
        for i, name in enumerate(names):
            row = "  ".join(f"{{h{max(i, j)}_{min(i, j)}:4}}" for j in range(count))
            lines.append(("numbers", f"{name}: {row}"))
    lines.append(("result", "λ = (" + ", ".join(f"{{lambda{i}:4}}" for i in range(count)) + ")"))
    lines.append(("numbers", "condition number λ₁/λ" + "₁₂₃₄₅₆₇₈₉"[min(count, 9) - 1] + " = {condition:4}", "bowl"))
    lines.append(("numbers", "no bowl here: some direction is flat or bends down", "no_bowl"))
    rule = RULES[optimizer]
    if rule.stable is not None:
        formula = rule.stable_formula or rule.stable_rate
        lines += [
            ("numbers", f"largest stable lr in a bowl like this: {formula} = {{stable:4}}", "bends"),
            ("result", "lr = {lr:3} is {ratio:3} times that: in such a bowl it would bounce ever farther", "bounces"),
            ("result", "lr = {lr:3} is {ratio:3} of that: in such a bowl it would settle", "settles"),
            ("note", "The surface is no such bowl: λ₁ changes along the way."),
        ]
    else:
        formula = RULES["gradient descent"].stable_rate
        lines.append(("numbers", f"{optimizer} measures its steps by earlier gradients: {formula} is no limit for it."))
    lines.append(("note", "‖dW‖ at these weights: BCE {norm_bce:4}, MSE {norm_mse:4}"))
    said = " ".join(line[1] for line in lines if len(line) == 2)
    return Panel("numbers", "The curvature", None, (), said, Text((tuple(lines),)))


def _point(case: Case, point: tuple[float, float] | None) -> Panel:
    """What holds at the asked point: loss, gradient, Hessian."""
    if point is None:
        lines: tuple[Line, ...] = (("note", "Click the map: a point's loss, gradient and curvature stand here."),)
    else:
        loss = LOSSES[case.look.loss(case.scenario)]()
        X1, t = with_ones(case.data.X), case.data.t
        W = case.cut.weights(*point, case.data)
        height = float(loss.each_from_logit(X1 @ W, t).mean())
        dW = gradients(X1, t, loss, W.T)[0]
        curvature = curvature_at(X1, t, loss, W)
        flat = restricted(curvature.hessian, case.cut.plane.directions)
        row = "; ".join(" ".join(number(value) for value in line) for line in flat)
        bends = ", ".join(number(value) for value in curvature.eigenvalues)
        lines = (
            ("numbers", f"W = ({', '.join(number(w) for w in W[:, 0])}): L = {height:.6g}"),
            ("numbers", f"dW = ({', '.join(number(w) for w in dW)})"),
            (
                "numbers",
                f"H over {case.axes[0]}, {case.axes[1]} = [{row}], λ = ({bends})",
            ),
        )
    said = " ".join(line[1] for line in lines)
    return Panel("asked", "The point you ask about", None, (), said, Text((lines,)))
