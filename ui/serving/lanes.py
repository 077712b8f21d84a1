"""How much is computed at once: one page script, and for the routes two lanes of threads, small and large.
A new learning rate never waits behind the largest run of another visitor."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import anyio

T = TypeVar("T")

# More threads than cores only contend for the GIL. Some more, since a cached value needs one only briefly.
SMALL = anyio.CapacityLimiter(4)
LARGE = anyio.CapacityLimiter(2)

# A hundred page scripts at once contend for the GIL, and each takes twice as long.
_script = threading.Semaphore(1)
# numpy releases the GIL in long computations, so two of them use two cores.
_large_in_script = threading.Semaphore(2)
_thread = threading.local()


async def compute(function: Callable[[], T], large: bool) -> T:
    """Call a function in a thread of its lane.

    large : whether it may take more than some 50 ms (see `ui.page.is_large`)
    """
    return await anyio.to_thread.run_sync(function, limiter=LARGE if large else SMALL)


@contextmanager
def script() -> Iterator[None]:
    """Run a page script, or a part of one, alone. Inside a page script it changes nothing."""
    if _in_script():
        yield
        return
    with _script:
        _thread.in_script = True
        try:
            yield
        finally:
            _thread.in_script = False


@contextmanager
def aside() -> Iterator[None]:
    """Let other page scripts run during a long computation. Outside of a page script it changes nothing."""
    if not _in_script():
        yield
        return
    _thread.in_script = False
    _script.release()
    try:
        with _large_in_script:
            yield
    finally:
        _script.acquire()
        _thread.in_script = True


@contextmanager
def without_aside() -> Iterator[None]:
    """Within it `aside` changes nothing. A thread that holds the lock of a value must not wait for the place of a page
    script: the script that has the place may be waiting for the value."""
    in_script = _in_script()
    _thread.in_script = False
    try:
        yield
    finally:
        _thread.in_script = in_script


def _in_script() -> bool:
    return getattr(_thread, "in_script", False)
