"""The light view's routes: one small page for any link, its timeline, and a step's exact numbers.
All of them are cacheable, and none of them makes a Streamlit session."""

import gzip
import hashlib
from collections.abc import Callable
from functools import cache
from urllib.parse import urlencode

import anyio
from starlette.requests import Request
from starlette.responses import Response

from ui import view
from ui.player.sent import sent
from ui.player.standalone import view_page
from ui.server import headers as safety
from ui.server.static import ANYWHERE, takes_gzip

# The address of a timeline holds the version of what made it; the page that names it is asked for anew.
FOR_A_DAY = {"Cache-Control": "public, max-age=86400", **ANYWHERE}
# It may be of a visitor's own table: no proxy may keep it, but his browser may, and for ever.
FOR_ONE = {"Cache-Control": "private, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
NOT_KEPT = {"Cache-Control": "no-store"}
NOT_KEPT_ANYWHERE = {**NOT_KEPT, **ANYWHERE}
ASK_AGAIN = {"Cache-Control": "public, no-cache"}
# Threads that may wait for a timeline: what is kept already must not wait behind them.
WAITING = 32
BINARY = "application/octet-stream"


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
    )
    headers = {**ASK_AGAIN, "ETag": f'W/"{hashlib.sha256(page.encode()).hexdigest()[:20]}"'}
    headers["Content-Security-Policy"] = _policy()
    if _unchanged(request, headers):
        return Response(status_code=304, headers=headers)
    return Response(page, media_type="text/html", headers=headers)


@cache
def _policy() -> str:
    """Only the page's own program may run: it is the same for every link, so it is taken from an empty page.

    Any site may show the page in a frame: there are no cookies and no account in it that a click could be lured to.
    """
    empty = view_page(title="", problems=(), timeline="", explore="", place="")
    return safety.policy("*", scripts=safety.scripts_in(empty))


async def view_timeline(request: Request) -> Response:
    """The packed timeline of a link, folded (see ui/player/wire.py)."""
    return await _computed(request, view.answer, view.has_answer)


async def view_detail(request: Request) -> Response:
    """The exact numbers of a link's step, packed; nothing where the timeline has them all."""
    return await _computed(request, view.detail, view.has_detail)


async def _computed(
    request: Request, answer_to: Callable[[view.Query], view.View], is_kept: Callable[[view.Query], bool]
) -> Response:
    query = _query(request)
    # What is there already must not wait behind what is being computed.
    limiter = None if is_kept(query) else _computing()
    answer = await anyio.to_thread.run_sync(answer_to, query, limiter=limiter)
    # While servers are renewed, an older one may be asked what a newer one's page needs, or the other way round.
    ours = request.query_params.get("v") in (None, view.version())
    headers = {**(FOR_A_DAY if ours else NOT_KEPT_ANYWHERE), "ETag": answer.etag}
    if _unchanged(request, headers):
        return Response(status_code=304, headers=headers)
    if not answer.body:
        return Response(status_code=204, headers=headers)
    if takes_gzip(request.headers):
        return Response(answer.body, media_type=BINARY, headers={**headers, "Content-Encoding": "gzip"})
    return Response(gzip.decompress(answer.body), media_type=BINARY, headers=headers)


def sent_timeline(request: Request) -> Response:
    """A timeline of the full app, by the digest of its content, folded."""
    body = sent(request.path_params["digest"])
    if body is None:
        return Response("It is not here any more.", status_code=404, media_type="text/plain", headers=NOT_KEPT)
    if takes_gzip(request.headers):
        return Response(body, media_type=BINARY, headers={**FOR_ONE, "Content-Encoding": "gzip"})
    return Response(gzip.decompress(body), media_type=BINARY, headers=FOR_ONE)


@cache
def _computing() -> anyio.CapacityLimiter:
    return anyio.CapacityLimiter(WAITING)
