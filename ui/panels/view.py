"""How the panels show a run: what can be switched without another run."""

from dataclasses import dataclass

from ui.language.speaking import N_
from ui.settings.parameter import Parameter, Settings, one_of
from ui.timeline.notation import NOTATIONS

SURFACES = ("2-D", "3-D")
ORDERS = ("sorted", "by class")
SCALES = ("linear", "log")


@dataclass(frozen=True)
class View:
    """How the panels show a run: the kind of surface, the order of the stems, the scale of the loss, the notation."""

    surface: str = "2-D"
    order: str = "sorted"
    scale: str = "linear"
    notation: str = "I2DL"


PARAMETERS = (
    Parameter("scale", N_("scale of the loss"), View().scale, one_of(SCALES)),
    Parameter("notation", N_("notation"), NOTATIONS[0], one_of(NOTATIONS)),
)


def to_view(settings: Settings) -> View:
    """How the panels show the run."""
    return View(settings["surface"], settings["order"], settings["scale"], settings["notation"])
