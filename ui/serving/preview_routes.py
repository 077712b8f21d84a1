"""What others ask for of a link that somebody has sent: its picture, and what oEmbed says of it. Plain routes, without
a session; the same link has the same answer for all."""

import hashlib
import re
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ui.export import light_view
from ui.export.markup import render
from ui.previews.picture import HEIGHT, WIDTH
from ui.previews.pictures import is_large_picture, picture_of
from ui.previews.preview import NAME, Preview, preview_of
from ui.previews.tags import light_page, picture_address
from ui.serving import lanes
from ui.serving.link_query import query_of
from ui.serving.public_address import PREFIX_HEADER, public_address
from ui.serving.static_files import ANYWHERE

DAY = 86_400
FOR_A_DAY = {"Cache-Control": f"public, max-age={DAY}", **ANYWHERE}
NO_STORE = {"Cache-Control": "no-store", **ANYWHERE}
# The size of a frame: usual, and at the least, where somebody has less room.
FRAME, LEAST = (960, 640), (320, 240)
# An address that is longer is none of ours.
LONGEST = 4_000


async def picture(request: Request) -> Response:
    """The picture of a link, whose query this is. The default one, where it is unusable."""
    preview = preview_of(query_of(request))
    png = await lanes.compute(partial(picture_of, preview), large=is_large_picture(preview))
    ours = request.query_params.get(light_view.MADE_BY) in (None, light_view.version())
    headers = {**(FOR_A_DAY if ours else NO_STORE), "ETag": f'"{hashlib.sha256(png).hexdigest()[:20]}"'}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(png, media_type="image/png", headers=headers)


def oembed(request: Request) -> Response:
    """What a page may show of a link of ours (https://oembed.com): the light view in a frame, or the link alone."""
    app = public_address(request)
    address = request.query_params.get("url", "")
    if request.query_params.get("format", "json") != "json":
        return Response("There is only JSON.", status_code=501, media_type="text/plain", headers=NO_STORE)
    preview = _linked(address, app)
    if preview is None:
        return Response("This is no link of ours.", status_code=404, media_type="text/plain", headers=NO_STORE)
    answer: dict[str, Any] = {
        "version": "1.0",
        "type": "link",
        "title": preview.title,
        "description": preview.about,
        "provider_name": NAME,
        "provider_url": app,
        "cache_age": DAY,
        "thumbnail_url": picture_address(preview, app),
        "thumbnail_width": WIDTH,
        "thumbnail_height": HEIGHT,
    }
    if preview.page.shown_by_a_link:
        width, height = (
            _at_most(request.query_params.get(name, ""), usual, least)
            for name, usual, least in zip(("maxwidth", "maxheight"), FRAME, LEAST, strict=True)
        )
        source = light_page(preview, app, embed="true")
        frame = render("frame.html", source=source, title=preview.title, width=width, height=height)
        answer |= {"type": "rich", "html": str(frame), "width": width, "height": height}
    return JSONResponse(answer, headers={**FOR_A_DAY, "Vary": PREFIX_HEADER})


def _linked(address: str, app: str) -> Preview | None:
    """The preview of a whole address of ours; None for one that is not."""
    if not app or len(address) > LONGEST:
        return None
    try:
        link, ours = urlsplit(address), urlsplit(app)
    except ValueError:
        return None
    # As /gx/page below /gx/, and /gx itself, but not /gxelse.
    if link.scheme not in ("http", "https") or link.netloc != ours.netloc or not f"{link.path}/".startswith(ours.path):
        return None
    code = f"{link.path}/".removeprefix(ours.path).strip("/")
    return preview_of(parse_qs(link.query), "" if code == "view" else code)


def _at_most(asked: str, usual: int, least: int) -> int:
    """As large as there is room for."""
    return max(min(int(asked), usual), least) if re.fullmatch(r"\d{1,5}", asked) else usual
