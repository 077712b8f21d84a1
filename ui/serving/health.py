"""What machines ask for: whether we are well, and what we have measured."""

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import Gauge, start_http_server
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send
from streamlit import runtime
from streamlit.runtime.stats import ACTIVE_SESSIONS_FAMILY, GaugeStat

from ui.serving.middleware import HttpMiddleware

NO_STORE = {"Cache-Control": "no-store"}
# Measures, ours and Streamlit's: not where the pages are.
PRIVATE = ("/metrics", "/_stcore/metrics")
# Where measures are answered: an address and a port, or a port of this machine alone.
PORT = "GRADIENT_EXPLORER_METRICS"
LOOPBACK = "127.0.0.1"


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
    return JSONResponse({"status": "ok" if ready else "not ready"}, 200 if ready else 503, NO_STORE)


class PrivateMeasures(HttpMiddleware):
    """Keeps measures from the public: no request that comes where the pages are ever gets them.

    From whom a request comes cannot be told behind a proxy, which need not say that it is one.
    """

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].rstrip("/").endswith(PRIVATE):
            await PlainTextResponse(f"Measures have a port of their own: {PORT}.", status_code=403)(
                scope, receive, send
            )
        else:
            await self.app(scope, receive, send)


@contextmanager
def open_measures(where: str | None = None) -> Iterator[int]:
    """Answer with all measures, as Prometheus reads them, on a port of their own; gives it, 0 being none.

    where : "127.0.0.1:9100", or "9100" for this machine alone; None: what the environment says. Without, nobody is
        answered. Where it is no address, or the port is taken, the log says so, and the pages are served without.
    """
    where = os.environ.get(PORT, "") if where is None else where
    host, _, port = where.rpartition(":")
    try:
        server = start_http_server(int(port), host.strip("[]") or LOOPBACK)[0] if where else None
    except (OSError, OverflowError, ValueError):
        logging.getLogger("gradient_explorer").error(json.dumps({"level": "error", "no measures on": where}))
        server = None
    try:
        yield server.server_port if server else 0
    finally:
        if server:
            server.shutdown()
            server.server_close()
