"""What the pages' players show beside the pages' own words, each cached for all visitors: one timeline a scenario and
view. Where no page stands around the player, its timeline is Page.timeline_alone (see ui/page.py)."""

from core.data.drawings import Points
from core.loss import LOSSES
from core.mistakes.catalogue import BY_KEY
from core.mistakes.effects import Path, train_with
from core.scenario import Scenario
from core.surface.sections import choose_section
from core.surface.windows import choose_slice
from core.take_home.own_run import OwnRun
from core.take_home.parting import Parting, parting
from ui.backward_pass.backward import backward
from ui.break_it.broken import broken
from ui.compare.compare import compare
from ui.drawing_board.board import board as draw_board
from ui.drawing_board.board import learns
from ui.explorer.draft import changed, rounded, scene, weights_at
from ui.explorer.explorer import explorer
from ui.gradient_check.case import Case
from ui.gradient_check.check import check_step
from ui.loss_surface.landscape import landscape
from ui.loss_surface.level import level_tracks
from ui.loss_surface.look import Look
from ui.loss_surface.page import is_large_landscape
from ui.page import is_large
from ui.panels.samples import exact_samples
from ui.panels.view import View
from ui.serving.cache import cached, heights, run
from ui.timeline.draft import Hold
from ui.timeline.packing import pack, pack_detail, token_of
from ui.timeline.timeline import Track


@cached(large=lambda scenario, view: is_large(scenario), words=True)
def explorer_timeline(scenario: Scenario, view: View) -> bytes:
    """The Explorer's packed timeline."""
    data, history = run(scenario)
    return pack(explorer(scenario, data, history, view, heights))


@cached(large=lambda scenario, *_: is_large(scenario), words=True)
def backward_timeline(scenario: Scenario, step: int, notation: str, graph: str) -> bytes:
    """The packed timeline of the stages inside a step; a step behind the run's last is the last."""
    data, history = run(scenario)
    return pack(backward(scenario, data, history, min(step, history.steps), notation, graph))


@cached(large=lambda scenario, look, *_: is_large_landscape(scenario, look.choice.held), words=True)
def landscape_timeline(scenario: Scenario, look: Look, step: int, point: tuple[float, float] | None) -> bytes:
    """The packed timeline of the loss surface; `step` is 0 unless the other weights are held at the current one."""
    data, history = run(scenario)
    return pack(landscape(scenario, data, history, look, min(step, history.steps), point))


@cached(large=lambda scenario, look, step: is_large_landscape(scenario, look.choice.held), words=True)
def level_tracks_at(scenario: Scenario, look: Look, step: int) -> tuple[Track, ...]:
    """The level line through one step."""
    data, history = run(scenario)
    return level_tracks(scenario, data, history, look, step)


def landscape_detail(
    scenario: Scenario, look: Look, step: int, held_at: int, point: tuple[float, float] | None
) -> bytes:
    """The level line through a step, packed, for the timeline that was made with `held_at` and `point`."""
    step = min(step, run(scenario)[1].steps)
    token = token_of(landscape_timeline(scenario, look, held_at, point))
    return pack_detail(token, step, "contours", level_tracks_at(scenario, look, step))


@cached(large=lambda names, scenarios, *_: is_large(*scenarios), words=True)
def compare_timeline(
    names: tuple[str, ...],
    scenarios: tuple[Scenario, ...],
    base: Scenario,
    by: str,
    logarithmic: bool,
    own_run: OwnRun | None = None,
) -> bytes:
    """The packed timeline of several runs beside each other, and of a visitor's own behind them."""
    return pack(compare(names, scenarios, base, by, logarithmic, run, own_run))


@cached(large=lambda own_run, scenario: is_large(scenario), words=True)
def own_parting(own_run: OwnRun, scenario: Scenario) -> Parting:
    """Where a visitor's own run parts from the right one, which is of this scenario."""
    return parting(own_run, run(scenario)[0])


@cached(large=lambda scenario, *_: is_large(scenario), words=True)
def gradient_check(scenario: Scenario, step: int, h: float, notation: str) -> tuple[Case, bytes]:
    """A step's gradients, checked at width h, and the packed chart of the errors over all widths."""
    data, history = run(scenario)
    case, timeline = check_step(scenario, data, history, min(step, history.steps), h, notation)
    return case, pack(timeline)


@cached(large=lambda scenario, *_: is_large(scenario, scenario), words=True)
def broken_timeline(scenario: Scenario, mistake: str, step: int, logarithmic: bool, notation: str) -> bytes:
    """The packed timeline of a run beside the same run with a mistake, named by its key ("none": the run alone), and of
    what the mistake does at a step."""
    data, history = run(scenario)
    path = buggy_path(scenario, mistake) if mistake in BY_KEY else None
    step = min(step, history.steps)
    return pack(broken(scenario, data, history, BY_KEY.get(mistake), step, logarithmic, notation, path, heights))


@cached(large=lambda scenario, mistake: is_large(scenario))
def buggy_path(scenario: Scenario, mistake: str) -> Path:
    """The run with a mistake: the same whichever of its steps is looked at."""
    data, history = run(scenario)
    return train_with(BY_KEY[mistake], scenario, data, history.steps)


@cached(words=True)
def board(points: Points, scenario: Scenario) -> bytes:
    """The packed drawing board, with the boundary where the run of a scenario on these points ends."""
    return pack(draw_board(points, run(scenario)[1].W[-1] if learns(scenario, points) else None))


def explorer_detail(scenario: Scenario, view: View, step: int) -> bytes | None:
    """What the timeline has in few bits, in full for one step; None where it has everything in full."""
    data, history = run(scenario)
    step = min(step, history.steps)
    tracks = exact_samples(scenario, data, history, view, step)
    if not tracks:
        return None
    return pack_detail(token_of(explorer_timeline(scenario, view)), step, "samples", tracks)


def point_on_surface(scenario: Scenario, x: float, y: float) -> list[float]:
    """Weights (D+1 numbers) at a point of the Explorer's surface: x and y on its axes, the others as it holds them."""
    return weights_at(choose_slice(scenario, *run(scenario)), x, y)


def let_go(scenario: Scenario, view: View, hold: Hold, step: int) -> Scenario:
    """The run that a hand makes of the Explorer's at a step. Raises ValueError for what no hand can hold."""
    return changed(scene(scenario, *run(scenario), view), hold, step)


def clicked_point(scenario: Scenario, look: Look, x: float, y: float) -> tuple[float, float]:
    """A click on the page "Loss surface" as a point of its picture."""
    data, history = run(scenario)
    section = choose_section(scenario, data, history, look.choice, LOSSES[look.loss(scenario)]())
    return rounded(x, section.u), rounded(y, section.v)


def weights_there(scenario: Scenario, look: Look, step: int, point: tuple[float, float]) -> list[float]:
    """The weights (D+1 numbers) at a point of the page "Loss surface"."""
    data, history = run(scenario)
    section = choose_section(
        scenario, data, history, look.choice, LOSSES[look.loss(scenario)](), min(step, history.steps)
    )
    return [float(weight) for weight in section.weights(*point, data)[:, 0]]
