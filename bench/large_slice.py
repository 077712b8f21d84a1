"""Draw the loss over two weights of 100,000 rows, with its gradient field, and print what it took, as JSON:
`python -m bench.large_slice`. A process of its own, because a process's peak of memory never falls."""

import json
import time

import numpy as np

from bench.large_timeline import peak_memory
from core.classifier import with_ones
from core.loss import LOSSES
from core.scenario import Scenario
from core.surface.planes import gradient_plane, weight_plane
from core.surface.windows import choose_slice
from core.training import train

FIELD = 15


def main() -> None:
    """The heights on the grid that the pages use for so many rows, and arrows on a grid of 15 x 15."""
    scenario = Scenario(data="blobs", samples=100_000, steps=1)
    data = scenario.dataset()
    before = peak_memory()
    history = train(scenario, data)
    began = time.perf_counter()
    window = choose_slice(scenario, data, history)
    heights = window.heights(scenario, data)
    plane = weight_plane(window.held, *window.axes)
    u, v = (np.linspace(axis[0], axis[-1], FIELD) for axis in (window.u, window.v))
    gradient_plane(with_ones(data.X), data.t, LOSSES[scenario.loss](), plane, u, v)
    seconds = time.perf_counter() - began
    print(json.dumps({"memory": peak_memory() - before, "seconds": seconds, "grid": heights.shape}))


if __name__ == "__main__":
    main()
