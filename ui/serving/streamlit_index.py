"""The very first page of the full app, Streamlit's own, with our words: what it is, and that it is on its way.
On a slow line it is all that is to be seen for ten seconds and more. By our words it depends on who asks, and when: so
nothing that Streamlit says of its own file, of which day it is or which version, holds for it."""

import gzip
from functools import lru_cache
from urllib.parse import parse_qs

from markupsafe import Markup
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from ui.assets import PAGE_STYLES, below, joined, own_style, text
from ui.export.one_file import preloads
from ui.language.catalogue import ENGLISH
from ui.language.speaking import _, language_code, speaking
from ui.modules import FULL, for_browsers, route
from ui.pages import PAGES
from ui.previews.preview import NAME, of_the_app, preview_of
from ui.previews.tags import PLACE, full_page, tags
from ui.serving import prefetching
from ui.serving.cover import cover_of
from ui.serving.middleware import HttpMiddleware
from ui.serving.older_links import SCRIPT
from ui.serving.page_redirects import PATHS
from ui.serving.paths import url
from ui.serving.public_address import public_address
from ui.serving.request_language import language_of
from ui.serving.static_files import takes

# The program by which Streamlit's own words are in the page's language from the first one on.
SPEAK = for_browsers(text("speak_start.js"))
# And the one that says so, where Streamlit has no line to the server.
LINE = for_browsers(text("line_start.js"))
# A link of more letters has no preview of its own.
LONGEST = 4_000
# What is asked of a file that has not changed, and what is said of it.
CONDITIONS, VALIDATORS = (b"if-none-match", b"if-modified-since"), ("etag", "last-modified")
ROOT = '<div id="root"></div>'
HEAD_END, BODY_END = "</head>", "</body>"
# React takes it away when it draws for the first time. Its style stands in it: there is no other yet.
COMING = """<div id="root"><div class="coming" role="status"><style>
.coming { position: fixed; inset: 0; display: grid; place-content: center; gap: 16px; color-scheme: light dark;
  color: CanvasText; background: Canvas; font: 18px system-ui, sans-serif; text-align: center }
.coming i { height: 3px; border-radius: 2px; background: linear-gradient(90deg, #d6409f 30%, transparent 0) 0 / 200% }
@media (prefers-reduced-motion: no-preference) { .coming i { animation: coming 1.6s linear infinite } }
@keyframes coming { from { background-position: 200% } to { background-position: 0 } }
</style>$words<i></i></div></div>"""


def with_our_words(page: str) -> str:
    """Streamlit's first page with our words. A page that is built otherwise than we know it stays as it is."""
    if ROOT not in page or "<title>Streamlit</title>" not in page:
        return page
    before, _found, rest = page.partition("<noscript>")
    needed = _("{name} needs JavaScript: please allow it for this page.", name=NAME)
    page = f"{before}<noscript><p>{needed}</p></noscript>{rest.partition('</noscript>')[2]}" if rest else page
    page = page.replace('<html lang="en"', f'<html lang="{language_code()}"', 1)
    head = f"<title>{NAME}</title>\n    {PLACE}"
    # What Streamlit draws first has its place already: the same style comes with the page, a second later. It stands at
    # the end, as there: Streamlit's own styles are in the head.
    body = COMING.replace("$words", _("{name} is on its way …", name=NAME)) + f"<style>{joined(PAGE_STYLES)}</style>"
    programs = [LINE] if language_code() == ENGLISH else [SPEAK, LINE]
    body += "".join(f'<script data-module="{below(route())}/{FULL}">{program}</script>' for program in programs)
    # The player comes while Streamlit starts, and what Streamlit itself will ask for only when it has.
    coming_too = preloads(FULL)
    page = page.replace(HEAD_END, f"{prefetching.programs_for(page)}{HEAD_END}", 1)
    return page.replace("<title>Streamlit</title>", f"{head}<script>{SCRIPT}</script>{coming_too}", 1).replace(
        ROOT, body, 1
    )


class StreamlitIndex(HttpMiddleware):
    """Puts our words into Streamlit's first page."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        if scope["path"] in map(url, PATHS):
            # A browser may have Streamlit's ETag from a page that an earlier version of ours has changed.
            asked = [(name, value) for name, value in scope["headers"] if name.lower() not in CONDITIONS]
            scope = {**scope, "headers": asked}
        start: Message | None = None
        body = b""

        async def change(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _is_page(message):
                # Its length is known only when all of it is there.
                start = message
            elif start is None or message["type"] != "http.response.body":
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body", False):
                    headers = MutableHeaders(scope=start)
                    packed = headers.get("content-encoding") == "gzip"
                    request = Request(scope)
                    with speaking(language_of(request)):
                        page = _page_for(request, _changed(body, packed, language_code()))
                    if packed or takes("gzip", request.headers):
                        page = gzip.compress(page, 6, mtime=0)
                        headers["content-encoding"] = "gzip"
                    headers["content-length"] = str(len(page))
                    for validator in VALIDATORS:
                        del headers[validator]
                    headers.add_vary_header("Accept-Encoding, Accept-Language, Cookie")
                    await send(start)
                    await send({"type": "http.response.body", "body": page})

        await self.app(scope, receive, change)


def _page_for(request: Request, page: bytes) -> bytes:
    """The page with what its link adds: what others are told of it, and what is to be seen and to come first."""
    code, said = code_in(request), said_in(request)
    cover = cover_of(code, said) if PLACE.encode() in page else None
    coming = prefetching.charts_for(code, said)
    if cover is not None:
        page = cover.put_into(page)
        coming = f"{cover.head}{coming}"
    page = page.replace(BODY_END.encode(), f"{style_of(code)}{BODY_END}".encode(), 1)
    # What a chat reads stands first: it reads no more than the beginning of a page.
    return page.replace(PLACE.encode(), f"{tags_for(request)}{coming}".encode(), 1)


def tags_for(request: Request) -> Markup:
    """What others are told of the link, where it is sent: read off the link alone."""
    usual = len(request.url.query) <= LONGEST
    preview = preview_of(said_in(request), code_in(request)) if usual else of_the_app()
    app = public_address(request)
    return tags(preview, app, full_page(preview, app) if app else "")


def style_of(code: str) -> str:
    """The own style sheet of the page that is asked for, as HTML: Streamlit sends it when it has begun to draw."""
    sheet = own_style(code) if code in PAGES else ""
    return f"<style>{sheet}</style>" if sheet else ""


def said_in(request: Request) -> dict[str, list[str]]:
    """What the link says; nothing where it is too long to be one."""
    query = request.url.query
    return parse_qs(query) if len(query) <= LONGEST else {}


def code_in(request: Request) -> str:
    """The page that is asked for, as the path says it."""
    return request.url.path.removeprefix(url("")).strip("/")


@lru_cache(maxsize=8)
def _changed(body: bytes, packed: bool, language: str) -> bytes:
    """The page with our words. Streamlit compresses it everywhere but at the root."""
    with speaking(language):
        return with_our_words((gzip.decompress(body) if packed else body).decode()).encode()


def _is_page(start: Message) -> bool:
    """Whether this begins an HTML page that is not one of ours, which have a policy already."""
    headers = MutableHeaders(scope=start)
    is_html = headers.get("content-type", "").startswith("text/html")
    readable = headers.get("content-encoding", "gzip") == "gzip"
    return is_html and readable and "content-security-policy" not in headers
