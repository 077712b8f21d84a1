"""The load bench: `python -m bench.load` prints a table, and ends with 1 where a line misses what it must be.
Words behind it choose the measures whose names contain one of them; `--long` changes settings for 20 minutes.

The people are in a process of their own (bench/people.py). On a small machine they take time away from the server all
the same: so each line also says the server's processor time, which means something on another machine too."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from bench.browser import ROOT, VIEWPORT, browser, visit
from bench.browser_http import REACHED
from tools import nginx

KB, MB = 1_000, 1_000_000
# In today's words: an older link is sent on, which these people do not follow.
LINK = "?v=2&data=blobs&steps=500"
PORTS = range(8721, 8741)
WIDTHS = (66, 78, 34, 4)

# So many have a hundred different runs; a browser beside them steps so often between two of its settings.
DIFFERENT, STEPS_BETWEEN = 100, 5
# Of the killing: at least half of the people are with the replica that is killed.
VIEWERS, OPENERS, CHANGERS, BEREFT, WINDOW = 500, 300, 200, 100, 30.0
# A change every so many seconds, among so many rates, from this notch of the slider on.
EVERY, RATES, FROM_RATE = 10.0, 40, 14
# Seconds between the changes of somebody who is alone.
PAUSE = 0.25
# For so many seconds: where nothing but times is measured, and where the memory is too.
BRIEF, SHORT, LONG = 60.0, 120.0, 1200.0
# The first person's steps, where everyone has another number of them: 500 in the middle of the room.
DISTINCT_STEPS = 500 - DIFFERENT // 2
# So many ask at once for what takes more than a second of a core: the run, and a map whose every point is a search.
LONG_ONES = 30
LONG_LINK = "?v=2&data=blobs&samples=20000&steps=1200&held=re-optimised&seed={}"
# Cold browsers whose files are counted.
COLD = 5
# Bytes a minute by which the memory may rise in the second half of the 20 minutes and still count as level: what the
# allocator holds goes up and down by more.
STEADY = 1 * MB

# What stands before the replicas; only its ports and paths are others here.
NGINX = ROOT / "deploy" / "nginx.conf"
AROUND = """
{user}
daemon off;
worker_processes 1;
worker_rlimit_nofile 8192;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/gradient-explorer.conf;
}}
"""


@dataclass(frozen=True)
class Row:
    """One line of the table. ok is None where nothing is demanded."""

    row: str
    ours: str
    must: str = "-"
    ok: bool | None = None


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
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Bytes that the process holds now."""
        return int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def trained(self) -> int:
        """How many runs it has computed since it is warm."""
        return self.trainings.stat().st_size - self.warm


@contextmanager
def replica() -> Iterator[Replica]:
    """A fresh server of ours, as an image starts it; it is ended with the block."""
    port = next((port for port in PORTS if _free(port)), None)
    if port is None:
        raise SystemExit(f"None of the ports {PORTS.start} to {PORTS.stop - 1} is free.")
    options = {"port": port, "address": "127.0.0.1", "headless": "true", "fileWatcherType": "none"}
    command = [sys.executable, "-m", "bench.counted", "run", "app.py"]
    command += [f"--server.{name}={value}" for name, value in options.items()]
    with TemporaryDirectory() as folder:
        trainings = Path(folder) / "trainings"
        trainings.touch()
        environment = {**os.environ, "TRAININGS": str(trainings)}
        with (Path(folder) / "log").open("wb") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
            ours = Replica(port, process, trainings)
            try:
                _wait_until(lambda: _answers(ours.address), process, Path(log.name))
                # It warms up by computing the usual run, and this answer waits for that.
                with urllib.request.urlopen(f"{ours.address}/view/timeline", timeout=60):
                    ours.warm = ours.trained()
                yield ours
            finally:
                if process.poll() is None:
                    process.terminate()
                    process.wait(timeout=30)


def _free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
            return True
    except OSError:
        return False


def _wait_until(condition: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if condition():
            return
        time.sleep(0.1)
    raise SystemExit(f"A server did not start:\n{log.read_text()[-2000:]}")


@contextmanager
def proxy(replicas: list[Replica]) -> Iterator[str]:
    """The shipped nginx.conf before two replicas → its address."""
    program = nginx.installed()
    if program is None:
        raise FileNotFoundError("nginx")
    port = next(port for port in PORTS if _free(port))
    ports = {"8501": str(replicas[0].port), "8502": str(replicas[1].port)}
    with TemporaryDirectory() as folder:
        # As root its workers would be nobody, who may not enter the folder.
        user = "user root;" if os.geteuid() == 0 else ""
        main, log = Path(folder) / "nginx.conf", Path(folder) / "error.log"
        main.write_text(AROUND.format(user=user, folder=folder))
        text = re.sub(r"\b850[12]\b", lambda found: ports[found[0]], NGINX.read_text(encoding="utf-8"))
        text = text.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/var/cache/nginx/", f"{folder}/")
        # One thing more than is shipped: each answer says which replica it is of.
        passed = "proxy_pass http://$gx_pool;"
        text = text.replace(passed, f"{passed} add_header {REACHED} $gx_reached always;")
        (Path(folder) / "gradient-explorer.conf").write_text(text)
        log.touch()
        process = subprocess.Popen([program, "-p", folder, "-c", str(main), "-e", str(log)])
        try:
            _wait_until(lambda: _answers(f"http://127.0.0.1:{port}"), process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


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


def _times(met: dict[str, Any]) -> str:
    times = met["times"]
    if not times:
        return "nobody came"
    median = float(np.median(times))
    return f"median {median:.2f} s, p95 {p95(times):.2f} s, worst {max(times):.2f} s"


def _errors(met: dict[str, Any]) -> str:
    if not met["errors"]:
        return "no error"
    return f"{len(met['errors'])} errors ({met['errors'][0][:60]})"


def _program(address: str) -> list[str]:
    """The paths of the files that a first visit asks for: Streamlit's own, Plotly, the player, the fonts."""
    asked: list[str] = []
    with browser() as launched:
        page = launched.new_page(viewport=VIEWPORT)
        page.on("request", lambda request: asked.append(request.url.removeprefix(address)))
        page.goto(f"{address}/{LINK}")
        page.locator("[data-name=loss] .main-svg").first.wait_for()
        page.close()
    # Each once: what has been asked for before it was there is asked for once more, but comes only once.
    return [path for path in dict.fromkeys(asked) if path.startswith(("/static/", "/assets/"))]


def files(_: bool) -> list[Row]:
    """The server's processor time for the files of a first visit."""
    with replica() as ours:
        paths = _program(ours.address)
        before = ours.cpu()
        met = Crowd(kind="files", address=ours.address, people=COLD, files=paths).done()
        cpu = (ours.cpu() - before) / COLD
    row = Row(
        f"{len(paths)} files of a first visit",
        f"{1e3 * cpu:.0f} ms of the server a visitor, {met['received'] / COLD / MB:.2f} MB, {_errors(met)}",
        "no error",
        not met["errors"],
    )
    return [row]


def light_view(_: bool) -> list[Row]:
    """A class opens the light view: page, timeline, the player's module and Plotly, each once a person."""
    with replica() as ours:
        before = ours.cpu()
        met = Crowd(kind="light view", address=ours.address, link=LINK, people=VIEWERS, window=WINDOW).done()
        cpu, trained = ours.cpu() - before, ours.trained()
    row = Row(
        f"{VIEWERS} people open one light view within {WINDOW:.0f} s",
        f"{_times(met)}; {_errors(met)}; {trained} computed; {1e3 * cpu / VIEWERS:.1f} ms of the server a visitor"
        f" (people: {met['cpu']:.0f} s)",
        "p95 1 s, no error, 1 computed",
        not met["errors"] and p95(met["times"]) <= 1 and trained == 1,
    )
    return [row]


def full_app(_: bool) -> list[Row]:
    """A class opens one link of the full app: browsers that have the program, and such as have nothing."""
    name = f"{OPENERS} people open one link of the full app within {WINDOW:.0f} s"
    with replica() as ours:
        paths = _program(ours.address)
    return [_full_app(name, []), _full_app(f"the same, each fetches {len(paths)} files first", paths)]


def _full_app(name: str, paths: list[str]) -> Row:
    with replica() as ours:
        before = ours.cpu()
        crowd = Crowd(
            kind="full app", address=ours.address, link=LINK, people=OPENERS, window=WINDOW, stay=1.0, files=paths
        )
        crowd.until("open")
        cpu, trained, memory = ours.cpu() - before, ours.trained(), ours.memory()
        met = crowd.done()
    return Row(
        name,
        f"{_times(met)}; {_errors(met)}; {trained} computed; {1e3 * cpu / OPENERS:.0f} ms of the server a visitor; "
        f"{memory / MB:.0f} MB (people: {met['cpu']:.0f} s)",
        "p95 10 s, no error, 1 computed",
        not met["errors"] and p95(met["times"]) <= 10 and trained == 1,
    )


def _classroom(address: str, people: int, seconds: float, distinct_steps: int = 0, every: float = EVERY) -> Crowd:
    return Crowd(
        kind="classroom",
        address=address,
        link=LINK,
        people=people,
        window=WINDOW / 2,
        every=every,
        seconds=seconds,
        rates=RATES,
        from_rate=FROM_RATE,
        distinct_steps=distinct_steps,
    )


def settings(long: bool) -> list[Row]:
    """A class at work: everyone changes the learning rate again and again."""
    seconds = LONG if long else SHORT
    with replica() as ours:
        crowd = _classroom(ours.address, CHANGERS, seconds)
        crowd.until("first")
        first = ours.memory()
        crowd.until("open")
        session = (ours.memory() - first) / (CHANGERS - 1)
        before = ours.cpu()
        with Sampler(ours) as sampler:
            crowd.until("changed")
            cpu, at_the_end = ours.cpu() - before, ours.memory()
        met = crowd.done()
        trained = ours.trained()
    slope = sampler.slope()
    growth = f"{slope / MB:+.1f} MB a minute in the second half, {at_the_end / MB:.0f} MB in the end"
    return [
        Row(
            f"{CHANGERS} people change a setting every {EVERY:.0f} s, for {seconds / 60:.0f} min",
            _changes(met, cpu, trained),
            "p95 1 s, no error",
            not met["errors"] and p95(met["times"]) <= 1,
        ),
        Row("memory a session after the first", f"{session / MB:.2f} MB", "4 MB", session <= 4 * MB),
        Row(f"growth over {LONG / 60:.0f} min", growth, f"+{STEADY / MB:.0f} MB a minute", slope <= STEADY)
        if long
        else Row(f"growth, over {SHORT / 60:.0f} min only (20: --long)", growth),
    ]


def _a_browser(address: str, seconds: float) -> tuple[list[float], list[float]]:
    """A real browser for so long, which steps and changes the learning rate → milliseconds of each until painted."""
    steps: list[float] = []
    changes: list[float] = []
    end = time.monotonic() + seconds
    with browser() as launched, visit(launched, f"{address}/{LINK}&seed=1") as opened:
        while time.monotonic() < end:
            for _ in range(STEPS_BETWEEN):
                steps.append(opened.step())
                opened.rest()
            changes.append(opened.next_rate())
            opened.rest()
    return steps, changes


def one_change(_: bool) -> list[Row]:
    """What one change takes of the server where nobody else is there, so that no queue and no lock hides it."""
    with replica() as ours:
        crowd = _classroom(ours.address, 1, RATES * PAUSE, DISTINCT_STEPS, PAUSE)
        crowd.until("open")
        before = ours.cpu()
        crowd.until("changed")
        cpu = ours.cpu() - before
        met = crowd.done()
    each = 1e3 * cpu / max(len(met["times"]), 1)
    return [
        Row(
            f"the server's processor time a change, of {len(met['times'])}, each a new run",
            f"{each:.0f} ms; {_errors(met)}",
            "60 ms, no error",
            not met["errors"] and each <= 60,
        )
    ]


def all_different(_: bool) -> list[Row]:
    """The same where nobody asks for a run that another one, or he himself, has asked for: each is computed. And what a
    real browser beside them sees: on a machine of few cores it takes some of their time itself."""
    with replica() as ours:
        crowd = _classroom(ours.address, DIFFERENT, BRIEF, DISTINCT_STEPS)
        crowd.until("open")
        before, computed = ours.cpu(), ours.trained()
        steps, changes = _a_browser(ours.address, 0.8 * BRIEF)
        crowd.until("changed")
        cpu, trained = ours.cpu() - before, ours.trained() - computed
        met = crowd.done()
    step, change = p95(steps), p95(changes)
    return [
        Row(
            f"{DIFFERENT} people, {BRIEF / 60:.0f} min, no two of the runs alike",
            _changes(met, cpu, trained),
            "p95 0.5 s, no error",
            not met["errors"] and p95(met["times"]) <= 0.5,
        ),
        Row(
            "a real browser beside them: a step",
            f"median {np.median(steps):.0f} ms, p95 {step:.0f} ms, of {len(steps)}",
            "p95 40 ms",
            step <= 40,
        ),
        Row(
            "a real browser beside them: a new learning rate, painted",
            f"median {np.median(changes):.0f} ms, p95 {change:.0f} ms, of {len(changes)}",
            "p95 800 ms",
            change <= 800,
        ),
    ]


def beside_long_ones(_: bool) -> list[Row]:
    """Many ask at once for what takes long; whoever asks for little must not notice."""
    with replica() as ours:
        crowd = Crowd(
            kind="beside long ones",
            address=ours.address,
            link=LINK,
            long=LONG_LINK,
            page="/loss_surface",
            people=LONG_ONES,
            seconds=BRIEF,
            pause=0.2,
            from_rate=FROM_RATE,
        )
        crowd.until("begun")
        before = ours.cpu()
        met = crowd.done()
        cpu = ours.cpu() - before
    long = {"times": met["long"]}
    rows = [
        Row(
            f"{LONG_ONES} people ask at once for a long one",
            f"{len(met['long'])} came in {BRIEF:.0f} s: {_times(long)}",
        )
    ]
    for name, times, most in (
        ("beside them: /healthz", met["health"], 1.0),
        ("beside them: a timeline that is kept", met["cached"], 1.0),
        ("beside them: a new learning rate", met["times"], 4.0),
    ):
        worst = max(times, default=float("inf"))
        ours_ = f"{_times({'times': times})} ({len(times)}); {_errors(met)}; {cpu:.0f} s of the server"
        rows.append(Row(name, ours_, f"worst {most:.0f} s, no error", worst <= most and not met["errors"]))
    return rows


def _changes(met: dict[str, Any], cpu: float, trained: int) -> str:
    changes = len(met["times"])
    return (
        f"{_times(met)}; {_errors(met)}; {changes} changes, {1e3 * cpu / max(changes, 1):.0f} ms of the server each; "
        f"{trained} computed; {met['missing']} timelines by the socket (people: {met['cpu']:.0f} s)"
    )


def replicas(_: bool) -> list[Row]:
    """People change settings before two replicas behind nginx; in the middle the one with more of them is killed."""
    names = (f"{BEREFT} people at two replicas behind nginx: affinity", "the replica of most of them is killed")
    must = ("no answer of another one", "all at the other one, at their step, within 5 s, no error")
    with ExitStack() as stack:
        both = {name: stack.enter_context(replica()) for name in ("a", "b")}
        try:
            address = stack.enter_context(proxy(list(both.values())))
        except FileNotFoundError:
            return [Row(*each) for each in zip(names, 2 * ("not measured: there is no nginx",), must, strict=True)]
        crowd = _classroom(address, BEREFT, BRIEF)
        half = crowd.until("half")
        killed, other = sorted(both, key=lambda name: -half["at"].get(name, 0))
        both[killed].process.send_signal(signal.SIGKILL)
        met = crowd.done()
    bereft = half["at"].get(killed, 0)
    back = max(met["shown_again"], default=float("inf"))
    at_the_other = met["at"].get(other, 0)
    return [
        Row(
            names[0],
            f"{half['elsewhere']} of {half['named']} answers were of another replica than the cookie's",
            must[0],
            half["named"] > 0 and half["elsewhere"] == 0,
        ),
        Row(
            names[1],
            f"{bereft} cut: socket again within {max(met['back'], default=float('inf')):.1f} s, page within "
            f"{back:.1f} s; {at_the_other} of {BEREFT} at the other; {met['astray']} at another step; {_errors(met)}; "
            f"changes: {_times(met)}",
            must[1],
            len(met["shown_again"]) == bereft
            and back <= 5
            and at_the_other == BEREFT
            and met["astray"] == 0
            and not met["errors"],
        ),
    ]


MEASURES = (
    files,
    light_view,
    full_app,
    settings,
    one_change,
    all_different,
    beside_long_ones,
    replicas,
)


def print_line(*cells: str) -> None:
    """One line of the table, at once."""
    print(" | ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)), flush=True)


def main() -> int:
    """Print the table → 1 where a row is not what it must be, else 0."""
    if not Path("/proc/self/statm").exists():
        raise SystemExit("The load bench reads /proc: it needs Linux.")
    words = [word for word in sys.argv[1:] if word != "--long"]
    print(f"{os.cpu_count()} cores, which the people and the browser share with the server.")
    # Where others are at work, times are noise.
    print(f"Before all this {os.getloadavg()[0]:.1f} processes were at work.")
    print_line("row", "ours", "must", "ok?")
    print_line(*("-" * width for width in WIDTHS))
    missed = 0
    for measure in MEASURES:
        if words and not any(word in measure.__name__ for word in words):
            continue
        for row in measure("--long" in sys.argv):
            print_line(row.row, row.ours, row.must, {None: "-", True: "yes", False: "NO"}[row.ok])
            missed += row.ok is False
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
