"""The light view's routes: one small page for any link, its timeline, and a step's exact numbers.
All of them are cacheable, and none of them makes a Streamlit session."""

import gzip
import hashlib
import random
from collections.abc import Callable
from functools import cache, partial
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ui.export import light_view as light
from ui.export.one_file import view_page
from ui.language.speaking import language_code, speaking
from ui.lessons.card import card
from ui.lessons.place import AT, find
from ui.pages import HOME
from ui.previews.preview import preview_of
from ui.previews.tags import light_page, tags
from ui.serving import addresses, lanes
from ui.serving import headers as safety
from ui.serving.cache import run
from ui.serving.letters import letters
from ui.serving.link_query import query_of
from ui.serving.public_address import public_address
from ui.serving.request_language import language_of
from ui.serving.static_files import ANYWHERE, takes
from ui.settings.versions import NEWEST

# The address of a timeline holds the version of what made it; the page that names it is asked for anew.
FOR_A_DAY = {"Cache-Control": "public, max-age=86400", **ANYWHERE}
# It may be of a visitor's own table: no proxy may keep it, but his browser may, and for ever.
FOR_ONE = {"Cache-Control": "private, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
NO_STORE = {"Cache-Control": "no-store"}
NO_STORE_ANYWHERE = {**NO_STORE, **ANYWHERE}
ASK_AGAIN = {"Cache-Control": "public, no-cache", "Vary": "Accept-Language, Cookie"}
BINARY = "application/octet-stream"


def _unchanged(request: Request, headers: dict[str, str]) -> bool:
    """Whether the client has this very answer already."""
    known = request.headers.get("if-none-match", "")
    return known.strip() == "*" or headers["ETag"] in (tag.strip() for tag in known.split(","))


def light_view(request: Request) -> Response:
    """One small page with the player, for any link of the app: no Streamlit session, and nothing computed yet."""
    query = query_of(request)
    with speaking(language_of(request)):
        return _light_view(request, query)


def _light_view(request: Request, query: dict[str, list[str]]) -> Response:
    place, said = find(query)
    if place and place.lesson.mixed and not query.get(AT):
        # Each visit begins with another moment, which from then on has its own address.
        first = random.randrange(len(place.lesson.moments)) + 1
        anywhere = urlencode({**query, AT: [place.lesson.spelled(first)]}, doseq=True)
        return RedirectResponse(f"view?{anywhere}", headers=NO_STORE)
    lesson = card(place, run) if place else None
    destination = place.moment.destination(place.changes) if place else light.destination_of(query)
    page = view_page(
        title=lesson.title if lesson else destination.title,
        problems=(*said, *destination.problems),
        timeline=f"view/timeline?{destination.key}&{light.MADE_BY}={light.version()}",
        explore="./" if destination.page == HOME else destination.page.code,
        place=f"?{urlencode({**destination.place, **(place.address if place else {})}, doseq=True)}",
        follows=destination.follows,
        asks=destination.page.asks,
        details=f"view/detail?{destination.key}&{light.MADE_BY}={light.version()}" if destination.coarse else "",
        draft=f"draft?{destination.key}" if destination.page.by_hand else "",
        in_space=destination.in_space,
        contents=destination.page.contents,
        # A page that stands for a link has its version.
        version="" if lesson else str(destination.version),
        newest=str(NEWEST),
        embed=query.get("embed", [""])[-1].lower() == "true",
        font=letters(),
        words=lesson.words if lesson else None,
        others=lesson.data if lesson else None,
        preview=_tags(request, query),
    )
    headers = {**ASK_AGAIN, "ETag": f'W/"{hashlib.sha256(page.encode()).hexdigest()[:20]}"'}
    headers["Content-Security-Policy"] = _policy(language_code())
    if _unchanged(request, headers):
        return Response(status_code=304, headers=headers)
    return Response(page, media_type="text/html", headers=headers)


def _tags(request: Request, query: dict[str, list[str]]) -> Markup:
    """What others are told of the link where it is sent."""
    preview = preview_of(query)
    app = public_address(request)
    return tags(preview, app, light_page(preview, app) if app else "")


@cache
def _policy(language: str) -> str:
    """Only the page's own program may run: it is the same for every link, so it is taken from an empty page.

    Any site may show the page in a frame: there is no account in it that a click could be lured to, and a cookie only
    says in which language it is read.
    """
    with speaking(language):
        empty = view_page(title="", problems=(), timeline="", explore="", place="")
    return safety.policy("*", scripts=safety.scripts_in(empty))


async def view_timeline(request: Request) -> Response:
    """The packed timeline of a link, folded (see ui/timeline/folding.py)."""
    return await _computed(request, light.answer, light.is_large_answer)


async def view_detail(request: Request) -> Response:
    """The exact numbers of a link's step, packed; nothing where the timeline has them all."""
    return await _computed(request, light.detail, light.is_large_detail)


async def _computed(
    request: Request, answer_to: Callable[[light.Query], light.View], is_large: Callable[[light.Query], bool]
) -> Response:
    query = query_of(request)
    answer = await lanes.compute(partial(answer_to, query), large=is_large(query))
    # While servers are renewed, an older one may be asked what a newer one's page needs, or the other way round.
    ours = request.query_params.get(light.MADE_BY) in (None, light.version())
    headers = {**(FOR_A_DAY if ours else NO_STORE_ANYWHERE), "ETag": answer.etag}
    if _unchanged(request, headers):
        return Response(status_code=304, headers=headers)
    if not answer.body:
        return Response(status_code=204, headers=headers)
    if takes("gzip", request.headers):
        return Response(answer.body, media_type=BINARY, headers={**headers, "Content-Encoding": "gzip"})
    return Response(gzip.decompress(answer.body), media_type=BINARY, headers=headers)


def app_timeline(request: Request) -> Response:
    """A timeline of the full app, by the digest of its content, folded."""
    body = addresses.find(request.path_params["digest"])
    if body is None:
        return Response("It is not here any more.", status_code=404, media_type="text/plain", headers=NO_STORE)
    if takes("gzip", request.headers):
        return Response(body, media_type=BINARY, headers={**FOR_ONE, "Content-Encoding": "gzip"})
    return Response(gzip.decompress(body), media_type=BINARY, headers=FOR_ONE)
