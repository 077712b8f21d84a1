"""The server: Streamlit's pages, and Plotly's JavaScript, compressed once and kept by browsers for ever.
`streamlit run app.py` finds `app` here."""

import gzip
from functools import cache

import streamlit as st
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from ui.player.component import PLOTLY_FILE, PLOTLY_ROUTE

FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}


@cache
def _compressed() -> bytes:
    """The file as the wire has it: compressed at the first request, not at every one."""
    return gzip.compress(PLOTLY_FILE.read_bytes(), 9)


def plotly_script(request: Request) -> Response:
    """Plotly's JavaScript out of the plotly package. (Starlette runs a plain function in a thread.)"""
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return FileResponse(PLOTLY_FILE, media_type="text/javascript", headers=FOR_EVER)
    return Response(_compressed(), media_type="text/javascript", headers={**FOR_EVER, "Content-Encoding": "gzip"})


app = st.App("ui/main.py", routes=[Route(PLOTLY_ROUTE, plotly_script)])
