"""The page "Break it": a bug's training beside the correct one as a timeline, and its code and numbers side by side.
Every number comes from core.mistakes.effects, which runs the buggy code; nothing is worked out here."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core.arrays import Array
from core.classifier import sigmoid, with_ones
from core.data.dataset import Dataset
from core.gradient_check import PASS_MARK
from core.mistakes.effects import STAGES, Effect, Path, effect_of, same, train_with
from core.mistakes.fingerprints import SHOWN, Verdict, read_numbers, recognise
from core.mistakes.mistake import Mistake
from core.scenario import Scenario
from core.surface.windows import choose_slice
from core.training import History
from ui.break_it import paths_figure
from ui.break_it.paths_figure import FARTHEST, MISTAKEN, RIGHT
from ui.panels.names import slice_at, weight_names
from ui.panels.source_code import source, without_checks
from ui.timeline import content
from ui.timeline.notation import translate
from ui.timeline.style import number
from ui.timeline.timeline import Panel, Timeline, Track

# Steps of a run at the most: enough to see what a mistake does, and quickly there.
MOST = 400
# Rows of an array that the table shows.
ROWS = 3
# A loss below this is all but 0.
STUCK = 1e-6
# The panels of the two codes, by the names that links and style sheets know them by, and as they are called on screen.
SIDES = (("right", RIGHT), ("mistaken", MISTAKEN))
# The stages whose arrays have one row per sample; the others have one row per weight.
SAMPLE_STAGES = STAGES[:4]


def comparable(scenario: Scenario) -> Scenario:
    """The scenario as the mistakes know it: BCE, plain gradient descent over all samples, at most 400 steps."""
    steps = min(scenario.steps, MOST)
    return replace(scenario, loss="BCE", optimizer="gradient descent", batch=0, steps=steps)


def departures(scenario: Scenario) -> str:
    """What this page does otherwise than the sidebar says; "" where nothing."""
    said = []
    if scenario.loss != "BCE":
        said.append("These are bugs in BCE, so this page uses BCE on the same data.")
    if scenario.optimizer != "gradient descent" or scenario.batch:
        said.append("Here training is plain gradient descent over all samples.")
    if scenario.steps > MOST:
        said.append(f"Here a run has its first {MOST} steps.")
    return " ".join(said)


@dataclass(frozen=True)
class Case:
    """One step of the right run: X (N, D), t (N, 1), W (D+1, 1) there, and W where the run began."""

    X: Array
    t: Array
    W: Array
    start: Array
    learning_rate: float
    step: int

    def line(self) -> str:
        """What somebody needs to know to work with the same numbers."""
        weights = ", ".join(_text(weight, SHOWN) for weight in self.W[:, 0])
        return f"N = {len(self.X):,}, D = {self.X.shape[1]}, step {self.step}, W = ({weights}), the bias last"

    def weights(self) -> str:
        """W with all its digits, as numpy reads it."""
        return f"W = np.array([{', '.join(f'[{float(weight)!r}]' for weight in self.W[:, 0])}])"

    def shape(self, kind: str) -> str:
        """The shape of dL/dz, dL/dy or dW."""
        return f"({len(self.W) if kind == 'dW' else len(self.X):,}, 1)"

    def effect(self, mistake: Mistake) -> Effect:
        """What the mistake does to the numbers of this step."""
        return effect_of(mistake, self.X, self.t, self.W, self.start, self.learning_rate)

    def name(self, kind: str, text: str) -> Verdict:
        """Whose numbers these are. Raises ValueError, in one sentence, where the text cannot be read as numbers."""
        return recognise(kind, read_numbers(text), self.X, self.t, self.W, self.start)


def case(scenario: Scenario, data: Dataset, history: History, step: int) -> Case:
    """Step `step` of a run; a step behind its last is the last."""
    step = min(step, history.steps)
    W = history.W[step].reshape(-1, 1)
    return Case(data.X, data.t, W, scenario.start_weights(), scenario.learning_rate, step)


@dataclass(frozen=True)
class Code:
    """A function's name and source, and which of its lines (from 0) the other one has not."""

    name: str
    lines: tuple[str, ...]
    lit: tuple[int, ...]


def code_pair(mistake: Mistake) -> tuple[Code, Code]:
    """The correct code and the buggy code."""
    right, wrong = _short(mistake.right), _short(mistake.wrong)
    return _code(mistake.right, right, wrong), _code(mistake.wrong, wrong, right)


def _short(function: Callable[..., Any]) -> list[str]:
    """The source without documentation, and without the checks that only raise."""
    return without_checks(source(function))


def _code(function: Callable[..., Any], lines: list[str], others: list[str]) -> Code:
    known = {_bare(line) for line in others}
    lit = tuple(i for i, line in enumerate(lines) if _bare(line) not in known)
    return Code(f"{function.__module__}.{function.__qualname__}", tuple(lines), lit)


def _bare(line: str) -> str:
    return line.partition("#")[0].rstrip()


def measured(effect: Effect) -> str:
    """Both relative errors beside the tolerance."""
    mistaken = "none" if effect.relative_error is None else _text(effect.relative_error, 3)
    # Near a minimum dW is so small that what rounding makes of the differences is more than a millionth of it.
    above = effect.right_passed and effect.right_relative_error >= PASS_MARK
    return (
        "Relative error, max |a − b| / max(1e−8, |a| + |b|), of dW against central differences: "
        f"buggy {mistaken}, correct {_text(effect.right_relative_error, 3)}; "
        f"green is below {_text(PASS_MARK, 1)}" + (", or what rounding alone can make." if above else ".")
    )


def compared(effect: Effect, count: int) -> tuple[dict[str, list[str]], str]:
    """The numbers stage by stage, as the columns of a table in Markdown; and which rows of `count` samples it shows."""
    apart = _apart(effect, count)
    samples = sorted({*range(min(ROWS, count)), apart or 0})
    table: dict[str, list[str]] = {"stage": [], RIGHT: [], MISTAKEN: [], "both": []}
    for stage in STAGES:
        computed, wrong = effect.computed.at(stage), effect.wrong.at(stage)
        rows = samples if stage in SAMPLE_STAGES else None
        table["stage"].append("new W" if stage == "update" else stage)
        right, in_float64 = _cell(effect.right.at(stage), rows), _cell(computed, rows)
        # Where outputs have rounded, the right code gives other numbers than the true ones, and the mistaken code too.
        table[RIGHT].append(right if right == in_float64 else f"{right}; in float64 {in_float64}")
        table[MISTAKEN].append(_cell(wrong, rows))
        table["both"].append(
            "agree" if same(wrong, computed) else "**first differ here**" if stage == effect.stage else "differ"
        )
    shown = ", ".join(f"{row:,}" for row in samples[:-1]) + f" and {samples[-1]:,}"
    most = "" if apart is None else f"; in row {apart:,} they differ most"
    said = f"Rows {shown} of {count:,} samples{most}. Of dW and the new W every row, the bias last."
    error = effect.wrong.error
    return table, said if error in effect.sentence else f"{said} {error}"


def _apart(effect: Effect, count: int) -> int | None:
    """The sample whose numbers part most at the stage where they part first; None where that stage has none."""
    if effect.stage not in SAMPLE_STAGES:
        return None
    right, wrong = effect.computed.at(effect.stage), effect.wrong.at(effect.stage)
    if right is None or wrong is None or right.shape != wrong.shape:
        return None
    with np.errstate(over="ignore"):
        return int(np.argmax(np.abs(wrong - right)))


def _cell(array: Array | None, rows: list[int] | None) -> str:
    if array is None:
        return "—"
    values = array[:, 0] if rows is None else array[rows, 0]
    more = ", …" if rows is not None and len(array) > len(rows) else ""
    return f"({len(array):,}, 1): " + ", ".join(_text(value, 5) for value in values) + more


def _text(value: float, digits: int) -> str:
    text = re.sub(r"e([+-])0*(\d)", r"e\1\2", f"{value:.{digits}g}")
    return text.replace("e+", "e").replace("-", "\N{MINUS SIGN}")


def broken(
    scenario: Scenario, data: Dataset, history: History, mistake: Mistake | None, logarithmic: bool = False
) -> Timeline:
    """The right run, and beside it the one with the mistake, from the same start; its path may end early."""
    path = None if mistake is None else train_with(mistake, scenario, data, history.steps)
    names = weight_names(data)
    steps = history.steps
    readout: list[tuple[str, str | tuple[str, ...]]] = [("step", f"{{step}} of {steps}")]
    readout += [("correct L", "{loss:8}"), ("correct W", _weights("", names))]
    scalars = _scalars("", history.W, history.loss, names, steps)
    scalars["step"] = np.arange(steps + 1, dtype=float)
    if path is not None:
        scalars |= _scalars("m", path.W, path.loss, names, steps)
        readout += [
            ("buggy L", _while_it_lasts("{mloss:8}", path, steps)),
            ("buggy W", _while_it_lasts(_weights("m", names), path, steps)),
        ]
    panels = (_surface(scenario, data, history, path, names), _losses(history, path, logarithmic))
    return Timeline(steps, panels, scalars, tuple(readout), _note(data, history, path), layout="broken")


def alone(timeline: Timeline, case: Case, mistake: Mistake | None, notation: str = "I2DL") -> Timeline:
    """The page without a page around it: both runs, and of one step what the mistake does to its numbers, as panels."""
    if mistake is None:
        return replace(timeline, note=f"No bug is chosen. {timeline.note}")
    effect = case.effect(mistake)
    hint, sentence = translate(mistake.hint, notation), translate(effect.sentence, notation)
    codes = tuple(
        Panel(side, f"{said}: {code.name}", None, (), "Code.", content.Code(code.lines, (code.lit,)))
        for (side, said), code in zip(SIDES, code_pair(mistake), strict=True)
    )
    colour = "green" if effect.passed else "red"
    lines: tuple[content.Line, ...] = (
        ("passed" if effect.passed else "failed", sentence),
        ("note", translate(measured(effect), notation)),
    )
    panels = (
        Panel("hint", f"The bug: {mistake.name}", None, (), hint, content.Text(((("numbers", hint),),))),
        *codes,
        Panel("verdict", f"Gradient check: {colour} at step {case.step}", None, (), sentence, content.Text((lines,))),
        _parting(effect, case, notation),
    )
    return replace(timeline, panels=(*timeline.panels, *panels), layout="mistake")


def _parting(effect: Effect, case: Case, notation: str) -> Panel:
    """The table of the numbers stage by stage; the row where they part is lit."""
    table, said = compared(effect, len(case.X))
    rows = tuple(
        (translate(stage, notation), right, mistaken, both.strip("*"))
        for stage, right, mistaken, both in zip(*table.values(), strict=True)
    )
    lit = tuple(i for i, both in enumerate(table["both"]) if both.startswith("*"))
    title = f"Where the values first differ: step {case.step}"
    caption = f"Step {case.step} of the correct run. {said}"
    return Panel("parts", title, None, (), caption, content.Grid(tuple(table), rows, lit=lit), caption)


def _weights(prefix: str, names: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"{{{prefix}{name}:5}}" for name in names) + ")"


def _while_it_lasts(template: str, path: Path, steps: int) -> str | tuple[str, ...]:
    last = len(path.W) - 1
    return template if last >= steps else (*[template] * (last + 1), *[f"ended at step {last}"] * (steps - last))


def _scalars(prefix: str, W: Array, loss: Array, names: tuple[str, ...], steps: int) -> dict[str, Array]:
    """Loss and weights at every step; behind the end of a run that ended early, those of its end."""
    steps_ = np.minimum(np.arange(steps + 1), len(W) - 1)
    scalars = {f"{prefix}{name}": W[steps_, i] for i, name in enumerate(names)}
    return {**scalars, f"{prefix}loss": loss[steps_]}


def _note(data: Dataset, history: History, path: Path | None) -> str:
    said = f"The correct loss goes from {_text(history.loss[0], 4)} to {_text(history.loss[-1], 4)}"
    if path is None:
        return f"{said} in {history.steps} steps."
    if path.error:
        return f"{said} in {history.steps} steps; the buggy code does not run."
    said += f", the buggy one to {_text(path.loss[-1], 4)}"
    last = len(path.W) - 1
    if last < history.steps:
        return f"{said}: at step {last} it ends, because its numbers overflow."
    said += f", in {history.steps} steps."
    if _stuck(data, path):
        said += " The buggy run stands still there: outputs have rounded, and in float64 its dW is 0."
    return said


def _stuck(data: Dataset, path: Path) -> bool:
    """Whether a path stands still at a loss that is not 0, because its outputs have rounded to 0 or 1."""
    if len(path.W) < 2 or path.loss[-1] < STUCK or not np.array_equal(path.W[-1], path.W[-2]):
        return False
    z = sigmoid(with_ones(data.X) @ path.W[-1])
    return bool(np.any((z == 0.0) | (z == 1.0)))


def _surface(scenario: Scenario, data: Dataset, history: History, path: Path | None, names: tuple[str, ...]) -> Panel:
    slice_ = choose_slice(scenario, data, history)
    i, j = slice_.axes
    runs = {RIGHT: history.W} if path is None else {RIGHT: history.W, MISTAKEN: path.W}
    held = [f"{name} = {number(slice_.held[k, 0])}" for k, name in enumerate(names) if k not in (i, j)]
    sentence = f"Step {{step}}: the correct run is at {names[i]} = {{{names[i]}:5}}, {names[j]} = {{{names[j]}:5}}"
    if path is not None:
        sentence += f", the buggy one at {{m{names[i]}:5}}, {{m{names[j]}:5}}"
        outside = int((~slice_.contains(path.W)).sum())
        if outside:
            sentence += f"; at {outside} of its {len(path.W)} steps it is outside the picture"
    lowest = None if slice_.minimum is None else (float(slice_.minimum[i, 0]), float(slice_.minimum[j, 0]))
    heights = slice_.heights(scenario, data)
    return Panel(
        name="surface",
        title=f"The correct loss over {names[i]} and {names[j]}"
        + (f" · {slice_at(held, slice_.held_at)}" if held else ""),
        figure=paths_figure.over_surface(slice_.u, slice_.v, heights, (names[i], names[j]), lowest, path is not None),
        tracks=tuple(
            track
            for name, W in runs.items()
            for axis, column in (("x", i), ("y", j))
            for track in _moves(name, axis, np.clip(W[:, column], -FARTHEST, FARTHEST), history.steps)
        ),
        sentence=f"{sentence}.",
        goes_to_step=(RIGHT, MISTAKEN),
    )


def _moves(name: str, axis: str, values: Array, steps: int) -> tuple[Track, Track]:
    """A path so far, and its end; a run that ended early stays where it ended."""
    now = values[np.minimum(np.arange(steps + 1), len(values) - 1)]
    return Track(name, axis, values, prefix=True), Track(f"{name} now", axis, now[:, np.newaxis])


def _losses(history: History, path: Path | None, logarithmic: bool) -> Panel:
    steps = np.arange(history.steps + 1, dtype=float)
    runs = {RIGHT: history.loss} if path is None else {RIGHT: history.loss, MISTAKEN: path.loss}
    tracks = [Track("now line", "x", np.repeat(steps[:, np.newaxis], 2, axis=1))]
    for name, loss in runs.items():
        last = np.minimum(np.arange(history.steps + 1), len(loss) - 1)
        tracks.append(Track(f"{name} now", "x", steps[last][:, np.newaxis]))
        tracks.append(Track(f"{name} now", "y", np.clip(loss[last], 1e-16, FARTHEST)[:, np.newaxis]))
    return Panel(
        name="loss",
        title="Loss over the steps" + ("" if path is None else ", as each code reports it"),
        figure=paths_figure.losses(history.loss, None if path is None else path.loss, logarithmic),
        tracks=tuple(tracks),
        sentence="Step {step}: the correct loss is {loss:6}" + ("." if path is None else ", the buggy one {mloss:6}."),
        goes_to_step=(RIGHT, MISTAKEN),
    )
