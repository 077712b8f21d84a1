"""The first picture of the full page, in its very first answer: what the player draws before Streamlit has begun, at
the place where Streamlit's page will have it (web/cover.js). Streamlit's programs come behind it; on a slow line they
take ten seconds. Only where all that will stand above the player is known from the link: then nothing jumps."""

import re
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from ui.assets import COVER_STYLES, below, joined, player_style, text
from ui.bridge.player_html import player_html
from ui.export import light_view
from ui.export.markup import render
from ui.language.speaking import _, language_code, speaking
from ui.modules import FULL, for_browsers, route
from ui.pages import HOME, LIGHT, after
from ui.serving.letters import letters
from ui.settings.header import words
from ui.settings.links import TEACHING, VERSION
from ui.settings.versions import NEWEST

# The program that starts it, in the page.
START = for_browsers(text("cover_start.js"))
# In Streamlit's page: its letters, its programs, and the end of the head, where they end.
LETTERS = re.compile(rb'<link\s+rel="preload"[^>]*as="font"[^>]*>')
PROGRAMS = re.compile(rb'<script type="module".*?(?=</head>)', re.DOTALL)
BODY_END = b"</body>"
# Where the full page's letters are soon there (see letters.html).
WIDE = b"(min-width: 861px)"
# What the page may be told that makes it another one than the link's settings say.
OTHERWISE = {*TEACHING, "embed", "embed_options", "lecture"}


@dataclass(frozen=True)
class Cover:
    """head : what comes first in the page's head · body : what stands at its end"""

    head: Markup
    body: Markup

    def put_into(self, page: bytes) -> bytes:
        """Streamlit's page with it; its programs wait until the line is free for them."""
        font, programs = LETTERS.search(page), PROGRAMS.search(page)
        if not programs or BODY_END not in page:
            return page
        waiting = b"%s%s" % (font[0] if font else b"", programs[0])
        page = page.replace(programs[0], b'<template id="streamlit-programs">%s</template>' % waiting, 1)
        if font:
            # The reader of a telephone waits for nothing but numbers.
            page = page.replace(font[0], font[0].replace(b"<link", b'<link media="%s"' % WIDE, 1), 1)
        return page.replace(BODY_END, self.body.encode() + BODY_END, 1)


def cover_of(code: str, query: light_view.Query) -> Cover | None:
    """The cover of a link of the full page; None where it has no player, or nobody knows what will be above it.

    code : of the page, "" for the usual one
    """
    code = code or HOME.code
    # An address that says nothing gets today's version from the page itself (see older_links.py).
    query = query or {VERSION.name: [str(NEWEST)]}
    if code not in LIGHT or OTHERWISE & set(query):
        return None
    destination = light_view.destination_of({**query, "page": [code]})
    page = destination.page
    if not (page.foreseen(destination.settings) and destination.usable) or destination.in_space:
        return None
    try:
        # A first picture does not wait for a long run.
        if destination.is_large:
            return None
    except ValueError:
        return None
    timeline = f"view/timeline?{destination.key}&{light_view.MADE_BY}={light_view.version()}"
    following = after(page)
    body = render(
        "cover.html",
        module=f"{below(route())}/{FULL}",
        timeline=timeline,
        words=Markup(words(page, destination.asked_language)),
        following=_("Next: {page}", page=_(following.title)) if following else "",
        room=page.cases,
        player=_player(language_code()),
        program=Markup(START),
    )
    coming = render("cover_head.html", timeline=timeline, font=letters(), style=_style())
    return Cover(coming, body)


@cache
def _style() -> Markup:
    """It stands in the page: on a slow line a file of its own would come a second later."""
    return Markup(player_style() + joined(COVER_STYLES))


@cache
def _player(language: str) -> Markup:
    """The player's HTML, for any link in a language."""
    with speaking(language):
        return Markup(player_html())
