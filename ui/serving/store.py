"""The cache that all visitors share: runs, timelines and files, bounded in bytes, each value computed once.
What was used longest ago is evicted first."""

from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from threading import Lock
from time import perf_counter
from typing import Any

import numpy as np
from cachetools import LRUCache

from ui.serving import measures

# A default run has 50 KB and its timeline 0.3 MB; the longest run has 2 MB.
MAX_BYTES = 128_000_000


def weight(value: object) -> int:
    """The bytes of a value's arrays and texts, found in tuples, lists and dataclasses too."""
    if isinstance(value, bytes | str):
        return len(value)
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, tuple | list):
        return sum(map(weight, value))
    if is_dataclass(value) and not isinstance(value, type):
        return sum(weight(getattr(value, field.name)) for field in fields(value))
    return 0


class Store:
    """Values by key: (what it is, …), where the first part names it in the server's metrics.

    max_bytes : the bound; a value that alone is larger is not kept
    """

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._values: LRUCache[Hashable, Any] = LRUCache(max_bytes, weight)
        self._lock = Lock()
        # A lock for each key that is being computed.
        self._computing: dict[Hashable, Lock] = {}

    def __contains__(self, key: tuple[Hashable, ...]) -> bool:
        with self._lock:
            return key in self._values

    def find(self, key: tuple[Hashable, ...]) -> Any:
        """The value of this key, or None."""
        with self._lock:
            return self._values.get(key)

    def put(self, key: tuple[Hashable, ...], value: object) -> None:
        """Keep a value."""
        with self._lock:
            if weight(value) <= self._values.maxsize:
                self._values[key] = value
            measures.STORED_BYTES.set(self._values.currsize)

    def get(self, key: tuple[Hashable, ...], compute: Callable[[], Any]) -> Any:
        """The value of this key, computed unless it is here. Threads that ask for the same key wait for the first.

        An error is raised in the thread that computed; the next thread computes again.
        """
        with self._lock:
            value = self._values.get(key)
            computing = self._computing.setdefault(key, Lock()) if value is None else None
        if computing is None:
            measures.ANSWERS.labels(key[0], "cached").inc()
            return value
        with computing:
            value = self.find(key)
            if value is not None:
                measures.ANSWERS.labels(key[0], "awaited").inc()
                return value
            began = perf_counter()
            try:
                value = compute()
                self.put(key, value)
            finally:
                with self._lock:
                    self._computing.pop(key, None)
        measures.ANSWERS.labels(key[0], "computed").inc()
        measures.COMPUTING.labels(key[0]).observe(perf_counter() - began)
        return value

    def clear(self) -> None:
        """Forget all values."""
        with self._lock:
            self._values.clear()


STORE = Store()
