"""The player as a page of its own: the light view, which a server sends, and one file that needs nobody.
Whatever comes from a link or a data set is escaped here: nothing of it is markup or program."""

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Template

from ui.assets import (
    CARTESIAN_FILE,
    CARTESIAN_ROUTE,
    PLOTLY_FILE,
    PLOTLY_ROUTE,
    below,
    player_style,
    text,
)
from ui.modules import LIGHT_VIEW, at_once, route, together
from ui.timeline.folding import compressed
from ui.timeline.timeline import unpack

# Sentences of broken values that are shown; of more of them only the number.
SHOWN = 2
# Where the player could not be loaded: a sentence, and a button.
FAILED = """const failure = root.querySelector(".gx-failure");
        const again = document.createElement("button");
        again.className = "gx-again";
        again.textContent = "Try again";
        again.onclick = () => location.reload();
        failure.hidden = false;
        failure.append("The player could not be loaded. ", again);"""

# How a page begins that has all modules in it.
START = """
gxImport(JSON.parse(document.querySelector(".gx-modules").textContent))
  .then(({ view }) => view(document.querySelector(".gx-view")));
"""


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
    in_space: bool = False,
    embed: bool = False,
) -> str:
    """The light view's page. All addresses in it are relative, so that it works below any path.

    timeline : the address of the timeline · explore : that of the full page · place : the query of the same moment
    follows, asks : see light_view.js · details : where a step's exact numbers are, "" where the timeline has them all
    in_space : there is a 3-D chart · embed : it stands in a frame of another page
    """
    plotly = below(PLOTLY_ROUTE if in_space else CARTESIAN_ROUTE)
    # All of them are on their way before any of them is asked for.
    head = (
        f'<link rel="preload" as="fetch" crossorigin="anonymous" href="{html.escape(timeline)}" />'
        f'<link rel="preload" as="script" href="{plotly}" />{preloads(LIGHT_VIEW)}'
    )
    script = f"""<script type="module">
      const root = document.querySelector(".gx-view");
      try {{
        (await import(new URL("{below(route())}/{LIGHT_VIEW}", document.baseURI).href)).view(root);
      }} catch {{
        {FAILED}
      }}
    </script>"""
    data = {"plotly": plotly, "timeline": timeline, "follows": follows, "asks": asks, "details": details}
    data["explore"] = explore
    return _page(title, problems, data, f"{explore}{place}", head=head, script=script, embed=embed)


def preloads(entry: str) -> str:
    """HTML by which a module and all that it needs come at once, instead of one behind the other."""
    names = at_once(entry)
    return "".join(f'<link rel="modulepreload" href="{below(route())}/{name}" />' for name in names)


def html_file(timeline: bytes, title: str, link: str = "") -> bytes:
    """One page that is one file: it has all steps, keys and panels, and asks no network for anything.

    timeline : packed (see ui.timeline.timeline) · link : the full page at this moment, where the file begins
    """
    header, _ = unpack(timeline)
    in_space = any("scene" in (panel["figure"] or {}).get("layout", {}) for panel in header["panels"])
    program = (PLOTLY_FILE if in_space else CARTESIAN_FILE).read_text(encoding="utf-8")
    known = link.startswith(("http://", "https://"))
    # A link without a server says where the file begins, and leads nowhere.
    page = link.partition("?")[0] if known else ""
    data = {"explore": page, "link": link}
    # Below < in JSON nothing can end the element that it stands in.
    sources = json.dumps(together(LIGHT_VIEW), ensure_ascii=False).replace("<", "\\u003c")
    script = (
        f"<script>{_inline(program)}</script>\n"
        f'<script class="gx-modules" type="application/json">{sources}</script>\n'
        f"<script>{_inline(text('packed.js'))}{START}</script>"
    )
    inline = f'<script class="gx-timeline" type="text/plain">{base64.b64encode(compressed(timeline)).decode()}</script>'
    return _page(title, (), data, link if known else "", script=script, timeline=inline, away=True).encode()


def site_page(
    title: str,
    problems: Sequence[str],
    aside: str,
    parts: Parts,
    script: str,
    given: str,
    explore: str,
) -> str:
    """A page of a static site: beside its index and its parts it needs nobody, on any host, below any path, on a stick.

    aside : a sentence on what it lacks without a server · script : the address of its timeline
    given : the query of the whole link · explore : the full page, "" where that is not known
    """
    program = f"""
      const root = document.querySelector(".gx-view");
      const failed = () => {{
        {FAILED}
      }};
      const program = document.createElement("script");
      program.src = root.dataset.player;
      program.onload = () => Promise.resolve(gradientExplorer).then(({{ view }}) => view(root)).catch(failed);
      program.onerror = failed;
      document.head.append(program);
    """
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy_of_a_file(program))}" />'
        + "".join(
            f'<link rel="preload" as="script" href="{html.escape(part)}" />'
            for part in (parts.player, script, parts.plotly)
        )
    )
    data = {"plotly": parts.plotly, "player": parts.player, "script": script, "explore": explore, "given": given}
    return _page(
        title,
        problems,
        data,
        f"{explore}?{given}" if explore else "",
        script=f"<script>{program}</script>",
        head=head,
        away=True,
        style=f'<link rel="stylesheet" href="{html.escape(parts.style)}" />',
        home='<p class="gx-home"><a href="index.html">All pages</a></p>',
        aside=aside,
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
    title: str,
    problems: Sequence[str],
    data: Mapping[str, str],
    explore: str,
    script: str,
    head: str = "",
    timeline: str = "",
    embed: bool = False,
    away: bool = False,
    style: str = "",
    home: str = "",
    aside: str = "",
) -> str:
    """The page; `explore` is where its link leads while nothing has run yet, `away` lets it open beside this one.

    style : where that is not in the page itself · home : the way back · aside : a sentence below the title
    """
    target = ' target="_blank"' if away else ""
    link = f'<a class="gx-explore" href="{html.escape(explore)}" rel="noopener"{target} title="{ABOUT}">Explore</a>'
    player = text("player.html")
    if explore:
        player = player.replace(WAYS_END, f"{link}{WAYS_END}", 1)
    return Template(text("view.html")).substitute(
        title=html.escape(title),
        head=head,
        style=style or f"<style>{style_sheet()}</style>",
        home=home,
        mode=" gx-embed" if embed else "",
        data=" ".join(f'data-{name}="{html.escape(value)}"' for name, value in data.items() if value),
        problems=_problems(problems) + (f'<p class="gx-aside">{html.escape(aside)}</p>' if aside else ""),
        player=player,
        timeline=timeline,
        script=script,
    )


def style_sheet() -> str:
    """The look of a page around the player, and of the player, without what is only for its readers."""
    plain = re.sub(r"/\*.*?\*/", "", player_style() + text("view.css"), flags=re.DOTALL)
    return re.sub(r"\s*\n\s*", "\n", plain)


ABOUT = "The full page at this step: all settings are yours there"
# The end of the transport's line, where a link to the full page stands.
WAYS_END = '</div>\n  </div>\n  <dialog class="gx-keys"'


def _problems(problems: Sequence[str]) -> str:
    if not problems:
        return ""
    more = len(problems) - SHOWN
    others = f" ({more} more {'value was' if more == 1 else 'values were'} not usable either.)" if more > 0 else ""
    return f'<p class="gx-problem" role="alert">{html.escape(" ".join(problems[:SHOWN]))}{others}</p>'


def _inline(script: str) -> str:
    """A program inside a page: what would end its element, or begin a comment, is written so that it does not."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")
