"""dW and W beside each other: a row a weight, with four digits and a bar. What points left pulls a weight up."""

import numpy as np

from core.training import History
from ui.language.speaking import _, listed
from ui.panels.names import dw_name
from ui.timeline.content import Bars, Column
from ui.timeline.timeline import Panel


def weights_panel(history: History, names: tuple[str, ...]) -> Panel:
    """The gradient and the weights of a run, as a panel."""
    dW, W = history.dW, history.W
    numbers = listed(f"{name} {{d{name}:5}}" for name in names)
    # All of a run has one scale: so bars become shorter as the gradient does. A gradient of zero has no bars.
    columns = (
        Column("dW", tuple(f"d{name}" for name in names), float(np.abs(dW).max()) or 1.0, "gradient"),
        Column("W", names, float(np.abs(W).max()) or 1.0, "weights"),
    )
    name = dw_name(history, "dW")
    return Panel(
        name="weights",
        title=_("Gradient {dW} and weights W", dW=name),
        figure=None,
        tracks=(),
        sentence=_("Step {{step}}: {dW} is {numbers}; its length is {{norm:5}}.", dW=name, numbers=numbers),
        content=Bars(names, columns),
    )
