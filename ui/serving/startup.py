"""What the server does when it starts: it asks for more open files, has its answers sent at once, and makes all warm
for the first visitor."""

import asyncio
import contextlib
import gc
import socket
import sys
import threading
from collections.abc import AsyncIterator

import streamlit as st
from streamlit import runtime

from ui.assets import OFFERED
from ui.export import light_view
from ui.serving import health, session_lookup, uploads

try:
    import resource
except ImportError:  # not on Windows, where there is no such limit
    resource = None  # type: ignore[assignment]


# Seconds after which a thread lets the next one have Python's lock, where that waits. Whoever answers a small request
# takes it some ten times, and each time the page that is being run, and short computations, may be before him; the
# usual 5 ms add up.
SWITCH = 0.001
# For some 10,000 visitors.
FILES = 65_536


def open_files() -> None:
    """Ask for as many open files as we may have. The usual 1,024 are three or four for each of 300 visitors."""
    if resource is None:
        return
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES if most == resource.RLIM_INFINITY else min(most, FILES)
    # Where even this is refused, the server runs as well as before.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def send_at_once() -> list[socket.socket]:
    """Have small answers sent at once → the sockets on which the server listens.

    Otherwise the system keeps the second part of an answer back until the browser has confirmed the first one, which
    it does after 40 ms. asyncio sets this only on sockets that were made with the protocol's number, and Streamlit
    makes its own without. What is accepted takes it over from the socket that listens. That one is in nobody's reach
    here but the garbage collector's.
    """
    listening = [found for found in gc.get_objects() if issubclass(type(found), socket.socket) and _listens(found)]
    for found in listening:
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def _listens(found: socket.socket) -> bool:
    """Whether somebody may connect to this socket from elsewhere. (A socket file knows no such delay.)"""
    try:
        by_tcp = found.family in (socket.AF_INET, socket.AF_INET6) and found.type == socket.SOCK_STREAM
        return by_tcp and bool(found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
    except OSError:
        # It is closed already, or the system cannot say.
        return False


def warm_up() -> None:
    """Make the usual page's timeline, which loads all that is loaded late; and keep the collector out of all of it."""
    light_view.answer({})
    gc.collect()
    gc.freeze()


@contextlib.asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Around the server's life."""
    open_files()
    send_at_once()
    sys.setswitchinterval(SWITCH)
    session_lookup.set_up()
    OFFERED.set()
    threading.Thread(target=warm_up, name="warm up", daemon=True).start()
    cleaning = asyncio.create_task(uploads.end_abandoned_sessions(runtime.get_instance())) if runtime.exists() else None
    with health.open_measures():
        yield
    if cleaning:
        cleaning.cancel()
    OFFERED.clear()
