"""What the server does when it starts: it asks for more open files, and makes all warm for the first visitor."""

import contextlib
import gc
import threading
from collections.abc import AsyncIterator

import streamlit as st

from ui import view

try:
    import resource
except ImportError:  # not on Windows, where there is no such limit
    resource = None  # type: ignore[assignment]


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


def warm_up() -> None:
    """Make the usual page's timeline, which loads all that is loaded late; and keep the collector out of all of it."""
    view.answer({})
    gc.collect()
    gc.freeze()


@contextlib.asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Around the server's life."""
    open_files()
    threading.Thread(target=warm_up, name="warm up", daemon=True).start()
    yield
