"""A cache for all visitors that is bounded in entries and in bytes, and computes each of its values once.
Whoever asks for what is being computed waits for it, so that a class that opens one link costs one computation."""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock


class Bounded:
    """What was used longest ago goes first; a value that alone is larger than the bound is not kept at all."""

    def __init__(self, entries: int, size: int) -> None:
        self.entries, self.size = entries, size
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._held = 0
        self._under_way: dict[str, Future[bytes]] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The value of this key: kept, or under way in another thread, or made now. An error is kept for nobody."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            awaited = self._under_way.get(key)
            if awaited is None:
                mine = self._under_way[key] = Future()
        if awaited is not None:
            return awaited.result()
        try:
            value = make()
        except BaseException as error:
            with self._lock:
                del self._under_way[key]
            mine.set_exception(error)
            raise
        # In one go: nobody may find it neither kept nor under way.
        with self._lock:
            self._keep(key, value)
            del self._under_way[key]
        mine.set_result(value)
        return value

    def _keep(self, key: str, value: bytes) -> None:
        if len(value) > self.size:
            return
        self._kept[key] = value
        self._held += len(value)
        while len(self._kept) > self.entries or self._held > self.size:
            _, gone = self._kept.popitem(last=False)
            self._held -= len(gone)
