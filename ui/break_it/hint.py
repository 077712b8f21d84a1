"""The bug that is chosen, in one sentence."""

from core.mistakes.mistake import Mistake
from ui.timeline.content import Text
from ui.timeline.notation import translate
from ui.timeline.timeline import Panel


def hint_panel(mistake: Mistake, notation: str) -> Panel:
    """What the bug is."""
    hint = translate(mistake.hint, notation)
    return Panel("hint", f"The bug: {mistake.name}", None, (), hint, Text(((("numbers", hint),),)))
