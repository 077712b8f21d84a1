"""A cache for all visitors that is bounded in entries and in bytes, and computes each of its values once.
Whoever asks for what is being computed waits for it, so that a class that opens one link costs one computation. Long
computations are a worker's (ui/serving/workers.py), and are dropped as soon as nobody waits for them any more.
So are short ones where a worker has hardly anything to do."""

from collections.abc import Callable, Hashable, Sized
from concurrent.futures import Future
from contextlib import nullcontext
from threading import Lock
from time import perf_counter
from typing import Generic, TypeVar

from cachetools import Cache, LRUCache

from ui.serving import measures
from ui.serving.queue import COMPUTING, EACH, RUNNING, USUAL, GoneError, Limiter, asker, for_all_who_wait, tell
from ui.serving.work import Work
from ui.serving.workers import WORKERS, Job, Pool

V = TypeVar("V")
# Seconds of work from which on a worker does it: what is shorter is done before a worker has heard of it.
LONG = 0.2
# And from which on it is worth the way to a worker that is there and has hardly anything to do: in here it would take
# Python's lock, for which others may wait.
WORTH_THE_WAY = 0.01


def length(value: object) -> int:
    """How heavy bytes are."""
    return len(value) if isinstance(value, Sized) else 0


class _UnderWay(Generic[V]):
    """What is being computed: a worker's job, or by a thread in here; and how many wait for it."""

    def __init__(self, job: Job[V] | None = None) -> None:
        self.job = job
        self.future: Future[V] = Future()
        self.waiting = 0


class Ticket(Generic[V]):
    """What somebody waits for. Whoever has one gives it back by `leave`, whether it has come or not."""

    def __init__(self, future: Future[V], leave: Callable[[], None], place: Callable[[], int]) -> None:
        self.future, self.leave, self.place = future, leave, place

    def wait(self) -> V:
        """Wait for it, and tell whoever waits in this thread his place."""
        if self.future.done():
            return self.future.result()
        with RUNNING.aside():
            return self._come()

    def _come(self) -> V:
        while True:
            try:
                return self.future.result(timeout=EACH)
            except TimeoutError:
                # What was computed may have failed with the very same error.
                if self.future.done():
                    return self.future.result()
                tell(self.place())


class Store(Generic[V]):
    """What was used longest ago goes first; a value that alone is larger than the bound is not kept at all.

    entries, size : the bounds · weigh : gives a value's size in bytes · name : how the server's measures call it
    limiter : says when it is a short computation's turn; None where they need not wait with the others
    pool : does the long ones; None where they are done in here too
    """

    def __init__(
        self,
        entries: int,
        size: int,
        weigh: Callable[[V], int] = length,
        name: str = "light view",
        limiter: Limiter | None = COMPUTING,
        pool: Pool | None = WORKERS,
    ) -> None:
        self.entries, self.size, self.weigh, self.name = entries, size, weigh, name
        self.limiter, self.pool = limiter, pool
        self.reset()

    def reset(self) -> None:
        """As new: nothing is kept, and nothing under way."""
        self._values: LRUCache[Hashable, V] = LRUCache(self.size, self.weigh)
        self._under_way: dict[Hashable, _UnderWay[V]] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._values)

    def values(self) -> list[V]:
        """All that is kept."""
        with self._lock:
            return [value for _, value in self._unused()]

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._values.clear()

    def items(self) -> list[tuple[Hashable, V]]:
        """All that is kept, with its keys."""
        with self._lock:
            return self._unused()

    def find(self, key: Hashable) -> V | None:
        """The value of this key if it is there, and None if it is not."""
        with self._lock:
            return self._find(key)

    def has(self, key: Hashable) -> bool:
        """Whether the value of this key is there, so that `get` gives it at once."""
        with self._lock:
            return key in self._values

    def put(self, key: Hashable, value: V) -> None:
        """Keep what somebody else has computed."""
        with self._lock:
            if key not in self._values:
                self._insert(key, value)

    def get(self, key: Hashable, make: Callable[[], V], work: Callable[[], Work[V]] | None = None) -> V:
        """The value of this key: kept, or under way for somebody else, or made now. An error is kept for nobody.

        work : gives the same as `make`, where that may be long
        """
        with self._lock:
            ticket = self._ticket(key)
        if ticket is None:
            planned = work() if work else None
            ticket = self._order(key, planned) if planned else None
            if ticket is None:
                # Whoever makes something has his turn first, and says only then that it is under way: so nobody
                # whose turn it is ever waits for somebody whose turn it is not yet.
                with self.limiter.turn(planned.seconds if planned else USUAL) if self.limiter else nullcontext():
                    ticket, mine = self._ticket_or_mine(key)
                    if mine is not None:
                        return self._make(key, make, mine)
        assert ticket is not None
        try:
            return ticket.wait()
        finally:
            ticket.leave()

    def ask(self, key: Hashable, work: Callable[[], Work[V]]) -> Ticket[V] | None:
        """A ticket for what is kept, or under way, or a worker's from now on; None for all else."""
        with self._lock:
            ticket = self._ticket(key)
        return ticket or self._order(key, work())

    def _order(self, key: Hashable, work: Work[V]) -> Ticket[V] | None:
        """Have a worker do it, if nobody else has asked for it meanwhile; None where it is better done in here."""
        pool = self.pool
        if pool is None or not (work.seconds >= LONG or self._is_worth_the_way(work, pool)):
            return None
        job = Job(work, asker().address)
        with self._lock:
            ticket = self._ticket(key)
            if ticket is not None:
                return ticket
            self._under_way[key] = under_way = _UnderWay(job)
            ticket = self._join(key, under_way)
        self._count("computed")
        began = perf_counter()
        job.future.add_done_callback(lambda done: self._take_over(key, under_way, done, began))
        pool.submit(job)
        return ticket

    def _is_worth_the_way(self, work: Work[V], pool: Pool) -> bool:
        """Whether a short one had better be a worker's: where one has hardly anything to do. While pages wait for their
        turn, one is started if there is none."""
        return work.seconds >= WORTH_THE_WAY and pool.is_free(or_start=RUNNING.crowded)

    def _ticket(self, key: Hashable) -> Ticket[V] | None:
        """With the lock: for what is kept or under way."""
        value = self._find(key)
        if value is not None:
            there: Future[V] = Future()
            there.set_result(value)
            self._count("kept")
            return Ticket(there, lambda: None, lambda: 0)
        under_way = self._under_way.get(key)
        if under_way is None:
            return None
        self._count("awaited")
        return self._join(key, under_way)

    def _join(self, key: Hashable, under_way: _UnderWay[V]) -> Ticket[V]:
        """With the lock: one more waits."""
        under_way.waiting += 1
        job, pool = under_way.job, self.pool

        def leave() -> None:
            with self._lock:
                under_way.waiting -= 1
                if job is None or under_way.waiting or under_way.future.done():
                    return
                # Whoever asks from now on asks anew.
                if self._under_way.get(key) is under_way:
                    del self._under_way[key]
            if pool is not None:
                pool.drop(job)

        return Ticket(under_way.future, leave, lambda: pool.place(job) if pool and job else 0)

    def _take_over(self, key: Hashable, under_way: _UnderWay[V], done: Future[V], began: float) -> None:
        """A worker has finished."""
        if done.cancelled():
            error: BaseException | None = GoneError()
        else:
            error = done.exception()
        # In one go: nobody may find it neither kept nor under way.
        with self._lock:
            if error is None:
                self._insert(key, done.result())
            if self._under_way.get(key) is under_way:
                del self._under_way[key]
        if error is not None:
            under_way.future.set_exception(error)
            return
        measures.COMPUTING.labels(self.name).observe(perf_counter() - began)
        under_way.future.set_result(done.result())

    def _ticket_or_mine(self, key: Hashable) -> tuple[Ticket[V] | None, _UnderWay[V] | None]:
        """Either what is known of a key, or what this thread has promised now to make."""
        with self._lock:
            ticket = self._ticket(key)
            if ticket is not None:
                return ticket, None
            mine = self._under_way[key] = _UnderWay()
            return None, mine

    def _unused(self) -> list[tuple[Hashable, V]]:
        """With the lock: all that is kept. Whoever looks at all uses none: what goes first stays the same."""
        return [(key, Cache.__getitem__(self._values, key)) for key in self._values]

    def _find(self, key: Hashable) -> V | None:
        return self._values.get(key)

    def _make(self, key: Hashable, make: Callable[[], V], mine: _UnderWay[V]) -> V:
        self._count("computed")
        began = perf_counter()
        try:
            # An exception by which the page of this visitor ends is not the others'.
            with for_all_who_wait():
                value = make()
        except BaseException as error:
            with self._lock:
                del self._under_way[key]
            mine.future.set_exception(error)
            raise
        measures.COMPUTING.labels(self.name).observe(perf_counter() - began)
        # In one go: nobody may find it neither kept nor under way.
        with self._lock:
            self._insert(key, value)
            del self._under_way[key]
        mine.future.set_result(value)
        return value

    def _insert(self, key: Hashable, value: V) -> None:
        if self.weigh(value) > self.size:
            return
        self._values[key] = value
        while len(self._values) > self.entries:
            self._values.popitem()
        measures.STORED_BYTES.labels(self.name).set(self._values.currsize)

    def _count(self, how: str) -> None:
        measures.ANSWERS.labels(self.name, how).inc()
