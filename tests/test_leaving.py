"""What nobody waits for any more, because the browser has closed the connection, is not begun, or asked to stop."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response
from streamlit.runtime.scriptrunner_utils.exceptions import StopException

from tests.loops import run
from tests.ui.serving.test_store import Desk
from tests.waiting import PATIENCE, awaited, until_so
from ui.export import light_view
from ui.serving import cache, lesson_routes, light_view_routes, store, visitor, waiting
from ui.serving.queue import COMPUTING

Route = Callable[[Request], Coroutine[Any, Any, Response]]
LONG = b"page=loss_surface&data=blobs&samples=20000&steps=1200&held=re-optimised&seed=%d"


class Browser:
    """Asks a route, of which the usual one gives a timeline, and leaves when it is told to. Made and used within one
    event loop."""

    def __init__(self, query: bytes, address: str = "1.2.3.4", route: Route = light_view_routes.view_timeline) -> None:
        self.leave = asyncio.Event()
        self._asked = [{"type": "http.request", "body": b"", "more_body": False}]
        scope = {"type": "http", "method": "GET", "path": "/view/", "query_string": query, "headers": []}
        request = Request({**scope, "client": (address, 1)}, self._receive)
        self.answer: asyncio.Task[Response] = asyncio.ensure_future(route(request))

    async def _receive(self) -> Any:
        if self._asked:
            return self._asked.pop()
        await self.leave.wait()
        return {"type": "http.disconnect"}


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk()
    monkeypatch.setattr(light_view.LIGHT_VIEWS, "pool", desk)
    return desk


def test_sixty_who_leave_have_nothing_computed_and_hold_no_thread(desk: Desk) -> None:
    async def main() -> None:
        before = threading.active_count()
        browsers = [Browser(LONG % k) for k in range(60)]
        await until_so(lambda: len(desk.jobs) == 60)
        # What is waited for so long takes no threads but the few that make the orders.
        assert threading.active_count() - before <= waiting.THREADS
        assert {job.address for job in desk.jobs} == {"1.2.3.4"}
        for browser in browsers:
            browser.leave.set()
        answers = await asyncio.gather(*(browser.answer for browser in browsers))
        assert {answer.status_code for answer in answers} == {waiting.GONE}
        assert sorted(map(id, desk.dropped)) == sorted(map(id, desk.jobs))

    run(main())


@pytest.mark.parametrize(
    ("route", "asked"),
    [
        (lesson_routes.check, b"until=L+%3C+0"),
        (lesson_routes.judge, b"number=L&given=0.1"),
        (lesson_routes.numbers, b"said=L"),
    ],
    ids=["check", "judge", "numbers"],
)
def test_sixty_who_ask_about_long_runs_and_leave_hold_up_nobody(
    route: Route, asked: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk()
    monkeypatch.setattr(cache.RUNS, "pool", desk)
    monkeypatch.setattr(store, "EACH", 0.01)

    async def main() -> None:
        browsers = [Browser(LONG % k + b"&" + asked, route=route) for k in range(60)]
        # One address has so many threads, and no more.
        await until_so(lambda: len(desk.jobs) == waiting.THREADS)
        # Somebody else is answered meanwhile.
        other = Browser(b"data=blobs&samples=20&steps=6&" + asked, "5.6.7.8", route)
        assert (await other.answer).status_code == 200
        for browser in browsers:
            browser.leave.set()
        answers = await asyncio.gather(*(browser.answer for browser in browsers))
        assert {answer.status_code for answer in answers} == {waiting.GONE}
        await until_so(lambda: len(desk.dropped) == len(desk.jobs))
        assert len(desk.jobs) < 60

    run(main())


def test_one_of_two_leaves_and_the_other_has_his_answer(desk: Desk) -> None:
    async def main() -> None:
        before = awaited()
        leaving, staying = Browser(LONG % 100), Browser(LONG % 100)
        await until_so(lambda: len(desk.jobs) == 1 and awaited() == before + 1)
        leaving.leave.set()
        assert (await leaving.answer).status_code == waiting.GONE
        assert not desk.dropped
        desk.jobs[0].future.set_result(b"")
        assert (await staying.answer).status_code == 204

    run(main())


def test_short_work_that_waits_for_its_turn_is_not_begun_either(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(light_view, "packed", lambda asked: made.append(asked.key))
    go, waits = threading.Event(), threading.Barrier(COMPUTING.size + 1)

    def hold() -> None:
        with COMPUTING.turn():
            waits.wait(PATIENCE)
            go.wait(PATIENCE)

    async def main() -> None:
        browser = Browser(b"data=blobs&samples=20&steps=6&seed=4242")
        await until_so(lambda: len(COMPUTING._turns) == 1)
        browser.leave.set()
        assert (await browser.answer).status_code == waiting.GONE
        go.set()
        await until_so(lambda: not len(COMPUTING._turns))

    with ThreadPoolExecutor(COMPUTING.size) as threads:
        holding = [threads.submit(hold) for _ in range(COMPUTING.size)]
        waits.wait(PATIENCE)
        try:
            run(main())
        finally:
            go.set()
        for one in holding:
            one.result(PATIENCE)
    assert not made


def test_an_ended_session_asks_for_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop() -> None:
        raise StopException

    active = {"here"}
    monkeypatch.setattr(visitor, "get_script_run_ctx", lambda: SimpleNamespace(session_id="here"))
    # Where no page runs, Streamlit's own `stop` does nothing.
    monkeypatch.setattr(visitor, "st", SimpleNamespace(session_state={}, stop=stop))
    monkeypatch.setattr(
        visitor,
        "runtime",
        SimpleNamespace(
            exists=lambda: True,
            get_instance=lambda: SimpleNamespace(is_active_session=lambda session_id: session_id in active),
        ),
    )
    visitor.still_there()
    active.clear()
    with pytest.raises(StopException):
        visitor.still_there()
