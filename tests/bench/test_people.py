"""The load bench's people are let in by a real server, and are shown what a browser is shown."""

import asyncio
from pathlib import Path

from bench.people import Person
from tests.e2e.conftest import serve
from ui.player.timeline import unpack


async def visit(address: str) -> None:
    person = Person(address, "?data=blobs&samples=20&steps=6&step=3", keep=True)
    await person.open()
    assert person.last is not None
    header, _ = unpack(person.last.packed)
    assert header["steps"] == 6
    assert person.last.command[1] == 3

    # A setting, with all others as the browser sends them.
    before, session = header["token"], person.session
    await person.change_rate(person.rates[-1])
    header, _ = unpack(person.last.packed)
    assert header["steps"] == 6
    assert header["token"] != before

    # What is on the page already is not sent again.
    received = person.received
    await person.change_rate(person.rates[-1])
    assert person.received - received < len(person.last.packed)

    # Back in the same session, with the settings.
    await person.leave()
    await person.reconnect()
    await person.change_rate(person.rates[-2])
    assert person.session == session
    assert person.last.command[1] == 3
    await person.leave()


def test_a_person_is_shown_a_timeline(tmp_path: Path) -> None:
    with serve(tmp_path / "log.txt") as address:
        asyncio.run(visit(address))
