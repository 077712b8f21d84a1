"""What the server counts of itself, for Prometheus: reruns, timelines, faults. No visitor and no link is in it.
Each is one object that other modules count with; ui/serving/health.py shows them."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from prometheus_client import Counter, Gauge, Histogram

# From what nobody notices to what nobody waits for, in seconds.
TIMES = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

RERUNS = Histogram(
    "gradient_explorer_rerun_seconds", "A page's script, or the player alone, from its begin to its end", ["page"],
    buckets=TIMES,
)  # fmt: skip
ANSWERS = Counter(
    "gradient_explorer_answers_total",
    "Runs and timelines that were asked for: kept already, computed, or awaited with somebody else who computes them",
    ["of", "how"],
)
COMPUTING = Histogram("gradient_explorer_computing_seconds", "Runs and timelines", ["of"], buckets=TIMES)
STORED_BYTES = Gauge("gradient_explorer_kept_bytes", "Runs and timelines that are kept", ["of"])
WAITING = Gauge(
    "gradient_explorer_waiting",
    "What waits for its turn: pages to be run, short computations, and long ones that a worker does",
    ["for"],
)
STOPPED = Counter(
    "gradient_explorer_stopped_total",
    "Long computations that nobody waited for any more: not begun, or stopped",
    ["when"],
)
FAULTS = Counter("gradient_explorer_faults_total", "Errors that a visitor was told of, with an id", ["where"])


@contextmanager
def rerun(page: str) -> Iterator[None]:
    """Measure a run of a page's script; one that ends early, because the visitor has gone on, counts too."""
    began = perf_counter()
    try:
        yield
    finally:
        RERUNS.labels(page).observe(perf_counter() - began)
