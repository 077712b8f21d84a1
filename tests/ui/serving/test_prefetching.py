"""What the full page will ask for soon is in its first page."""

import re
from urllib.parse import parse_qs

import pytest

from tests.test_app import request
from ui.assets import CARTESIAN_ROUTE
from ui.modules import FULL, route
from ui.serving.prefetching import ELEMENTS, NEEDS, PROGRAMS, charts_for


def test_the_first_page_names_all_that_elements_need() -> None:
    page = request("/")[2].decode()
    named = set(re.findall(r'(?:href|src)="\./static/js/([^"]+)"', page))
    for element in ELEMENTS:
        # A new release of Streamlit may call it otherwise.
        (program,) = PROGRAMS.glob(f"{element}.*.js")
        assert program.name in named
    for name in named:
        assert set(NEEDS.findall((PROGRAMS / name).read_text(encoding="utf-8"))) <= named, name
    assert page.count(f'href="{route().lstrip("/")}/{FULL}"') == 1


@pytest.mark.parametrize(
    ("code", "query", "has"),
    [
        ("", "", True),
        ("explorer", "data=blobs", True),
        ("backward_pass", "", True),
        ("", "surface=3-D", False),
        # Its second panel is in space unless a link says otherwise; and another page's word changes nothing here.
        ("loss_surface", "", False),
        ("loss_surface", "beside=other+loss", True),
        ("compare", "surface=3-D", True),
        ("about", "", False),
        ("lessons", "", False),
        ("no such page", "", False),
    ],
)
def test_the_charts_program_comes_where_a_page_has_charts(code: str, query: str, has: bool) -> None:
    assert (CARTESIAN_ROUTE.lstrip("/") in charts_for(code, parse_qs(query))) == has


def test_the_first_page_is_compressed_for_whoever_reads_that() -> None:
    _, plain, page = request("/")
    _, headers, packed = request("/", accept_encoding="gzip")
    assert ("content-encoding" in plain, headers["content-encoding"]) == (False, "gzip")
    assert 2 * len(packed) < len(page)
    assert "Accept-Encoding" in headers["vary"]
