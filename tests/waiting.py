"""Waiting for what something else does: for as long as it takes, and never for a fixed time."""

import asyncio
import time
from collections.abc import Callable

# Nobody waits so long: it only ends a test that hangs.
PATIENCE = 60
# How often we look, in seconds.
PAUSE = 0.005


def until(condition: Callable[[], bool]) -> None:
    """Wait until something is so, which another thread or process makes so."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(PAUSE)


async def until_so(condition: Callable[[], bool]) -> None:
    """`until` in an event loop, whose other tasks go on meanwhile."""
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(PAUSE)
