"""Inside one step: every stage of the backward pass with all its numbers."""

from ui.backward_pass.backward import backward
from ui.backward_pass.case import names
from ui.backward_pass.graph import GRAPHS
from ui.backward_pass.stages import STAGES
from ui.language.speaking import N_, _
from ui.page import ALWAYS, Moment, Page, Runner, Shown
from ui.settings.parameter import Parameter, Settings, one_of
from ui.timeline.content import Excerpts, Graph, Shapes, Tables, Text
from ui.timeline.timeline import Timeline


class BackwardPass(Page):
    code = "backward_pass"
    title = "Backward pass"
    place = 1
    menu = "One step"
    question = "Where does dW come from? Follow one step from the data to the new weights, one factor at a time."
    about = "Inside one step: every stage from X to the new W"
    parameters = (Parameter("graph", N_("choice of numbers in the graph"), GRAPHS[0], one_of(GRAPHS)),)
    depends_on = ALWAYS | {"notation"}
    shown_by_a_link = True
    inside_a_step = True
    contents = (Excerpts, Graph, Shapes, Tables, Text)
    picture = ("data", "arrows")

    def timeline_alone(self, shown: Shown, run: Runner) -> Timeline:
        data, history = run(shown.scenario)
        ways = (shown.settings["notation"], shown.settings["graph"])
        return backward(shown.scenario, data, history, min(shown.step, history.steps), *ways)

    def sentence(self, settings: Settings, moment: Moment) -> str:
        stage = names(settings["notation"])[STAGES.index(moment.stage)]
        return _("{case}, inside step {step}: {stage}", case=moment.case, step=moment.step, stage=stage)

    def follows(self, settings: Settings) -> str:
        return "outside"


PAGE = BackwardPass()
