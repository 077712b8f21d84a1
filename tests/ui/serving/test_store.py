"""The cache keeps within its bound, and computes each value once however many threads ask for it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier, Event

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.scenario import Scenario
from tests.waiting import PATIENCE
from ui.serving import cache
from ui.serving.store import Store, weight


def test_sixteen_threads_that_ask_for_one_key_compute_once() -> None:
    store = Store()
    made = []
    asking = Barrier(16)

    def ask(_: int) -> bytes:
        asking.wait(PATIENCE)
        value: bytes = store.get(("one", 1), lambda: (made.append(1), b"value")[1])
        return value

    with ThreadPoolExecutor(16) as threads:
        assert set(threads.map(ask, range(16))) == {b"value"}
    assert len(made) == 1


def test_another_key_is_computed_meanwhile() -> None:
    store = Store()
    with ThreadPoolExecutor(2) as threads:
        begun, go_on = Event(), Event()

        def compute() -> bytes:
            begun.set()
            go_on.wait(PATIENCE)
            return b"slow"

        slow = threads.submit(store.get, ("slow",), compute)
        assert begun.wait(PATIENCE)
        assert store.get(("quick",), lambda: b"quick") == b"quick"
        assert not slow.done()
        go_on.set()
        assert slow.result(PATIENCE) == b"slow"


def test_what_was_used_longest_ago_is_evicted_first() -> None:
    store = Store(max_bytes=2)
    for key in "abac":
        store.get((key,), key.encode)
    assert store.get(("a",), lambda: b"A") == b"a"
    assert ("b",) not in store


def test_an_error_is_raised_and_the_next_call_computes_again() -> None:
    store = Store()

    def fail() -> bytes:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        store.get(("key",), fail)
    assert store.get(("key",), lambda: b"value") == b"value"


@given(sizes=st.lists(st.integers(0, 1_200), max_size=30))
def test_the_cached_values_stay_within_the_bound(sizes: list[int]) -> None:
    store = Store(max_bytes=1_000)
    for number, size in enumerate(sizes):
        # One that is too large is computed, and evicts nothing.
        assert len(store.get((str(number),), lambda size=size: bytes(size))) == size
    kept = [size for number, size in enumerate(sizes) if (str(number),) in store]
    assert sum(kept) <= 1_000
    assert all(size <= 1_000 for size in kept)


def test_the_weight_counts_arrays_wherever_they_are() -> None:
    @dataclass(frozen=True)
    class Box:
        values: np.ndarray
        others: tuple[np.ndarray, ...]
        name: str

    assert weight(Box(np.zeros(10), (np.zeros(3), np.zeros(2)), "abc")) == 8 * 15 + 3
    assert weight(b"12345") == 5
    assert weight(None) == 0
    assert weight(cache.run(Scenario(data="moons", steps=300))) > 8 * 301 * 10
