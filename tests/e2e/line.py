"""The line between a page and its server, which a test can cut."""

import re

from playwright.sync_api import Page, WebSocketRoute


class Line:
    """The WebSocket between a page and its server, which can be cut and mended."""

    def __init__(self, page: Page) -> None:
        self.whole = True
        self.sockets: list[WebSocketRoute] = []
        page.route_web_socket(re.compile("_stcore/stream"), self._open)

    def _open(self, socket: WebSocketRoute) -> None:
        if not self.whole:
            socket.close()
            return
        socket.connect_to_server()
        self.sockets.append(socket)

    def cut(self) -> None:
        self.whole = False
        for socket in self.sockets:
            socket.close()
        self.sockets.clear()

    def mend(self) -> None:
        self.whole = True
