"""Where others find the app. A page asks by addresses relative to itself, but whoever reads it from afar, as a chat
does, needs whole ones; and which those are, behind a proxy only the proxy knows."""

import os
import re

from starlette.requests import Request

from ui.serving.paths import url

# The app's address, where neither `Host` nor the proxy tells it: "https://gx.example.org/lesson".
ADDRESS = "GRADIENT_EXPLORER_ADDRESS"
# A name or a number, and a port. What else comes as a host is nobody's.
HOST = re.compile(r"([\w.-]{1,253}|\[[\da-fA-F:.]{2,45}\])(:\d{1,5})?", re.ASCII)
# What a proxy strips from the paths, as it says it itself. A visitor may say anything: it would stand in our pages.
# What leads to a folder above ("/..") is no prefix.
PREFIX_HEADER = "x-forwarded-prefix"
PREFIX = re.compile(r"(/(?!\.{1,2}(/|$))[\w.~+-]{1,60}){1,8}", re.ASCII)


def public_address(request: Request) -> str:
    """The app's whole address, with a slash at its end; "" where it is not known."""
    said = os.environ.get(ADDRESS, "").strip()
    if said:
        return f"{said.rstrip('/')}/"
    host = request.headers.get("host", "")
    if not HOST.fullmatch(host):
        return ""
    prefix = request.headers.get(PREFIX_HEADER, "").rstrip("/")
    if not (PREFIX.fullmatch(prefix) and _comes_by_a_proxy(request)):
        prefix = ""
    return f"{request.url.scheme}://{host}{prefix}{url('/')}"


def _comes_by_a_proxy(request: Request) -> bool:
    """Whether a proxy has sent it that is believed (FORWARDED_ALLOW_IPS).

    In the place of such a proxy's address uvicorn puts the one that it forwards for, which has no port: it is 0. Nobody
    can connect from that port himself.
    """
    return request.client is not None and request.client.port == 0
