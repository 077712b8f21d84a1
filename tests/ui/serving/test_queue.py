"""A few computations at a time, the others in their order; whoever waits is told his place, and may go."""

import math
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.waiting import PATIENCE, until
from ui.serving.queue import COMPUTING, RUNNING, Asker, GoneError, Limiter, asking
from ui.serving.store import Store


def test_so_many_are_inside_at_once_and_no_more() -> None:
    limiter = Limiter(2)
    lock = threading.Lock()
    inside, most = 0, 0
    both = threading.Barrier(2, timeout=PATIENCE)

    def work(_: int) -> None:
        nonlocal inside, most
        with limiter.turn():
            with lock:
                inside += 1
                most = max(most, inside)
            # Two have to be inside together for either to go on.
            both.wait()
            with lock:
                inside -= 1

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(40)))
    assert most == 2


def test_those_who_wait_are_told_their_places_and_come_in_their_order() -> None:
    limiter = Limiter(1)
    go = threading.Event()
    order: list[str] = []
    told: dict[str, list[int]] = {"a": [], "b": []}
    threads = []
    entered = threading.Event()

    def first() -> None:
        with limiter.turn():
            entered.set()
            go.wait(PATIENCE)

    def later(name: str, known: threading.Event) -> None:
        def tell(place: int) -> None:
            told[name].append(place)
            known.set()

        with asking(Asker(on_wait=tell)), limiter.turn():
            order.append(name)

    threads.append(threading.Thread(target=first))
    threads[0].start()
    assert entered.wait(PATIENCE)
    for name in ("a", "b"):
        known = threading.Event()
        threads.append(threading.Thread(target=later, args=(name, known)))
        threads[-1].start()
        assert known.wait(PATIENCE)
    go.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert order == ["a", "b"]
    assert set(told["a"]) == {1}
    assert set(told["b"]) == {2}


def test_whoever_goes_leaves_the_queue_to_the_others() -> None:
    limiter = Limiter(1)
    go, entered = threading.Event(), threading.Event()

    class GoneError(Exception):
        pass

    def hold() -> None:
        with limiter.turn():
            entered.set()
            go.wait(PATIENCE)

    def leave(place: int) -> None:
        raise GoneError

    with ThreadPoolExecutor(3) as threads:
        holding = threads.submit(hold)
        assert entered.wait(PATIENCE)

        def impatient() -> None:
            with asking(Asker(on_wait=leave)), limiter.turn():
                raise AssertionError("it had no turn")

        with pytest.raises(GoneError):
            threads.submit(impatient).result(PATIENCE)
        go.set()
        holding.result(PATIENCE)
        # There is room again.
        threads.submit(hold).result(PATIENCE)


def test_who_has_gone_while_he_waited_has_no_turn() -> None:
    limiter = Limiter(1)
    go, entered, waits, gone = (threading.Event() for _ in range(4))

    def hold() -> None:
        with limiter.turn():
            entered.set()
            go.wait(PATIENCE)

    def still_there() -> None:
        if gone.is_set():
            raise GoneError

    def absent() -> None:
        with asking(Asker(on_wait=lambda _: waits.set(), still_there=still_there)), limiter.turn():
            raise AssertionError("it had a turn")

    with ThreadPoolExecutor(2) as threads:
        holding = threads.submit(hold)
        assert entered.wait(PATIENCE)
        waiting = threads.submit(absent)
        assert waits.wait(PATIENCE)
        gone.set()
        go.set()
        with pytest.raises(GoneError):
            waiting.result(PATIENCE)
        holding.result(PATIENCE)
        # There is room again.
        threads.submit(hold).result(PATIENCE)


def test_inside_one_may_enter_again_and_an_error_gives_the_turn_back() -> None:
    limiter = Limiter(1)
    with limiter.turn(), limiter.turn():
        pass
    with pytest.raises(ValueError, match="no"), limiter.turn():
        raise ValueError("no")
    with limiter.turn():
        pass


def test_a_value_that_needs_another_never_waits_for_somebody_outside() -> None:
    """Many ask for values that all need the same other one, more of them than are let in: nobody hangs."""
    runs: Store[bytes] = Store(100, 1_000_000)
    timelines: Store[bytes] = Store(100, 1_000_000)
    made: list[str] = []

    def make(name: str) -> bytes:
        made.append(name)
        return name.encode()

    def ask(i: int) -> bytes:
        run = f"run {i % 3}"
        if i % 2:
            return runs.get(run, lambda: make(run))
        return timelines.get(i, lambda: runs.get(run, lambda: make(run)))

    with ThreadPoolExecutor(32) as threads:
        asked = [threads.submit(ask, i) for i in range(300)]
        assert [one.result(PATIENCE) for one in asked] == [f"run {i % 3}".encode() for i in range(300)]
    assert sorted(made) == ["run 0", "run 1", "run 2"]


def test_whoever_is_inside_for_long_holds_nobody_up() -> None:
    limiter = Limiter(1, patience=0.01)
    go, entered = threading.Event(), threading.Event()

    def hold() -> None:
        with limiter.turn():
            entered.set()
            go.wait(PATIENCE)

    def pass_by() -> str:
        with limiter.turn():
            return "passed"

    with ThreadPoolExecutor(2) as threads:
        holding = threads.submit(hold)
        assert entered.wait(PATIENCE)
        assert threads.submit(pass_by).result(PATIENCE) == "passed"
        go.set()
        holding.result(PATIENCE)


def test_while_one_waits_for_something_else_another_may_go_in_and_he_comes_back_behind_him() -> None:
    limiter = Limiter(1)
    order: list[str] = []
    come, entered = threading.Event(), threading.Event()

    def wait_inside() -> None:
        with limiter.turn():
            order.append("first")
            entered.set()
            with limiter.aside():
                come.wait(PATIENCE)
            order.append("first again")

    def other() -> None:
        with limiter.turn():
            order.append("other")
            come.set()

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(wait_inside)
        assert entered.wait(PATIENCE)
        threads.submit(other).result(PATIENCE)
        first.result(PATIENCE)
    assert order == ["first", "other", "first again"]
    # The place is free again, and nobody outside has one to give away.
    with limiter.aside(), limiter.turn():
        pass


def test_whoever_comes_back_goes_before_those_who_have_not_begun() -> None:
    limiter = Limiter(1)
    order: list[str] = []
    aside, come, entered = threading.Event(), threading.Event(), threading.Event()

    def wait_inside() -> None:
        with limiter.turn():
            with limiter.aside():
                aside.set()
                come.wait(PATIENCE)
            order.append("back")

    def other(known: threading.Event, name: str) -> None:
        with asking(Asker(on_wait=lambda _: known.set())), limiter.turn():
            order.append(name)

    def hold() -> None:
        with limiter.turn():
            entered.set()
            come.wait(PATIENCE)
            # He is back in the queue, behind the others.
            until(lambda: len(limiter._turns) == 3)

    with ThreadPoolExecutor(4) as threads:
        done = [threads.submit(wait_inside)]
        assert aside.wait(PATIENCE)
        done.append(threads.submit(hold))
        assert entered.wait(PATIENCE)
        for name in ("a", "b"):
            known = threading.Event()
            done.append(threads.submit(other, known, name))
            assert known.wait(PATIENCE)
        come.set()
        for each in done:
            each.result(PATIENCE)
    assert order == ["back", "a", "b"]


def test_what_does_not_come_leaves_the_place_to_the_others() -> None:
    limiter = Limiter(1)

    class NeverError(Exception):
        pass

    def wait_in_vain() -> None:
        with limiter.turn(), limiter.aside():
            raise NeverError

    with pytest.raises(NeverError):
        wait_in_vain()
    with limiter.turn(), ThreadPoolExecutor(1) as threads:
        entered = threading.Event()

        def enter() -> None:
            with limiter.turn():
                entered.set()

        second = threads.submit(enter)
        # One is inside, and no more.
        until(lambda: len(limiter._turns) == 1)
        assert not entered.is_set()
        with limiter.aside():
            second.result(PATIENCE)


def test_a_page_that_waits_for_somebody_elses_computation_lets_another_page_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(RUNNING, "patience", math.inf)
    store: Store[bytes] = Store(100, 1_000_000)
    computing, go, inside = (threading.Event() for _ in range(3))

    def compute() -> bytes:
        computing.set()
        go.wait(PATIENCE)
        return b"there"

    def page() -> bytes:
        with RUNNING.turn():
            inside.set()
            return store.get("key", compute)

    def another_page() -> None:
        with RUNNING.turn():
            go.set()

    with ThreadPoolExecutor(3) as threads:
        light_view = threads.submit(store.get, "key", compute)
        assert computing.wait(PATIENCE)
        waiting = threads.submit(page)
        assert inside.wait(PATIENCE)
        threads.submit(another_page).result(PATIENCE)
        assert (light_view.result(PATIENCE), waiting.result(PATIENCE)) == (b"there", b"there")


def test_a_page_that_waits_for_its_turn_to_compute_lets_another_page_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RUNNING, "patience", math.inf)
    with ThreadPoolExecutor(COMPUTING.size + 2) as threads:
        full = threading.Barrier(COMPUTING.size + 1, timeout=PATIENCE)
        go, inside = threading.Event(), threading.Event()

        def hold() -> None:
            with COMPUTING.turn():
                full.wait()
                go.wait(PATIENCE)

        def page() -> None:
            with RUNNING.turn():
                inside.set()
                with COMPUTING.turn():
                    pass

        def another_page() -> None:
            with RUNNING.turn():
                go.set()

        holding = [threads.submit(hold) for _ in range(COMPUTING.size)]
        full.wait()
        waiting = threads.submit(page)
        assert inside.wait(PATIENCE)
        threads.submit(another_page).result(PATIENCE)
        for each in (*holding, waiting):
            each.result(PATIENCE)


def test_a_page_gets_its_turn_back_before_it_says_what_did_not_come() -> None:
    """A bad table ends in a sentence, which the page draws: as one that is being run."""
    limiter = Limiter(1)
    said = []

    def page() -> None:
        with limiter.turn():
            try:
                with limiter.aside():
                    raise ValueError("no table")
            except ValueError as error:
                said.append((str(error), limiter._since.keys() == {threading.get_ident()}))

    page()
    assert said == [("no table", True)]
    assert not limiter._since


def test_nobody_waits_for_his_page_s_turn_with_a_place_among_the_computations(monkeypatch: pytest.MonkeyPatch) -> None:
    pages, computing = Limiter(1), Limiter(1)
    monkeypatch.setattr("ui.serving.queue.RUNNING", pages)
    leave, go_on = threading.Event(), threading.Event()

    def compute() -> None:
        with computing.turn():
            leave.wait(PATIENCE)

    def page() -> None:
        with pages.turn(), computing.turn():
            pass

    def other_page() -> None:
        with pages.turn():
            go_on.wait(PATIENCE)

    with ThreadPoolExecutor(4) as threads:
        first = threads.submit(compute)
        until(lambda: len(computing._since) == 1)
        waiting = threads.submit(page)
        until(lambda: len(computing._turns) == 1 and not pages._since)
        running = threads.submit(other_page)
        until(lambda: len(pages._since) == 1)
        leave.set()
        first.result(PATIENCE)
        # It has computed, and waits to be run again: the place among the computations is free.
        until(lambda: len(pages._turns) == 1)
        assert not computing._since
        threads.submit(compute).result(PATIENCE)
        assert not waiting.done()
        go_on.set()
        for each in (waiting, running):
            each.result(PATIENCE)
