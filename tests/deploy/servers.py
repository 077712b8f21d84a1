"""Real servers on free ports, and plain requests to them, for the tests of what is shipped for hosting."""

import http.client
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

from tools.server import ROOT, wait_until


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes


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
    """As tools.server waits, for a condition that asks a server: one that is not there yet does not fulfil it."""

    def answered() -> bool:
        with suppress(OSError, http.client.HTTPException):
            return condition()
        return False

    return wait_until(answered, process)


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
