"""In which language whoever asks for a page reads it: the link's, or what he has chosen before, or his browser's."""

from starlette.requests import HTTPConnection

from ui.language import preference
from ui.serving.link_query import query_of


def language_of(request: HTTPConnection) -> str:
    """Its code."""
    link = (query_of(request).get(preference.PARAMETER) or [""])[-1]
    return preference.preferred(
        link, request.cookies.get(preference.COOKIE, ""), request.headers.get("accept-language", "")
    )
