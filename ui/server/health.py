"""What machines ask for: whether we are well, and what we have measured."""

import ipaddress

from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import runtime
from streamlit.runtime.stats import ACTIVE_SESSIONS_FAMILY, GaugeStat

NEVER_KEPT = {"Cache-Control": "no-store"}
# What only those may read who ask from the same network, and not through a proxy.
PRIVATE = ("/metrics", "/_stcore/metrics")
FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip")


def _sessions() -> float:
    if not runtime.exists():
        return 0.0
    families = runtime.get_instance().stats_mgr.get_stats(family_names=[ACTIVE_SESSIONS_FAMILY])
    found = families.get(ACTIVE_SESSIONS_FAMILY, ())
    return float(sum(stat.value for stat in found if isinstance(stat, GaugeStat)))


SESSIONS = Gauge("gradient_explorer_sessions", "Visitors with an open page of the full app")
SESSIONS.set_function(_sessions)


async def healthz(request: Request) -> Response:
    """200 as soon as pages can be served, 503 before and after."""
    ready = runtime.exists() and (await runtime.get_instance().is_ready_for_browser_connection)[0]
    return JSONResponse({"status": "ok" if ready else "not ready"}, 200 if ready else 503, NEVER_KEPT)


def metrics(request: Request) -> Response:
    """All measures, as Prometheus reads them. (Starlette runs a plain function in a thread.)"""
    return Response(generate_latest(), media_type=None, headers={**NEVER_KEPT, "Content-Type": CONTENT_TYPE_LATEST})


class PrivateMeasures:
    """Keeps our measures from the public: they are answered only to a direct request from a private address."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].endswith(PRIVATE) and not _is_near(scope):
            await PlainTextResponse("Not for you.", status_code=403)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _is_near(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    if any(name in headers for name in FORWARDED):
        return False
    client = scope.get("client")
    try:
        return client is not None and ipaddress.ip_address(client[0]).is_private
    except ValueError:
        # A socket file: only this machine has it.
        return True
