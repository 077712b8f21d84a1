"""The page of a talk: the same for everybody, for the talk itself is in the browser (see web/talk); only the address of
its picture begins where the reader has found the app. No session."""

import hashlib
from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from ui.export.one_file import talk_page
from ui.language.speaking import speaking
from ui.previews.preview import of_a_talk
from ui.previews.tags import PLACE, tags
from ui.serving import headers as safety
from ui.serving.letters import letters
from ui.serving.public_address import public_address
from ui.serving.request_language import language_of

ASK_AGAIN = {"Cache-Control": "public, no-cache"}


@cache
def _page(language: str) -> tuple[str, dict[str, str]]:
    """The page in a language, and its headers but for its name (ETag)."""
    with speaking(language):
        page = talk_page(font=letters())
    return page, {
        **ASK_AGAIN,
        "Content-Security-Policy": safety.policy("'self'", scripts=safety.scripts_in(page)),
    }


def talk(request: Request) -> Response:
    """Answer with the page, in the visitor's language."""
    language = language_of(request)
    page, rules = _page(language)
    with speaking(language):
        page = page.replace(PLACE, tags(of_a_talk(), public_address(request)), 1)
    headers = {**rules, "ETag": f'W/"{hashlib.sha256(page.encode()).hexdigest()[:20]}"'}
    if request.headers.get("if-none-match", "").strip() == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(page, media_type="text/html", headers=headers)
