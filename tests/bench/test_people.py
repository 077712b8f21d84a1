"""The load bench's people are let in by a real server, and are shown what a browser is shown."""

from dataclasses import replace
from pathlib import Path

import pytest

from bench.browser_http import REPLICA, Answer, Client
from bench.people import light_view
from bench.person import Person
from tests.e2e.conftest import serve
from tests.loops import run
from ui.timeline.packing import unpack

pytestmark = pytest.mark.long

LINK = "?v=2&data=blobs&samples=20&steps=6&step=3"


async def visit(address: str) -> None:
    person = Person(address, LINK, keep=True)
    await person.open()
    assert person.last is not None
    header, _ = unpack(person.last.packed)
    assert header["steps"] == 6
    assert person.last.command[1] == 3
    assert person.last.address.startswith("timeline/")

    # A setting, with all others as the browser sends them.
    before, session, received = header["token"], person.session, person.http.received
    await person.change_rate(person.rates[-1])
    header, _ = unpack(person.last.packed)
    assert header["steps"] == 6
    assert header["token"] != before
    # Folded and compressed: shorter than what it stands for.
    assert 0 < person.http.received - received < len(person.last.packed)

    # What the browser has already is not sent again.
    received = person.received
    await person.change_rate(person.rates[-2])
    second = person.received - received
    await person.change_rate(person.rates[-1])
    assert unpack(person.last.packed)[0]["token"] == header["token"]
    assert person.received - received - second < second

    # Back in the same session, with the settings.
    await person.leave()
    await person.reconnect()
    await person.look()
    assert unpack(person.last.packed)[0]["token"] == header["token"]
    assert person.session == session
    assert person.last.command[1] == 3
    assert person.missing == 0
    await person.leave()


async def visit_that_misses_its_timeline(address: str) -> None:
    other, person = Person(address, LINK, keep=True), Person(address, LINK, keep=True)
    await other.open()
    fetch = person.http.fetch

    async def fetch_all_but_timelines(path: str) -> Answer:
        answer = await fetch(path)
        return replace(answer, status=404) if path.startswith("/timeline/") else answer

    person.http.fetch = fetch_all_but_timelines  # type: ignore[method-assign]
    await person.open()
    assert person.missing == 1
    assert person.last is not None
    assert other.last is not None
    assert not person.last.address
    assert person.last.packed == other.last.packed
    assert person.last.command[1] == 3

    # What comes after that is asked for by its address again.
    await person.change_rate(person.rates[-1])
    assert person.missing == 2
    person.http.fetch = fetch  # type: ignore[method-assign]
    await person.change_rate(person.rates[-2])
    assert person.missing == 2
    assert person.last.address
    await person.leave()
    await other.leave()


def test_a_person_is_shown_a_timeline(tmp_path: Path) -> None:
    with serve(tmp_path / "log.txt") as address:
        run(visit(address))


def test_people_fetch_what_a_light_view_names(tmp_path: Path) -> None:
    with serve(tmp_path / "log.txt") as address:
        met = run(light_view({"address": address, "link": LINK, "people": 2, "window": 0.0}))
    assert met.errors == []
    assert len(met.times) == 2


def test_a_timeline_that_is_not_there_any_more_comes_by_the_socket(tmp_path: Path) -> None:
    with serve(tmp_path / "log.txt") as address:
        run(visit_that_misses_its_timeline(address))


def test_answers_of_another_replica_than_the_cookies_are_counted() -> None:
    client = Client("http://127.0.0.1:8501")
    # The first page is asked for without a cookie, and gets one; a replica need not say which one it is.
    client.notice(None, "b", [f"{REPLICA}=a; Path=/; HttpOnly"])
    client.notice("a", None, [])
    assert (client.named, client.elsewhere) == (0, 0)
    client.notice("a", "a", [])
    client.notice("a", "b", [f"{REPLICA}=b; Path=/"])
    assert (client.named, client.elsewhere) == (2, 1)
    assert client.cookie == f"{REPLICA}=b"
