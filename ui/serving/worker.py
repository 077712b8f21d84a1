"""The process that does long computations for the server (see ui/serving/workers.py): `ui.serving.worker.main()`.
It reads what to do from its standard input, and says what came out on its standard output."""

import _thread
import contextlib
import os
import pickle
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType
from typing import IO, Any

from ui.export import light_view
from ui.language.speaking import speaking
from ui.serving import cache, timelines
from ui.serving.work import Known
from ui.serving.workers import answer

try:
    import resource
except ImportError:  # not on Windows
    resource = None  # type: ignore[assignment]

# How far it goes behind the server where both want a core: it gets a quarter of that, and all that nobody else wants.
NICE = 5
# Bytes from which on it ends behind its job, and another one begins anew: what is freed is seldom given back.
MOST_MEMORY = 400_000_000
# What can be asked for is in these: they are loaded before anybody asks.
MODULES = (timelines, cache, light_view)


class StoppedError(BaseException):
    """Nobody waits any more for what is being computed. Not an Exception: no computation may take it for its own."""


class Working:
    """What this process does now, and how that is stopped: between two lines of Python, wherever it is."""

    def __init__(self) -> None:
        self._doing: int | None = None
        self._stopped: int | None = None

    def stop(self, number: int) -> None:
        """Stop a job, if it is the one that is being done. From another thread."""
        self._stopped = number
        if self._doing == number:
            _thread.interrupt_main()

    def on_interrupt(self, signal_number: int, frame: FrameType | None) -> None:
        """In the main thread. Somebody's Ctrl-C in the terminal is for the server: it ends us."""
        if self._doing is not None and self._doing == self._stopped:
            self._doing = None
            raise StoppedError

    def do(self, number: int, function: Callable[..., object], args: tuple[Any, ...]) -> tuple[str, object]:
        """Compute → how it ended, and with what."""
        try:
            try:
                self._doing = number
                if self._stopped == number:
                    return "stopped", None
                value = function(*args)
                self._doing = None
                return "done", value
            except Exception as error:
                self._doing = None
                return "failed", _sendable(error)
        except StoppedError:
            return "stopped", None


def _sendable(error: Exception) -> Exception:
    """An error, with the places in the program that it came from; as another one where it cannot be pickled."""
    places = [(frame.filename, frame.lineno, frame.name) for frame in traceback.extract_tb(error.__traceback__)]
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        error = RuntimeError(type(error).__name__)
    error.__dict__["places"] = places
    return error


def prepare(known: Iterable[Known], all_anew: bool) -> None:
    """Know what the server knows, and of what was done before only the data and surfaces, which many runs share.

    all_anew : know not even these: whatever was stopped may have left something half done
    """
    for store in cache.STORES:
        # One thread is in here: nobody has to wait, and nothing is done elsewhere.
        store.limiter = store.pool = None
        if all_anew or store is not cache.GROUNDS:
            store.reset()
    cache.learn(known)


def main() -> None:
    """Do what the server says, until it is gone."""
    # What prints something must not come between what we say.
    says: IO[bytes] = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    working = Working()
    signal.signal(signal.SIGINT, working.on_interrupt)
    if hasattr(os, "nice"):
        # Where that is forbidden, we compete.
        with contextlib.suppress(OSError):
            os.nice(NICE)
    jobs: queue.Queue[tuple[Any, ...]] = queue.Queue()

    def read() -> None:
        try:
            while True:
                what, *rest = pickle.load(sys.stdin.buffer)
                if what == "stop":
                    working.stop(*rest)
                else:
                    jobs.put(tuple(rest))
        finally:
            # The server is gone, or does not know us any more.
            os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    how = ""
    while True:
        number, function, args, known, language = jobs.get()
        prepare(known, all_anew=how != "done")
        given = {(name, key) for name, key, _ in cache.all_known()}
        with speaking(language):
            how, value = working.do(number, function, args)
        made = cache.all_known() if how == "done" else ()
        learned = [each for each in made if each[:2] not in given and each[2] is not value]
        says.write(answer(how, value, learned, _memory() < MOST_MEMORY))
        says.flush()


def _memory() -> int:
    """Bytes that this process has had at most.

    Linux counts in ru_maxrss what the server had when it started us: a large server's workers would all be large. So it
    is asked for its own word on this program alone.
    """
    try:
        for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return 1024 * int(line.split()[1])
    except OSError:
        pass  # not on Linux
    if resource is None:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else 1024 * most
