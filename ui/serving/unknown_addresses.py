"""An address that leads to no page is told so, in a sentence and with a way back. Streamlit itself would answer with
its first page, which then looks for its server below that address, and shows nothing."""

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import Message, Receive, Scope, Send

from ui.export.markup import render
from ui.language.speaking import speaking
from ui.pages import HOME
from ui.serving.headers import policy
from ui.serving.middleware import HttpMiddleware
from ui.serving.page_redirects import PATHS
from ui.serving.paths import url
from ui.serving.request_language import language_of

# All addresses at which Streamlit's first page is a page of ours.
PAGE_PATHS = (*PATHS, f"/{HOME.code}")


def way_back(asked: str) -> str:
    """The way from a path that was asked for to the app, as a browser reads it: a proxy may have put it below any path.

    asked : as it was written, for an escaped slash parts no folders

    >>> way_back("/lesson"), way_back("/lesson/x"), way_back("/a%2Fb")
    ('./', '../', './')
    """
    return "../" * (asked.count("/") - url("/").count("/")) or "./"


class UnknownAddresses(HttpMiddleware):
    """Answers in the place of Streamlit's first page, where that is no page of ours."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD") or scope["path"] in map(url, PAGE_PATHS):
            await self.app(scope, receive, send)
            return
        is_unknown = False

        async def pass_on(message: Message) -> None:
            nonlocal is_unknown
            if message["type"] == "http.response.start":
                is_unknown = _is_streamlits_page(message)
            if not is_unknown:
                await send(message)

        await self.app(scope, receive, pass_on)
        if is_unknown:
            await _answer(Request(scope))(scope, receive, send)


def _answer(request: Request) -> HTMLResponse:
    asked = request.scope.get("raw_path", b"").decode("latin-1") or request.url.path
    with speaking(language_of(request)):
        page = render("unknown.html", home=way_back(asked))
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": policy("'self'"),
        "Vary": "Accept-Language, Cookie",
    }
    return HTMLResponse(page, status_code=404, headers=headers)


def _is_streamlits_page(start: Message) -> bool:
    headers = MutableHeaders(scope=start)
    is_html = headers.get("content-type", "").startswith("text/html")
    # A page of ours has its policy, and a file to be saved, which is no page, has its name.
    is_ours = "content-security-policy" in headers or "content-disposition" in headers
    return start["status"] == 200 and is_html and not is_ours
