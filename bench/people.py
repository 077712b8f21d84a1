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
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX as INTERNAL
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from ui.serving.startup import open_files
from ui.timeline.folding import unfold
from ui.timeline.packing import unpack

PLAYER = "gradient_explorer_player"
RATE = "Learning rate"
XSRF = "_streamlit_xsrf"
# The cookie by which a proxy keeps a browser with one of several replicas.
REPLICA = "gx_replica"
# The field in which the bench's proxy says which replica has answered.
REACHED = "X-Replica"
# Connections that a browser opens to one server at most.
LINES = 6
# What a browser does when its socket is cut: the first try after so many seconds, each later one after twice as many.
AGAIN, LONGEST = 0.5, 4.0
# After so many seconds without an answer a person counts as failed.
PATIENCE = 60.0


class PersonError(Exception):
    """What a person met instead of what was asked for."""


# What a person may meet; the others go on. (A timeout is an OSError, and an answer that ends too early an EOFError.)
FAULTS = (OSError, EOFError, PersonError, http.client.HTTPException, ConnectionClosed)


@dataclass(frozen=True)
class Answer:
    """status, header fields, and the body as it was sent (chunks put together)."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def content(self) -> bytes:
        return gzip.decompress(self.body) if self.headers.get("Content-Encoding") == "gzip" else self.body

    @property
    def text(self) -> str:
        return self.content.decode()


Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Client:
    """The HTTP of one browser: its cookies, and its connections, which stay open for what it asks for next."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.host, self.port, self.name = parts.hostname, parts.port, parts.netloc
        self.cookies: dict[str, str] = {}
        # Bytes from the server: heads, bodies, and what stands around chunks.
        self.received = 0
        # Answers to what was asked with a replica's name in the cookie, and how many of them came from another one.
        self.named = 0
        self.elsewhere = 0
        self._free: list[Line] = []
        self._lines = asyncio.Semaphore(LINES)

    async def fetch(self, path: str) -> Answer:
        """GET a path; the cookies that come with it are kept."""
        async with self._lines, asyncio.timeout(PATIENCE):
            while self._free:
                # The server ends a connection that has been idle for a while: then a browser asks again on another.
                with suppress(ConnectionError, asyncio.IncompleteReadError):
                    return await self._ask(self._free.pop(), path)
            return await self._ask(await asyncio.open_connection(self.host, self.port, limit=2**20), path)

    async def get(self, *paths: str) -> list[Answer]:
        """GET several paths at once; every one has to be there."""
        answers = await asyncio.gather(*map(self.fetch, paths))
        for path, answer in zip(paths, answers, strict=True):
            if answer.status != 200:
                raise PersonError(f"{path} answered {answer.status}")
        return answers

    def notice(self, named: str | None, reached: str | None, cookies: list[str]) -> None:
        """Look who has answered, and keep the cookies that came with it.

        named, reached : the replica that the cookie named when this was asked, and the one that has answered
        """
        if named and reached:
            self.named += 1
            self.elsewhere += named != reached
        for line in cookies:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value

    @property
    def cookie(self) -> str:
        """The cookies as a browser sends them."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def close(self) -> None:
        """End all connections."""
        while self._free:
            self._free.pop()[1].close()

    async def _ask(self, line: Line, path: str) -> Answer:
        reader, writer = line
        lines = [f"GET {path} HTTP/1.1", f"Host: {self.name}", "Accept-Encoding: gzip"]
        if self.cookies:
            lines.append(f"Cookie: {self.cookie}")
        named, stays = self.cookies.get(REPLICA), False
        try:
            writer.write("\r\n".join([*lines, "", ""]).encode())
            head = await reader.readuntil(b"\r\n\r\n")
            first, _, rest = head.partition(b"\r\n")
            status, headers = int(first.split()[1]), http.client.parse_headers(io.BytesIO(rest))
            body, length, stays = await _body(reader, status, headers)
            stays &= headers.get("Connection", "").lower() != "close"
        finally:
            if stays:
                self._free.append(line)
            else:
                writer.close()
        self.received += len(head) + length
        self.notice(named, headers.get(REACHED), headers.get_all("Set-Cookie", []))
        return Answer(status, headers, body)


async def _body(reader: asyncio.StreamReader, status: int, headers: http.client.HTTPMessage) -> tuple[bytes, int, bool]:
    """An answer's body, how many bytes it took, and whether another answer can come behind it."""
    if status in (204, 304):
        return b"", 0, True
    if "Content-Length" in headers:
        body = await reader.readexactly(int(headers["Content-Length"]))
        return body, len(body), True
    if headers.get("Transfer-Encoding", "").lower() != "chunked":
        body = await reader.read()
        return body, len(body), False
    chunks, length = [], 0
    while True:
        size = await reader.readuntil(b"\r\n")
        # Each chunk has an end of line behind it.
        chunk = await reader.readexactly(int(size.partition(b";")[0], 16) + 2)
        chunks.append(chunk[:-2])
        length += len(size) + len(chunk)
        if len(chunk) == 2:
            return b"".join(chunks), length, True


@dataclass(frozen=True)
class Shown:
    """A timeline as it came: the packed bytes, or the address of them, and (number, step) of the command behind."""

    packed: bytes
    command: tuple[int, int]
    address: str = ""

    @property
    def light(self) -> "Shown":
        """Without the bytes."""
        return Shown(b"", self.command, self.address)


def shown(component: BidiComponent) -> Shown | None:
    """What a component of ours shows, if it is a whole timeline and not only the numbers of one step."""
    data = component.bytes
    if component.component_name != PLAYER or len(data) < 12 or data[4:].startswith(b'{"detail"'):
        return None
    packed, (number, step) = data[:-8], struct.unpack("<II", data[-8:])
    header = unpack(packed)[0]
    if length := header.get("length"):
        return Shown(unfold(gzip.decompress(packed[-length:])), (number, step))
    return Shown(b"", (number, step), header["address"])


def widget_state(element: Element) -> WidgetState | None:
    """What the browser says of a widget that nobody has touched; None for what has no state, or is a button."""
    kind = element.WhichOneof("type")
    # Protobuf has no type for "whichever of them it is".
    widget: Any = getattr(element, kind) if kind else None
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
        self.http = Client(address)
        # Timelines whose address gave nothing.
        self.missing = 0
        self.last: Shown | None = None
        self.rates: tuple[str, ...] = ()
        self.session = ""
        self._by_socket = 0
        self._socket: ClientConnection | None = None
        self._script = ""
        self._rate = ""
        self._states: dict[str, WidgetState] = {}
        # Messages that the server need not send again: what they showed, and in which run of the script they came.
        self._known: OrderedDict[str, tuple[Shown | None, int]] = OrderedDict()
        self._runs = 0
        self._longest_known = 2
        # What stands in the player's last message and since when, and the timelines that the browser has, by address.
        self._latest: tuple[Shown, float] | None = None
        self._kept: dict[str, bytes] = {}
        self._coming: tuple[str, asyncio.Task[tuple[Answer | None, float]]] | None = None
        # Of the player's component: what it reports goes to its fragment.
        self._player = self._fragment = ""

    @property
    def received(self) -> int:
        """Bytes from the server, by HTTP and by the socket."""
        return self._by_socket + self.http.received

    async def open(self, files: Sequence[str] = ()) -> float:
        """Open the page → the seconds until its timeline is there.

        files : paths of the program, for a browser that has nothing yet
        """
        began = time.perf_counter()
        await self.http.get(f"{self.page}?{urlencode(self.query)}")
        # A browser fetches some of them only behind its socket. Whoever has to have them all first waits longer.
        await self.http.get(*files)
        await self.connect()
        await self._rerun()
        return time.perf_counter() - began

    async def connect(self) -> None:
        """Ask whether the server is well, and open the socket, with the session if there was one: as a browser does."""
        for path in ("health", "host-config"):
            await self.http.get(f"/_stcore/{path}")
        host = urlsplit(self.address).netloc
        tokens = ["streamlit", self.http.cookies.get(XSRF, "PLACEHOLDER_AUTH_TOKEN")]
        named = self.http.cookies.get(REPLICA)
        self._socket = await connect(
            f"ws://{host}/_stcore/stream",
            subprotocols=[Subprotocol(token) for token in (*tokens, self.session) if token],
            additional_headers={"Cookie": self.http.cookie},
            origin=Origin(f"http://{host}"),
            max_size=None,
            # The server's word that it is still there is waited for by nobody: a browser does not ask for it.
            ping_interval=None,
            open_timeout=PATIENCE,
        )
        if self._socket.response is not None:
            headers = self._socket.response.headers
            self.http.notice(named, headers.get(REACHED), headers.get_all("Set-Cookie"))

    async def change_rate(self, rate: str) -> float:
        """Move the learning rate's slider → the seconds until the new timeline is there."""
        began = time.perf_counter()
        state = WidgetState(id=self._rate)
        state.string_array_value.data.append(rate)
        self._states[self._rate] = state
        # Bound to the address: the browser writes it there before it tells the server.
        self.query["lr"] = rate
        return await self._rerun() - began

    @property
    def rate(self) -> str:
        """The learning rate, as the slider has it."""
        [rate] = self._states[self._rate].string_array_value.data
        return str(rate)

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
            with suppress(*FAULTS):
                return await self.connect()

    async def leave(self) -> None:
        """Close the tab."""
        self.http.close()
        if self._socket is not None:
            await self._socket.close()

    async def look(self) -> float:
        """Ask for the page as it is, as a browser does that is back → the seconds until its timeline is there."""
        began = time.perf_counter()
        return await self._rerun() - began

    async def _rerun(self, *events: WidgetState, fragment: str = "") -> float:
        """Ask for a run of the whole page, or a fragment → the moment at which its timeline was there."""
        assert self._socket is not None
        message = BackMsg()
        state = message.rerun_script
        state.query_string = urlencode(sorted(self.query.items()))
        state.widget_states.widgets.extend([*self._states.values(), *events])
        state.fragment_id = fragment
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
            async with asyncio.timeout(PATIENCE):
                await self._read()
                return await self._there()
        except TimeoutError:
            raise PersonError("no timeline came") from None

    async def _read(self) -> None:
        """All that a run says."""
        assert self._socket is not None
        states: dict[str, WidgetState] = {}
        began = whole = False
        self._latest = None
        while True:
            raw = await self._socket.recv()
            self._by_socket += len(raw)
            message = ForwardMsg()
            message.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
            kind = message.WhichOneof("type")
            if kind == "new_session":
                began, whole = True, not message.metadata.run.fragment_ids
                states = {}
                self.session = message.new_session.initialize.session_id
                self._longest_known = message.new_session.config.max_cached_message_age
            elif kind == "navigation":
                self._script = message.navigation.page_script_hash
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                self._element(message, states)
            elif kind == "ref_hash":
                self._come(self._known[message.ref_hash][0])
            elif kind == "script_finished" and began and message.script_finished != _EARLY:
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise PersonError("the script does not compile")
                if whole:
                    # What stands on the page no more is forgotten.
                    self._states = {key: self._states.get(key, state) for key, state in states.items()}
                    self._forget()
                return

    def _come(self, timeline: Shown | None) -> None:
        """A timeline is shown, or its address, which the browser fetches at once if it is new to it."""
        if timeline is None:
            return
        self._latest = (timeline, time.perf_counter())
        address = timeline.address
        if address and address not in self._kept and (self._coming is None or self._coming[0] != address):
            self._coming = (address, asyncio.create_task(self._fetch(address)))

    async def _fetch(self, address: str) -> tuple[Answer | None, float]:
        """What an address answers, None where nothing does; and when."""
        answer = None
        with suppress(*FAULTS):
            # It is relative to where the app is: these people's servers have theirs at the root.
            answer = await self.http.fetch(f"/{address}")
        return answer, time.perf_counter()

    async def _there(self) -> float:
        """Wait for the timeline that was shown last → the moment at which its last byte was there."""
        if self._latest is None:
            raise PersonError("the page came without a timeline")
        (timeline, arrived), address = self._latest, self._latest[0].address
        if not address:
            self.last = timeline if self.keep else timeline.light
            return arrived
        if address not in self._kept:
            assert self._coming is not None
            answer, arrived = await self._coming[1]
            self._coming = None
            if answer is None or answer.status != 200:
                return await self._report_missing(address)
            self._kept[address] = unfold(answer.content) if self.keep else b""
        self.last = Shown(self._kept[address], timeline.command, address)
        return arrived

    async def _report_missing(self, address: str) -> float:
        """Say that an address gives nothing, as the player does; then the timeline comes by the socket."""
        self.missing += 1
        event = json.dumps([{"event": "missing", "value": address}])
        trigger = WidgetState(id=f"{INTERNAL}_{self._player}__events", json_trigger_value=event)
        arrived = await self._rerun(trigger, fragment=self._fragment)
        if self.last is None or self.last.address:
            raise PersonError("a missing timeline did not come by the socket")
        return arrived

    def _element(self, message: ForwardMsg, states: dict[str, WidgetState]) -> None:
        """Take in what a message puts on the page."""
        element = message.delta.new_element
        timeline = None
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise PersonError(f"the page shows an error: {element.exception.message}")
        if kind == "bidi_component":
            timeline = shown(element.bidi_component)
            if timeline is not None:
                self._player, self._fragment = element.bidi_component.id, message.delta.fragment_id
        state = widget_state(element)
        if state is not None:
            states[state.id] = state
            if kind and getattr(getattr(element, kind), "set_value", False):
                self._states[state.id] = state
        if kind == "slider" and element.slider.label == RATE:
            self._rate, self.rates = element.slider.id, tuple(element.slider.options)
        self._come(timeline)
        if message.metadata.cacheable:
            self._known[message.hash] = (timeline if self.keep or timeline is None else timeline.light, self._runs)

    def _forget(self) -> None:
        self._runs += 1
        for key in [key for key, (_, run) in self._known.items() if self._runs - run > self._longest_known]:
            del self._known[key]


_EARLY = ForwardMsg.FINISHED_EARLY_FOR_RERUN


@dataclass
class Met:
    """What all people met: seconds of each, errors in words, and bytes from the server."""

    times: list[float] = field(default_factory=list)
    # Seconds from the cut of a socket until there was another one, and until its page had been run again.
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
    # Seconds of the server's word that it is well, of a timeline that it keeps, and of those that it computes long.
    health: list[float] = field(default_factory=list)
    kept: list[float] = field(default_factory=list)
    long: list[float] = field(default_factory=list)

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
            names = re.findall(r'<link rel="(?:module)?preload"[^>]* href="([^"]+)"', page.text)
            if len(names) != 3:
                raise PersonError(f"the light view names {len(names)} files, not its timeline, player and charts")
            await client.get(*(urljoin("/view", name.replace("&amp;", "&")) for name in names))
            met.times.append(time.perf_counter() - began)
            met.received += client.received
            client.close()

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
        client.close()
        met.received += client.received
    return met


async def classroom(plan: dict[str, Any]) -> Met:
    """People who change the learning rate every so many seconds, each at a moment of its own; the first opens alone.

    own : 0, or the steps of the first person's run: then each one's has a step more than the one's before, and nobody
        takes a rate twice. So no two changes in the room ask for the same run, and no cache helps.
    A time begins when the change is due, also where the person is still waiting for the one before.
    """
    met = Met()
    choose = random.Random(0)
    links = [f"{plan['link']}&step={1 + k % 7}" for k in range(plan["people"])]
    if plan["own"]:
        links = [f"{link}&steps={plan['own'] + k}" for k, link in enumerate(links)]
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
            others = [rate for rate in rates if rate not in (had if plan["own"] else {person.rate})]
            had.add(rate := choose.choice(others or rates))
            try:
                await person.change_rate(rate)
            except ConnectionClosed:
                # Cut while it was waiting: a browser asks again as soon as it is connected.
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
    """Wait, and if the socket is cut meanwhile, come back → whether it was."""
    try:
        await asyncio.wait_for(person.cut(), max(due - time.perf_counter(), 0))
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
    learning rate, one who asks for a timeline that is kept, and one who asks whether the server is well.

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
        again(met.kept, lambda: client.get("/view/timeline")),
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


KINDS = {
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
