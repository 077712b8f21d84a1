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
    "What was asked for: cached already, computed, or awaited while another thread computed it",
    ["of", "how"],
)
COMPUTING = Histogram("gradient_explorer_computing_seconds", "Runs, timelines and files", ["of"], buckets=TIMES)
STORED_BYTES = Gauge("gradient_explorer_cached_bytes", "Runs, timelines and files that are cached")
FAULTS = Counter("gradient_explorer_faults_total", "Errors that a visitor was told of, with an id", ["where"])


@contextmanager
def rerun(page: str) -> Iterator[None]:
    """Measure a run of a page's script; one that ends early, because the visitor has gone on, counts too."""
    began = perf_counter()
    try:
        yield
    finally:
        RERUNS.labels(page).observe(perf_counter() - began)
