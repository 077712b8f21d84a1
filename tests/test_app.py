"""The server's own routes: what a browser, a cache and a client without gzip get of the light view."""

import asyncio
import gzip
import inspect
import json
import logging
import re
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
import streamlit as st
from prometheus_client import REGISTRY, generate_latest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from streamlit.testing.v1 import AppTest

from app import MIDDLEWARE, ROUTES
from tests.loops import run
from tests.pairs import every_pair
from ui.assets import CARTESIAN_FILE, CARTESIAN_ROUTE, PLOTLY_FILE, PLOTLY_ROUTE
from ui.bridge.component import _all
from ui.export.light_view import answer, version
from ui.pages import HOME, LIGHT
from ui.serving.faults import SENTENCE
from ui.serving.headers import FRAMES, full_page, policy
from ui.serving.health import PORT, open_measures
from ui.serving.link_query import LONGEST
from ui.serving.static_files import STREAMLIT
from ui.timeline.folding import unfold
from ui.timeline.packing import unpack

LINK = "data=blobs&samples=20&steps=6"


def fail(_: Request) -> Response:
    raise ValueError("what a visitor has typed")


def fail_late(_: Request) -> Response:
    def parts() -> Iterator[bytes]:
        yield b"so far"
        raise ValueError("what a visitor has typed")

    return StreamingResponse(parts())


def first_page(_: Request) -> Response:
    return Response((STREAMLIT / "index.html").read_bytes(), media_type="text/html")


def packed_first_page(_: Request) -> Response:
    page = gzip.compress((STREAMLIT / "index.html").read_bytes())
    return Response(page, media_type="text/html", headers={"Content-Encoding": "gzip"})


def sent_on(request: Request) -> Response:
    return RedirectResponse(request.query_params["to"], 301)


ONLY_HERE = {
    "/sent/on/": sent_on,
    "/sent/on": sent_on,
    "/fails": fail,
    "/fails-late": fail_late,
    "/": first_page,
    "/explorer": packed_first_page,
}
server = Starlette(
    routes=[Route(path, function) for path, function in {**ROUTES, **ONLY_HERE}.items()],
    middleware=[Middleware(each) for each in MIDDLEWARE],
)


def request(
    address: str, method: str = "GET", client: tuple[str, int] = ("127.0.0.1", 50_000), **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """One request, without a network: status, headers, body."""
    parts = urlsplit(address)
    sent: list[dict[str, Any]] = []

    asked = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        if not asked:
            # The browser is still there.
            await asyncio.Event().wait()
        return asked.pop()

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "method": method,
        "path": parts.path,
        "client": client,
        "query_string": parts.query.encode(),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }
    run(server(scope, receive, send))
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


@pytest.mark.parametrize("path", ["/view/timeline", "/view/detail?page=loss_surface&step=3"])
def test_what_a_page_of_another_version_asks_for_is_kept_by_nobody(path: str) -> None:
    path += "&" if "?" in path else "?"
    assert request(f"{path}{LINK}&made={version()}")[1]["cache-control"].startswith("public, max-age=")
    _, headers, _ = request(f"{path}{LINK}&made=another")
    assert headers["cache-control"] == "no-store"
    assert headers["access-control-allow-origin"] == "*"


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
    for other in set(LIGHT) - {"loss_surface"}:
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
    assert not {"x-frame-options", "set-cookie"} & set(headers)
    assert "frame-ancestors *" in headers["content-security-policy"]
    needed = re.findall(r'href="((?:assets|view)/[^"]+)"', page)
    # The timeline and the program; Plotly is asked for when the timeline has come.
    assert len(needed) == 2
    for address in needed:
        status, headers, _ = request("/" + address.replace("&amp;", "&"))
        # A sandboxed frame is of no origin.
        assert (status, headers["access-control-allow-origin"]) == (200, "*")
    # Nothing begins at the root: the app may stand below any path.
    assert not re.findall(r'(?:href|src)="/', page)
    assert 'href="./?v=2&amp;data=blobs&amp;samples=20&amp;steps=6&amp;step=3"' in page


def test_it_takes_all_of_plotly_only_where_there_is_a_3d_chart() -> None:
    assert f'data-plotly="{CARTESIAN_ROUTE[1:]}"' in request(f"/view?{LINK}")[2].decode()
    assert f'data-plotly="{PLOTLY_ROUTE[1:]}"' in request(f"/view?{LINK}&surface=3-D")[2].decode()
    assert f'data-plotly="{PLOTLY_ROUTE[1:]}"' in request(f"/view?{LINK}&page=loss_surface")[2].decode()


@pytest.mark.parametrize(("route", "file"), [(PLOTLY_ROUTE, PLOTLY_FILE), (CARTESIAN_ROUTE, CARTESIAN_FILE)])
def test_plotly_is_the_file_for_ever(route: str, file: Any) -> None:
    status, headers, body = request(route, accept_encoding="gzip")
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert "immutable" in headers["cache-control"]
    assert gzip.decompress(body) == file.read_bytes()


def test_what_brotli_has_made_is_sent_to_whoever_reads_it() -> None:
    for asked in ("gzip, deflate, br", "br;q=0.5"):
        status, headers, body = request(CARTESIAN_ROUTE, accept_encoding=asked)
        assert (status, headers["content-encoding"], headers["vary"]) == (200, "br", "Accept-Encoding")
        assert "immutable" in headers["cache-control"]
        assert body == CARTESIAN_FILE.with_name(f"{CARTESIAN_FILE.name}.br").read_bytes()
    # All of Plotly is the package's, beside which nothing stands.
    for route, asked in ((CARTESIAN_ROUTE, "gzip, br;q=0"), (PLOTLY_ROUTE, "gzip, br")):
        assert request(route, accept_encoding=asked)[1]["content-encoding"] == "gzip"


@cache
def usual_elements(page: str) -> list[str]:
    return elements(request(f"/view?samples=20&steps=6&page={page}")[2].decode())


@every_pair(
    name=["data", "points", "runs", "weights", "features", "page", "embed", "<b>", "step"],
    text=[
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</title><h1>x",
        "&lt;b&gt;",
        "javascript:alert(1)",
        "\x00\x01",
        "\ud7ff\ufffd",
        "x" * 10_000,
    ],
    page=[code for code in LIGHT if code != "compare"],
)
def test_nothing_of_a_link_is_markup(name: str, text: str, page: str) -> None:
    query = f"samples=20&steps=6&page=compare&{quote(name)}={quote(text)}"
    assert request(f"/view/timeline?{query}")[0] == 200
    status, _, body = request(f"/view?{query}")
    assert status == 200
    # What is no page leads to the first one, which has panels of its own; of what is too long the beginning is read.
    is_no_page = name == "page" and len(query) < LONGEST
    shown = usual_elements(HOME.code if is_no_page else "compare")
    assert [tag for tag in elements(body.decode()) if tag != "p.gx-problem"] == shown
    other = f"{query}&page={page}" if name != "page" else query
    assert request(f"/view?{other}")[0] == 200
    assert request(f"/view/detail?{other}")[0] in (200, 204)


@pytest.mark.parametrize(
    "query", ["%", "%ff%fe", "&&&==&", "=", "a" * 6_000, "data=%00", "data[]=x", "steps=6;lr=2", "+"]
)
def test_a_query_that_is_none_is_the_usual_page(query: str) -> None:
    assert request(f"/view?{query}")[0] == 200
    assert (
        request(f"/view/timeline?{query}&samples=20&steps=6")[1]["etag"]
        == answer({"samples": ["20"], "steps": ["6"]}).etag
    )


@pytest.mark.parametrize("path", ["/", "/explorer"])
def test_streamlits_first_page_has_our_words_everywhere(path: str) -> None:
    status, headers, body = request(path)
    assert (status, int(headers["content-length"])) == (200, len(body))
    page = (gzip.decompress(body) if path == "/explorer" else body).decode()
    assert "<title>Gradient Explorer</title>" in page
    assert "is on its way" in page
    assert "needs JavaScript" in page
    assert "Streamlit</title>" not in page


@pytest.mark.parametrize("name", ["%5C%5Chost%5Cshare%5Cx.js", "\0.js", "x" * 300 + ".js", "../app.js", "..%2Fx.css"])
def test_what_is_asked_for_as_a_static_file_never_becomes_a_path(name: str) -> None:
    assert request(f"/static/{unquote(name)}", accept_encoding="gzip")[0] == 404
    script = next((STREAMLIT / "static" / "js").glob("index.*.js"))
    status, headers, body = request(f"/static/js/{script.name}", accept_encoding="gzip")
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert gzip.decompress(body) == script.read_bytes()


@pytest.mark.parametrize(
    "path", ["/view", "/view/timeline", CARTESIAN_ROUTE, "/assets/qr.svg?text=a", "/healthz", "/nothing"]
)
def test_every_answer_says_that_nothing_is_to_be_guessed(path: str) -> None:
    _, headers, _ = request(path)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_no_page_may_load_or_run_anything_foreign() -> None:
    light = request(f"/view?{LINK}")[1]["content-security-policy"]
    # Whatever the link says: the page's own program is the only one that may run.
    assert request("/view?title=%3Cscript%3Ealert(1)%3C/script%3E")[1]["content-security-policy"] == light
    for said in (light, full_page()):
        allowed = dict(directive.split(" ", 1) for directive in said.split("; "))
        assert allowed["default-src"] == allowed["connect-src"] == "'self'"
        assert allowed["object-src"] == "'none'"
        assert "unsafe" not in allowed["script-src"]
        sources = {source for directive in allowed.values() for source in directive.split()}
        known = {"'self'", "'none'", "'unsafe-inline'", "data:", "blob:", "*"}
        assert all(source in known or source.startswith("'sha256-") for source in sources)


def test_the_operator_says_who_may_frame_our_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "frame-ancestors 'self';" in full_page()
    monkeypatch.setenv(FRAMES, "'self' https://moodle.example.org")
    assert "frame-ancestors 'self' https://moodle.example.org" in policy("*")


def test_other_hosts_are_refused_where_the_operator_has_named_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    assert request("/view", host="anything.example")[0] == 200
    real = st.config.get_option
    monkeypatch.setattr(
        st.config, "get_option", lambda key: ["gx.example"] if key == "server.allowedHosts" else real(key)
    )
    assert request("/view", host="gx.example:8501")[0] == 200
    assert request("/view", host="evil.example")[::2] == (421, b"This server has another name.")
    # A machine asks by whatever address, and for nothing else.
    assert request("/healthz", host="10.0.0.7:8501")[0] in (200, 503)
    assert request("/anything/healthz", host="evil.example")[0] == 421


@pytest.mark.parametrize(
    ("asked", "to", "way"),
    [
        ("/sent/on", "/sent/on/", "./on/"),
        ("/sent/on/", "/sent/on?step=3", "../on?step=3"),
        ("/sent/on/", "http://gx.example/sent/on", "../on"),
        ("/sent/on", "/", "../"),
        ("/sent/on", "/a b/c", "../a%20b/c"),
        ("/sent/on", "https://elsewhere.example/sent", "https://elsewhere.example/sent"),
        ("/sent/on", "down/there", "down/there"),
    ],
)
def test_whoever_is_sent_on_stays_below_the_prefix_that_a_proxy_strips(asked: str, to: str, way: str) -> None:
    status, headers, _ = request(f"{asked}?to={quote(to)}", host="gx.example")
    assert (status, headers["location"]) == (301, way)
    # As a browser reads it behind such a proxy.
    if not to.startswith("https") and to != "down/there":
        there = urlsplit(urljoin(f"http://gx.example/~/+{asked}", way)).path
        assert unquote(there) == "/~/+" + urlsplit(to).path


def test_no_address_of_a_page_of_ours_is_from_the_root() -> None:
    for query in (LINK, f"{LINK}&surface=3-D", f"{LINK}&page=loss_surface&beside=other+loss"):
        page = request(f"/view?{query}")[2].decode()
        assert len(re.findall('(?:href|src|data-[a-z]+)="', page)) > 5
        assert not re.findall("""(?:href|src|data-[a-z]+|import|URL)[=(]["'`]/""", page)
    for component in (each for components in _all.values() for each in vars(components).values()):
        parts = inspect.getclosurevars(component).nonlocals
        assert not re.findall("""(?:href|src|data-[a-z]+|import|URL)[=(]["'`]/""", f"{parts['html']}{parts['js']}")


def test_an_error_gives_the_visitor_an_id_and_the_log_a_line_without_his_words(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    logger = logging.getLogger("gradient_explorer")
    monkeypatch.setattr(logger, "propagate", True)
    before = REGISTRY.get_sample_value("gradient_explorer_faults_total", {"where": "request"}) or 0
    status, headers, body = request("/fails")
    assert status == 500
    assert headers["content-type"].startswith("text/plain")
    [message] = {record.message for record in caplog.records if record.name == logger.name}
    line = json.loads(message)
    assert body.decode() == SENTENCE.format(fault=line["id"])
    assert re.fullmatch("[0-9a-f]{8}", line["id"])
    assert (line["error"], line["where"], line["level"]) == ("ValueError", "request", "error")
    assert line["places"][-1].startswith("tests/test_app.py:")
    assert "typed" not in json.dumps(line)
    assert REGISTRY.get_sample_value("gradient_explorer_faults_total", {"where": "request"}) == before + 1
    assert "schiefgegangen" in request("/fails", **{"accept-language": "de"})[2].decode()


def test_an_error_in_the_middle_of_an_answer_is_logged_by_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda args: pytest.fail(f"raised: {args.exc_value}"))
    status, _, body = request("/fails-late")
    assert (status, body) == (200, b"so far")


def test_an_error_in_a_page_is_told_with_its_id() -> None:
    def page() -> None:
        from ui.serving.faults import on_script_error

        on_script_error(KeyError("what a visitor has typed"))

    shown = AppTest.from_function(page).run()
    assert re.fullmatch(SENTENCE.format(fault="[0-9a-f]{8}"), shown.error[0].value)
    assert not shown.exception


@pytest.mark.parametrize("path", ["/metrics", "/metrics/", "/_stcore/metrics", "/anything/metrics"])
def test_measures_are_for_nobody_who_asks_where_the_pages_are(path: str) -> None:
    # A proxy need not say that it is one.
    for client in ("127.0.0.1", "10.1.2.3", "8.8.8.8"):
        assert request(path, client=(client, 50_000))[::2] == (
            403,
            b"Measures have a port of their own: GRADIENT_EXPLORER_METRICS.",
        )


def test_measures_have_a_port_of_their_own_where_the_operator_names_one(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delenv(PORT, raising=False)
    with open_measures() as port:
        assert port == 0
    monkeypatch.setenv(PORT, "0")
    with open_measures() as port:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            assert "gradient_explorer_sessions" in answer.read().decode()
        monkeypatch.setattr(logging.getLogger("gradient_explorer"), "propagate", True)
        # What is taken, or no address, is told to the log; the pages are served all the same.
        for where in (f"127.0.0.1:{port}", "nowhere", "localhost:", "127.0.0.1:99999"):
            with open_measures(where) as none:
                assert none == 0
            assert where in caplog.records[-1].message
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5)


def test_the_measures_count_what_is_computed_and_what_was_there() -> None:
    def counted(how: str) -> float:
        return REGISTRY.get_sample_value("gradient_explorer_answers_total", {"of": "light view", "how": how}) or 0

    computed, kept = counted("computed"), counted("cached")
    for _ in range(3):
        request("/view/timeline?data=xor&samples=21&steps=4&seed=77")
    assert (counted("computed") - computed, counted("cached") - kept) == (1, 2)
    shown = generate_latest().decode()
    for name in ("answers_total", "computing_seconds_bucket", "cached_bytes", "sessions", "rerun_seconds"):
        assert f"gradient_explorer_{name}" in shown
    assert "process_resident_memory_bytes" in shown
    # Nothing of a link is in it.
    assert "xor" not in shown


def test_before_the_server_runs_it_is_not_well() -> None:
    status, headers, body = request("/healthz")
    assert (status, json.loads(body)) == (503, {"status": "not ready"})
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("gzipped", [True, False])
def test_a_draft_is_answered_at_once_and_kept_by_nobody(gzipped: bool) -> None:
    accept = {"accept_encoding": "gzip"} if gzipped else {}
    status, headers, body = request(f"/draft?{LINK}&v=2&draft_step=3&hold=rate&hold_at=2.5", **accept)
    assert (status, headers["cache-control"]) == (200, "no-store")
    assert (headers.get("content-encoding") == "gzip") == gzipped
    header, _ = unpack(gzip.decompress(body) if gzipped else body)
    assert header["link"] == {"lr": "2.5"}
    assert header["heading"] == "Explore: blobs, BCE, gradient descent, learning rate 2.5"
    assert set(header["panels"]) == {"data", "surface", "samples", "loss"}


def test_a_draft_of_a_page_to_which_a_lesson_has_led() -> None:
    status, _, body = request(f"/draft?{LINK}&v=2&lesson=downhill&at=2&draft_step=3&hold=rate&hold_at=2.5")
    assert status == 200, body


@pytest.mark.parametrize(
    "asked",
    [
        "hold=rate&hold_at=",
        "hold=rate&hold_at=1,2",
        "hold=rate&hold_at=nan",
        "hold=rate",
        "hold=start&hold_at=1",
        "hold=moon&hold_at=1,2",
        "hold=&hold_at=1",
        "hold_at=1",
        "hold=rate&hold_at=1&draft_step=-1",
        "hold=rate&hold_at=1&draft_step=1e9",
        "hold=end&hold_at=1,2&data=Ames housing",
        "hold=rate&hold_at=1&page=compare",
        "hold=rate&hold_at=1&data=own data",
        "hold=rate&hold_at=1&lr=a lot",
    ],
)
def test_what_no_hand_can_ask_gets_a_sentence(asked: str) -> None:
    status, headers, body = request(f"/draft?v=2&{quote(asked, safe='=&,')}")
    assert (status, headers["cache-control"]) == (400, "no-store")
    assert headers["content-type"].startswith("text/plain")
    assert re.fullmatch(r"[A-Z][^<>{}]*\.", body.decode())
