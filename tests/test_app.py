"""The server's own routes: what a browser, a cache and a client without gzip get of the light view."""

import asyncio
import gzip
import re
import threading
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from app import ROUTES
from ui.player.assets import CARTESIAN_FILE, CARTESIAN_ROUTE, PLOTLY_FILE, PLOTLY_ROUTE
from ui.player.wire import unfold
from ui.view import answer

LINK = "data=blobs&samples=20&steps=6"
server = Starlette(routes=[Route(path, function) for path, function in ROUTES.items()])


def request(address: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """One request, without a network: status, headers, body."""
    parts = urlsplit(address)
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "method": method,
        "path": parts.path,
        "query_string": parts.query.encode(),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }
    # In a thread: the browser tests leave their event loop running in this one.
    thread = threading.Thread(target=lambda: asyncio.run(server(scope, receive, send)))
    thread.start()
    thread.join()
    answered = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], answered, b"".join(message.get("body", b"") for message in sent[1:])


def elements(page: str) -> list[str]:
    """The page's elements in their order, each with its class, and those attributes that could run something."""
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            of = dict(attributes)
            runs = [name for name in of if name.startswith("on") or name in ("src", "srcdoc")]
            found.append(".".join([tag, *(of.get("class") or "").replace(" gx-embed", "").split(), *runs]))

    Reader().feed(page)
    return found


def test_the_timeline_is_compressed_for_those_who_can_read_it() -> None:
    status, headers, body = request(f"/view/timeline?{LINK}", accept_encoding="br, gzip")
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert headers["cache-control"].startswith("public, max-age=")
    assert headers["vary"] == "Accept-Encoding"
    for refused in ("", "br", "gzip;q=0"):
        _, plain, same = request(f"/view/timeline?{LINK}", accept_encoding=refused)
        assert "content-encoding" not in plain
        assert unfold(same) == unfold(gzip.decompress(body))
        assert plain["etag"] == headers["etag"]


def test_the_same_link_has_the_same_bytes_in_any_order() -> None:
    first = request(f"/view/timeline?{LINK}")
    for other in ("steps=6&samples=20&data=blobs", f"steps=9&{LINK}&v=1", f"{LINK}&lr=0.5&step=2"):
        again = request(f"/view/timeline?{other}")
        assert (again[1]["etag"], again[2]) == (first[1]["etag"], first[2])


@pytest.mark.parametrize("path", ["/view", "/view/timeline", "/view/detail?page=loss_surface"])
def test_who_has_it_already_gets_nothing(path: str) -> None:
    path += "&" if "?" in path else "?"
    _, headers, _ = request(f"{path}{LINK}")
    for known in (headers["etag"], f'"other", {headers["etag"]}', "*"):
        status, again, body = request(f"{path}{LINK}", if_none_match=known)
        assert (status, body) == (304, b"")
        assert again["etag"] == headers["etag"]
        assert again["cache-control"] == headers["cache-control"]
    assert request(f"{path}{LINK}", if_none_match='"other"')[0] == 200


def test_a_step_s_details_are_asked_for_where_there_are_any() -> None:
    page = request(f"/view?{LINK}&page=loss_surface&step=3")[2].decode()
    address = re.findall(r'data-details="([^"]+)"', page)[0].replace("&amp;", "&")
    status, headers, body = request(f"/{address}&step=3", accept_encoding="gzip")
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert headers["cache-control"].startswith("public, max-age=")
    assert gzip.decompress(body) == request(f"/{address}&step=3")[2]
    assert request(f"/{address}&step=4")[1]["etag"] != headers["etag"]
    # A sandboxed frame is of no origin.
    assert headers["access-control-allow-origin"] == "*"
    for other in ("explorer", "break_it", "gradient_check", "data", "compare", "backward_pass"):
        assert "data-details" not in request(f"/view?{LINK}&page={other}")[2].decode()
        assert request(f"/view/detail?{LINK}&page={other}")[::2] == (204, b"")


@pytest.mark.parametrize("path", ["/view", "/view/timeline", CARTESIAN_ROUTE])
def test_a_head_request_works(path: str) -> None:
    status, headers, _ = request(f"{path}?{LINK}", method="HEAD")
    assert status == 200
    assert int(headers["content-length"]) > 1_000


def test_the_page_names_what_it_needs_and_may_stand_in_a_frame() -> None:
    status, headers, body = request(f"/view?{LINK}&step=3")
    page = body.decode()
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert not {"x-frame-options", "content-security-policy", "set-cookie"} & set(headers)
    needed = re.findall(r'href="((?:assets|view)/[^"]+)"', page)
    assert len(needed) == 3
    for address in needed:
        status, headers, _ = request("/" + address.replace("&amp;", "&"))
        # A sandboxed frame is of no origin.
        assert (status, headers["access-control-allow-origin"]) == (200, "*")
    # Nothing begins at the root: the app may stand below any path.
    assert not re.findall(r'(?:href|src)="/', page)
    assert 'href="./?data=blobs&amp;samples=20&amp;steps=6&amp;step=3"' in page


def test_it_takes_all_of_plotly_only_where_there_is_a_3d_chart() -> None:
    assert CARTESIAN_ROUTE in "/" + request(f"/view?{LINK}")[2].decode().partition('as="script" href="')[2]
    assert f'href="{PLOTLY_ROUTE[1:]}"' in request(f"/view?{LINK}&surface=3-D")[2].decode()
    assert f'href="{PLOTLY_ROUTE[1:]}"' in request(f"/view?{LINK}&page=loss_surface")[2].decode()


@pytest.mark.parametrize(("route", "file"), [(PLOTLY_ROUTE, PLOTLY_FILE), (CARTESIAN_ROUTE, CARTESIAN_FILE)])
def test_plotly_is_the_file_for_ever(route: str, file: Any) -> None:
    status, headers, body = request(route, accept_encoding="gzip")
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert "immutable" in headers["cache-control"]
    assert gzip.decompress(body) == file.read_bytes()


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</title><h1>x",
        "&lt;b&gt;",
        "javascript:alert(1)",
        "\x00\x01",
        "\ud7ff\ufffd",
        "x" * 10_000,
    ],
)
@pytest.mark.parametrize("name", ["data", "points", "runs", "weights", "features", "page", "embed", "<b>", "step"])
def test_nothing_of_a_link_is_markup(name: str, text: str) -> None:
    query = f"samples=20&steps=6&page=compare&{quote(name)}={quote(text)}"
    assert request(f"/view/timeline?{query}")[0] == 200
    status, _, body = request(f"/view?{query}")
    assert status == 200
    usual = elements(request("/view?samples=20&steps=6&page=compare")[2].decode())
    assert [tag for tag in elements(body.decode()) if tag != "p.gx-problem"] == usual
    for page in ("break_it", "gradient_check", "data", "loss_surface"):
        other = f"{query}&page={page}" if name != "page" else query
        assert request(f"/view?{other}")[0] == 200
        assert request(f"/view/detail?{other}")[0] in (200, 204)


@pytest.mark.parametrize(
    "query", ["%", "%ff%fe", "&&&==&", "=", "a" * 60_000, "data=%00", "data[]=x", "steps=6;lr=2", "+"]
)
def test_a_query_that_is_none_is_the_usual_page(query: str) -> None:
    assert request(f"/view?{query}")[0] == 200
    assert (
        request(f"/view/timeline?{query}&samples=20&steps=6")[1]["etag"]
        == answer({"samples": ["20"], "steps": ["6"]}).etag
    )
