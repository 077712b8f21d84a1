"""The server: Streamlit's pages, the light view, the JavaScript of both, and what an operator asks for.
`streamlit run app.py` finds `app` here. A host that runs this file as a script gets the pages alone."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui import modules
from ui.assets import CARTESIAN_ROUTE, PLOTLY_ROUTE
from ui.previews.tags import OEMBED, PICTURE
from ui.serving import (
    drafts,
    faults,
    headers,
    health,
    lesson_links,
    lesson_routes,
    light_view_routes,
    older_links,
    preview_routes,
    qr_codes,
    redirects,
    startup,
    static_files,
    streamlit_index,
    talk_page,
    unknown_addresses,
    uploads,
)
from ui.serving.addresses import ROUTE
from ui.serving.paths import url
from ui.settings import script_alone

PAGE = "ui/main.py"
ROUTES = {
    PLOTLY_ROUTE: static_files.plotly_script,
    CARTESIAN_ROUTE: static_files.cartesian_script,
    f"{modules.folder()}/{{name:path}}": static_files.module,
    "/assets/qr.svg": qr_codes.qr_code,
    "/view": light_view_routes.light_view,
    "/view/timeline": light_view_routes.view_timeline,
    "/view/detail": light_view_routes.view_detail,
    "/view/judge": lesson_routes.judge,
    "/view/check": lesson_routes.check,
    "/view/offline": lesson_routes.offline,
    "/view/worksheet": lesson_routes.sheet,
    "/view/numbers": lesson_routes.numbers,
    "/talk": talk_page.talk,
    drafts.ROUTE: drafts.draft,
    f"{ROUTE}/{{digest}}": light_view_routes.app_timeline,
    f"/{PICTURE}": preview_routes.picture,
    f"/{OEMBED}": preview_routes.oembed,
    "/healthz": health.healthz,
}
# The first is the outermost.
MIDDLEWARE = (
    headers.Safety,
    faults.Faults,
    health.PrivateMeasures,
    uploads.Uploads,
    redirects.RelativeRedirects,
    lesson_links.LessonLinks,
    older_links.OlderLinks,
    streamlit_index.StreamlitIndex,
    unknown_addresses.UnknownAddresses,
    static_files.CompressedStatic,
)

if get_script_run_ctx(suppress_warning=True) is None:
    faults.set_up()
    app = st.App(
        PAGE,
        routes=[Route(url(path), function) for path, function in ROUTES.items()],
        middleware=[Middleware(each) for each in MIDDLEWARE],
        on_script_error=faults.on_script_error,
        lifespan=startup.lifespan,
    )
else:
    script_alone.end()
    file = Path(__file__).parent / PAGE
    exec(compile(file.read_text(encoding="utf-8"), file, "exec"), {"__name__": "__main__", "__file__": str(file)})
