"""Where others find the app. A page asks by addresses relative to itself, but whoever reads it from afar, as a chat
does, needs whole ones; and which those are, behind a proxy only the proxy knows."""

import os
import re

from starlette.requests import Request

from ui.serving.paths import url

# The app's address, where neither `Host` nor the proxy tells it: "https://gx.example.org/lesson".
ADDRESS = "GRADIENT_EXPLORER_ADDRESS"
# A name or a number, and a port. What else comes as a host is nobody's.
HOST = re.compile(r"([\w.-]{1,253}|\[[\da-fA-F:.]{2,45}\])(:\d{1,5})?")
# What a proxy strips from the paths, as it says it itself.
PREFIX_HEADER = "x-forwarded-prefix"
PREFIX = re.compile(r"(/[\w.~+-]{1,60}){1,8}")


def public_address(request: Request) -> str:
    """The app's whole address, with a slash at its end; "" where it is not known."""
    said = os.environ.get(ADDRESS, "").strip()
    if said:
        return f"{said.rstrip('/')}/"
    host = request.headers.get("host", "")
    if not HOST.fullmatch(host):
        return ""
    prefix = request.headers.get(PREFIX_HEADER, "").rstrip("/")
    if not PREFIX.fullmatch(prefix):
        prefix = ""
    return f"{request.url.scheme}://{host}{prefix}{url('/')}"
