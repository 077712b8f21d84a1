"""In which language whoever asks for a page reads it: the link's, or what he has chosen before, or his browser's."""

from starlette.requests import HTTPConnection

from ui.language import wanted


def language_of(request: HTTPConnection) -> str:
    """Its code."""
    link = (request.query_params.getlist(wanted.PARAMETER) or [""])[-1]
    return wanted.wanted(link, request.cookies.get(wanted.COOKIE, ""), request.headers.get("accept-language", ""))
