"""A server of ours for the load bench, with what the system says of its process; and nginx before two of them."""

import os
import re
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bench.browser_http import REACHED
from tools import nginx
from tools.server import ROOT, free_ports, is_healthy, running, serving, wait_until

COUNTED = ("bench.counted", "run", "app.py")
# What stands before the replicas; only its ports and paths are others here.
NGINX = ROOT / "deploy" / "nginx.conf"


@dataclass
class Replica:
    """A server of ours on a port, with what the system says of its process."""

    port: int
    process: subprocess.Popen[bytes]
    trainings: Path
    warm: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cpu(self) -> float:
        """Seconds of processor time until now."""
        return _seconds(str(self.process.pid))

    def memory(self) -> int:
        """Bytes that the process holds now."""
        return int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def trained(self) -> int:
        """How many runs it has computed since it is warm."""
        return self.trainings.stat().st_size - self.warm


def _seconds(pid: str) -> float:
    """Seconds of processor time that a process has had, and those of its children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def replica() -> Iterator[Replica]:
    """A fresh server of ours, as an image starts it; it is ended with the block."""
    with TemporaryDirectory() as folder:
        trainings = Path(folder) / "trainings"
        trainings.touch()
        counted = {"TRAININGS": str(trainings)}
        (port,) = free_ports(1)
        with serving(Path(folder) / "log", COUNTED, port, environment=counted) as (_, process):
            ours = Replica(port, process, trainings)
            # It warms up by computing the usual run, and this answer waits for that.
            with urllib.request.urlopen(f"{ours.address}/view/timeline", timeout=60):
                ours.warm = ours.trained()
            yield ours


@contextmanager
def proxy(replicas: list[Replica]) -> Iterator[str]:
    """The shipped nginx.conf before two replicas → its address."""
    program = nginx.installed()
    if program is None:
        raise FileNotFoundError("nginx")
    (port,) = free_ports(1)
    ports = {"8501": str(replicas[0].port), "8502": str(replicas[1].port)}
    with TemporaryDirectory() as folder:
        # As root its workers would be nobody, who may not enter the folder.
        user = "user root;" if os.geteuid() == 0 else ""
        main, log = Path(folder) / "nginx.conf", Path(folder) / "error.log"
        main.write_text(nginx.AROUND.format(user=user, folder=folder))
        text = re.sub(r"\b850[12]\b", lambda found: ports[found[0]], NGINX.read_text(encoding="utf-8"))
        text = text.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/var/cache/nginx/", f"{folder}/")
        # One thing more than is shipped: each answer says which replica it is of.
        passed = "proxy_pass http://$gx_pool;"
        text = text.replace(passed, f"{passed} add_header {REACHED} $gx_reached always;")
        (Path(folder) / "gradient-explorer.conf").write_text(text)
        log.touch()
        address = f"http://127.0.0.1:{port}"
        command = [program, "-p", folder, "-c", str(main), "-e", str(log)]
        with running(command, Path(folder) / "said") as process:
            if not wait_until(lambda: is_healthy(address), process):
                raise RuntimeError(f"nginx did not start:\n{log.read_text()}")
            yield address


@dataclass
class Sampler:
    """A server's memory once a second, for as long as the block lasts."""

    ours: Replica
    seconds: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> "Sampler":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._over.wait(1.0):
            try:
                now = self.ours.memory()
            except (OSError, IndexError):
                return
            self.seconds.append(time.monotonic())
            self.memory.append(now)

    def slope(self) -> float:
        """Bytes a minute, a straight line through the second half: in the first one the caches fill."""
        half = len(self.seconds) // 2
        if len(self.seconds) - half < 3:
            return 0.0
        return 60 * float(np.polyfit(self.seconds[half:], self.memory[half:], 1)[0])
