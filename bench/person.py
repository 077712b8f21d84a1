"""A person without a browser, who speaks Streamlit's WebSocket protocol as a browser does, and sees timelines."""

import asyncio
import gzip
import json
import random
import struct
import time
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import aiohttp
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX as INTERNAL
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from bench.browser_http import PATIENCE, REACHED, REPLICA, Answer, Client, PersonError
from ui.timeline.folding import unfold
from ui.timeline.packing import unpack

PLAYER = "gradient_explorer_player"
RATE = "Learning rate"
XSRF = "_streamlit_xsrf"
# What a browser does when its socket ends: the first try after so many seconds, each later one after twice as many.
AGAIN, LONGEST = 0.5, 4.0
# What a person may meet; the others go on. (A timeout is an OSError, and an answer that ends too early an EOFError.)
FAULTS = (OSError, EOFError, PersonError, aiohttp.ClientError, ConnectionClosed)


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
        self._timelines: dict[str, bytes] = {}
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

    async def disconnected(self) -> None:
        """Until the socket is closed."""
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
        await self.http.close()
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
                # What is shown again is known for as long as what is new.
                timeline, _ = self._known[message.ref_hash]
                self._known[message.ref_hash] = (timeline, self._runs)
                self._come(timeline)
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
        if address and address not in self._timelines and (self._coming is None or self._coming[0] != address):
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
        if address not in self._timelines:
            assert self._coming is not None
            answer, arrived = await self._coming[1]
            self._coming = None
            if answer is None or answer.status != 200:
                return await self._report_missing(address)
            self._timelines[address] = unfold(answer.content) if self.keep else b""
        self.last = Shown(self._timelines[address], timeline.command, address)
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
