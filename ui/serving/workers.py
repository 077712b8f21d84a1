"""Processes that do the long computations, so that the server always has Python's lock and a core for everybody else;
and short ones, once one of them is there.

A worker (worker.py) is started when there is something for it to do, computes one thing at a time, is stopped when
nobody waits for that any more, and ends when it has had nothing to do for a while. What it computes comes to the last
bit as the server itself would compute it. Where the system gives us no process, the server does compute it itself.
"""

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterable
from concurrent.futures import Future
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import IO, Any, Generic, TypeVar

from ui.serving import measures
from ui.serving.turns import Turns
from ui.serving.work import Known, Work, nothing

V = TypeVar("V")
ROOT = Path(__file__).parents[2]
# It needs no folder to be started in, and imports nothing of whoever started the server.
# Ctrl-C in a terminal is for the server, also while a worker is starting.
STARTING = "import signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN); sys.path.insert(0, {!r})"
COMMAND = (sys.executable, "-c", f"{STARTING.format(str(ROOT))}; import ui.serving.worker; ui.serving.worker.main()")
# Seconds without work after which a worker ends: it holds 120 to 230 MB.
IDLE = 600.0
# Seconds that a worker takes to start, about; and of work before one's own that are worth waiting for.
START, MOMENT = 1.0, 0.1
# Seconds that a worker has to stop by itself.
STOPPING = 2.0
# They go behind the server wherever both want a core. Each may take as much memory as the server itself: two are what
# its limits in deploy/ have room for.
CORES = os.cpu_count() or 1
SIZE = min(CORES, 2)
BELOW_NORMAL = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)


_numbers = count()


class WorkerError(RuntimeError):
    """The process that was computing has ended."""


class Job(Generic[V]):
    """One piece of work, from the moment that somebody asked for it; its future has the value."""

    def __init__(self, work: Work[V], address: str = "") -> None:
        self.work, self.address = work, address
        self.number = next(_numbers)
        self.future: Future[V] = Future()
        # Nobody waits for it any more.
        self.unwanted = False


class Worker:
    """One process, and the pipes to it."""

    def __init__(self, command: Iterable[str] = COMMAND) -> None:
        self._process = subprocess.Popen(
            [*command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, creationflags=BELOW_NORMAL
        )
        self._to: IO[bytes] = self._process.stdin  # type: ignore[assignment]
        self._from: IO[bytes] = self._process.stdout  # type: ignore[assignment]
        self._writing = threading.Lock()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def send(self, *message: Any) -> None:
        """Raises OSError where it has ended."""
        data = pickle.dumps(message, protocol=5)
        with self._writing:
            self._to.write(data)
            self._to.flush()

    def receive(self) -> Any:
        """Raises EOFError, or UnpicklingError, where it has ended."""
        return pickle.load(self._from)

    def kill(self) -> None:
        """End it now, whatever it does."""
        self._process.kill()

    def end(self) -> None:
        """End it, and wait for that."""
        self._process.kill()
        for pipe in (self._to, self._from):
            with suppress(OSError):
                pipe.close()
        self._process.wait()


class Pool:
    """Some workers, and the jobs that wait for one.

    size : workers at most · command : starts one · idle : seconds without work after which one ends
    """

    def __init__(self, size: int = SIZE, command: Iterable[str] = COMMAND, idle: float = IDLE) -> None:
        self.size, self.command, self.idle = size, tuple(command), idle
        self._turns: Turns[Job[Any]] = Turns()
        self._change = threading.Condition()
        # Threads that each have a worker.
        self._threads = 0
        # What they have taken and not finished yet, and who computes it, once he has been started.
        self._running: dict[Job[Any], Worker | None] = {}

    def submit(self, job: Job[Any]) -> None:
        """Have it computed when it is its turn."""
        with self._change:
            self._turns.add(job, job.address, job.work.seconds)
            self._count()
            if self._threads - len(self._running) >= len(self._turns) or self._threads == self.size:
                self._change.notify()
            else:
                self._threads += 1
                threading.Thread(target=self._run_jobs, name="worker", daemon=True).start()

    def is_free(self, or_start: bool = False) -> bool:
        """Whether a worker, on a core of its own, would begin within a moment.

        or_start : where there is none, one is started for the next who asks
        """
        if CORES == 1:
            return False
        with self._change:
            if self._threads:
                ahead: float = sum(job.work.seconds for job in (*self._running, *self._turns))
                return ahead <= MOMENT * self._threads
        if or_start:
            self.submit(Job(Work(nothing, (), START)))
        return False

    def place(self, job: Job[Any]) -> int:
        """How many turns until its own: 1 is the next; 0 while it is being computed."""
        with self._change:
            return self._turns.place(job)

    def drop(self, job: Job[Any]) -> None:
        """Nobody waits for it any more: it is not begun, or asked to stop."""
        with self._change:
            if job.unwanted or job.future.done():
                return
            job.unwanted = True
            if self._turns.remove(job):
                measures.STOPPED.labels("not begun").inc()
                self._count()
                job.future.cancel()
                return
            worker = self._running.get(job)
        if worker is not None:
            self._stop(job, worker)

    def _stop(self, job: Job[Any], worker: Worker) -> None:
        measures.STOPPED.labels("stopped").inc()
        # An OSError: it has ended in any case.
        with suppress(OSError):
            worker.send("stop", job.number)
        late = threading.Timer(STOPPING, self._kill, (job, worker))
        late.daemon = True
        late.start()

    def _kill(self, job: Job[Any], worker: Worker) -> None:
        """It did not stop when it was asked to."""
        with self._change:
            if self._running.get(job) is worker:
                worker.kill()

    def _run_jobs(self) -> None:
        """What one thread does: give jobs to a worker of its own, one after another."""
        worker: Worker | None = None
        while True:
            job = self._next()
            if job is None:
                if worker is not None:
                    worker.end()
                return
            try:
                worker = self._compute(job, worker)
            except BaseException as error:
                # Whatever it was, nobody may wait for ever; and what a worker has got so far is not known.
                if worker is not None:
                    worker.end()
                    worker = None
                self._end(job)
                if not job.future.done():
                    job.future.set_exception(error)

    def _next(self) -> Job[Any] | None:
        """The next job; None where none has come for a while: then this thread's end is settled."""
        with self._change:
            if not self._change.wait_for(lambda: len(self._turns), self.idle):
                self._threads -= 1
                return None
            job = self._turns.take()
            self._running[job] = None
            self._count()
            return job

    def _end(self, job: Job[Any]) -> None:
        """Its thread is there for the next one. Called before anybody hears of the end: who then asks for another
        thing at once finds this worker, and starts none."""
        with self._change:
            self._running.pop(job, None)

    def _compute(self, job: Job[Any], worker: Worker | None) -> Worker | None:
        """Have a worker do a job → the worker for the next one, if there still is one."""
        if worker is None or not worker.alive:
            if worker is not None:
                worker.end()
            try:
                worker = Worker(self.command)
            except OSError:
                # No process for us: better here than not at all.
                value = job.work.seal(job.work.do())
                self._end(job)
                job.future.set_result(value)
                return None
        with self._change:
            unwanted = job.unwanted
            self._running[job] = worker
        if unwanted:
            self._end(job)
            job.future.cancel()
            return worker
        try:
            work = job.work
            worker.send("do", job.number, work.function, work.args, tuple(work.known()), work.language)
            how, answer, learned, stays = worker.receive()
        except (OSError, EOFError, pickle.UnpicklingError):
            worker.end()
            worker = None
            how, answer, learned, stays = "failed", WorkerError("The process that computed this has ended."), (), False
        if worker is not None and not stays:
            worker.end()
            worker = None
        if how == "done":
            job.work.learn(learned)
            answer = job.work.seal(answer)
        self._end(job)
        if how == "done":
            job.future.set_result(answer)
        elif how == "stopped":
            job.future.cancel()
        else:
            job.future.set_exception(answer)
        return worker

    def _count(self) -> None:
        measures.WAITING.labels("worker").set(len(self._turns))


def answer(how: str, value: object, learned: Iterable[Known], stays: bool) -> bytes:
    """What a worker says when it has finished a job: how ("done", "failed", "stopped"), with what, and what it has
    computed besides; and whether it will take another one."""
    return pickle.dumps((how, value, tuple(learned), stays), protocol=5)


WORKERS = Pool()
