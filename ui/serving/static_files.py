"""Scripts and styles, ours and Streamlit's, compressed once and kept by browsers for ever.

By gzip, which Python has. Brotli would make a timeline a sixteenth shorter, for one more package that everybody needs:
so only what was made by Brotli beforehand, and stands beside its file, is sent like that."""

import gzip
from functools import cache
from pathlib import Path

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from ui.assets import CARTESIAN_FILE, PLOTLY_FILE
from ui.modules import served
from ui.serving.fonts import parts
from ui.serving.middleware import HttpMiddleware

# A frame that its host has sandboxed has no origin, and yet has to load the light view's parts. They are public.
ANYWHERE = {"Access-Control-Allow-Origin": "*", "Vary": "Accept-Encoding"}
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable", **ANYWHERE}
STREAMLIT = Path(st.__file__).parent / "static"
TYPES = {".js": "text/javascript", ".css": "text/css"}


@cache
def compressed(file: Path) -> bytes:
    """A file as the wire has it: compressed at the first request, not at every one."""
    return gzip.compress(file.read_bytes(), 9)


def takes(encoding: str, headers: Headers) -> bool:
    """Whether a client says that it can read an encoding: "gzip", "br" (Brotli)."""
    for part in headers.get("accept-encoding", "").lower().split(","):
        name, _, quality = part.partition(";")
        if name.strip() == encoding:
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


@cache
def _by_brotli(file: Path) -> bytes | None:
    """What stands beside a file as Brotli has it; None where nothing does."""
    made = file.with_name(f"{file.name}.br")
    return made.read_bytes() if made.is_file() else None


def _script(request: Request, file: Path) -> Response:
    made = _by_brotli(file) if takes("br", request.headers) else None
    if made is not None:
        return _answer(made, ".js", "br")
    if not takes("gzip", request.headers):
        return FileResponse(file, media_type=TYPES[".js"], headers=FOR_EVER)
    return _answer(compressed(file), ".js")


def plotly_script(request: Request) -> Response:
    """Plotly's JavaScript out of the plotly package. (Starlette runs a plain function in a thread.)"""
    return _script(request, PLOTLY_FILE)


def cartesian_script(request: Request) -> Response:
    """What our pages draw with of Plotly's JavaScript, but for 3-D charts."""
    return _script(request, CARTESIAN_FILE)


def module(request: Request) -> Response:
    """A module of the browser half. Its folder is named after the content of all of them, in all languages."""
    source = served(request.path_params["name"])
    if source is None:
        return Response("There is no such module.", status_code=404, media_type="text/plain")
    if not takes("gzip", request.headers):
        return Response(source, media_type=TYPES[".js"], headers=FOR_EVER)
    return _answer(_compressed_module(source), ".js")


@cache
def _compressed_module(source: str) -> bytes:
    return gzip.compress(source.encode(), 9)


def _answer(body: bytes, suffix: str, encoding: str = "gzip") -> Response:
    return Response(body, media_type=TYPES[suffix], headers={**FOR_EVER, "Content-Encoding": encoding})


@cache
def _streamlits() -> dict[str, Path]:
    """Streamlit's scripts and styles by their names below /static/: what a request asks for never becomes a path."""
    top = STREAMLIT / "static"
    return {file.relative_to(top).as_posix(): file for file in top.rglob("*") if file.suffix in TYPES}


class CompressedStatic(HttpMiddleware):
    """Streamlit serves its scripts and styles uncompressed, 2.6 MB on a first visit; this sends them as 0.8 MB. And of
    its letters and symbols it sends what our pages show, 0.1 MB instead of 0.5 (see ui/serving/fonts.py).

    Their names hold a hash of their content, so that both we and the browser may keep them for ever.
    """

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = self._name(scope)
        file = _streamlits().get(name) if name and takes("gzip", Headers(scope=scope)) else None
        if file is not None:
            body = await run_in_threadpool(compressed, file)
            await _answer(body, file.suffix)(scope, receive, send)
        elif name in parts():
            await Response(parts()[name], media_type="font/woff2", headers=FOR_EVER)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _name(self, scope: Scope) -> str:
        """What a request asks for, below /static/; "" where it asks for something else."""
        if scope["method"] != "GET":
            return ""
        return str(scope["path"]).partition("/static/")[2]
