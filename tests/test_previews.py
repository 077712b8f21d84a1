"""What a chat, a forum and a course page read of a link, without JavaScript: the tags of the page, the picture that
they name, and the oEmbed answer; below a base path, and behind a proxy that strips a prefix."""

import gzip
import io
import json
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as st_
from PIL import Image
from starlette.requests import Request
from starlette.types import Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from tests.examples import examples
from tests.hostile import HOSTILE
from tests.loops import run
from tests.test_app import elements, request
from tests.ui.previews.test_picture import LARGEST, LINKS
from ui.export.light_view import version
from ui.pages import PAGES
from ui.previews.picture import HEIGHT, WIDTH
from ui.previews.preview import ABOUT, NAME
from ui.serving.public_address import ADDRESS, public_address
from ui.serving.streamlit_index import tags_for

HOST = "gx.example.org"
# The visitor for whom a proxy asks: as uvicorn tells us of him, where it believes the proxy.
FORWARDED = ("203.0.113.7", 0)
# What the full page may weigh more by.
MOST = 1_200


def scope(path: str, query: str = "", **headers: str) -> dict[str, Any]:
    sent = {"host": HOST, **headers}
    return {
        "type": "http",
        "method": "GET",
        "client": FORWARDED,
        "scheme": "https",
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in sent.items()],
    }


def tags_in(page: str) -> dict[str, str]:
    """What a chat reads: the meta elements by their properties, and where the oEmbed answer is."""
    found: dict[str, str] = {}

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            of = {name: value or "" for name, value in attributes}
            if tag == "meta":
                for name in ("property", "name"):
                    if name in of:
                        found[of[name]] = of["content"]
            if of.get("type") == "application/json+oembed":
                found["oembed"] = of["href"]

    Reader().feed(page)
    return found


def full_page(path: str, query: str = "", **headers: str) -> dict[str, str]:
    return tags_in(str(tags_for(Request(scope(path, query, **headers)))))


def light_page(query: str, **headers: str) -> dict[str, str]:
    return tags_in(request(f"/view?{query}", host=HOST, **headers)[2].decode())


def at(address: str) -> str:
    """The path and the query of an address."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def test_a_chat_reads_title_sentence_and_picture_of_both_pages() -> None:
    link = "v=2&step=3&title=Too+fast%3F&task=Find+it."
    for found in (full_page("/loss_surface", link), light_page(f"{link}&page=loss_surface")):
        assert found["og:title"] == found["twitter:title"] == "Too fast?"
        assert found["og:description"] == found["description"] == "Find it."
        assert found["twitter:card"] == "summary_large_image"
        assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
        assert urlsplit(found["og:image"]).netloc == HOST
        status, headers, png = request(at(found["og:image"]))
        assert (status, headers["content-type"]) == (200, "image/png")
        assert "max-age=86400" in headers["cache-control"]
        assert Image.open(io.BytesIO(png)).size == (1200, 630)
        known = request(at(found["og:image"]), if_none_match=headers["etag"])
        assert (known[0], known[2]) == (304, b"")


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/talk", "Talk · Gradient Explorer"),
        ("/talk?lang=de", "Vortrag · Gradient Explorer"),
        ("/view/worksheet?lesson=forward", "Forward · Worksheet"),
        ("/view/worksheet?lesson=forward&lang=de", "Vorwärts · Arbeitsblatt"),
    ],
)
def test_a_talk_and_a_worksheet_have_a_card_too(path: str, title: str) -> None:
    for host in (HOST, "other.example.org"):
        found = tags_in(request(path, host=host)[2].decode())
        assert found["og:title"] == title
        assert found["og:description"]
        assert urlsplit(found["og:image"]).netloc == host
    assert request(at(found["og:image"]))[1]["content-type"] == "image/png"


@pytest.mark.long
def test_links_of_all_pages_lead_to_pictures_of_which_no_two_are_alike() -> None:
    found = []
    for query, code in LINKS:
        read = full_page("/view" if "lesson=" in query else f"/{code}", query)
        status, headers, png = request(at(read["og:image"]))
        assert (status, headers["content-type"]) == (200, "image/png")
        assert len(png) <= LARGEST
        picture = Image.open(io.BytesIO(png))
        assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))
        found.append(picture.tobytes())
    assert len(found) >= 20
    assert len(set(found)) == len(found)


def test_the_two_pages_of_a_moment_have_one_picture() -> None:
    link = "v=2&step=3&data=moons"
    assert at(full_page("/compare", link)["og:image"]) == at(light_page(f"{link}&page=compare")["og:image"])


def test_the_first_page_says_what_the_app_is_and_is_hardly_longer() -> None:
    for address in ("/", "/explorer"):
        body = request(address, host=HOST)[2]
        page = (gzip.decompress(body) if address == "/explorer" else body).decode()
        assert tags_in(page)["og:title"] == NAME
        assert tags_in(page)["description"] == ABOUT
        assert page.index('"og:image"') < page.index("<script")
    assert len(tags_for(Request(scope("/")))) < MOST


def test_no_picture_is_drawn_for_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("a picture was drawn")

    monkeypatch.setattr("ui.previews.pictures.draw_picture", fail)
    assert full_page("/", "data=blobs&step=2&samples=31")["og:image"]
    assert light_page("data=blobs&step=2&samples=31")["og:image"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_link_adds_no_element(text: str) -> None:
    usual = elements(str(tags_for(Request(scope("/", "v=2&step=1")))))
    for name in ("title", "task", "predict", "data", "lesson", "page", text):
        assert elements(str(tags_for(Request(scope("/", urlencode({name: text, "step": 1})))))) == usual
    status, _, png = request(f"/preview.png?{urlencode({'title': text, 'data': text, 'lesson': text})}")
    assert status == 200
    assert png.startswith(b"\x89PNG")


def test_a_link_of_any_length_is_answered_briefly() -> None:
    found = str(tags_for(Request(scope("/", "title=" + "x" * 100_000))))
    assert len(found) < MOST
    many = urlencode([(f"name{i}", "x" * 50) for i in range(60)] + [("title", "y" * 400)])
    assert len(str(tags_for(Request(scope("/", many))))) < 3 * MOST


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ({}, "https://gx.example.org/"),
        ({"x_forwarded_prefix": "/~/+"}, "https://gx.example.org/~/+/"),
        ({"x_forwarded_prefix": "/course/gx/"}, "https://gx.example.org/course/gx/"),
        ({"x_forwarded_prefix": '/"><script>'}, "https://gx.example.org/"),
        ({"x_forwarded_prefix": "//evil.example.org"}, "https://gx.example.org/"),
        ({"x_forwarded_prefix": "/.."}, "https://gx.example.org/"),
        ({"x_forwarded_prefix": "/gx/./../.."}, "https://gx.example.org/"),
        ({"x_forwarded_prefix": "/.../..gx"}, "https://gx.example.org/.../..gx/"),
        ({"x_forwarded_prefix": "/°ª"}, "https://gx.example.org/"),
        ({"host": "[::1]:8501"}, "https://[::1]:8501/"),
        ({"host": 'x"><b>'}, ""),
        ({"host": "a@b"}, ""),
        ({"host": "gªx.example.org"}, ""),
    ],
)
def test_addresses_are_whole_wherever_a_proxy_has_put_us(header: dict[str, str], address: str) -> None:
    assert public_address(Request(scope("/", **header))) == address
    assert full_page("/", "v=2&step=1", **header)["og:image"].startswith(f"{address}preview.png?v=2&step=1&")


# What a path may be made of, and what may turn it into something else.
PIECES = st_.sampled_from(
    [
        "/",
        ".",
        "..",
        "//",
        "\\",
        "gx",
        "~",
        "%2e",
        "%2f",
        '"',
        "'",
        "<b>",
        "&",
        "?a=b",
        "#",
        "@",
        ":",
        ",",
        " ",
        "\u00aa",
    ]
)


@examples(200)
@given(st_.one_of(st_.lists(PIECES, max_size=8).map("".join), st_.text(st_.characters(max_codepoint=255), max_size=20)))
def test_whatever_prefix_a_proxy_sends_is_refused_or_leads_to_where_it_says(prefix: str) -> None:
    asked = scope("/", "v=2&step=1") | {
        "headers": [(b"host", HOST.encode()), (b"x-forwarded-prefix", prefix.encode("latin-1"))]
    }
    address = public_address(Request(asked))
    assert address in (f"https://{HOST}/", f"https://{HOST}{prefix.rstrip('/')}/")
    # A browser reads it as it is written, and it needs no quoting anywhere.
    assert urljoin(address, "view") == urljoin(f"https://{HOST}/", urlsplit(address).path + "view") == f"{address}view"
    assert urlsplit(address).netloc == HOST
    assert re.fullmatch(r"[\w/:.~+-]+", address, re.ASCII)
    assert elements(str(tags_for(Request(asked)))) == elements(str(tags_for(Request(scope("/", "v=2&step=1")))))


@pytest.mark.parametrize(
    ("peer", "headers", "believed"),
    [
        ("127.0.0.1", {"x-forwarded-for": "203.0.113.7"}, True),
        ("127.0.0.1", {}, False),
        ("203.0.113.7", {"x-forwarded-for": "127.0.0.1"}, False),
        ("203.0.113.7", {"x-forwarded-for": "203.0.113.7:50000"}, False),
    ],
)
def test_what_is_stripped_is_believed_of_a_proxy_and_not_of_a_visitor(
    peer: str, headers: dict[str, str], believed: bool
) -> None:
    found: list[str] = []

    async def app(asked: Scope, receive: Receive, send: Send) -> None:
        found.append(public_address(Request(asked)))

    asked = scope("/", **headers, **{"x-forwarded-prefix": "/gx"}) | {"client": (peer, 50_000)}
    run(ProxyHeadersMiddleware(app, "127.0.0.1")(asked, None, None))
    assert found == ["https://gx.example.org/gx/" if believed else "https://gx.example.org/"]


def test_below_a_base_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "get_option", lambda name: "lesson" if name == "server.baseUrlPath" else None)
    found = full_page("/lesson/compare", "v=2&step=1")
    assert found["og:image"].startswith("https://gx.example.org/lesson/preview.png?")
    assert found["og:title"] == "Zigzag after 1 step: 4 runs side by side"
    assert full_page("/lesson/")["og:title"] == NAME


def test_an_operator_says_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ADDRESS, "https://moodle.example.org/gx")
    assert full_page("/")["og:image"].startswith("https://moodle.example.org/gx/preview.png?")


def test_an_older_or_newer_server_s_picture_is_not_kept() -> None:
    assert request("/preview.png?v=2&made=older")[1]["cache-control"] == "no-store"
    assert "max-age" in request(f"/preview.png?v=2&made={version()}")[1]["cache-control"]


def oembed(address: str, **asked: object) -> tuple[int, dict[str, Any]]:
    status, headers, body = request(f"/oembed?{urlencode({'url': address, **asked})}", host=HOST)
    assert headers["access-control-allow-origin"] == "*"
    return status, json.loads(body) if status == 200 else {}


def test_oembed_puts_the_light_view_into_a_page() -> None:
    link = "http://gx.example.org/compare?v=2&step=3&title=A+%22race%22&task=Who+wins%3F"
    status, answer = oembed(link, maxwidth=500, maxheight=100, format="json")
    assert status == 200
    assert (answer["type"], answer["version"], answer["title"]) == ("rich", "1.0", 'A "race"')
    assert (answer["width"], answer["height"]) == (500, 240)
    frame = answer["html"]
    assert 'src="http://gx.example.org/view?' in frame
    assert "task=Who+wins%3F" in frame
    assert "embed=true" in frame
    assert elements(frame) == elements('<iframe src="x" title="x" style="border: 0"></iframe>')
    assert request(at(answer["thumbnail_url"]))[0] == 200


def test_what_is_more_than_a_player_is_a_link() -> None:
    answer = oembed("http://gx.example.org/take_home?v=2")[1]
    assert answer["type"] == "link"
    assert answer["title"].startswith(PAGES["take_home"].title)


def test_a_page_says_where_its_oembed_answer_is() -> None:
    for found in (full_page("/", "v=2&step=3"), light_page("v=2&step=3")):
        # Behind a proxy that ends TLS we are called otherwise.
        address = at(found["oembed"]).replace(quote("https://", safe=""), quote("http://", safe=""))
        status, _, body = request(address, host=HOST)
        assert status == 200
        assert json.loads(body)["title"] == found["og:title"]


@pytest.mark.parametrize(
    "address",
    ["", "x", "https://elsewhere.example.org/", "javascript:alert(1)", "http://[", "http://gx.example.org.evil.org/"],
)
def test_oembed_says_nothing_of_others(address: str) -> None:
    assert oembed(address)[0] == 404
    assert oembed("http://gx.example.org/", format="xml")[0] == 501


def test_oembed_knows_what_is_below_its_own_path_alone() -> None:
    def asked(path: str) -> tuple[int, dict[str, str], bytes]:
        link = urlencode({"url": f"http://{HOST}{path}"})
        return request(f"/oembed?{link}", client=FORWARDED, host=HOST, x_forwarded_prefix="/gx")

    for path in ("/gx", "/gx/", "/gx/compare", "/gx/view?step=3"):
        assert asked(path)[0] == 200
    for path in ("/gxelse", "/gxcompare", "/", ""):
        assert asked(path)[0] == 404
    assert asked("/gx/")[1]["vary"] == "x-forwarded-prefix"
