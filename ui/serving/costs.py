"""What a computation takes of one core, in seconds, about: enough to tell long from short, and much from little.
Measured on one machine; on another one all of them are so many times as long, which changes no order."""

from core.scenario import FREE_FEATURES, Scenario
from core.surface.sections import PROFILE_POINTS
from core.surface.windows import GRIDS
from ui.break_it import broken
from ui.loss_surface.landscape import Look

# Of one step of a run, and of a sample in it; of one exponential on a surface, and of a sample at a point whose other
# weights are searched for; of a step in a timeline.
STEP, SAMPLE, EXPONENTIAL, SEARCHED, DRAWN = 15e-6, 25e-9, 3e-9, 50e-9, 20e-6
# Of what is always there: figures, header, packing.
BASE = 0.01
# The tables of the app have so many samples, about.
TABLE = 500


def samples(scenario: Scenario) -> int:
    """N, about."""
    return scenario.size or TABLE


def run(scenario: Scenario) -> float:
    """One run, from its data to its history."""
    return STEP * scenario.steps + SAMPLE * _wide(scenario) * scenario.steps


def _wide(scenario: Scenario) -> float:
    """N, more where the table is wide."""
    return samples(scenario) * max(scenario.num_features, FREE_FEATURES) / FREE_FEATURES


def surface(scenario: Scenario) -> float:
    """One picture of the loss over two of the weights."""
    n = samples(scenario)
    points = next((points for most, points in GRIDS if n <= most), GRIDS[-1][1])
    return EXPONENTIAL * n * points**2 + 1e-6 * _wide(scenario)


def explorer(scenario: Scenario) -> float:
    """The Explorer's timeline."""
    return BASE + DRAWN * scenario.steps * (2 if scenario.batch else 1) + surface(scenario)


def landscape(scenario: Scenario, look: Look) -> float:
    """The timeline of the page "Loss surface": the gradients of both losses along the run, and two pictures."""
    along = 2 * STEP * scenario.steps + SAMPLE * _wide(scenario) * scenario.steps
    return BASE + along + 2 * level(scenario, look)


def level(scenario: Scenario, look: Look) -> float:
    """One picture as the page "Loss surface" has it."""
    n = samples(scenario)
    if look.choice.held == "re-optimised" and n <= PROFILE_POINTS[-1][0]:
        points = next(points for most, points in PROFILE_POINTS if n <= most)
        return SEARCHED * n * points**2 + 0.01
    return surface(scenario)


def compare(scenarios: tuple[Scenario, ...], base: Scenario) -> float:
    """The timeline of compared runs, and the sweep over many rates beside them."""
    longest = max((scenario.steps for scenario in scenarios), default=base.steps)
    return BASE + 60e-6 * longest + sum(map(run, scenarios)) + surface(base)


def broken_run(scenario: Scenario) -> float:
    """A run with a mistake, of which there is one beside the right one."""
    steps = min(scenario.steps, broken.MOST)
    return BASE + 2 * steps * (4 * STEP + SAMPLE * _wide(scenario))


def check(scenario: Scenario) -> float:
    """A step's gradient at many widths."""
    return BASE + 3e-6 * _wide(scenario)
