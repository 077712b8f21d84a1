"""Streamlit sends a browser on to an address without the slash at its end, or with it, and names that from the root.
Behind a proxy that strips a prefix the root is somebody else's, so the way there is made relative."""

from posixpath import basename, dirname, relpath
from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from ui.serving.answer_start import at_start
from ui.serving.middleware import HttpMiddleware


def relative_address(asked: str, target: str) -> str:
    """The relative address that leads from the path that was asked for to another path.

    >>> relative_address("/lesson", "/lesson/"), relative_address("/lesson/data/", "/lesson/data")
    ('./lesson/', '../data')
    """
    folder = relpath(dirname(target), dirname(asked))
    start = "./" if folder == "." else f"{'' if folder.startswith('..') else './'}{folder}/"
    return start + basename(target)


class RelativeRedirects(HttpMiddleware):
    """Makes every redirect to another place of ours relative."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:

        def make_relative(start: Message) -> None:
            headers = MutableHeaders(scope=start)
            target = urlsplit(headers.get("location", "") if 300 <= start["status"] < 400 else "")
            # The host is ours where it is the one that was asked for; behind a proxy it is only called otherwise.
            if target.path.startswith("/") and target.netloc in ("", Headers(scope=scope).get("host")):
                query = f"?{target.query}" if target.query else ""
                headers["location"] = quote(relative_address(scope["path"], unquote(target.path))) + query

        await self.app(scope, receive, at_start(send, make_relative))
