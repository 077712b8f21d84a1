"""The Explorer: the same step of one run in every panel."""

from collections.abc import Iterator

from core.data.sets import SOURCES
from ui.explorer.at_rates import at_rates, learning_rates
from ui.explorer.draft import Scene, explorer_draft, scene
from ui.explorer.explorer import explorer
from ui.language.speaking import N_
from ui.page import ALWAYS, Moment, Page, Runner, Shown
from ui.panels.samples import EXACT, EXACT_IN_FILE, MOST_SHOWN, exact_samples
from ui.panels.view import ORDERS, SURFACES, View, to_view
from ui.settings.parameter import Parameter, Settings, one_of
from ui.timeline.content import Bars
from ui.timeline.draft import Draft, Hold
from ui.timeline.timeline import Timeline, Track


class Explorer(Page):
    code = "explorer"
    title = "Explore"
    place = 0
    at_bare_address = True
    question = "Watch logistic regression learn: every number of its gradient."
    invitation = "Which way will the next step go?"
    lesson = "downhill"
    about = "The data, the loss surface, dW, dL/dy and the loss at every step"
    parameters = (
        Parameter("surface", N_("kind of surface"), View().surface, one_of(SURFACES)),
        Parameter("order", N_("order of the samples"), View().order, one_of(ORDERS)),
    )
    cases = True
    depends_on = ALWAYS | {"scale", "notation"}
    shown_by_a_link = True
    by_hand = True
    stems = True
    contents = (Bars,)
    picture = ("surface", "data")

    def timeline_alone(self, shown: Shown, run: Runner) -> Timeline:
        return explorer(shown.scenario, *run(shown.scenario), to_view(shown.settings))

    def timeline_in_file(self, shown: Shown, run: Runner) -> Timeline:
        return explorer(shown.scenario, *run(shown.scenario), to_view(shown.settings), exact=EXACT_IN_FILE)

    def learning_rates(self, shown: Shown, run: Runner, count: int) -> tuple[float, ...]:
        return learning_rates(shown.scenario, run, count)

    def at_rates(self, shown: Shown, run: Runner, rates: tuple[float, ...]) -> Iterator[Timeline]:
        return at_rates(shown.scenario, to_view(shown.settings), run, rates)

    def in_space(self, settings: Settings) -> bool:
        return bool(settings["surface"] == "3-D")

    def flat(self, settings: Settings) -> Settings:
        return {**settings, "surface": "2-D"}

    def coarse(self, settings: Settings) -> bool:
        # How many samples a table has is not looked up for it.
        synthetic = settings["data"] in SOURCES and SOURCES[settings["data"]].synthetic
        shown_at_most = min(MOST_SHOWN, settings["samples"]) if synthetic else MOST_SHOWN
        if settings["batch"] != "all":
            shown_at_most = min(int(settings["batch"]), settings["samples"]) if synthetic else int(settings["batch"])
        return bool((settings["steps"] + 1) * shown_at_most > EXACT)

    def foreseen(self, settings: Settings) -> bool:
        # A drawing has pens above it.
        return not settings["points"]

    def detail(self, shown: Shown, run: Runner) -> tuple[str, tuple[Track, ...]]:
        data, history = run(shown.scenario)
        return "samples", exact_samples(
            shown.scenario, data, history, to_view(shown.settings), min(shown.step, history.steps)
        )

    def sentence(self, settings: Settings, moment: Moment) -> str:
        return str(moment)

    def scene(self, shown: Shown, run: Runner) -> Scene:
        return scene(shown.scenario, *run(shown.scenario), to_view(shown.settings))

    def draft(self, scene: Scene, hold: Hold, step: int) -> Draft:
        return explorer_draft(scene, hold, step)


PAGE = Explorer()
