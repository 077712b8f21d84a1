"""A run of somebody's own code beside the right one."""

import numpy as np

from core.compare import summary
from core.data.scaling import original_weights
from core.take_home.own_run import OwnRun
from core.take_home.parting import history_of
from ui.compare.trained_runs import Run
from ui.language.speaking import N_, _

# What the two are called.
CORRECT_CODE, YOUR_RUN = N_("correct code"), N_("your run")


def own_run_beside(right: Run, own_run: OwnRun) -> Run:
    """Somebody's own run, on the data of the right one."""
    history = history_of(own_run, right.data)
    with np.errstate(over="ignore", invalid="ignore"):
        path = original_weights(history.W, right.data.shift, right.data.scale)
        end = summary(right.scenario, right.data, history)
    return Run(_(YOUR_RUN), right.scenario, right.data, history, path, end, symbol="square")
