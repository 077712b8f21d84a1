"""The Explorer under the hand: one step of the run that another learning rate, another start or other weights would
make, in the picture that is shown."""

from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Array
from core.data.dataset import Dataset
from core.data.drawings import FAR, MOST_POINTS, to_user_data
from core.data.user_data import USER_DATA, UserData
from core.scenario import WEIGHT, Scenario
from core.surface.boundary import Box, clip_lines, shifted, turned
from core.surface.step_size import StepSize, step_size
from core.surface.windows import Slice, choose_slice
from core.training import History, train
from ui.explorer.explorer import scalars_at
from ui.language.speaking import N_, _
from ui.page import work
from ui.panels.data import data_box, data_tracks, grips, sample_tracks
from ui.panels.loss import curve_tracks, loss_tracks
from ui.panels.names import weight_names
from ui.panels.rate import about_rate, rounded_rate
from ui.panels.samples import sample_gradients, samples_at, shown_rows
from ui.panels.surface import gradient_scale, heights_tracks, surface_tracks
from ui.panels.view import View
from ui.settings.parameter import write_number
from ui.settings.scenario_settings import settings_of_drawing
from ui.timeline.draft import ENDS, MIDDLE, RATE, SAMPLE, START, WEIGHTS, Draft, Hold
from ui.timeline.timeline import Track

# What a click or a drag can mean, as a share of the picture's width.
EXACT = 1 / 500
LET_GO = N_("Let go: the run starts here. Esc puts it back.")
BECOMES_DATA = N_("Let go: the run learns from these points, which are then your own. Esc puts it back.")
GOES_BACK = N_("Only while you hold it: with more than {most} samples, it goes back to its place.")
TOO_LONG = N_("This run is too long to be redrawn while you drag. Let go to see it; Esc puts it back.")
# The most work (see ui/page.py) redrawn during a drag, about 0.15 s; and the most samples whose loss surface is.
REDRAWN, REDRAWN_SAMPLES = 6_000_000, 5_000
# Points a side of the loss surface under the hand.
COARSE = 41


@dataclass(frozen=True)
class Scene:
    """What stands still while a hand moves something: a run as it is shown, and the window that it is shown in.

    slice_ : the window on the loss surface · scale : of its gradient arrows · size : the learning rate's
    box : the picture of the data
    """

    scenario: Scenario
    data: Dataset
    history: History
    view: View
    slice_: Slice
    scale: float
    size: StepSize | None
    box: Box


def scene(scenario: Scenario, data: Dataset, history: History, view: View) -> Scene:
    """What is shown of a run."""
    slice_ = choose_slice(scenario, data, history)
    scale = gradient_scale(history, slice_)
    box = data_box(data, shown_rows(len(data.X))) if data.X.shape[1] > 1 else (0.0, 0.0, 0.0, 0.0)
    return Scene(scenario, data, history, view, slice_, scale, step_size(scenario, data), box)


def weights_at(slice_: Slice, x: float, y: float) -> list[float]:
    """Weights (D+1 numbers) at a point of a window: x and y on its axes, the others as it holds them.

    x and y are rounded to what a hand can mean, a five-hundredth of the picture; all have six digits, and are weights
    that a run can start at. The point may be outside of the window: what is held before a run is there is held in the
    picture of the run before.
    """
    weights = slice_.held[:, 0].copy()
    for axis, value, ticks in zip(slice_.axes, (x, y), (slice_.u, slice_.v), strict=True):
        weights[axis] = _as_exact(value, ticks)
    return _typed(weights)


def _typed(weights: Array) -> list[float]:
    """Weights (D+1,) as somebody would type them: within their limits, six digits each, and no zero with a sign."""
    return [float(f"{weight:.6g}") + 0.0 for weight in np.clip(weights, -WEIGHT, WEIGHT)]


def rounded(value: float, ticks: Array) -> float:
    """A coordinate as exact as a hand can mean it, and inside of the picture."""
    return float(np.clip(_as_exact(value, ticks), ticks[0], ticks[-1]))


def _as_exact(value: float, ticks: Array) -> float:
    return round(value, int(np.ceil(-np.log10((ticks[-1] - ticks[0]) * EXACT))))


def changed(scene: Scene, hold: Hold, step: int) -> Scenario:
    """The run that it becomes when the hand lets go at a step: of a sample of many the same. Raises ValueError for what
    no hand can hold."""
    what, at = hold
    if what == RATE and len(at) == 1:
        return replace(scene.scenario, learning_rate=rounded_rate(at[0]))
    if what in (START, WEIGHTS) and len(at) == 2:
        return replace(scene.scenario, start="typed", weights=tuple(weights_at(scene.slice_, *at)))
    if what in (MIDDLE, *ENDS) and len(at) == 2 and scene.data.X.shape[1] > 1:
        return replace(scene.scenario, start="typed", weights=_of_boundary(scene, what, np.array(at), step))
    if what == SAMPLE and len(at) == 3 and scene.data.X.shape[1] > 1 and 0 <= at[0] < len(scene.data.X):
        return (
            replace(scene.scenario, data=USER_DATA, user_data=_as_drawing(scene, at))
            if can_be_drawn(scene)
            else scene.scenario
        )
    raise ValueError(_("Only the learning rate, the start, the weights, the boundary and the samples can be moved."))


def can_be_drawn(scene: Scene) -> bool:
    """Whether a moved sample can stay: so many can be points that somebody has drawn."""
    X, scenario = scene.data.X, scene.scenario
    plain = scenario.scaling == "as is" and not scenario.features
    return plain and X.shape[1] == 2 and len(X) <= MOST_POINTS and float(np.abs(X).max()) <= FAR


def _as_drawing(scene: Scene, at: tuple[float, ...]) -> UserData:
    return to_user_data(
        (float(x1), float(x2), int(t)) for (x1, x2), t in zip(_moved(scene, at), scene.data.t[:, 0], strict=True)
    )


def _moved(scene: Scene, at: tuple[float, ...]) -> Array:
    """X with one sample where the hand is, inside of the picture."""
    X = scene.data.X.copy()
    left, right, bottom, top = scene.box
    X[int(at[0]), :2] = np.clip(at[1:], (left, bottom), (right, top))
    return X


def _data_under(scene: Scene, hold: Hold, scenario: Scenario) -> Dataset:
    """What the run under the hand learns from."""
    if hold[0] != SAMPLE:
        return scene.data
    return scenario.dataset() if can_be_drawn(scene) else replace(scene.data, X=_moved(scene, hold[1]))


def _landscape(scene: Scene, data: Dataset) -> tuple[Track, ...]:
    """The loss surface of moved samples, coarser, and its minimum."""
    slice_, scenario = scene.slice_, scene.scenario
    coarse = replace(slice_, u=_coarse(slice_.u), v=_coarse(slice_.v))
    tracks = heights_tracks(coarse.u, coarse.v, coarse.heights(scenario, data), scene.view)
    if slice_.minimum is None or scenario.loss != "BCE" or scene.view.surface == "3-D":
        return tracks
    lowest = data.lowest.W
    at = np.full(2, np.nan) if lowest is None else lowest[list(slice_.axes), 0]
    return *tracks, Track("minimum", "x", at[np.newaxis, :1]), Track("minimum", "y", at[np.newaxis, 1:])


def _coarse(ticks: Array) -> Array:
    return np.linspace(ticks[0], ticks[-1], min(COARSE, len(ticks)))


def _of_boundary(scene: Scene, what: str, point: Array, step: int) -> tuple[float, ...]:
    """The weights of a step when its boundary is moved, or turned about where it is not held."""
    W = scene.history.W[min(step, scene.history.steps)]
    others = float(W[2:-1] @ scene.data.X[:, 2:].mean(axis=0))
    if what == MIDDLE:
        moved = shifted(W, others, point)
    else:
        x, y = clip_lines(W[:1], W[1:2], np.array([-others - W[-1]]), scene.box)
        places = np.vstack(grips(x, y)).T
        pivot = places[2 - ENDS.index(what)]
        moved = turned(W, others, pivot, point) if np.isfinite(pivot).all() else W
    return tuple(_typed(moved))


def explorer_draft(scene: Scene, hold: Hold, step: int) -> Draft:
    """What step `step` of the run would be. Behind an earlier end of the run it is the last.

    Weights that are held are shown as the start of their run, where the shown one has come to. Of a run that is too
    long to be redrawn nothing is computed behind the step; where the way to it is too long as well, nothing moves.
    Raises ValueError for what no hand can hold.
    """
    scenario = changed(scene, hold, step)
    what = hold[0]
    held = what in (WEIGHTS, MIDDLE, *ENDS)
    whole = work(scenario) <= REDRAWN
    needed = 1 if held else scenario.steps if whole else max(min(step, scenario.steps), 1)
    short = replace(scenario, steps=needed)
    if work(short) > REDRAWN:
        return Draft({}, {}, _(TOO_LONG), _link(scene, scenario, what))
    data = _data_under(scene, hold, scenario)
    history = train(short, data)
    at = 0 if held else min(step, history.steps)
    view, moments = scene.view, slice(at, at + 1)
    rows, names = shown_rows(len(data.X)), weight_names(data)
    on_surface = surface_tracks(history, scene.slice_, scene.scale, view, moments)
    if held:
        # The path that has led here stays.
        on_surface = tuple(track for track in on_surface if track.trace != "path")
    if what == START and view.surface != "3-D":
        place = history.W[0, list(scene.slice_.axes)]
        on_surface += (Track("start", "x", place[np.newaxis, :1]), Track("start", "y", place[np.newaxis, 1:]))
    samples: tuple[Track, ...] = ()
    if what == SAMPLE:
        # Of very many samples the valley stays: one of them moves it by less than can be seen.
        on_surface += _landscape(scene, data) if len(data.X) <= REDRAWN_SAMPLES else ()
        samples = sample_tracks(data, rows, int(data.t[int(hold[1][0]), 0]))
    shown_step = step if held else at
    gradients = sample_gradients(scenario, data, history, rows, moments)
    numbers = scalars_at(data, history, gradients[0], names, moments)
    panels = {
        "data": data_tracks(data, history.W[moments], rows, scene.box) + samples,
        "surface": on_surface,
        "samples": samples_at(history, gradients, view),
        "loss": loss_tracks(np.array([float(shown_step)]), history.loss[moments])
        + (curve_tracks(history) if whole and not held else ()),
    }
    size = scene.size and scene.size.of(scenario.learning_rate)
    return Draft(
        scalars={name: float(values[0]) for name, values in numbers.items()} | {"step": float(shown_step)},
        panels=panels,
        said=_said(scene, what, about_rate(size, scenario)),
        link=_link(scene, scenario, what),
    )


def _said(scene: Scene, what: str, about: str) -> str:
    if what == RATE:
        return about
    if what != SAMPLE:
        return _(LET_GO)
    return _(BECOMES_DATA) if can_be_drawn(scene) else _(GOES_BACK, most=MOST_POINTS)


def _link(scene: Scene, scenario: Scenario, what: str) -> dict[str, str]:
    if what == RATE:
        return {"lr": write_number(scenario.learning_rate)}
    if what == SAMPLE:
        return settings_of_drawing(scenario) if can_be_drawn(scene) else {}
    return {"start": "typed", "weights": ", ".join(map(write_number, scenario.weights))}
