"""What the benchmark needs around its measurements: a server, a browser, a page, and what a page receives.
The measuring inside a page is in in_page.js."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tools import chromium
from tools.server import serving

IN_PAGE = (Path(__file__).parent / "in_page.js").read_text(encoding="utf-8")
# Without QUIC and background requests nothing but the page itself is on the wire.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--enable-unsafe-swiftshader",
)
VIEWPORT: ViewportSize = {"width": 1440, "height": 900}
# A telephone, and a line of 1.6 Mbit/s on which an answer takes 150 ms.
TELEPHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
# Milliseconds after which a page that was left alone has nothing more to send: the player reports a step after 250.
REST = 900


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    path = chromium.installed()
    if path is None:
        raise SystemExit("The benchmark needs Chromium: install it, or set CHROMIUM to its path.")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield launched
        launched.close()


@contextmanager
def server(script: str, trainings: Path | None = None) -> Iterator[str]:
    """A Streamlit server of `script`, on a free port → its address. It is ended with the block.

    trainings : a file that gets a byte at every training, so that its length says how many there were
    """
    counted = {} if trainings is None else {"TRAININGS": str(trainings)}
    module = "streamlit" if trainings is None else "bench.counted"
    with (
        TemporaryDirectory() as folder,
        serving(Path(folder) / "log", (module, "run", script), environment=counted) as (address, process),
    ):
        yield address
        if process.poll() is not None:
            print(f"The server of {script} ended before the benchmark did.", file=sys.stderr)


@dataclass(frozen=True)
class Received:
    """What a page has received: WebSocket messages and bytes, HTTP responses and bytes (headers and body, as sent)."""

    messages: int
    socket_bytes: int
    responses: int
    http_bytes: int

    @property
    def bytes(self) -> int:
        return self.socket_bytes + self.http_bytes

    def __add__(self, other: "Received") -> "Received":
        return Received(
            self.messages + other.messages,
            self.socket_bytes + other.socket_bytes,
            self.responses + other.responses,
            self.http_bytes + other.http_bytes,
        )

    def __sub__(self, other: "Received") -> "Received":
        return Received(
            self.messages - other.messages,
            self.socket_bytes - other.socket_bytes,
            self.responses - other.responses,
            self.http_bytes - other.http_bytes,
        )


class Visit:
    """A page in a browser context of its own, so without anything cached, with all that it receives counted.

    telephone : on a slow one, whose line is slow too
    """

    def __init__(self, launched: Browser, url: str, *, telephone: bool = False) -> None:
        self.context = launched.new_context(**TELEPHONE if telephone else {"viewport": VIEWPORT})
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.page.add_init_script(IN_PAGE)
        self.received = Received(0, 0, 0, 0)
        # Bytes by HTTP of each address, and the addresses of the answers that are on their way.
        self.by_address: Counter[str] = Counter()
        self._asked: dict[str, str] = {}
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._on_message))
        network = self.context.new_cdp_session(self.page)
        network.send("Network.enable")
        if telephone:
            network.send("Network.emulateNetworkConditions", LINE)
            network.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        network.on("Network.responseReceived", self._on_head)
        network.on("Network.loadingFinished", self._on_response)
        self.page.goto(url)
        # Seconds from the start of the navigation until the charts are there.
        self.first_picture: float = self.page.evaluate("() => bench.firstPicture") / 1000
        # The same until the first of them shows its numbers, by Plotly or before it.
        self.first_sketch: float = self.page.evaluate("() => bench.firstSketch") / 1000
        # Seconds until then in which somebody who had touched the page would have waited.
        self.blocked: float = self.page.evaluate("async () => bench.blocked(await bench.firstPicture)") / 1000
        self.rest()

    def _on_message(self, payload: str | bytes) -> None:
        # The payload's length is also that on the wire: Streamlit does not compress its WebSocket.
        self.received += Received(1, len(payload), 0, 0)

    def _on_head(self, event: dict[str, Any]) -> None:
        self._asked[event["requestId"]] = event["response"]["url"]

    def _on_response(self, event: dict[str, Any]) -> None:
        length = int(event["encodedDataLength"])
        self.received += Received(0, 0, 1, length)
        self.by_address[self._asked.pop(event["requestId"], "")] += length

    def http_bytes_of(self, route: str) -> int:
        """Bytes that came by HTTP from addresses with this in them."""
        return sum(length for address, length in self.by_address.items() if route in address)

    def rest(self, milliseconds: int = REST) -> None:
        """Leave the page alone until it has nothing more to send."""
        self.page.wait_for_timeout(milliseconds)

    def step(self) -> float:
        """Click "Step forward" → milliseconds until all charts have been painted."""
        self.page.evaluate("() => bench.arm('click')")
        self.page.get_by_role("button", name="Step forward").click()
        return float(self.page.evaluate("() => bench.result"))

    def next_rate(self) -> float:
        """Move the learning rate on by a notch → milliseconds until all charts of the new run are painted."""
        self.page.evaluate("() => bench.arm('keydown')")
        self.page.get_by_test_id("stSidebar").get_by_role("slider", name="Learning rate").press("ArrowRight")
        return float(self.page.evaluate("() => bench.result"))

    def followed(self) -> float:
        """Milliseconds until all charts showed something of what was measured last."""
        return float(self.page.evaluate("() => bench.followed()"))

    def close(self) -> None:
        self.context.close()


@contextmanager
def visit(launched: Browser, url: str, *, telephone: bool = False) -> Iterator[Visit]:
    """Open `url` and wait for its first picture."""
    opened = Visit(launched, url, telephone=telephone)
    try:
        yield opened
    finally:
        opened.close()
