"""What is said of the settings as they are: which classic case they make, and what their learning rate means."""

from core.surface.step_size import StepSize
from ui.settings import links
from ui.settings.parameter import Settings
from ui.settings.presets import PRESETS, Preset
from ui.settings.scenario_settings import PARAMETERS

BY_NAME = {preset.name: preset for preset in PRESETS}
# What steps do in a bowl as steep as the valley's steepest direction.
KINDS = {
    "glides": "each step ends before the valley's floor",
    "overshoots": "steps cross the valley and settle",
    "bounces": "steps bounce out of the valley",
}


def case_of(settings: Settings) -> Preset | None:
    """The classic case that these settings make; however it is looked at, it is the same."""
    for preset in PRESETS:
        whole = links.complete(preset.settings)
        if all(settings[each.name] == whole[each.name] for each in PARAMETERS):
            return preset
    return None


def about_rate(size: StepSize | None) -> str:
    """A learning rate in words, beside the largest stable one."""
    if size is None:
        return "This optimizer scales every step itself: no rate is the largest stable one."
    times = f"{size.ratio:.2g}" if size.ratio < 100 else f"{size.ratio:,.0f}"
    said = f"{times} × {size.formula} = {times} × {size.stable:.3g}"
    if not size.at_minimum:
        return f"{said}, by the curvature at the start: a guide only."
    return f"{times} × the largest stable rate, {size.formula} = {size.stable:.3g}: {KINDS[size.kind]}."
