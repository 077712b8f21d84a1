"""Page scripts run one at a time, large computations do not hold them up, and small ones do not wait for large ones."""

import threading
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import anyio

from tests.loops import run
from tests.waiting import PATIENCE
from ui.serving import lanes
from ui.serving.cache import cached


def test_one_page_script_runs_at_a_time() -> None:
    running: list[int] = []

    def page(_: int) -> None:
        # Its player runs inside of it, and waits for nothing.
        with lanes.script(), lanes.script():
            running.append(threading.get_ident())
            assert len(running) == 1
            running.pop()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(page, range(200)))


def test_another_page_script_runs_during_a_large_computation() -> None:
    begun, go_on = Event(), Event()

    def large() -> None:
        with lanes.script(), lanes.aside():
            begun.set()
            assert go_on.wait(PATIENCE)

    def small() -> None:
        with lanes.script():
            go_on.set()

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(large)
        assert begun.wait(PATIENCE)
        threads.submit(small).result(PATIENCE)
        first.result(PATIENCE)


def test_page_scripts_that_ask_for_one_large_value_do_not_lock_each_other_out() -> None:
    begun = Event()
    go_on = threading.Barrier(2)
    made = []

    @cached(large=lambda _: True)
    def only_here(number: int) -> bytes:
        made.append(number)
        begun.set()
        go_on.wait(PATIENCE)
        return b"value"

    def page() -> bytes:
        with lanes.script():
            return only_here(1)

    with ThreadPoolExecutor(4) as threads:
        pages = [threads.submit(page) for _ in range(4)]
        assert begun.wait(PATIENCE)
        # The script's place is free.
        with lanes.script():
            go_on.wait(PATIENCE)
        assert {each.result(PATIENCE) for each in pages} == {b"value"}
    assert made == [1]


def test_a_page_script_keeps_its_place_for_a_large_value_inside_a_small_one() -> None:
    """Otherwise another script takes the place and waits for the small value, whose thread waits for the place."""
    taken: list[bool] = []

    @cached(large=lambda _: True)
    def large_part(number: int) -> bytes:
        free = lanes._script.acquire(blocking=False)
        if free:
            lanes._script.release()
        taken.append(not free)
        return b"part"

    @cached()
    def whole(number: int) -> bytes:
        return large_part(number)

    with lanes.script():
        whole(1)
    assert taken == [True]
    # Elsewhere the place is free during a large value.
    with lanes.script():
        large_part(2)
    assert taken == [True, False]


def test_a_small_computation_does_not_wait_for_large_ones() -> None:
    go_on = Event()
    done: list[str] = []

    async def compute(name: str, large: bool) -> None:
        await lanes.compute(lambda: go_on.wait(PATIENCE) if large else None, large)
        done.append(name)

    async def main() -> None:
        async with anyio.create_task_group() as group:
            for _ in range(20):
                group.start_soon(compute, "large", True)
            await anyio.wait_all_tasks_blocked()
            await compute("small", False)
            assert done == ["small"]
            go_on.set()

    run(main())
    assert len(done) == 21


def test_the_place_of_a_page_script_that_fails_is_free_again() -> None:
    for _ in range(2):
        try:
            with lanes.script(), lanes.aside():
                raise KeyError
        except KeyError:
            pass
    with lanes.script():
        pass
