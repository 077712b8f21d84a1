"""Where pages and computations wait: a few are done at a time, the others wait for their turn (see turns.py beside it).
Whoever waits is told his place, so that the page can say it; and who has gone meanwhile has no turn any more."""

import math
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from ui.serving import measures
from ui.serving.turns import Turns, household

# How often somebody who waits is told his place, and asked whether he is still there, in seconds.
EACH = 0.5
# What a computation takes of which nothing is known, in seconds.
USUAL = 0.05

# What is called with one's place in the queue, 1 being the next; 0 while what one asked for is being computed.
OnWait = Callable[[int], None]


class GoneError(Exception):
    """Nobody waits any more for what was asked for."""


@dataclass(frozen=True)
class Asker:
    """Who waits in this thread.

    address : whose share of the turns it is (see ui.serving.turns.household); "" for all of whom nothing is known
    on_wait : is called with the place while it waits; its exception ends the waiting
    still_there : is called before a turn begins, and raises where nobody waits any more
    """

    address: str = ""
    on_wait: OnWait | None = None
    still_there: Callable[[], None] | None = None


_asker: ContextVar[Asker] = ContextVar("asker", default=Asker())  # noqa: B039 (it is frozen)


def asker() -> Asker:
    """Who waits in this thread."""
    return _asker.get()


@contextmanager
def asking(asker: Asker) -> Iterator[None]:
    """Whatever is asked for within the block, is asked for by this one."""
    token = _asker.set(replace(asker, address=household(asker.address)))
    try:
        yield
    finally:
        _asker.reset(token)


@contextmanager
def for_all_who_wait() -> Iterator[None]:
    """What is asked for within the block, others may wait for too: it does not end with whoever asked first."""
    with asking(Asker(_asker.get().address)):
        yield


def tell(place: int) -> None:
    """Tell whoever waits in this thread his place, if he is still there; else it raises."""
    still_there()
    on_wait = _asker.get().on_wait
    if on_wait is not None:
        on_wait(place)


def still_there() -> None:
    """Raise where nobody waits any more for what this thread does."""
    check = _asker.get().still_there
    if check is not None:
        check()


class _Waiting:
    """One thread that waits for its turn, by its number."""

    def __init__(self, thread: int) -> None:
        self.thread = thread
        self.go = threading.Event()


class Limiter:
    """Lets `size` threads in at a time, each when it is its turn. Whoever is inside may enter again.

    patience : seconds after which whoever is inside still takes nobody's place any more
    name : how the server's measures call those who wait
    """

    def __init__(self, size: int, patience: float = math.inf, name: str = "server") -> None:
        self.size, self.patience, self.name = size, patience, name
        # When each thread that is inside came in.
        self._since: dict[int, float] = {}
        self._turns: Turns[_Waiting] = Turns()
        self._lock = threading.Lock()

    @property
    def crowded(self) -> bool:
        """Whether anybody waits for his turn now."""
        return len(self._turns) > 0

    @contextmanager
    def turn(self, seconds: float = USUAL) -> Iterator[None]:
        """Wait for one's turn, which ends with the block. seconds : what it will take, about"""
        if threading.get_ident() in self._since:
            yield
            return
        with ExitStack() as meanwhile:
            self._enter(seconds, meanwhile)
            try:
                yield
            finally:
                self._leave()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Around what somebody waits for: if he is inside, another one may go in meanwhile. When it has come, or has
        failed, he waits for his turn again, before those of his address who have not begun: others may wait for what
        he has. Whose page has ended meanwhile has no place any more."""
        if threading.get_ident() not in self._since:
            yield
            return
        self._leave()
        try:
            yield
        except Exception:
            self._enter(0.0)
            raise
        self._enter(0.0)

    def _enter(self, seconds: float, meanwhile: ExitStack | None = None) -> None:
        """meanwhile : what is done aside as long as the turn takes, where it had to be waited for"""
        me = _Waiting(threading.get_ident())
        with self._lock:
            self._turns.add(me, asker().address, seconds)
            self._let_in()
        try:
            if not me.go.is_set():
                # A page that is being run has to wait: another one may run, until this one has what it waits for. It
                # does not wait for its turn with a place among the computations: nobody would compute there.
                if meanwhile:
                    meanwhile.enter_context(RUNNING.aside())
                self._wait(me)
            still_there()
        except BaseException:
            with self._lock:
                waited = self._turns.remove(me)
            if not waited:
                # It was let in already.
                self._leave()
            raise

    def _wait(self, me: _Waiting) -> None:
        while not me.go.wait(min(EACH, self.patience)):
            with self._lock:
                # Somebody may have been inside for so long that he does not count any more.
                self._let_in()
                place = self._turns.place(me) if asker().on_wait else 0
            # Outside of the lock: it draws, and may end this thread's waiting by an exception.
            if place:
                tell(place)
            else:
                still_there()

    def _leave(self) -> None:
        with self._lock:
            self._since.pop(threading.get_ident(), None)
            self._let_in()

    def _let_in(self) -> None:
        """With the lock: whose turn it is may go on, as far as there is room."""
        now = time.monotonic()
        inside = sum(now - since < self.patience for since in self._since.values())
        while inside < self.size and len(self._turns):
            next_ = self._turns.take()
            self._since[next_.thread] = now
            next_.go.set()
            inside += 1
        measures.WAITING.labels(self.name).set(len(self._turns))


# One computation for every core, and one more: while numpy computes, another may wait for memory.
COMPUTING = Limiter((os.cpu_count() or 1) + 1)
# One page is run at a time. Python's lock lets no more than one go on anyway, and whoever waits for it wakes up again
# and again to ask: with a hundred of them a change takes the processor twice as long, and all wait for all. Whatever is
# known to take long is done aside; a page that takes longer than this all the same holds nobody up.
RUNNING = Limiter(1, patience=2.0, name="pages")
