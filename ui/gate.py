"""A gate in front of long computations: a few at a time, the others wait in the order in which they came.
Whoever waits is told his place, so that the page can say it, and may leave the queue meanwhile."""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ui import measures

# How often somebody who waits is told his place, in seconds.
EACH = 0.5

# What is called with one's place in the queue, 1 being the next; 0 while somebody else computes what one asked for.
Told = Callable[[int], None]
_told: ContextVar[Told | None] = ContextVar("told", default=None)


@contextmanager
def telling(told: Told | None) -> Iterator[None]:
    """Have `told` (None: nobody) called again and again while this thread waits. Its exception ends the waiting."""
    token = _told.set(told)
    try:
        yield
    finally:
        _told.reset(token)


def tell(place: int) -> None:
    """Tell whoever wants to know that he waits."""
    told = _told.get()
    if told is not None:
        told(place)


class Gate:
    """Lets `size` threads in at a time, in the order in which they came. Whoever is inside may enter again."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._free = size
        self._queue: deque[object] = deque()
        self._turn = threading.Condition()
        self._inside = threading.local()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn; it ends with the block."""
        if getattr(self._inside, "yes", False):
            yield
            return
        self._enter()
        self._inside.yes = True
        try:
            yield
        finally:
            self._inside.yes = False
            with self._turn:
                self._free += 1
                self._turn.notify_all()

    def _enter(self) -> None:
        me = object()
        with self._turn:
            self._queue.append(me)
            measures.WAITING.set(len(self._queue))
        try:
            while True:
                with self._turn:
                    if self._turn.wait_for(lambda: self._free > 0 and self._queue[0] is me, EACH):
                        self._free -= 1
                        return
                    place = self._queue.index(me) + 1
                # Outside of the lock: it draws, and may end this thread's waiting by an exception.
                tell(place)
        finally:
            with self._turn:
                self._queue.remove(me)
                measures.WAITING.set(len(self._queue))
                self._turn.notify_all()


# One computation for every core, and one more: while numpy computes, another may wait for memory.
COMPUTING = Gate((os.cpu_count() or 1) + 1)
