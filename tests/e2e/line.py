"""The line between a page and its server, which a test can cut, or hold up."""

import re

from playwright.sync_api import Page, WebSocketRoute
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


class Line:
    """The WebSocket between a page and its server, which can be cut and mended, or held up."""

    def __init__(self, page: Page) -> None:
        self.whole = True
        self.slow = False
        self._late: list[tuple[WebSocketRoute, str | bytes]] = []
        self.sockets: list[WebSocketRoute] = []
        page.route_web_socket(re.compile("_stcore/stream"), self._open)

    def _open(self, socket: WebSocketRoute) -> None:
        if not self.whole:
            socket.close()
            return
        server = socket.connect_to_server()
        server.on_message(lambda said: self._late.append((socket, said)) if self.slow else socket.send(said))
        self.sockets.append(socket)

    def cut(self) -> None:
        self.whole = False
        for socket in self.sockets:
            socket.close()
        self.sockets.clear()

    def mend(self) -> None:
        self.whole = True

    def hold(self) -> None:
        """What the server says is late from now on: for the page its script runs."""
        self.slow = True

    def go_on(self) -> None:
        self.slow = False
        for socket, said in self._late:
            socket.send(said)
        self._late.clear()


class SlowLine:
    """All that comes behind the navigation waits until the page has asked for its second run: so the visitor of a slow
    line has gone on before there is a control."""

    def __init__(self, page: Page) -> None:
        self.asked = 0
        self.navigation = False
        self.waiting: list[str | bytes] = []
        page.route_web_socket(re.compile("_stcore/stream"), self._open)

    def _open(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def up(message: str | bytes) -> None:
            assert isinstance(message, bytes)
            self.asked += BackMsg.FromString(message).WhichOneof("type") == "rerun_script"
            server.send(message)

        def down(message: str | bytes) -> None:
            assert isinstance(message, bytes)
            if self.navigation and self.asked < 2:
                self.waiting.append(message)
                return
            for held in self.waiting:
                socket.send(held)
            self.waiting.clear()
            socket.send(message)
            self.navigation |= ForwardMsg.FromString(message).WhichOneof("type") == "navigation"

        socket.on_message(up)
        server.on_message(down)
