"""Real servers on free ports, and plain requests to them, for the tests of what is shipped for hosting."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 60


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on. All are held until all are known, so that no two are the same."""
    held = [socket.socket() for _ in range(count)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def ask(port: int, path: str, source: str = "127.0.0.1", body: bytes | None = None, **headers: str) -> Answer:
    """One request on a connection of its own, from the loopback address `source`; the body as it came."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20, source_address=(source, 0))
    try:
        names = {name.replace("_", "-"): text for name, text in headers.items()}
        connection.request("GET" if body is None else "PUT", path, body, names)
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


def until(condition: Callable[[], bool], process: subprocess.Popen[bytes] | None = None) -> bool:
    """Whether the condition came to hold before the deadline, and before the process ended."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and (process is None or process.poll() is None):
        with suppress(OSError, http.client.HTTPException):
            if condition():
                return True
        time.sleep(0.05)
    return False


def start(
    command: list[str], folder: Path, log: Path, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    with log.open("ab") as output:
        return subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT)


def start_app(port: int, log: Path) -> subprocess.Popen[bytes]:
    """One replica of the app, out of this checkout; it is not waited for."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    return start([*command, "--server.address", "127.0.0.1"], ROOT, log, os.environ)


def wait_for(port: int, path: str, process: subprocess.Popen[bytes], log: Path) -> None:
    well = until(lambda: ask(port, path).status == 200, process)
    assert well, f"no answer to {path}:\n{log.read_text()}"


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
