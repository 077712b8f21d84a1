"""The loss surface of a run's data: the section that is chosen, the run on it, and what holds at any point."""

import re
from collections.abc import Sequence
from dataclasses import replace

from core.scenario import WEIGHT, Scenario
from core.surface.sections import DIRECTIONS, OTHER_WEIGHTS, Choice
from ui.language.speaking import N_, _
from ui.loss_surface.landscape import landscape
from ui.loss_surface.level import level_tracks
from ui.loss_surface.look import AROUND, BESIDE, DEFAULT_CHOICE, FIELDS, HEIGHTS, Look
from ui.page import ALWAYS, Page, Runner, Shown, is_large
from ui.panels.names import weight_names
from ui.settings.parameter import Parameter, Settings, finite, number_words, one_of
from ui.timeline.content import Text
from ui.timeline.timeline import Timeline, Track

# The first two weights, whatever they are called.
AXES = "w1 w2"


def _axes(text: str) -> str:
    if text not in DIRECTIONS and not re.fullmatch(r"(w[1-9][0-9]{0,2}|b) (w[1-9][0-9]{0,2}|b)", text):
        raise ValueError(_("must be two weights, like w1 w2, or PCA or random"))
    return text


def read_point(text: str) -> tuple[float, float] | None:
    """A point of the surface as typed, two numbers with a comma between them, or with a semicolon where the comma is a
    decimal sign; None where nothing is typed.

    Raises ValueError with a sentence that completes "The point …".
    """
    if not text.strip():
        return None
    parts = [finite(part) for part in number_words(text)]
    values = [part for part in parts if part is not None]
    if len(parts) == len(values) == 2 and max(map(abs, values)) > WEIGHT:
        raise ValueError(_("must lie between {low:,.0f} and {high:,.0f}", low=-WEIGHT, high=WEIGHT))
    if len(parts) != 2 or len(values) != 2:
        raise ValueError(_("must be two numbers with a comma between them, like 1.5, -2, or 1,5; -2"))
    return values[0], values[1]


def _point_text(text: str) -> str:
    read_point(text)
    return text


def to_look(settings: Settings, names: Sequence[str]) -> Look:
    """How the page "Loss surface" shows the run, whose weights have these names; axes that it has not are the first."""
    axes = settings["axes"]
    directions = axes if axes in DIRECTIONS else DIRECTIONS[0]
    pair = axes.split(" ")
    known = directions == DIRECTIONS[0] and all(name in names for name in pair) and pair[0] != pair[1]
    places = (names.index(pair[0]), names.index(pair[1])) if known else DEFAULT_CHOICE.axes
    choice = Choice(directions, places, settings["held"])
    return Look(choice, settings["height"], settings["beside"], settings["field"], settings["around"])


def is_large_landscape(scenario: Scenario, held: str) -> bool:
    """Whether the page takes more than some 50 ms: re-optimised, each point of its pictures is a search of its own."""
    return held == "re-optimised" or is_large(scenario)


class LossSurface(Page):
    code = "loss_surface"
    title = "Loss surface"
    place = 5
    menu = "Optimization"
    question = "What does the loss look like around the weights, and how far can a step safely go?"
    about = "The loss over two weights, and the run's path on it"
    parameters = (
        Parameter("axes", N_("choice of axes"), AXES, _axes),
        Parameter("held", N_("choice for the other weights"), DEFAULT_CHOICE.held, one_of(OTHER_WEIGHTS)),
        Parameter("height", N_("choice of the loss shown"), HEIGHTS[0], one_of(HEIGHTS)),
        Parameter("beside", N_("choice of the second panel"), BESIDE[0], one_of(BESIDE)),
        Parameter("field", N_("choice of the gradient field"), FIELDS[0], one_of(FIELDS)),
        Parameter("around", N_("choice of overlays"), AROUND[0], one_of(AROUND)),
        Parameter("point", N_("point"), "", _point_text),
    )
    page_controls = frozenset(parameter.name for parameter in parameters)
    depends_on = ALWAYS
    shown_by_a_link = True
    asks = "point"
    contents = (Text,)
    picture = ("contours",)

    def timeline_alone(self, shown: Shown, run: Runner) -> Timeline:
        return self._timeline(shown, run)

    def timeline_in_file(self, shown: Shown, run: Runner) -> Timeline:
        """The level line of each step is in it, and the panel of a point only where one is asked about already."""
        timeline = self._timeline(shown, run, levels=True)
        panels = tuple(panel for panel in timeline.panels if panel.name != "asked" or shown.settings["point"])
        return replace(timeline, panels=panels)

    def _timeline(self, shown: Shown, run: Runner, levels: bool = False) -> Timeline:
        data, history = run(shown.scenario)
        look = to_look(shown.settings, weight_names(data))
        # Only where the other weights are held at the current step is the picture another one at every step.
        step = min(shown.step, history.steps) if look.choice.held == "current" else 0
        return landscape(shown.scenario, data, history, look, step, read_point(shown.settings["point"]), levels)

    def is_large(self, shown: Shown) -> bool:
        return is_large_landscape(shown.scenario, shown.settings["held"])

    def follows(self, settings: Settings) -> str:
        return "rest" if settings["held"] == "current" else ""

    def in_space(self, settings: Settings) -> bool:
        return bool(settings["beside"] == "3-D")

    def coarse(self, settings: Settings) -> bool:
        return True

    def detail(self, shown: Shown, run: Runner) -> tuple[str, tuple[Track, ...]]:
        data, history = run(shown.scenario)
        look = to_look(shown.settings, weight_names(data))
        return "contours", level_tracks(shown.scenario, data, history, look, min(shown.step, history.steps))

    def of_one_step(self, step: int) -> str:
        return _("The map shows step {step}.", step=step)


PAGE = LossSurface()
