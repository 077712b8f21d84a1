"""Who follows a hand waits for one thread with a few others, and no address has all places."""

import threading
from collections.abc import Awaitable, Callable

import anyio
import pytest
from starlette.requests import Request

from tests.loops import run
from ui.serving import drafts
from ui.serving.drafts import FOR_OTHERS, WAITING, WORKING

LATER, DONE = 204, 200


def asked_by(address: str) -> Request:
    query = b"v=2&draft_step=3&hold=rate&at=2.5"
    scope = {"type": "http", "method": "GET", "path": "/draft", "query_string": query, "headers": []}
    return Request({**scope, "client": (address, 1)})


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """The thread makes no draft until the event is set."""
    free = threading.Event()

    def slow(*_: object) -> bytes:
        free.wait(20)
        return b"a draft"

    monkeypatch.setattr(drafts, "_drafted", slow)
    return free


def test_one_address_leaves_places_for_others(busy: threading.Event) -> None:
    async def all_of_them() -> tuple[list[int], list[int]]:
        hall: list[int] = []
        others: list[int] = []

        async def ask(address: str, into: list[int]) -> None:
            into.append((await drafts.draft(asked_by(address))).status_code)

        async with anyio.create_task_group() as group:
            await many(group.start_soon, ask, "192.0.2.1", hall, 40)
            # Whoever is refused is answered at once.
            assert hall == [LATER] * (40 - WORKING - (WAITING - FOR_OTHERS))
            for k in range(FOR_OTHERS + 1):
                await many(group.start_soon, ask, f"198.51.100.{k}", others, 1)
            assert others == [LATER]
            busy.set()
        return hall, others

    hall, others = run(all_of_them())
    assert hall.count(DONE) == WORKING + WAITING - FOR_OTHERS
    assert others.count(DONE) == FOR_OTHERS
    assert not drafts._asking


async def many(
    start: Callable[..., None], ask: Callable[..., Awaitable[None]], address: str, into: list[int], count: int
) -> None:
    """So many questions of an address, each as far as it comes without waiting for another."""
    for _ in range(count):
        start(ask, address, into)
        await anyio.wait_all_tasks_blocked()
