"""Which classic case the settings as they are make."""

from ui.settings import links
from ui.settings.parameter import Settings
from ui.settings.presets import PRESETS, Preset
from ui.settings.scenario_settings import PARAMETERS

BY_NAME = {preset.name: preset for preset in PRESETS}


def case_of(settings: Settings) -> Preset | None:
    """The classic case that these settings make; however it is looked at, it is the same."""
    for preset in PRESETS:
        whole = links.complete(preset.settings)
        if all(settings[each.name] == whole[each.name] for each in PARAMETERS):
            return preset
    return None
