"""A link of an older version is sent on to the same in today's words: Streamlit's widgets know one set of defaults.
So the full page's address carries the newest version from its first moment on, and Back leads out of the app."""

from urllib.parse import parse_qs, urlencode

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.pages import HOME, PAGES
from ui.serving.paths import url
from ui.settings import links
from ui.settings.versions import NEWEST

# For the address that says nothing, in the page itself: nobody has to be asked for it.
SCRIPT = f'if (!location.search) history.replaceState(history.state, "", `?v={NEWEST}${{location.hash}}`);'
PATHS = ("/", *(f"/{code}" for code in PAGES if code != HOME.code))
# An address of more letters is Streamlit's own matter.
LONGEST = 10_000


def renewed_query(query: str) -> str:
    """The query of the same link today; "" where it is that already, says nothing, or has a value that is not usable.

    Of what is not usable the page itself tells.
    """
    if not query or len(query) > LONGEST:
        return ""
    try:
        said = parse_qs(query, keep_blank_values=True)
    except ValueError:
        return ""
    if said.get(links.VERSION.name) or links.decode(said).problems:
        return ""
    return urlencode(links.renewed(said), doseq=True)


class OlderLinks:
    """Sends a browser that asks for a page by an older link on to the newer one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "GET" and scope["path"] in map(url, PATHS):
            newer = renewed_query(scope["query_string"].decode("latin-1"))
            if newer:
                # Relative to the page itself: a proxy may have put it below any path.
                await RedirectResponse(f"?{newer}", headers={"Cache-Control": "no-store"})(scope, receive, send)
                return
        await self.app(scope, receive, send)
