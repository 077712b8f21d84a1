"""The first page has the picture of the very moment that its link says, where all that stands above it is known."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from ui.assets import HERE as WEB
from ui.export import light_view
from ui.language.speaking import speaking
from ui.panels.view import to_view
from ui.serving import timelines
from ui.serving.cover import START, cover_of
from ui.serving.headers import full_page, policy
from ui.serving.static_files import STREAMLIT
from ui.serving.streamlit_index import with_our_words
from ui.settings.versions import NEWEST
from ui.timeline.packing import token_of

LINKS = ("", f"v={NEWEST}&data=blobs&steps=40&step=7", f"v={NEWEST}&data=moons&batch=16", f"v={NEWEST}&lang=de&lr=2")


@pytest.mark.parametrize("link", LINKS)
def test_the_first_page_leads_to_the_timeline_that_its_page_will_have(link: str) -> None:
    query = parse_qs(link)
    cover = cover_of("", query)
    assert cover is not None
    (address,) = re.findall(r'data-timeline="([^"]+)"', cover.body)
    destination = light_view.destination_of(parse_qs(urlsplit(address.replace("&amp;", "&")).query))
    settled = light_view.destination_of(query or {"v": [str(NEWEST)]})
    assert destination.settings == settled.settings
    # The page's own: a browser that has the one needs not the other.
    with speaking(destination.language):
        ours = timelines.explorer_timeline(destination.shown.scenario, to_view(destination.settings))
    assert token_of(light_view.packed(destination)) == token_of(ours)
    assert f'href="{address}"' in cover.head


@pytest.mark.parametrize(
    ("code", "link"),
    [
        ("about", ""),
        ("no such page", ""),
        # Something else stands above the player, or nobody knows.
        ("compare", ""),
        ("", "points=1,2,0"),
        ("", "title=Today"),
        ("", "predict=3|What%3F|A|B"),
        ("", "lesson=downhill&at=1"),
        ("", "embed=true"),
        ("", "lecture=true"),
        # In space there is only Plotly.
        ("", "surface=3-D"),
        # A broken link is told of on the page; a picture of something else would be a fake.
        ("", "lr=fast"),
        ("", "data=nothing"),
        # Nobody waits for it.
        ("", "data=blobs&samples=100000&steps=5000"),
    ],
)
def test_there_is_none_where_it_would_jump_or_lie(code: str, link: str) -> None:
    assert cover_of(code, parse_qs(f"v={NEWEST}&{link}")) is None


def test_what_is_shown_first_comes_first_and_streamlit_waits_for_it() -> None:
    page = with_our_words((STREAMLIT / "index.html").read_text(encoding="utf-8"))
    cover = cover_of("", {})
    assert cover is not None
    with_it = cover.put_into(page.encode()).decode()
    waiting = re.findall(r'<template id="streamlit-programs">(.*?)</template></head>', with_it, re.DOTALL)
    assert len(waiting) == 1
    assert waiting[0].count('type="module"') == 1
    # All of Streamlit's programs, and none of ours.
    outside = with_it.replace(waiting[0], "")
    assert "static/js" in waiting[0]
    assert "static/js" not in outside
    assert "assets/" not in waiting[0]
    assert outside.index("streamlit.js") < outside.index("<body")


def test_its_style_is_of_nothing_else() -> None:
    # It stays in the page's head, whichever page is opened then.
    (template,) = WEB.parent.glob("ui/export/templates/cover.html")
    classes = re.findall(r'class="(gx-[^"]+)"', template.read_text(encoding="utf-8"))
    others = [file for file in (*WEB.rglob("*.css"), *WEB.rglob("*.js")) if not file.name.startswith("cover")]
    words = {word for file in others for word in re.findall(r"[\w-]+", file.read_text(encoding="utf-8"))}
    assert classes
    assert not words & set(classes)


def test_our_policy_knows_the_program_that_starts_it() -> None:
    known = re.findall(r"'sha256-[^']+'", policy("", scripts=[START]))
    assert len(known) == 1
    assert known[0] in full_page()


def test_a_page_that_is_built_otherwise_stays_as_it_is() -> None:
    cover = cover_of("", {})
    assert cover is not None
    assert cover.put_into(b"<html></html>") == b"<html></html>"
