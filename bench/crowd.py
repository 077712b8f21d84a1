"""The people's process (bench/people.py) as the load bench sees it."""

import json
import subprocess
import sys
from typing import Any

import numpy as np

from tools.server import ROOT


class Crowd:
    """The people's process: it is given a plan, and says what it has come to."""

    def __init__(self, **plan: Any) -> None:
        command = [sys.executable, "-m", "bench.people"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        given = self._process.stdin
        assert given is not None
        given.write(json.dumps(plan))
        given.close()

    def until(self, event: str) -> dict[str, Any]:
        """Wait until the people have come to this."""
        said = self._process.stdout
        assert said is not None
        for line in said:
            news: dict[str, Any] = json.loads(line)
            if news["event"] == event:
                return news
        raise SystemExit(f"The people's process ended before it said {event!r}.")

    def done(self) -> dict[str, Any]:
        """Wait until all is over → what they met."""
        met = self.until("done")
        self._process.wait(timeout=30)
        return met


def p95(times: list[float]) -> float:
    """That within which 95 of 100 came; for ever where nobody came."""
    return float(np.percentile(times, 95)) if times else float("inf")


def times_of(met: dict[str, Any]) -> str:
    """How long they waited, in words."""
    times = met["times"]
    if not times:
        return "nobody came"
    median = float(np.median(times))
    return f"median {median:.2f} s, p95 {p95(times):.2f} s, worst {max(times):.2f} s"


def errors_of(met: dict[str, Any]) -> str:
    """What went wrong, in words."""
    if not met["errors"]:
        return "no error"
    return f"{len(met['errors'])} errors ({met['errors'][0][:60]})"


def changes_of(met: dict[str, Any], cpu: float, trained: int) -> str:
    """What their changes took of them and of the server, in words."""
    changes = len(met["times"])
    each = f"{1e3 * cpu / max(changes, 1):.0f} ms of the server each"
    by_socket = f"{met['missing']} timelines by the socket (people: {met['cpu']:.0f} s)"
    return f"{times_of(met)}; {errors_of(met)}; {changes} changes, {each}; {trained} computed; {by_socket}"
