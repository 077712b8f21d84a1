"""The files of the browser half, and the names under which a server offers them.
Every name holds a version or a hash of the content, so that browsers may keep the file for ever."""

import hashlib
import re
import threading
from collections.abc import Iterable
from pathlib import Path

import plotly
from plotly.offline import get_plotlyjs_version

HERE = Path(__file__).parent.parent / "web"
# All of Plotly, out of the plotly package; and of the same version what our pages draw with but for 3-D charts, a sixth
# as long, by `make plotly`.
PLOTLY_FILE = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
CARTESIAN_FILE = HERE / "vendor" / "plotly-cartesian.min.js"
PLOTLY_ROUTE = f"/assets/plotly-{get_plotlyjs_version()}.min.js"
# What is in it changes with our pages, and not only with Plotly's version.
_DIGEST = hashlib.sha256(CARTESIAN_FILE.read_bytes()).hexdigest()[:12]
CARTESIAN_ROUTE = f"/assets/plotly-cartesian-{get_plotlyjs_version()}-{_DIGEST}.min.js"
# Set by the server that has the routes. Where Streamlit runs the script alone, there are none.
OFFERED = threading.Event()


def text(name: str) -> str:
    """What a file beside this one says."""
    return (HERE / name).read_text(encoding="utf-8")


# A kind of panel and a layout has a file of its own.
KINDS = "panels/*.css"
# A kind that shows what another one does, in a sheet of its own what it has besides.
AS_IN = {"panels/excerpts.css": "panels/code.css"}
# What comes later may change what stands before it.
STYLES = (
    "player.css",
    "controls.css",
    "layout.css",
    "hand.css",
    "dialogs.css",
    "unseen.css",
    "table.css",
    "inside.css",
    KINDS,
    "layouts/*.css",
    "lecture.css",
    "question.css",
    "share.css",
    "pictures.css",
    "telephone.css",
)


# What stands around the player on all of the full app's pages: a page's own sheet, in the folder `pages`, comes with it
# alone. Both come with the very first page too, before Streamlit draws anything. And the words of a lesson beside it.
PAGE_STYLES = (
    "unseen.css",
    "skip.css",
    "page/frame.css",
    "page/header.css",
    "page/no_line.css",
    "page/navigation.css",
    "page/small_windows.css",
    "page/widgets.css",
    "page/lecture.css",
    "page/telephone.css",
)
# What of them the first page has, before Streamlit has begun.
COVER_STYLES = ("page/header.css", "page/small_windows.css", "page/cover.css")
LESSON_STYLES = (
    "skip.css",
    "lesson/words.css",
    "lesson/guess.css",
    "lesson/telephone.css",
    "lesson/paper.css",
    "building.css",
    "lesson/lecture.css",
)


def joined(names: Iterable[str]) -> str:
    """Style sheets as one, without what is only for their readers."""
    return plain("".join(file.read_text(encoding="utf-8") for name in names for file in sorted(HERE.glob(name))))


def plain(style: str) -> str:
    """A style sheet without what is only for its readers: a page has it among its messages, which nobody compresses."""
    lines = re.sub(r"\s*\n\s*", "\n", re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL))
    return re.sub(r"(?<=[{};,])\n", "", lines).lstrip()


def player_style(kinds: Iterable[str] | None = None) -> str:
    """The player's style sheets as one.

    kinds : of panels, by the names of their sheets, that a page alone has; None for one that may have any
    """
    if kinds is None:
        return joined(STYLES)
    own = sorted({sheet for kind in kinds for sheet in (kind, AS_IN.get(kind, kind))})
    return joined(name for each in STYLES for name in (own if each == KINDS else (each,)))


def own_style(code: str) -> str:
    """The style sheet of one page, which comes with no other; "" where it has none."""
    return joined((f"pages/{code}.css",))


def below(route: str) -> str:
    """A route as a page asks for it: relative to where the app is, which only the browser knows."""
    return route.lstrip("/")
