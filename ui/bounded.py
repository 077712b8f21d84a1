"""A cache for all visitors that is bounded in entries and in bytes, and computes each of its values once.
Whoever asks for what is being computed waits for it, so that a class that opens one link costs one computation."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sized
from concurrent.futures import Future
from contextlib import nullcontext
from threading import Lock
from time import perf_counter
from typing import Generic, TypeVar

from ui import measures
from ui.gate import COMPUTING, EACH, Gate, tell, telling

V = TypeVar("V")


def length(value: object) -> int:
    """How heavy bytes are."""
    return len(value) if isinstance(value, Sized) else 0


class Bounded(Generic[V]):
    """What was used longest ago goes first; a value that alone is larger than the bound is not kept at all.

    entries, size : the bounds · weigh : gives a value's size in bytes · name : how the server's measures call it
    gate : in front of the computations; None where they are too short to stand in a queue with the others
    """

    def __init__(
        self,
        entries: int,
        size: int,
        weigh: Callable[[V], int] = length,
        name: str = "light view",
        gate: Gate | None = COMPUTING,
    ) -> None:
        self.entries, self.size, self.weigh, self.name, self.gate = entries, size, weigh, name, gate
        self._kept: OrderedDict[Hashable, V] = OrderedDict()
        self._held = 0
        self._under_way: dict[Hashable, Future[V]] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def values(self) -> list[V]:
        """All that is kept."""
        with self._lock:
            return list(self._kept.values())

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._kept.clear()
            self._held = 0

    def find(self, key: Hashable) -> V | None:
        """The value of this key if it is there, and None if it is not."""
        known = self._known(key)
        return known.result() if known is not None and known.done() else None

    def has(self, key: Hashable) -> bool:
        """Whether the value of this key is there, so that `get` gives it at once."""
        with self._lock:
            return key in self._kept

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """The value of this key: kept, or under way in another thread, or made now. An error is kept for nobody."""
        known = self._known(key)
        if known is None:
            # Whoever makes something is within the gate first, and says only then that it is under way: so nobody
            # within the gate ever waits for somebody who is still outside of it.
            with self.gate.turn() if self.gate else nullcontext():
                known, mine = self._known_or_mine(key)
                if mine is not None:
                    return self._make(key, make, mine)
        assert known is not None
        self._count("kept" if known.done() else "awaited")
        while True:
            try:
                return known.result(timeout=EACH)
            except TimeoutError:
                # What was computed may have failed with the very same error.
                if known.done():
                    return known.result()
                tell(0)

    def _known(self, key: Hashable) -> Future[V] | None:
        with self._lock:
            return self._find(key)

    def _known_or_mine(self, key: Hashable) -> tuple[Future[V] | None, Future[V] | None]:
        """Either what is known of a key, or what this thread has promised now to make."""
        with self._lock:
            known = self._find(key)
            if known is not None:
                return known, None
            mine = self._under_way[key] = Future()
            return None, mine

    def _find(self, key: Hashable) -> Future[V] | None:
        if key not in self._kept:
            return self._under_way.get(key)
        self._kept.move_to_end(key)
        there: Future[V] = Future()
        there.set_result(self._kept[key])
        return there

    def _make(self, key: Hashable, make: Callable[[], V], mine: Future[V]) -> V:
        self._count("computed")
        began = perf_counter()
        try:
            # Others may wait for this too: an exception by which the page of this visitor ends is not theirs.
            with telling(None):
                value = make()
        except BaseException as error:
            with self._lock:
                del self._under_way[key]
            mine.set_exception(error)
            raise
        measures.COMPUTING.labels(self.name).observe(perf_counter() - began)
        # In one go: nobody may find it neither kept nor under way.
        with self._lock:
            self._keep(key, value)
            del self._under_way[key]
            measures.KEPT.labels(self.name).set(self._held)
        mine.set_result(value)
        return value

    def _keep(self, key: Hashable, value: V) -> None:
        if self.weigh(value) > self.size:
            return
        self._kept[key] = value
        self._held += self.weigh(value)
        while len(self._kept) > self.entries or self._held > self.size:
            _, gone = self._kept.popitem(last=False)
            self._held -= self.weigh(gone)

    def _count(self, how: str) -> None:
        measures.ANSWERS.labels(self.name, how).inc()
