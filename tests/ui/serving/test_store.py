"""The cache keeps within its bounds, and computes a value once however many ask for it at the same time."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest

from tests.ui.serving.conftest import EACH
from tests.waiting import PATIENCE, awaited, until
from ui.serving.queue import COMPUTING, RUNNING, Asker, asking
from ui.serving.store import LONG, WORTH_THE_WAY, Store
from ui.serving.work import Work
from ui.serving.workers import Job, Pool


def test_a_thousand_requests_from_sixteen_threads_compute_once() -> None:
    store = Store(4, 1_000, name="a thousand")
    made = []

    def make() -> bytes:
        made.append(1)
        until(lambda: awaited("a thousand") == 15)
        return b"value"

    with ThreadPoolExecutor(16) as threads:
        values = list(threads.map(lambda _: store.get("key", make), range(1_000)))
    assert set(values) == {b"value"}
    assert len(made) == 1


def test_other_values_are_computed_meanwhile() -> None:
    store = Store(4, 1_000)
    with ThreadPoolExecutor(2) as threads:
        begun, go_on = Event(), Event()

        def make() -> bytes:
            begun.set()
            go_on.wait()
            return b"slow"

        slow = threads.submit(store.get, "slow", make)
        begun.wait()
        assert store.get("quick", lambda: b"quick") == b"quick"
        assert not slow.done()
        go_on.set()
        assert slow.result() == b"slow"


def test_what_was_used_longest_ago_goes_first() -> None:
    store = Store(2, 1_000)
    for key in ("a", "b", "a", "c"):
        store.get(key, key.encode)
    assert store.get("a", lambda: b"anew") == b"a"
    assert store.get("b", lambda: b"anew") == b"anew"


def test_looking_at_all_that_is_kept_uses_none_of_it() -> None:
    store = Store(2, 1_000)
    for key in ("a", "b", "a"):
        store.get(key, key.encode)
    assert dict(store.items()) == {"a": b"a", "b": b"b"}
    assert sorted(store.values()) == [b"a", b"b"]
    store.get("c", lambda: b"c")
    assert store.has("a")
    assert not store.has("b")


def test_it_is_bounded_in_bytes() -> None:
    store = Store(100, 1_000)
    for number in range(20):
        store.get(str(number), lambda: bytes(300))
    assert len(store) == 3
    # One that is too large is given, and pushes nothing out.
    assert len(store.get("large", lambda: bytes(1_001))) == 1_001
    assert len(store) == 3
    assert store.get("19", lambda: b"anew") == bytes(300)


def test_an_error_reaches_all_who_wait_and_is_not_kept() -> None:
    store = Store(4, 1_000, name="an error")

    def fail() -> bytes:
        until(lambda: awaited("an error") == 3)
        raise ValueError("no")

    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(store.get, "key", fail) for _ in range(4)]
        for one in asked:
            with pytest.raises(ValueError, match="no"):
                one.result()
    assert store.get("key", lambda: b"value") == b"value"


def test_whoever_leaves_takes_nobody_with_him() -> None:
    """Somebody computes for others too, waiting for a part of it, when his page ends: they still get it."""
    outer, inner = Store(4, 1_000), Store(4, 1_000)
    begun, go_on = Event(), Event()

    def slow() -> bytes:
        begun.set()
        go_on.wait(PATIENCE)
        return b"part"

    def leave(_place: int) -> None:
        raise RuntimeError("his page ends")

    def make() -> bytes:
        # Long enough that whoever waits for the part would have been told so.
        threading.Timer(3 * EACH, go_on.set).start()
        return inner.get("part", slow) + b" and all"

    def ask_and_leave() -> bytes:
        with asking(Asker(on_wait=leave)):
            return outer.get("all", make)

    with ThreadPoolExecutor(3) as threads:
        part = threads.submit(inner.get, "part", slow)
        begun.wait(PATIENCE)
        first = threads.submit(ask_and_leave)
        second = threads.submit(outer.get, "all", make)
        assert second.result(PATIENCE) == first.result(PATIENCE) == b"part and all"
        assert part.result(PATIENCE) == b"part"


def test_short_work_does_not_wait_behind_long_work() -> None:
    long, short = Store(100, 1_000), Store(100, 1_000, limiter=None)
    go_on = Event()
    with ThreadPoolExecutor(COMPUTING.size + 1) as threads:
        waiting = [
            threads.submit(long.get, key, lambda: bytes(go_on.wait(PATIENCE))) for key in range(COMPUTING.size + 1)
        ]
        assert short.get("file", lambda: b"file") == b"file"
        assert not any(one.done() for one in waiting)
        go_on.set()


class Desk(Pool):
    """A pool whose work is done by the test."""

    def __init__(self) -> None:
        super().__init__(1)
        self.free = self.started = False
        self.jobs: list[Job[Any]] = []
        self.dropped: list[Job[Any]] = []

    def submit(self, job: Job[Any]) -> None:
        self.jobs.append(job)

    def drop(self, job: Job[Any]) -> None:
        self.dropped.append(job)

    def place(self, job: Job[Any]) -> int:
        return 1

    def is_free(self, or_start: bool = False) -> bool:
        self.started |= or_start
        return self.free


def long_work() -> Work[bytes]:
    return Work(bytes, (3,), 10 * LONG)


def test_long_work_is_a_workers_and_is_dropped_with_the_last_who_waits() -> None:
    desk = Desk()
    store: Store[bytes] = Store(4, 1_000, pool=desk)
    first, second = store.ask("key", long_work), store.ask("key", long_work)
    assert first
    assert second
    [job] = desk.jobs
    first.leave()
    assert not desk.dropped
    second.leave()
    assert desk.dropped == [job]
    # Whoever comes now begins anew, and what comes late of the first is no harm.
    third = store.ask("key", long_work)
    assert third
    assert len(desk.jobs) == 2
    job.future.cancel()
    assert not third.future.done()
    desk.jobs[1].future.set_result(b"value")
    assert third.future.result(PATIENCE) == b"value"
    third.leave()
    assert desk.dropped == [job]
    assert store.find("key") == b"value"


def test_a_thread_that_leaves_drops_its_work_and_one_that_stays_gets_it() -> None:
    desk = Desk()
    store: Store[bytes] = Store(4, 1_000, pool=desk)

    def ask(told: Callable[[int], None]) -> bytes:
        with asking(Asker("1.2.3.4", told)):
            return store.get("key", lambda: b"made here", long_work)

    def leave(_place: int) -> None:
        raise RuntimeError("his page ends")

    with ThreadPoolExecutor(2) as threads:
        with pytest.raises(RuntimeError, match="his page ends"):
            threads.submit(ask, leave).result(PATIENCE)
        assert desk.dropped == desk.jobs
        assert desk.jobs[0].address == "1.2.3.4"
        known = Event()
        staying = threads.submit(ask, lambda _place: known.set())
        assert known.wait(PATIENCE)
        desk.jobs[1].future.set_result(b"value")
        assert staying.result(PATIENCE) == b"value"


def test_an_error_of_a_worker_is_everybodys_and_is_not_kept() -> None:
    desk = Desk()
    store: Store[bytes] = Store(4, 1_000, pool=desk)
    tickets = [store.ask("key", long_work) for _ in range(3)]
    desk.jobs[0].future.set_exception(ValueError("no"))
    for ticket in tickets:
        assert ticket
        with pytest.raises(ValueError, match="no"):
            ticket.wait()
    assert not store.has("key")


def test_short_work_is_done_at_once_and_by_nobody_else() -> None:
    desk = Desk()
    store: Store[bytes] = Store(4, 1_000, pool=desk)
    assert store.ask("key", lambda: Work(bytes, (3,), LONG / 2)) is None
    assert store.get("key", lambda: b"made here", lambda: Work(bytes, (3,), LONG / 2)) == b"made here"
    assert not desk.jobs


@pytest.mark.parametrize("crowded", [True, False])
@pytest.mark.parametrize("free", [True, False])
@pytest.mark.parametrize("seconds", [WORTH_THE_WAY, WORTH_THE_WAY / 2])
def test_short_work_is_a_workers_that_has_nothing_to_do(crowded: bool, free: bool, seconds: float) -> None:
    desk = Desk()
    desk.free = free
    store: Store[bytes] = Store(4, 1_000, pool=desk)
    with ThreadPoolExecutor(2) as threads:
        with RUNNING.turn():
            other = threads.submit(_run_a_page) if crowded else None
            until(lambda: RUNNING.crowded == crowded)
            ticket = store.ask("key", lambda: Work(bytes, (3,), seconds))
        if other:
            other.result(PATIENCE)
    assert (ticket is not None) == (free and seconds >= WORTH_THE_WAY)
    assert len(desk.jobs) == (ticket is not None)
    # One is started only where pages wait.
    assert desk.started == (crowded and seconds >= WORTH_THE_WAY)


def _run_a_page() -> None:
    with RUNNING.turn():
        pass
