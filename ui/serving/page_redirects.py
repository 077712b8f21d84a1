"""A browser that asks for a page of the full app is sent on where its link belongs elsewhere: what such links share."""

from starlette.responses import RedirectResponse
from starlette.types import Receive, Scope, Send

from ui.pages import HOME, PAGES
from ui.serving.link_query import LONGEST
from ui.serving.middleware import HttpMiddleware
from ui.serving.paths import url

PATHS = ("/", *(f"/{code}" for code in PAGES if code != HOME.code))


class PageRedirect(HttpMiddleware):
    """Sends a browser that asks for a page on to `target`, where there is one."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "GET" and scope["path"] in map(url, PATHS):
            query = scope["query_string"].decode("latin-1")
            # A longer address is Streamlit's own matter.
            target = self.target(query) if query and len(query) <= LONGEST else ""
            if target:
                # Relative to the page itself: a proxy may have put it below any path.
                await RedirectResponse(target, headers={"Cache-Control": "no-store"})(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def target(self, query: str) -> str:
        """Where a query leads, relative to the page; "" where it stays."""
        raise NotImplementedError
