"""A host's proxy, as Streamlit Community Cloud has one: the app stands below a prefix that is stripped, WebSockets
pass, and whatever else is asked for is answered with status 200 and a page of the host's own."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from socketserver import BaseRequestHandler, ThreadingTCPServer

PREFIX = "/~/+"
FOREIGN = "<!doctype html><title>Some host</title><p>A page of the host's own.</p>"
CHUNK = 65_536


@dataclass
class Host:
    """address : of the host itself · app : of the app on it · strayed : paths outside of the prefix that were asked for

    answer : makes the host's own page for a path
    """

    address: str
    app: str
    answer: Callable[[str], str]
    strayed: list[str] = field(default_factory=list)


@contextmanager
def host(
    upstream: int,
    name: str = "127.0.0.1",
    answer: Callable[[str], str] = lambda _: FOREIGN,
    says_prefix: bool = False,
) -> Iterator[Host]:
    """A proxy on a free port before the app on the port `upstream`; it is ended with the block.

    name : by which the browser knows it · says_prefix : whether it tells the app what it strips
    """

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            # The browser may go away at any time.
            with suppress(OSError):
                serve(self.request)

    class Server(ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True
        request_queue_size = 100

    def serve(browser: socket.socket) -> None:
        head = _head(browser)
        if head is None:
            return
        lines, rest = head
        method, path, version = lines[0].split(" ")
        if not path.startswith(f"{PREFIX}/"):
            known.strayed.append(path)
            browser.sendall(_page(answer(path)))
            return
        lines[0] = " ".join((method, path.removeprefix(PREFIX), version))
        if says_prefix:
            lines += [f"X-Forwarded-Prefix: {PREFIX}", "X-Forwarded-For: 203.0.113.7"]
        upgrades = any(line.lower().startswith("upgrade:") for line in lines)
        if not upgrades:
            # One request a connection: then all that follows is its body, and the answer's end is the connection's.
            lines = [line for line in lines if not line.lower().startswith(("connection:", "keep-alive:"))]
            lines.append("Connection: close")
        with closing(socket.create_connection(("127.0.0.1", upstream))) as app:
            app.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + rest)
            there = threading.Thread(target=_pass_on, args=(browser, app), daemon=True)
            there.start()
            _pass_on(app, browser)

    with Server(("127.0.0.1", 0), Handler) as server:
        address = f"http://{name}:{server.server_address[1]}"
        known = Host(address, f"{address}{PREFIX}", answer)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield known
        finally:
            server.shutdown()
            thread.join()


def _head(browser: socket.socket) -> tuple[list[str], bytes] | None:
    """A request's lines, and what has come behind them; None where the browser has asked for nothing."""
    read = b""
    while b"\r\n\r\n" not in read:
        part = browser.recv(CHUNK)
        if not part:
            return None
        read += part
    head, _, rest = read.partition(b"\r\n\r\n")
    return head.decode("latin-1").split("\r\n"), rest


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    """Bytes from one to the other until the first has no more; then the other is told so."""
    with suppress(OSError):
        while part := source.recv(CHUNK):
            target.sendall(part)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


def _page(text: str) -> bytes:
    body = text.encode()
    head = "HTTP/1.1 200 OK", "Content-Type: text/html; charset=utf-8", f"Content-Length: {len(body)}"
    return "\r\n".join([*head, "Connection: close", "", ""]).encode() + body
