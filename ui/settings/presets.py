"""Classic cases in one click. Each is what it changes of what is usual with its data set, and one sentence on what to
see."""

from dataclasses import dataclass
from typing import Any

from ui.language.speaking import N_
from ui.settings.versions import ZIGZAG


@dataclass(frozen=True)
class Preset:
    """A name for the button, the settings that differ from the usual ones, and what there is to see."""

    name: str
    settings: dict[str, Any]
    about: str


PRESETS = (
    Preset(
        N_("I2DL housing"),
        {"data": "Ames housing"},
        N_("Exercise 4 of Introduction to Deep Learning: is a house expensive, judged by its living area?"),
    ),
    Preset(
        N_("Hand calculation"),
        {"data": "two samples", "start": "typed", "weights": "0.1, -0.2, 0.3", "lr": 1.0, "steps": 20},
        N_("Two samples, two features: every number of the first step can be checked on paper."),
    ),
    Preset(
        N_("Separable"),
        {"data": "separable", "lr": 2.0, "steps": 1000, "scale": "log"},
        N_("The classes are linearly separable: the loss has no minimum, and the weights grow from step to step."),
    ),
    Preset(
        N_("Zigzag"),
        # The first screen.
        {"data": "unscaled", **ZIGZAG},
        N_("One feature is four times larger: the gradient points across the valley, so the path zigzags."),
    ),
    Preset(
        N_("Too large a step"),
        {"data": "moons", "lr": 60.0, "steps": 100},
        N_("Nearly every step overshoots the valley: the mean loss of the last steps exceeds the initial loss."),
    ),
    Preset(
        N_("Saturated start"),
        {"data": "blobs", "start": "typed", "weights": "-15, -15, 0", "loss": "MSE", "lr": 1.0, "steps": 200},
        N_("Sure and wrong: the sigmoid is flat, and with MSE hardly any gradient is left. Switch the loss to BCE."),
    ),
    Preset(
        N_("XOR"),
        {"data": "XOR", "start": "far away", "seed": 1, "lr": 0.5, "steps": 200},
        N_("A line is not enough: the best that a linear model can do is to give up."),
    ),
)
