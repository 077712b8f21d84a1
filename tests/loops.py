"""An event loop for a test's own coroutine."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from tests.waiting import PATIENCE

Result = TypeVar("Result")


def run(main: Coroutine[Any, Any, Result]) -> Result:
    """What `main` returns, run in a thread of its own.

    The browser tests leave Playwright's event loop running in the thread that tests run in, and asyncio.run wants none
    there. Whether one is there depends on which tests a worker got before: ruff refuses asyncio.run in tests elsewhere.
    """
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, main).result(PATIENCE)
