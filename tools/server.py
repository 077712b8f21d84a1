"""Real servers on free ports, for the tests and the measures: started, waited for, and ended with their block."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Seconds for a start: a machine may be busy with ten others.
PATIENCE = 60.0
STREAMLIT = ("streamlit", "run", "app.py")


def free_ports(count: int) -> list[int]:
    """Ports of this machine on which nobody listens. All are held until all are known: no two are the same."""
    places = [socket.socket() for _ in range(count)]
    for place in places:
        place.bind(("127.0.0.1", 0))
    ports = [int(place.getsockname()[1]) for place in places]
    for place in places:
        place.close()
    return ports


def wait_until(condition: Callable[[], bool], process: subprocess.Popen[bytes] | None = None) -> bool:
    """Whether the condition comes to hold before our patience ends, and before the process does."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and (process is None or process.poll() is None):
        if condition():
            return True
        # Nobody tells when a port is listened on: ask again.
        time.sleep(0.05)
    return False


def is_healthy(address: str) -> bool:
    """Whether a Streamlit server answers there."""
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
            return True
    except OSError:
        return False


@contextmanager
def running(
    command: Sequence[str],
    log: Path,
    environment: Mapping[str, str] | None = None,
    before: Callable[[], None] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """A process in the folder of this checkout, and what it says in a file. It is ended with the block.

    environment : what there is besides ours · before : done in the process before it starts
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            list(command),
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=before,
        )
    try:
        yield process
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process, kindly at first."""
    process.terminate()
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def serving(
    log: Path,
    module: Sequence[str] = STREAMLIT,
    port: int = 0,
    below: str = "",
    environment: Mapping[str, str] | None = None,
    before: Callable[[], None] | None = None,
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A Streamlit server that answers: its address, below which the app stands, and its process. See `running`.

    module : what Python runs, with its words · port : 0 is a free one · below : a path
    Raises RuntimeError with all that the server has said, where it does not start.
    """
    port = port or free_ports(1)[0]
    options = {
        "port": port,
        "address": "127.0.0.1",
        "headless": "true",
        "fileWatcherType": "none",
        "baseUrlPath": below,
    }
    command = [sys.executable, "-m", *module, *(f"--server.{name}={value}" for name, value in options.items())]
    address = f"http://127.0.0.1:{port}" + (f"/{below}" if below else "")
    with running(command, log, environment, before) as process:
        if not wait_until(lambda: is_healthy(address), process):
            raise RuntimeError(f"The server did not start:\n{log.read_text()}")
        yield address, process
