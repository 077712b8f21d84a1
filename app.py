"""The server: Streamlit's pages, the light view, the JavaScript of both, and what an operator asks for.
`streamlit run app.py` finds `app` here. A host that runs this file as a script gets the pages alone."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui import alone
from ui.player.assets import CARTESIAN_ROUTE, PLAYER_ROUTE, PLOTLY_ROUTE
from ui.player.sent import ROUTE
from ui.server import codes, faults, first, headers, health, light, redirects, start, static, uploads
from ui.server.paths import url

PAGE = "ui/main.py"
ROUTES = {
    PLOTLY_ROUTE: static.plotly_script,
    CARTESIAN_ROUTE: static.cartesian_script,
    PLAYER_ROUTE: static.player_module,
    "/assets/qr.svg": codes.qr_code,
    "/view": light.light_view,
    "/view/timeline": light.view_timeline,
    "/view/detail": light.view_detail,
    f"{ROUTE}/{{digest}}": light.sent_timeline,
    "/healthz": health.healthz,
}
# The first is the outermost.
MIDDLEWARE = (
    headers.Safety,
    faults.Faults,
    health.PrivateMeasures,
    uploads.Uploads,
    redirects.RelativeRedirects,
    first.FirstPage,
    static.CompressedStatic,
)

if get_script_run_ctx(suppress_warning=True) is None:
    faults.set_up()
    app = st.App(
        PAGE,
        routes=[Route(url(path), function) for path, function in ROUTES.items()],
        middleware=[Middleware(each) for each in MIDDLEWARE],
        on_script_error=faults.on_script_error,
        lifespan=start.lifespan,
    )
else:
    alone.end()
    file = Path(__file__).parent / PAGE
    exec(compile(file.read_text(encoding="utf-8"), file, "exec"), {"__name__": "__main__", "__file__": str(file)})
