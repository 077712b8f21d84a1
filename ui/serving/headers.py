"""What every answer tells the browser for the visitor's safety: nothing foreign is loaded, nothing is guessed, and who
may put our pages into a frame. And which hosts we answer as at all."""

import base64
import hashlib
import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from ui.language.speaking import _, speaking
from ui.serving.answer_start import at_start
from ui.serving.cover import START
from ui.serving.middleware import HttpMiddleware
from ui.serving.older_links import SCRIPT
from ui.serving.paths import url
from ui.serving.prefetching import CHARTS
from ui.serving.request_language import language_of
from ui.serving.streamlit_index import LINE, SPEAK

# Which sites may put our pages into a frame, as in a content security policy: "'self' https://moodle.example.org".
FRAMES = "GRADIENT_EXPLORER_FRAMES"
# What a load balancer or an orchestrator asks for, by whatever address.
FOR_MACHINES = ("/healthz", "/_stcore/health")
INDEX = Path(st.__file__).parent / "static" / "index.html"
INLINE = re.compile(r"<script\b[^>]*>(.+?)</script>", re.DOTALL)


def policy(frames: str, sources: Iterable[str] = (), scripts: Iterable[str] = (), **others: str) -> str:
    """A content security policy: everything from ourselves, and programs that stand in the page only where listed.

    frames : who may show the page in a frame, where the operator has not said otherwise
    sources : of programs, besides ourselves · scripts : the programs in the page, by their text
    others : more directives, _ for -
    """
    known = map(allowed, scripts)
    directives = {
        "default_src": "'self'",
        "script_src": " ".join(["'self'", *sources, *known]),
        # React's and Plotly's styles are put into the page by their programs.
        "style_src": "'self' 'unsafe-inline'",
        # Pictures of charts are made in the page.
        "img_src": "'self' data: blob:",
        "connect_src": "'self'",
        "object_src": "'none'",
        "base_uri": "'self'",
        "form_action": "'self'",
        "frame_ancestors": os.environ.get(FRAMES, frames),
        **others,
    }
    return "; ".join(f"{name.replace('_', '-')} {value}" for name, value in directives.items())


def scripts_in(page: str) -> list[str]:
    """The programs that stand in a page of ours."""
    return INLINE.findall(page)


def allowed(script: str) -> str:
    """How a policy names a program that may stand in the page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


@cache
def full_page() -> str:
    """The policy of the full page, which is Streamlit's: it starts our component from a blob that it has made."""
    return policy(
        "'self'",
        ("blob:",),
        [*scripts_in(INDEX.read_text(encoding="utf-8")), SCRIPT, CHARTS, START, SPEAK, LINE],
        font_src="'self' data:",
        worker_src="'self' blob:",
    )


class Safety(HttpMiddleware):
    """Adds the headers to every answer, and refuses hosts that are not ours (Streamlit's server.allowedHosts).

    A page that has a policy of its own keeps it; any other page has the full page's. Of its WebSocket Streamlit itself
    looks at the host.
    """

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        send = at_start(send, _add_headers)
        host = Headers(scope=scope).get("host")
        if is_host_allowed(host) or scope["path"] in map(url, FOR_MACHINES):
            await self.app(scope, receive, send)
        else:
            with speaking(language_of(HTTPConnection(scope))):
                answer = PlainTextResponse(_("This server has another name."), status_code=421)
            await answer(scope, receive, send)


def _add_headers(start: Message) -> None:
    headers = MutableHeaders(scope=start)
    headers["X-Content-Type-Options"] = "nosniff"
    # A link says what somebody looks at: it stays between him and us.
    headers["Referrer-Policy"] = "same-origin"
    if headers.get("content-type", "").startswith("text/html"):
        headers.setdefault("Content-Security-Policy", full_page())
