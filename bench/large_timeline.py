"""Build the timeline of 100,000 rows and print what it took, as JSON: `python -m bench.large_timeline`.
A process of its own, because a process's peak of memory never falls."""

import json
import resource
import sys
import time
from pathlib import Path

from core.scenario import Scenario
from core.training import train
from ui.explorer.explorer import explorer
from ui.panels.view import View
from ui.timeline.packing import pack

STATUS = Path("/proc/self/status")


def peak_memory() -> int:
    """The most memory that this process has had, in bytes."""
    if STATUS.exists():
        # Linux's ru_maxrss starts at what the process that launched this one had; VmHWM is this program's own.
        line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    # In bytes on macOS, in kilobytes elsewhere.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main() -> None:
    """The same steps as ui.serving.timelines: data, training, timeline, bytes."""
    scenario = Scenario(data="blobs", samples=100_000, steps=100)
    before, began = peak_memory(), time.perf_counter()
    data = scenario.dataset()
    packed = pack(explorer(scenario, data, train(scenario, data), View()))
    seconds = time.perf_counter() - began
    print(json.dumps({"memory": peak_memory() - before, "seconds": seconds, "packed": len(packed)}))


if __name__ == "__main__":
    main()
