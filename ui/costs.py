"""What a computation takes of one core, in seconds, about: enough to tell long from short, and much from little.
Measured on one machine; on another one all of them are so many times as long, which changes no order."""

from core.scenario import FREE_FEATURES, Scenario
from core.surface.windows import GRIDS

# Of one step of a run, and of a sample in it; of one exponential on a surface, and of a sample at a point whose other
# weights are searched for; of a step in a timeline.
STEP, SAMPLE, EXPONENTIAL, SEARCHED, TIMELINE_STEP = 15e-6, 25e-9, 3e-9, 50e-9, 20e-6
# Of what is always there: figures, header, packing.
BASE = 0.01
# Of a link's picture, beside its timeline.
PICTURE = 0.12
# What follows a hand takes no longer than so many seconds, or it does not follow.
DRAFT = 0.15
# The tables of the app have so many samples, about.
TABLE = 500


def samples(scenario: Scenario) -> int:
    """N, about."""
    return scenario.size or TABLE


def run(scenario: Scenario) -> float:
    """One run, from its data to its history."""
    return STEP * scenario.steps + SAMPLE * wide(scenario) * scenario.steps


def wide(scenario: Scenario) -> float:
    """N, more where the table is wide."""
    return samples(scenario) * max(scenario.num_features, FREE_FEATURES) / FREE_FEATURES


def surface(scenario: Scenario) -> float:
    """One picture of the loss over two of the weights."""
    n = samples(scenario)
    points = next((points for most, points in GRIDS if n <= most), GRIDS[-1][1])
    return EXPONENTIAL * n * points**2 + 1e-6 * wide(scenario)
