"""Whoever asks for a page that there is not is told so, and finds back from wherever the app stands."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_handler

from app import MIDDLEWARE
from tests import test_app
from tests.test_app import request
from ui.pages import PAGES
from ui.serving.static_files import STREAMLIT


@pytest.fixture(params=["", "some/lesson"])
def base(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The path below which the app stands: all that stands around Streamlit's own files, and these."""
    below = f"/{request.param}" if request.param else ""
    real = st.get_option
    monkeypatch.setattr(st, "get_option", lambda name: request.param if name == "server.baseUrlPath" else real(name))
    files = create_streamlit_static_handler(str(STREAMLIT), request.param)
    server = Starlette(routes=[Mount(below or "/", files)], middleware=[Middleware(each) for each in MIDDLEWARE])
    monkeypatch.setattr(test_app, "server", server)
    return below


@pytest.mark.parametrize("path", ["nonsense", "lesson/x", "a/b/c/d", "compare/x", "static/js/missing.js", "robots.txt"])
def test_an_unknown_address_says_so_and_leads_back(base: str, path: str) -> None:
    status, headers, body = request(f"{base}/{path}?lang=de&title=%3Cb%3E")
    page = body.decode()
    assert (status, int(headers["content-length"])) == (404, len(body))
    assert "Unter dieser Adresse gibt es keine Seite." in page
    assert "There is no page at this address." in request(f"{base}/{path}")[2].decode()
    assert "<b>" not in page
    assert "default-src 'self'" in headers["content-security-policy"]
    # A proxy strips a prefix of which the app knows nothing.
    for host in ("https://gx.example.org", "https://gx.example.org/~/+"):
        at = f"{host}{base}/"
        links = [urljoin(f"{at}{path}", link) for link in re.findall('<a href="([^"]+)"', page)]
        assert links == [at, f"{at}lessons"]
    assert request(f"{base}/{path}", method="HEAD")[0] == 404


def test_every_page_and_all_else_is_answered_as_ever(base: str) -> None:
    for path in ("", *PAGES):
        status, _, body = request(f"{base}/{path}")
        assert status == 200, path
        assert b"is on its way" in body, path
    script = next((STREAMLIT / "static" / "js").glob("index.*.js"))
    assert request(f"{base}/static/js/{script.name}")[0] == 200
    # A slash too many is taken away, and what only machines ask for has no page.
    assert request(f"{base}/compare/")[1]["location"] == "../compare"
    assert request(f"{base}/compare/_stcore/health")[0] == 404
