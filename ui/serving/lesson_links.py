"""A link to a lesson and to nothing else, at whichever page's address, is sent on to where lessons are shown. One that
says of a run, too, is a moment that somebody explores: it leads back to the lesson."""

from urllib.parse import parse_qs

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.lessons.card import address
from ui.lessons.place import AT, LESSON, find
from ui.serving.older_links import LONGEST, PATHS
from ui.serving.paths import url


class LessonLinks:
    """Sends a browser that asks for a page by a link to a lesson on to the lesson."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "GET" and scope["path"] in map(url, PATHS):
            target = lesson_in(scope["query_string"].decode("latin-1"))
            if target:
                # Relative to the page itself: a proxy may have put it below any path.
                await RedirectResponse(target, headers={"Cache-Control": "no-store"})(scope, receive, send)
                return
        await self.app(scope, receive, send)


def lesson_in(query: str) -> str:
    """Where a query leads that says of a lesson and of nothing else; "" for any other."""
    if LESSON not in query or len(query) > LONGEST:
        return ""
    try:
        said = parse_qs(query)
    except ValueError:
        return ""
    place, _ = find(said)
    return address(place.lesson.name, place.at) if place and set(said) <= {LESSON, AT} else ""
