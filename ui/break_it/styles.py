"""How the correct and the buggy run are told apart, and what they are called: a colour, a dash and a marker each."""

from ui.panels.paths import RunStyle
from ui.timeline.style import PATH

RIGHT, MISTAKEN = "correct", "buggy"
MISTAKE = "#e5383b"
# Where the two are at one place, the larger marker frames the smaller.
RUNS = (RunStyle(RIGHT, RIGHT, PATH, "solid", 17, "circle"), RunStyle(MISTAKEN, MISTAKEN, MISTAKE, "dash", 8, "square"))
