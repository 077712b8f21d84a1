"""How the panels show a run: what can be switched without another run."""

from dataclasses import dataclass

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
