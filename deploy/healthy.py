"""Whether the server on this machine is well, for HEALTHCHECK and for scripts: the exit status says it."""

import os
import sys
import urllib.request

PORT = os.environ.get("STREAMLIT_SERVER_PORT", "8501")
BELOW = os.environ.get("STREAMLIT_SERVER_BASE_URL_PATH", "").strip("/")
ADDRESS = f"http://127.0.0.1:{PORT}{BELOW and '/' + BELOW}/healthz"

# A proxy for the way out must not be asked about this machine.
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
try:
    with direct.open(ADDRESS, timeout=4) as answer:
        answer.read()
except OSError as error:
    sys.exit(f"{ADDRESS}: {error}")
