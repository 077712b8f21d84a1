"""Who follows a hand waits for one thread with a few others, and no address has all places."""

import threading
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

import anyio
import pytest
from starlette.requests import Request

from tests.loops import run
from ui.serving import drafts
from ui.serving.drafts import FOR_OTHERS, WAITING, WORKING
from ui.settings import links
from ui.timeline.packing import unpack

LATER, DONE = 204, 200


def asked_by(address: str) -> Request:
    query = b"v=2&draft_step=3&hold=rate&hold_at=2.5"
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


def test_what_the_hand_holds_is_called_as_nothing_in_a_link_is() -> None:
    # A page's address says which moment of a lesson has led to it: at=2.
    assert not {drafts.STEP, drafts.HOLD, drafts.AT} & links.NAMES


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


def test_what_was_let_go_of_before_is_in_the_draft_of_what_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    link = "v=2&data=unscaled&steps=20"
    first, second = (("rate", (2.5,)), 6), (("start", (1.0, -1.0)), 6)
    both = drafts._drafted(link, (first, second))
    alone = drafts._drafted(f"{link}&lr=2.5", (second,))
    assert both is not None
    assert alone is not None
    assert both != drafts._drafted(link, (second,))
    (moved, numbers), (settings, same) = unpack(both), unpack(alone)
    assert numbers == same
    assert moved["link"] == {"lr": "2.5", **settings["link"]}
    assert moved["heading"] == settings["heading"]
    # Of a run that is too long nothing is made, also not on the way.
    monkeypatch.setattr("ui.costs.DRAFT", 0)
    assert drafts._drafted("v=2&data=moons&steps=21", (first, second)) is None


@pytest.mark.parametrize(
    "query",
    [
        "hold=rate&hold=rate&hold_at=2&draft_step=1",
        "hold=rate&hold_at=2&hold_at=3&draft_step=1",
        "&".join(["hold=rate&hold_at=2&draft_step=1"] * 18),
    ],
)
def test_what_is_let_go_of_without_a_place_is_no_question(query: str) -> None:
    with pytest.raises(ValueError, match="has a place and a step"):
        drafts._asked(parse_qs(query))
