"""The analytic gradient against central differences."""

from dataclasses import replace

from ui.gradient_check.check import check_alone, check_step
from ui.language.speaking import N_, _, number
from ui.page import ALWAYS, Moment, Page, Runner, Shown
from ui.settings.parameter import Parameter, Settings, real
from ui.timeline.content import Grid, Text
from ui.timeline.timeline import Timeline

# Half the width of the central difference.
WIDTH = (1e-12, 1.0)


class GradientCheck(Page):
    code = "gradient_check"
    title = "Gradient check"
    place = 3
    menu = "One step"
    question = "Is the gradient right? Compare it with finite differences of the loss."
    about = "The analytic gradient against central differences"
    parameters = (Parameter("h", N_("finite-difference step h"), 1e-5, real(WIDTH)),)
    page_controls = frozenset({"h"})
    depends_on = ALWAYS | {"notation"}
    shown_by_a_link = True
    contents = (Grid, Text)
    picture = ("errors",)

    def timeline_alone(self, shown: Shown, run: Runner) -> Timeline:
        data, history = run(shown.scenario)
        h, notation = shown.settings["h"], shown.settings["notation"]
        case, timeline = check_step(shown.scenario, data, history, min(shown.step, history.steps), h, notation)
        return check_alone(case, timeline, h, notation)

    def timeline_in_file(self, shown: Shown, run: Runner) -> Timeline:
        """All that it says is of one step, so it is a file of one step."""
        timeline = self.timeline_alone(shown, run)
        return replace(
            timeline, steps=0, readout=(), note=_("Step {step} of {last}.", step=shown.step, last=timeline.steps)
        )

    def sentence(self, settings: Settings, moment: Moment) -> str:
        h = number(settings["h"], 3)
        return _("{case}, step {step}: gradient check with h = {h}", case=moment.case, step=moment.step, h=h)

    def follows(self, settings: Settings) -> str:
        return "rest"


PAGE = GradientCheck()
