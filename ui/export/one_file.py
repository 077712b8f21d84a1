"""The player as a page of its own: the light view, which a server sends, and one file that needs nobody.
Whatever comes from a link or a data set is text in them: nothing of it is markup or program."""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup

from ui.assets import (
    CARTESIAN_FILE,
    CARTESIAN_ROUTE,
    LESSON_STYLES,
    PLOTLY_FILE,
    PLOTLY_ROUTE,
    below,
    joined,
    plain,
    player_style,
    text,
)
from ui.export.markup import render
from ui.language.html import translated
from ui.language.speaking import language_code, ngettext, speaking
from ui.modules import LESSON, LESSON_FILE, LIGHT_VIEW, ONE_FILE, TALK, kind, needed, route, sheet, whole
from ui.settings.scenario_settings import MOVABLE
from ui.timeline.content import Content
from ui.timeline.folding import compressed
from ui.timeline.packing import unpack

# Sentences of broken values that are shown; of more of them only the number.
SHOWN = 2


@dataclass(frozen=True)
class MomentInFile:
    """A moment of a lesson, as a file has it.

    place : what leads to it in the file · title : of the page · words, others : as in the light view
    timeline : packed · explore : the full page, "" where that is not known · given : the query of the whole link
    """

    place: str
    title: str
    words: Markup
    others: Mapping[str, str]
    timeline: bytes
    explore: str
    given: str


@dataclass(frozen=True)
class Parts:
    """Where a page of a static site finds what all of them share: the player, its style, the charts' program."""

    player: str
    style: str
    plotly: str


def view_page(
    title: str,
    problems: Sequence[str],
    timeline: str,
    explore: str,
    place: str,
    follows: str = "",
    asks: str = "",
    details: str = "",
    draft: str = "",
    in_space: bool = False,
    contents: Iterable[type[Content]] = (),
    embed: bool = False,
    version: str = "",
    newest: str = "",
    font: str = "",
    words: Markup | None = None,
    others: Mapping[str, str] | None = None,
    preview: Markup | None = None,
) -> str:
    """The light view's page. All addresses in it are relative, so that it works below any path.

    timeline : the address of the timeline · explore : that of the full page · place : the query of the same moment
    follows, asks : see light_view.js · details : where a step's exact numbers are, "" where the timeline has them all
    draft : where drafts for the hand are, "" where nothing can be moved
    in_space : there is a 3-D chart · contents : what there is besides charts
    embed : it stands in a frame of another page
    version : of the defaults that the link leaves out · newest : of those that the addresses here leave out
    font : where the full page's letters are
    words : of a lesson, beside the player · others : more data for the browser half, by the names of attributes
    preview : the tags by which others read what the link shows
    """
    plotly = below(PLOTLY_ROUTE if in_space else CARTESIAN_ROUTE)
    data = {"plotly": plotly, "timeline": timeline, "follows": follows, "asks": asks, "details": details}
    data |= {"draft": draft, "movable": " ".join(MOVABLE) if draft else "", "explore": explore}
    data |= {"version": version, "newest": newest, **(others or {})}
    return _page(
        "light_view.html",
        title,
        problems,
        data,
        f"{explore}{place}",
        embed=embed,
        words=words,
        style=Markup(style_sheet(frozenset(map(sheet, contents)))),
        preloads=preloads(LIGHT_VIEW, *map(kind, contents), *([LESSON] if words else [])),
        module=f"{below(route())}/{LIGHT_VIEW}",
        preview=preview,
        font=font,
    )


def talk_page(font: str) -> str:
    """The page of a talk: a list that the browser has, and the light view of each moment of it.

    font : where the full page's letters are
    """
    style = style_sheet() + lesson_style() + plain(text("buttons.css") + text("talk/talk.css"))
    return render(
        "talk.html",
        style=Markup(style),
        worksheet_style=Markup(text("worksheet.css")),
        font=font,
        preloads=preloads(TALK),
        module=f"{below(route())}/{TALK}",
    )


def preloads(entry: str, *others: str) -> Markup:
    """HTML by which a module, and others that it imports later, come at once instead of one behind the other."""
    return render("preloads.html", folder=below(route()), names=needed(entry, *others))


def html_file(timeline: bytes, title: str, link: str = "", others: Sequence[bytes] = ()) -> bytes:
    """One page that is one file: it has all steps, keys and panels, and asks no network for anything.

    timeline : packed (see ui.timeline.packing) · link : the full page at this moment, where the file begins
    others : the run at other learning rates (see at_rates.py)
    """
    known = link.startswith(("http://", "https://"))
    # A link without a server says where the file begins, and leads nowhere.
    page = link.partition("?")[0] if known else ""
    data = {"explore": page, "link": link}
    return _page(
        "one_file.html",
        title,
        (),
        data,
        link if known else "",
        away=True,
        timeline=_as_text(timeline),
        others=Markup(",".join(base64.b64encode(other).decode() for other in others)),
        **_programs([timeline], ONE_FILE),
    ).encode()


def lesson_file(title: str, moments: Sequence[MomentInFile], worksheet_style: Markup, paper: Markup) -> bytes:
    """A whole lesson as one page that is one file, as `html_file` is: each moment takes the place of the one before.

    worksheet_style, paper : what is printed of it
    """
    pages = [
        (
            moment.place,
            Markup(
                _page(
                    "moment.html",
                    moment.title,
                    (),
                    {"explore": moment.explore, **moment.others},
                    f"{moment.explore}?{moment.given}" if moment.explore else "",
                    away=True,
                    words=moment.words,
                    timeline=_as_text(moment.timeline),
                )
            ),
        )
        for moment in moments
    ]
    programs = _programs([moment.timeline for moment in moments], LESSON_FILE)
    return _page(
        "lesson_file.html",
        title,
        (),
        {},
        "",
        words=moments[0].words,
        pages=pages,
        worksheet_style=worksheet_style,
        paper=paper,
        **programs,
    ).encode()


def _as_text(timeline: bytes) -> Markup:
    """A packed timeline as text."""
    return Markup(base64.b64encode(compressed(timeline)).decode())


def _programs(timelines: Sequence[bytes], entry: str) -> dict[str, Any]:
    """All programs of a page that asks nobody for them. entry : the module with which it begins"""
    panels = [panel for timeline in timelines for panel in unpack(timeline)[0]["panels"]]
    in_space = any("scene" in (panel["figure"] or {}).get("layout", {}) for panel in panels)
    program = (PLOTLY_FILE if in_space else CARTESIAN_FILE).read_text(encoding="utf-8")
    # Below < in JSON nothing can end the element that it stands in.
    source = json.dumps(whole(entry), ensure_ascii=False).replace("<", "\\u003c")
    return {"plotly": _inline(program), "modules": Markup(source), "unpacker": _inline(text("packed.js"))}


def site_page(
    title: str,
    problems: Sequence[str],
    aside: str,
    parts: Parts,
    script: str,
    given: str,
    explore: str,
    words: Markup | None = None,
    others: Mapping[str, str] | None = None,
    preview: Markup | None = None,
) -> str:
    """A page of a static site: beside its index and its parts it needs nobody, on any host, below any path, on a stick.

    aside : a sentence on what it lacks without a server · script : the address of its timeline
    given : the query of the whole link · explore : the full page, "" where that is not known
    words, others, preview : as in the light view
    """
    program = render("site_page.js")
    data = {
        "plotly": parts.plotly,
        "player": parts.player,
        "script": script,
        "explore": explore,
        "given": given,
        **(others or {}),
    }
    return _page(
        "site_page.html",
        title,
        problems,
        data,
        f"{explore}?{given}" if explore else "",
        away=True,
        style=parts.style,
        aside=aside,
        policy=policy_of_a_file(program),
        words=words,
        preloaded=(parts.player, script, parts.plotly),
        program=program,
        preview=preview,
    )


def policy_of_a_file(program: str) -> str:
    """A content security policy that stands in a page itself: nothing comes from anywhere but beside it, by script.

    program : the one that stands in the page. On a stick, "file:" is what 'self' is on a host.
    """
    digest = base64.b64encode(hashlib.sha256(program.encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'self' file: blob: 'sha256-{digest}'; style-src 'self' file: 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _page(
    template: str,
    title: str,
    problems: Sequence[str],
    data: Mapping[str, str],
    explore: str,
    embed: bool = False,
    away: bool = False,
    words: Markup | None = None,
    preview: Markup | None = None,
    **values: Any,
) -> str:
    """The page; `explore` is where its link leads while nothing has run yet, `away` lets it open beside this one.

    words : of a lesson · values : what its template needs besides
    """
    beginning, ways, end = parts_of_player()
    link = render("explore.html", address=explore, away=away) if explore else ""
    player = f"{beginning}{words or ''}{ways}{link}{end}"
    given = {"style": Markup(style_sheet()), **values}
    return render(
        template,
        words=words,
        preview=preview,
        lesson_style=Markup(lesson_style()) if words else "",
        title=title,
        problems=problems[:SHOWN],
        more=_more(len(problems) - SHOWN),
        data=data,
        embed=embed,
        player=Markup(player),
        **given,
    )


def _more(count: int) -> str:
    """A sentence on how many broken values are not named; "" where all are."""
    if count <= 0:
        return ""
    return ngettext("{n} more value was not usable either.", "{n} more values were not usable either.", count)


@cache
def style_sheet(kinds: frozenset[str] | None = None) -> str:
    """The look of a page around the player, and of the player, without what is only for its readers.

    kinds : of panels, by their sheets, that the page alone has; None for one that may have any
    """
    return player_style(kinds) + plain(text("view.css"))


@cache
def lesson_style() -> str:
    """The look of a moment's words, and of code that is put together."""
    return joined(LESSON_STYLES)


def parts_of_player() -> tuple[str, str, str]:
    """player.html in the language that is spoken here, parted where a lesson stands, and where a link to the full page
    stands, at the end of the transport's line."""
    return _parts_of_player(language_code())


@cache
def _parts_of_player(language: str) -> tuple[str, str, str]:
    with speaking(language):
        player = translated(text("player.html"))
    begin, end = player.index(BEGINNING) + len(BEGINNING), player.index(WAYS_END)
    return player[:begin], player[begin:end], player[end:]


# Behind the section's tag, and where the ways from here end.
BEGINNING = ">\n  "
WAYS_END = '</div>\n  </div>\n  <dl class="gx-readout"'


def _inline(script: str) -> Markup:
    """A program inside a page: what would end its element, or begin a comment, is written so that it does not."""
    return Markup(script.replace("</script", "<\\/script").replace("<!--", "<\\!--"))
