"""The files of the browser half, and the names under which a server offers them.
Every name holds a version or a hash of the content, so that browsers may keep the file for ever."""

import hashlib
import threading
from pathlib import Path

import plotly
from plotly.offline import get_plotlyjs_version

HERE = Path(__file__).parent.parent / "web"
# All of Plotly, out of the plotly package; and its part without 3-D charts, a third as long, of the same version.
PLOTLY_FILE = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
CARTESIAN_FILE = HERE / "vendor" / "plotly-cartesian.min.js"
PLOTLY_ROUTE = f"/assets/plotly-{get_plotlyjs_version()}.min.js"
CARTESIAN_ROUTE = f"/assets/plotly-cartesian-{get_plotlyjs_version()}.min.js"
# Set by the server that has the routes. Where Streamlit runs the script alone, there are none.
OFFERED = threading.Event()


def text(name: str) -> str:
    """What a file beside this one says."""
    return (HERE / name).read_text(encoding="utf-8")


def player_script() -> str:
    """The player's JavaScript as one module: the light way to have several files where nothing is built."""
    return "".join(map(text, ("player.js", "panels.js", "pictures.js", "teach.js", "view.js")))


PLAYER_ROUTE = f"/assets/player-{hashlib.sha256(player_script().encode()).hexdigest()[:12]}.js"


def below(route: str) -> str:
    """A route as a page asks for it: relative to where the app is, which only the browser knows."""
    return route.lstrip("/")
