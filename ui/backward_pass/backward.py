"""The timeline of the page "Backward pass": the nine stages inside one step, forwards and back.
Every number comes from core.training.moment, the true one and what float64 makes of the course's formula beside it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Mask, Rows
from core.classifier import Classifier
from core.data.dataset import Dataset
from core.loss import BCE, LARGEST_LOGIT, LOSSES, MSE, Loss
from core.optimizer import OPTIMIZERS, Optimizer
from core.rounding import on_paper
from core.scenario import Scenario
from core.training import History, Moment, moment
from ui.backward_pass import arrows
from ui.panels.names import WRITTEN, weight_names
from ui.panels.source_code import headed
from ui.timeline.content import (
    ArrayTable,
    Code,
    Edge,
    Graph,
    Line,
    Node,
    Product,
    Rectangle,
    Shapes,
    Tables,
    Text,
    literal,
)
from ui.timeline.notation import name as named
from ui.timeline.timeline import Inside, Panel, Timeline, Track

# Whose numbers the computation graph shows: the chosen sample's, or the lowest and highest of the batch.
GRAPHS = ("sample", "batch")

STAGES = ("x", "y", "z", "loss", "dz", "slope", "dy", "dw", "update")
X, Y, Z, LOSS, DZ, SLOPE, DY, DW, UPDATE = range(len(STAGES))

# Samples that can be chosen at the most: all of the course's 533. The arrays are those of all samples.
WINDOW = 600
# Digits of a sample's numbers in the formulas.
SHOWN = 5
# z(1 − z) below this: the sigmoid is flat, and the factors are worth a word.
FLAT = 1e-4


@dataclass(frozen=True)
class Case:
    """What all panels of one step are made of.

    now : the step's arrays, 0 where a sum cancels · floats : the same as float64 has them
    rows : their rows that can be chosen · numbers : the rows' numbers in X
    whole : the graph shows the ends of whole arrays, and not one sample's numbers
    """

    scenario: Scenario
    data: Dataset
    now: Moment
    floats: Moment
    rows: Rows
    numbers: tuple[int, ...]
    weights: tuple[str, ...]
    notation: str
    whole: bool = False

    @property
    def count(self) -> int:
        """N, the number of samples in the step's batch."""
        return len(self.now.t)

    @property
    def columns(self) -> int:
        """D + 1."""
        return len(self.weights)

    def s(self, symbol: str) -> str:
        """A symbol in the chosen notation."""
        return named(symbol, self.notation)


def apart(true: Array, made: Array, digits: int) -> Mask:
    """Where true numbers and what float64 has made of them differ by more than one in the last of so many digits."""
    return np.asarray(np.abs(true - made) > 10.0 ** (1 - digits) * np.abs(true))


def backward(
    scenario: Scenario,
    data: Dataset,
    history: History,
    step: int,
    notation: str = "I2DL",
    shapes: bool = False,
    graph: str = "sample",
) -> Timeline:
    """The stages inside step `step` of a run; with `shapes` the arrays are drawn as rectangles.

    graph : one of GRAPHS, whose numbers the computation graph shows
    """
    floats = moment(scenario, data, history, step)
    batch = np.arange(len(data.X)) if history.batches is None else history.batches[step]
    # The window shows the batch's samples in the order of X, so that a link finds its sample.
    rows = np.argsort(batch, kind="stable")
    if len(rows) > WINDOW:
        rows = rows[np.linspace(0, len(rows) - 1, WINDOW).astype(np.intp)]
    numbers = tuple(int(number) for number in batch[rows])
    case = Case(scenario, data, on_paper(floats), floats, rows, numbers, weight_names(data), notation, graph == "batch")
    scalars = _scalars(case)
    panels = (
        _graph(case),
        _formula(case, scalars.keys()),
        _code(case, scalars.keys()),
        _shapes(case) if shapes else _arrays(case),
        _data(case),
        _arrows(case),
    )
    titles = tuple(f"{i + 1} of {len(STAGES)}: {title}" for i, title in enumerate(_titles(case)))
    readout: list[tuple[str, str | tuple[str, ...]]] = [("stage", titles)]
    readout += [("sample", "{row}"), ("t", "{t}")]
    readout += [(f"{case.s('z')} − t", _known("{residual:6}", Z)), ("L", _known("{loss:8}", LOSS))]
    window = f" · {WINDOW} of {case.count:,} samples can be chosen" if case.count > len(rows) else ""
    note = f"All arrays are those of {case.count:,} samples{window}."
    return Timeline(
        steps=len(STAGES) - 1,
        panels=panels,
        scalars=scalars,
        readout=tuple(readout),
        note=note,
        layout="backward",
        inside=Inside(STAGES, step, history.steps, numbers),
    )


def _known(template: str, since: int) -> tuple[str, ...]:
    """A number of the readout: a dash until its stage has come."""
    return tuple(template if stage >= since else "—" for stage in range(len(STAGES)))


def _titles(case: Case) -> tuple[str, ...]:
    s = case.s
    y, z = s("y"), s("z")
    return (
        "X with its ones",
        f"{y} = XW",
        f"{z} = sigmoid({y})",
        "L, the loss",
        s("dL/dz"),
        s("dz/dy"),
        s("dL/dy"),
        "dW",
        "the new W",
    )


def _scalars(case: Case) -> dict[str, Array]:
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
        **_float64(case),
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


def _float64(case: Case) -> dict[str, Array]:
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


def _written(case: Case, template: Callable[[str], str], joint: str = ", ") -> str:
    """A template for every weight, joined; in the middle of many, dots."""
    parts = [template(weight) for weight in case.weights]
    if len(parts) > WRITTEN + 1:
        parts = [*parts[:WRITTEN], "…", parts[-1]]
    return joint.join(parts)


def _graph(case: Case) -> Panel:
    """Values flow right along the top, gradients flow left along the bottom, and the cache stands between them."""
    s, n, d1 = case.s, case.count, case.columns
    column, top, middle, bottom = f"({n:,}, 1)", 4, 104, 204

    def value(name: str, digits: int = 5) -> str:
        """A template for one sample's number, or for the ends of the whole array."""
        if case.whole:
            form = "" if name == "t" else ":3"
            return f"{{low_{name}{form}}} … {{high_{name}{form}}}"
        return "{t}" if name == "t" else f"{{{name}:{digits}}}"

    sample = "(" + _written(case, lambda weight: f"{{x_{weight}:3}}") + ")"
    weights = "(" + _written(case, lambda weight: f"{{{weight}:3}}") + ")"
    gradient = "(" + _written(case, lambda weight: f"{{d{weight}:3}}") + ")"
    updated = "new (" + _written(case, lambda weight: f"{{new_{weight}:3}}") + ")"
    wide, narrow = 160, 112
    first, second, third, fourth = 0, 200, 360, 520
    nodes = (
        Node(f"X ({n:,}, {d1})", value("x") if case.whole else sample, first, top, wide, "given", X, (X, Y)),
        Node(f"{s('y')} {column}", value("y"), second, top, narrow, "forward", Y, (Y, Z)),
        Node(f"{s('z')} {column}", value("z"), third, top, narrow, "forward", Z, (Z, LOSS)),
        Node("L", "{loss:6}", fourth, top, narrow, "forward", LOSS, (LOSS, DZ)),
        Node(f"W ({d1}, 1)", weights, first, middle, wide, "given", X, (Y, UPDATE), updated, UPDATE),
        Node(f"cache: X, {s('z')}", value("z"), 272, middle, narrow, "cache", Z, (X, Z, SLOPE, DW)),
        Node(f"t {column}", value("t"), fourth, middle, narrow, "given", X, (LOSS, DZ)),
        Node(f"dW ({d1}, 1)", gradient, first, bottom, wide, "backward", DW, (DW, UPDATE)),
        Node(f"{s('dL/dy')} {column}", value("dy"), second, bottom, narrow, "backward", DY, (DY, DW)),
        Node(f"{s('dz/dy')} {column}", value("slope"), third, bottom, narrow, "backward", SLOPE, (SLOPE, DY)),
        Node(f"{s('dL/dz')} {column}", value("dz"), fourth, bottom, narrow, "backward", DZ, (DZ, DY)),
    )
    up, down, end = top + 25, bottom + 25, fourth + narrow
    edges = (
        Edge(((wide, up), (second - 2, up)), "· W", "forward", (Y,)),
        Edge(((second + narrow, up), (third - 2, up)), "σ", "forward", (Z,)),
        Edge(((third + narrow, up), (fourth - 2, up)), case.scenario.loss, "forward", (LOSS,)),
        Edge(((576, middle), (576, top + 52)), "", "forward", (LOSS,)),
        Edge(((400, top + 50), (360, middle - 2)), "", "forward", (Z,)),
        Edge(((80, top + 50), (80, 78), (310, 78), (310, middle - 2)), "", "forward", (X,)),
        Edge(((end, up), (end + 18, up), (end + 18, down), (end + 2, down)), "", "backward", (DZ,)),
        Edge(((fourth, down), (third + narrow + 2, down)), "·", "backward", (DY,)),
        Edge(((third, down), (second + narrow + 2, down)), "", "backward", (DY,)),
        Edge(((362, middle + 50), (400, bottom - 2)), "", "backward", (SLOPE,)),
        Edge(((second, down), (wide + 2, down)), "Xᵀ ·", "backward", (DW,)),
        Edge(((292, middle + 50), (150, bottom - 2)), "", "backward", (DW,)),
        Edge(((80, bottom), (80, middle + 52)), "", "backward", (UPDATE,)),
    )
    whose = "The whole batch, lowest … highest" if case.whole else "Sample {row}"
    said = [f"{title}. {whose}: {s('y')} = {value('y', 6)}" for title in _titles(case)]
    for stage, more in (
        (Z, f"{s('z')} = {value('z', 6)}"),
        (LOSS, "L = {loss:6}"),
        (DZ, f"{s('dL/dz')} = {value('dz', 6)}"),
        (SLOPE, f"{s('dz/dy')} = {value('slope', 6)}"),
        (DY, f"{s('dL/dy')} = {value('dy', 6)}"),
        (DW, "dW = (" + _written(case, lambda w: f"{{d{w}:5}}") + ")"),
        (UPDATE, "new W = (" + _written(case, lambda w: f"{{new_{w}:5}}") + ")"),
    ):
        for i in range(stage, len(said)):
            said[i] += f", {more}"
    said[X] = f"X with its ones. {whose}: x = " + (value("x") if case.whole else sample)
    return Panel(
        name="graph",
        title="What flows where: " + ("the whole batch, lowest … highest" if case.whole else "the chosen sample"),
        figure=None,
        tracks=(),
        sentence=tuple(f"{words}." for words in said),
        content=Graph(652, 258, nodes, edges),
    )


Lines = tuple[Line, ...]


def _formula(case: Case, rounded: Collection[str]) -> Panel:
    """Each stage in symbols, then with this sample's numbers, then the result.

    rounded : the names of what float64 makes otherwise
    """
    s = case.s
    y, z, dz, slope, dy = (s(symbol) for symbol in ("y", "z", "dL/dz", "dz/dy", "dL/dy"))
    bce = case.scenario.loss == "BCE"
    stages: tuple[Lines, ...] = (
        (
            ("symbols", "X = [x, 1]: the ones are appended last, for the bias"),
            ("numbers", "x = (" + _written(case, lambda w: f"{{x_{w}:6}}") + ")"),
            ("note", "Forward keeps X in the cache: the backward pass will need it for dW."),
        ),
        (
            ("symbols", f"{y} = x · W = " + _written(case, lambda w: f"{'1' if w == 'b' else 'x' + w[1:]}·{w}", " + ")),
            ("numbers", "= " + _written(case, lambda w: f"({{x_{w}:6}})·({{{w}:6}})", " + ")),
            ("result", f"{y} = {{y:5}}"),
            *_cancels(case, rounded, "y"),
        ),
        (
            ("symbols", f"{z} = 1 / (1 + e^(−{y}))"),
            ("numbers", "= 1 / (1 + e^(−({y:6})))"),
            ("result", f"{z} = {{z:5}}"),
            ("note", f"{z} goes into the cache, beside X."),
        ),
        _loss_lines(case, rounded),
        (
            ("symbols", f"{dz} = −(t/{z} − (1 − t)/(1 − {z})) / N" if bce else f"{dz} = 2 ({z} − t) / N"),
            (
                "numbers",
                "= −({t}/{z:6} − (1 − {t})/{one_minus_z:6}) / {n}" if bce else "= 2 ({z:6} − {t}) / {n}",
            ),
            ("result", f"{dz} = {{dz:5}}"),
            ("note", "The upstream gradient: what backward() is handed as dout."),
            *_beyond(case, rounded),
            *_made(case, rounded, "dz"),
        ),
        (
            ("symbols", f"{slope} = {z} (1 − {z})"),
            ("numbers", "= {z:6} · {one_minus_z:6}"),
            ("result", f"{slope} = {{slope:5}}"),
            ("note", f"{z} comes from the cache: no new exponential."),
            *_made(case, rounded, "slope"),
        ),
        _product_lines(case, rounded),
        (
            ("symbols", f"dW = Xᵀ · {dy} = the sum of one arrow x · {dy} per sample"),
            ("numbers", "this sample: {dy:6} · (" + _written(case, lambda w: f"{{x_{w}:6}}") + ")"),
            ("numbers", "= (" + _written(case, lambda w: f"{{arrow_{w}:5}}") + ")"),
            ("result", f"all {case.count:,}: dW = (" + _written(case, lambda w: f"{{d{w}:8}}") + ")"),
            *_made_of_all(case, rounded, "db", "dW = (" + _written(case, lambda w: f"{{float64_d{w}:8}}") + ")"),
            *_cancels(case, rounded, *(f"d{w}" for w in case.weights)),
        ),
        (*_update_lines(case), *_cancels(case, rounded, *(f"new_{w}" for w in case.weights))),
    )
    said = tuple(" ".join(line[1] for line in lines if len(line) == 2) for lines in stages)
    return Panel("formula", "The formula", None, (), said, Text(stages))


def _made(case: Case, rounded: Collection[str], name: str) -> Lines:
    """What float64 makes of a formula, for the samples for which that is another number."""
    if f"float64_{name}" not in rounded:
        return ()
    z, gives = case.s("z"), f"In float64 this formula gives {{float64_{name}:5}}"
    return (
        ("note", f"{gives}: {z} has rounded, and its 1 − {z} is {{float64_one_minus_z:5}}.", f"above_{name}"),
        ("note", f"{gives}: {z} is too near 0 for it.", f"below_{name}"),
    )


def _made_of_all(case: Case, rounded: Collection[str], name: str, template: str) -> Lines:
    """What float64 makes of a formula over all samples, where that is another number."""
    if f"float64_{name}" not in rounded:
        return ()
    said = f"In float64 the formulas in {case.s('z')} give {template}, because outputs have rounded."
    return (("note", f"{said} Training works from the logits, and loses nothing."),)


def _cancels(case: Case, rounded: Collection[str], *names: str) -> Lines:
    """A word where terms cancel: there the page has 0, as paper has, and float64 something very small."""
    left = [f"{{left_{name}:3}}" for name in names if f"left_{name}" in rounded]
    if not left:
        return ()
    said = f"The terms cancel. In float64 {', '.join(left)} is left instead of 0: that is rounding."
    return (("note", said, "left_y") if names == ("y",) else ("note", said),)


def _beyond(case: Case, rounded: Collection[str]) -> Lines:
    """A word where no float holds dL/dz."""
    return (("note", f"The true {case.s('dL/dz')} is larger still: no float holds it.", "beyond"),) * (
        "beyond" in rounded
    )


def _loss_lines(case: Case, rounded: Collection[str]) -> Lines:
    z = case.s("z")
    if case.scenario.loss == "BCE":
        symbols = f"L = mean of −(t log {z} + (1 − t) log(1 − {z}))"
        numbers = "this sample: −({t}·log {z:6} + (1 − {t})·log {one_minus_z:6}) = {each:5}"
    else:
        symbols = f"L = mean of ({z} − t)²"
        numbers = "this sample: ({z:6} − {t})² = {each:5}"
    lines: Lines = (
        ("symbols", symbols),
        ("numbers", numbers),
        *_made(case, rounded, "each"),
        ("result", f"mean over all {case.count:,}: L = {{loss:8}}"),
        *_made_of_all(case, rounded, "loss", "L = {float64_loss:8}"),
    )
    return (*lines, ("note", "log is the natural logarithm, ln on a calculator.")) if "log" in symbols else lines


def _product_lines(case: Case, rounded: Collection[str]) -> Lines:
    """dL/dy as a product, beside the fused form: where the sigmoid is flat BCE and MSE differ."""
    s = case.s
    z, dz, slope, dy = (s(symbol) for symbol in ("z", "dL/dz", "dz/dy", "dL/dy"))
    fused = f"({z} − t)/N" if case.scenario.loss == "BCE" else f"2 ({z} − t) {z} (1 − {z})/N"
    lines: list[Line] = [
        ("symbols", f"{dy} = {dz} · {slope}"),
        ("numbers", "= {dz:6} · {slope:6}"),
        *_beyond(case, rounded),
        ("result", f"{dy} = {{dy:5}}"),
        ("note", f"At once, from the logit: {fused} = {{dy:5}}"),
        *_made(case, rounded, "dy"),
    ]
    if np.any(case.now.dz_dy[case.rows] < FLAT):
        lines.append(
            (
                "note",
                f"Where {slope} is tiny, BCE has huge · tiny = {{bce_dz:3}} · {{slope:3}}: σ′ cancels, and "
                "{bce_fused:3} is left. MSE has {mse_dz:3} · {slope:3} = {mse_fused:3}: σ′ stays and kills it. "
                f"Training takes {dy} at once, which loses nothing where {z} has rounded.",
            )
        )
    return tuple(lines)


def _update_lines(case: Case) -> Lines:
    if case.scenario.optimizer == "gradient descent":
        symbols = "W ← W − lr · dW"
        numbers = _written(case, lambda w: f"{w}: {{{w}:6}} − {{lr:3}}·({{d{w}:6}})", "; ")
    else:
        symbols = f"W ← W − lr · ({case.scenario.optimizer}: what it makes of dW and of the steps before)"
        numbers = _written(case, lambda w: f"{w}: {{{w}:6}} + ({{step_{w}:6}})", "; ")
    return (
        ("symbols", symbols),
        ("numbers", numbers),
        ("result", "W = (" + _written(case, lambda w: f"{{new_{w}:5}}") + ")"),
    )


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


def _code(case: Case, rounded: Collection[str]) -> Panel:
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


def _arrays(case: Case) -> Panel:
    """The arrays that a stage reads and writes: name, shape, first rows."""
    s, n, d1 = case.s, case.count, case.columns
    ones = tuple(f"x_{weight}" for weight in case.weights)
    heads = (*(f"x{weight[1:]}" for weight in case.weights[:-1]), "1")

    def column(symbol: str, scalar: str, writes: bool = False) -> ArrayTable:
        return ArrayTable(f"{symbol} ({n:,}, 1)", (symbol,), (scalar,), "sample", writes)

    def weight(title: str, prefix: str, writes: bool = False) -> ArrayTable:
        names = tuple(f"{prefix}{name}" for name in case.weights)
        return ArrayTable(f"{title} ({d1}, 1)", case.weights, names, "weight", writes)

    def samples(writes: bool) -> ArrayTable:
        return ArrayTable(f"X with ones ({n:,}, {d1})", heads, ones, "sample", writes)

    y, z, t = column(s("y"), "y"), column(s("z"), "z"), column("t", "t")
    stages = (
        (samples(writes=True),),
        (samples(writes=False), weight("W", ""), column(s("y"), "y", writes=True)),
        (y, column(s("z"), "z", writes=True)),
        (z, t, column("loss of each", "each", writes=True)),
        (z, t, column(s("dL/dz"), "dz", writes=True)),
        (z, column(s("dz/dy"), "slope", writes=True)),
        (column(s("dL/dz"), "dz"), column(s("dz/dy"), "slope"), column(s("dL/dy"), "dy", writes=True)),
        (samples(writes=False), column(s("dL/dy"), "dy"), weight("dW", "d", writes=True)),
        (weight("W", ""), weight("dW", "d"), weight("new W", "new_", writes=True)),
    )
    said = tuple("; ".join(f"{'writes' if t.writes else 'reads'} {t.title}" for t in stage) + "." for stage in stages)
    return Panel("arrays", "The arrays", None, (), said, Tables(stages))


def _shapes(case: Case) -> Panel:
    """Each product as rectangles with their dimensions, and what would not fit."""
    s, n, d1 = case.s, f"{case.count:,}", case.columns

    def column(symbol: str) -> Rectangle:
        return Rectangle(symbol, f"({n}, 1)", "many", "one")

    def weights(symbol: str) -> Rectangle:
        return Rectangle(symbol, f"({d1}, 1)", "few", "one")

    features = Rectangle("X", f"({n}, {d1})", "many", "few")
    transposed = Rectangle("Xᵀ", f"({d1}, {n})", "few", "many")
    number = Rectangle("L", "a number", "one", "one")
    y, z, t, dz, slope, dy = (column(s(symbol)) for symbol in ("y", "z", "t", "dL/dz", "dz/dy", "dL/dy"))
    every_row = "Row by row: each sample by itself."
    stages = (
        (
            Product(
                (Rectangle("X", f"({n}, {d1 - 1})", "many", "few"), "and", column("ones"), "→", features),
                True,
                "The ones stand last: the bias multiplies them.",
            ),
        ),
        (
            Product((features, "·", weights("W"), "→", y), True, f"The inner dimensions meet: {d1} and {d1}."),
            Product((weights("W"), "·", features), False, f"Would not fit: 1 meets {n}."),
        ),
        (Product((y, "→", z), True, every_row),),
        (Product((z, "and", t, "→", number), True, "A mean: all rows become one number."),),
        (Product((z, "and", t, "→", dz), True, f"{every_row} A gradient has the shape of what it belongs to."),),
        (Product((z, "→", slope), True, every_row),),
        (
            Product((dz, "∘", slope, "→", dy), True, f"{every_row} ∘ multiplies entry by entry."),
            Product((dz, "·", slope), False, f"As a matrix product it would not fit: 1 meets {n}."),
        ),
        (
            Product((transposed, "·", dy, "→", weights("dW")), True, f"The inner dimensions meet: {n} and {n}."),
            Product((features, "·", dy), False, f"Would not fit: {d1} meets {n}. Hence the transpose."),
        ),
        (Product((weights("W"), "− lr ·", weights("dW"), "→", weights("new W")), True, "dW has the shape of W."),),
    )
    said = tuple(" ".join(map(_said, stage)) for stage in stages)
    return Panel("arrays", "The shapes", None, (), said, Shapes(stages))


def _said(product: Product) -> str:
    parts = (part if isinstance(part, str) else f"{part.label} {part.dimensions}" for part in product.parts)
    return f"{' '.join(parts)}. {product.note}"


def _data(case: Case) -> Panel:
    samples, t = case.now.X1[case.rows, :-1], case.now.t[case.rows]
    figure = arrows.chosen_sample(samples, t, case.data.feature_names, case.data.class_names)
    y = t[:, 0] if samples.shape[1] == 1 else samples[:, 1]
    names = tuple(trace.name for trace in figure.data if trace.name != "chosen")
    return Panel(
        name="data",
        title="The samples: click one",
        figure=figure,
        tracks=(
            Track("chosen", "x", samples[:, :1], by="sample"),
            Track("chosen", "y", y[:, np.newaxis], by="sample"),
        ),
        sentence=f"Sample {{row}} is chosen: t = {{t}}, {case.s('z')} = {{z:5}}.",
        chooses_sample=names,
    )


def _arrows(case: Case) -> Panel:
    """All arrows x · dL/dy head to tail; where a window hides samples, their sum is the walk's last leg."""
    first, second = 0, 1
    steps = case.now.X1[:, [first, second]] * case.now.dy
    legs = steps[case.rows]
    hidden = case.now.dW[[first, second], 0] - legs.sum(axis=0)
    walk = np.vstack([np.zeros(2), np.cumsum(legs, axis=0), case.now.dW[[first, second], 0]])
    known = np.arange(len(STAGES)) >= DW
    appears = np.where(known, 1.0, np.nan)[:, np.newaxis]
    dy = case.s("dL/dy")
    leg = f" The last leg is the other {case.count - len(case.rows):,} samples." if np.abs(hidden).max() > 1e-12 else ""
    figure = arrows.head_to_tail(walk[:, 0], walk[:, 1], (case.weights[first], case.weights[second]))
    tracks = []
    for axis, column in (("x", 0), ("y", 1)):
        tracks += [
            Track("walk", axis, appears * walk[:, column]),
            Track("sum", axis, appears * np.array([0.0, case.now.dW[column, 0]])),
            Track("arrow", axis, np.column_stack([walk[:-2, column], walk[1:-1, column]]), by="sample", since=DY),
        ]
    return Panel(
        name="arrows",
        title=f"One arrow x · {dy} per sample",
        caption=f"Head to tail they end at dW = Xᵀ · {dy}: the transpose adds them up.",
        figure=figure,
        tracks=tuple(tracks),
        sentence=f"Sample {{row}} adds its x times {dy}: ({{arrow_{case.weights[first]}:4}}, "
        f"{{arrow_{case.weights[second]}:4}}). All arrows laid head to tail end at dW; adding them up is what the "
        f"transpose in Xᵀ · {dy} does.{leg}",
        chooses_sample=("walk",),
        sweep="walk",
    )
