"""A request whose answer has to be computed waits here without a thread, has its turn as its visitor's address has, and
is forgotten as soon as its browser has gone."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

import anyio
from starlette.requests import Request

from ui.serving.queue import Asker, GoneError, asking
from ui.serving.store import Ticket

T = TypeVar("T")
# Threads that one address may have at work: what is kept already must not wait behind them, nor any other address.
THREADS = 16
# The status of an answer that nobody reads: whoever asked has gone.
GONE = 499


@dataclass(frozen=True)
class Order(Generic[T]):
    """What a worker computes. ticket : for its bytes · value : what they become, when they have come"""

    ticket: Ticket[bytes]
    value: Callable[[], T]


async def worked_out(request: Request, make: Callable[[], T], order: Callable[[], Order[T] | None] = lambda: None) -> T:
    """What has to be computed for a request: by a worker, or within a moment by a thread in here.

    make : computes it; where it needs a run that takes long, a worker does that, and the thread waits for it
    order : orders it from a worker; gives None where it is no worker's
    Raises GoneError where nobody waits for it any more: then it is not begun, or stopped.
    """
    gone = threading.Event()

    def still_there() -> None:
        if gone.is_set():
            raise GoneError

    address = request.client.host if request.client else ""
    with asking(Asker(address, still_there=still_there)):
        threads = _threads(address)
        ordered = await anyio.to_thread.run_sync(order, limiter=threads)
        if ordered is None:
            here = anyio.to_thread.run_sync(make, abandon_on_cancel=True, limiter=threads)
            return await _unless_gone(request, gone, here)
        try:
            await _unless_gone(request, gone, _come(ordered.ticket))
            return ordered.value()
        finally:
            ordered.ticket.leave()


async def _come(ticket: Ticket[bytes]) -> None:
    """Wait until it is there, or has failed, without a thread. Others may wait for it too: it is not ours to cancel."""
    loop, come = asyncio.get_running_loop(), asyncio.Event()
    ticket.future.add_done_callback(lambda _: loop.call_soon_threadsafe(come.set))
    await come.wait()


async def _unless_gone(request: Request, gone: threading.Event, result: Awaitable[T]) -> T:
    """The result. Raises GoneError as soon as the browser has closed the connection."""

    async def watch() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    watching, waiting = asyncio.ensure_future(watch()), asyncio.ensure_future(result)
    try:
        await asyncio.wait({watching, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if waiting.done():
            return waiting.result()
        raise GoneError
    finally:
        if not waiting.done():
            gone.set()
        for task in (watching, waiting):
            task.cancel()


_limiters: WeakValueDictionary[str, anyio.CapacityLimiter] = WeakValueDictionary()


def _threads(address: str) -> anyio.CapacityLimiter:
    """What limits an address's threads; it is forgotten with the last of its requests."""
    found = _limiters.get(address)
    if found is None:
        _limiters[address] = found = anyio.CapacityLimiter(THREADS)
    return found
