"""The server: Streamlit's pages, the light view, the JavaScript of both, and what an operator asks for.
`streamlit run app.py` finds `app` here."""

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from ui.player.assets import CARTESIAN_ROUTE, PLAYER_ROUTE, PLOTLY_ROUTE
from ui.player.component import url
from ui.player.sent import ROUTE
from ui.server import codes, faults, first, headers, health, light, start, static, uploads

faults.set_up()

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
    first.FirstPage,
    static.CompressedStatic,
)

app = st.App(
    "ui/main.py",
    routes=[Route(url(path), function) for path, function in ROUTES.items()],
    middleware=[Middleware(each) for each in MIDDLEWARE],
    on_script_error=faults.on_script_error,
    lifespan=start.lifespan,
)
