"""A run of somebody's own code beside the right one."""

import numpy as np

from core.compare import summary
from core.data.scaling import original_weights
from core.take_home.own_run import OwnRun
from core.take_home.parting import history_of
from ui.compare.compared import Run
from ui.language.speaking import N_, _

# What the two are called.
RIGHT, OWN = N_("correct code"), N_("your run")


def beside(right: Run, own: OwnRun) -> Run:
    """Somebody's own run, on the data of the right one."""
    history = history_of(own, right.data)
    with np.errstate(over="ignore", invalid="ignore"):
        path = original_weights(history.W, right.data.shift, right.data.scale)
        end = summary(right.scenario, right.data, history)
    return Run(_(OWN), right.scenario, right.data, history, path, end, symbol="square")
