"""The server: Streamlit's pages, the light view, and the JavaScript of both, compressed once.
`streamlit run app.py` finds `app` here."""

import gzip
import hashlib
import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import anyio
import segno
import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ui import view
from ui.player.assets import CARTESIAN_FILE, CARTESIAN_ROUTE, PLAYER_ROUTE, PLOTLY_FILE, PLOTLY_ROUTE, player_script
from ui.player.component import url
from ui.player.standalone import view_page

# A frame that its host has sandboxed has no origin, and yet has to load the light view's parts. They are public.
ANYWHERE = {"Access-Control-Allow-Origin": "*", "Vary": "Accept-Encoding"}
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable", **ANYWHERE}
# The address of a timeline holds the version of what made it; the page that names it is asked for anew.
FOR_A_DAY = {"Cache-Control": "public, max-age=86400", **ANYWHERE}
ASK_AGAIN = {"Cache-Control": "public, no-cache"}
# Timelines that are computed at a time: there are few cores, and the rest of the server has to go on meanwhile.
AT_A_TIME = 4
STREAMLIT = Path(st.__file__).parent / "static"
# A longer link makes a code that no telephone reads from the last row.
LONGEST_CODE = 2_000
BINARY = "application/octet-stream"
TYPES = {".js": "text/javascript", ".css": "text/css"}


@cache
def compressed(file: Path) -> bytes:
    """A file as the wire has it: compressed at the first request, not at every one."""
    return gzip.compress(file.read_bytes(), 9)


def _answer(body: bytes, suffix: str) -> Response:
    return Response(body, media_type=TYPES[suffix], headers={**FOR_EVER, "Content-Encoding": "gzip"})


def _takes_gzip(headers: Headers) -> bool:
    """Whether a client says that it can read gzip."""
    for part in headers.get("accept-encoding", "").lower().split(","):
        name, _, quality = part.partition(";")
        if name.strip() == "gzip":
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _script(request: Request, file: Path) -> Response:
    if not _takes_gzip(request.headers):
        return FileResponse(file, media_type=TYPES[".js"], headers=FOR_EVER)
    return _answer(compressed(file), ".js")


def plotly_script(request: Request) -> Response:
    """Plotly's JavaScript out of the plotly package. (Starlette runs a plain function in a thread.)"""
    return _script(request, PLOTLY_FILE)


def cartesian_script(request: Request) -> Response:
    """Plotly's JavaScript without 3-D charts, a third as long."""
    return _script(request, CARTESIAN_FILE)


def player_module(request: Request) -> Response:
    """The player's JavaScript. It is small: Streamlit's own middleware compresses it."""
    return Response(player_script(), media_type=TYPES[".js"], headers=FOR_EVER)


def _query(request: Request) -> dict[str, list[str]]:
    """A link's query: each name's values."""
    return {name: request.query_params.getlist(name) for name in request.query_params}


def _unchanged(request: Request, headers: dict[str, str]) -> bool:
    """Whether the client has this very answer already."""
    known = request.headers.get("if-none-match", "")
    return known.strip() == "*" or headers["ETag"] in (tag.strip() for tag in known.split(","))


def light_view(request: Request) -> Response:
    """One small page with the player, for any link of the app: no Streamlit session, and nothing computed yet."""
    query = _query(request)
    asked = view.ask(query)
    key = f"{asked.key}&" if asked.key else ""
    page = view_page(
        title=asked.title,
        problems=asked.problems,
        timeline=f"view/timeline?{key}v={view.version()}",
        explore="./" if asked.page == "explorer" else asked.page,
        place=f"?{urlencode(asked.place, doseq=True)}",
        follows=asked.follows,
        asks="point" if asked.page == "loss_surface" else "",
        details=f"view/detail?{key}v={view.version()}" if asked.coarse else "",
        in_space=asked.in_space,
        embed=query.get("embed", [""])[-1].lower() == "true",
    ).encode()
    headers = {**ASK_AGAIN, "ETag": f'W/"{hashlib.sha256(page).hexdigest()[:20]}"'}
    if _unchanged(request, headers):
        return Response(status_code=304, headers=headers)
    return Response(page, media_type="text/html", headers=headers)


async def view_timeline(request: Request) -> Response:
    """The packed timeline of a link, folded (see ui/player/wire.py)."""
    return await _computed(request, view.answer)


async def view_detail(request: Request) -> Response:
    """The exact numbers of a link's step, packed; nothing where the timeline has them all."""
    return await _computed(request, view.detail)


async def _computed(request: Request, answer_to: Callable[[view.Query], view.View]) -> Response:
    answer = await anyio.to_thread.run_sync(answer_to, _query(request), limiter=_computing())
    headers = {**FOR_A_DAY, "ETag": answer.etag}
    if _unchanged(request, headers):
        return Response(status_code=304, headers=headers)
    if not answer.body:
        return Response(status_code=204, headers=headers)
    if _takes_gzip(request.headers):
        return Response(answer.body, media_type=BINARY, headers={**headers, "Content-Encoding": "gzip"})
    return Response(gzip.decompress(answer.body), media_type=BINARY, headers=headers)


def qr_code(request: Request) -> Response:
    """A text, which is a link as a rule, as a QR code for the projector."""
    asked = request.query_params.get("text", "")
    if not 0 < len(asked) <= LONGEST_CODE:
        return Response("A code holds 1 to 2,000 characters.", status_code=400, media_type="text/plain")
    drawing = io.BytesIO()
    segno.make(asked, error="m", micro=False).save(drawing, kind="svg", border=2, light="white", svgclass=None)
    return Response(
        drawing.getvalue(), media_type="image/svg+xml", headers={"Cache-Control": FOR_A_DAY["Cache-Control"]}
    )


@cache
def _computing() -> anyio.CapacityLimiter:
    return anyio.CapacityLimiter(AT_A_TIME)


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
        if not found or not _takes_gzip(Headers(scope=scope)):
            return None
        file = (STREAMLIT / "static" / name).resolve()
        inside = file.is_relative_to(STREAMLIT / "static")
        return file if inside and file.suffix in TYPES and file.is_file() else None


ROUTES = {
    PLOTLY_ROUTE: plotly_script,
    CARTESIAN_ROUTE: cartesian_script,
    PLAYER_ROUTE: player_module,
    "/assets/qr.svg": qr_code,
    "/view": light_view,
    "/view/timeline": view_timeline,
    "/view/detail": view_detail,
}

app = st.App(
    "ui/main.py",
    routes=[Route(url(path), function) for path, function in ROUTES.items()],
    middleware=[Middleware(CompressedStatic)],
)
