"""One thread makes the drafts. A few requests wait for it; further ones get 204 at once."""

import threading
from urllib.parse import parse_qs

import anyio
import pytest
from starlette.requests import Request

from tests.loops import run
from ui.serving import drafts
from ui.serving.drafts import WAITING, WORKING
from ui.settings import links
from ui.timeline.packing import unpack

LATER, DONE = 204, 200


def asked() -> Request:
    query = b"v=2&draft_step=3&hold=rate&hold_at=2.5"
    return Request({"type": "http", "method": "GET", "path": "/draft", "query_string": query, "headers": []})


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


def test_where_too_many_wait_the_answer_is_later_at_once(busy: threading.Event) -> None:
    async def all_of_them() -> list[int]:
        answers: list[int] = []

        async def ask() -> None:
            answers.append((await drafts.draft(asked())).status_code)

        async with anyio.create_task_group() as group:
            for _ in range(40):
                group.start_soon(ask)
                await anyio.wait_all_tasks_blocked()
            assert answers == [LATER] * (40 - WORKING - WAITING)
            busy.set()
        return answers

    assert run(all_of_them()).count(DONE) == WORKING + WAITING


def test_what_was_let_go_of_before_is_in_the_draft_of_what_is_held() -> None:
    link = "v=2&data=unscaled&steps=20"
    first, second = (("rate", (2.5,)), 6), (("start", (1.0, -1.0)), 6)
    both = drafts._drafted(link, (first, second))
    alone = drafts._drafted(f"{link}&lr=2.5", (second,))
    assert both != drafts._drafted(link, (second,))
    (moved, numbers), (settings, same) = unpack(both), unpack(alone)
    assert numbers == same
    assert moved["link"] == {"lr": "2.5", **settings["link"]}
    assert moved["heading"] == settings["heading"]


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
