"""Many people at once, without browsers: each speaks HTTP and Streamlit's WebSocket protocol as a browser does.
`python -m bench.people` reads what to do as JSON, and says what they met as lines of JSON; a process of its own, so
that its work is not the server's."""

import asyncio
import gzip
import http.client
import io
import json
import random
import re
import struct
import sys
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

PLAYER = "gradient_explorer_player"
RATE = "Learning rate"
XSRF = "_streamlit_xsrf"
# The cookie by which a proxy keeps a browser with one of several replicas.
REPLICA = "gx_replica"
# What a browser does when its socket is cut: the first try after so many seconds, each later one after twice as many.
AGAIN, LONGEST = 0.5, 4.0
# After so many seconds without an answer a person counts as failed.
PATIENCE = 60.0


class PersonError(Exception):
    """What a person met instead of what was asked for."""


@dataclass(frozen=True)
class Answer:
    """status, header fields, body as it was sent (chunks put together), and the seconds until its last byte."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        packed = self.headers.get("Content-Encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()


class _Given:
    """What http.client takes for a socket: an answer that is there already."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    def makefile(self, _mode: str) -> io.BytesIO:
        return io.BytesIO(self._raw)


async def fetch(url: str, cookies: dict[str, str] | None = None) -> Answer:
    """GET a page on a connection of its own; what it sets as cookies is put into `cookies`."""
    began = time.perf_counter()
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    lines = [f"GET {path} HTTP/1.1", f"Host: {parts.netloc}", "Accept-Encoding: gzip", "Connection: close"]
    if cookies:
        lines.append(f"Cookie: {_written(cookies)}")
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        writer.write("\r\n".join([*lines, "", ""]).encode())
        raw = await asyncio.wait_for(reader.read(), PATIENCE)
    finally:
        writer.close()
    seconds = time.perf_counter() - began
    answer = http.client.HTTPResponse(_Given(raw))  # type: ignore[arg-type]
    answer.begin()
    if cookies is not None:
        _take(answer.headers.get_all("Set-Cookie", []), cookies)
    return Answer(answer.status, answer.headers, answer.read(), seconds)


def _take(lines: list[str], cookies: dict[str, str]) -> None:
    for line in lines:
        name, _, value = line.partition(";")[0].partition("=")
        cookies[name.strip()] = value


def _written(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


@dataclass(frozen=True)
class Shown:
    """A timeline as it came: the packed bytes, and (number, step) of the command behind them."""

    packed: bytes
    command: tuple[int, int]


def shown(component: BidiComponent) -> Shown | None:
    """What a component of ours shows, if it is a whole timeline and not only the numbers of one step."""
    data = component.bytes
    if component.component_name != PLAYER or len(data) < 12 or data[4:].startswith(b'{"detail"'):
        return None
    number, step = struct.unpack("<II", data[-8:])
    return Shown(data[:-8], (number, step))


def widget_state(element: Element) -> WidgetState | None:
    """What the browser says of a widget that nobody has touched; None for what has no state, or is a button."""
    kind = element.WhichOneof("type")
    widget = getattr(element, kind) if kind else None
    if kind in ("selectbox", "radio"):
        chosen = widget.raw_value if widget.set_value else (list(widget.options) or [""])[widget.default]
        return WidgetState(id=widget.id, string_value=chosen)
    if kind == "multiselect":
        several = list(widget.raw_values) if widget.set_value else [widget.options[i] for i in widget.default]
        state = WidgetState(id=widget.id)
        state.string_array_value.data.extend(several)
        # Nothing chosen is a choice too.
        state.string_array_value.SetInParent()
        return state
    if kind == "number_input":
        number = widget.value if widget.set_value else widget.default
        if widget.data_type == widget.INT:
            return WidgetState(id=widget.id, int_value=int(number))
        return WidgetState(id=widget.id, double_value=number)
    if kind == "text_input":
        return WidgetState(id=widget.id, string_value=widget.value if widget.set_value else widget.default)
    if kind == "checkbox":
        return WidgetState(id=widget.id, bool_value=widget.value if widget.set_value else widget.default)
    if kind == "slider" and widget.options:
        state = WidgetState(id=widget.id)
        several = list(widget.raw_value) if widget.set_value else [widget.options[int(i)] for i in widget.default]
        state.string_array_value.data.extend(several)
        return state
    return None


class Person:
    """One browser tab on the full app. Times are in seconds, from what the person does until the last byte is there.

    address : of the server, without a slash at its end · link : the query of the page, with its question mark
    keep : whether the last timeline's bytes are kept in `last` (for many people they would fill the memory)
    """

    def __init__(self, address: str, link: str = "", page: str = "/", keep: bool = False) -> None:
        self.address, self.page, self.keep = address, page, keep
        self.query = dict(parse_qsl(link.lstrip("?"), keep_blank_values=True))
        self.cookies: dict[str, str] = {}
        self.received = 0
        # How often the socket has reached another replica than the page.
        self.moved = 0
        self.last: Shown | None = None
        self.rates: tuple[str, ...] = ()
        self.session = ""
        self._socket: ClientConnection | None = None
        self._script = ""
        self._rate = ""
        self._states: dict[str, WidgetState] = {}
        # Messages that the server need not send again: what they showed, and in which run of the script they came.
        self._known: OrderedDict[str, tuple[Shown | None, int]] = OrderedDict()
        self._runs = 0
        self._longest_known = 2

    async def open(self) -> float:
        """Open the page → the seconds until its timeline is there."""
        began = time.perf_counter()
        page = await fetch(f"{self.address}{self.page}?{urlencode(self.query)}", self.cookies)
        if page.status != 200:
            raise PersonError(f"the page answered {page.status}")
        await self.connect()
        await self._rerun()
        return time.perf_counter() - began

    async def connect(self) -> None:
        """Ask whether the server is well, and open the socket, with the session if there was one: as a browser does."""
        for path in ("health", "host-config"):
            answer = await fetch(f"{self.address}/_stcore/{path}", self.cookies)
            if answer.status != 200:
                raise PersonError(f"{path} answered {answer.status}")
        host = urlsplit(self.address).netloc
        tokens = ["streamlit", self.cookies.get(XSRF, "PLACEHOLDER_AUTH_TOKEN")]
        self._socket = await connect(
            f"ws://{host}/_stcore/stream",
            subprotocols=[*tokens, self.session] if self.session else tokens,  # type: ignore[list-item]
            additional_headers={"Cookie": _written(self.cookies)},
            origin=f"http://{host}",  # type: ignore[arg-type]
            max_size=None,
            # The server's word that it is still there is waited for by nobody: a browser does not ask for it.
            ping_interval=None,
            open_timeout=PATIENCE,
        )
        before = self.cookies.get(REPLICA)
        if self._socket.response is not None:
            _take(self._socket.response.headers.get_all("Set-Cookie"), self.cookies)
        self.moved += self.cookies.get(REPLICA) != before

    async def change_rate(self, rate: str) -> float:
        """Move the learning rate's slider → the seconds until the new timeline is there."""
        began = time.perf_counter()
        state = WidgetState(id=self._rate)
        state.string_array_value.data.append(rate)
        self._states[self._rate] = state
        # Bound to the address: the browser writes it there before it tells the server.
        self.query["lr"] = rate
        return await self._rerun() - began

    async def cut(self) -> None:
        """Until the socket is cut."""
        if self._socket is not None:
            await self._socket.wait_closed()

    async def reconnect(self) -> None:
        """Try again, as a browser does, until there is a socket. It asks for no run: its page is still there."""
        wait = AGAIN
        while True:
            await asyncio.sleep(random.uniform(wait / 2, wait))
            wait = min(LONGEST, 2 * wait)
            with suppress(OSError, PersonError, http.client.HTTPException, asyncio.TimeoutError, ConnectionClosed):
                return await self.connect()

    async def leave(self) -> None:
        """Close the tab."""
        if self._socket is not None:
            await self._socket.close()

    async def _rerun(self) -> float:
        """Ask for a run of the whole page, and read what it says → the moment at which its timeline was there."""
        assert self._socket is not None
        message = BackMsg()
        state = message.rerun_script
        state.query_string = urlencode(sorted(self.query.items()))
        state.widget_states.widgets.extend(self._states.values())
        state.page_script_hash = self._script
        if not self._script:
            state.page_name = self.page.strip("/")
        state.cached_message_hashes.extend(self._known)
        state.context_info.timezone = "UTC"
        state.context_info.locale = "en-US"
        state.context_info.url = f"{self.address}{self.page}"
        state.context_info.color_scheme = "light"
        await self._socket.send(message.SerializeToString())
        try:
            return await asyncio.wait_for(self._read(), PATIENCE)
        except TimeoutError:
            raise PersonError("no timeline came") from None

    async def _read(self) -> float:
        assert self._socket is not None
        arrived = 0.0
        states: dict[str, WidgetState] = {}
        began = False
        while True:
            raw = await self._socket.recv()
            now = time.perf_counter()
            self.received += len(raw)
            message = ForwardMsg()
            message.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
            kind = message.WhichOneof("type")
            if kind == "new_session":
                began = True
                states = {}
                self.session = message.new_session.initialize.session_id
                self._longest_known = message.new_session.config.max_cached_message_age
            elif kind == "navigation":
                self._script = message.navigation.page_script_hash
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                if self._element(message, states):
                    arrived = now
            elif kind == "ref_hash":
                timeline, _ = self._known[message.ref_hash]
                if timeline is not None:
                    self.last, arrived = timeline, now
            elif kind == "script_finished" and began and message.script_finished != _EARLY:
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise PersonError("the script does not compile")
                # What stands on the page no more is forgotten.
                self._states = {key: self._states.get(key, state) for key, state in states.items()}
                self._forget()
                if not arrived:
                    raise PersonError("the page came without a timeline")
                return arrived

    def _element(self, message: ForwardMsg, states: dict[str, WidgetState]) -> bool:
        """Take in what a message puts on the page → whether it is a timeline."""
        element = message.delta.new_element
        timeline = None
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise PersonError(f"the page shows an error: {element.exception.message}")
        if kind == "bidi_component":
            timeline = shown(element.bidi_component)
        state = widget_state(element)
        if state is not None:
            states[state.id] = state
            if getattr(getattr(element, kind), "set_value", False):
                self._states[state.id] = state
        if kind == "slider" and element.slider.label == RATE:
            self._rate, self.rates = element.slider.id, tuple(element.slider.options)
        if timeline is not None:
            self.last = timeline if self.keep else Shown(b"", timeline.command)
        if message.metadata.cacheable:
            self._known[message.hash] = (self.last if timeline else None, self._runs)
        return timeline is not None

    def _forget(self) -> None:
        self._runs += 1
        for key in [key for key, (_, run) in self._known.items() if self._runs - run > self._longest_known]:
            del self._known[key]


_EARLY = ForwardMsg.FINISHED_EARLY_FOR_RERUN


@dataclass
class Met:
    """What all people met: seconds of each, errors in words, and bytes from the server."""

    times: list[float] = field(default_factory=list)
    back: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    received: int = 0
    # Timelines that came with another step than the person's.
    astray: int = 0
    # Sockets that reached another replica than the page before them.
    moved: int = 0

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Around what one person does: an error is noted, and the others go on."""
        try:
            yield
        except (OSError, PersonError, http.client.HTTPException, ConnectionClosed) as error:
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
            page = await fetch(f"{plan['address']}/view{plan['link']}")
            names = re.findall(r'<link rel="(?:module)?preload"[^>]* href="([^"]+)"', page.text)
            urls = [urljoin(f"{plan['address']}/view", name.replace("&amp;", "&")) for name in names]
            if page.status != 200 or len(urls) != 3:
                raise PersonError(f"the light view answered {page.status} and names {len(urls)} files")
            before = time.perf_counter() - began
            answers = await asyncio.gather(*map(fetch, urls))
            for answer in answers:
                if answer.status != 200:
                    raise PersonError(f"a file of the light view answered {answer.status}")
            # The timeline is the first that the page names.
            met.times.append(before + answers[0].seconds)
            met.received += len(page.body) + sum(len(answer.body) for answer in answers)

    await _spread(plan["people"], plan["window"], one)
    return met


async def full_app(plan: dict[str, Any]) -> Met:
    """People who open the same link of the full app, and stay."""
    met = Met()
    everyone = [Person(plan["address"], plan["link"]) for _ in range(plan["people"])]

    async def one(k: int) -> None:
        with met.noting():
            met.times.append(await everyone[k].open())

    await _spread(plan["people"], plan["window"], one)
    say("open")
    await asyncio.sleep(plan["stay"])
    await asyncio.gather(*(person.leave() for person in everyone))
    met.received = sum(person.received for person in everyone)
    met.moved = sum(person.moved for person in everyone)
    return met


async def files(plan: dict[str, Any]) -> Met:
    """People who fetch the files of a first visit, one after another."""
    met = Met()
    for _ in range(plan["people"]):
        began = time.perf_counter()
        for path in plan["files"]:
            with met.noting():
                answer = await fetch(f"{plan['address']}{path}")
                met.received += len(answer.body)
                if answer.status != 200:
                    raise PersonError(f"{path} answered {answer.status}")
        met.times.append(time.perf_counter() - began)
    return met


async def classroom(plan: dict[str, Any]) -> Met:
    """People who change the learning rate every so many seconds, each at a moment of its own; the first opens alone.

    A time begins when the change is due, also where the person is still waiting for the one before.
    """
    met = Met()
    choose = random.Random(0)
    everyone = [Person(plan["address"], f"{plan['link']}&step={1 + k % 7}") for k in range(plan["people"])]
    with met.noting():
        await everyone[0].open()
    say("first")

    async def arrive(k: int) -> None:
        with met.noting():
            if k:
                await everyone[k].open()

    await _spread(plan["people"], plan["window"], arrive)
    say("open", moved=sum(person.moved for person in everyone))
    opened = time.perf_counter()

    async def change(person: Person, step: int, phase: float) -> None:
        due, end = opened + phase, opened + plan["seconds"]
        rates = person.rates[plan["from_rate"] : plan["from_rate"] + plan["rates"]]
        while due < end:
            await _until(due, person, met)
            if time.perf_counter() > end:
                # Too late: what is due still will not be waited for, and counts as having taken until now.
                met.times.append(time.perf_counter() - due)
                due += plan["every"]
                continue
            others = [rate for rate in rates if rate != person.query.get("lr")]
            try:
                await person.change_rate(choose.choice(others))
            except ConnectionClosed:
                # Cut while it was waiting: a browser asks again as soon as it is connected.
                await _back(person, met)
                await person.change_rate(person.query["lr"])
            met.times.append(time.perf_counter() - due)
            if person.last is None or person.last.command[1] != step:
                met.astray += 1
            due += plan["every"]

    async def stays(k: int) -> None:
        with met.noting():
            await change(everyone[k], 1 + k % 7, choose.uniform(0, plan["every"]))

    await asyncio.gather(*map(stays, range(plan["people"])))
    say("changed")
    await asyncio.gather(*(person.leave() for person in everyone))
    met.received = sum(person.received for person in everyone)
    met.moved = sum(person.moved for person in everyone)
    return met


async def _until(due: float, person: Person, met: Met) -> None:
    """Wait, and if the socket is cut meanwhile, connect again."""
    while True:
        with suppress(TimeoutError):
            await asyncio.wait_for(person.cut(), max(due - time.perf_counter(), 0))
            await _back(person, met)
            continue
        return


async def _back(person: Person, met: Met) -> None:
    began = time.perf_counter()
    await person.reconnect()
    met.back.append(time.perf_counter() - began)


KINDS = {"light view": light_view, "full app": full_app, "files": files, "classroom": classroom}


def main() -> None:
    """Do what the plan on the standard input says, and print what was met."""
    plan = json.load(sys.stdin)
    # Nobody is surprised twice: the same plan has the same moments.
    random.seed(0)
    met = asyncio.run(KINDS[plan["kind"]](plan))
    say("done", cpu=time.process_time(), **asdict(met))


if __name__ == "__main__":
    main()
