"""In which language whoever asks for a page reads it: the link's, or what he has chosen before, or his browser's."""

from starlette.requests import HTTPConnection

from ui.language import wanted
from ui.serving.link_query import query_of


def language_of(request: HTTPConnection) -> str:
    """Its code."""
    link = (query_of(request).get(wanted.PARAMETER) or [""])[-1]
    return wanted.wanted(link, request.cookies.get(wanted.COOKIE, ""), request.headers.get("accept-language", ""))
