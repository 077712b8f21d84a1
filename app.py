"""The server: Streamlit's pages, the player's and Plotly's JavaScript, and Streamlit's own, each compressed once.
`streamlit run app.py` finds `app` here."""

import gzip
from functools import cache
from pathlib import Path

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.player.component import PLAYER_ROUTE, PLOTLY_FILE, PLOTLY_ROUTE, player_script

FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
STREAMLIT = Path(st.__file__).parent / "static"
TYPES = {".js": "text/javascript", ".css": "text/css"}


@cache
def compressed(file: Path) -> bytes:
    """A file as the wire has it: compressed at the first request, not at every one."""
    return gzip.compress(file.read_bytes(), 9)


def _answer(body: bytes, suffix: str) -> Response:
    return Response(body, media_type=TYPES[suffix], headers={**FOR_EVER, "Content-Encoding": "gzip"})


def plotly_script(request: Request) -> Response:
    """Plotly's JavaScript out of the plotly package. (Starlette runs a plain function in a thread.)"""
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return FileResponse(PLOTLY_FILE, media_type=TYPES[".js"], headers=FOR_EVER)
    return _answer(compressed(PLOTLY_FILE), ".js")


def player_module(request: Request) -> Response:
    """The player's JavaScript. It is small: Streamlit's own middleware compresses it."""
    return Response(player_script(), media_type=TYPES[".js"], headers=FOR_EVER)


class CompressedStatic:
    """Streamlit serves its scripts and styles uncompressed, 2.6 MB on a first visit; this sends them as 0.8 MB.

    Their names hold a hash of their content, so that both we and the browser may keep them for ever.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        file = self._file(scope)
        if file is None:
            await self.app(scope, receive, send)
        else:
            body = await run_in_threadpool(compressed, file)
            await _answer(body, file.suffix)(scope, receive, send)

    def _file(self, scope: Scope) -> Path | None:
        """The file that a request asks for, if it is one of Streamlit's and the browser takes gzip."""
        if scope["type"] != "http" or scope["method"] != "GET":
            return None
        _, found, name = scope["path"].partition("/static/")
        if not found or "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
            return None
        file = (STREAMLIT / "static" / name).resolve()
        inside = file.is_relative_to(STREAMLIT / "static")
        return file if inside and file.suffix in TYPES and file.is_file() else None


app = st.App(
    "ui/main.py",
    routes=[Route(PLOTLY_ROUTE, plotly_script), Route(PLAYER_ROUTE, player_module)],
    middleware=[Middleware(CompressedStatic)],
)
