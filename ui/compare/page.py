"""Runs beside each other, moved by one transport."""

from ui.compare import runs
from ui.compare.compare import compare
from ui.compare.curves import BY
from ui.language.speaking import N_, _, ngettext
from ui.page import ALWAYS, Moment, Page, Runner, Shown, is_large
from ui.settings.parameter import Parameter, Settings, one_of, plain_text
from ui.settings.scenario_settings import to_scenario
from ui.timeline.content import Grid
from ui.timeline.timeline import Timeline


class Compare(Page):
    code = "compare"
    title = "Compare"
    place = 6
    menu = "Optimization"
    question = "Which learning rate or optimizer gets there first? Start several runs together."
    about = "Several runs side by side"
    parameters = (
        Parameter("runs", N_("list of runs"), "", plain_text),
        Parameter("by", N_("choice of the curves' axis"), BY[0], one_of(BY)),
    )
    page_controls = frozenset({"by"})
    depends_on = ALWAYS | {"scale"}
    shown_by_a_link = True
    contents = (Grid,)
    picture = ("surface", "losses")

    def timeline_alone(self, shown: Shown, run: Runner) -> Timeline:
        compared = runs.read_runs(shown.settings["runs"])
        names = tuple(map(runs.label, compared))
        scenarios = runs.scenarios(shown.scenario, compared)
        return compare(names, scenarios, shown.scenario, shown.settings["by"], shown.settings["scale"] == "log", run)

    def is_large(self, shown: Shown) -> bool:
        return is_large(*runs.scenarios(shown.scenario, runs.read_runs(shown.settings["runs"])))

    def check(self, settings: Settings) -> tuple[Settings, tuple[str, ...], tuple[str, ...]]:
        """Runs that cannot be read, or do not fit the settings, are the usual ones."""
        scenario = to_scenario(settings)
        broken: tuple[str, ...] = ()
        try:
            compared = runs.read_runs(settings["runs"])
            runs.check(scenario, compared)
            settings = {**settings, "runs": runs.write_runs(compared)}
        except ValueError as error:
            settings = {**settings, "runs": ""}
            broken = (runs.unusable(error),)
        shortened = runs.shortened(scenario, len(runs.read_runs(settings["runs"])))
        return settings, tuple(filter(None, [shortened])), broken

    def sentence(self, settings: Settings, moment: Moment) -> str:
        count = len(runs.read_runs(settings["runs"]))
        run = str(moment.without_loss)
        return ngettext("{moment}: {n} run", "{moment}: {n} runs side by side", count, moment=run)

    def said_of(self, settings: Settings) -> tuple[str, ...]:
        return _(settings["data"]), settings["loss"], _(settings["optimizer"])


PAGE = Compare()
