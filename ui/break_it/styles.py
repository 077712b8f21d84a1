"""How the correct and the buggy run are told apart, and what they are called: a line, a dash and a marker each.
Where the two are at one place, the larger marker frames the smaller."""

from ui.language.speaking import N_
from ui.panels.paths import RunStyle
from ui.timeline.style import PATH

RIGHT, MISTAKEN = N_("correct"), N_("buggy")
# Beside the numbers of both, whatever colours their lines have.
SAMPLES = {N_("correct L"): ("currentColor", "solid"), N_("buggy L"): ("currentColor", "dash")}
_BUGGY = RunStyle(MISTAKEN, MISTAKEN, None, "dash", 9, "square")
# Over the map, and over the steps: there the loss has the text's colour.
PATHS = (RunStyle(RIGHT, RIGHT, PATH, "solid", 17, "circle"), _BUGGY)
LOSSES = (RunStyle(RIGHT, RIGHT, None, "solid", 17, "circle"), _BUGGY)
