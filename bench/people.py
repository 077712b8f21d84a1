"""Many people at once, without browsers (see bench/person.py).
`python -m bench.people` reads what to do as JSON, and says what they met as lines of JSON; a process of its own, so
that its work is not the server's."""

import asyncio
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urljoin

from websockets.exceptions import ConnectionClosed

from bench.browser_http import REPLICA, Client, PersonError
from bench.person import FAULTS, Person
from ui.serving.startup import open_files

# As web/drafts.js asks a busy server again: after so many seconds, and each time later, but for so many at most.
LATER, LATEST = 0.1, 1.6


@dataclass
class Met:
    """What all people met: seconds of each, errors in words, and bytes from the server."""

    times: list[float] = field(default_factory=list)
    # Seconds from the end of a socket until there was another one, and until its page had been run again.
    back: list[float] = field(default_factory=list)
    shown_again: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    received: int = 0
    # Timelines that came with another step than the person's.
    astray: int = 0
    # How many are with each replica. Answers to what was asked of one by its name, and those that another one gave.
    at: dict[str, int] = field(default_factory=dict)
    named: int = 0
    elsewhere: int = 0
    # Timelines that came by the socket, because their address gave nothing.
    missing: int = 0
    # Seconds of the server's word that it is well, of a cached timeline, and of those that it computes long.
    health: list[float] = field(default_factory=list)
    cached: list[float] = field(default_factory=list)
    long: list[float] = field(default_factory=list)
    # Drafts that came, and questions for one that were put off.
    drafts: int = 0
    later: int = 0

    def add(self, everyone: list["Person"]) -> None:
        """What the people have counted themselves."""
        self.received = sum(person.received for person in everyone)
        self.at = dict(Counter(person.http.cookies.get(REPLICA, "") for person in everyone))
        self.named = sum(person.http.named for person in everyone)
        self.elsewhere = sum(person.http.elsewhere for person in everyone)
        self.missing = sum(person.missing for person in everyone)

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Around what one person does: an error is noted, and the others go on."""
        try:
            yield
        except FAULTS as error:
            self.errors.append(f"{type(error).__name__}: {error}"[:200])


def say(event: str, **more: Any) -> None:
    """One line for whoever started this."""
    print(json.dumps({"event": event, **more}), flush=True)


async def _spread(people: int, window: float, one: Callable[[int], Awaitable[None]]) -> None:
    """So many people, who begin one after another, evenly in `window` seconds."""

    async def after(k: int) -> None:
        await asyncio.sleep(window * k / people)
        await one(k)

    await asyncio.gather(*(after(k) for k in range(people)))


async def light_view(plan: dict[str, Any]) -> Met:
    """People who open the same light view; each fetches the page, and then what it names, all at once."""
    met = Met()

    async def one(_: int) -> None:
        with met.noting():
            began = time.perf_counter()
            client = Client(plan["address"])
            [page] = await client.get(f"/view{plan['link']}")
            names = re.findall(r'(?:<link rel="(?:module)?preload"[^>]* href|data-plotly)="([^"]+)"', page.text)
            if len(names) != 3:
                raise PersonError(f"the light view names {len(names)} files, not its timeline, player and charts")
            await client.get(*(urljoin("/view", name.replace("&amp;", "&")) for name in names))
            met.times.append(time.perf_counter() - began)
            met.received += client.received
            await client.close()

    await _spread(plan["people"], plan["window"], one)
    return met


async def full_app(plan: dict[str, Any]) -> Met:
    """People who open the same link of the full app, and stay.

    files : of the program, which each of them fetches first; none where the browsers have them
    """
    met = Met()
    everyone = [Person(plan["address"], plan["link"]) for _ in range(plan["people"])]

    async def one(k: int) -> None:
        with met.noting():
            met.times.append(await everyone[k].open(plan["files"]))

    await _spread(plan["people"], plan["window"], one)
    say("open")
    await asyncio.sleep(plan["stay"])
    await asyncio.gather(*(person.leave() for person in everyone))
    met.add(everyone)
    return met


async def files(plan: dict[str, Any]) -> Met:
    """People who fetch the files of a first visit, one after another; each gets them as a browser does."""
    met = Met()
    for _ in range(plan["people"]):
        client = Client(plan["address"])
        with met.noting():
            await client.get(*plan["files"])
        await client.close()
        met.received += client.received
    return met


async def classroom(plan: dict[str, Any]) -> Met:
    """People who change the learning rate every so many seconds, each at a moment of its own; the first opens alone.

    distinct_steps : 0, or the steps of the first person's run: then each one's has a step more than the one's before,
        and nobody takes a rate twice. So no two changes in the room ask for the same run, and no cache helps.
    A time begins when the change is due, also where the person is still waiting for the one before.
    """
    met = Met()
    choose = random.Random(0)
    links = [f"{plan['link']}&step={1 + k % 7}" for k in range(plan["people"])]
    if plan["distinct_steps"]:
        links = [f"{link}&steps={plan['distinct_steps'] + k}" for k, link in enumerate(links)]
    everyone = [Person(plan["address"], link) for link in links]
    with met.noting():
        await everyone[0].open()
    say("first")

    async def arrive(k: int) -> None:
        with met.noting():
            if k:
                await everyone[k].open()

    await _spread(plan["people"], plan["window"], arrive)
    say("open")
    opened = time.perf_counter()

    async def half() -> None:
        await asyncio.sleep(plan["seconds"] / 2)
        met.add(everyone)
        say("half", at=met.at, named=met.named, elsewhere=met.elsewhere)

    async def change(person: Person, step: int, phase: float) -> None:
        due, end = opened + phase, opened + plan["seconds"]
        rates = person.rates[plan["from_rate"] : plan["from_rate"] + plan["rates"]]
        had = {person.rate}
        while due < end:
            if await _until(due, person, met):
                _look_at_step(person, step, met)
                continue
            if time.perf_counter() > end:
                # Too late: what is due still will not be waited for, and counts as having taken until now.
                met.times.append(time.perf_counter() - due)
                due += plan["every"]
                continue
            others = [rate for rate in rates if rate not in (had if plan["distinct_steps"] else {person.rate})]
            had.add(rate := choose.choice(others or rates))
            try:
                await person.change_rate(rate)
            except ConnectionClosed:
                # It ended while it was waiting: a browser asks again as soon as it is connected.
                await _back(person, met)
            met.times.append(time.perf_counter() - due)
            _look_at_step(person, step, met)
            due += plan["every"]

    async def stays(k: int) -> None:
        with met.noting():
            await change(everyone[k], 1 + k % 7, choose.uniform(0, plan["every"]))

    # Whoever has not come has been noted already.
    here = [k for k, person in enumerate(everyone) if person.last is not None]
    await asyncio.gather(half(), *map(stays, here))
    say("changed")
    await asyncio.gather(*(person.leave() for person in everyone))
    met.add(everyone)
    return met


def _look_at_step(person: Person, step: int, met: Met) -> None:
    if person.last is None or person.last.command[1] != step:
        met.astray += 1


async def _until(due: float, person: Person, met: Met) -> bool:
    """Wait, and if the socket ends meanwhile, come back → whether it was."""
    try:
        await asyncio.wait_for(person.disconnected(), max(due - time.perf_counter(), 0))
    except TimeoutError:
        return False
    await _back(person, met)
    return True


async def _back(person: Person, met: Met) -> None:
    """Connect again, and ask for the whole page with all that is set, as the page itself does when its line is back."""
    began = time.perf_counter()
    await person.reconnect()
    met.back.append(time.perf_counter() - began)
    # Whatever the other replica shows him now has to come from this run.
    person.last = None
    await person.look()
    met.shown_again.append(time.perf_counter() - began)


async def beside_long_ones(plan: dict[str, Any]) -> Met:
    """People who all ask at once for what takes long, each for something else; and beside them two who change the
    learning rate, one who asks for a cached timeline, and one who asks whether the server is well.

    long : the link of the long ones, with a place for a number · page : theirs · seconds : until they are given up
    Its times are those of the changes.
    """
    met = Met()
    over = asyncio.Event()
    changers = [Person(plan["address"], f"{plan['link']}&seed={k + 1}") for k in range(2)]
    for changer in changers:
        await changer.open()
    client = Client(plan["address"])
    await client.get("/view/timeline")

    async def again(into: list[float], what: Callable[[], Awaitable[Any]]) -> None:
        with met.noting():
            while not over.is_set():
                began = time.perf_counter()
                await what()
                into.append(time.perf_counter() - began)
                await asyncio.sleep(plan["pause"])

    def change(person: Person) -> Callable[[], Awaitable[Any]]:
        rates = iter(person.rates[plan["from_rate"] :] * 100)
        return lambda: person.change_rate(next(rate for rate in rates if rate != person.rate))

    async def ask_long(k: int) -> None:
        with met.noting():
            person = Person(plan["address"], plan["long"].format(k), plan["page"])
            met.long.append(await person.open())
            await person.leave()

    say("begun")
    others = [
        again(met.health, lambda: client.get("/healthz")),
        again(met.cached, lambda: client.get("/view/timeline")),
        *(again(met.times, change(person)) for person in changers),
    ]
    around = asyncio.gather(*others)
    long = [asyncio.ensure_future(ask_long(k)) for k in range(plan["people"])]
    _, late = await asyncio.wait(long, timeout=plan["seconds"])
    for one in late:
        one.cancel()
    over.set()
    await around
    return met


async def draggers(plan: dict[str, Any]) -> Met:
    """People who all hold the learning rate and move it; and beside them one who changes it by the sidebar.

    run : the query of what they hold · seconds : how long · pause : between two questions of one person
    Its times are those of the changes; drafts are counted, and the answers that nobody had time for.
    """
    met = Met()
    over = asyncio.Event()
    changer = Person(plan["address"], f"{plan['link']}&seed=1")
    await changer.open()

    async def drag(k: int) -> None:
        client = Client(plan["address"])
        pause = LATER
        with met.noting():
            for notch in range(1_000_000):
                if over.is_set():
                    break
                rate = 1 + (k + 7 * notch) % 200 / 20
                answer = await client.fetch(f"/draft?{plan['run']}&draft_step=250&hold=rate&hold_at={rate}")
                if answer.status not in (200, 204):
                    raise PersonError(f"a draft was answered with {answer.status}")
                if answer.status == 200:
                    met.drafts += 1
                    pause = LATER
                    await asyncio.sleep(plan["pause"])
                else:
                    met.later += 1
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, LATEST)
        await client.close()

    async def change() -> None:
        rates = iter(changer.rates[plan["from_rate"] :] * 100)
        with met.noting():
            while not over.is_set():
                met.times.append(await changer.change_rate(next(rate for rate in rates if rate != changer.rate)))
                await asyncio.sleep(plan["pause"])

    say("begun")
    around = asyncio.gather(change(), *(drag(k) for k in range(plan["people"])))
    await asyncio.sleep(plan["seconds"])
    over.set()
    await around
    await changer.leave()
    return met


KINDS = {
    "draggers": draggers,
    "beside long ones": beside_long_ones,
    "light view": light_view,
    "full app": full_app,
    "files": files,
    "classroom": classroom,
}


def main() -> None:
    """Do what the plan on the standard input says, and print what was met."""
    plan = json.load(sys.stdin)
    # A thousand people have some thousand connections.
    open_files()
    # Nobody is surprised twice: the same plan has the same moments.
    random.seed(0)
    met = asyncio.run(KINDS[plan["kind"]](plan))
    say("done", cpu=time.process_time(), **asdict(met))


if __name__ == "__main__":
    main()
