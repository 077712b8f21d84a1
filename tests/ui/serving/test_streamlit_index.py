"""The first page depends on who asks: it is never taken for the file that it was made of."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.staticfiles import StaticFiles

from tests import test_app
from tests.test_app import request
from ui.assets import PAGE_STYLES, joined, own_style
from ui.serving import streamlit_index
from ui.serving.headers import allowed, full_page
from ui.serving.static_files import STREAMLIT
from ui.serving.streamlit_index import StreamlitIndex

FILES = StaticFiles(directory=STREAMLIT, html=True)


@pytest.fixture(autouse=True)
def streamlit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit's own files, and nothing of ours but the first page."""
    server = Starlette(middleware=[Middleware(StreamlitIndex)])
    server.mount("/", FILES)
    monkeypatch.setattr(test_app, "server", server)


def test_nothing_that_is_said_of_the_file_is_said_of_the_page() -> None:
    status, headers, body = request("/", accept_language="de")
    assert (status, int(headers["content-length"])) == (200, len(body))
    assert b'<html lang="de"' in body
    # Everything has its place from the first moment: Streamlit draws before the page's own style sheet comes. It stands
    # behind all styles in the head, to which Streamlit adds its own.
    assert joined(PAGE_STYLES).encode() in body.partition(b"<body>")[2]
    assert not {"etag", "last-modified"} & set(headers)
    assert {"Accept-Language", "Cookie"} <= set(headers["vary"].split(", "))


def test_streamlit_speaks_the_page_s_language_from_its_first_word_on() -> None:
    said = streamlit_index.SPEAK.encode()
    assert said in request("/", accept_language="de")[2].partition(b"<body>")[2]
    assert allowed(streamlit_index.SPEAK) in full_page()
    # English is what it says by itself.
    assert said not in request("/", accept_language="en")[2]


def test_a_page_has_its_own_style_too_and_no_other_has_it() -> None:
    sheet = own_style("break_it").encode()
    assert sheet
    cases = {"break_it": True, "backward_pass": False, "": False, "*": False, "../page/frame": False}
    for code, has_it in cases.items():
        said = streamlit_index.style_of(code)
        assert (sheet in said.encode()) == has_it
        assert bool(said) == has_it


def test_whoever_has_the_file_or_an_older_page_gets_this_one() -> None:
    file = (STREAMLIT / "index.html").stat()
    etag = FILES.file_response(STREAMLIT / "index.html", file, {"method": "GET", "headers": []}).headers["etag"]
    for known in ({"if_none_match": etag}, {"if_modified_since": "Fri, 01 Jan 2100 00:00:00 GMT"}):
        assert request("/", accept_language="de", **known)[0] == 200


def test_what_is_no_page_keeps_what_is_said_of_it() -> None:
    script = next((STREAMLIT / "static" / "js").glob("index.*.js"))
    _, headers, _ = request(f"/static/js/{script.name}")
    assert request(f"/static/js/{script.name}", if_none_match=headers["etag"])[0] == 304
