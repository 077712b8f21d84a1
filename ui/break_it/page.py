"""A classic bug beside the correct code: where the values first differ, and what training does with it."""

from core.mistakes.catalogue import BY_KEY
from ui.break_it.broken import broken
from ui.break_it.case import MOST_STEPS, comparable, departures
from ui.language.speaking import N_, _
from ui.page import ALWAYS, Moment, Page, Runner, Shown, is_large, rate_of
from ui.settings.parameter import Parameter, Settings, one_of
from ui.settings.scenario_settings import to_scenario
from ui.timeline.content import Code, Grid, Text
from ui.timeline.timeline import Timeline


class BreakIt(Page):
    code = "break_it"
    title = "Break it"
    place = 4
    menu = "One step"
    question = "What does a bug in the backward pass look like? Choose one, and see where it shows."
    about = "A classic bug beside the correct code"
    parameters = (Parameter("mistake", N_("bug"), "none", one_of(("none", *BY_KEY))),)
    page_controls = frozenset({"mistake"})
    # It compares by plain gradient descent on the BCE, whatever is chosen.
    depends_on = ALWAYS - {"loss", "optimizer", "batch"} | {"scale", "notation"}
    shown_by_a_link = True
    contents = (Code, Grid, Text)
    picture = ("surface",)

    def timeline_alone(self, shown: Shown, run: Runner) -> Timeline:
        scenario = comparable(shown.scenario)
        data, history = run(scenario)
        mistake = BY_KEY.get(shown.settings["mistake"])
        logarithmic = shown.settings["scale"] == "log"
        return broken(scenario, data, history, mistake, shown.step, logarithmic, shown.settings["notation"])

    def is_large(self, shown: Shown) -> bool:
        # Two runs: the right one, and the one with the bug.
        return is_large(*2 * (comparable(shown.scenario),))

    def check(self, settings: Settings) -> tuple[Settings, tuple[str, ...], tuple[str, ...]]:
        return settings, tuple(filter(None, [departures(to_scenario(settings))])), ()

    def last_step(self, settings: Settings) -> int | None:
        return MOST_STEPS

    def follows(self, settings: Settings) -> str:
        return "rest"

    def said_of(self, settings: Settings) -> tuple[str, ...]:
        mistake = BY_KEY.get(settings["mistake"])
        named = _(mistake.name) if mistake else _("no bug")
        return named, _(settings["data"]), rate_of(settings)

    def sentence(self, settings: Settings, moment: Moment) -> str:
        # The loss that is known is that of the code without a bug.
        moment = moment.without_loss
        mistake = BY_KEY.get(settings["mistake"])
        if mistake is None:
            return super().sentence(settings, moment)
        return _("Bug “{name}”: {moment}", name=_(mistake.name), moment=str(moment))

    def key(self, settings: Settings) -> Settings:
        return {**settings, "steps": min(settings["steps"], MOST_STEPS)}

    def of_one_step(self, step: int) -> str:
        return _("The check and the numbers are those of step {step}.", step=step)


PAGE = BreakIt()
