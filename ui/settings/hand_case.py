"""Whose step is worked out by hand: that of the case in the sidebar, or a preset's where that is too much for paper."""

from core.mistakes import hand_calculation
from core.scenario import Scenario
from ui.language.speaking import _
from ui.serving import cache
from ui.settings import links, session
from ui.settings.presets import PRESETS
from ui.settings.scenario_settings import to_scenario

PRESET = next(preset for preset in PRESETS if preset.name == "Hand calculation")


def hand_case(case: Scenario) -> tuple[Scenario, str, bool]:
    """The step to work out, as a scenario of one step; what there is to say of whose it is; and whether the case is the
    preset, so that there is no need to take it."""
    preset = to_scenario(links.complete(PRESET.settings))
    usual = hand_calculation.exercise(preset, preset.start_weights()[:, 0])
    W = cache.run(case)[1].W if case.data == hand_calculation.DATA else case.start_weights().T
    step = min(session.STEP.get(), len(W) - 1)
    try:
        whose = _(
            "Your case from the sidebar, with W as at step {step}. Changing the loss, lr, W or the scaling gives new "
            "numbers.",
            step=step,
        )
        scenario = hand_calculation.exercise(case, W[step])
        return scenario, whose, scenario == usual
    except ValueError as error:
        whose = f"{_(error)} " + _(
            "The numbers here are those of the case “{name}”, with its own loss and lr.", name=_(PRESET.name)
        )
        return usual, whose, False
