"""The bug that is chosen, and what becomes of the training with it."""

from core.mistakes.mistake import Mistake
from ui.language.speaking import N_, _
from ui.timeline.content import Text
from ui.timeline.notation import translate
from ui.timeline.timeline import Panel

CORRECT = N_("The code is correct. Choose a bug to see its symptoms.")


def hint_panel(mistake: Mistake | None, outcome: str, notation: str) -> Panel:
    """What the bug is, and a sentence on both runs."""
    title = _("No bug") if mistake is None else _("The bug: {name}", name=_(mistake.name))
    sentence = translate(_(CORRECT if mistake is None else mistake.hint), notation)
    return Panel("hint", title, None, (), sentence, Text(((("numbers", sentence), ("note", outcome)),)))
