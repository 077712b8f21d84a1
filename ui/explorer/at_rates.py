"""The Explorer at other learning rates, for a page without a server, in which they are all there beforehand."""

from collections.abc import Iterator
from dataclasses import replace

from core.scenario import Scenario
from core.surface.step_size import step_size
from core.surface.windows import choose_slice
from ui.explorer.explorer import explorer
from ui.page import Runner
from ui.panels.rate import rate_slider, spread
from ui.panels.samples import EXACT_IN_FILE
from ui.panels.view import View
from ui.timeline.timeline import Timeline


def learning_rates(scenario: Scenario, run: Runner, count: int) -> tuple[float, ...]:
    """So many rates around the largest stable one, in order, the run's own among them."""
    data, _ = run(scenario)
    return spread(rate_slider(scenario, step_size(scenario, data)).notches, scenario.learning_rate, count)


def at_rates(scenario: Scenario, view: View, run: Runner, rates: tuple[float, ...]) -> Iterator[Timeline]:
    """The run at each of these rates, all in the window of the run's own."""
    data, own = run(scenario)
    window = choose_slice(scenario, data, own)
    heights = window.heights(scenario, data)
    for rate in rates:
        each = replace(scenario, learning_rate=rate)
        yield explorer(each, *run(each), view, lambda *_: heights, EXACT_IN_FILE, window, rates)
